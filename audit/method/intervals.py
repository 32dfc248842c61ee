"""TELL: intervals, from released numbers alone (method section 4).

Rounding is part of the uncertainty: every interval of a score stands on SE* = sqrt(SE² + step² / 12). The exact
number of people is never told, so the row of the resolution table stands in for it: m = 10, 10, 20, 50.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from scipy.special import ndtri, stdtrit

from audit.method.profile import Absent
from audit.method.release import Share
from audit.method.tiers import CHOICE_END, HIGHEST, LOWEST

PEOPLE_MEANT = {5: 10, 10: 10, 20: 20, 50: 50}
"""m, the people assumed behind a number, by row: the fewest who can stand behind it, ten at the least."""

TWO_SIDED_95 = 0.975
TWO_SIDED_80 = 0.90
Z = float(ndtri(TWO_SIDED_95))
MOST_CHOSEN = 100.0
"""Of choice sets: always the most where it was shown; -100 where always the least."""
ONE_OF_FIVE = 1 - 0.05 / 5 / 2
"""Quantile of a two-sided 5 % shared among the five principles (Bonferroni)."""


class Told(Protocol):
    """A number as it is released: see `audit.method.release.Number`, whose standard errors are whole points."""

    @property
    def value(self) -> float: ...
    @property
    def step(self) -> float: ...
    @property
    def row(self) -> int: ...
    @property
    def se(self) -> float: ...
    @property
    def se_plain(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends, in the unit of what they belong to."""

    low: float
    high: float


def widened(se: float, *, step: float) -> float:
    """SE* = sqrt(SE² + step² / 12): the variance of rounding to `step` added to that of sampling."""
    return math.sqrt(se * se + step * step / 12)


@cache
def t_quantile(probability: float, *, row: int) -> float:
    """Student's t with m - 1 degrees of freedom, m by row of the resolution table (10, 10, 20, 50)."""
    return float(stdtrit(PEOPLE_MEANT[row] - 1, probability))


def score_interval(number: Told) -> Interval:
    """95 % interval of a score of 0..100: S ± t(.975, m-1) SE*, clipped; a shown 90 is open to 100, a 10 to 0."""
    return _opened(number.value, _around(number, number.se, TWO_SIDED_95))


def score_interval_uncorrected(number: Told) -> Interval:
    """As `score_interval` without population correction: for what is compared with other people's views."""
    return _opened(number.value, _around(number, number.se_plain, TWO_SIDED_95))


def difference_interval(number: Told) -> Interval:
    """95 % interval of a contrast or a relative domain: neither ends nor clip."""
    return _around(number, number.se, TWO_SIDED_95)


def difference_interval_uncorrected(number: Told) -> Interval:
    """As `difference_interval` without population correction."""
    return _around(number, number.se_plain, TWO_SIDED_95)


def range_interval(number: Told) -> Interval:
    """80 % interval that gives a stage its range: S ± t(.90, m-1) SE*, without population correction, clipped."""
    return _clipped(_around(number, number.se_plain, TWO_SIDED_80))


def contrast_interval(number: Told) -> Interval:
    """Interval at .05/5 that decides whether a principle is named, without population correction."""
    return _around(number, number.se_plain, ONE_OF_FIVE)


def choice_interval(number: Told) -> Interval:
    """95 % interval of a score of choice sets, -100..100: S ± t(.975, m-1) SE*, clipped, open beyond a shown end."""
    around = _around(number, number.se, TWO_SIDED_95)
    low = -MOST_CHOSEN if number.value <= -CHOICE_END else max(-MOST_CHOSEN, around.low)
    return Interval(low, MOST_CHOSEN if number.value >= CHOICE_END else min(MOST_CHOSEN, around.high))


def priority_interval(number: Told, *, many: int) -> Interval:
    """Interval at .05 shared among `many` attributes (Bonferroni) that decides whether one may be called first or last,
    without population correction."""
    return _around(number, number.se_plain, 1 - 0.05 / many / 2)


