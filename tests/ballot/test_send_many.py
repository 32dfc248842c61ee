"""Several ballots at once: all or none, each as if it had come alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from audit.ballot import box as boxes
from audit.ballot.box import Box, RoundNotOpen, SlipNotAccepted, SlipsNotAccepted
from audit.ballot.sealing import open_ballot
from audit.promise import Ledger
from tests.ballot.boxes import BALLOT, PRIVATE, a_box, an_open_box, one_ballot, send

CHANCE = random.SystemRandom()


def test_all_of_them_are_in_and_their_slips_are_spent(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    box = Box(made.path)
    box.send_many([one_ballot(box, code) for code in made.codes[:7]], chance=CHANCE)
    opened = [open_ballot(s, PRIVATE.private_bytes_raw()) for s in boxes.sealed_ballots(made.path)]
    assert opened == [BALLOT] * 7
    assert boxes.ledger_of(made.path) is Ledger.ADDS_UP
    for code in made.codes[:7]:
        with pytest.raises(SlipNotAccepted):
            send(box, code)


def test_a_batch_may_be_as_large_as_the_box(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    box = Box(made.path)
    box.send_many([one_ballot(box, code) for code in made.codes], chance=CHANCE)
    assert boxes.used_slots(made.path) == len(made.codes)


def test_one_spent_slip_refuses_all_and_is_named_and_no_byte_changes(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    box = Box(made.path)
    send(box, made.codes[3])
    before = made.path.read_bytes()
    with pytest.raises(SlipsNotAccepted) as refused:
        box.send_many([one_ballot(box, code) for code in made.codes[:6]], chance=CHANCE)
    assert refused.value.places == (3,)
    assert made.path.read_bytes() == before


def test_one_slip_twice_in_a_batch_refuses_all_and_the_second_is_named(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    box = Box(made.path)
    twice = [made.codes[0], made.codes[1], made.codes[0]]
    with pytest.raises(SlipsNotAccepted) as refused:
        box.send_many([one_ballot(box, code) for code in twice], chance=CHANCE)
    assert refused.value.places == (2,)
    assert boxes.used_slots(made.path) == 0


@pytest.mark.parametrize("closing", [False, True])
def test_a_batch_is_refused_before_the_round_opens_and_once_it_closes(tmp_path: Path, *, closing: bool) -> None:
    made = an_open_box(tmp_path) if closing else a_box(tmp_path)
    if closing:
        boxes.begin_closing(made.path)
    box = Box(made.path)
    with pytest.raises(RoundNotOpen):
        box.send_many([one_ballot(box, made.codes[0])], chance=CHANCE)
    assert boxes.used_slots(made.path) == 0


def test_a_batch_of_none_changes_no_byte(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    before = made.path.read_bytes()
    Box(made.path).send_many([], chance=CHANCE)
    assert made.path.read_bytes() == before
