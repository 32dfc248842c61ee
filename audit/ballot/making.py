"""Making a box: as many slots as slips, all of them filled with chance, and the file for pages beside it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from sqlite3 import OperationalError

from sqlalchemy import Connection, Table, func, insert, select, update

from audit.ballot import manifest as manifests
from audit.ballot import schema
from audit.ballot.box import Box, BoxInUse, RoundNotOpen, State, state_of
from audit.ballot.files import alone_in, destroy_files, journal_beside, make_empty, pages_beside, still_the_clock
from audit.ballot.lengths import draft_length
from audit.ballot.manifest import Manifest
from audit.ballot.sealing import COMMENT_SIZE, OVERHEAD
from audit.ballot.slips import draft_hash_of, hash_of
from audit.promise import Circumstances


def create_box(
    path: Path,
    manifest: Manifest,
    *,
    codes: Sequence[str],
    pepper: bytes,
    wraps: Mapping[tuple[int, int], bytes],
    size: int,
    chance: random.Random,
) -> None:
    """Make a box with a slot for each code, and the file for pages beside it; nobody can answer yet.

    wraps: the round's private key, sealed twice, by (outer seat, inner seat); size: see `sealing.size_for`.
    A prepared box that is there is destroyed first, so that old slips open nothing; BoxInUse where it is open.
    """
    rows = _rows_of(manifest, codes=codes, pepper=pepper, wraps=wraps, size=size, chance=chance)
    page_size = schema.page_size_for(draft_length(size))
    with alone_in(path.parent):
        if path.exists() and state_of(path) is not State.PREPARED:
            raise BoxInUse
        making = path.with_suffix(".making")
        destroy_files(making)
        make_empty(making)
        _fill(making, rows, page_size=page_size)
        journal_beside(making).unlink(missing_ok=True)
        destroy_files(path)
        _make_pages(pages_beside(path), page_size=page_size)
        making.replace(path)
        for file in (path, pages_beside(path)):
            still_the_clock(file, manifest.opens_on)


def add_slots(
    path: Path, *, codes: Sequence[str], pepper: bytes, circumstances: Circumstances, chance: random.Random
) -> None:
    """A voucher, a draft and a slot of each kind for each of these further codes, all in one transaction, while people
    go on answering; RoundNotOpen, and then nothing has changed. circumstances: what the box says from now on.

    Then the file is laid out anew in the order of its random keys, so that the place of a row does not tell an old slot
    from a new one. Killed in between, the new rows lie in places of their own: what is in one was sent after this day.
    """
    with alone_in(path.parent), closing(Box(path)) as box:
        with box.writing() as connection:
            before = _manifest_while_open(connection)
            manifest = replace(before, slots=before.slots + len(codes), circumstances=circumstances)
            rows = _places_for(codes, pepper=pepper, size=box.size, chance=chance)
            for table, values in rows.items():
                connection.execute(insert(table), values)
            _tell(connection, manifest)
        _lay_out_anew(path)
        still_the_clock(path, manifest.opens_on)


def rewrap(path: Path, *, wraps: Mapping[tuple[int, int], bytes], circumstances: Circumstances) -> None:
    """Put these sealed round keys over those that are there, byte for byte in their places, in one transaction;
    RoundNotOpen once closing has begun, ValueError where seats or lengths differ, and then nothing has changed."""
    keys = schema.key_wrap
    with alone_in(path.parent), closing(Box(path)) as box, box.writing() as connection:
        before = _manifest_while_open(connection)
        for (outer, inner), blob in wraps.items():
            theirs = update(keys).where(keys.c.outer_seat == outer, keys.c.inner_seat == inner)
            same = theirs.where(func.length(keys.c.blob) == len(blob))
            if connection.execute(same.values(blob=blob)).rowcount != 1:
                raise ValueError(f"no key of {len(blob)} bytes lies at {outer}, {inner}")
        _tell(connection, replace(before, circumstances=circumstances))


def _manifest_while_open(connection: Connection) -> Manifest:
    state, text = connection.execute(select(schema.manifest.c.state, schema.manifest.c.text)).one()
    if State(state) is not State.OPEN:
        raise RoundNotOpen
    return manifests.from_json(text)


def _tell(connection: Connection, manifest: Manifest) -> None:
    connection.execute(update(schema.manifest).values(text=manifests.as_json(manifest)))


def _lay_out_anew(path: Path) -> None:
    engine = schema.open_box_file(path)
    raw = engine.raw_connection()
    try:
        with suppress(OperationalError):  # somebody sends all the time: then the rows stay where they lie
            raw.cursor().execute("VACUUM")
    finally:
        raw.close()
        engine.dispose()


Rows = Mapping[Table, Sequence[Mapping[str, object]]]


def _fill(path: Path, rows: Rows, *, page_size: int) -> None:
    engine = schema.open_box_file(path, page_size=page_size)
    try:
        with schema.writing(engine) as connection, connection.begin():
            schema.BOX.create_all(connection)
            for table, values in rows.items():
                connection.execute(insert(table), values)
    finally:
        engine.dispose()


def _make_pages(path: Path, *, page_size: int) -> None:
    make_empty(path)
    engine = schema.open_pages_file(path, page_size=page_size)
    try:
        with schema.writing(engine) as connection, connection.begin():
            schema.PAGES.create_all(connection)
    finally:
        engine.dispose()


def _rows_of(
    manifest: Manifest,
    *,
    codes: Sequence[str],
    pepper: bytes,
    wraps: Mapping[tuple[int, int], bytes],
    size: int,
    chance: random.Random,
) -> Rows:
    def key() -> bytes:
        return chance.randbytes(schema.KEY)

    text = manifests.as_json(manifest)
    return {
        schema.manifest: [{"id": key(), "state": State.PREPARED.value, "text": text}],
        schema.key_wrap: [
            {"id": key(), "outer_seat": outer, "inner_seat": inner, "blob": blob}
            for (outer, inner), blob in wraps.items()
        ],
        **_places_for(codes, pepper=pepper, size=size, chance=chance),
    }


def _places_for(codes: Sequence[str], *, pepper: bytes, size: int, chance: random.Random) -> Rows:
    def key() -> bytes:
        return chance.randbytes(schema.KEY)

    drafts = sorted(draft_hash_of(code, pepper) for code in codes)
    return {
        schema.voucher: [{"id": key(), "h": h} for h in sorted(hash_of(code, pepper) for code in codes)],
        schema.draft: [{"h": h, "blob": chance.randbytes(draft_length(size)), "tries": schema.NO_TRY} for h in drafts],
        schema.ballot: _slots(len(codes), size + OVERHEAD, chance=chance),
        schema.sealed_comment: _slots(len(codes), COMMENT_SIZE + OVERHEAD, chance=chance),
    }


def _slots(count: int, length: int, *, chance: random.Random) -> list[Mapping[str, object]]:
    keys = sorted(chance.randbytes(schema.KEY) for _ in range(count))
    return [
        {"id": key, "empty": 1, "sealed": chance.randbytes(length), "withdraw_h": chance.randbytes(schema.HASH)}
        for key in keys
    ]
