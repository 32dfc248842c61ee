"""COUNT: checks a finished release against the counts before anybody sees it (promise section 7). It fails closed.

(a) The rule: nobody can work out a sum over fewer than k people, in any tier nor in all tiers together.
(b) The second net: for every set of fewer than k people that the two trees can name, all released numbers together
    leave at least a third of the width that the most telling single group around it leaves (`audit.method.attack`).

The sets that the trees can name are those of people in a place and in a role, in a place but not in a role, in a role
but not in a place, for all groups, told or hidden; for what is left of a told group beside the told groups below it;
and for those who stand right at a group. What is attacked of a set are its
own scores of every principle, stage cell and module, each process item, and of items that are told its share of 3 or 4:
points of 0..100, over those who rated. (How many know of a support is a constraint and no aim of its own: it says how
many rated it "not here" and nothing else of anybody, in one band of ten points, under rule (a) for its own
denominator.) Sets around which every told group has a hundred people or more are not attacked: under a tenth of any
of them.

Where more than MOST_CROSSINGS crossings of places and roles have people in them (from about 130 answers on), only sets
of one lens are attacked, groups and what is left of them. Measured on invented organisations, on one core: 4 seconds
for 65 groups (500 answers), up to 5 for 60 (500 to 1,300), under one for 200 (3,000). Sets of both lenses take half a
minute at 69 crossings, minutes where some come close to a third, and more above that. What that leaves open: of 112
such sets at 55 crossings, two of nine people kept 26 to 33 in 100 of a score, a little less than a third, and pass.
Rule (a) always covers every set.

The second net against another round is `audit.method.across_rounds`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audit.method import attack, disclosure, weights
from audit.method.attack import WHOLE_WIDTH, Columns, Hunt, Mask, Programme
from audit.method.counting import Counted
from audit.method.disclosure import Published
from audit.method.groups import Lens
from audit.method.questionnaire import GATES
from audit.method.release import Release
from audit.method.rounding import Telling
from audit.method.scoring import FloatArray, counted
from audit.method.tiers import TIERS

LEAST_LEFT = 1 / 3
CROWD = 100  # people
MOST_CROSSINGS = 48  # of places and roles with people in them, up to which sets of both lenses at once are attacked
TURNS = 5  # of probing many sets at once before each is looked at by itself
WINDOWS_OF_FEW, WINDOWS_OF_MANY = (24, MOST_CROSSINGS), (12, 48, 96, 192)
"""Crossings that one look after the other leaves open, where there are at most MOST_CROSSINGS, and where there are
more. Small windows are looked through fast; many sets of both lenses share a larger one."""
MOST_ANSWERS = 6_000  # crossings times items that the last look can still leave open
TOLERANCE = 1e-6  # points; HiGHS works to 1e-7


def passes(telling: Telling, release: Release) -> bool:
    """Whether the release may be told. Raises where that cannot be found out: then it may not."""
    return _nobody_derivable(telling) and _nobody_pinned_down(telling, release)


def _nobody_derivable(telling: Telling) -> bool:
    plans = [p for p in telling.plans.tiers.values() if p != disclosure.NOTHING]
    together = Published(
        frozenset().union(*(p.places for p in plans)),
        frozenset().union(*(p.roles for p in plans)),
    )
    crosstab, k = telling.counts.crosstab, telling.k
    return all(disclosure.min_disclosed(crosstab, p, limit=k) >= k for p in (*plans, together))


def _nobody_pinned_down(telling: Telling, release: Release) -> bool:
    if release.whole is None:
        return True
    sets = named_sets(telling.counts, telling.plans.tiers[TIERS[0]], k=telling.k)
    if not len(sets):
        return True
    hunt = attack.hunt_of(telling.counts, release)
    sets = _in_small_groups(hunt, sets, telling.counts.crossings.people)
    return all(_block_passes(hunt, sets, block) for block in _blocks(telling.counts, release))


def named_sets(counts: Counted, published: Published, *, k: int) -> Mask:
    """Every set of fewer than k people that the trees can name: sets x crossings."""
    people = counts.crossings.people
    of_places, of_roles = (_family(counts, published, lens) for lens in Lens)
    found = [*of_places.smaller_than(k, people), *of_roles.smaller_than(k, people)]
    if people.size <= MOST_CROSSINGS:
        found += _of_both_lenses(of_places.crossings, of_roles.crossings, people, k=k)
    return np.unique(np.array(found, dtype=np.bool_).reshape(len(found), people.size), axis=0)


def _of_both_lenses(places: Mask, roles: Mask, people: NDArray[np.int64], *, k: int) -> list[Mask]:
    """People of a place and a role, of one without the other."""
    both = (places * people) @ roles.T
    of_place, of_role = places @ people, roles @ people
    return [
        *(places[i] & roles[j] for i, j in _under(both, k)),
        *(places[i] & ~roles[j] for i, j in _under(of_place[:, None] - both, k)),
        *(~places[i] & roles[j] for i, j in _under(of_role[None, :] - both, k)),
    ]


def _in_small_groups(hunt: Hunt, sets: Mask, people: NDArray[np.int64]) -> Mask:
    """Sets that some told group of fewer than CROWD people holds."""
    smallest = np.full(len(sets), people.sum())
    for group in hunt.groups:
        inside = ~(sets & ~group).any(axis=1)
        smallest[inside] = np.minimum(smallest[inside], people[group].sum())
    return np.asarray(sets[smallest < CROWD])


def _under(sizes: NDArray[np.int64], k: int) -> Iterator[tuple[int, int]]:
    yield from zip(*np.nonzero((sizes > 0) & (sizes < k)), strict=True)


@dataclass(frozen=True, slots=True)
class _Family:
    """Sets of one lens, some twice. sets: sets x groups where somebody stands; at: crossings, index into those groups.
    There are far fewer groups than crossings, so only what is attacked is written out as crossings."""

    sets: Mask
    at: NDArray[np.intp]

    @property
    def crossings(self) -> Mask:
        """Every set once: sets x crossings."""
        return np.asarray(np.unique(self.sets, axis=0)[:, self.at])

    def smaller_than(self, k: int, people: NDArray[np.int64]) -> Mask:
        """Sets of some but fewer than k people: sets x crossings."""
        standing = np.bincount(self.at, weights=people, minlength=self.sets.shape[1])
        sizes = self.sets @ standing
        return np.asarray(self.sets[(sizes > 0) & (sizes < k)][:, self.at])


def _family(counts: Counted, published: Published, lens: Lens) -> _Family:
    """Sets of one lens: every group, every ring of a told group, and those who stand right at a group."""
    crossings, paths = counts.crossings, counts.tree(lens).paths
    present, at = np.unique(crossings.places if lens is Lens.PLACE else crossings.roles, return_inverse=True)
    standing = [paths[place] for place in present]
    rings = [disclosure.ring_of(p, published.of(lens)) for p in standing]
    found = [[p[: len(path)] == path for p in standing] for path in paths]
    found += [[ring == path for ring in rings] for path in published.of(lens)]
    found += [[p == path for p in standing] for path in paths]
    return _Family(np.array(found, dtype=np.bool_), at)


@dataclass(frozen=True, slots=True)
class _Block:
    """Items that are attacked together, and what of them: scores (rows of weights over the columns), told items."""

    columns: Columns
    scores: FloatArray
    told: Columns


def _blocks(counts: Counted, release: Release) -> Iterator[_Block]:
    """The items of each principle, of each module, and all others."""
    layout, whole = counts.layout, release.whole
    told = set() if whole is None else {layout.items.index(item) for item in whole.items}
    for group in (*release.places, *release.roles):
        told |= {layout.items.index(item) for item in group.items}
    kept = counted(counts.tally_of(Lens.PLACE, ()))
    used: set[int] = set()
    for p in layout.principles:
        columns = [c for t in GATES for c in layout.cell[p, t]]
        used |= set(columns)
        scores = [weights.principle_weights(layout, kept, principle=p)]
        scores += [weights.cell_weights(layout, kept, principle=p, stage=t) for t in GATES]
        yield _block(columns, [w for w in scores if w is not None], told)
    for m, of_module in layout.module.items():
        used |= set(of_module)
        weight = weights.module_weights(layout, kept, module=m)
        yield _block(list(of_module), [] if weight is None else [weight], told)
    process = {layout.items.index(i) for i, n in release.process.items() if n is not None}
    rest = sorted((process | told) - used)
    yield _block(rest, [np.eye(len(layout.items))[c] for c in rest if c in process], told)


def _block(columns: list[int], scores: list[FloatArray], told: set[int]) -> _Block:
    at = np.array(columns, dtype=np.intp)
    chosen = np.array([weight[at] for weight in scores], dtype=np.float64).reshape(len(scores), at.size)
    return _Block(at, chosen, at[[c in told for c in columns]])


def _block_passes(hunt: Hunt, sets: Mask, block: _Block) -> bool:
    """Whether every set keeps enough width on every statistic of the block."""
    if not len(block.scores) + block.told.size:
        return True
    siege = _Siege(hunt, sets, block)
    visited = np.zeros(len(sets), dtype=np.bool_)
    while pending := [at for at in siege.narrow_sets() if not visited[at]]:
        window = _window(hunt, sets[pending[0]], most=siege.windows[0])
        inside = [at for at in pending if not np.delete(sets[at], window).any()]
        siege.probe(window, inside)
        visited[inside] = True
    return all(siege.wide_enough(at, stat) for at, stat in siege.narrow())


def _window(hunt: Hunt, mask: Mask, *, most: int) -> Columns:
    """Crossings to leave open for a set: all, or its own and those it can trade answers with most directly.

    First those of the same place ring and role ring as one of its own, then those of the same place ring or role ring,
    then the others; the largest first. Such trades free a set as well as any others, and are far faster to find.
    """
    if mask.size <= most:
        return hunt.everywhere
    place, role = hunt.rings
    own = np.flatnonzero(mask)
    shared = (place[:, None] == place[own]).astype(np.intp) + (role[:, None] == role[own])
    nearness = np.where(mask, shared.max() + 1, shared.max(axis=1))
    order = np.lexsort((-hunt.rated.sum(axis=1), -nearness))
    return np.asarray(np.sort(order[: max(most, own.size)]), dtype=np.intp)


class _Siege:
    """What has been found possible so far for every set and statistic of a block: low and high, points."""

    def __init__(self, hunt: Hunt, sets: Mask, block: _Block) -> None:
        self.hunt, self.sets, self.block = hunt, sets, block
        self.windows = WINDOWS_OF_FEW if hunt.everywhere.size <= MOST_CROSSINGS else WINDOWS_OF_MANY
        self.facts = [f for f in hunt.facts if f.weights[block.columns].any()]
        self.pushed: set[int] = set()
        self.alone: dict[tuple[int, int], float] = {}
        self.rated = sets.astype(np.float64) @ hunt.rated[:, block.columns]
        self.truth = {kind: values[:, block.columns] for kind, values in hunt.answers.items()}
        self.low = _statistics(sets, self.rated, block, self.truth)
        self.high = self.low.copy()

    def note(self, programme: Programme, found: dict[str, FloatArray]) -> None:
        """Take notice of possible answers."""
        answers = {kind: values.copy() for kind, values in self.truth.items()}
        for kind, values in found.items():
            answers[kind][programme.open] = values
        told = _statistics(self.sets, self.rated, self.block, answers)
        self.low, self.high = np.fmin(self.low, told), np.fmax(self.high, told)

    def narrow(self) -> list[tuple[int, int]]:
        """Sets and statistics that have not been seen to keep a third of the whole width; nobody rated: none."""
        return [(int(i), int(j)) for i, j in np.argwhere(self.high - self.low < LEAST_LEFT * WHOLE_WIDTH)]

    def narrow_sets(self) -> list[int]:
        return sorted({at for at, _ in self.narrow()})

    def probe(self, window: Columns, inside: list[int]) -> None:
        """Push the answers of many sets at once, some up while others go down; each turn divides those that are left
        by another binary digit of their rank. Where no rank has that digit all go one way, and once is enough."""
        programme, tried = self.programme(window), set()
        for turn in range(TURNS):
            left = sorted(set(inside) & set(self.narrow_sets()))
            signs = tuple(1.0 if rank >> turn & 1 else -1.0 for rank in range(len(left)))
            if left and (*left, *signs) not in tried:
                tried.add((*left, *signs))
                of_sets = self.sets[left] / self.sets[left].sum(axis=1, keepdims=True)
                self.push(programme, np.array(signs) @ of_sets)

    def programme(self, window: Columns) -> Programme:
        """The answers of some crossings to the items of the block left open."""
        return attack.programme(self.hunt, open_=window, columns=self.block.columns, facts=self.facts)

    def push(self, programme: Programme, of_crossings: FloatArray) -> None:
        direction = np.repeat(of_crossings[programme.open, None], self.block.columns.size, axis=1)
        for way in (direction, -direction):
            self.note(programme, programme.farthest(way))

    def wide_enough(self, at: int, stat: int) -> bool:
        """A set that looks pinned down: is it more so than by the most telling single group around it?

        Ever more costly looks, until one shows enough width.
        """
        if self.seen(at, stat):
            return True
        aim = _aim(self, at, stat)
        if at not in self.pushed:
            self.pushed.add(at)
            self.push(self.programme(_window(self.hunt, aim.mask, most=self.windows[0])), aim.mask.astype(np.float64))
        if self.seen(at, stat) or any(self.looked(at, stat, aim, most=most) for most in self.windows):
            return True
        if self.hunt.rated.size > MOST_ANSWERS:
            return False  # too large to be sure: closed
        whole = attack.programme(self.hunt, open_=self.hunt.everywhere, columns=self.hunt.items, facts=self.hunt.facts)
        return _width(whole, aim) >= LEAST_LEFT * self.width_alone(at, stat) - TOLERANCE

    def looked(self, at: int, stat: int, aim: _Aim, *, most: int) -> bool:
        """Whether enough is possible once a set's statistic is pushed as far as it goes with so many crossings open.

        Whatever is found is kept: with what was found before, the first of the two ends often is enough.
        """
        programme = self.programme(_window(self.hunt, aim.mask, most=most))
        if aim.of not in programme.kinds:
            return True
        for way in (1.0, -1.0):
            direction = np.outer(way * aim.mask[programme.open], aim.weights)
            self.note(programme, programme.farthest(direction, of=aim.of))
            if self.seen(at, stat):
                return True
        return False

    def seen(self, at: int, stat: int) -> bool:
        """Whether what has been found possible is enough."""
        width = self.high[at, stat] - self.low[at, stat] + TOLERANCE
        return bool(width >= LEAST_LEFT * WHOLE_WIDTH or width >= LEAST_LEFT * self.width_alone(at, stat))

    def width_alone(self, at: int, stat: int) -> float:
        """The least width that any single group around a set leaves, all by itself."""
        if (at, stat) not in self.alone:
            aim, groups = _aim(self, at, stat), self.hunt.groups
            around = (told for told, group in enumerate(groups) if group[aim.mask].all())
            self.alone[at, stat] = min(self._widths(aim, around))
        return self.alone[at, stat]

    def _widths(self, aim: _Aim, around: Iterable[int]) -> Iterator[float]:
        columns = self.block.columns
        for told in around:
            alone = attack.two_parts(self.hunt, aim.mask, told=told)
            own = [f for f in alone.facts if not np.delete(f.weights, columns).any()]
            found = attack.programme(alone, open_=alone.everywhere, columns=columns, facts=own)
            yield _width(found, _Aim(aim.of, aim.columns, np.array([True, False]), aim.weights))


def _statistics(sets: Mask, rated: FloatArray, block: _Block, answers: dict[str, FloatArray]) -> FloatArray:
    """Scores, then shares of told items, of every set, in points; nan where nobody rated. rated: sets x columns."""
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.nan_to_num(25 * (sets @ answers["s"]) / rated)
        scores = (means @ block.scores.T) / ((rated > 0) @ block.scores.T)
        told = np.isin(block.columns, block.told)
        shares = 100 * (sets @ answers["h"][:, told]) / rated[:, told]
    return np.concatenate([scores, shares], axis=1)


@dataclass(frozen=True, slots=True)
class _Aim:
    """One statistic of one set: which of s and h, over which items, whose, and its points per unit of each item."""

    of: str
    columns: Columns
    mask: Mask
    weights: FloatArray


def _aim(siege: _Siege, at: int, stat: int) -> _Aim:
    block, rated = siege.block, siege.rated[at]
    scores = len(block.scores)
    if stat < scores:
        weight = block.scores[stat] * (rated > 0)
        return _Aim("s", block.columns, siege.sets[at], 25 * weight / weight.sum() / np.maximum(rated, 1))
    chosen = block.columns == block.told[stat - scores]
    return _Aim("h", block.columns, siege.sets[at], 100 * chosen / np.maximum(rated, 1))


def _width(programme: Programme, aim: _Aim) -> float:
    """How far a statistic can still move, in points."""
    if aim.of not in programme.kinds:
        return WHOLE_WIDTH
    where = np.searchsorted(programme.columns, aim.columns) if programme.columns.size != aim.columns.size else ...
    direction = np.zeros((programme.open.size, programme.columns.size))
    direction[:, where] = np.outer(aim.mask[programme.open], aim.weights)
    most, least = (programme.farthest(way, of=aim.of)[aim.of] for way in (direction, -direction))
    return float(np.sum(direction * (most - least)))
