"""The disclosure plan, against brute force over everything that can be added and subtracted."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from audit.method.cuts import cuts_below, least_cut
from audit.method.disclosure import NOTHING, Crosstab, Published, min_disclosed, nested_plans, plan, ring_of
from audit.method.groups import ROOT, Lens, Path
from tests.bench.disclosing import naive_plan

A, B = ("A",), ("B",)
A1, A2, A3 = ("A", "1"), ("A", "2"), ("A", "3")
PLACES: tuple[Path, ...] = (ROOT, A, A1, A2, B)
ROLES: tuple[Path, ...] = (ROOT, ("care",), ("office",))


@st.composite
def crosstabs(draw: st.DrawFn) -> Crosstab:
    """Random small organisations: five places, three roles, many crossings empty."""
    cell = st.one_of(st.just(0), st.integers(0, 14))
    people = draw(st.lists(cell, min_size=15, max_size=15))
    return Crosstab(PLACES, ROLES, np.array(people, dtype=np.int64).reshape(5, 3))


@st.composite
def published(draw: st.DrawFn) -> Published:
    places = draw(st.sets(st.sampled_from(PLACES[1:])))
    roles = draw(st.sets(st.sampled_from(ROLES[1:])))
    return Published(frozenset({ROOT, *places}), frozenset({ROOT, *roles}))


def groups_of(crosstab: Crosstab, told: Published) -> list[NDArray[np.int64]]:
    """For each told group, 1 for the crossings that belong to it."""
    found: list[NDArray[np.int64]] = []
    for lens in Lens:
        for path in told.of(lens):
            of_lens = np.array([p[: len(path)] == path for p in crosstab.paths(lens)], dtype=np.int64)
            shape = (-1, 1) if lens is Lens.PLACE else (1, -1)
            found.append(np.broadcast_to(of_lens.reshape(shape), crosstab.people.shape).ravel())
    return found


def by_adding_and_subtracting(crosstab: Crosstab, told: Published) -> int:
    """The fewest people in any sum of told groups with factors -2 to 2 that is not about nobody."""
    rows = np.array(groups_of(crosstab, told))
    factors = np.array(list(product((-2, -1, 0, 1, 2), repeat=len(rows))))
    people = ((factors @ rows) != 0).astype(np.int64) @ crosstab.people.ravel()
    return int(people[people > 0].min())


def by_dividing_components(crosstab: Crosstab, told: Published) -> int:
    """The fewest people between the two sides of any division of the rings of one connected part."""
    rings = [[ring_of(p, told.of(lens)) for p in crosstab.paths(lens)] for lens in Lens]
    edges = [
        (("place", rings[0][i]), ("role", rings[1][j]), int(crosstab.people[i, j]))
        for i, j in np.argwhere(crosstab.people > 0)
    ]
    vertices = sorted({v for a, b, _ in edges for v in (a, b)})
    cuts = []
    for size in range(1, len(vertices)):
        for side in combinations(vertices, size):
            cuts.append(sum(n for a, b, n in edges if (a in side) != (b in side)))
    return min(c for c in cuts if c > 0)


@settings(max_examples=60, deadline=None)
@given(crosstab=crosstabs(), told=published())
def test_the_least_cut_equals_brute_force(crosstab: Crosstab, told: Published) -> None:
    assume(crosstab.total > 0)
    least = min_disclosed(crosstab, told)
    assert least == by_dividing_components(crosstab, told)
    if len(told.places) + len(told.roles) <= 6:
        assert least == by_adding_and_subtracting(crosstab, told)


@settings(max_examples=60, deadline=None)
@given(crosstab=crosstabs())
def test_plans_are_safe_and_lie_within_each_other(crosstab: Crosstab) -> None:
    plans = nested_plans(crosstab, tiers=(10, 20, 50))
    for tier, found in plans.items():
        if found == NOTHING:
            assert crosstab.total < tier
        else:
            assert by_dividing_components(crosstab, found) >= tier
            assert all(crosstab.count_of(lens, p) >= tier for lens in Lens for p in found.of(lens))
    assert plans[50].places <= plans[20].places <= plans[10].places
    assert plans[50].roles <= plans[20].roles <= plans[10].roles


def small(people: Mapping[Path, int]) -> Crosstab:
    """An organisation of places only."""
    return Crosstab(tuple(people), (ROOT,), np.array([[n] for n in people.values()], dtype=np.int64))


def test_one_hidden_team_hides_another_beside_it() -> None:
    assert plan(small({ROOT: 0, A: 12, B: 9}), k=10).places == {ROOT}


def test_three_hidden_teams_of_four_are_told_together_as_the_rest_of_their_site() -> None:
    teams = {ROOT: 0, A: 0, A1: 4, A2: 4, A3: 4, B: 15}
    assert plan(small(teams), k=10).places == {ROOT, A, B}


def test_managers_who_all_sit_in_one_team_cannot_be_subtracted_from_it() -> None:
    people = np.array([[0, 0, 0], [0, 12, 9], [0, 25, 0]], dtype=np.int64)
    crosstab = Crosstab((ROOT, A, B), (ROOT, ("care",), ("managers",)), people)
    both = Published(frozenset({ROOT, A, B}), frozenset({ROOT, ("care",)}))
    assert min_disclosed(crosstab, both) == 9
    assert min_disclosed(crosstab, plan(crosstab, k=10)) >= 10


def test_under_k_people_nothing_is_planned() -> None:
    assert plan(small({ROOT: 3, A: 6}), k=10) == NOTHING


@pytest.mark.parametrize("seed", range(12))
def test_the_plan_is_the_one_that_is_found_by_working_everything_out_anew(seed: int) -> None:
    chance = np.random.default_rng(seed)
    sites: list[Path] = [path for n in range(4) for path in [(f"{n}",), *((f"{n}", f"{m}") for m in range(3))]]
    roles: list[Path] = [(f"{n}",) for n in range(4)]
    people = chance.integers(0, 16, (17, 5)) * (chance.random((17, 5)) < 0.5)
    crosstab = Crosstab((ROOT, *sites), (ROOT, *roles), people.astype(np.int64))
    assert plan(crosstab, k=10) == naive_plan(crosstab)


def test_a_cut_is_looked_for_in_every_connected_part_and_never_between_them() -> None:
    weights = np.zeros((5, 5), dtype=np.int64)
    for a, b, people in ((0, 1, 9), (1, 2, 4), (3, 4, 6)):
        weights[a, b] = weights[b, a] = people
    found = least_cut(weights, 100)
    assert found is not None
    assert found.value == 4
    assert list(np.flatnonzero(found.side)) in ([2], [0, 1])
    assert least_cut(weights, 4) is None
    assert [cut.value for cut in cuts_below(weights, 5)] == [4]
