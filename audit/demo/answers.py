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
from audit.method.asking import leaders_rate
from audit.method.questionnaire import Item, Questionnaire

LEVELS = (3.0, 2.65, 2.7, 2.6, 2.35)  # where the principles stand in the first year, in the order they are asked
BETTER = (0.1, 0.55, 0.1, 0.15, 0.0)  # what the second year adds
PROCESS_LEVEL = 2.9
SUPPORT_LEVELS = (2.6, 2.2, 2.0)  # how far support is there, by tier
TRUST_LEVELS = (2.9, 2.4, 1.3)  # how far it would be used without fear: help from professionals least
HARDER_BY_STAGE = 0.28
BY_TEAM = {"Night outreach": -0.55, "Child protection": -0.25, "Recovery": 0.25, "Business support": 0.1}
BY_ROLE = {"Management": 0.6, "Team leads": 0.3}
PERSON, NOISE, ITEM, SUPPORT = 0.55, 0.8, 0.3, 0.9  # SUPPORT: how far single supports lie apart
UNSEEN, UNSEEN_BY_STAGE, UNSEEN_BY_TIER, UNSEEN_IN_OFFICE = 0.02, 0.035, 0.09, 0.12
FOREIGN, FOREIGN_IN_OFFICE, BLANK = 0.01, 0.1, 0.015
LEADERS_SEE_MORE = 0.7


@dataclass(frozen=True, slots=True)
class Leanings:
    """How an item is seen in one year, before anybody's own view: 0..4 at the middle, not yet cut to the scale."""

    middle: Mapping[str, float]


def leanings_of(questionnaire: Questionnaire, *, year: int, seed: int) -> Leanings:
    """The middle of every item. An item leans the same way in every year."""
    principles = [p.id for p in questionnaire.principles]
    trust = {g.id for g in questionnaire.groups if g.trust}
    middle = {}
    for item in questionnaire.items:
        apart = SUPPORT if item.tier and item.group not in trust else ITEM
        own = Random(f"{seed} {item.id}").gauss(0, apart)  # noqa: S311 - invented answers, no secret
        middle[item.id] = own + _level(item, principles, trust, year=year)
    return Leanings(middle)


def _level(item: Item, principles: list[str], trust: set[str], *, year: int) -> float:
    if item.tier is not None:
        return (TRUST_LEVELS if item.group in trust else SUPPORT_LEVELS)[item.tier - 1]
    if item.principle is None or item.stage is None:
        return PROCESS_LEVEL
    at = principles.index(item.principle)
    return LEVELS[at] + (year - 1) * BETTER[at] - HARDER_BY_STAGE * (item.stage - 1)


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
    harder = UNSEEN_BY_STAGE * ((item.stage or 1) - 1) + UNSEEN_BY_TIER * ((item.tier or 1) - 1)
    unseen = UNSEEN + harder + office * UNSEEN_IN_OFFICE
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
        for item in leaders_rate(questionnaire)
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
