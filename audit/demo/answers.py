"""What the staff of the invented agency answered, and what its leaders thought: made up from a few leanings.

The leanings are ours and stand for nothing: some principles are further than others, a night team sees less good
than the rest, those in charge see more, and between the two years one thing got better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from audit.demo.agency import Worker
from audit.method.answers import Answer, DontKnow, LeftBlank, NotApplicable, Rated
from audit.method.questionnaire import PROCESS, Item, Questionnaire

LEVELS = (3.0, 2.65, 2.7, 2.6, 2.35)  # where the principles stand in the first year, in the order they are asked
BETTER = (0.1, 0.55, 0.1, 0.15, 0.0)  # what the second year adds
PROCESS_LEVEL = 2.9
HARDER_BY_STAGE = 0.28
BY_TEAM = {"Night outreach": -0.55, "Child protection": -0.25, "Recovery": 0.25, "Business support": 0.1}
BY_ROLE = {"Management": 0.6, "Team leads": 0.3}
PERSON, NOISE, ITEM = 0.55, 0.8, 0.3
UNSEEN, UNSEEN_BY_STAGE, UNSEEN_IN_OFFICE = 0.02, 0.035, 0.12
FOREIGN, FOREIGN_IN_OFFICE, BLANK = 0.01, 0.1, 0.015
LEADERS_SEE_MORE = 0.7


@dataclass(frozen=True, slots=True)
class Leanings:
    """How an item is seen in one year, before anybody's own view: 0..4 at the middle, not yet cut to the scale."""

    middle: Mapping[str, float]


def leanings_of(questionnaire: Questionnaire, *, year: int, seed: int) -> Leanings:
    """The middle of every item. An item leans the same way in every year."""
    principles = [p.id for p in questionnaire.principles]
    middle = {}
    for item in questionnaire.items:
        own = Random(f"{seed} {item.id}").gauss(0, ITEM)  # noqa: S311 - invented answers, no secret
        middle[item.id] = own + _level(item, principles, year=year)
    return Leanings(middle)


def _level(item: Item, principles: list[str], *, year: int) -> float:
    if item.principle is None or item.stage is None:
        return PROCESS_LEVEL - HARDER_BY_STAGE * ((item.tier or 1) - 1)
    at = principles.index(item.principle)
    return LEVELS[at] + (year - 1) * BETTER[at] - HARDER_BY_STAGE * ((item.stage or 1) - 1)


def answers_of(
    worker: Worker, questionnaire: Questionnaire, leanings: Leanings, *, chance: Random
) -> dict[str, Answer]:
    """One person's answers to everything that is asked."""
    own = chance.gauss(0, PERSON) + BY_TEAM.get(worker.team[-1], 0.0) + BY_ROLE.get(worker.role, 0.0)
    return {
        item.id: _answer(item, leanings.middle[item.id] + own, worker, chance=chance) for item in questionnaire.items
    }


def _answer(item: Item, middle: float, worker: Worker, *, chance: Random) -> Answer:
    office = worker.role == "Administration"
    drawn = chance.random()
    unseen = UNSEEN + UNSEEN_BY_STAGE * ((item.stage or 1) - 1) + office * UNSEEN_IN_OFFICE
    foreign = unseen + FOREIGN + office * FOREIGN_IN_OFFICE
    if drawn < unseen:
        return DontKnow()
    if drawn < foreign:
        return NotApplicable()
    if drawn < foreign + BLANK:
        return LeftBlank()
    return Rated(min(4, max(0, round(middle + chance.gauss(0, NOISE)))))


def leaders_think(questionnaire: Questionnaire, leanings: Leanings) -> dict[str, int | None]:
    """The leadership team's ratings: a little rosier than what staff see; nothing on the audit itself."""
    return {
        item.id: min(4, max(0, round(leanings.middle[item.id] + LEADERS_SEE_MORE)))
        for item in questionnaire.items
        if item.group != PROCESS
    }


EVIDENCE = (
    "Minutes of the team days in spring and autumn.",
    "Policy register, read again in June.",
    "Supervision calendar; kept in nine of ten months.",
    "The induction folder has a page on it.",
    "Talked about with two people who use the service, in May.",
    "Nothing in writing yet; we think it happens.",
)


def evidence_for(ratings: Mapping[str, int | None]) -> dict[str, str]:
    """What the leadership team wrote beside each rating."""
    return {item: EVIDENCE[at % len(EVIDENCE)] for at, item in enumerate(ratings)}
