"""COUNT: which groups may be told of, so that nobody can subtract their way to fewer than k people (promise section 7).

The ring of a published group is its people minus those of the published groups below it. Place rings and role rings
are the vertices of a graph; an edge joins a place ring and a role ring and weighs as many people as belong to both.
Whatever is published are sums over rings, so whatever sum or difference can be derived is a set of people that is
cut out of a connected component by choosing vertices on one side: the smallest such set is the minimum cut. A plan is
safe when that is at least k. It reads only counts, so what is hidden tells nothing about answers.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audit.method.answers import ANSWER_CODES, AnswerSheet
from audit.method.cuts import contracted, cuts_below, least_cut
from audit.method.groups import ROOT, Lens, Path, Tree
from audit.method.scoring import in_order

Matrix = NDArray[np.int64]
CHUNK = 4_096  # people at a time, so that memory stays flat
BLOCK = 256  # crossings at a time, likewise


@dataclass(frozen=True, slots=True)
class Crosstab:
    """People by place and role. people: places x roles, of those who stand right there (not below)."""

    places: tuple[Path, ...]
    roles: tuple[Path, ...]
    people: Matrix

    @property
    def total(self) -> int:
        return int(self.people.sum())

    def paths(self, lens: Lens) -> tuple[Path, ...]:
        return self.places if lens is Lens.PLACE else self.roles

    def count_of(self, lens: Lens, path: Path) -> int:
        """People of a group, those of all groups below it included."""
        return self.counts_of(lens).get(path, 0)

    def counts_of(self, lens: Lens) -> dict[Path, int]:
        """As `count_of`, for every group and whatever lies above one."""
        own = self.people.sum(axis=1 if lens is Lens.PLACE else 0).tolist()
        found: dict[Path, int] = {}
        for path, people in zip(self.paths(lens), own, strict=True):
            for depth in range(len(path)):
                found[path[:depth]] = found.get(path[:depth], 0) + people
            found[path] = found.get(path, 0) + people
        return found


@dataclass(frozen=True, slots=True)
class Published:
    """The groups of one plan; the root is always among both."""

    places: frozenset[Path]
    roles: frozenset[Path]

    def of(self, lens: Lens) -> frozenset[Path]:
        return self.places if lens is Lens.PLACE else self.roles

    def without(self, lens: Lens, path: Path) -> Published:
        if lens is Lens.PLACE:
            return Published(self.places - {path}, self.roles)
        return Published(self.places, self.roles - {path})

    def also(self, lens: Lens, path: Path) -> Published:
        if lens is Lens.PLACE:
            return Published(self.places | {path}, self.roles)
        return Published(self.places, self.roles | {path})


NOTHING = Published(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Crossings:
    """Everybody by the place and the role where they stand (not below), only where somebody does.

    place_paths, role_paths: all groups of both trees; places, roles: crossings, index into them; people: crossings;
    histogram: crossings x items x 8 answer codes, how many gave each answer, in the smallest whole numbers that hold
    the people of any crossing.
    """

    place_paths: tuple[Path, ...]
    role_paths: tuple[Path, ...]
    places: NDArray[np.intp]
    roles: NDArray[np.intp]
    people: Matrix
    histogram: NDArray[np.integer[Any]]

    def crosstab(self, people: Matrix) -> Crosstab:
        """A table of some of the people: so many in each crossing."""
        table = np.zeros((len(self.place_paths), len(self.role_paths)), dtype=np.int64)
        table[self.places, self.roles] = people
        return Crosstab(self.place_paths, self.role_paths, table)

    def by_ring(self, lens: Lens) -> Matrix:
        """How many gave each answer among those who stand right at each group: groups x items x 8 answer codes."""
        paths, at = (self.place_paths, self.places) if lens is Lens.PLACE else (self.role_paths, self.roles)
        found = np.zeros((len(paths), *self.histogram.shape[1:]), dtype=np.int64)
        for group in np.unique(at):
            found[group] = self.histogram[at == group].sum(axis=0, dtype=np.int64)
        return found

    def members(self, lens: Lens, path: Path) -> NDArray[np.bool_]:
        """Which crossings belong to a group."""
        paths, at = (self.place_paths, self.places) if lens is Lens.PLACE else (self.role_paths, self.roles)
        return np.array([p[: len(path)] == path for p in paths], dtype=np.bool_)[at]


def crossings_of(sheet: AnswerSheet, *, places: Tree, roles: Tree) -> Crossings:
    """How many gave each answer in each crossing of the two trees: one pass over the answers."""
    place_paths, role_paths = places.paths, roles.paths
    place_at = np.array([place_paths.index(p) for p in sheet.place_paths], dtype=np.intp)
    role_at = np.array([role_paths.index(p) for p in sheet.role_paths], dtype=np.intp)
    cells = place_at[sheet.places] * len(role_paths) + role_at[sheet.roles]
    order = in_order(cells, len(place_paths) * len(role_paths))
    cells = cells[order]
    starts = np.flatnonzero(np.diff(cells, prepend=-1))
    used, people = cells[starts], np.diff(starts, append=cells.size)
    return Crossings(
        place_paths,
        role_paths,
        used // len(role_paths),
        used % len(role_paths),
        people,
        _histogram(sheet, order, people),
    )


def _histogram(sheet: AnswerSheet, order: NDArray[np.intp], people: Matrix) -> NDArray[np.integer[Any]]:
    """Crossings x items x answer codes; order: people, crossing by crossing. A few crossings at a time, so that the
    wide numbers of numpy's own counting are never there for all of them."""
    size = len(sheet.items) * ANSWER_CODES
    histogram = np.empty((people.size, size), dtype=np.min_scalar_type(people.max(initial=0)))
    ends = np.cumsum(people)
    for first in range(0, people.size, BLOCK):
        block = people[first : first + BLOCK]
        start, end = int(ends[first] - people[first]), int(ends[first + block.size - 1])
        base = np.repeat(np.arange(block.size) * size, block)
        found = np.zeros(block.size * size, dtype=np.int64)
        for at in range(start, end, CHUNK):
            rows = slice(at, min(at + CHUNK, end))
            places = base[rows.start - start : rows.stop - start, None] + np.arange(0, size, ANSWER_CODES)
            places += sheet.codes[order[rows]]
            found += np.bincount(places.ravel(), minlength=found.size)
        histogram[first : first + BLOCK] = found.reshape(block.size, size)
    return histogram.reshape(people.size, len(sheet.items), ANSWER_CODES)


