"""COUNT: which groups may be told of, so that nobody can subtract their way to fewer than k people (promise section 7).

The ring of a published group is its people minus those of the published groups below it. Place rings and role rings
are the vertices of a graph; an edge joins a place ring and a role ring and weighs as many people as belong to both.
Whatever is published are sums over rings, so whatever sum or difference can be derived is a set of people that is
cut out of a connected component by choosing vertices on one side: the smallest such set is the minimum cut. A plan is
safe when that is at least k. It reads only counts, so what is hidden tells nothing about answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from audit.method.answers import ANSWER_CODES, AnswerSheet
from audit.method.groups import ROOT, Lens, Path, Tree

Matrix = NDArray[np.int64]
CHUNK = 131_072  # people at a time, so that memory stays flat


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
        own = self.people.sum(axis=1 if lens is Lens.PLACE else 0)
        return int(sum(n for p, n in zip(self.paths(lens), own, strict=True) if p[: len(path)] == path))


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
    histogram: crossings x items x 8 answer codes, how many gave each answer.
    """

    place_paths: tuple[Path, ...]
    role_paths: tuple[Path, ...]
    places: NDArray[np.intp]
    roles: NDArray[np.intp]
    people: Matrix
    histogram: NDArray[np.int64]

    def crosstab(self, people: Matrix) -> Crosstab:
        """A table of some of the people: so many in each crossing."""
        table = np.zeros((len(self.place_paths), len(self.role_paths)), dtype=np.int64)
        table[self.places, self.roles] = people
        return Crosstab(self.place_paths, self.role_paths, table)

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
    used, inverse, people = np.unique(cells, return_inverse=True, return_counts=True)
    items = len(sheet.items)
    histogram = np.zeros(len(used) * items * ANSWER_CODES, dtype=np.int64)
    for start in range(0, sheet.people, CHUNK):
        rows = slice(start, start + CHUNK)
        at = (inverse[rows, None] * items + np.arange(items)) * ANSWER_CODES + sheet.codes[rows]
        histogram += np.bincount(at.ravel(), minlength=histogram.size)
    return Crossings(
        place_paths,
        role_paths,
        used // len(role_paths),
        used % len(role_paths),
        people,
        histogram.reshape(len(used), items, ANSWER_CODES),
    )


def ring_of(path: Path, published: Iterable[Path]) -> Path:
    """The nearest published group at or above a path: whose ring its people stand in."""
    kept = set(published)
    while path not in kept:
        if path == ROOT:
            raise KeyError("the whole organisation is not published")
        path = path[:-1]
    return path


@dataclass(frozen=True, slots=True)
class _Cut:
    """The least cut, capped at k, and the vertices on one side of it (empty where it is k or more)."""

    value: int
    side: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Rings:
    """The ring graph: vertex of each published place and role, and the weights between vertices (symmetric)."""

    place_vertex: dict[Path, int]
    role_vertex: dict[Path, int]
    weights: Matrix

    def vertex(self, lens: Lens, path: Path) -> int:
        return (self.place_vertex if lens is Lens.PLACE else self.role_vertex)[path]


def _rings(crosstab: Crosstab, published: Published) -> _Rings:
    places = {p: i for i, p in enumerate(p for p in crosstab.places if p in published.places)}
    roles = {p: i + len(places) for i, p in enumerate(p for p in crosstab.roles if p in published.roles)}
    row = np.array([places[ring_of(p, published.places)] for p in crosstab.places])
    column = np.array([roles[ring_of(p, published.roles)] for p in crosstab.roles])
    size = len(places) + len(roles)
    weights = np.zeros((size, size), dtype=np.int64)
    np.add.at(weights, (row[:, None], column[None, :]), crosstab.people)
    return _Rings(places, roles, weights + weights.T)


def min_disclosed(crosstab: Crosstab, published: Published, *, limit: int | None = None) -> int:
    """The smallest number of people in any sum or difference that anybody can derive; the total where nothing splits.

    limit: the answer is capped there, which is faster. 0 people: 0.
    """
    cap = crosstab.total if limit is None else min(limit, crosstab.total)
    return _least_cut(_rings(crosstab, published).weights, cap).value


def _least_cut(weights: Matrix, cap: int) -> _Cut:
    """The minimum cut over each connected component, capped.

    Two vertices joined by cap or more people are on one side of every cut below the cap, so they are one vertex:
    that leaves little to cut.
    """
    best = _Cut(cap, frozenset())
    for members in _components(weights > 0):
        if len(members) < 2:
            continue
        merged = _components_within(weights >= cap, members)
        if len(merged) < 2:
            continue
        found = _stoer_wagner(_merge(weights, merged), best.value)
        if found is not None:
            value, side = found
            best = _Cut(value, frozenset(v for at in side for v in merged[at]))
    return best


