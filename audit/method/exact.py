"""Exact numbers, for `analyse --exact` alone: a file whose owner could compute them anyway. No round, page or report
ever holds one."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import stdtrit

from audit.method import disclosure, weights
from audit.method.agreement import is_split, rwg_star
from audit.method.answers import DONT_KNOW, LEFT_BLANK, NOT_APPLICABLE
from audit.method.counting import Counted, plan_all
from audit.method.groups import ROOT, Lens, Path
from audit.method.intervals import TWO_SIDED_95, exact_share_interval
from audit.method.questionnaire import GATES
from audit.method.rounding import CONTRAST_TIER
from audit.method.scoring import FloatArray, IntArray, Tally, counted, estimate
from audit.method.tiers import TIERS


@dataclass(frozen=True, slots=True)
class ExactScore:
    """A score and its standard error (points, with population correction), and S ± t(.975, n-1) SE, not clipped."""

    score: float
    se: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ExactPrinciple:
    """score None: no counted item at some stage. gates: one for each stage. contrast: from 20 people."""

    score: ExactScore | None
    gates: tuple[ExactScore | None, ...]
    contrast: ExactScore | None


@dataclass(frozen=True, slots=True)
class ExactItem:
    """One item: people by the four facts; mean and variance (n - 1) of ratings 0..4; rwg 0..1.

    split: whether staff are split; visibility: share of "can't tell" among rated and can't tell; share: of 3 or 4
    among rated, with its Wilson interval (n_eff); shares are 0..1. None: nobody rated, or for variance, rwg and
    split fewer than two; no interval where everybody answered.
    """

    rated: int
    dont_know: int
    not_applicable: int
    blank: int
    mean: float | None
    variance: float | None
    rwg: float | None
    split: bool | None
    visibility: float | None
    share: float | None
    share_low: float | None
    share_high: float | None


@dataclass(frozen=True, slots=True)
class ExactGroup:
    """Exact numbers of one group; invited None: headcounts were not given."""

    n: int
    invited: int | None
    principles: dict[str, ExactPrinciple]
    domains: dict[str, ExactScore | None]
    modules: dict[str, ExactScore | None]
    items: dict[str, ExactItem]


@dataclass(frozen=True, slots=True)
class Exact:
    """min_disclosed: the fewest people in any sum or difference that the groups of the first plan betray; None where
    no plan is possible."""

    n: int
    invited: int | None
    min_disclosed: int | None
    whole: ExactGroup


def exact_of(counts: Counted, *, k: int) -> Exact:
    """Exact numbers of the whole organisation, and what the plan for k betrays."""
    plan = plan_all(counts, k=k).tiers[TIERS[0]]
    least = disclosure.min_disclosed(counts.crosstab, plan) if plan.places else None
    whole = exact_group(counts, lens=Lens.PLACE, path=ROOT)
    return Exact(whole.n, whole.invited, least, whole)


def exact_group(counts: Counted, *, lens: Lens, path: Path) -> ExactGroup:
    """Exact numbers of one group. KeyError where there is no such group."""
    tally, layout = counts.tally_of(lens, path), counts.layout
    headcount = counts.tree(lens).headcount_of(path) or None
    one = _One(tally, counted(tally), headcount)
    return ExactGroup(
        tally.people,
        headcount,
        {p: _principle(one, layout, p) for p in layout.principles},
        {d: one.score(weights.domain_weights(layout, one.counted, domain=d)) for d in layout.domains},
        {m: one.score(weights.module_weights(layout, one.counted, module=m)) for m in layout.module},
        {item: _item(tally.histogram[c], headcount=headcount) for c, item in enumerate(layout.items)},
    )


@dataclass(frozen=True, slots=True)
class _One:
    """A group's sums, its counted items and its people."""

    tally: Tally
    counted: weights.Counted
    headcount: int | None

    def score(self, weight: FloatArray | None) -> ExactScore | None:
        if weight is None:
            return None
        found = estimate(weight, self.tally, headcount=self.headcount)
        half = float(stdtrit(self.tally.people - 1, TWO_SIDED_95)) * found.se if found.se else 0.0
        return ExactScore(found.score, found.se, found.score - half, found.score + half)


def _principle(one: _One, layout: weights.Layout, principle: str) -> ExactPrinciple:
    contrast = (
        weights.contrast_weights(layout, one.counted, principle=principle)
        if one.tally.people >= CONTRAST_TIER
        else None
    )
    return ExactPrinciple(
        one.score(weights.principle_weights(layout, one.counted, principle=principle)),
        tuple(one.score(weights.cell_weights(layout, one.counted, principle=principle, stage=t)) for t in GATES),
        one.score(contrast),
    )


def _item(histogram: IntArray, *, headcount: int | None) -> ExactItem:
    ratings = [int(n) for n in histogram[:DONT_KNOW]]
    rated, dont_know = sum(ratings), int(histogram[DONT_KNOW])
    share = (ratings[3] + ratings[4]) / rated if rated else None
    interval = None if share is None else exact_share_interval(share, people=rated, headcount=headcount)
    variance = _variance(ratings)
    rwg = None if variance is None else rwg_star(variance)
    return ExactItem(
        rated,
        dont_know,
        int(histogram[NOT_APPLICABLE]),
        int(histogram[LEFT_BLANK]),
        sum(x * n for x, n in enumerate(ratings)) / rated if rated else None,
        variance,
        rwg,
        None if rwg is None else _split(ratings, rwg),
        dont_know / (rated + dont_know) if rated + dont_know else None,
        share,
        interval.low if interval else None,
        interval.high if interval else None,
    )


def _variance(ratings: list[int]) -> float | None:
    """Variance (n - 1) of ratings given as counts of 0..4, from whole numbers: exactly 0 where all agree."""
    people = sum(ratings)
    if people < 2:
        return None
    total = sum(x * n for x, n in enumerate(ratings))
    squares = sum(x * x * n for x, n in enumerate(ratings))
    return (people * squares - total * total) / (people * (people - 1))


def _split(ratings: list[int], rwg: float) -> bool:
    low, middle, high = (100 * n / sum(ratings) for n in (ratings[0] + ratings[1], ratings[2], ratings[3] + ratings[4]))
    return is_split(rwg, low=low, middle=middle, high=high)
