"""How many organisations and people a validation study needs: answers invented from the supposed structure.

`python -m tests.simulation.sample_sizes` prints the tables of docs/validation.md. Five factors (the principles), eight
items each, all with one loading, factors that correlate, organisations that differ, answers in five steps.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FACTORS, ITEMS = 5, 8
LOADING, BETWEEN_FACTORS = 0.6, 0.8  # standardised; the careful side: principles that lie close to each other
ICC = 0.10  # share of the variance that lies between organisations
CUTS = (-1.5, -0.75, 0.0, 0.75)
SEED = 2026
RUNS = 300
ORGANISATIONS, STAFF = (10, 20, 40), (10, 25, 50)
CRITERION, RETEST = 0.4, 0.8  # true correlations: with a criterion, and of one person's score with itself

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """answers: people x items, 0..4, items of one factor side by side; organisation: of each person."""

    answers: Floats
    organisation: NDArray[np.intp]
    standing: Floats  # what each organisation truly is, by factor


def correlated(rows: int, chance: np.random.Generator) -> Floats:
    """Factor scores with variance 1 that correlate as supposed: rows x factors."""
    shared = chance.normal(size=(rows, 1)) * np.sqrt(BETWEEN_FACTORS)
    return np.asarray(shared + chance.normal(size=(rows, FACTORS)) * np.sqrt(1 - BETWEEN_FACTORS))


def sample(organisations: int, staff: int, chance: np.random.Generator) -> Sample:
    """Answers of so many people in so many organisations."""
    where = np.repeat(np.arange(organisations), staff)
    standing = correlated(organisations, chance)
    factors = np.sqrt(ICC) * standing[where] + np.sqrt(1 - ICC) * correlated(where.size, chance)
    latent = LOADING * np.repeat(factors, ITEMS, axis=1)
    latent += np.sqrt(1 - LOADING**2) * chance.normal(size=latent.shape)
    return Sample(np.digitize(latent, CUTS).astype(np.float64), where, standing)


def items_with_their_own(found: Sample) -> float:
    """Share of items that correlate more with the rest of their own principle than with any other principle."""
    scores = found.answers.reshape(-1, FACTORS, ITEMS).sum(axis=2)
    right = 0
    for item in range(FACTORS * ITEMS):
        own = item // ITEMS
        rest = scores.copy()
        rest[:, own] -= found.answers[:, item]
        with_each = np.corrcoef(np.column_stack([found.answers[:, item], rest]), rowvar=False)[0, 1:]
        right += int(with_each.argmax() == own)
    return right / (FACTORS * ITEMS)


def alpha(found: Sample) -> float:
    """Cronbach's alpha of the first principle."""
    own = found.answers[:, :ITEMS]
    return float(ITEMS / (ITEMS - 1) * (1 - own.var(axis=0, ddof=1).sum() / own.sum(axis=1).var(ddof=1)))


def between(found: Sample) -> float:
    """ICC(1) of the first principle: one-way analysis of variance with equal groups."""
    groups = found.answers[:, :ITEMS].reshape(found.standing.shape[0], -1, ITEMS).mean(axis=2)
    size = groups.shape[1]
    among = size * groups.mean(axis=1).var(ddof=1)
    within = groups.var(axis=1, ddof=1).mean()
    return float((among - within) / (among + (size - 1) * within))


def criterion_seen(found: Sample, chance: np.random.Generator) -> float:
    """Whether the mean of the first principle correlates, at .05, with something that truly goes along with it."""
    standing = found.standing[:, 0]
    outside = CRITERION * standing + np.sqrt(1 - CRITERION**2) * chance.normal(size=standing.size)
    means = found.answers[:, :ITEMS].reshape(standing.size, -1).mean(axis=1)
    z = np.arctanh(np.corrcoef(means, outside)[0, 1]) * np.sqrt(standing.size - 3)
    return float(abs(z) > 1.96)


def width(values: Sequence[float]) -> float:
    """Half of the range that holds 95 % of what was found."""
    low, high = np.quantile(values, (0.025, 0.975))
    return float(high - low) / 2


def structure(*, runs: int = RUNS) -> str:
    """Items with their own principle, and how sure alpha and ICC are, by organisations and staff in each."""
    rows = []
    for organisations in ORGANISATIONS:
        for staff in STAFF:
            chance = np.random.default_rng((SEED, organisations, staff))
            drawn = [sample(organisations, staff, chance) for _ in range(runs)]
            own = float(np.mean([items_with_their_own(s) for s in drawn]))
            widths = (width([alpha(s) for s in drawn]), width([between(s) for s in drawn]))
            rows.append((str(organisations), str(staff), f"{own:.2f}", *(f"{w:.3f}" for w in widths)))
    heads = ("organisations", "answers in each", "items with their own", "alpha ±", "ICC ±")
    return written(heads, rows)


def criterion(*, runs: int = RUNS) -> str:
    """How often a true correlation of organisations with something outside is seen."""
    rows = []
    for organisations in (20, 40, 60, 80, 120):
        found = []
        for staff in (10, 25):
            chance = np.random.default_rng((SEED, organisations, staff, 1))
            found.append(np.mean([criterion_seen(sample(organisations, staff, chance), chance) for _ in range(runs)]))
        rows.append((str(organisations), *(f"{share:.2f}" for share in found)))
    return written(("organisations", "seen with 10 answers each", "seen with 25 answers each"), rows)


def retest(*, runs: int = RUNS) -> str:
    """How sure the correlation of a person's score with itself, two or three weeks later, is."""
    rows = []
    for people in (25, 50, 100, 200):
        chance = np.random.default_rng((SEED, people, 2))
        pairs = (chance.multivariate_normal((0, 0), ((1, RETEST), (RETEST, 1)), size=people) for _ in range(runs))
        rows.append((str(people), f"{width([float(np.corrcoef(p[:, 0], p[:, 1])[0, 1]) for p in pairs]):.3f}"))
    return written(("people asked twice", "correlation ±"), rows)


def written(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table as documents have it."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ("--:",) * len(heads), *rows))


TABLES: tuple[Callable[..., str], ...] = (structure, criterion, retest)

if __name__ == "__main__":
    sys.stdout.write("\n\n".join(make() for make in TABLES) + "\n")
