"""TELL: do staff see an item alike, in two camps, or not at all (method section 6)."""

from __future__ import annotations

from audit.method.profile import Agreement
from audit.method.release import Share

MOST_DISSENT = 4.0
"""Variance on the 0..4 scale where half of the people say 0 and half say 4 (Lindell & Brandt 1997)."""

POINTS_A_RATING = 25
SHARED, MOSTLY_SHARED, MIXED = 0.85, 0.75, 0.65
CAMP = 25  # per cent that make a camp at either end
UNSEEN = 30  # per cent who cannot tell, from which on it is a finding of its own


def rwg_star(variance: float) -> float:
    """rwg* = max(0, 1 - s² / 4), 0..1; variance s² of ratings on the 0..4 scale (n - 1).

    Source: Lindell & Brandt 1997, with the variance of maximum dissensus in place of a uniform one.
    """
    return max(0.0, 1 - variance / MOST_DISSENT)


def rwg_of_spread(spread: float) -> float:
    """rwg* from a released spread: sd of ratings in points of 0..100, so s = spread / 25."""
    return rwg_star((spread / POINTS_A_RATING) ** 2)


def agreement_word(rwg: float) -> Agreement:
    """>= .85 shared, >= .75 mostly shared, >= .65 mixed, below divided (own). Never "so it is true"."""
    if rwg >= SHARED:
        return Agreement.SHARED
    if rwg >= MOSTLY_SHARED:
        return Agreement.MOSTLY_SHARED
    return Agreement.MIXED if rwg >= MIXED else Agreement.DIVIDED


def is_split(rwg: float, *, low: float, middle: float, high: float) -> bool:
    """Whether an item has two camps: low and high >= 25, the middle smaller than either, and rwg* < .65.

    low, middle, high: shares in per cent of 0-1, of 2, and of 3-4 among those who rated. Without the last two
    conditions an ordinary bell would be called split (method section 6).
    """
    return min(low, high) >= CAMP and middle < min(low, high) and rwg < MIXED


def staff_can_see(cannot_tell: Share) -> bool:
    """Whether an item is visible to staff: not so where 30 % or more of those asked cannot tell.

    cannot_tell: released band, per cent of "can't tell" among rated + don't know. 30 is an edge of the bands, so a
    band of ten points decides without doubt. A wider band that only reaches across 30 does not count as a finding: its
    lower edge decides, because saying "staff cannot see this" must hold for every share in the band.
    """
    return cannot_tell.low < UNSEEN
