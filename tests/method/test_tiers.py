"""How exactly a number may be told: rows, steps, ends, floors, bands."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.method import tiers
from audit.method.release import Band, Share
from audit.method.scoring import Estimate


@pytest.mark.parametrize(
    ("value", "step", "told"), [(61.25, 2.5, 62.5), (62.5, 5, 65), (67.5, 5, 70), (0.5, 1, 1), (-2.5, 5, 0)]
)
def test_rounding_is_half_up(value: float, step: float, told: float) -> None:
    assert tiers.rounded(value, step) == told


@pytest.mark.parametrize(("score", "told"), [(0, 10), (11.2, 10), (89, 90), (100, 90)])
def test_scores_end_at_ten_or_less_and_ninety_or_more(score: float, told: float) -> None:
    assert tiers.score_number(Estimate(score, 3, 4, 30), row=tiers.ROWS[2]).value == told


@pytest.mark.parametrize(
    ("behind", "tier", "row"),
    [(4.9, 10, None), (5, 10, 5), (10, 10, 10), (60, 10, 10), (30, 50, 20), (50, 50, 50), (12, 50, 10)],
)
def test_the_row_follows_the_people_behind_a_score_and_the_tier_of_its_group(
    behind: float, tier: int, row: int | None
) -> None:
    found = tiers.row_for(behind, tier=tier)
    assert (found and found.people) == row


def test_coarsening_takes_the_next_coarser_row_and_then_none() -> None:
    rows = [tiers.row_for(60, tier=50, coarsened=n) for n in range(5)]
    assert [r and r.people for r in rows] == [50, 20, 10, 5, None]


@pytest.mark.parametrize(("se", "row", "told"), [(0, 3, 1), (0, 0, 5), (3.0, 1, 3), (3.1, 1, 4), (2.0, 2, 2)])
def test_standard_errors_go_upward_to_whole_points_and_have_a_floor(se: float, row: int, told: int) -> None:
    assert tiers.whole_se(se, row=tiers.ROWS[row]) == told


def test_people_are_told_in_bands_and_under_ten_never() -> None:
    assert [tiers.people_band(n) for n in (10, 19, 20, 99, 100, 5000)] == [
        Band(10, 19), Band(10, 19), Band(20, 49), Band(50, 99), Band(100, None), Band(100, None),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="fewer than ten"):
        tiers.people_band(9)


def test_shares_are_bands_of_ten_and_everybody_is_in_the_last() -> None:
    assert [tiers.share_band(n, 20) for n in (0, 1, 2, 19, 20)] == [
        Share(0, 10), Share(0, 10), Share(10, 20), Share(90, 100), Share(90, 100),
    ]  # fmt: skip


def test_a_split_has_steps_of_five_and_ends() -> None:
    assert tiers.fives_of(np.array([0, 7, 43]), np.array(50)).tolist() == [10, 15, 85]


@given(part=st.integers(0, 60), rest=st.integers(0, 60))
def test_many_shares_at_once_are_told_as_each_by_itself(part: int, rest: int) -> None:
    whole = max(1, part + rest)
    assert tiers.TENTHS[int(tiers.tenths_of(np.array([part]), np.array([whole]))[0])] == tiers.share_band(part, whole)
    told = tiers.within_ends(tiers.rounded(100 * part / whole, 5))
    assert tiers.fives_of(np.array([part]), np.array([whole])).tolist() == [told]


def test_the_response_of_under_fifty_is_told_in_quarters() -> None:
    assert [tiers.response_band(n, 60) for n in (14, 15, 49, 54, 60)] == [
        Share(0, 25), Share(25, 50), Share(75, 100), Share(90, 100), Share(90, 100),
    ]  # fmt: skip
