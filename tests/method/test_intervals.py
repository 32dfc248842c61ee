"""Intervals against SciPy; against R and published tables in tests/references."""

from __future__ import annotations

import math
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from audit.method.intervals import (
    PEOPLE_MEANT,
    Interval,
    change_interval,
    contrast_interval,
    difference_interval,
    exact_share_interval,
    range_interval,
    score_interval,
    score_interval_uncorrected,
    share_interval,
    t_quantile,
    widened,
    wilson_interval,
    with_absent,
)
from audit.method.release import Number, Share
from tests.method.releases import number, numbers

EXACTLY = 1e-9  # relative


def close(found: float, expected: float) -> bool:
    return found == pytest.approx(expected, rel=EXACTLY, abs=1e-12)


@pytest.mark.parametrize("row", PEOPLE_MEANT)
@pytest.mark.parametrize("probability", [0.9, 0.975, 0.995])
def test_t_quantiles_are_those_of_scipy(row: int, probability: float) -> None:
    assert close(t_quantile(probability, row=row), float(stats.t.ppf(probability, PEOPLE_MEANT[row] - 1)))


def test_fewer_than_ten_behind_a_score_count_as_ten() -> None:
    assert t_quantile(0.975, row=5) == t_quantile(0.975, row=10)


def test_rounding_adds_the_variance_of_a_step() -> None:
    assert widened(3, step=5) == math.sqrt(9 + 25 / 12)
    assert widened(0, step=5) == pytest.approx(5 / math.sqrt(12))


@pytest.mark.parametrize(("row", "step"), [(10, 5.0), (20, 2.5), (50, 1.0)])
def test_a_score_has_the_t_interval_of_scipy(row: int, step: float) -> None:
    low, high = stats.t.interval(0.95, row - 1, loc=50, scale=math.hypot(4, step / math.sqrt(12)))
    found = score_interval(number(50, row=row, se=4))
    assert close(found.low, float(low))
    assert close(found.high, float(high))


def test_an_interval_is_clipped_at_the_ends_of_the_scale() -> None:
    assert score_interval(number(85, row=10, se=20)).high == 100
    assert score_interval(number(15, row=10, se=20)).low == 0
    assert range_interval(number(50, row=10, se=40)) == Interval(0, 100)


def test_a_shown_end_is_open() -> None:
    assert score_interval(number(90, se=1)).high == 100
    assert score_interval(number(10, se=1)).low == 0
    assert score_interval(number(89, se=1)).high < 100


def test_a_difference_has_neither_ends_nor_clip() -> None:
    assert difference_interval(number(-2.5, row=20, se=5)).low < -10
    assert difference_interval(number(90, se=1)).high == pytest.approx(92.1, abs=0.1)


def test_population_correction_is_left_out_where_other_people_are_compared_with() -> None:
    told = number(50, se=2, se_plain=6)
    assert score_interval_uncorrected(told) == score_interval(number(50, se=6))
    assert range_interval(told) == range_interval(number(50, se=6))
    assert contrast_interval(told) == contrast_interval(number(50, se=6))
    assert change_interval(told, told) == change_interval(number(50, se=6), number(50, se=6))


def test_the_three_intervals_of_one_number_differ_by_their_quantile_only() -> None:
    told = number(50, row=20, se=4)
    spread = widened(4, step=2.5)
    halves = [(f(told).high - 50) / spread for f in (range_interval, score_interval, contrast_interval)]
    assert halves == pytest.approx([float(stats.t.ppf(p, 19)) for p in (0.9, 0.975, 0.995)], rel=EXACTLY)


@given(before=numbers(), now=numbers())
def test_welch_agrees_with_scipy(before: Number, now: Number) -> None:
    # At the edge of the 95 % interval, SciPy's own test is exactly at .05.
    found = change_interval(before, now)
    half = (found.high - found.low) / 2
    assert (found.high + found.low) / 2 == pytest.approx(now.value - before.value, abs=1e-9)
    m1, m2 = PEOPLE_MEANT[before.row], PEOPLE_MEANT[now.row]
    tested = stats.ttest_ind_from_stats(
        half,
        widened(now.se_plain, step=now.step) * math.sqrt(m2),
        m2,
        0,
        widened(before.se_plain, step=before.step) * math.sqrt(m1),
        m1,
        equal_var=False,
    )
    assert close(float(tested.pvalue), 0.05)


@given(part=st.integers(0, 200), rest=st.integers(0, 200))
def test_wilson_agrees_with_scipy(part: int, rest: int) -> None:
    people = max(1, part + rest)
    expected = stats.binomtest(part, people).proportion_ci(method="wilson")
    found = wilson_interval(part / people, people=people)
    assert close(found.low, float(expected.low))
    assert close(found.high, float(expected.high))


def test_a_band_takes_each_limit_from_its_own_edge() -> None:
    found = share_interval(Share(30, 40), row=20)
    assert close(found.low, 100 * float(stats.binomtest(6, 20).proportion_ci(method="wilson").low))
    assert close(found.high, 100 * float(stats.binomtest(8, 20).proportion_ci(method="wilson").high))


def test_the_outermost_bands_reach_the_ends() -> None:
    assert share_interval(Share(0, 10), row=50).low == 0
    assert share_interval(Share(90, 100), row=50).high == 100


def test_an_exact_share_knows_how_much_of_the_staff_it_is() -> None:
    assert exact_share_interval(0.3, people=20, headcount=None) == wilson_interval(0.3, people=20)
    assert exact_share_interval(0.3, people=20, headcount=40) == wilson_interval(0.3, people=20 * 39 / 20)
    assert exact_share_interval(0.3, people=20, headcount=20) is None
    assert exact_share_interval(0.3, people=25, headcount=20) is None


def test_those_who_did_not_answer_are_assumed_as_many_as_the_response_band_allows() -> None:
    assert astuple(with_absent(number(60), response=Share(70, 80))) == pytest.approx((57, 42, 72))


def test_open_ends_widen_what_the_absent_could_do() -> None:
    assert with_absent(number(10), response=Share(50, 60)).if_all_zero == 0
    assert with_absent(number(90), response=Share(50, 60)).if_all_four == 100
    assert with_absent(number(10), response=Share(0, 10)).ten_lower == 0


@given(told=numbers(), more=st.integers(1, 20))
def test_a_wider_error_never_narrows_an_interval(told: Number, more: int) -> None:
    wider = Number(told.value, told.step, told.row, told.se + more, told.se_plain + more)
    for interval_of in (score_interval, score_interval_uncorrected, range_interval, contrast_interval):
        assert interval_of(wider).low <= interval_of(told).low <= interval_of(told).high <= interval_of(wider).high
