"""Which groups are offered, and what a round will be able to say, from headcounts alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from audit.method.folding import folded
from audit.method.foresight import Outlook, Way, chance_of_ten, foresee, precision
from audit.method.groups import ROOT, Lens, Path
from tests.method.sheets import alone, tree

A, B = ("A",), ("B",)
A1, A2, A3 = ("A", "1"), ("A", "2"), ("A", "3")


def kept(groups: Mapping[Path, int], *, people: int) -> tuple[Path, ...]:
    return folded(tree(Lens.PLACE, groups, people=people)).paths


def test_a_group_under_fifteen_folds_and_takes_along_what_is_left_too_small_beside_it() -> None:
    assert kept({A: 20, B: 14}, people=34) == (ROOT,)
    assert kept({A: 20, B: 15}, people=35) == (ROOT, A, B)


def test_a_group_that_is_all_of_its_parent_is_not_asked_about() -> None:
    assert kept({A: 24}, people=24) == (ROOT,)
    assert kept({A: 40, A1: 20, A2: 20}, people=40) == (ROOT, A, A1, A2), "what lies below it still can be told apart"


def test_two_small_groups_that_are_large_enough_together_let_the_others_stay() -> None:
    assert kept({A: 48, A1: 30, A2: 9, A3: 9}, people=48) == (ROOT, A, A1)


def test_people_who_stand_right_at_the_parent_count_as_what_is_left() -> None:
    assert kept({A: 20, B: 30}, people=60) == (ROOT, B)
    assert kept({A: 20, B: 30}, people=65) == (ROOT, A, B)


def test_a_group_that_folds_takes_those_below_with_it() -> None:
    assert kept({A: 30, A1: 15, A2: 15, B: 40}, people=80) == (ROOT, B)


@pytest.mark.parametrize(("staff", "chance"), [(12, 0.08), (15, 0.40), (20, 0.87), (9, 0.0)])
def test_the_chance_of_ten_answers_at_sixty_per_cent(staff: int, chance: float) -> None:
    assert chance_of_ten(staff) == pytest.approx(chance, abs=0.005)


@pytest.mark.parametrize(("answers", "points"), [(12, 22), (30, 13), (60, 9)])
def test_the_smallest_change_next_year_could_show(answers: int, points: int) -> None:
    told = precision(answers, response=100).smallest_change
    assert told is not None
    assert round(told) == points


def test_more_answers_never_make_an_interval_wider() -> None:
    widths = [precision(140, response=r).half_width for r in (50, 70, 90)]
    assert None not in widths
    assert widths == sorted(widths, reverse=True, key=float)  # type: ignore[arg-type]  # none of them is None


@pytest.mark.parametrize(
    ("staff", "way"), [(14, Way.TEAM_CONVERSATION), (15, Way.TWO_IN_THREE), (19, Way.TWO_IN_THREE), (20, Way.ROUND)]
)
def test_small_organisations_are_told_another_way(staff: int, way: Way) -> None:
    assert foresee(alone(Lens.PLACE, staff), alone(Lens.ROLE, staff)).way is way


def test_foresight_says_where_a_group_folds_and_how_many_of_it_need_to_answer() -> None:
    places = tree(Lens.PLACE, {A: 40, A1: 12, A2: 28}, people=60)
    told = {g.path: g for g in foresee(places, alone(Lens.ROLE, 60)).of(Lens.PLACE)}
    assert (told[A].outlook, told[A].needed_share, len(told[A].at)) == (Outlook.IF_TEN_ANSWER, 0.25, 3)
    assert (told[A1].outlook, told[A1].folds_into, told[A1].at) == (Outlook.FOLDS, A, ())


def test_nine_people_are_too_few_to_be_told_of() -> None:
    told = foresee(alone(Lens.PLACE, 9), alone(Lens.ROLE, 9))
    assert (told.whole.outlook, told.chance_of_ten) == (Outlook.TOO_SMALL, 0.0)
