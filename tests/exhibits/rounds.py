"""Invented rounds of any size, and what stands in an exhibit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np

from audit.exhibits import Exhibit, RoundFacts, exhibits_of
from audit.exhibits.values import Drawn, Lines, Table, Value
from audit.method.answers import AnswerSheet
from audit.method.comparison import compare
from audit.method.counting import K, count, plan_all
from audit.method.leaders import leader_gaps
from audit.method.planning import PlannedAction, PlanStatus, propose
from audit.method.questionnaire import PROCESS, Questionnaire
from audit.method.release import Release
from audit.method.releasing import release_of
from audit.method.rounding import Telling, build_release
from audit.method.telling import profile_of
from audit.promise import Circumstances, Contact, Hosting, Keys, Ledger, WayIn
from audit.rehearsal import rehearse
from tests.builders import library
from tests.exhibits.last_plans import last_plan
from tests.method.choosing import chosen
from tests.method.modular import own_copy

HERE = Circumstances(
    hosting=Hosting.OUTSIDE,
    way_in=WayIn.DRAWN,
    keys=Keys.TWO_OF_THREE,
    holders=("the leader", "the staff representative", "the consultant"),
    opens_on="12 October 2026",
    k=10,
    own_words=False,
    host_holds_key=False,
    trial=False,
)


ROUNDS = (
    "core 8",
    "core 12",
    "core 30",
    "core 105",
    "core+stepped-care+empathy 60",
    "stepped-care 60",
    "stepped-care 14",
    "pulse 30",
    "digital 24",
    "own copy 40",
    "core+priorities 60",
    "relationships 24",
)
"""What was asked, and how many answered."""
COMPARED = ("core", "core+priorities")
"""Rounds that stand beside an earlier one; others stand beside themselves."""


def named(name: str) -> RoundFacts:
    """One of ROUNDS, with everything a report can have."""
    asked, people = name.rsplit(" ", 1)
    return facts(int(people), asked=asked)


def asked_in(name: str) -> Questionnaire:
    """A questionnaire of the library, or an organisation's own copy of core, in its second round."""
    found = own_copy() if name == "own copy" else library().questionnaire(name)
    return found.as_asked_in(2)


@cache
def release(people: int, *, seed: int = 1, asked: str = "core") -> Release:
    """The release of a second round in which `people` answered."""
    return _release(asked_in(asked), people=people, seed=seed)


def _release(asked: Questionnaire, *, people: int, seed: int) -> Release:
    invented = rehearse(asked, people=people, chance=np.random.default_rng(seed))
    sheet = with_choices(invented.sheet, asked, seed=seed)
    return release_of(sheet, questionnaire=asked, places=invented.places, roles=invented.roles)


def with_choices(sheet: AnswerSheet, asked: Questionnaire, *, seed: int) -> AnswerSheet:
    """The same people, who chose in every design asked too: the fifth thing mostly first, the second mostly last; one
    in ten left a set blank."""
    choices = []
    for design in asked.choices:
        liking = [0.0, -1.0, 0.0, 0.0, 1.5, *[0.0] * (len(design.attributes) - 5)]
        choices.append(chosen(design, sheet.people, seed=seed, liking=liking, skipped=0.1))
    return replace(sheet, choices=tuple(choices))


def _earlier(asked: Questionnaire, *, people: int) -> Release:
    """A release of the year before, as it is built before the auditor looks, who takes seconds and would let it pass:
    it is here to be compared with."""
    invented = rehearse(asked, people=people, chance=np.random.default_rng(6))
    sheet = with_choices(invented.sheet, asked, seed=6)
    counts = count(sheet, questionnaire=asked, places=invented.places, roles=invented.roles)
    return build_release(Telling(asked, counts, plan_all(counts, k=K), K, coarsened=0))


@cache
def facts(people: int, *, asked: str = "core") -> RoundFacts:
    """A second round with everything a report can have."""
    questionnaire, now = asked_in(asked), release(people, asked=asked)
    profile, actions = profile_of(now), library().actions
    chance = np.random.default_rng(3)
    ratings = {i.id: int(chance.integers(2, 5)) for i in questionnaire.items if i.group != PROCESS}
    gaps = leader_gaps(profile, ratings=ratings, questionnaire=questionnaire)
    proposals = propose(profile, questionnaire, actions, gaps, ratings=ratings)
    before = _earlier(questionnaire, people=max(people - 7, 1)) if asked in COMPARED else now
    return RoundFacts(
        organisation="Riverside Family Services",
        number=2,
        questionnaire=questionnaire,
        release=now,
        profile=profile,
        circumstances=HERE,
        ledger=Ledger.ADDS_UP,
        opened_on=date(2026, 9, 14),
        closed_on=date(2026, 10, 12),
        contacts=(Contact("Staff support line", "0800 555 010", "day and night"),),
        actions=actions,
        plan=tuple(_planned(p.action) for p in proposals[:2]),
        proposals=proposals,
        leader_gaps=gaps,
        change=compare(before, now),
        invented=True,
        ratings=ratings,
        verdicts=last_plan(questionnaire, then=before, now=now),
    )


def _planned(action: str) -> PlannedAction:
    known = library().actions[action]
    return PlannedAction(
        action=action,
        title=known.title,
        why="The next stage waits for this.",
        owner="Head of services",
        first_step=known.first_step,
        sign_of_success=known.sign_of_success,
        due_on=date(2027, 3, 1),
        status=PlanStatus.UNDER_WAY,
        note="",
    )


def renamed(known: RoundFacts, *, organisation: str) -> RoundFacts:
    """The same round of another organisation."""
    return replace(known, organisation=organisation)


def values_of(exhibit: Exhibit) -> Iterator[Value]:
    """Every cell."""
    for table in exhibit.tables:
        for row in table.rows:
            yield from row


def texts_of(value: Value) -> Iterator[str]:
    """Everything that a cell says, the drawing's description, too."""
    if isinstance(value, Lines):
        yield from value.texts
        return
    if isinstance(value, Drawn):
        yield value.drawing.title
    yield value.text
    yield value.small


def said_by(exhibit: Exhibit) -> Iterator[str]:
    """Every text of an exhibit."""
    yield from (exhibit.finding, exhibit.sentence, exhibit.note, *exhibit.talk)
    for table in exhibit.tables:
        yield table.caption
        yield from (c.text for c in table.columns)
    for value in values_of(exhibit):
        yield from texts_of(value)


def said(people: int) -> str:
    """Everything that the exhibits of a round say."""
    return "\n".join(text for exhibit in exhibits_of(facts(people)) for text in said_by(exhibit))


def table(exhibit: Exhibit, id_: str) -> Table:
    """One table of an exhibit."""
    return next(t for t in exhibit.tables if t.id == id_)
