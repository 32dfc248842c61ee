"""Plans of the year before an invented round, and what the round says of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from audit.method.planning import PlannedAction, PlanStatus
from audit.method.questionnaire import Action, Questionnaire
from audit.method.release import Release
from audit.method.verdict import Reviewed, WhyNotJudged, verdict_on
from tests.builders import library

CLOSES = date(2026, 10, 11)
DONE_ON = date(2026, 3, 2)


def finished(known: Action, *, done_on: date | None = DONE_ON, note: str = "") -> PlannedAction:
    """An action of the library that was done."""
    return PlannedAction(
        action=known.id,
        title=known.title,
        why="The next stage waits for this.",
        owner="Head of services",
        first_step=known.first_step,
        sign_of_success=known.sign_of_success,
        due_on=date(2026, 6, 1),
        status=PlanStatus.DONE,
        note=note,
        done_on=done_on,
    )


def reviewed(planned: PlannedAction, *, then: Release | WhyNotJudged, now: Release, asked: Questionnaire) -> Reviewed:
    """What a round says of it."""
    found = verdict_on(planned, closes_on=CLOSES, then=then, now=now, asked=asked, actions=library().actions)
    return Reviewed(planned, 1, found)


def last_plan(asked: Questionnaire, *, then: Release, now: Release) -> tuple[Reviewed, ...]:
    """Two that were done, one that came from a team conversation, and one under way: each moves something asked."""
    ids = {i.id for i in asked.items}
    fitting = [a for a in library().actions.values() if ids & set(a.moves)]
    by_many = max(fitting, key=lambda a: len(ids & set(a.moves)))
    under_way = replace(finished(fitting[2], done_on=None), status=PlanStatus.UNDER_WAY)
    return (
        reviewed(finished(fitting[0], note="In place since March."), then=then, now=now, asked=asked),
        reviewed(finished(by_many, done_on=None), then=then, now=now, asked=asked),
        reviewed(finished(fitting[1]), then=WhyNotJudged.FROM_A_CONVERSATION, now=now, asked=asked),
        reviewed(under_way, then=then, now=now, asked=asked),
    )
