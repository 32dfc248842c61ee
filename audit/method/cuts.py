"""The least cut of a weighted graph: where it falls apart most easily.

Vertices are joined as soon as no cut below the best one known can part them; what is left at the end is one vertex in
each connected component. Two reasons to join: an edge that weighs as much as the best cut, and two neighbours in a
maximum adjacency ordering, the later of which was pulled in by as much (Stoer and Wagner 1997; Nagamochi and Ibaraki
1992): among the vertices up to there, every cut between those two weighs at least that pull, so one ordering joins
many pairs at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Weights = NDArray[np.int64]
Side = NDArray[np.bool_]
TAKEN = -(2**62)  # a vertex that stands in the ordering is never pulled in again


@dataclass(frozen=True, slots=True)
class Cut:
    """value: the weight between the two sides; side: vertices, those on one of them."""

    value: int
    side: Side


def cuts_below(weights: Weights, limit: int) -> Iterator[Cut]:
    """Ever smaller cuts of connected components, all below `limit`; the last one is the least. None: nothing.

    weights: symmetric, vertices x vertices, 0 where there is no edge; the diagonal is not looked at. Whoever has seen
    enough stops asking, and the rest is not worked out.
    """
    work = weights.copy()
    np.fill_diagonal(work, 0)
    where = np.arange(len(work))
    while True:
        degrees = work.sum(axis=0)
        alive = np.flatnonzero(degrees)  # a component that has become one vertex has no cut any more
        if not alive.size:
            return
        at = alive[degrees[alive].argmin()]
        if degrees[at] < limit:
            limit = int(degrees[at])
            yield Cut(limit, where == at)
        labels = _labels_by_edge(work, limit)
        if labels is None:
            labels = _labels_by_ordering(work, alive, limit)
        work, where = contracted(work, labels), labels[where]


def least_cut(weights: Weights, limit: int) -> Cut | None:
    """The least cut of all connected components if it is below `limit`."""
    return min(cuts_below(weights, limit), key=lambda cut: cut.value, default=None)


def contracted(weights: Weights, labels: NDArray[np.intp]) -> Weights:
    """The graph with all vertices of one label as one vertex; labels: 0, 1, ... without a gap."""
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], np.arange(labels.max() + 1))
    rows = np.add.reduceat(weights[order], starts, axis=0)
    found = np.add.reduceat(rows[:, order], starts, axis=1)
    np.fill_diagonal(found, 0)
    return np.asarray(found, dtype=np.int64)


def _labels_by_edge(work: Weights, limit: int) -> NDArray[np.intp] | None:
    """Vertices joined by an edge of `limit` and more get one label; None where there is no such edge."""
    heavy = work >= limit
    if not heavy.any():
        return None
    if _hangs_together(heavy):
        return np.zeros(len(work), dtype=np.intp)
    graph = csr_array(heavy.astype(np.int8))  # as a dense table it would be looked through for what is not a number
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.intp)


def _hangs_together(joined: NDArray[np.bool_]) -> bool:
    """Whether all vertices can be reached from the first: usual in a large organisation, and fast to find out."""
    reached = np.arange(len(joined)) == 0
    fresh = reached
    while fresh.any():
        fresh = joined[fresh].any(axis=0) & ~reached
        reached = reached | fresh
    return bool(reached.all())


def _labels_by_ordering(work: Weights, alive: NDArray[np.intp], limit: int) -> NDArray[np.intp]:
    """Neighbours in the ordering that no cut below `limit` parts get one label: the last two always do."""
    order, pulls = _ordering(work[np.ix_(alive, alive)])
    own = np.cumsum(pulls < limit) - 1
    labels = np.full(len(work), -1, dtype=np.intp)
    labels[alive[order]] = own
    labels[labels < 0] = own[-1] + 1 + np.arange(len(work) - alive.size)
    return labels


def _ordering(work: Weights) -> tuple[NDArray[np.intp], Weights]:
    """A maximum adjacency ordering, and by how much each vertex was pulled in by those before it."""
    pull = work[0].copy()
    pull[0] = TAKEN
    order, pulls = np.zeros(len(work), dtype=np.intp), np.zeros(len(work), dtype=np.int64)
    for at in range(1, len(work)):
        vertex = pull.argmax()
        order[at], pulls[at] = vertex, pull[vertex]
        pull += work[vertex]
        pull[vertex] = TAKEN
    return order, pulls
