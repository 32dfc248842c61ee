"""COUNT: sums over people, and the one estimator made from them (method section 3).

Everything is computed from integer sums, so counting 100,000 people costs one pass, and a group's sums are the
sums of its rings.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audit.method.answers import ANSWER_CODES, DONT_KNOW, NOT_APPLICABLE, AnswerSheet

CHUNK = 4_096  # rows at a time: sums of products stay exact in float32, and memory stays flat
LEAST_RATERS = 5  # an item counts in a group where at least so many people rated it (own convention)

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
WholeArray = NDArray[np.integer[Any]]  # whole numbers of any size: a sum takes no more room than it needs


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over the people of one ring or group.

    people: how many; histogram: items x 8 answer codes; products, ratings, pairs: items x items, with x the
    rating (0 where not rated) and R whether rated: sums of x_i x_j, of R_i x_j, of R_i R_j; applies, unseen:
    per stage cell, the people to whom it applies, and those who said "can't tell" and rated none of its items.

    Those of a ring are kept in the smallest whole numbers that hold them, for there are many; whatever is added up is
    int64.
    """

    people: int
    histogram: WholeArray
    products: WholeArray
    ratings: WholeArray
    pairs: WholeArray
    applies: WholeArray
    unseen: WholeArray

    def __add__(self, other: Tally) -> Tally:
        return total_of((self, other))

    @property
    def rated(self) -> IntArray:
        """People who rated each item."""
        return np.diagonal(self.pairs).astype(np.int64)

    @property
    def means(self) -> FloatArray:
        """Mean rating of each item, 0..4; nan where nobody rated it."""
        with np.errstate(invalid="ignore"):
            return np.asarray(np.diagonal(self.ratings) / np.diagonal(self.pairs), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A score (points), its standard error with and without population correction, and n*: how many people
    stand behind it, so that one person's ratings move it by at most 100 / n*."""

    score: float
    se: float
    se_plain: float
    behind: float


def empty_tally(items: int, cells: int) -> Tally:
    """A tally of nobody."""
    square = np.zeros((items, items), dtype=np.int64)
    return Tally(
        0,
        np.zeros((items, ANSWER_CODES), dtype=np.int64),
        square,
        square.copy(),
        square.copy(),
        np.zeros(cells, dtype=np.int64),
        np.zeros(cells, dtype=np.int64),
    )


SUMS = ("histogram", "products", "ratings", "pairs", "applies", "unseen")
MOST_PRODUCT = 16  # of two ratings: no sum over a ring is larger than so many times its people


def total_of(tallies: Sequence[Tally]) -> Tally:
    """The sums over the people of several tallies, at least one; each person is in one of them."""
    first = tallies[0]
    people = sum(tally.people for tally in tallies)
    sums = [getattr(first, name).astype(np.int64) for name in SUMS]
    for tally in tallies[1:]:
        for total, name in zip(sums, SUMS, strict=True):
            total += getattr(tally, name)
    return Tally(people, *sums)


def _compact(tally: Tally) -> Tally:
    kind = np.min_scalar_type(MOST_PRODUCT * tally.people)
    return Tally(tally.people, *(getattr(tally, name).astype(kind) for name in SUMS))


def tally_rings(
    sheet: AnswerSheet,
    *,
    rings: NDArray[np.intp],
    count: int,
    cells: tuple[tuple[int, ...], ...],
    histogram: IntArray | None = None,
) -> tuple[Tally, ...]:
    """One tally a ring. rings: people, the ring (0..count-1) of each; cells: item columns of each stage cell.
    histogram: rings x items x 8 answer codes, where that has been counted already."""
    ends = np.cumsum(np.bincount(rings, minlength=count))
    columns = _side_by_side(cells)
    found = []
    for ring, rows in enumerate(np.split(in_order(rings, count), ends[:-1])):
        known = _histogram(sheet.codes[rows]) if histogram is None else histogram[ring]
        found.append(_compact(_tally_ring(sheet.codes, rows, columns, known)))
    return tuple(found)


def in_order(numbers: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """Who has number 0, then who has 1, up to count - 1. Small numbers are sorted by their digits, which is fast."""
    return np.argsort(numbers.astype(np.min_scalar_type(max(count - 1, 0))), kind="stable")


def _side_by_side(cells: Iterable[tuple[int, ...]]) -> NDArray[np.intp]:
    """Item columns, as many as the longest cell has x cells: a shorter one names its first column again."""
    known = list(cells)
    longest = max(map(len, known), default=0)
    return np.array([[*c, *([c[0]] * (longest - len(c)))] for c in known], dtype=np.intp).reshape(len(known), longest).T


def _tally_ring(
    codes: NDArray[np.uint8], rows: NDArray[np.intp], columns: NDArray[np.intp], histogram: IntArray
) -> Tally:
    tally = empty_tally(codes.shape[1], columns.shape[1])
    for start in range(0, rows.size, CHUNK):
        tally = total_of([tally, _tally(codes[rows[start : start + CHUNK]], columns)])
    return replace(tally, histogram=histogram)


def _histogram(codes: NDArray[np.uint8]) -> IntArray:
    """Items x 8 answer codes."""
    size = codes.shape[1] * ANSWER_CODES
    found = np.zeros(size, dtype=np.int64)
    for start in range(0, len(codes), CHUNK):
        places = codes[start : start + CHUNK] + np.arange(0, size, ANSWER_CODES, dtype=np.int64)
        found += np.bincount(places.ravel(), minlength=size)
    return found.reshape(codes.shape[1], ANSWER_CODES)


def _tally(codes: NDArray[np.uint8], columns: NDArray[np.intp]) -> Tally:
    """All sums but the histogram, which is left empty."""
    people, items = codes.shape
    rated = codes < DONT_KNOW
    both = np.empty((people, 2 * items), dtype=np.float32)  # whether rated, then the rating
    both[:, :items] = rated
    np.multiply(codes, rated, out=both[:, items:])
    sums = both.T @ both
    applies, unseen = _cell_facts(codes, columns)
    return Tally(
        people,
        np.zeros((items, ANSWER_CODES), dtype=np.int64),
        sums[items:, items:].astype(np.int64),
        sums[:items, items:].astype(np.int64),
        sums[:items, :items].astype(np.int64),
        applies,
        unseen,
    )


def _cell_facts(codes: NDArray[np.uint8], columns: NDArray[np.intp]) -> tuple[IntArray, IntArray]:
    """Of every stage cell: to how many it applies; how many cannot tell and rated none of its items.

    Codes are in this order: ratings, can't tell, does not apply, blank. So the lowest of a cell's says it all but
    whether everything in it does not apply.
    """
    if not columns.size:
        none = np.zeros(columns.shape[1], dtype=np.int64)
        return none, none.copy()
    lowest = codes[:, columns[0]]
    highest = lowest.copy()
    for more in columns[1:]:
        other = codes[:, more]
        np.minimum(lowest, other, out=lowest)
        np.maximum(highest, other, out=highest)
    foreign = (lowest == NOT_APPLICABLE) & (highest == NOT_APPLICABLE)
    return len(codes) - np.count_nonzero(foreign, axis=0), np.count_nonzero(lowest == DONT_KNOW, axis=0)


def counted(tally: Tally) -> NDArray[np.bool_]:
    """Which items count in this group: at least LEAST_RATERS people rated them."""
    return np.asarray(tally.rated >= LEAST_RATERS)


def people_behind(weights: FloatArray, rated: IntArray) -> float:
    """n* = 1 / sum(|w_i| / n_i) over the items that have a weight."""
    used = weights != 0
    return float(1 / np.sum(np.abs(weights[used]) / rated[used]))


def estimate(weights: FloatArray, tally: Tally, *, headcount: int | None) -> Estimate:
    """S = 25 sum(w_i m_i) with its standard errors, from sums alone.

    With e_r = 25 sum_i w_i (n / n_i) R_ri (x_ri - m_i), SE = sd(e) / sqrt(n), corrected by sqrt(1 - ñ / N) with ñ
    the plain mean of n_i over the items with weight. headcount None: no correction; fewer than answered: N = n.
    Weights are zero on items that do not count; every item with weight has been rated by somebody.
    """
    (found,) = estimates(weights[None], tally, headcount=headcount)
    return found


def estimates(weights: FloatArray, tally: Tally, *, headcount: int | None) -> tuple[Estimate, ...]:
    """As `estimate`, for many scores of one group at once. weights: scores x items."""
    used, rated = weights != 0, tally.rated
    some = np.maximum(rated, 1)
    means = np.diagonal(tally.ratings) / some
    parts = weights / some
    scores = 25 * weights @ means
    plain = 25 * np.sqrt(_variances(parts, means, tally) * (tally.people / max(tally.people - 1, 1)))
    with np.errstate(divide="ignore", invalid="ignore"):  # weights of nothing but zeros
        heard = (used @ rated) / used.sum(axis=1)
        behind = 1 / np.abs(parts).sum(axis=1)
    if tally.people <= 1:
        plain = np.zeros(len(weights))
    return tuple(
        Estimate(score, se * correction(here, tally.people, headcount), se, people)
        for score, se, here, people in zip(
            scores.tolist(), plain.tolist(), heard.tolist(), behind.tolist(), strict=True
        )
    )


def _variances(v: FloatArray, means: FloatArray, tally: Tally) -> FloatArray:
    """v' C v for each row v, with C_ij the sum over people of R_i R_j (x_i - m_i)(x_j - m_j); exactly 0 where nobody
    differs."""
    mixed = means[:, None] * tally.ratings
    square = np.outer(means, means) * tally.pairs
    totals = ((v @ (tally.products - mixed - mixed.T + square)) * v).sum(axis=1)
    size = np.abs(v)
    sizes = ((size @ (tally.products + square)) * size).sum(axis=1)
    return np.where(totals > 1e-13 * sizes, totals, 0.0)


def correction(heard: float, people: int, headcount: int | None) -> float:
    """sqrt(1 - heard / N): what a standard error is multiplied by where `heard` of N people were heard. headcount None:
    no correction; fewer than answered: N = n."""
    if headcount is None:
        return 1.0
    return math.sqrt(max(0.0, 1 - heard / max(headcount, people)))
