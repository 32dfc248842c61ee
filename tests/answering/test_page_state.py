"""What is remembered of somebody who is answering."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.answering.page_state import PageState, length_of, open_state, row_of, seal_state
from audit.method.answers import WORDS, Ballot, DontKnow
from tests.ballot.boxes import BALLOT, PLACES, ROLES, box_size
from tests.builders import core

HELD = bytes(range(32))
CHANCE = random.Random(3)
ITEMS = tuple(item.id for item in core().as_asked_in(1).items)


@given(
    step=st.sampled_from(["start", "page 3", "stop change 12", "thanks"]),
    place=st.sampled_from(PLACES.paths),
    answers=st.dictionaries(st.sampled_from(ITEMS), st.sampled_from([a for w, a in WORDS.items() if w])),
)
def test_every_state_has_one_length_and_comes_back_as_it_was(
    step: str, place: tuple[str, ...], answers: dict[str, DontKnow]
) -> None:
    state = PageState(step, "ABCD-EFGH-JKMN", Ballot(place, ROLES.paths[-1], answers))
    sealed = seal_state(state, HELD, ballot_size=box_size(), chance=CHANCE)
    assert len(sealed) == length_of(box_size())
    assert open_state(sealed, HELD) == state


def test_only_the_cookie_that_sealed_a_state_opens_it() -> None:
    sealed = seal_state(PageState("start", ""), HELD, ballot_size=box_size(), chance=CHANCE)
    assert open_state(sealed, bytes(32)) is None
    assert open_state(random.Random(1).randbytes(len(sealed)), HELD) is None


def test_the_same_state_never_looks_the_same() -> None:
    state = PageState("start", "", BALLOT)
    assert len({seal_state(state, HELD, ballot_size=box_size(), chance=CHANCE) for _ in range(20)}) == 20


def test_where_a_state_lies_tells_nothing_about_its_cookie() -> None:
    assert row_of(HELD) not in HELD
    assert len({row_of(HELD), row_of(bytes(32))}) == 2


def test_a_state_that_does_not_fit_is_never_cut() -> None:
    with pytest.raises(ValueError, match="longer"):
        seal_state(PageState("x" * 4000, ""), HELD, ballot_size=box_size(), chance=CHANCE)