def _components(joined: NDArray[np.bool_]) -> list[list[int]]:
    count, labels = connected_components(joined, directed=False)
    groups: list[list[int]] = [[] for _ in range(count)]
    for vertex, label in enumerate(labels):
        groups[label].append(vertex)
    return groups


def _components_within(joined: NDArray[np.bool_], members: list[int]) -> list[list[int]]:
    return [[members[v] for v in group] for group in _components(joined[np.ix_(members, members)])]


def _merge(weights: Matrix, groups: Sequence[Sequence[int]]) -> Matrix:
    chosen = np.zeros((len(groups), weights.shape[0]), dtype=np.int64)
    for at, group in enumerate(groups):
        chosen[at, list(group)] = 1
    merged = chosen @ weights @ chosen.T
    np.fill_diagonal(merged, 0)
    return merged


def _stoer_wagner(weights: Matrix, below: int) -> tuple[int, list[int]] | None:
    """The minimum cut of a connected graph if it is less than `below`: value and one side (Stoer and Wagner 1997)."""
    work = weights.copy()
    groups = [[v] for v in range(len(work))]
    alive = np.ones(len(work), dtype=bool)
    best: tuple[int, list[int]] | None = None
    for left in range(len(work), 1, -1):
        before, last, value = _phase(work, alive, left)
        if value < below:
            below = value
            best = (value, list(groups[last]))
        groups[before] += groups[last]
        work[before] += work[last]
        work[:, before] = work[before]
        work[before, before] = 0
        alive[last] = False
    return best


def _phase(work: Matrix, alive: NDArray[np.bool_], left: int) -> tuple[int, int, int]:
    """One maximum adjacency ordering: the last two vertices, and the weight that cuts off the last one."""
    open_ = alive.copy()
    pull = np.zeros(len(work), dtype=np.int64)
    before = last = -1
    for _ in range(left):
        before, last = last, int(np.argmax(np.where(open_, pull, -1)))
        open_[last] = False
        pull += work[last]
    return before, last, int(work[last][alive].sum())


def plan(crosstab: Crosstab, *, k: int, among: Published | None = None) -> Published:
    """Which groups may be published so that nobody can derive fewer than k people.

    among: only groups of an earlier plan, so that plans nest. Nothing at all where fewer than k answered.
    """
    if crosstab.total < k:
        return NOTHING
    start = _large_enough(crosstab, k, among)
    published, hidden = _un_publish(crosstab, start, k)
    return _put_back(crosstab, published, hidden, k)


_Node = tuple[Lens, Path]


def _nodes(crosstab: Crosstab) -> list[_Node]:
    """All groups but the roots: places, then roles, each in the order of the file, so that names decide nothing."""
    return [(lens, p) for lens in Lens for p in crosstab.paths(lens) if p != ROOT]


def _large_enough(crosstab: Crosstab, k: int, among: Published | None) -> Published:
    kept = Published(frozenset({ROOT}), frozenset({ROOT}))
    for lens, path in _nodes(crosstab):
        if (among is None or path in among.of(lens)) and crosstab.count_of(lens, path) >= k:
            kept = kept.also(lens, path)
    return kept


def _un_publish(crosstab: Crosstab, published: Published, k: int) -> tuple[Published, list[_Node]]:
    """Take groups away, the one that helps most and loses the fewest people first, until nothing under k is left."""
    hidden: list[_Node] = []
    while True:
        rings = _rings(crosstab, published)
        cut = _least_cut(rings.weights, k)
        if cut.value >= k:
            return published, hidden
        choice = _most_helpful(crosstab, published, rings=rings, cut=cut, k=k)
        published = published.without(*choice)
        hidden.append(choice)


def _most_helpful(crosstab: Crosstab, published: Published, *, rings: _Rings, cut: _Cut, k: int) -> _Node:
    """The group whose removal gives the largest min(new value, k), then loses the fewest people.

    Taking a group away merges its ring into the one above it, and merging only takes cuts away. A merge of two
    rings on the same side of the least cut leaves that cut as it is: only the others need a look.
    """
    order = [node for node in _nodes(crosstab) if node[1] in published.of(node[0])]
    gains = {}
    for lens, path in order:
        upper = ring_of(path[:-1], published.of(lens))
        crossing = (rings.vertex(lens, path) in cut.side) != (rings.vertex(lens, upper) in cut.side)
        after = published.without(lens, path)
        gains[lens, path] = min_disclosed(crosstab, after, limit=k) if crossing else cut.value
    return min(order, key=lambda node: (-gains[node], crosstab.count_of(*node)))


def _put_back(crosstab: Crosstab, published: Published, hidden: list[_Node], k: int) -> Published:
    """Hidden groups again, largest first, wherever they fit."""
    file_order = {node: at for at, node in enumerate(_nodes(crosstab))}
    for lens, path in sorted(hidden, key=lambda node: (-crosstab.count_of(*node), file_order[node])):
        tried = published.also(lens, path)
        if min_disclosed(crosstab, tried, limit=k) >= k:
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
