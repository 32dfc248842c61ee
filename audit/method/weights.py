"""Which items weigh how much in which score (the table of method section 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audit.method.questionnaire import GATES, PROCESS, Questionnaire, Stage, hash_of_items
from audit.method.scoring import FloatArray

Counted = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the items of a questionnaire stand in an answer sheet.

    principles: those that climb (an item at each of the four stages), domains: those of their items, ids in order;
    cell: (principle, stage) -> item columns; domain: id -> item columns; stage_of: stage of each column, 0 where it
    feeds none; module: id -> item columns, none of them in a cell; supports: columns of which it is told how many know
    of them.
    """

    items: tuple[str, ...]
    principles: tuple[str, ...]
    domains: tuple[str, ...]
    cell: dict[tuple[str, Stage], tuple[int, ...]]
    domain: dict[str, tuple[int, ...]]
    process: tuple[int, ...]
    stage_of: NDArray[np.intp]
    module: dict[str, tuple[int, ...]]
    supports: frozenset[int]

    @property
    def cells(self) -> tuple[tuple[int, ...], ...]:
        """Columns of every stage cell: principles in order, four stages each."""
        return tuple(self.cell[p, t] for p in self.principles for t in GATES)


def layout_of(questionnaire: Questionnaire) -> Layout:
    """Columns are the questionnaire's items in order."""
    items = questionnaire.items
    principles = tuple(p.id for p in questionnaire.climbing)
    staged = {i.id for i in questionnaire.staged_items}
    at = [(c, i) for c, i in enumerate(items) if i.id in staged]
    column = {i.id: c for c, i in enumerate(items)}
    domain = {d.id: tuple(c for c, i in at if i.domain == d.id) for d in questionnaire.domains}
    domain = {d: columns for d, columns in domain.items() if columns}
    return Layout(
        tuple(i.id for i in items),
        principles,
        tuple(domain),
        {(p, t): tuple(c for c, i in at if i.principle == p and i.stage is t) for p in principles for t in GATES},
        domain,
        tuple(c for c, i in enumerate(items) if i.group == PROCESS),
        np.array([i.stage or 0 if i.id in staged else 0 for i in items], dtype=np.intp),
        {m.id: tuple(column[i.id] for i in questionnaire.items_of_module(m.id)) for m in questionnaire.modules},
        frozenset(column[i.id] for i in questionnaire.supports),
    )


STAGES = "stages"
"""The part of a questionnaire that climbs, beside its modules: principles, cells and domains stand or fall together."""


def lists_of(questionnaire: Questionnaire) -> dict[str, str]:
    """For each part that has scores a hash of its items: all that climb under STAGES, each module under its id.

    Two rounds are compared part by part, where the hash of the part is the same.
    """
    staged = questionnaire.staged_items
    return {
        **({STAGES: hash_of_items(staged)} if staged else {}),
        **{m.id: hash_of_items(questionnaire.items_of_module(m.id)) for m in questionnaire.modules},
    }


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


def module_weights(layout: Layout, counted: Counted, *, module: str) -> FloatArray | None:
    """A group of a module or of stepped care: equal on its counted items; None where none counts."""
    return _shared(layout.module[module], counted, 1.0)


def process_weights(column: int, counted: Counted) -> FloatArray | None:
    """A process item stands for itself."""
    return _shared((column,), counted, 1.0)


Key = tuple[str, str, int]
"""A score: "principle", "contrast", "cell", "domain" or "module", the id, and the stage of a cell (else 0)."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """Every score that has weights. keys: which; rows: scores x items, in that order."""

    keys: tuple[Key, ...]
    rows: FloatArray

    def of(self, kind: str, name: str, stage: int = 0) -> FloatArray | None:
        """The weights of one score; None where it has none."""
        key = (kind, name, stage)
        return self.rows[self.keys.index(key)] if key in self.keys else None


class Weighings:
    """The weights of all scores, worked out once for all groups in which the same items count."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.known: dict[bytes, Weighing] = {}

    def of(self, counted: Counted) -> Weighing:
        """The weights where these items count."""
        name = counted.tobytes()
        if name not in self.known:
            found = [(key, weights) for key, weights in _all(self.layout, counted) if weights is not None]
            rows = np.array([weights for _key, weights in found], dtype=np.float64).reshape(len(found), counted.size)
            self.known[name] = Weighing(tuple(key for key, _weights in found), rows)
        return self.known[name]


def _all(layout: Layout, counted: Counted) -> Iterator[tuple[Key, FloatArray | None]]:
    for p in layout.principles:
        yield ("principle", p, 0), principle_weights(layout, counted, principle=p)
        yield ("contrast", p, 0), contrast_weights(layout, counted, principle=p)
        for stage in GATES:
            yield ("cell", p, int(stage)), cell_weights(layout, counted, principle=p, stage=stage)
    for d in layout.domain:
        yield ("domain", d, 0), domain_weights(layout, counted, domain=d)
    for m in layout.module:
        yield ("module", m, 0), module_weights(layout, counted, module=m)
