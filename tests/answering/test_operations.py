"""What a person can do while a round is open."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from audit.answering import operations
from audit.answering.page_state import PageState
from audit.answering.rounds import Answering, Rounds
from audit.ballot.box import RoundNotOpen, SlipNotAccepted, begin_closing, destroy, sealed_ballots, used_slots
from audit.ballot.sealing import open_ballot
from audit.settings import Settings
from tests.ballot.boxes import BALLOT, CLOSES, OPENS, PEPPER, PRIVATE, Made, an_open_box

CHANCE = random.SystemRandom()
HELD = bytes(range(32))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environ({"STEADYGROUND_HOME": str(tmp_path)})


@pytest.fixture
def made(settings: Settings) -> Made:
    return an_open_box(settings.ballots)


@pytest.fixture
def here(settings: Settings, made: Made) -> Answering:
    found = Rounds(settings).find(made.manifest.public_id, today=OPENS)
    assert isinstance(found, Answering)
    return found


def begun(here: Answering, made: Made) -> PageState:
    """The state of somebody whose code was accepted."""
    operations.enter(here, HELD, made.codes[0], first_step="page 0", pepper=PEPPER, chance=CHANCE)
    state = operations.find_state(here, HELD)
    assert state is not None
    return state


def test_a_code_typed_carelessly_begins_at_the_first_page(here: Answering, made: Made) -> None:
    typed = f" {made.codes[0].lower().replace('-', ' ')} "
    operations.enter(here, HELD, typed, first_step="page 0", pepper=PEPPER, chance=CHANCE)
    assert operations.find_state(here, HELD) == PageState("page 0", made.codes[0])


@pytest.mark.parametrize("typed", ["", "0" * 12, "0000-0000-0000", "not a code"])
def test_anything_else_begins_nothing(here: Answering, typed: str) -> None:
    with pytest.raises(SlipNotAccepted):
        operations.enter(here, HELD, typed, first_step="page 0", pepper=PEPPER, chance=CHANCE)
    assert operations.find_state(here, HELD) is None


def test_sending_puts_the_ballot_in_and_forgets_it(here: Answering, made: Made) -> None:
    state = replace(begun(here, made), ballot=BALLOT)
    operations.send(here, HELD, state, last_step="thanks", pepper=PEPPER, chance=CHANCE)
    assert operations.find_state(here, HELD) == PageState("thanks", "")
    assert [open_ballot(s, PRIVATE.private_bytes_raw()) for s in sealed_ballots(made.path)] == [BALLOT]


def test_a_refused_send_forgets_nothing(here: Answering, made: Made) -> None:
    state = replace(begun(here, made), ballot=BALLOT)
    operations.save(here, HELD, state, chance=CHANCE)
    begin_closing(made.path)
    with pytest.raises(RoundNotOpen):
        operations.send(here, HELD, state, last_step="thanks", pepper=PEPPER, chance=CHANCE)
    assert operations.find_state(here, HELD) == state
    assert used_slots(made.path) == 0


def test_a_state_of_before_a_killed_process_is_there_after_it(settings: Settings, here: Answering, made: Made) -> None:
    state = begun(here, made)
    again = Rounds(settings).find(made.manifest.public_id, today=OPENS)
    assert isinstance(again, Answering)
    assert operations.find_state(again, HELD) == state


def test_forgetting_leaves_chance_and_makes_no_row_for_a_stranger(here: Answering, made: Made) -> None:
    begun(here, made)
    operations.forget(here, HELD, chance=CHANCE)
    assert operations.find_state(here, HELD) is None
    size = here.pages.path.stat().st_size
    for number in range(40):
        operations.forget(here, bytes([number]) * 32, chance=CHANCE)
    assert here.pages.path.stat().st_size == size


def test_a_box_made_anew_or_destroyed_is_let_go(settings: Settings, made: Made) -> None:
    rounds = Rounds(settings)
    first = rounds.find("harbour", today=CLOSES)
    assert isinstance(first, Answering)
    assert rounds.find("harbour", today=CLOSES) is first
    destroy(made.path)
    assert rounds.organisations() == frozenset()
    an_open_box(settings.ballots, seed=9)
    second = rounds.find("harbour", today=CLOSES)
    assert isinstance(second, Answering)
    assert second is not first
