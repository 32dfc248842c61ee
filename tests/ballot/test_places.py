"""What an open box remembers of its rows is never more, or older, than what the file says."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from audit.ballot import box as boxes
from audit.ballot import schema
from audit.ballot.box import Box, SlipNotAccepted
from audit.ballot.making import add_slots
from audit.ballot.places import DRAWN, empty_slot, places_in
from audit.ballot.slips import hash_of, new_codes
from audit.promise import Ledger
from tests.ballot.boxes import PEPPER, Made, an_open_box, send


def fill_but(connection: Connection, left: int) -> set[bytes]:
    """Fill all slots but so many; the keys of those."""
    keys = connection.execute(select(schema.ballot.c.id)).scalars().all()
    empty = set(random.Random(4).sample(keys, left))
    connection.execute(update(schema.ballot).where(schema.ballot.c.id.not_in(empty)).values(empty=0))
    return empty


@pytest.mark.parametrize("left", [1, 3, 150])
def test_every_empty_slot_is_drawn_as_often_as_every_other(tmp_path: Path, left: int) -> None:
    box, chance = Box(an_open_box(tmp_path, slots=200).path), random.Random(5)
    with box.writing() as connection:
        empty = fill_but(connection, left)
        drawn = Counter(empty_slot(connection, schema.ballot, chance=chance) for _ in range(40 * left))
    assert drawn.keys() <= empty
    off = sum((drawn[key] - 40) ** 2 / 40 for key in empty)  # chi-square with left - 1 degrees of freedom
    assert off < left - 1 + 4 * (2 * left) ** 0.5


def test_the_last_slots_of_a_large_box_are_found(tmp_path: Path) -> None:
    made = an_open_box(tmp_path, slots=10 * DRAWN)
    box = Box(made.path)
    for code in made.codes:
        send(box, code)
    assert boxes.ledger_of(made.path) is Ledger.ADDS_UP
    assert boxes.used_slots(made.path) == len(made.codes)


def test_a_slip_is_good_again_where_its_transaction_came_to_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = an_open_box(tmp_path)
    box = Box(made.path)
    with monkeypatch.context() as broken:
        broken.setattr(boxes, "_fill_one", _the_disk_is_full)
        with pytest.raises(OSError, match="full"):
            send(box, made.codes[0])
    assert box.knows(hash_of(made.codes[0], PEPPER))
    send(box, made.codes[0])
    assert boxes.used_slots(made.path) == 1


def _the_disk_is_full(*_what: object, **_how: object) -> None:
    raise OSError("full")


def test_a_slip_that_is_used_is_not_remembered(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    box, used = Box(made.path), hash_of(made.codes[0], PEPPER)
    assert box.knows(used)
    send(box, made.codes[0])
    with box.reading() as connection:
        assert used not in places_in(connection).vouchers
    assert not box.knows(used)


def test_a_slip_that_another_process_used_is_refused(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    here, there = Box(made.path), Box(made.path)
    assert here.knows(hash_of(made.codes[0], PEPPER))
    send(there, made.codes[0])
    assert not here.knows(hash_of(made.codes[0], PEPPER))
    with pytest.raises(SlipNotAccepted):
        send(here, made.codes[0])


def test_slips_and_slots_that_another_process_adds_are_known_at_once(tmp_path: Path) -> None:
    made = an_open_box(tmp_path, slots=5)
    box = Box(made.path)
    for code in made.codes:
        send(box, code)
    for code in _added(made, 20):
        send(box, code)
    assert boxes.used_slots(made.path) == 25
    assert boxes.ledger_of(made.path) is Ledger.ADDS_UP


def _added(made: Made, count: int) -> tuple[str, ...]:
    codes = new_codes(count, random.Random(8))
    manifest = boxes.manifest_of(made.path)
    circumstances = replace(manifest.circumstances)
    add_slots(made.path, codes=codes, pepper=PEPPER, circumstances=circumstances, chance=random.Random(9))
    return tuple(codes)
