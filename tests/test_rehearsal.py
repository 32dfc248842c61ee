"""Invented answers in given groups: as many people as work there, choices as sets allow, the same chance the same."""

from __future__ import annotations

import numpy as np
import pytest

from audit.method.answers import NOT_CHOSEN
from audit.method.folding import folded
from audit.method.groups import ROOT, Group, Lens, Tree
from audit.method.questionnaire import ChoiceDesign, Questionnaire
from audit.method.releasing import release_of
from audit.rehearsal import Rehearsal, rehearse_in
from tests.builders import core, library

NORTH, SOUTH = ("North",), ("South",)
PLACES = Tree(
    Lens.PLACE,
    (
        Group(ROOT, 120),
        Group(NORTH, 70),
        Group((*NORTH, "Team 1"), 40),
        Group((*NORTH, "Team 2"), 22),
        Group((*NORTH, "Team 3"), 8),
        Group(SOUTH, 50),
    ),
)
ROLES = Tree(Lens.ROLE, (Group(ROOT, 120), Group(("Practice",), 80), Group(("Office",), 40)))


def rehearsed(asked: Questionnaire, *, people: int = 120, seed: int = 1) -> Rehearsal:
    """Answers of so many in the groups on the form."""
    chance = np.random.default_rng(seed)
    return rehearse_in(asked, places=folded(PLACES), roles=folded(ROLES), people=people, chance=chance)


def with_choices() -> Questionnaire:
    """A questionnaire of ours that has choice sets."""
    return next(q for q in library().questionnaires if q.choices and q.items)


def test_nobody_stands_in_a_group_beyond_those_who_work_right_there() -> None:
    made = rehearsed(core())
    for tree, at in ((made.places, made.sheet.places), (made.roles, made.sheet.roles)):
        found = dict(zip(tree.paths, np.bincount(at, minlength=len(tree.paths)).tolist(), strict=True))
        assert sum(found.values()) == 120
        for group in tree:
            below = sum(map(tree.headcount_of, tree.children_of(group.path)))
            if group.path != ROOT:  # those who rather not say stand right at the whole
                assert found[group.path] <= group.headcount - below


def test_those_of_a_folded_team_stand_in_the_group_above() -> None:
    made = rehearsed(core())
    assert (*NORTH, "Team 3") not in made.places.paths
    north = made.places.paths.index(NORTH)
    assert (made.sheet.places == north).any()


def test_as_many_answer_as_were_asked_for_and_the_same_chance_gives_the_same() -> None:
    made, again, other = rehearsed(core(), people=61), rehearsed(core(), people=61), rehearsed(core(), seed=2)
    assert made.sheet.people == 61
    assert (made.sheet.codes == again.sheet.codes).all()
    assert (made.sheet.places == again.sheet.places).all()
    assert (made.sheet.codes != other.sheet.codes[:61]).any()


def test_everybody_chooses_in_one_block_only_among_what_a_set_shows() -> None:
    asked = with_choices()
    made = rehearsed(asked)
    for design, sheet in zip(asked.choices, made.sheet.choices, strict=True):
        chosen = sheet.most != NOT_CHOSEN
        assert ((sheet.least != NOT_CHOSEN) == chosen).all()
        assert (sheet.most[chosen] != sheet.least[chosen]).all()
        assert all(set(np.flatnonzero(row)) <= set(_block_of(design, row)) for row in chosen)
        for at, shown in enumerate(design.sets):
            allowed = [n for n, attribute in enumerate(design.attributes) if attribute.id in shown]
            assert np.isin(sheet.most[chosen[:, at], at], allowed).all()
            assert np.isin(sheet.least[chosen[:, at], at], allowed).all()


def _block_of(design: ChoiceDesign, answered: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[int, ...]:
    sets = set(np.flatnonzero(answered).tolist())
    return next(block for block in design.blocks if sets <= set(block))


def test_some_sets_are_passed_over_and_most_are_not() -> None:
    (sheet,) = rehearsed(with_choices()).sheet.choices[:1]
    answered = (sheet.most != NOT_CHOSEN).sum(axis=1)
    shown = with_choices().choices[0].shown
    assert 0.8 * shown < answered.mean() < shown
    assert answered.max() == shown


@pytest.mark.parametrize("people", [60, 120])
def test_invented_choices_are_told_as_real_ones_are(people: int) -> None:
    asked = with_choices()
    made = rehearsed(asked, people=people)
    release = release_of(made.sheet, questionnaire=asked, places=made.places, roles=made.roles)
    assert set(release.choices) == {design.id for design in asked.choices}
    assert all(numbers is not None for numbers in release.choices.values())
