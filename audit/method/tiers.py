"""COUNT: how exactly a number may be told, given how many people stand behind it (promise section 7)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from audit.method.release import Band, Number, Share, Split3
from audit.method.scoring import Estimate, FloatArray, IntArray

LOWEST, HIGHEST = 10.0, 90.0  # scores and shares end here: "10 or less", "90 or more"
CHOICE_END = 80.0  # scores of choice sets, -100..100, end here either way: what LOWEST and HIGHEST are on their scale
TIERS = (10, 20, 50)
ITEM_TIER = 20  # no word about a single item under so many raters
COARSEST = 2  # rows that an audit may make all numbers coarser by
SPLIT_TIER = 50  # a three-way split and the spread from here on


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the resolution table: from `people` behind the score on; steps in points; floor of the SE."""

    people: int
    step: float
    cell_step: float
    se_floor: int


ROWS = (Row(5, 10, 10, 5), Row(10, 5, 5, 3), Row(20, 2.5, 5, 2), Row(50, 1, 2.5, 1))


def row_for(behind: float, *, tier: int, coarsened: int = 0) -> Row | None:
    """The finest row with at least its people behind the score and not finer than the group's tier.

    coarsened: so many rows coarser, after an audit found too much. None: too few people behind it.
    """
    fitting, most = -1, min(behind + 1e-9, tier)
    while fitting + 1 < len(ROWS) and ROWS[fitting + 1].people <= most:
        fitting += 1
    kept = fitting - coarsened
    return ROWS[kept] if kept >= 0 else None


def rounded(value: float, step: float) -> float:
    """Half up, always: Python's own rounding would send 62.5 to 62."""
    return math.floor(value / step + 0.5 + 1e-9) * step


def within_ends(value: float) -> float:
    """Nothing is told beyond 10 or less and 90 or more."""
    return min(HIGHEST, max(LOWEST, value))


def whole_se(se: float, *, row: Row) -> int:
    """A standard error upward to whole points, at least the floor of its row."""
    return max(row.se_floor, math.ceil(se - 1e-9))


def score_number(estimate: Estimate, *, row: Row) -> Number:
    """A score as it may be told: rounded, with ends."""
    return _number(within_ends(rounded(estimate.score, row.step)), row.step, estimate, row)


def cell_number(estimate: Estimate, *, row: Row) -> Number:
    """A stage cell as it may be told: its own, coarser step."""
    return _number(within_ends(rounded(estimate.score, row.cell_step)), row.cell_step, estimate, row)


def difference_number(estimate: Estimate, *, row: Row) -> Number:
    """A contrast or a relative domain: signed, without ends."""
    return _number(rounded(estimate.score, row.step) + 0.0, row.step, estimate, row)


def choice_number(estimate: Estimate, *, row: Row) -> Number:
    """A score of choice sets as it may be told: -100..100 is twice as wide as 0..100, so steps and floors are twice
    those of the row, and it ends at "80 or more" either way. One person moves it by two steps at most, as any score."""
    step = 2 * row.step
    value = min(CHOICE_END, max(-CHOICE_END, rounded(estimate.score, step))) + 0.0
    se, plain = (max(2 * row.se_floor, math.ceil(se - 1e-9)) for se in (estimate.se, estimate.se_plain))
    return Number(float(value), float(step), row.people, se, plain)


def _number(value: float, step: float, estimate: Estimate, row: Row) -> Number:
    return Number(
        float(value),
        float(step),
        row.people,
        whole_se(estimate.se, row=row),
        whole_se(estimate.se_plain, row=row),
    )


def people_band(people: int) -> Band:
    """10-19, 20-49, 50-99, 100 and more. Under ten is nobody's business: ValueError."""
    if people < 10:
        raise ValueError("fewer than ten people are never told")
    edges = (10, 20, 50, 100)
    low = max(e for e in edges if e <= people)
    return Band(low, next((e - 1 for e in edges if e > people), None))


TENTHS = tuple(Share(10.0 * n, 10.0 * (n + 1)) for n in range(10))
"""The ten bands of a share, in per cent."""


def share_band(part: int, whole: int) -> Share:
    """The band of ten points of a share in per cent; the last one includes 100."""
    return TENTHS[min(9, part * 10 // whole)]


def tenths_of(part: IntArray, whole: IntArray) -> IntArray:
    """As `share_band`, for many at once: the place of each band in TENTHS; 0 where nobody is in the whole."""
    return np.minimum(9, part * 10 // np.maximum(whole, 1))


def fives_of(part: IntArray, whole: IntArray) -> IntArray:
    """Shares in per cent, rounded to 5 points as `rounded` does, with ends; parts of a whole need not add to 100."""
    fives = np.floor(100 * part / np.maximum(whole, 1) / 5 + 0.5 + 1e-9)
    return (np.clip(fives, LOWEST / 5, HIGHEST / 5) * 5).astype(np.int64)


@cache
def split_into(low: int, middle: int, high: int) -> Split3:
    """One value for each way in which three shares can be rounded: there are few."""
    return Split3(low, middle, high)


def spreads_of(sd: FloatArray) -> FloatArray:
    """Spreads on 0..100 (sd), to 2.5 points as `rounded` does, at the least "10 or less"."""
    return np.maximum(LOWEST, np.floor(sd / 2.5 + 0.5 + 1e-9) * 2.5)


def response_band(people: int, invited: int) -> Share:
    """Response of the whole organisation in per cent: bands of ten points from 50 answers, quarters below."""
    if people >= 50:
        return share_band(min(people, invited), invited)
    low = min(3, people * 4 // invited) * 25
    return Share(float(low), float(low + 25))
