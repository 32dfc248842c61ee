"""Where the rows of an open box lie, kept in the memory of whoever has it open.

Rows of a box never come, go or move but where more slips are made, so their keys need to be read once. With them a
send looks at a fixed number of rows, however many there are. What a row says is always asked of the file.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, func, select

from audit.ballot import schema

DRAWN = 16
"""Slots that are looked at to find an empty one: alike for the first send and the last, so that no time tells."""

_KEPT = "places"
_SLOTS = (schema.ballot, schema.sealed_comment)
_SOME = ", ".join("?" * DRAWN)
_EMPTY_OF = {
    schema.ballot.name: f"SELECT id FROM ballot WHERE empty = 1 AND id IN ({_SOME})",  # noqa: S608 - no value in it
    schema.sealed_comment.name: f"SELECT id FROM sealed_comment WHERE empty = 1 AND id IN ({_SOME})",  # noqa: S608
}


@dataclass(slots=True)
class Places:
    """Keys of rows. text: of the manifest they were read under, which changes with every slip that is added;
    slots: by table; vouchers: the key by the hash of a slip; draft_length: bytes of every draft; spent: hashes used up
    in the transaction that goes on."""

    text: str
    slots: Mapping[str, Sequence[bytes]]
    vouchers: dict[bytes, bytes]
    decoys: Sequence[bytes]
    draft_length: int
    spent: list[bytes] = field(default_factory=list)

    def voucher(self, slip: bytes, *, chance: random.Random) -> bytes:
        """The key of this slip's voucher, or of any: then the same question finds nothing, as slowly."""
        decoy = chance.choice(self.decoys)
        return self.vouchers.get(slip, decoy)

    def settle(self, *, kept: bool) -> None:
        """The transaction is over: what it used up is forgotten, unless nothing of it was kept."""
        if kept:
            for slip in self.spent:
                self.vouchers.pop(slip, None)
        self.spent.clear()


def places_in(connection: Connection) -> Places:
    """The places as this connection knows them, read if it does not."""
    found: Places | None = connection.info.get(_KEPT)
    return found or _read(connection, connection.execute(select(schema.manifest.c.text)).scalar_one())


def places_under(connection: Connection, text: str) -> Places:
    """The same, read anew where the manifest does not say this any more."""
    found: Places | None = connection.info.get(_KEPT)
    return found if found and found.text == text else _read(connection, text)


def settle(connection: Connection, *, kept: bool) -> None:
    """The transaction of this connection is over."""
    found: Places | None = connection.info.get(_KEPT)
    if found:
        found.settle(kept=kept)


def empty_slot(connection: Connection, slots: Table, *, chance: random.Random) -> bytes:
    """The key of an empty slot, every one as likely as every other; IndexError where none is left.

    The next one after a random point would not do: runs of filled slots would grow at one end, and their order would
    be the order of sending. Nearly full boxes are looked through whole where the draw finds none.
    """
    keys = places_in(connection).slots[slots.name]
    drawn = tuple(chance.choices(keys, k=DRAWN))
    found = set(connection.exec_driver_sql(_EMPTY_OF[slots.name], drawn).scalars())
    if found:
        return next(key for key in drawn if key in found)
    left: Sequence[bytes] = connection.execute(select(slots.c.id).where(slots.c.empty == 1)).scalars().all()
    return chance.choice(left)


def _read(connection: Connection, text: str) -> Places:
    """All keys, in their own order, which is one of chance."""
    vouchers = schema.voucher.c
    by_slip = {row.h: row.id for row in connection.execute(select(vouchers.h, vouchers.id))}
    slots = {table.name: _keys(connection, table) for table in _SLOTS}
    length = connection.execute(select(func.length(schema.draft.c.blob)).limit(1)).scalar_one()
    connection.info[_KEPT] = places = Places(text, slots, by_slip, tuple(by_slip.values()), length)
    return places


def _keys(connection: Connection, table: Table) -> tuple[bytes, ...]:
    return tuple(connection.execute(select(table.c.id).order_by(table.c.id)).scalars())
