"""Invented answers, for rehearsals and benchmarks. Always marked as invented; never mixed with a real round."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audit.method.answers import DONT_KNOW, LEFT_BLANK, NOT_APPLICABLE, NOT_CHOSEN, AnswerSheet, ChoiceSheet
from audit.method.groups import ROOT, Group, Lens, Tree
from audit.method.questionnaire import ChoiceDesign, Item, Questionnaire

MARK = "Invented"
"""How every place begins: wherever such answers go, it says what they are."""

# Shape of the invented organisation: planning assumptions of ours, not findings about any agency.
TEAM_SIZE = 18
TEAMS_A_SITE = 3
ROLES = ("Practice staff", "Support staff", "Team leads", "Administration", "Management")
ROLE_SHARES = (0.46, 0.26, 0.12, 0.10, 0.06)
RESPONSE = 0.75
HARDER_BY_STAGE = 0.35  # points on the 0-4 scale that each stage is harder than the one before
PERSON_SPREAD, ITEM_SPREAD, NOISE = 0.7, 0.35, 0.8
SILENT_ABOUT_GROUP = 0.04
DONT_KNOW_AT_FIRST, DONT_KNOW_A_STAGE = 0.03, 0.04
DOES_NOT_APPLY, BLANK = 0.02, 0.01
ATTRIBUTE_SPREAD, CHOICE_NOISE = 0.8, 1.0
PASSED_OVER = 0.08  # choice sets that somebody leaves out


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """An organisation and what is invented as its staff's answers."""

    places: Tree
    roles: Tree
    sheet: AnswerSheet


def rehearse(questionnaire: Questionnaire, *, people: int, chance: np.random.Generator) -> Rehearsal:
    """An invented organisation of about people / RESPONSE staff, of whom `people` answered (see `rehearse_in`)."""
    staff = max(people, round(people / RESPONSE))
    return rehearse_in(questionnaire, places=_places(staff), roles=_roles(staff), people=people, chance=chance)


def rehearse_in(
    questionnaire: Questionnaire, *, places: Tree, roles: Tree, people: int, chance: np.random.Generator
) -> Rehearsal:
    """Given groups, of whose staff `people` answered every page in their own way.

    Both trees count the same staff, of whom at least `people` are there. Who answers, and who has which role where, is
    by chance alone. The same chance, the same answers.
    """
    answered_by = chance.permutation(places.headcount)[:people]
    asked = questionnaire.items
    return Rehearsal(
        places,
        roles,
        AnswerSheet(
            tuple(i.id for i in asked),
            places.paths,
            roles.paths,
            _codes(asked, people=people, chance=chance),
            _belongs(places, chance=chance)[answered_by],
            _belongs(roles, chance=chance)[answered_by],
            tuple(_choices(design, people=people, chance=chance) for design in questionnaire.choices),
        ),
    )


def are_invented(places: Tree) -> bool:
    """Whether these places are of an organisation that `rehearse` made up."""
    sites = places.children_of(ROOT)
    return bool(sites) and all(site[0].startswith(f"{MARK} ") for site in sites)


def _places(staff: int) -> Tree:
    teams = max(1, round(staff / TEAM_SIZE))
    sizes = [len(part) for part in np.array_split(np.arange(staff), teams)]
    groups = [Group(ROOT, staff)]
    for start in range(0, teams, TEAMS_A_SITE):
        site = f"{MARK} site {start // TEAMS_A_SITE + 1}"
        of_site = sizes[start : start + TEAMS_A_SITE]
        groups.append(Group((site,), sum(of_site)))
        groups += [Group((site, f"Team {start + n}"), size) for n, size in enumerate(of_site, 1)]
    return Tree(Lens.PLACE, tuple(groups))


def _roles(staff: int) -> Tree:
    edges = np.floor(np.cumsum((0.0, *ROLE_SHARES)) * staff + 0.5).astype(int)
    sizes = np.diff(edges)
    groups = [Group((name,), int(size)) for name, size in zip(ROLES, sizes, strict=True) if size]
    return Tree(Lens.ROLE, (Group(ROOT, staff), *groups))


def _belongs(tree: Tree, *, chance: np.random.Generator) -> NDArray[np.intp]:
    """For everybody on the staff the index of their group, in random order; a few rather not say."""
    right_there = [g.headcount - sum(map(tree.headcount_of, tree.children_of(g.path))) for g in tree]
    index = np.repeat(np.arange(len(right_there)), np.maximum(right_there, 0)).astype(np.intp)
    index = chance.permutation(index)
    index[chance.random(index.size) < SILENT_ABOUT_GROUP] = tree.paths.index(ROOT)
    return index


def _codes(items: tuple[Item, ...], *, people: int, chance: np.random.Generator) -> NDArray[np.uint8]:
    """Codes of `audit.method.answers.code_of`, people x items, one column at a time so that memory stays small."""
    codes = np.empty((people, len(items)), dtype=np.uint8)
    leaning = chance.normal(0.0, PERSON_SPREAD, people)
    levels: dict[str | None, float] = {}
    for column, item in enumerate(items):
        level = levels.setdefault(item.group or item.principle, chance.normal(2.9, 0.3))
        stage = int(item.stage or item.tier or 2)  # help after hard events is less seen than what every day brings
        centre = level - HARDER_BY_STAGE * (stage - 1) + chance.normal(0.0, ITEM_SPREAD)
        ratings = np.clip(np.rint(centre + leaning + chance.normal(0.0, NOISE, people)), 0, 4)
        codes[:, column] = _with_other_facts(ratings, stage=stage, chance=chance)
    return codes


def _with_other_facts(ratings: NDArray[np.float64], *, stage: int, chance: np.random.Generator) -> NDArray[np.uint8]:
    """Ratings of one item with some replaced: people see less of the later stages."""
    unseen = DONT_KNOW_AT_FIRST + DONT_KNOW_A_STAGE * (stage - 1)
    kind = chance.random(ratings.size)
    column = ratings.astype(np.uint8)
    column[kind < unseen + DOES_NOT_APPLY + BLANK] = LEFT_BLANK
    column[kind < unseen + DOES_NOT_APPLY] = NOT_APPLICABLE
    column[kind < unseen] = DONT_KNOW
    return column


def _choices(design: ChoiceDesign, *, people: int, chance: np.random.Generator) -> ChoiceSheet:
    """Everybody sees one block. What people want more lies apart by chance, and each of them sees it a little
    differently; some sets are passed over."""
    place = {attribute.id: at for at, attribute in enumerate(design.attributes)}
    sets = np.array([[place[a] for a in shown] for shown in design.sets], dtype=np.int8)
    wanted = chance.normal(0.0, ATTRIBUTE_SPREAD, len(place))
    block = chance.integers(0, len(design.blocks), people)
    most = np.full((people, len(sets)), NOT_CHOSEN, dtype=np.int8)
    least = most.copy()
    for at, attributes in enumerate(sets):
        seen = wanted[attributes] + chance.normal(0.0, CHOICE_NOISE, (people, attributes.size))
        shown_to = np.array([at in of_block for of_block in design.blocks])[block]
        answered = shown_to & (chance.random(people) >= PASSED_OVER)
        most[answered, at] = attributes[seen.argmax(axis=1)][answered]
        least[answered, at] = attributes[seen.argmin(axis=1)][answered]
    return ChoiceSheet(design.id, most, least)
