"""TELL: one released number beside the same number of an earlier round (method section 6)."""

from __future__ import annotations

from dataclasses import dataclass

from audit.method.intervals import Interval, change_interval
from audit.method.profile import ChangeWord, Shown, Withheld


@dataclass(frozen=True, slots=True)
class Change:
    """Now less before, in points, with its 95 % Welch interval and the word that it allows.

    Where either score is an open end ("90 or more"), the true change may be larger in that direction, never smaller.
    """

    before: Shown
    now: Shown
    difference: float
    low: float
    high: float
    word: ChangeWord


def change_of(before: Shown | Withheld, now: Shown | Withheld) -> Change | Withheld:
    """Two released scores of the same kind: D = now - before with `intervals.change_interval`; withheld if one is."""
    if isinstance(before, Withheld):
        return before
    if isinstance(now, Withheld):
        return now
    interval = change_interval(before, now)
    return Change(before, now, now.value - before.value, interval.low, interval.high, word_for(interval))


def word_for(interval: Interval) -> ChangeWord:
    """Clearly higher or lower where the interval of a difference lies beyond 0, else cannot tell: never "no change"."""
    if interval.low > 0:
        return ChangeWord.CLEARLY_HIGHER
    return ChangeWord.CLEARLY_LOWER if interval.high < 0 else ChangeWord.CANNOT_TELL
