"""The sealed box of one round.

It is made with as many slots as slips, all of them filled with chance, and never grows, shrinks or moves a row again:
to send is to overwrite. So neither the place of a row nor the size of the file tells when it was written or by whom.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, case, func, insert, select, update

from audit.ballot import manifest as manifests
from audit.ballot import schema
from audit.ballot.files import SUFFIX, alone_in, destroy_files, still_the_clock
from audit.ballot.manifest import Manifest
from audit.ballot.places import empty_slot, places_in, places_under, settle
from audit.ballot.sealing import OVERHEAD
from audit.promise import Ledger
from audit.refusals import Refusal
from audit.wording import gettext as _


class State(StrEnum):
    """Where a box is in its life; afterwards there is no box."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSING = "closing"


class RoundNotOpen(Refusal):
    """Nothing can be sent now: not yet, or not any more."""

    def __init__(self) -> None:
        super().__init__(_("These questions are not open now: the first page says when they are."))


class SlipNotAccepted(Refusal):
    """No slip of this box has that code, or has it any more: which of the two is known to nobody."""

    def __init__(self) -> None:
        super().__init__(
            _("This code opens nothing here: look at your slip again, or talk to someone named on this page.")
        )


class SlipsNotAccepted(SlipNotAccepted):
    """Some of several slips open nothing; places: which of them, counted from 0."""

    def __init__(self, places: tuple[int, ...]) -> None:
        super().__init__()
        self.places = places


class ReceiptNotAccepted(Refusal):
    """No answers of this box belong to that receipt, or none do any more: which of the two is known to nobody."""

    def __init__(self) -> None:
        super().__init__(_("This receipt opens nothing here: look at it again, or talk to someone named on this page."))


class BoxInUse(Refusal):
    """Slips cannot be made anew once people may answer."""

    def __init__(self) -> None:
        super().__init__(_("This round is open already: the slips that are out stay as they are."))


@dataclass(frozen=True, slots=True)
class ReceiptHashes:
    """What the two slots of one person keep of their receipt: unlike each other, so that nothing puts them together."""

    ballot: bytes
    comment: bytes


@dataclass(frozen=True, slots=True)
class OneBallot:
    """What goes in for one slip. slip, draft: hashes of its code; sealed, comment: sealed to the round key; receipt:
    None where nobody wants one, and then chance stands in its place."""

    slip: bytes
    draft: bytes
    sealed: bytes
    comment: bytes
    receipt: ReceiptHashes | None = None


