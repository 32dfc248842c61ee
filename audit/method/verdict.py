"""TELL: did what a finished action was to change stand higher afterwards? (method section 6)

It reads two releases: of the round that the action was adopted for, and of a later one. Whatever it finds, it says only
that something moved, never why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.method.changes import Change, change_of
from audit.method.comparison import shared_parts
from audit.method.planning import PlannedAction, PlanStatus
from audit.method.profile import ChangeWord, Withheld
from audit.method.questionnaire import GATES, Action, Questionnaire, Stage
from audit.method.release import GroupNumbers, Number, Release
from audit.method.telling import shown_score
from audit.method.tiers import HIGHEST
from audit.method.weights import STAGES


class Level(StrEnum):
    """What kind of score an action is judged by. Domains are relative to their stages, so they are no level."""

    CELL = "cell"  # one stage of a principle
    PRINCIPLE = "principle"
    MODULE = "module"
    PROCESS = "process"  # one item about the audit itself


@dataclass(frozen=True, slots=True)
class Measure:
    """A score that both rounds have: of what (id of a principle, module or process item; the stage of a cell), and
    the ids of the items that it is made of."""

    level: Level
    id: str
    stage: Stage | None
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What one score shows of an action. items: those of the action's that it holds, in the questionnaire's order."""

    measure: Measure
    items: tuple[str, ...]
    change: Change | Withheld

    @property
    def word(self) -> ChangeWord:
        """Cannot tell, too, where the score is withheld in either round."""
        return self.change.word if isinstance(self.change, Change) else ChangeWord.CANNOT_TELL

    @property
    def seen_from(self) -> float | None:
        """Points: a difference up to this could not have shown, with the errors that these two numbers have: half of
        the Welch interval's width. None where withheld."""
        return (self.change.high - self.change.low) / 2 if isinstance(self.change, Change) else None

    @property
    def too_high_to_rise(self) -> bool:
        """Whether it stood so high before that no told number (90 at most) could have been clearly higher."""
        if not isinstance(self.change, Change) or self.seen_from is None:
            return False
        return HIGHEST - self.change.before.value <= self.seen_from


@dataclass(frozen=True, slots=True)
class Verdict:
    """What two rounds show of a finished action. judged: at least one; left: items that the action was to move and that
    no score of both rounds holds."""

    judged: tuple[Judged, ...]
    left: tuple[str, ...]

    @property
    def word(self) -> ChangeWord:
        """Of the action: clearly higher only where every score that judges it is; clearly lower where any is."""
        words = {j.word for j in self.judged}
        if words == {ChangeWord.CLEARLY_HIGHER}:
            return ChangeWord.CLEARLY_HIGHER
        return ChangeWord.CLEARLY_LOWER if ChangeWord.CLEARLY_LOWER in words else ChangeWord.CANNOT_TELL


class WhyNotJudged(StrEnum):
    """Why nothing is said of an action."""

    NOT_FINISHED = "not-finished"  # or only after this round's last day of answers
    FROM_A_CONVERSATION = "from-a-conversation"  # compared with nothing: people speak differently together
    FROM_A_TRIAL = "from-a-trial"  # trials are compared with nothing
    EXPIRED = "expired"  # the results that it answered went when their time was over
    NOTHING_TOLD_THEN = "nothing-told-then"
    NOTHING_TOLD_NOW = "nothing-told-now"
    NOT_IN_LIBRARY = "not-in-library"  # so nobody knows which items it was to move
    NOT_ASKED = "not-asked"  # this round asked none of its items
    ASKED_DIFFERENTLY = "asked-differently"  # no score of both rounds holds any of them


