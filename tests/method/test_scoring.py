"""The one estimator, against its definition written out person by person, and against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from audit.method import weights
from audit.method.counting import Counted, count
from audit.method.exact import exact_of
from audit.method.groups import ROOT, Lens
from audit.method.questionnaire import Stage
from audit.method.scoring import Estimate, FloatArray, counted, estimate
from tests.method.sheets import CORE, ITEMS, alone, answers, sheet_of_codes

LAYOUT = weights.layout_of(CORE)


def counts_of(codes: NDArray[np.uint8]) -> Counted:
    trees = alone(Lens.PLACE, len(codes) + 7), alone(Lens.ROLE, len(codes) + 7)
    return count(sheet_of_codes(codes), questionnaire=CORE, places=trees[0], roles=trees[1])


def by_definition(codes: NDArray[np.uint8], weight: FloatArray, *, headcount: int) -> Estimate:
    """Method section 3 word by word: means of items, one influence a person, its standard deviation."""
    used = np.flatnonzero(weight)
    rated = codes[:, used] < 5
    ratings = np.where(rated, codes[:, used], 0).astype(float)
    n, raters = len(codes), rated.sum(axis=0)
    means = ratings.sum(axis=0) / raters
    influence = 25 * (weight[used] * n / raters * (ratings - means) * rated).sum(axis=1)
    plain = float(np.std(influence, ddof=1) / np.sqrt(n))
    corrected = plain * np.sqrt(1 - raters.mean() / headcount)
    return Estimate(
        float(25 * weight[used] @ means), float(corrected), plain, float(1 / (np.abs(weight[used]) / raters).sum())
    )


@settings(max_examples=25, deadline=None)
@given(people=st.integers(12, 60), seed=st.integers(0, 999), unseen=st.floats(0, 0.5))
def test_every_kind_of_score_equals_its_definition(people: int, seed: int, unseen: float) -> None:
    codes = answers(people, seed=seed, unseen=unseen)
    tally = counts_of(codes).tally_of(Lens.PLACE, ROOT)
    kept = counted(tally)
    kinds = (
        weights.principle_weights(LAYOUT, kept, principle="S"),
        weights.cell_weights(LAYOUT, kept, principle="T", stage=Stage.RESPONSIVE),
        weights.contrast_weights(LAYOUT, kept, principle="C"),
        weights.domain_weights(LAYOUT, kept, domain=LAYOUT.domains[2]),
    )
    for weight in (w for w in kinds if w is not None):
        ours = estimate(weight, tally, headcount=people + 7)
        theirs = by_definition(codes, weight, headcount=people + 7)
        for name in ("score", "se", "se_plain", "behind"):
            assert getattr(ours, name) == pytest.approx(getattr(theirs, name), rel=1e-9, abs=1e-9)


def test_when_everybody_rates_everything_it_is_the_mean_of_people_as_scipy_has_it() -> None:
    codes = answers(31, unseen=0.0)
    codes[codes > 4] = 2
    exact = exact_of(counts_of(codes), k=10).whole.principles["S"].score
    columns = [ITEMS.index(i.id) for i in CORE.items_of("S")]
    people = 25 * codes[:, columns].mean(axis=1)
    error = stats.sem(people) * np.sqrt(1 - 31 / 38)
    low, high = stats.t.interval(0.95, 30, loc=people.mean(), scale=error)
    assert exact is not None
    assert (exact.score, exact.se, exact.low, exact.high) == pytest.approx((people.mean(), error, low, high), rel=1e-9)


def test_an_item_that_four_people_rated_does_not_count_and_the_others_of_its_stage_take_its_weight() -> None:
    codes = answers(20, unseen=0.0)
    codes[codes > 4] = 2
    first, second = LAYOUT.cell["S", Stage.AWARE]
    codes[4:, first] = 5
    weight = weights.principle_weights(LAYOUT, counted(counts_of(codes).tally_of(Lens.PLACE, ROOT)), principle="S")
    assert weight is not None
    assert (weight[first], weight[second]) == (0.0, 0.25)


def test_without_a_counted_item_at_some_stage_a_principle_has_no_score() -> None:
    codes = answers(20, unseen=0.0)
    codes[:, list(LAYOUT.cell["S", Stage.INFORMED])] = 5
    kept = counted(counts_of(codes).tally_of(Lens.PLACE, ROOT))
    assert weights.principle_weights(LAYOUT, kept, principle="S") is None
    assert weights.contrast_weights(LAYOUT, kept, principle="T") is None


def test_where_all_answer_the_same_the_standard_error_is_exactly_nothing() -> None:
    codes = np.full((12, len(ITEMS)), 3, dtype=np.uint8)
    score = exact_of(counts_of(codes), k=10).whole.principles["S"].score
    assert score is not None
    assert (score.score, score.se, score.low, score.high) == (75.0, 0.0, 75.0, 75.0)


def test_exact_items_equal_numpy() -> None:
    codes = answers(40)
    item = exact_of(counts_of(codes), k=10).whole.items[ITEMS[0]]
    rated = codes[:, 0][codes[:, 0] < 5].astype(float)
    assert (item.rated, item.dont_know, item.blank) == (rated.size, (codes[:, 0] == 5).sum(), (codes[:, 0] == 7).sum())
    assert (item.mean, item.variance) == pytest.approx((rated.mean(), rated.var(ddof=1)), rel=1e-9)
    assert item.share == pytest.approx((rated >= 3).mean(), rel=1e-9)