class Box:
    """One box, open in this process: one connection, one at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._engine = schema.open_box_file(path)
        with self.reading() as connection:
            self._text = str(_one(connection, schema.manifest.c.text))
            self.manifest = manifests.from_json(self._text)
            self.size = int(_one(connection, func.length(schema.ballot.c.sealed))) - OVERHEAD

    def close(self) -> None:
        """Let go of the file, once nobody is at it."""
        with self._lock:
            self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that changes nothing."""
        with self._lock, schema.reading(self._engine) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on the disk when it ends, and whose hour no file tells."""
        with self._lock:
            with schema.writing(self._engine) as connection, _settled(connection), connection.begin():
                yield connection
            still_the_clock(self.path, self.manifest.opens_on)

    @property
    def state(self) -> State:
        """Where this box is in its life. Asked before every page, so `manifest` is read again where it has changed:
        another process may have put in slots or another key holder."""
        with self.reading() as connection:
            state, text = connection.execute(select(schema.manifest.c.state, schema.manifest.c.text)).one()
        if text != self._text:
            self._text, self.manifest = text, manifests.from_json(text)
        return State(state)

    def knows(self, slip: bytes) -> bool:
        """Whether a slip with this hash is still good. Looks at one voucher, whatever the answer."""
        with self.reading() as connection:
            places_under(connection, self._text)
            return _is_good(connection, slip)

    def send(
        self,
        *,
        slip: bytes,
        draft: bytes,
        sealed: bytes,
        comment: bytes,
        chance: random.Random,
        receipt: ReceiptHashes | None = None,
    ) -> None:
        """Put one ballot in, in one transaction: the slip becomes chance, so does its draft, a slot chosen by chance is
        filled, and a comment slot likewise. RoundNotOpen or SlipNotAccepted, and then nothing has changed."""
        with self.writing() as connection:
            _only_while_open(connection)
            _put_in(connection, OneBallot(slip, draft, sealed, comment, receipt), chance=chance)

    def send_many(self, ballots: Sequence[OneBallot], *, chance: random.Random) -> None:
        """Put all of these in, in one transaction and in an order of chance; RoundNotOpen or SlipsNotAccepted, and then
        nothing has changed. Each goes in as by `send`, so that nothing tells one who came with others."""
        order = chance.sample(range(len(ballots)), len(ballots))
        with self.writing() as connection:
            _only_while_open(connection)
            _refuse_unknown(connection, [one.slip for one in ballots])
            for place in order:
                _put_in(connection, ballots[place], chance=chance)
        for place in order[1:]:  # the file counts its transactions: as many as ballots, however they came
            with self.writing() as connection:
                _blot_out(connection, ballots[place].draft, chance=chance)

    def save_draft(self, *, slip: bytes, draft: bytes, blob: bytes) -> None:
        """Let this sealed draft stand in place of the one before it, with no wrong try; RoundNotOpen or
        SlipNotAccepted, and then nothing has changed."""
        with self.writing() as connection:
            _only_while_open(connection)
            _refuse_unknown(connection, [slip])
            _overwrite_draft(connection, draft, blob)

    def try_draft(self, draft: bytes) -> tuple[bytes, bool]:
        """The draft, or the chance that stands in its place, and whether it may still be opened: not after five tries
        that were wrong. Every try is written down before anybody knows whether it is right, in the same way."""
        drafts = schema.draft
        with self.writing() as connection:
            _only_while_open(connection)
            row = connection.execute(select(drafts.c.blob, drafts.c.tries).where(drafts.c.h == draft)).one()
            # Never above one byte, and never the same again: each try changes the file alike, the tenth as the first.
            counted = case((drafts.c.tries >= _HIGHEST_TRY, _LOCKED), else_=drafts.c.tries + 1)
            connection.execute(update(drafts).where(drafts.c.h == draft).values(tries=counted))
            return row.blob, row.tries < _LOCKED

    def draft_opened(self, draft: bytes) -> None:
        """The words were right: what was tried before counts no longer."""
        drafts = schema.draft
        with self.writing() as connection:
            connection.execute(update(drafts).where(drafts.c.h == draft).values(tries=schema.NO_TRY))

    def blot_out_draft(self, draft: bytes, *, chance: random.Random) -> None:
        """Let chance stand where a draft stood, if there was one; RoundNotOpen."""
        with self.writing() as connection:
            _only_while_open(connection)
            _blot_out(connection, draft, chance=chance)

    def withdraw(self, receipt: ReceiptHashes, *, chance: random.Random) -> None:
        """Let chance stand where one ballot and its comment stood, in one transaction; RoundNotOpen or
        ReceiptNotAccepted, and then nothing has changed. Both tables are looked through, whatever the answer.

        The slots stay filled, so nothing tells them from others. The ids of `withdrawn` are random and no other row
        has them: where they lie in the file tells at most which of them came first, and they belong to nobody.
        """
        with self.writing() as connection:
            _only_while_open(connection)
            both = (
                _take_back(connection, schema.ballot, receipt.ballot, chance=chance),
                _take_back(connection, schema.sealed_comment, receipt.comment, chance=chance),
            )
            if both != (1, 1):
                raise ReceiptNotAccepted
            connection.execute(insert(schema.withdrawn).values(id=chance.randbytes(schema.KEY)))


TRIES = 5
"""Wrong words until a draft stays closed."""
_LOCKED, _HIGHEST_TRY = schema.NO_TRY + TRIES, 127
_ANY = random.SystemRandom()  # which voucher is looked at in place of none

# What each send asks of the file, as text: putting statements together took as long as the disk does.
_STATE_AND_TEXT = "SELECT state, text FROM manifest"
_GOOD = "SELECT count(*) FROM voucher WHERE id = ? AND h = ?"
_SPENT = "UPDATE voucher SET h = ? WHERE id = ? AND h = ?"
_DRAFTED = "UPDATE draft SET blob = ?, tries = ? WHERE h = ?"
_FILLED = {
    schema.ballot.name: "UPDATE ballot SET empty = 0, sealed = ?, withdraw_h = ? WHERE id = ?",
    schema.sealed_comment.name: "UPDATE sealed_comment SET empty = 0, sealed = ?, withdraw_h = ? WHERE id = ?",
}


@contextmanager
def _settled(connection: Connection) -> Iterator[None]:
    """What is known of rows follows the transaction, whether it is kept or not."""
    kept = False
    try:
        yield
        kept = True
    finally:
        settle(connection, kept=kept)


def _only_while_open(connection: Connection) -> None:
    state, text = connection.exec_driver_sql(_STATE_AND_TEXT).one()
    if State(state) is not State.OPEN:
        raise RoundNotOpen
    places_under(connection, text)


def _is_good(connection: Connection, slip: bytes) -> bool:
    place = places_in(connection).voucher(slip, chance=_ANY)
    return bool(connection.exec_driver_sql(_GOOD, (place, slip)).scalar_one())


def _refuse_unknown(connection: Connection, slips: Sequence[bytes]) -> None:
    """Every slip is looked up before the first one is spent, a second time in the same batch as well."""
    good = [_is_good(connection, slip) for slip in slips]
    refused = tuple(place for place, slip in enumerate(slips) if not good[place] or slip in slips[:place])
    if refused:
        raise SlipsNotAccepted(refused)


def _put_in(connection: Connection, one: OneBallot, *, chance: random.Random) -> None:
    _use_up(connection, one.slip, chance=chance)
    _blot_out(connection, one.draft, chance=chance)
    receipt = one.receipt or ReceiptHashes(chance.randbytes(schema.HASH), chance.randbytes(schema.HASH))
    _fill_one(connection, schema.ballot, one.sealed, receipt.ballot, chance=chance)
    _fill_one(connection, schema.sealed_comment, one.comment, receipt.comment, chance=chance)


def _use_up(connection: Connection, slip: bytes, *, chance: random.Random) -> None:
    places = places_in(connection)
    place, fresh = places.voucher(slip, chance=_ANY), chance.randbytes(schema.HASH)
    if connection.exec_driver_sql(_SPENT, (fresh, place, slip)).rowcount != 1:
        raise SlipNotAccepted
    places.spent.append(slip)


def _blot_out(connection: Connection, draft: bytes, *, chance: random.Random) -> None:
    """Same bytes written whether there was a draft or not."""
    _overwrite_draft(connection, draft, chance.randbytes(places_in(connection).draft_length))


def _overwrite_draft(connection: Connection, draft: bytes, blob: bytes) -> None:
    connection.exec_driver_sql(_DRAFTED, (blob, schema.NO_TRY, draft))


def _take_back(connection: Connection, slots: Table, withdraw_h: bytes, *, chance: random.Random) -> int:
    """How many slots were blotted out: one, or none."""
    length = connection.execute(select(func.length(slots.c.sealed)).limit(1)).scalar_one()
    blotted = {"sealed": chance.randbytes(length), "withdraw_h": chance.randbytes(schema.HASH)}
    theirs = update(slots).where(slots.c.withdraw_h == withdraw_h, slots.c.empty == 0)
    return connection.execute(theirs.values(blotted)).rowcount


def _fill_one(connection: Connection, slots: Table, sealed: bytes, withdraw_h: bytes, *, chance: random.Random) -> None:
    chosen = empty_slot(connection, slots, chance=chance)
    connection.exec_driver_sql(_FILLED[slots.name], (sealed, withdraw_h, chosen))


def open_for_answers(path: Path) -> None:
    """From now on people may send. RoundNotOpen where closing has begun: what was read once takes nothing more."""
    if state_of(path) is State.CLOSING:
        raise RoundNotOpen
    _change_state(path, State.OPEN)


def begin_closing(path: Path) -> None:
    """From now on every send is refused, also one that is on its way."""
    _change_state(path, State.CLOSING)


def manifest_of(path: Path) -> Manifest:
    """What a box says about its round."""
    with _opened(path) as box:
        return box.manifest


def wraps_of(path: Path) -> dict[tuple[int, int], bytes]:
    """The round's private key, sealed twice, by (outer seat, inner seat)."""
    wraps = schema.key_wrap.c
    with _opened(path) as box, box.reading() as connection:
        rows = connection.execute(select(wraps.outer_seat, wraps.inner_seat, wraps.blob)).all()
        return {(outer, inner): blob for outer, inner, blob in rows}


