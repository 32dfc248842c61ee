"""Making a box: as many slots as slips, all of them filled with chance, and the file for pages beside it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import Table, insert

from audit.ballot import manifest as manifests
from audit.ballot import schema
from audit.ballot.box import BoxInUse, State, state_of
from audit.ballot.files import destroy_files, journal_beside, make_empty, pages_beside, still_the_clock
from audit.ballot.lengths import draft_length
from audit.ballot.manifest import Manifest
from audit.ballot.sealing import COMMENT_SIZE, OVERHEAD
from audit.ballot.slips import draft_hash_of, hash_of


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
    if path.exists() and state_of(path) is not State.PREPARED:
        raise BoxInUse
    making = path.with_suffix(".making")
    destroy_files(making)
    make_empty(making)
    rows = _rows_of(manifest, codes=codes, pepper=pepper, wraps=wraps, size=size, chance=chance)
    page_size = schema.page_size_for(draft_length(size))
    _fill(making, rows, page_size=page_size)
    journal_beside(making).unlink(missing_ok=True)
    destroy_files(path)
    _make_pages(pages_beside(path), page_size=page_size)
    making.replace(path)
    for file in (path, pages_beside(path)):
        still_the_clock(file, manifest.opens_on)


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
