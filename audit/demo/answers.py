"""What the staff of the invented agency answered, and what its leaders thought: made up from a few leanings.

The leanings are ours and stand for nothing: some principles are further than others, a night team sees less good
than the rest, those in charge see more, between the two years one thing got better, and staff want less to carry.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from random import Random

from audit.demo.agency import Worker
from audit.method.answers import Answer, Chosen, DontKnow, LeftBlank, NotApplicable, Rated
from audit.method.asking import leaders_rate
from audit.method.priorities import is_of_domains
from audit.method.questionnaire import ChoiceDesign, Item, Questionnaire

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
WANTED = (0.1, -0.9, -0.3, 0.6, 1.5, 0.1, -0.2, -0.5)  # what staff want first: domains in the order they are asked
VALUED = 0.8  # how far apart other things lie that people choose among
SET_BLANK = 0.08
MOVED = 1.2  # what an action that was done adds to what it was to change


@dataclass(frozen=True, slots=True)
class Leanings:
    """How an item is seen in one year, before anybody's own view: 0..4 at the middle, not yet cut to the scale.

    worth: design of choice sets -> attribute -> what it is worth, in standard deviations of what people differ by.
    """

    middle: Mapping[str, float]
    worth: Mapping[str, Mapping[str, float]]


def leanings_of(
    questionnaire: Questionnaire, *, year: int, seed: int, moved: Collection[str] = frozenset()
) -> Leanings:
    """The middle of every item. An item leans the same way in every year, but for what an action has moved."""
    principles = [p.id for p in questionnaire.principles]
    trust = {g.id for g in questionnaire.groups if g.trust}
    middle = {}
    for item in questionnaire.items:
        apart = SUPPORT if item.tier and item.group not in trust else ITEM
        own = Random(f"{seed} {item.id}").gauss(0, apart)  # noqa: S311 - invented answers, no secret
        middle[item.id] = own + _level(item, principles, trust, year=year) + (MOVED if item.id in moved else 0.0)
    worth = {design.id: _worth(design, questionnaire, seed=seed) for design in questionnaire.choices}
    return Leanings(middle, worth)


def _worth(design: ChoiceDesign, questionnaire: Questionnaire, *, seed: int) -> dict[str, float]:
    if is_of_domains(design, questionnaire):
        return {a.id: worth for a, worth in zip(design.attributes, WANTED, strict=True)}
    return {a.id: Random(f"{seed} {a.id}").gauss(0, VALUED) for a in design.attributes}  # noqa: S311 - as above


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


def choices_of(questionnaire: Questionnaire, leanings: Leanings, *, chance: Random) -> dict[str, dict[int, Chosen]]:
    """What one person chose: one block of every design, some of its sets left blank."""
    return {design.id: _chosen(design, leanings.worth[design.id], chance=chance) for design in questionnaire.choices}


def _chosen(design: ChoiceDesign, worth: Mapping[str, float], *, chance: Random) -> dict[int, Chosen]:
    found = {}
    for at in chance.choice(design.blocks):
        liked = {attribute: worth[attribute] + chance.gauss(0, 1) for attribute in design.sets[at]}
        if chance.random() >= SET_BLANK:
            found[at] = Chosen(max(liked, key=liked.__getitem__), min(liked, key=liked.__getitem__))
    return found


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