def ring_of(path: Path, published: Iterable[Path]) -> Path:
    """The nearest published group at or above a path: whose ring its people stand in."""
    kept = published if isinstance(published, frozenset) else frozenset(published)
    while path not in kept:
        if path == ROOT:
            raise KeyError("the whole organisation is not published")
        path = path[:-1]
    return path


_Node = tuple[Lens, Path]


@dataclass(frozen=True, slots=True)
class _Rings:
    """The ring graph. nodes: the published group of each vertex, places then roles, each in the order of the file;
    upper: the vertex of the next published group above each, its own for a root; weights: people between two rings
    (symmetric)."""

    nodes: tuple[_Node, ...]
    upper: NDArray[np.intp]
    weights: Matrix

    @property
    def people(self) -> Matrix:
        """People of each group, those of the groups below it included."""
        found: Matrix = self.weights.sum(axis=0)
        for vertex in range(self.upper.size - 1, -1, -1):  # a group stands after the one above it
            if self.upper[vertex] != vertex:
                found[self.upper[vertex]] += found[vertex]
        return found

    def merges(self) -> NDArray[np.intp]:
        """Vertices that can be merged with the one above: all but the two roots."""
        return np.flatnonzero(self.upper != np.arange(self.upper.size))

    def labels_without(self, vertex: int) -> NDArray[np.intp]:
        """The vertex of each ring once that of one group has become part of the one above."""
        labels = np.arange(self.upper.size)
        labels[vertex + 1 :] -= 1
        labels[vertex] = labels[self.upper[vertex]]
        return labels

    def without(self, vertex: int) -> _Rings:
        """The graph once a group is not published: its ring becomes part of the one above."""
        above, labels = int(self.upper[vertex]), self.labels_without(vertex)
        upper = np.where(self.upper == vertex, above, self.upper)
        return _Rings(
            self.nodes[:vertex] + self.nodes[vertex + 1 :],
            labels[np.delete(upper, vertex)],
            contracted(self.weights, labels),
        )


