"""TELL: stages, from released cells alone (method section 5).

A principle climbs four gates in turn and stops at the first that does not hold, so that a mean can never buy back a
missing basic. Three climbs over the same cells give a stage and its range: one on the released scores, one on the
lower and one on the upper ends of their 80 % intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit.method.intervals import range_interval
from audit.method.profile import Reason, StageFinding, Withheld
from audit.method.questionnaire import GATES, Stage
from audit.method.release import Cell, Number

GATE = 62.5
"""Points at which a gate passes (own convention). Cells told in steps of 5 pass from 65, in steps of 10 from 70."""

SAFETY = "S"
"""The principle without which no headline stage is reached."""

Height = Callable[[Number], float]
"""Which point of a released number is held against the gate: the number itself, or an end of its interval."""


class GateState(StrEnum):
    """What is known of one gate."""

    PASSED = "passed"
    BELOW = "below"
    NOT_VISIBLE = "not-visible"  # most of those it applies to cannot tell: a fact of its own, never "absent"
    TOO_FEW_ANSWERS = "too-few-answers"


@dataclass(frozen=True, slots=True)
class Climb:
    """How far a principle got.

    stage: Withheld where the climb arrives at a cell with too few answers. stopped_at: the first gate that did not
    pass, None when all did. ahead: gates beyond it that pass, in order; none where the stage is withheld.
    """

    stage: StageFinding | Withheld
    stopped_at: Stage | None
    ahead: tuple[Stage, ...]


def as_told(number: Number) -> float:
    """The released score itself, in points."""
    return number.value


def lower_end(number: Number) -> float:
    """Lower end of the 80 % interval, in points (`intervals.range_interval`)."""
    return range_interval(number).low


def upper_end(number: Number) -> float:
    """Upper end of the 80 % interval, in points (`intervals.range_interval`)."""
    return range_interval(number).high


def gate_state(cell: Cell, *, height: Height = as_told) -> GateState:
    """Whether a gate passes: visibility is looked at first, then size, then height >= 62.5 (method section 5)."""
    if not cell.visible:
        return GateState.NOT_VISIBLE
    if cell.number is None:
        return GateState.TOO_FEW_ANSWERS
    return GateState.PASSED if height(cell.number) >= GATE else GateState.BELOW


def climb(cells: Sequence[Cell]) -> Climb:
    """Stage, range, stopping gate and what is in place beyond it, of one principle's four cells in order.

    Stage = the highest t for which gates 1..t all pass. Range = the same rule on both ends of every cell's 80 %
    interval; an end that arrives at a cell with too few answers stops below it. Source: method section 5 (own).
    """
    states = [gate_state(c) for c in cells]
    reached, stopped_at = _climbed(states)
    if stopped_at is not None and states[stopped_at - 1] is GateState.TOO_FEW_ANSWERS:
        return Climb(Withheld(Reason.TOO_FEW_ANSWERS), stopped_at, ())
    low, _ = _climbed([gate_state(c, height=lower_end) for c in cells])
    high, _ = _climbed([gate_state(c, height=upper_end) for c in cells])
    beyond = zip(GATES[reached:], states[reached:], strict=True)
    ahead = tuple(stage for stage, state in beyond if state is GateState.PASSED)
    return Climb(StageFinding(reached, low, high), stopped_at, ahead)


def headline(stages: Mapping[str, StageFinding | Withheld]) -> StageFinding | Withheld:
    """The organisation's stage, from its principles' (id -> stage): the highest that all but one of them reach,
    Safety among them (with five principles: at least four). Its range is the same rule on the principles' ranges.

    Withheld where any principle's stage is, or where there is no Safety; NO_STAGE where no principle climbs at all.
    Source: method section 5 (own).
    """
    if not stages:
        return Withheld(Reason.NO_STAGE)
    known = {p: s for p, s in stages.items() if not isinstance(s, Withheld)}
    if len(known) < len(stages) or SAFETY not in known:
        return Withheld(Reason.TOO_FEW_ANSWERS)
    return StageFinding(
        _reached_by_most({p: s.stage for p, s in known.items()}),
        _reached_by_most({p: s.low for p, s in known.items()}),
        _reached_by_most({p: s.high for p, s in known.items()}),
    )


def _climbed(states: Sequence[GateState]) -> tuple[Stage, Stage | None]:
    """The stage reached, and the gate at which the climb stopped."""
    reached = Stage.STARTING_OUT
    for stage, state in zip(GATES, states, strict=True):
        if state is not GateState.PASSED:
            return reached, stage
        reached = stage
    return reached, None


def _reached_by_most(stages: Mapping[str, Stage]) -> Stage:
    needed = len(stages) - 1
    return max(
        stage
        for stage in Stage
        if stages[SAFETY] >= stage and sum(reached >= stage for reached in stages.values()) >= needed
    )
