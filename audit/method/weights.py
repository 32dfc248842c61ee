"""Which items weigh how much in which score (the table of method section 3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audit.method.questionnaire import GATES, Questionnaire, Stage
from audit.method.scoring import FloatArray

Counted = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the items of a questionnaire stand in an answer sheet.

    principles, domains: their ids in order; cell: (principle, stage) -> item columns; domain: id -> item columns;
    stage_of: stage of each column, 0 where it has none.
    """

    items: tuple[str, ...]
    principles: tuple[str, ...]
    domains: tuple[str, ...]
    cell: dict[tuple[str, Stage], tuple[int, ...]]
    domain: dict[str, tuple[int, ...]]
    process: tuple[int, ...]
    stage_of: NDArray[np.intp]

    @property
    def cells(self) -> tuple[tuple[int, ...], ...]:
        """Columns of every stage cell: principles in order, four stages each."""
        return tuple(self.cell[p, t] for p in self.principles for t in GATES)


def layout_of(questionnaire: Questionnaire) -> Layout:
    """Columns are the questionnaire's items in order."""
    items = questionnaire.items
    principles = tuple(p.id for p in questionnaire.principles)
    domains = tuple(d.id for d in questionnaire.domains)
    at = list(enumerate(items))
    return Layout(
        tuple(i.id for i in items),
        principles,
        domains,
        {(p, t): tuple(c for c, i in at if i.principle == p and i.stage is t) for p in principles for t in GATES},
        {d: tuple(c for c, i in at if i.domain == d) for d in domains},
        tuple(c for c, i in at if i.group == "process"),
        np.array([i.stage or 0 for i in items], dtype=np.intp),
    )


def _shared(columns: tuple[int, ...], counted: Counted, amount: float) -> FloatArray | None:
    """`amount` in equal parts on the counted items among `columns`; None where none counts."""
    kept = [c for c in columns if counted[c]]
    if not kept:
        return None
    weights = np.zeros(counted.size)
    weights[kept] = amount / len(kept)
    return weights


def cell_weights(layout: Layout, counted: Counted, *, principle: str, stage: Stage) -> FloatArray | None:
    """A stage cell: equal on its counted items."""
    return _shared(layout.cell[principle, stage], counted, 1.0)


def principle_weights(layout: Layout, counted: Counted, *, principle: str) -> FloatArray | None:
    """A quarter for each stage, shared by its counted items; None where a stage has no counted item."""
    total = np.zeros(counted.size)
    for stage in GATES:
        part = _shared(layout.cell[principle, stage], counted, 1 / len(GATES))
        if part is None:
            return None
        total += part
    return total


def contrast_weights(layout: Layout, counted: Counted, *, principle: str) -> FloatArray | None:
    """A principle's weights less the mean of all principles' weights; None unless every principle has a score."""
    each = [principle_weights(layout, counted, principle=p) for p in layout.principles]
    known = [w for w in each if w is not None]
    if not each or len(known) < len(each):
        return None
    own = known[layout.principles.index(principle)]
    return np.asarray(own - np.mean(known, axis=0), dtype=np.float64)


def domain_weights(layout: Layout, counted: Counted, *, domain: str) -> FloatArray | None:
    """A domain relative to its stages: its items, less for each the mean of all items of its stage.

    With everything counted: 1/5 on its items, less 1/50 on all ten items of each one's stage.
    """
    own = [c for c in layout.domain[domain] if counted[c]]
    if not own:
        return None
    weights = np.zeros(counted.size)
    for column in own:
        peers = np.flatnonzero((layout.stage_of == layout.stage_of[column]) & counted)
        weights[column] += 1 / len(own)
        weights[peers] -= 1 / (len(own) * len(peers))
    return np.where(np.abs(weights) < 1e-12, 0.0, weights) if np.any(np.abs(weights) >= 1e-12) else None


def process_weights(column: int, counted: Counted) -> FloatArray | None:
    """A process item stands for itself."""
    return _shared((column,), counted, 1.0)
