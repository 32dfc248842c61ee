"""The climb through four gates, its range, and the headline."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.method.profile import Reason, StageFinding, Withheld
from audit.method.questionnaire import Stage
from audit.method.release import Cell
from audit.method.stages import GateState, climb, gate_state, headline
from tests.method.releases import HIGH, LOW, cell, cells, four, raised, some_cells, unseen

Cells = tuple[Cell, Cell, Cell, Cell]
TOO_FEW = Withheld(Reason.TOO_FEW_ANSWERS)


def stage_of(told: Cells) -> Stage:
    found = climb(told).stage
    assert isinstance(found, StageFinding)
    return found.stage


def range_of(told: Cells) -> tuple[Stage, Stage]:
    found = climb(told).stage
    assert isinstance(found, StageFinding)
    return found.low, found.high


def at(stage: Stage, *, low: Stage | None = None, high: Stage | None = None) -> StageFinding:
    return StageFinding(stage, stage if low is None else low, stage if high is None else high)


def test_a_gate_passes_at_exactly_62_5() -> None:
    assert gate_state(cell(62.5)) is GateState.PASSED
    assert gate_state(cell(60)) is GateState.BELOW


def test_coarser_cells_pass_at_65_and_at_70() -> None:
    assert [gate_state(cell(v, row=20)) for v in (60, 65)] == [GateState.BELOW, GateState.PASSED]
    assert [gate_state(cell(v, row=5, se=5)) for v in (60, 70)] == [GateState.BELOW, GateState.PASSED]


def test_visibility_is_looked_at_before_size_and_score() -> None:
    assert gate_state(unseen(HIGH)) is GateState.NOT_VISIBLE
    assert gate_state(cell(None, visible=False)) is GateState.NOT_VISIBLE


@pytest.mark.parametrize(
    ("scores", "stage", "stopped_at"),
    [
        ((LOW, LOW, LOW, LOW), Stage.STARTING_OUT, Stage.AWARE),
        ((HIGH, LOW, LOW, LOW), Stage.AWARE, Stage.SENSITIVE),
        ((HIGH, HIGH, LOW, LOW), Stage.SENSITIVE, Stage.RESPONSIVE),
        ((HIGH, HIGH, HIGH, LOW), Stage.RESPONSIVE, Stage.INFORMED),
        ((HIGH, HIGH, HIGH, HIGH), Stage.INFORMED, None),
    ],
)
def test_the_stage_is_the_last_gate_passed_in_a_row(
    scores: tuple[float, float, float, float], stage: Stage, stopped_at: Stage | None
) -> None:
    found = climb(cells(*scores))
    assert found.stage == at(stage)
    assert found.stopped_at is stopped_at


def test_a_high_mean_never_buys_back_a_missing_basic() -> None:
    found = climb(cells(LOW, 90, 90, 90))
    assert found.stage == at(Stage.STARTING_OUT)
    assert found.ahead == (Stage.SENSITIVE, Stage.RESPONSIVE, Stage.INFORMED)


def test_only_gates_that_pass_are_ahead() -> None:
    assert climb(cells(HIGH, LOW, None, HIGH)).ahead == (Stage.INFORMED,)
    assert climb(four(cell(HIGH), cell(LOW), unseen(), cell(HIGH))).ahead == (Stage.INFORMED,)
    assert climb(cells(HIGH, HIGH, HIGH, HIGH)).ahead == ()


def test_what_staff_cannot_see_stops_the_climb_without_withholding_the_stage() -> None:
    found = climb(four(cell(HIGH), unseen(90), cell(HIGH), cell(HIGH)))
    assert found.stage == at(Stage.AWARE)
    assert found.stopped_at is Stage.SENSITIVE
    assert found.ahead == (Stage.RESPONSIVE, Stage.INFORMED)


def test_what_staff_cannot_see_stops_it_also_where_too_few_rated_it() -> None:
    assert climb(four(cell(HIGH), cell(None, visible=False), cell(HIGH), cell(HIGH))).stage == at(Stage.AWARE)


def test_arriving_at_a_cell_with_too_few_answers_withholds_the_stage() -> None:
    found = climb(cells(HIGH, None, HIGH, HIGH))
    assert found.stage == TOO_FEW
    assert found.stopped_at is Stage.SENSITIVE
    assert found.ahead == ()


def test_a_cell_with_too_few_answers_beyond_the_stopped_gate_does_not_matter() -> None:
    assert climb(cells(LOW, None, None, None)).stage == at(Stage.STARTING_OUT)


def test_the_range_comes_from_both_ends_of_every_cell() -> None:
    # t(.90, 49) = 1.2991, SE* = sqrt(9 + 6.25 / 12): 65 reaches from 60.98 to 69.02, 60 from 55.98 to 64.02.
    assert range_of(cells(65, 60, LOW, LOW)) == (Stage.STARTING_OUT, Stage.SENSITIVE)
    assert range_of(cells(HIGH, 60, LOW, LOW)) == (Stage.AWARE, Stage.SENSITIVE)
    assert range_of(cells(HIGH, LOW, 60, LOW)) == (Stage.AWARE, Stage.AWARE)


def test_an_upper_end_that_arrives_at_too_few_answers_stops_below() -> None:
    assert range_of(cells(60, None, HIGH, HIGH)) == (Stage.STARTING_OUT, Stage.AWARE)


def test_neither_end_gets_past_what_staff_cannot_see() -> None:
    assert range_of(four(cell(60), unseen(), cell(HIGH), cell(HIGH))) == (Stage.STARTING_OUT, Stage.AWARE)


@given(told=some_cells(), which=st.integers(0, 3), by=st.integers(1, 8))
def test_raising_a_cell_never_lowers_anything(told: Cells, which: int, by: int) -> None:
    before = climb(told).stage
    one, two, three, last = (raised(c, by=by) if i == which else c for i, c in enumerate(told))
    after = climb((one, two, three, last)).stage
    if isinstance(before, StageFinding) and isinstance(after, StageFinding):
        assert after.stage >= before.stage
        assert after.low >= before.low
        assert after.high >= before.high


@given(told=some_cells())
def test_the_range_holds_the_stage(told: Cells) -> None:
    found = climb(told).stage
    if isinstance(found, StageFinding):
        assert found.low <= found.stage <= found.high
        assert found.provisional == (found.low < found.high)


@given(told=some_cells(), which=st.integers(0, 3), more=st.integers(1, 20))
def test_a_wider_error_never_narrows_the_range(told: Cells, which: int, more: int) -> None:
    before = climb(told).stage
    one, two, three, last = (_blurred(c, more=more) if i == which else c for i, c in enumerate(told))
    after = climb((one, two, three, last)).stage
    if isinstance(before, StageFinding):
        assert isinstance(after, StageFinding)
        assert after.low <= before.low
        assert after.high >= before.high
        assert after.stage is before.stage


def _blurred(told: Cell, *, more: int) -> Cell:
    if told.number is None:
        return told
    return replace(told, number=replace(told.number, se_plain=told.number.se_plain + more))


@given(told=some_cells())
def test_the_stage_is_withheld_exactly_where_the_climb_meets_too_few_answers(told: Cells) -> None:
    states = [gate_state(c) for c in told]
    first = next((s for s in states if s is not GateState.PASSED), None)
    assert (climb(told).stage == TOO_FEW) == (first is GateState.TOO_FEW_ANSWERS)


def reached(**stages: Stage) -> dict[str, StageFinding | Withheld]:
    """Five principles at Responsive, except those given."""
    return {p: at(stages.get(p, Stage.RESPONSIVE)) for p in "STCEH"}


def test_one_principle_may_stay_behind_the_headline() -> None:
    assert headline(reached(H=Stage.STARTING_OUT)) == at(Stage.RESPONSIVE)


def test_two_principles_behind_hold_the_headline_back() -> None:
    assert headline(reached(H=Stage.STARTING_OUT, E=Stage.AWARE)) == at(Stage.AWARE)


def test_safety_may_not_stay_behind() -> None:
    assert headline(reached(S=Stage.AWARE)) == at(Stage.AWARE)


def test_safety_alone_ahead_does_not_lift_the_headline() -> None:
    assert headline(reached(S=Stage.INFORMED)) == at(Stage.RESPONSIVE)


def test_the_headline_range_is_the_same_rule_on_the_ranges() -> None:
    stages: dict[str, StageFinding | Withheld] = {
        "S": at(Stage.SENSITIVE, low=Stage.AWARE, high=Stage.INFORMED),
        "T": at(Stage.SENSITIVE, low=Stage.STARTING_OUT, high=Stage.RESPONSIVE),
        "C": at(Stage.SENSITIVE, low=Stage.AWARE, high=Stage.RESPONSIVE),
        "E": at(Stage.SENSITIVE, low=Stage.AWARE, high=Stage.RESPONSIVE),
        "H": at(Stage.STARTING_OUT),
    }
    # Three of five keep Aware at the lower ends, four keep Starting out; four reach Responsive at the upper ones.
    assert headline(stages) == at(Stage.SENSITIVE, low=Stage.STARTING_OUT, high=Stage.RESPONSIVE)


def test_one_withheld_principle_withholds_the_headline() -> None:
    assert headline({**reached(), "H": TOO_FEW}) == TOO_FEW


def test_without_principles_there_is_no_headline() -> None:
    assert headline({}) == Withheld(Reason.NO_STAGE)


@given(stages=st.fixed_dictionaries({p: st.sampled_from(Stage) for p in "STCEH"}))
def test_the_headline_counts_principles_one_by_one(stages: dict[str, Stage]) -> None:
    others = sorted((stages[p] for p in "TCEH"), reverse=True)
    expected = min(stages["S"], others[2])  # Safety and three of the other four
    assert headline({p: at(s) for p, s in stages.items()}) == at(expected)
