"""The method once more, straight from the tables in its description: plain numpy and SciPy, nothing of the product.

Answers are read from the CSV, the questionnaire from `questionnaires export --json`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
LEAST = 5


@dataclass(frozen=True)
class Survey:
    """answers: people x items as written; items: as exported; staff: headcount."""

    answers: list[list[str]]
    items: list[Mapping[str, Any]]
    staff: int

    @property
    def ratings(self) -> Floats:
        """People x items, nan where an item was not rated."""
        return np.array([[float(a) if a.isdigit() else np.nan for a in row] for row in self.answers])


def read(answers: Path, people: Path, items: list[Mapping[str, Any]]) -> Survey:
    """Rows of the files, columns in the order of the items."""
    rows = _rows(answers)
    staff = sum(int(r["headcount"]) for r in _rows(people) if r["tree"] == "role")
    return Survey([[row[i["id"]] for i in items] for row in rows], items, staff)


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def score(survey: Survey, weights: Floats) -> tuple[float, float]:
    """S = 25 sum w_i m_i, and its standard error from everybody's influence, with population correction."""
    x = survey.ratings[:, weights != 0]
    w = weights[weights != 0]
    n = len(x)
    rated = (~np.isnan(x)).sum(axis=0)
    means = np.nanmean(x, axis=0)
    influence = 25 * np.nansum(w * n / rated * (x - means), axis=1)
    correction = np.sqrt(1 - rated.mean() / survey.staff)
    return float(25 * w @ means), float(np.std(influence, ddof=1) / np.sqrt(n) * correction)


def t_interval(centre: float, se: float, *, people: int) -> tuple[float, float]:
    """By SciPy's own interval of a t distribution."""
    low, high = stats.t.interval(0.95, df=people - 1, loc=centre, scale=se)
    return float(low), float(high)


def wilson(share: float, n_eff: float) -> tuple[float, float]:
    """The two shares p at which (share - p)² = z² p (1 - p) / n: roots of a parabola."""
    z2 = float(stats.norm.ppf(0.975)) ** 2
    low, high = sorted(np.roots([1 + z2 / n_eff, -2 * share - z2 / n_eff, share**2]).real)
    return float(low), float(high)


def where(survey: Survey, wanted: Callable[[Mapping[str, Any]], bool]) -> NDArray[np.bool_]:
    """Columns of items that fit and that at least five people rated."""
    enough = (~np.isnan(survey.ratings)).sum(axis=0) >= LEAST
    return np.asarray(np.array([wanted(i) for i in survey.items]) & enough)


def cell_weights(survey: Survey, principle: str, stage: int) -> Floats:
    mine = where(survey, lambda i: i.get("principle") == principle and i.get("stage") == stage)
    return np.asarray(mine / mine.sum())


def principle_weights(survey: Survey, principle: str) -> Floats:
    return np.asarray(np.mean([cell_weights(survey, principle, stage) for stage in (1, 2, 3, 4)], axis=0))


def contrast_weights(survey: Survey, principle: str, principles: list[str]) -> Floats:
    everybody = np.mean([principle_weights(survey, p) for p in principles], axis=0)
    return np.asarray(principle_weights(survey, principle) - everybody)


def domain_weights(survey: Survey, domain: str) -> Floats:
    mine = where(survey, lambda i: i.get("domain") == domain)
    total = mine / mine.sum()
    for column in np.flatnonzero(mine):
        stage = survey.items[column]["stage"]
        peers = where(survey, lambda i, stage=stage: i.get("stage") == stage)  # type: ignore[misc]  # bound at once
        total = total - peers / peers.sum() / mine.sum()
    return np.asarray(total)
