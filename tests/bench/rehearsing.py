"""The rehearsal of a round, from its groups to the page's exhibits, beside what `simulate` and `analyse` do with the
same people: invent answers, make a release, tell it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from audit.exhibits import Exhibit, RoundFacts, exhibits_of
from audit.method.counting import count
from audit.method.folding import folded
from audit.method.groups import ROOT, Group, Lens, Tree
from audit.method.profile import Profile
from audit.method.questionnaire import Questionnaire
from audit.method.release import Release
from audit.method.releasing import release_from, release_of
from audit.method.telling import profile_of
from audit.rehearsal import rehearse_in

PEOPLE, USUAL, LOW = 1_000, 0.7, 0.5
SITES, TEAMS, FAMILIES, ROLES = 10, 4, 3, 2  # 61 groups with both roots, of very different size


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked, and the groups on the form."""

    questionnaire: Questionnaire
    places: Tree
    roles: Tree


def load(questionnaire: Questionnaire, *, seed: int = 1) -> Load:
    """An organisation of 1,000 people in 60 groups, small ones folded as on the form."""
    chance = np.random.default_rng(seed)
    trees = (_tree(Lens.PLACE, SITES, TEAMS, chance), _tree(Lens.ROLE, FAMILIES, ROLES, chance))
    return Load(questionnaire, folded(trees[0]), folded(trees[1]))


def _tree(lens: Lens, outer: int, inner: int, chance: np.random.Generator) -> Tree:
    groups = [Group(ROOT, PEOPLE)]
    for n, people in enumerate(_split(PEOPLE, outer, chance)):
        groups.append(Group((f"{n}",), people))
        groups += [Group((f"{n}", f"{m}"), own) for m, own in enumerate(_split(people, inner, chance))]
    return Tree(lens, tuple(groups))


def _split(people: int, parts: int, chance: np.random.Generator) -> list[int]:
    weights = chance.lognormal(0, 0.5, parts)
    edges = np.floor(np.cumsum((0, *(weights / weights.sum()))) * people + 0.5).astype(int)
    return [int(high - low) for low, high in pairwise(edges)]


def ours(work: Load, *, response: float = USUAL) -> tuple[Exhibit, ...]:
    """Everything that the page of a rehearsal draws."""
    made = rehearse_in(
        work.questionnaire,
        places=work.places,
        roles=work.roles,
        people=round(PEOPLE * response),
        chance=np.random.default_rng(1),
    )
    counts = count(made.sheet, questionnaire=work.questionnaire, places=work.places, roles=work.roles)
    return exhibits_of(_facts(work, release_from(counts, questionnaire=work.questionnaire)))


def _facts(work: Load, release: Release) -> RoundFacts:
    return RoundFacts(
        "Invented",
        1,
        work.questionnaire,
        release,
        profile_of(release),
        circumstances=None,
        ledger=None,
        opened_on=None,
        closed_on=None,
        contacts=(),
        actions={},
        invented=True,
        rehearsal=True,
    )


def bare(work: Load) -> Profile:
    """Invent, count and tell, without a page."""
    chance, people = np.random.default_rng(1), round(PEOPLE * USUAL)
    made = rehearse_in(work.questionnaire, places=work.places, roles=work.roles, people=people, chance=chance)
    release = release_of(made.sheet, questionnaire=work.questionnaire, places=work.places, roles=work.roles)
    return profile_of(release)
