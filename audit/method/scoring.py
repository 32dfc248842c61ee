"""COUNT: sums over people, and the one estimator made from them (method section 3).

Everything is computed from integer sums, so counting 100,000 people costs one pass, and a group's sums are the
sums of its rings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audit.method.answers import ANSWER_CODES, DONT_KNOW, NOT_APPLICABLE, AnswerSheet

CHUNK = 16_384  # rows at a time: sums of products stay exact in float32, and memory stays flat
LEAST_RATERS = 5  # an item counts in a group where at least so many people rated it (own convention)

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over the people of one ring or group.

    people: how many; histogram: items x 8 answer codes; products, ratings, pairs: items x items, with x the
    rating (0 where not rated) and R whether rated: sums of x_i x_j, of R_i x_j, of R_i R_j; applies, unseen:
    per stage cell, the people to whom it applies, and those who said "can't tell" and rated none of its items.
    """

    people: int
    histogram: IntArray
    products: IntArray
    ratings: IntArray
    pairs: IntArray
    applies: IntArray
    unseen: IntArray

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.people + other.people,
            self.histogram + other.histogram,
            self.products + other.products,
            self.ratings + other.ratings,
            self.pairs + other.pairs,
            self.applies + other.applies,
            self.unseen + other.unseen,
        )

    @property
    def rated(self) -> IntArray:
        """People who rated each item."""
        return np.diagonal(self.pairs).copy()

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


def tally_rings(
    sheet: AnswerSheet, *, rings: NDArray[np.intp], count: int, cells: tuple[tuple[int, ...], ...]
) -> tuple[Tally, ...]:
    """One tally a ring. rings: people, the ring (0..count-1) of each; cells: item columns of each stage cell."""
    order = np.argsort(rings, kind="stable")
    bounds = np.searchsorted(rings[order], np.arange(count + 1))
    tallies = []
    for ring in range(count):
        tally = empty_tally(len(sheet.items), len(cells))
        for start in range(bounds[ring], bounds[ring + 1], CHUNK):
            rows = order[start : min(start + CHUNK, bounds[ring + 1])]
            tally = tally + _tally(sheet.codes[rows], cells)
        tallies.append(tally)
    return tuple(tallies)


def _tally(codes: NDArray[np.uint8], cells: tuple[tuple[int, ...], ...]) -> Tally:
    people, items = codes.shape
    rated = codes < DONT_KNOW
    known = rated.astype(np.float32)
    values = codes * known
    places = codes + np.arange(0, items * ANSWER_CODES, ANSWER_CODES, dtype=np.int64)
    applies, unseen = _cell_facts(codes, rated, cells)
    return Tally(
        people,
        np.bincount(places.ravel(), minlength=items * ANSWER_CODES).reshape(items, ANSWER_CODES),
        (values.T @ values).astype(np.int64),
        (known.T @ values).astype(np.int64),
        (known.T @ known).astype(np.int64),
        applies,
        unseen,
    )


def _cell_facts(
    codes: NDArray[np.uint8], rated: NDArray[np.bool_], cells: tuple[tuple[int, ...], ...]
) -> tuple[IntArray, IntArray]:
    cannot_tell, foreign = codes == DONT_KNOW, codes == NOT_APPLICABLE
    applies = np.zeros(len(cells), dtype=np.int64)
    unseen = np.zeros(len(cells), dtype=np.int64)
    for at, cell in enumerate(cells):
        columns = list(cell)
        applies[at] = np.count_nonzero(~foreign[:, columns].all(axis=1))
        unseen[at] = np.count_nonzero(cannot_tell[:, columns].any(axis=1) & ~rated[:, columns].any(axis=1))
    return applies, unseen


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
    used = np.flatnonzero(weights)
    w, rated, means = weights[used], tally.rated[used].astype(np.float64), tally.means[used]
    variance = _variance(w / rated, means, tally, used)
    plain = 25 * math.sqrt(variance * tally.people / (tally.people - 1)) if tally.people > 1 else 0.0
    return Estimate(
        float(25 * w @ means),
        plain * _correction(float(rated.mean()), tally.people, headcount),
        plain,
        people_behind(weights, tally.rated),
    )


def _variance(v: FloatArray, means: FloatArray, tally: Tally, used: NDArray[np.intp]) -> float:
    """v' C v with C_ij the sum over people of R_i R_j (x_i - m_i)(x_j - m_j); exactly 0 where nobody differs."""
    block = np.ix_(used, used)
    mixed = means[:, None] * tally.ratings[block]
    square = np.outer(means, means) * tally.pairs[block]
    total = v @ (tally.products[block] - mixed - mixed.T + square) @ v
    size = np.abs(v) @ (tally.products[block] + square) @ np.abs(v)
    return float(total) if total > 1e-13 * size else 0.0


def _correction(heard: float, people: int, headcount: int | None) -> float:
    if headcount is None:
        return 1.0
    return math.sqrt(max(0.0, 1 - heard / max(headcount, people)))
