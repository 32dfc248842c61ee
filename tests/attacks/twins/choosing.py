"""Releases that tell of choices without one rule of how exactly that may be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.method import across_rounds, priorities, tiers
from audit.method.counting import Counted
from audit.method.release import Number, Release
from audit.method.scoring import Estimate
from audit.method.tiers import Row


def floors_of_ratings(patch: pytest.MonkeyPatch) -> None:
    """Errors of choices have the floor of a rating, on a scale that is half as wide."""
    choice_number = tiers.choice_number

    def told(estimate: Estimate, *, row: Row) -> Number:
        number = choice_number(estimate, row=row)
        errors = [max(row.se_floor, round(one)) for one in (estimate.se, estimate.se_plain)]
        return replace(number, se=errors[0], se_plain=errors[1])

    patch.setattr(tiers, "choice_number", told)


def one_choice_a_person(patch: pytest.MonkeyPatch) -> None:
    """A person who was shown an attribute once stands behind it like one who rated."""
    patch.setattr(priorities, "TWICE", 1)


def choices_apart(patch: pytest.MonkeyPatch) -> None:
    """What was chosen is not put beside the round before; all else is."""
    passes = across_rounds.passes

    def ratings_only(counts: Counted, release: Release, earlier: Release, *, k: int) -> bool:
        return passes(counts, replace(release, choices={}), earlier, k=k)

    patch.setattr(across_rounds, "passes", ratings_only)
