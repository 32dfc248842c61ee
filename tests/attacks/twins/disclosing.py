"""Releases without one rule of the promise, section 7. Where the rule is how groups are chosen, nobody audits either:
the auditor would find the plan's fault."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from audit.method import across_rounds, auditor, disclosure, rounding, tiers
from audit.method.disclosure import NOTHING, Crosstab, Published
from audit.method.groups import ROOT, Lens, Path
from audit.method.questionnaire import GATES
from audit.method.release import Cell
from audit.method.scoring import Estimate, FloatArray, Tally, estimates
from audit.method.weights import Layout


def only_a_threshold(patch: pytest.MonkeyPatch) -> None:
    """Every group of k people is told; nobody looks at what can be subtracted."""

    def plan(crosstab: Crosstab, *, k: int, among: Published | None = None) -> Published:
        return _large_enough(crosstab, k, among)

    patch.setattr(disclosure, "plan", plan)
    patch.setattr(auditor, "passes", _passes)


def threshold_and_remainder(patch: pytest.MonkeyPatch) -> None:
    """Every group of k people is told whose untold neighbours are nobody or k together, places and roles apart."""

    def plan(crosstab: Crosstab, *, k: int, among: Published | None = None) -> Published:
        found = _large_enough(crosstab, k, among)
        for lens in Lens:
            for parent in crosstab.paths(lens):
                found = _without_small_remainder(crosstab, found, lens, parent, k)
        return found

    patch.setattr(disclosure, "plan", plan)
    patch.setattr(auditor, "passes", _passes)


def plans_made_apart(patch: pytest.MonkeyPatch) -> None:
    """Each resolution has a safe plan of its own, and a group is told where any of them shows it."""

    def apart(crosstab: Crosstab, *, tiers: Sequence[int]) -> dict[int, Published]:
        plans = [disclosure.plan(crosstab, k=k) for k in tiers]
        places, roles = (frozenset[Path]().union(*(p.of(lens) for p in plans)) for lens in Lens)
        return {tiers[0]: Published(places, roles), **dict(zip(tiers[1:], plans[1:], strict=True))}

    patch.setattr(disclosure, "nested_plans", apart)
    patch.setattr(auditor, "passes", _passes)


def rounds_apart(patch: pytest.MonkeyPatch) -> None:
    """Nobody looks at the round before."""
    patch.setattr(across_rounds, "passes", _passes)


def exact_standard_errors(patch: pytest.MonkeyPatch) -> None:
    """Standard errors in whole points, without a floor."""
    patch.setattr(tiers, "whole_se", lambda se, *, row: math.ceil(se - 1e-9))  # noqa: ARG005 - the rule's own signature


def exact_numbers(patch: pytest.MonkeyPatch) -> None:
    """Scores to a tenth of a point, whoever stands behind them."""
    patch.setattr(tiers, "rounded", lambda value, step: round(value, 1))  # noqa: ARG005 - the rule's own signature
    patch.setattr(tiers, "within_ends", lambda value: value)


def ballots_for_raters(patch: pytest.MonkeyPatch) -> None:
    """Whoever sent a ballot stands behind every number, also behind items that they did not rate."""

    def generous(weights: FloatArray, tally: Tally, *, headcount: int | None) -> tuple[Estimate, ...]:
        found = estimates(weights, tally, headcount=headcount)
        return tuple(replace(one, behind=float(tally.people)) for one in found)

    patch.setattr(rounding, "estimates", generous)
    patch.setattr(rounding, "counted", lambda tally: np.asarray(tally.rated > 0))


def words_from_exact_values(patch: pytest.MonkeyPatch) -> None:
    """Whether a gate is passed is worked out before rounding and kept beside the number."""
    ours = rounding._cell

    def with_word(one: rounding._OneGroup, layout: Layout, principle: str, at: int) -> Cell:
        columns = list(layout.cell[principle, GATES[at]])
        passed = float(np.nanmean(one.tally.means[columns])) * 25 >= 62.5
        return replace(ours(one, layout, principle, at), visible=passed)

    patch.setattr(rounding, "_cell", with_word)


def _passes(*_args: object, **_kwargs: object) -> bool:
    return True


def _large_enough(crosstab: Crosstab, k: int, among: Published | None) -> Published:
    if crosstab.total < k:
        return NOTHING
    kept = Published(frozenset({ROOT}), frozenset({ROOT}))
    for lens in Lens:
        for path in crosstab.paths(lens):
            if (among is None or path in among.of(lens)) and crosstab.count_of(lens, path) >= k:
                kept = kept.also(lens, path)
    return kept


def _without_small_remainder(crosstab: Crosstab, found: Published, lens: Lens, parent: Path, k: int) -> Published:
    def told() -> list[Path]:
        return [p for p in found.of(lens) if len(p) == len(parent) + 1 and p[: len(parent)] == parent]

    while told() and 0 < _remainder(crosstab, lens, parent, told()) < k:
        found = found.without(lens, min(told(), key=lambda p: (crosstab.count_of(lens, p), p)))
    return found


def _remainder(crosstab: Crosstab, lens: Lens, parent: Path, told: Sequence[Path]) -> int:
    return crosstab.count_of(lens, parent) - sum(crosstab.count_of(lens, p) for p in told)