def change_interval(before: Told, now: Told) -> Interval:
    """95 % Welch interval of now - before, two independent waves, without population correction.

    With v = SE*² of each: D ± t(.975, df) sqrt(v1 + v2), df = (v1 + v2)² / (v1² / (m1-1) + v2² / (m2-1)).
    D, v in points and their squares. Source: Welch 1947. A score shown as an open end makes the size of D too small,
    never too large, so a word drawn from it stays true.
    """
    return _welch(before, now, TWO_SIDED_95)


def apart_interval(one: Told, other: Told, *, many: int) -> Interval:
    """As `change_interval`, of two groups of one round, at .05 shared among `many` differences (Bonferroni)."""
    return _welch(one, other, 1 - 0.05 / many / 2)


def _welch(before: Told, now: Told, probability: float) -> Interval:
    v1, v2 = (widened(n.se_plain, step=n.step) ** 2 for n in (before, now))
    freedom1, freedom2 = (PEOPLE_MEANT[n.row] - 1 for n in (before, now))
    freedom = (v1 + v2) ** 2 / (v1 * v1 / freedom1 + v2 * v2 / freedom2)
    half = float(stdtrit(freedom, probability)) * math.sqrt(v1 + v2)
    difference = now.value - before.value
    return Interval(difference - half, difference + half)


def wilson_interval(share: float, *, people: float) -> Interval:
    """95 % score interval of a share p, 0..1, among n `people`, not necessarily a whole number.

    (p + z²/2n ± z sqrt(p (1-p) / n + z²/4n²)) / (1 + z²/n), z = 1.96; a limit of a share of 0 or 1 is exactly that.
    Source: Wilson 1927; Newcombe 1998, method 3.
    """
    scale = 1 + Z * Z / people
    centre = (share + Z * Z / (2 * people)) / scale
    half = Z / scale * math.sqrt(share * (1 - share) / people + Z * Z / (4 * people * people))
    return Interval(
        0.0 if share <= 0 else max(0.0, centre - half),
        1.0 if share >= 1 else min(1.0, centre + half),
    )


def share_interval(band: Share, *, row: int) -> Share:
    """95 % interval in per cent of a share told as a band (per cent), Wilson with m by row: lower limit from the
    band's lower edge, upper from its upper."""
    people = PEOPLE_MEANT[row]
    return Share(
        100 * wilson_interval(band.low / 100, people=people).low,
        100 * wilson_interval(band.high / 100, people=people).high,
    )


def exact_share_interval(share: float, *, people: int, headcount: int | None) -> Interval | None:
    """Wilson with n_eff = n (N - 1) / (N - n), for files whose owner knows n anyway; None where everybody answered.

    share: 0..1; headcount None: not known, so n_eff = n.
    """
    if headcount is None:
        return wilson_interval(share, people=people)
    if people >= headcount:
        return None
    return wilson_interval(share, people=people * (headcount - 1) / (headcount - people))


def with_absent(score: Told, *, response: Share) -> Absent:
    """What those who did not answer could do to a score of 0..100.

    With r the lower edge of the response band, so the most that may be absent: S - 10 (1 - r), S r, and
    S r + 100 (1 - r). A shown 10 or less counts as 0 in the lowest bound, a shown 90 or more as 100 in the highest.
    """
    answered = response.low / 100
    absent = 1 - answered
    least = 0.0 if score.value <= LOWEST else score.value
    most = 100.0 if score.value >= HIGHEST else score.value
    return Absent(
        max(0.0, score.value - 10 * absent),
        least * answered,
        most * answered + 100 * absent,
    )


def _around(number: Told, se: float, probability: float) -> Interval:
    half = t_quantile(probability, row=number.row) * widened(se, step=number.step)
    return Interval(number.value - half, number.value + half)


def _clipped(interval: Interval) -> Interval:
    return Interval(max(0.0, interval.low), min(100.0, interval.high))


def _opened(value: float, interval: Interval) -> Interval:
    clipped = _clipped(interval)
    return Interval(
        0.0 if value <= LOWEST else clipped.low,
        100.0 if value >= HIGHEST else clipped.high,
    )
