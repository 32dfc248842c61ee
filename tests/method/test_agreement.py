"""Agreement, split, visibility."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.method.agreement import agreement_word, is_split, rwg_of_spread, rwg_star, staff_can_see
from audit.method.profile import Agreement
from audit.method.release import Share


def test_rwg_star_is_one_minus_the_share_of_the_greatest_dissent() -> None:
    assert rwg_star(0) == 1
    assert rwg_star(1) == 0.75
    assert rwg_star(4) == 0
    assert rwg_star(4.08) == 0  # 50 people in two camps, n - 1


def test_the_greatest_dissent_is_half_at_each_end() -> None:
    assert rwg_star(float(np.var([0, 0, 4, 4]))) == 0


def test_a_released_spread_is_taken_back_to_the_scale() -> None:
    assert rwg_of_spread(25) == 0.75
    assert rwg_of_spread(10) == pytest.approx(0.96, rel=1e-9)


@given(ratings=st.lists(st.integers(0, 4), min_size=2, max_size=60))
def test_spread_and_variance_say_the_same(ratings: list[int]) -> None:
    spread = 25 * float(np.std(ratings, ddof=1))
    assert rwg_of_spread(spread) == pytest.approx(rwg_star(float(np.var(ratings, ddof=1))), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("rwg", "word"),
    [
        (0.96, Agreement.SHARED),
        (0.85, Agreement.SHARED),
        (0.84, Agreement.MOSTLY_SHARED),
        (0.75, Agreement.MOSTLY_SHARED),
        (0.74, Agreement.MIXED),
        (0.65, Agreement.MIXED),
        (0.64, Agreement.DIVIDED),
        (0.0, Agreement.DIVIDED),
    ],
)
def test_each_word_begins_at_its_own_figure(rwg: float, word: Agreement) -> None:
    assert agreement_word(rwg) is word


def test_two_camps_with_few_between_are_split() -> None:
    assert is_split(0.5, low=40, middle=15, high=45)
    assert is_split(0.5, low=25, middle=20, high=55)


def test_an_ordinary_bell_is_not_split() -> None:
    assert not is_split(0.6, low=30, middle=40, high=30)
    assert not is_split(0.6, low=35, middle=30, high=30)  # as many in the middle as at one end


def test_a_camp_needs_a_quarter() -> None:
    assert not is_split(0.5, low=20, middle=10, high=70)


def test_neighbours_are_not_split() -> None:
    assert not is_split(0.65, low=40, middle=20, high=40)  # ones and threes


def test_a_third_who_cannot_tell_are_a_finding() -> None:
    assert not staff_can_see(Share(30, 40))
    assert not staff_can_see(Share(90, 100))
    assert staff_can_see(Share(20, 30))


def test_a_band_across_the_limit_is_not_yet_a_finding() -> None:
    assert staff_can_see(Share(25, 50))
