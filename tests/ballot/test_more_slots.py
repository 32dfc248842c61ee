"""Slots that are made later lie among the others, and nothing that was there before is touched."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from audit.ballot import schema
from audit.ballot.box import Box, RoundNotOpen, manifest_of, sealed_ballots
from audit.ballot.making import add_slots, rewrap
from audit.ballot.slips import new_codes
from audit.promise import SlipsAdded
from tests.ballot.boxes import OPENS, PEPPER, Made, a_box, an_open_box, send

NEW, OLD = 200, 200


def grown(made: Made) -> frozenset[bytes]:
    """So many slots more; the ids of those that were there."""
    before = ids(made.path)
    said = replace(made.manifest.circumstances, more_slips=(SlipsAdded(NEW, "people joined"),))
    add_slots(
        made.path,
        codes=new_codes(NEW, random.Random(8)),
        pepper=PEPPER,
        circumstances=said,
        chance=random.Random(9),
    )
    return before


def ids(path: Path) -> frozenset[bytes]:
    box = Box(path)
    with box.reading() as connection:
        found = frozenset(connection.execute(select(schema.ballot.c.id)).scalars())
    box.close()
    return found


def test_what_was_sent_before_is_still_there_and_all_rows_are_as_many(tmp_path: Path) -> None:
    made = an_open_box(tmp_path, slots=20)
    box = Box(made.path)
    for code in made.codes[:7]:
        send(box, code)
    box.close()
    sent = set(sealed_ballots(made.path))
    grown(made)
    box = Box(made.path)
    with box.reading() as connection:
        rows = {
            table.name: len(connection.execute(select(table)).all())
            for table in (schema.voucher, schema.draft, schema.ballot, schema.sealed_comment)
        }
    box.close()
    assert set(rows.values()) == {20 + NEW}
    assert set(sealed_ballots(made.path)) == sent
    assert manifest_of(made.path).slots == 20 + NEW


def test_places_in_the_file_do_not_tell_old_slots_from_new_ones(tmp_path: Path) -> None:
    """The same rows, put into another file in an order of chance, come to lie in the very same places."""
    made = an_open_box(tmp_path, slots=OLD)
    old = grown(made)
    shuffled = put_in_by_chance(made.path, tmp_path / "other.sqlite")
    here, there = made.path.read_bytes(), shuffled.read_bytes()
    everything = ids(made.path)
    assert (len(old), len(everything)) == (OLD, OLD + NEW)
    assert [here.index(id_) for id_ in sorted(everything)] == [there.index(id_) for id_ in sorted(everything)]


def put_in_by_chance(path: Path, other: Path) -> Path:
    """Every row of a box in a new file with the same tables; none of them where it was before."""
    source = sqlite3.connect(path)
    target = sqlite3.connect(other)
    target.execute(f"PRAGMA page_size = {source.execute('PRAGMA page_size').fetchone()[0]}")
    for name, sql in source.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
        target.execute(sql)
        rows = source.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - our own tables
        random.Random(4).shuffle(rows)
        for row in rows:
            target.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608 - the same
    target.commit()
    target.execute("VACUUM")
    target.close()
    source.close()
    return other


def test_the_times_of_the_file_tell_nothing_of_it(tmp_path: Path) -> None:
    made = an_open_box(tmp_path, slots=20)
    grown(made)
    assert datetime.fromtimestamp(made.path.stat().st_mtime, UTC).date() == OPENS


def test_a_box_that_is_not_open_takes_no_slots_and_no_other_keys(tmp_path: Path) -> None:
    made = a_box(tmp_path, slots=20)
    whole = made.path.read_bytes()
    with pytest.raises(RoundNotOpen):
        grown(made)
    with pytest.raises(RoundNotOpen):
        rewrap(made.path, wraps={(1, 2): b""}, circumstances=made.manifest.circumstances)
    assert made.path.read_bytes() == whole


def test_a_key_of_another_length_or_seat_changes_nothing(tmp_path: Path) -> None:
    made = an_open_box(tmp_path, slots=20)
    whole = made.path.read_bytes()
    with pytest.raises(ValueError, match="no key of 3 bytes"):
        rewrap(made.path, wraps={(1, 2): b"abc"}, circumstances=made.manifest.circumstances)
    assert made.path.read_bytes()[100:] == whole[100:]