def sealed_ballots(path: Path, *, chance: random.Random | None = None) -> list[bytes]:
    """All filled slots, still sealed, in an order that means nothing."""
    with _opened(path) as box, box.reading() as connection:
        filled = select(schema.ballot.c.sealed).where(schema.ballot.c.empty == 0)
        ballots = list(connection.execute(filled).scalars())
    (chance or random.SystemRandom()).shuffle(ballots)
    return ballots


def sealed_comments(path: Path, *, chance: random.Random | None = None) -> list[bytes]:
    """All filled comment slots, still sealed, in an order that means nothing."""
    with _opened(path) as box, box.reading() as connection:
        filled = select(schema.sealed_comment.c.sealed).where(schema.sealed_comment.c.empty == 0)
        comments = list(connection.execute(filled).scalars())
    (chance or random.SystemRandom()).shuffle(comments)
    return comments


def used_slots(path: Path) -> int:
    """How many ballots are in that nobody took back. For the nightly word alone, never for a page."""
    with _opened(path) as box, box.reading() as connection:
        return _filled(connection, schema.ballot) - _rows(connection, schema.withdrawn)


def withdrawn_of(path: Path) -> int:
    """How many people took their answers back: as many filled slots of each kind hold chance."""
    with _opened(path) as box, box.reading() as connection:
        return _rows(connection, schema.withdrawn)


