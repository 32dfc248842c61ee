"""Groups are told apart only where chance seldom makes such a difference anywhere in a report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from audit.method.apart import told_apart
from audit.method.intervals import apart_interval, change_interval
from audit.method.profile import Profile
from audit.method.release import Number
from audit.method.telling import profile_of
from tests.method import releases

NUMBERS = st.builds(
    lambda row, value, se, more: Number(float(value), {10: 5.0, 20: 2.5, 50: 1.0}[row], row, se, se + more),
    st.sampled_from((10, 20, 50)),
    st.integers(2, 18).map(lambda n: 5 * n),
    st.integers(3, 9),
    st.integers(0, 4),
)


def teams(*values: float, se: int = 3) -> Profile:
    """Teams of fifty whose scores of one principle these are."""
    groups = [
        releases.group(
            path=(f"Team {at}",),
            principles={"S": releases.principle(65, 65, 65, 65, score=releases.number(value, se=se))},
            climbs=("S",),
        )
        for at, value in enumerate(values)
    ]
    return profile_of(releases.release(replace(groups[0], path=()), places=groups))


@given(NUMBERS, NUMBERS)
def test_one_difference_alone_is_a_change_between_two_rounds(one: Number, other: Number) -> None:
    assert apart_interval(other, one, many=1) == change_interval(other, one)


@given(NUMBERS, NUMBERS, st.integers(1, 40), st.integers(1, 40))
def test_the_more_differences_are_looked_at_the_wider_each(one: Number, other: Number, few: int, more: int) -> None:
    narrow, wide = apart_interval(one, other, many=few), apart_interval(one, other, many=few + more)
    assert wide.low < narrow.low
    assert narrow.high < wide.high


def test_the_interval_is_welchs_at_a_share_of_five_in_a_hundred() -> None:
    one, other = Number(70.0, 1.0, 50, 2, 3), Number(60.0, 1.0, 50, 2, 4)
    variances = (3**2 + 1 / 12, 4**2 + 1 / 12)
    freedom = sum(variances) ** 2 / sum(v * v / 49 for v in variances)
    half = student.ppf(1 - 0.05 / 15 / 2, freedom) * sum(variances) ** 0.5
    assert apart_interval(other, one, many=15).low == pytest.approx(10 - half, rel=1e-9)


def test_two_teams_far_apart_are_told_apart() -> None:
    assert told_apart(teams(40.0, 60.0), ("S",)) == ("S",)


def test_the_same_difference_among_many_teams_says_nothing() -> None:
    assert told_apart(teams(54.0, 65.0), ("S",)) == ("S",)
    assert told_apart(teams(54.0, 65.0, *(60.0 for _team in range(10))), ("S",)) == ()


def test_a_team_is_never_held_against_the_site_that_it_is_part_of() -> None:
    apart = teams(40.0, 60.0)
    site, team = apart.places
    nested = replace(apart, places=(replace(site, path=("North",)), replace(team, path=("North", "Team 1"))))
    assert told_apart(nested, ("S",)) == ()
