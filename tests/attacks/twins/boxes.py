"""Boxes without one rule of the promise, section 5."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Table, delete, insert, select, update

from audit.answering import operations
from audit.answering.page_state import PageState, seal_state
from audit.ballot import box, making, pages, schema, sealing
from audit.ballot.box import Box, OneBallot, ReceiptHashes
from audit.ballot.sealing import OVERHEAD, ballot_as_json, seal
from audit.method.answers import Ballot


def no_sealed_pages(patch: pytest.MonkeyPatch) -> None:
    """Pages of those who answer lie there as they are."""

    def plain(state: PageState, held: bytes, *, ballot_size: int, chance: random.Random) -> bytes:
        sealed = seal_state(state, held, ballot_size=ballot_size, chance=chance)
        said = json.dumps({"step": state.step, "ballot": ballot_as_json(state.ballot)}).encode()
        blob = said.ljust(len(sealed))[: len(sealed)]
        known[blob] = state
        return blob

    known: dict[bytes, PageState] = {}
    patch.setattr(operations, "seal_state", plain)
    patch.setattr(operations, "open_state", lambda blob, _held: known.get(blob))


def no_sealed_ballots(patch: pytest.MonkeyPatch) -> None:
    """Ballots lie in the box as they are."""

    def plain(ballot: Ballot, *, round_key: bytes, size: int) -> bytes:  # noqa: ARG001 - the rule's own signature
        return json.dumps(ballot_as_json(ballot)).encode().ljust(size + OVERHEAD)

    patch.setattr(operations, "seal", plain)


def a_log_of_writes(patch: pytest.MonkeyPatch) -> None:
    """SQLite's write-ahead log, the usual choice for web sites."""
    patch.setattr(schema, "SAFE", ("journal_mode=WAL", *schema.SAFE[1:]))


def no_padding(patch: pytest.MonkeyPatch) -> None:
    """A ballot is as long as what it says."""
    patch.setattr(sealing, "_padded", lambda written, _size: len(written).to_bytes(4, "big") + written)


def no_chance_in_the_seal(patch: pytest.MonkeyPatch) -> None:
    """Equal answers are sealed to equal bytes."""

    def fixed(ballot: Ballot, *, round_key: bytes, size: int) -> bytes:
        whole = seal(ballot, round_key=round_key, size=size)
        said = json.dumps(ballot_as_json(ballot)).encode().ljust(len(whole) - 16)
        return AESGCM(round_key).encrypt(bytes(12), said, None)

    patch.setattr(operations, "seal", fixed)


def a_row_for_each_send(patch: pytest.MonkeyPatch) -> None:
    """Slots are not made beforehand: each send inserts a row, WITHOUT ROWID and under a random key."""

    def grow(connection: Connection, slots: Table, sealed: bytes, withdraw_h: bytes, *, chance: random.Random) -> None:
        values = {"id": chance.randbytes(16), "empty": 0, "sealed": sealed, "withdraw_h": withdraw_h}
        connection.execute(insert(slots).values(**values))

    patch.setattr(making, "_slots", lambda _count, length, *, chance: _one_slot(length, chance))
    patch.setattr(box, "_fill_one", grow)


def _one_slot(length: int, chance: random.Random) -> list[dict[str, object]]:
    sealed, withdraw = chance.randbytes(length), chance.randbytes(32)
    return [{"id": b"\xff" * 16, "empty": 1, "sealed": sealed, "withdraw_h": withdraw}]


def usual_pages(patch: pytest.MonkeyPatch) -> None:
    """Pages of 4096 bytes, however long a row is."""
    patch.setattr(schema, "page_size_for", lambda _longest: schema.SMALLEST_PAGE)


def used_slips_are_deleted(patch: pytest.MonkeyPatch) -> None:
    """What is used up goes."""

    def remove(connection: Connection, slip: bytes, *, chance: random.Random) -> None:  # noqa: ARG001
        if connection.execute(delete(schema.voucher).where(schema.voucher.c.h == slip)).rowcount != 1:
            raise box.SlipNotAccepted

    patch.setattr(box, "_use_up", remove)


def the_moment_is_kept(patch: pytest.MonkeyPatch) -> None:
    """A slot holds when it was filled."""
    fill = box._fill_one

    def fill_and_note(
        connection: Connection,
        slots: Table,
        sealed: bytes,
        withdraw_h: bytes,  # noqa: ARG001 - the rule's own signature
        *,
        chance: random.Random,
    ) -> None:
        moment = time.monotonic_ns().to_bytes(8, "big").ljust(32, b"\0")
        fill(connection, slots, sealed, moment, chance=chance)

    patch.setattr(box, "_fill_one", fill_and_note)


def a_counter_that_lives(patch: pytest.MonkeyPatch) -> None:
    """The box says how often somebody has sent."""
    put = box._put_in

    def put_and_count(connection: Connection, one: OneBallot, *, chance: random.Random) -> None:
        put(connection, one, chance=chance)
        manifest = json.loads(connection.execute(select(schema.manifest.c.text)).scalar_one())
        manifest["sent"] = manifest.get("sent", 0) + 1
        connection.execute(update(schema.manifest).values(text=json.dumps(manifest)))

    patch.setattr(box, "_put_in", put_and_count)


def clocks_that_run(patch: pytest.MonkeyPatch) -> None:
    """Files say when they were written last."""

    def leave(path: Path, day: date) -> None:
        """Nothing."""

    patch.setattr(box, "still_the_clock", leave)
    patch.setattr(pages, "still_the_clock", leave)


def slips_stay_good(patch: pytest.MonkeyPatch) -> None:
    """A slip is looked up and not used up."""

    def look(connection: Connection, slip: bytes, *, chance: random.Random) -> None:  # noqa: ARG001
        known = connection.execute(select(schema.voucher.c.id).where(schema.voucher.c.h == slip)).all()
        if len(known) != 1:
            raise box.SlipNotAccepted

    patch.setattr(box, "_use_up", look)


def check_then_act(patch: pytest.MonkeyPatch) -> None:
    """A slip is looked up in one transaction and used up in the next."""

    def send(
        self: Box,
        *,
        slip: bytes,
        draft: bytes,
        sealed: bytes,
        comment: bytes,
        chance: random.Random,
        receipt: ReceiptHashes | None = None,
    ) -> None:
        if not self.knows(slip):
            raise box.SlipNotAccepted
        time.sleep(0.2)  # as long as it takes where the machine is busy
        with self.writing() as connection:
            box._put_in(connection, OneBallot(slip, draft, sealed, comment, receipt), chance=chance)

    def use_up(connection: Connection, slip: bytes, *, chance: random.Random) -> None:
        """It was looked up before."""
        connection.execute(update(schema.voucher).where(schema.voucher.c.h == slip).values(h=chance.randbytes(32)))

    patch.setattr(box, "_use_up", use_up)
    patch.setattr(Box, "send", send)


def an_ordinary_store(path: Path, sent: list[tuple[bytes, bytes]]) -> None:
    """Ordinary tables with a row for whoever has taken part, (slip, ballot) by (slip, ballot) as a web site would."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE voucher (id BLOB PRIMARY KEY)")
        connection.execute("CREATE TABLE ballot (id BLOB PRIMARY KEY)")
        for slip, ballot in sent:
            connection.execute("INSERT INTO voucher VALUES (?)", (slip,))
            connection.execute("INSERT INTO ballot VALUES (?)", (ballot,))
    connection.close()