@dataclass(frozen=True, slots=True)
class NotJudged:
    """No verdict, and why."""

    reason: WhyNotJudged


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An action of an earlier plan, and what this round says of it. round_number: of the round whose results it
    answers; None where it answers a team conversation."""

    planned: PlannedAction
    round_number: int | None
    found: Verdict | NotJudged


def verdict_on(
    planned: PlannedAction,
    *,
    closes_on: date,
    then: Release | WhyNotJudged,
    now: Release,
    asked: Questionnaire,
    actions: Mapping[str, Action],
) -> Verdict | NotJudged:
    """A planned action held against the round that closes_on ends.

    then: the release that the action answered, or why there is none; asked: what this round asked. An action without a
    day on which it was done, but said to be done, counts as finished.
    """
    if not _finished(planned, by=closes_on):
        return NotJudged(WhyNotJudged.NOT_FINISHED)
    if isinstance(then, WhyNotJudged):
        return NotJudged(then)
    if planned.action not in actions:
        return NotJudged(WhyNotJudged.NOT_IN_LIBRARY)
    return judge(actions[planned.action].moves, then=then, now=now, asked=asked)


def _finished(planned: PlannedAction, *, by: date) -> bool:
    return planned.status is PlanStatus.DONE and (planned.done_on is None or planned.done_on <= by)


def judge(items: Sequence[str], *, then: Release, now: Release, asked: Questionnaire) -> Verdict | NotJudged:
    """Items beside their earlier round, by the smallest score (fewest items asked) that is told in both rounds and
    holds all of them; where none holds all, by the smallest for each item, each score once.

    Of the whole organisation only, of parts with the same list of items. A score of which not every item counted holds
    an item only where that item's own numbers are told; else nobody can know, and it is withheld. Where nothing that
    holds an item is told, the smallest is named as withheld.
    """
    if then.whole is None or then.people is None:
        return NotJudged(WhyNotJudged.NOTHING_TOLD_THEN)
    if now.whole is None or now.people is None:
        return NotJudged(WhyNotJudged.NOTHING_TOLD_NOW)
    wanted = tuple(i.id for i in asked.items if i.id in items)
    measures = measures_of(asked, then=then, now=now)
    held = frozenset(i for i in wanted if any(i in m.items for m in measures))
    if not held:
        return NotJudged(WhyNotJudged.ASKED_DIFFERENTLY if wanted else WhyNotJudged.NOT_ASKED)
    judged = (_judged(m, held, then=then, now=now) for m in _chosen(measures, held, then=then, now=now))
    return Verdict(tuple(judged), tuple(i for i in items if i not in held))


def measures_of(asked: Questionnaire, *, then: Release, now: Release) -> tuple[Measure, ...]:
    """Scores that both rounds can have, of parts of which both asked the same items: fewest items first, then in the
    order of cells, principles, modules, process items."""
    shared = shared_parts(then, now)
    climbing = asked.climbing if STAGES in shared else ()
    found = [
        *(Measure(Level.CELL, p.id, t, _ids(asked, p.id, t)) for p in climbing for t in GATES),
        *(Measure(Level.PRINCIPLE, p.id, None, _ids(asked, p.id)) for p in climbing),
        *(
            Measure(Level.MODULE, m.id, None, tuple(i.id for i in asked.items_of_module(m.id)))
            for m in asked.modules
            if m.id in shared
        ),
        *(
            Measure(Level.PROCESS, i.id, None, (i.id,))
            for i in asked.process_items
            if i.id in then.process and i.id in now.process
        ),
    ]
    return tuple(sorted(found, key=lambda m: len(m.items)))


def _ids(asked: Questionnaire, principle: str, stage: Stage | None = None) -> tuple[str, ...]:
    return tuple(i.id for i in asked.items_of(principle, stage))


def _chosen(measures: Sequence[Measure], held: Set[str], *, then: Release, now: Release) -> tuple[Measure, ...]:
    """The one that holds all, or one for each item, in the order of `measures`."""

    def smallest(items: Set[str]) -> Measure | None:
        holding = [m for m in measures if items <= set(m.items)]
        told = (m for m in holding if not isinstance(_change(m, items, then=then, now=now), Withheld))
        return next(told, holding[0] if holding else None)

    whole = smallest(held)
    if whole is not None:
        return (whole,)
    single = {smallest({item}) for item in held}
    return tuple(m for m in measures if m in single)


def _judged(measure: Measure, held: Set[str], *, then: Release, now: Release) -> Judged:
    items = tuple(i for i in measure.items if i in held)
    return Judged(measure, items, _change(measure, set(items), then=then, now=now))


def _change(measure: Measure, items: Set[str], *, then: Release, now: Release) -> Change | Withheld:
    before, after = (shown_score(_number(measure, items, release)) for release in (then, now))
    return change_of(before, after)


def _number(measure: Measure, items: Set[str], release: Release) -> Number | None:
    """The released score; None where it is withheld, and where nobody can know that these items count in it."""
    whole = release.whole
    if whole is None or measure.level is Level.PROCESS:
        return release.process.get(measure.id)
    number, counted, asked = _parts(measure, whole)
    return number if counted == asked or items <= whole.items.keys() else None


def _parts(measure: Measure, whole: GroupNumbers) -> tuple[Number | None, int, int]:
    """A score, and how many of its items were counted and asked."""
    if measure.level is Level.MODULE:
        module = whole.modules[measure.id]
        return module.score, module.items_counted, module.items_asked
    principle = whole.principles[measure.id]
    if measure.stage is None:
        return principle.score, principle.items_counted, principle.items_asked
    cell = principle.cells[measure.stage - 1]
    return cell.number, cell.items_counted, cell.items_asked
