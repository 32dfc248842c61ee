"""The worked examples of the appendix, computed again another way."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from audit.exhibits import exhibit_of, exhibits_of
from audit.exhibits.formulas import (
    ANSWERED,
    BEFORE,
    EXAMPLE,
    MORE,
    SD,
    STAFF,
    UNSURE,
    ZERO,
    formulas_tables,
)
from tests.exhibits.rounds import ROUNDS, named, texts_of

EXAMPLES = {
    next(texts_of(row[0])): (next(texts_of(row[1])), next(texts_of(row[2])))
    for t in formulas_tables()
    for row in t.rows
}


def says(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")


def test_each_formula_has_one_example() -> None:
    assert len(EXAMPLES) == sum(len(t.rows) for t in formulas_tables())
    assert all(formula and example for formula, example in EXAMPLES.values())


def test_the_score_is_25_times_the_weighted_sum() -> None:
    assert EXAMPLES["Score S"][1].endswith(f"= {says(25 * (0.5 * 3 + 0.5 * 2.5))}")


def test_standard_errors_are_sd_by_root_n_and_corrected_for_the_staff() -> None:
    plain = SD / math.sqrt(ANSWERED)
    assert EXAMPLES["Standard error, plain"][1].endswith(f"= {says(plain)}")
    assert EXAMPLES["Standard error, corrected"][1].endswith(f"= {says(plain * math.sqrt(1 - 11 / STAFF))}")


def test_the_interval_is_that_of_scipy() -> None:
    widened = math.sqrt(EXAMPLE.se**2 + EXAMPLE.step**2 / 12)
    low, high = stats.t.interval(0.95, 9, loc=EXAMPLE.value, scale=widened)
    assert EXAMPLES["95 % interval of a score"][1].endswith(f"= {says(low)} to {says(high)}")


def test_the_range_is_the_80_per_cent_interval_with_the_plain_error() -> None:
    widened = math.sqrt(EXAMPLE.se_plain**2 + EXAMPLE.step**2 / 12)
    low, high = stats.t.interval(0.80, 9, loc=EXAMPLE.value, scale=widened)
    assert f"= {says(low)} to {says(high)}" in EXAMPLES["Range of a stage"][1]


def test_the_change_is_welch() -> None:
    variance = EXAMPLE.se_plain**2 + EXAMPLE.step**2 / 12
    half = stats.t.ppf(0.975, 18) * math.sqrt(2 * variance)
    difference = EXAMPLE.value - BEFORE.value
    assert EXAMPLES["Change"][1].endswith(f"{says(difference - half)} to {says(difference + half)}")


def test_the_interval_of_a_share_is_wilson() -> None:
    low = stats.binomtest(12, 20).proportion_ci(method="wilson").low
    high = stats.binomtest(14, 20).proportion_ci(method="wilson").high
    text = EXAMPLES["Interval of a share"][1].replace("\u00a0", " ")
    assert f"{says(100 * low)} to {says(100 * high)} %" in text


@pytest.mark.parametrize("name", ROUNDS[1:])
def test_every_exhibit_links_to_a_part_of_the_appendix_that_is_there(name: str) -> None:
    tables = {t.id for t in exhibit_of(named(name), "appendix").tables}
    assert {e.how for e in exhibits_of(named(name))} <= tables


def test_the_known_share_is_that_of_those_who_rated_it_or_cannot_tell() -> None:
    text = EXAMPLES["Known support"][1].replace("\u00a0", " ")
    assert f"{MORE} / {ZERO + MORE + UNSURE} = {says(100 * MORE / (ZERO + MORE + UNSURE))} %" in text
    assert "told as 60 to 70 %" in text