@lru_cache(maxsize=4)
def _vertices(
    places: tuple[Path, ...], roles: tuple[Path, ...], published: Published
) -> tuple[tuple[_Node, ...], NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """The vertices of a ring graph, the one above each, and that of every place and of every role. Every item has the
    same as long as the same groups are told, so they are not worked out anew for each."""
    told = {lens: published.of(lens) for lens in Lens}
    paths = {Lens.PLACE: places, Lens.ROLE: roles}
    nodes = tuple((lens, p) for lens in Lens for p in paths[lens] if p in told[lens])
    vertex = {node: at for at, node in enumerate(nodes)}
    row, column = (
        np.array([vertex[lens, ring_of(p, told[lens])] for p in paths[lens]], dtype=np.intp) for lens in Lens
    )
    upper = np.array([vertex[lens, ring_of(path[:-1], told[lens])] for lens, path in nodes], dtype=np.intp)
    return nodes, upper, row, column


def _rings(crosstab: Crosstab, published: Published) -> _Rings:
    nodes, upper, row, column = _vertices(crosstab.places, crosstab.roles, published)
    weights = np.zeros((len(nodes), len(nodes)), dtype=np.int64)
    np.add.at(weights, (row[:, None], column[None, :]), crosstab.people)
    return _Rings(nodes, upper, weights + weights.T)


def min_disclosed(crosstab: Crosstab, published: Published, *, limit: int | None = None) -> int:
    """The smallest number of people in any sum or difference that anybody can derive; the total where nothing splits.

    limit: the answer is capped there, which is faster. 0 people: 0.
    """
    cap = crosstab.total if limit is None else min(limit, crosstab.total)
    found = least_cut(_rings(crosstab, published).weights, cap)
    return cap if found is None else found.value


def plan(crosstab: Crosstab, *, k: int, among: Published | None = None) -> Published:
    """Which groups may be published so that nobody can derive fewer than k people.

    among: only groups of an earlier plan, so that plans nest. Nothing at all where fewer than k answered.
    """
    if crosstab.total < k:
        return NOTHING
    start = _large_enough(crosstab, k, among)
    published, hidden = _un_publish(crosstab, start, k)
    return _put_back(crosstab, published, hidden, k)


def _nodes(crosstab: Crosstab) -> list[_Node]:
    """All groups but the roots: places, then roles, each in the order of the file, so that names decide nothing."""
    return [(lens, p) for lens in Lens for p in crosstab.paths(lens) if p != ROOT]


def _large_enough(crosstab: Crosstab, k: int, among: Published | None) -> Published:
    kept = {}
    for lens in Lens:
        people, allowed = crosstab.counts_of(lens), None if among is None else among.of(lens)
        fitting = (p for p in crosstab.paths(lens) if people[p] >= k and (allowed is None or p in allowed))
        kept[lens] = frozenset({ROOT, *fitting})
    return Published(kept[Lens.PLACE], kept[Lens.ROLE])


def _un_publish(crosstab: Crosstab, published: Published, k: int) -> tuple[Published, list[_Node]]:
    """Take groups away, the one that helps most and loses the fewest people first, until nothing under k is left."""
    hidden: list[_Node] = []
    search = _Search(_rings(crosstab, published), k)
    while search.find_least() < k:
        node = search.rings.nodes[search.take_away()]
        published = published.without(*node)
        hidden.append(node)
    return published, hidden


class _Search:
    """Taking groups away one by one. What is known of the graph outlives a step: merging two rings takes away the
    cuts between them, and leaves every other cut as it is.

    values, sides: cuts under k that have been found so far, cuts, and cuts x vertices.
    """

    def __init__(self, rings: _Rings, k: int) -> None:
        self.rings, self.k = rings, k
        self.values = np.zeros(0, dtype=np.int64)
        self.sides = np.zeros((0, rings.upper.size), dtype=np.bool_)

    def find_least(self) -> int:
        """The least cut, k where none is less; on the way every ring that has fewer than k people becomes known."""
        degrees = self.rings.weights.sum(axis=0)
        small = np.flatnonzero((degrees > 0) & (degrees < self.k))
        self._note(degrees[small], np.arange(degrees.size) == small[:, None])
        limit = int(self.values.min(initial=self.k))
        for cut in cuts_below(self.rings.weights, limit):
            self._note(np.array([cut.value]), cut.side[None])
        return int(self.values.min(initial=self.k))

    def take_away(self) -> int:
        """Merge the ring that helps most with the one above, and say which vertex that was.

        It gives the largest min(least cut then, k), then loses the fewest people, then comes first. A cut that is
        known and that a merge leaves bounds what the merge can give, so few merges have to be tried out.
        """
        least = int(self.values.min(initial=self.k))
        people_of = self.rings.people
        waiting = [(-self._bound(v), int(people_of[v]), int(v)) for v in self.rings.merges()]
        heapq.heapify(waiting)
        best: tuple[int, int, int] | None = None
        while waiting and (best is None or waiting[0] < best):
            was, people, vertex = heapq.heappop(waiting)
            bound = self._bound(vertex)
            if bound < -was:  # another trial has found a cut since
                heapq.heappush(waiting, (-bound, people, vertex))
                continue
            needed = 0 if best is None else -best[0]
            gain = bound if bound == least else self._gain(vertex, bound, needed)
            tried = (-gain, people, vertex)
            best = tried if best is None else min(best, tried)
        if best is None:
            raise RuntimeError("no group is left to take away")
        self._merge(best[2])
        return best[2]

    def _bound(self, vertex: int) -> int:
        """The least known cut that is left when a ring is merged with the one above; k where none is."""
        left = self.sides[:, vertex] == self.sides[:, self.rings.upper[vertex]]
        return int(self.values[left].min(initial=self.k))

    def _gain(self, vertex: int, bound: int, needed: int) -> int:
        """The least cut, or k, once a ring is merged with the one above: exact where it is `needed` or more."""
        labels = self.rings.labels_without(vertex)
        for cut in cuts_below(contracted(self.rings.weights, labels), bound):
            bound = cut.value
            self._note(np.array([cut.value]), cut.side[labels][None])
            if bound < needed:
                break
        return bound

    def _merge(self, vertex: int) -> None:
        left = self.sides[:, vertex] == self.sides[:, self.rings.upper[vertex]]
        self.values, self.sides = self.values[left], np.delete(self.sides[left], vertex, axis=1)
        self.rings = self.rings.without(vertex)

    def _note(self, values: Matrix, sides: NDArray[np.bool_]) -> None:
        self.values, self.sides = np.concatenate([self.values, values]), np.concatenate([self.sides, sides])


def _put_back(crosstab: Crosstab, published: Published, hidden: list[_Node], k: int) -> Published:
    """Hidden groups again, largest first, wherever they fit."""
    if not hidden:
        return published
    file_order = {node: at for at, node in enumerate(_nodes(crosstab))}
    people = {lens: crosstab.counts_of(lens) for lens in Lens}
    for lens, path in sorted(hidden, key=lambda node: (-people[node[0]][node[1]], file_order[node])):
        tried = published.also(lens, path)
        if next(cuts_below(_rings(crosstab, tried).weights, k), None) is None:
            published = tried
    return published


def nested_plans(crosstab: Crosstab, *, tiers: Sequence[int]) -> dict[int, Published]:
    """A plan for each tier, each among the groups of the one before: plans made apart would betray a group together."""
    plans: dict[int, Published] = {}
    among: Published | None = None
    for tier in tiers:
        among = plan(crosstab, k=tier, among=among)
        plans[tier] = among
    return plans


def plan_item(raters: Crosstab, heard: Crosstab, *, k: int, least: int, among: Published) -> Published:
    """Groups for which one item may be told: at least `least` raters, nobody derivable from sums over raters, nor
    from sums over raters and those who can't tell. Nothing where fewer than `least` rated it at all, or where the
    plan it is made within tells of nobody."""
    if raters.total < least or among == NOTHING:
        return NOTHING
    candidates = _large_enough(raters, least, among)
    for crosstab in (raters, heard):
        published, hidden = _un_publish(crosstab, candidates, k)
        candidates = _put_back(crosstab, published, hidden, k)
    # what the second pass put back was safe for it alone; taking away only merges, so the first stays safe
    return candidates