def ledger_of(path: Path) -> Ledger:
    """Whether everything is there that was made with the slips: as many vouchers, drafts, ballot and comment slots
    as slips, as many comments as ballots, and no more taken back than sent. What was added or taken away from outside
    shows here; that what cannot be opened is what was taken back shows once the box is open."""
    tables = (schema.voucher, schema.draft, schema.ballot, schema.sealed_comment)
    with _opened(path) as box, box.reading() as connection:
        rows = {_rows(connection, table) for table in tables}
        filled = {_filled(connection, schema.ballot), _filled(connection, schema.sealed_comment)}
        whole = rows == {box.manifest.slots} and len(filled) == 1
        return Ledger.ADDS_UP if whole and _rows(connection, schema.withdrawn) <= min(filled) else Ledger.DOES_NOT


def destroy(path: Path) -> None:
    """Overwrite and remove a box and everything beside it. Nothing happens where it is gone already."""
    destroy_files(path)


def boxes_in(folder: Path) -> tuple[Path, ...]:
    """All boxes that lie in a folder, by name."""
    return tuple(sorted(folder.glob(f"*{SUFFIX}")))


@contextmanager
def _opened(path: Path) -> Iterator[Box]:
    with alone_in(path.parent):
        if not path.exists():  # SQLite would make an empty file
            raise FileNotFoundError(path)
        box = Box(path)
        try:
            yield box
        finally:
            box.close()


def state_of(path: Path) -> State:
    """Where a box is in its life; FileNotFoundError where it is gone."""
    with _opened(path) as box:
        return box.state


def _change_state(path: Path, state: State) -> None:
    with _opened(path) as box, box.writing() as connection:
        connection.execute(update(schema.manifest).values(state=state.value))


def _one(connection: Connection, what: Any) -> Any:
    return connection.execute(select(what).limit(1)).scalar_one()


def _filled(connection: Connection, slots: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(slots).where(slots.c.empty == 0)).scalar_one())


def _rows(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
