"""The team conversation: records become stages through the same gates, and what stops a climb has its own words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.method.answers import Rated
from audit.method.conversation import (
    AgreedProfile,
    CellState,
    Record,
    Said,
    can_be_talked_about,
    pages_of,
    profile_of,
    propose,
    record_of,
    talked_about,
)
from audit.method.planning import Why
from audit.method.questionnaire import GATES, Action, Effort, Stage
from tests.builders import core
from tests.method.modular import pulse, stepped

ITEMS = tuple(i.id for i in talked_about(core()))
ALL_RELIABLE: Mapping[str, Record] = {i: Rated(4) for i in ITEMS}
RECORDS: st.SearchStrategy[Record] = st.one_of(st.builds(Rated, st.integers(0, 4)), st.sampled_from(list(Said)))


def told(changed: Mapping[str, Record | None] | None = None) -> AgreedProfile:
    """What comes out where everything is reliable but for some items; None: not talked about."""
    merged = {**ALL_RELIABLE, **(changed or {})}
    return profile_of(core(), {i: r for i, r in merged.items() if r is not None})


def cell(principle: str, stage: Stage) -> tuple[str, str]:
    one, two = core().items_of(principle, stage)
    return one.id, two.id


def state_of(profile: AgreedProfile, principle: str, stage: Stage) -> CellState:
    found = next(p for p in profile.principles if p.id == principle)
    return found.cells[stage - 1].state


def stage_of(profile: AgreedProfile, principle: str) -> Stage:
    return next(p.stage for p in profile.principles if p.id == principle)


def one_each() -> dict[str, Action]:
    """One action for every item, named after it."""
    made = (Action(f"do-{i}", i, "Start", "It shows", Effort.SMALL, "", "", (i,), ()) for i in ITEMS)
    return {a.id: a for a in made}


def test_every_item_with_a_stage_is_talked_about_once_and_no_item_about_the_audit() -> None:
    assert len(ITEMS) == len(set(ITEMS)) == 40
    assert [i for p in pages_of(core()) for i in p.items] == sorted(ITEMS, key=[i.id for i in core().items].index)
    assert not {i.id for i in core().process_items} & set(ITEMS)


def test_only_a_questionnaire_that_climbs_can_be_talked_about() -> None:
    assert can_be_talked_about(core())
    assert not can_be_talked_about(pulse())
    assert not can_be_talked_about(stepped())


def test_where_everything_is_reliable_all_stages_hold() -> None:
    found = told()
    assert {p.stage for p in found.principles} == {Stage.INFORMED}
    assert {p.stopped_at for p in found.principles} == {None}
    assert found.headline is Stage.INFORMED


@pytest.mark.parametrize(
    ("ratings", "state"),
    [((3, 2), CellState.IN_PLACE), ((2, 2), CellState.BELOW), ((4, 1), CellState.IN_PLACE), ((4, 0), CellState.BELOW)],
)
def test_a_cell_holds_from_exactly_62_5(ratings: tuple[int, int], state: CellState) -> None:
    items = cell("T", Stage.AWARE)
    found = told(dict(zip(items, map(Rated, ratings), strict=True)))
    assert state_of(found, "T", Stage.AWARE) is state


@pytest.mark.parametrize(
    ("one", "two", "state"),
    [
        (Said.DIFFERENTLY, Said.DIFFERENTLY, CellState.NOT_AGREED),
        (Said.DIFFERENTLY, Said.CANNOT_TELL, CellState.NOT_AGREED),
        (Said.CANNOT_TELL, Said.CANNOT_TELL, CellState.NOT_VISIBLE),
        (Said.CANNOT_TELL, Said.NOT_OURS, CellState.NOT_VISIBLE),
        (Said.NOT_OURS, Said.NOT_OURS, CellState.NOT_OURS),
        (Said.NOT_OURS, None, CellState.NOT_TALKED_ABOUT),
        (None, None, CellState.NOT_TALKED_ABOUT),
    ],
)
def test_a_cell_without_a_rating_stops_the_climb_under_its_own_words(
    one: Record | None, two: Record | None, state: CellState
) -> None:
    items = cell("C", Stage.SENSITIVE)
    found = told(dict(zip(items, (one, two), strict=True)))
    assert state_of(found, "C", Stage.SENSITIVE) is state
    climb = next(p for p in found.principles if p.id == "C")
    assert (climb.stage, climb.stopped_at) == (Stage.AWARE, Stage.SENSITIVE)
    assert climb.ahead == (Stage.RESPONSIVE, Stage.INFORMED)
    assert climb.cells[1].points is None


def test_one_agreed_rating_is_enough_to_place_a_cell() -> None:
    one, two = cell("E", Stage.AWARE)
    found = told({one: Said.DIFFERENTLY, two: Rated(3)})
    assert state_of(found, "E", Stage.AWARE) is CellState.IN_PLACE
    assert found.differently == (one,)


def test_a_high_mean_never_makes_up_for_a_missing_basic() -> None:
    assert stage_of(told(dict.fromkeys(cell("H", Stage.AWARE), Rated(0))), "H") is Stage.STARTING_OUT


def test_the_whole_may_miss_one_principle_but_never_safety() -> None:
    assert told(dict.fromkeys(cell("H", Stage.AWARE), Rated(0))).headline is Stage.INFORMED
    assert told(dict.fromkeys(cell("S", Stage.AWARE), Rated(0))).headline is Stage.STARTING_OUT
    both = {**dict.fromkeys(cell("H", Stage.AWARE), Rated(0)), **dict.fromkeys(cell("T", Stage.AWARE), Rated(0))}
    assert told(both).headline is Stage.STARTING_OUT


def test_the_next_stage_is_proposed_first_then_what_nobody_can_tell_then_what_is_seen_differently() -> None:
    unseen, _other = cell("T", Stage.INFORMED)
    split, _other = cell("C", Stage.INFORMED)
    found = told(
        {
            **dict.fromkeys(cell("S", Stage.RESPONSIVE), Rated(1)),
            unseen: Said.CANNOT_TELL,
            split: Said.DIFFERENTLY,
        }
    )
    proposals = propose(found, core(), one_each())
    assert [(p.why, p.items[0]) for p in proposals] == [
        *((Why.NEXT_GATE, i) for i in cell("S", Stage.RESPONSIVE)),
        (Why.NOT_VISIBLE, unseen),
        (Why.SPLIT, split),
    ]


def test_a_stage_that_is_not_agreed_on_asks_for_a_talk_before_anything_later() -> None:
    found = told({**dict.fromkeys(cell("S", Stage.AWARE), Said.DIFFERENTLY)})
    assert {p.why for p in propose(found, core(), one_each())} == {Why.SPLIT}


@pytest.mark.parametrize("record", [Said.NOT_OURS, None])
def test_what_does_not_apply_or_was_not_talked_about_proposes_nothing(record: Record | None) -> None:
    assert propose(told(dict.fromkeys(cell("S", Stage.AWARE), record)), core(), one_each()) == ()


def test_records_about_anything_else_count_for_nothing() -> None:
    assert profile_of(core(), {**ALL_RELIABLE, "X.1": Rated(0)}) == told()


@pytest.mark.parametrize("word", ["5", "-1", "", "yes", "٣"])
def test_a_word_that_is_no_record_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="not a valid"):
        record_of(word)


@settings(max_examples=50)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(ITEMS, RECORDS)))
def test_whatever_is_recorded_a_stage_is_reached_only_over_stages_that_hold(records: dict[str, Record]) -> None:
    found = profile_of(core(), records)
    for principle in found.principles:
        held = [c.state is CellState.IN_PLACE for c in principle.cells]
        assert all(held[: principle.stage])
        assert principle.stage == len(GATES) or not held[principle.stage]
    listed = (*found.differently, *found.unseen, *found.not_ours, *found.not_talked_about)
    assert len(listed) == len(set(listed)) == sum(not isinstance(records.get(i), Rated) for i in ITEMS)


@settings(max_examples=50)
@given(st.fixed_dictionaries(dict.fromkeys(ITEMS, RECORDS)), st.sampled_from(ITEMS))
def test_a_higher_rating_never_lowers_a_stage(records: dict[str, Record], item: str) -> None:
    lower = profile_of(core(), {**records, item: Rated(1)})
    higher = profile_of(core(), {**records, item: Rated(4)})
    pairs = zip(lower.principles, higher.principles, strict=True)
    assert all(low.stage <= high.stage for low, high in pairs)
