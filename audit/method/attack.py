"""COUNT: the interval attack. How far do all released numbers together pin down a few people (promise section 7)?

What the attacker is taken to know, which is more than anybody does: how many people answered in every crossing of a
place and a role, how many of them rated each item, and every number of the release. What the attacker does not know,
and bounds by linear programmes (SciPy's HiGHS), for every crossing and item:

    s   the sum of the ratings, 0 to 4 for each who rated
    h   how many said 3 or 4, and l, how many said 0 or 1: 3h + 2m <= s <= 4h + 2m + l, with m = raters - h - l
    z   how many said 0, z <= l: 3h + 2m + (l - z) <= s <= 4h + 2m + (l - z)

Every released score, stage cell, contrast, relative domain, module and process index is one row, 25 sum(w_i s_i / n_i)
within half a step of what is shown, open where an end is shown; every band of 3 or 4, every part of a split and every
band of those who know of a support is one row (its denominator, raters and can't tell, is taken as known, too).
Not in it: standard errors and spreads, which are not linear, though they help an attacker: floors and whole points keep
them from saying that nobody differs; shares of "can't tell", which say nothing about ratings once the
raters are known; the two-way facts (visible, counted); and what was chosen in choice sets. Choices share no unknown
with ratings: no s, h, l or z stands in such a row, nor a choice in any other. They are told of the whole organisation
only, so all numbers about them together are those of one group, which is the most telling single group around any few
people: what all together leave is what that group alone leaves, never less than a third of it. A programme could find
nothing; what one number may tell of a person is kept by steps, ends and floors alone (`audit.method.priorities`).

A programme over everything is slow. So the first looks leave only some answers open, those of some crossings to the
items of one principle, and take all others as they are: whatever is possible then is possible, too, when more is open.
Only sets of people that look pinned down after that get the programme over everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from audit.method import weights
from audit.method.answers import DONT_KNOW
from audit.method.counting import Counted
from audit.method.groups import Lens
from audit.method.questionnaire import GATES
from audit.method.release import GroupNumbers, ItemNumbers, Number, Release, Share
from audit.method.scoring import FloatArray, Tally, WholeArray, counted
from audit.method.tiers import HIGHEST, LOWEST
from audit.method.weights import Weighing, Weighings

Mask = NDArray[np.bool_]
Columns = NDArray[np.intp]
FREE = np.inf
KINDS = (("s",), ("s", "h"), ("s", "h", "l"), ("s", "h", "l", "z"))
"""What a programme may have to hold; z only where it is told how many know of a support."""

WHOLE_WIDTH = 100.0
LONGEST = 60.0
"""Seconds for one programme. All of a round take seconds; without an answer the audit is failed, as with a bad one."""


class AttackUnfinished(Exception):  # noqa: N818 - it states a fact, as all exceptions here do
    """A linear programme has no answer, so nothing is known of what the release gives away."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A released number as a row: low <= sum of weight_i times the group's sum over item i <= high.

    told: which told group it belongs to; group: its crossings; weights: items; of: "s", "h", "l" or "z".
    """

    told: int
    group: Mask
    weights: FloatArray
    of: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Hunt:
    """What is attacked. facts: every released number; groups: the crossings of each told group; places, roles: of each
    crossing; rated: crossings x items, how many rated; answers: the true s, h, l and z, crossings x items."""

    facts: tuple[Fact, ...]
    groups: tuple[Mask, ...]
    places: Columns
    roles: Columns
    rated: FloatArray
    answers: dict[str, FloatArray]

    @property
    def items(self) -> Columns:
        return np.arange(self.rated.shape[1])

    @property
    def everywhere(self) -> Columns:
        return np.arange(self.rated.shape[0])

    @property
    def rings(self) -> tuple[Columns, Columns]:
        """The place ring and the role ring of every crossing, numbered; one ring is in the same told groups."""
        place, role = (_ring_numbers(self.groups, where) for where in (self.places, self.roles))
        return place, role


def _ring_numbers(groups: Sequence[Mask], where: Columns) -> Columns:
    """Told groups that hold all or nothing of each place (or role) are groups of that lens."""
    everybody = np.bincount(where)
    inside = [np.bincount(where, weights=group) for group in groups]
    of_lens = [bool(np.all((one == 0) | (one == everybody))) for one in inside]
    within = np.array(groups, dtype=np.bool_)[of_lens]
    return np.asarray(np.unique(within.T, axis=0, return_inverse=True)[1].ravel(), dtype=np.intp)


def hunt_of(counts: Counted, release: Release) -> Hunt:
    """The release as rows, and the truth that they hide."""
    told = [(Lens.PLACE, g) for g in (release.whole, *release.places) if g is not None]
    told += [(Lens.ROLE, g) for g in release.roles]
    masks = tuple(counts.crossings.members(lens, group.path) for lens, group in told)
    weighings = weights.Weighings(counts.layout)
    facts = [
        f for at, (lens, group) in enumerate(told) for f in _facts_of(counts, lens, group, at, masks[at], weighings)
    ]
    if release.whole is not None:
        facts += _process_facts(counts, release, masks[0])
    where = counts.crossings
    answers = {
        "s": _summed(where.histogram, {1: 1, 2: 2, 3: 3, 4: 4}),
        "h": _summed(where.histogram, {3: 1, 4: 1}),
        "l": _summed(where.histogram, {0: 1, 1: 1}),
        "z": _summed(where.histogram, {0: 1}),
    }
    rated = _summed(where.histogram, dict.fromkeys(range(DONT_KNOW), 1))
    return Hunt(tuple(facts), masks, where.places, where.roles, rated, answers)


def _summed(histogram: WholeArray, times: Mapping[int, int]) -> FloatArray:
    """How many gave some of the answers, each so many times: crossings x items. One answer after the other, so that
    all of them never stand there as wide numbers."""
    total = np.zeros(histogram.shape[:2])
    for code, factor in times.items():
        total += factor * histogram[:, :, code].astype(np.float64)
    return total


def _facts_of(
    counts: Counted, lens: Lens, group: GroupNumbers, at: int, mask: Mask, weighings: Weighings
) -> Iterator[Fact]:
    tally = counts.tally_of(lens, group.path)
    for weight, number, ends in _numbers(weighings.of(counted(tally)), group):
        if weight is not None and number is not None:
            yield _score_fact(at, mask, weight / np.maximum(tally.rated, 1), number, ends)
    for item, told in group.items.items():
        column = counts.layout.items.index(item)
        yield from _item_facts(at, mask, _one_item(column, tally.rated.size, 100 / tally.rated[column]), told)
        if told.known is not None:
            yield _known_fact(at, mask, column, tally, told.known)


_Ends = tuple[float, float]
OPEN_ENDS: _Ends = (LOWEST, HIGHEST)
NO_ENDS: _Ends = (-FREE, FREE)


def _numbers(weighing: Weighing, group: GroupNumbers) -> Iterator[tuple[FloatArray | None, Number | None, _Ends]]:
    for p, told in group.principles.items():
        yield weighing.of("principle", p), told.score, OPEN_ENDS
        yield weighing.of("contrast", p), told.contrast, NO_ENDS
        for stage, cell in zip(GATES, told.cells, strict=True):
            yield weighing.of("cell", p, int(stage)), cell.number, OPEN_ENDS
    for d, relative in group.domains.items():
        yield weighing.of("domain", d), relative.score, NO_ENDS
    for m, counted_in in group.modules.items():
        yield weighing.of("module", m), counted_in.score, OPEN_ENDS


def _process_facts(counts: Counted, release: Release, mask: Mask) -> Iterator[Fact]:
    histogram = counts.crossings.histogram
    for item, number in release.process.items():
        if number is not None:
            column = counts.layout.items.index(item)
            raters = histogram[:, column, :DONT_KNOW].sum()
            yield _score_fact(0, mask, _one_item(column, histogram.shape[1], 1 / raters), number, OPEN_ENDS)


def _one_item(column: int, items: int, weight: float) -> FloatArray:
    unit = np.zeros(items)
    unit[column] = weight
    return unit


def _score_fact(at: int, mask: Mask, weight: FloatArray, number: Number, ends: _Ends) -> Fact:
    low = -FREE if number.value <= ends[0] else number.value - number.step / 2
    high = FREE if number.value >= ends[1] else number.value + number.step / 2
    return Fact(at, mask, 25 * weight, "s", low, high)


def _item_facts(at: int, mask: Mask, unit: FloatArray, told: ItemNumbers) -> Iterator[Fact]:
    if told.usually is not None:
        yield Fact(at, mask, unit, "h", told.usually.low, told.usually.high)
    if told.split is not None:
        for of, part in (("h", told.split.high), ("l", told.split.low)):
            low, high = (-FREE if part <= LOWEST else part - 2.5), (FREE if part >= HIGHEST else part + 2.5)
            yield Fact(at, mask, unit, of, low, high)


def _known_fact(at: int, mask: Mask, column: int, tally: Tally, known: Share) -> Fact:
    """Those who know are the raters but those who said 0: low <= 100 (raters - z) / heard <= high."""
    rated, heard = (float(tally.histogram[column, :end].sum()) for end in (DONT_KNOW, DONT_KNOW + 1))
    share = 100 * rated / heard
    return Fact(at, mask, _one_item(column, tally.rated.size, 100 / heard), "z", share - known.high, share - known.low)


@dataclass(frozen=True, slots=True)
class Programme:
    """A linear programme over the open answers: those of some crossings to some items. All others are as they are.

    kinds: which of s, h, l, z it holds, each open crossings x columns, one after the other.
    """

    open: Columns
    columns: Columns
    kinds: tuple[str, ...]
    rows: csr_array
    low: FloatArray
    high: FloatArray
    most: FloatArray

    def farthest(self, direction: FloatArray, *, of: str = "s") -> dict[str, FloatArray]:
        """The possible answers that lie farthest in a direction (open x columns, on s or h): kind -> open x columns.

        AttackUnfinished where the programme finds none: the truth always is one.
        """
        start = self.kinds.index(of) * direction.size
        objective = np.zeros(self.most.size)
        objective[start : start + direction.size] = -direction.ravel()
        found = self._solved(objective)
        shape = (self.open.size, self.columns.size)
        return {
            kind: part.reshape(shape) for kind, part in zip(self.kinds, np.split(found, len(self.kinds)), strict=True)
        }

    def _solved(self, objective: FloatArray) -> FloatArray:
        """Where the objective is least. Presolving costs more than it saves on programmes of this size, so it comes
        second; the solver can also go round in circles, and closing a round must come to an end."""
        for presolve in (False, True):
            found = milp(
                objective,
                constraints=LinearConstraint(self.rows, self.low, self.high),
                bounds=Bounds(0, self.most),
                options={"presolve": presolve, "time_limit": LONGEST},
            )
            if found.status == 0 and found.x is not None:
                best: FloatArray = found.x
                return best
        raise AttackUnfinished(found.message)


def programme(hunt: Hunt, *, open_: Columns, columns: Columns, facts: Sequence[Fact]) -> Programme:
    """The programme of these facts over these crossings and items."""
    touching = [f for f in facts if f.weights[columns].any() and f.group[open_].any()]
    found = {f.of for f in touching}
    kinds = next(kinds for kinds in KINDS if found <= set(kinds))
    table, fixed = _fact_rows(hunt, touching, open_, columns, kinds)
    rated = hunt.rated[np.ix_(open_, columns)].ravel()
    held = _held_together(kinds, rated)
    return Programme(
        open_,
        columns,
        kinds,
        csr_array(vstack([table, held[0]])),
        np.concatenate([[f.low for f in touching] - fixed, held[1]]),
        np.concatenate([[f.high for f in touching] - fixed, held[2]]),
        np.concatenate([4 * rated] + [rated] * (len(kinds) - 1)),
    )


def _fact_rows(
    hunt: Hunt, facts: Sequence[Fact], open_: Columns, columns: Columns, kinds: tuple[str, ...]
) -> tuple[csr_array, FloatArray]:
    """One row a fact over what is open, and what everybody else's answers add to it."""
    size, sums = open_.size * columns.size, _Sums(hunt, open_, columns)
    fixed, ends = np.zeros(len(facts)), [0]
    at: list[Columns] = []
    values: list[FloatArray] = []
    for row, fact in enumerate(facts):
        weight = fact.weights[columns]
        everybody, of_open = sums.of(fact)
        fixed[row] = everybody @ fact.weights - of_open @ weight
        people, items = np.flatnonzero(fact.group[open_]), np.flatnonzero(weight)
        at.append(np.add.outer(people * columns.size + kinds.index(fact.of) * size, items).ravel())
        values.append(np.tile(weight[items], people.size))
        ends.append(ends[-1] + people.size * items.size)
    shape = (len(facts), len(kinds) * size)
    if not facts:
        return csr_array(shape), fixed
    return csr_array((np.concatenate(values), np.concatenate(at), np.array(ends)), shape=shape), fixed


class _Sums:
    """The true sums of each group over each item: of everybody in it, and of those left open over the columns. A group
    has dozens of facts, and all of them need the same two."""

    def __init__(self, hunt: Hunt, open_: Columns, columns: Columns) -> None:
        self.answers, self.open = hunt.answers, open_
        self.of_open = {kind: truth[np.ix_(open_, columns)] for kind, truth in hunt.answers.items()}
        self.known: dict[tuple[int, str], tuple[FloatArray, FloatArray]] = {}

    def of(self, fact: Fact) -> tuple[FloatArray, FloatArray]:
        """Both sums for the group of a fact."""
        key = (id(fact.group), fact.of)
        if key not in self.known:
            truth, of_open = self.answers[fact.of], self.of_open[fact.of]
            self.known[key] = (fact.group @ truth, fact.group[self.open] @ of_open)
        return self.known[key]


def _held_together(kinds: tuple[str, ...], rated: FloatArray) -> tuple[csr_array, FloatArray, FloatArray]:
    """Rows that hold s, h, l and z of one crossing and item together (see the module)."""
    one, none = eye_array(rated.size, format="csr"), csr_array((rated.size, rated.size))
    endless = np.full(rated.size, FREE)
    if kinds == ("s",):
        return csr_array((0, rated.size)), np.zeros(0), np.zeros(0)
    if kinds == ("s", "h"):
        rows = vstack([hstack([one, -3 * one]), hstack([one, -2 * one])])
        return csr_array(rows), np.concatenate([0 * rated, -endless]), np.concatenate([endless, 2 * rated])
    low, high = [2 * rated, -endless, -endless], [endless, 2 * rated, rated]
    if kinds == ("s", "h", "l"):
        rows = vstack([hstack([one, -one, 2 * one]), hstack([one, -2 * one, one]), hstack([none, one, one])])
        return csr_array(rows), np.concatenate(low), np.concatenate(high)
    rows = vstack(
        [
            hstack([one, -one, one, one]),
            hstack([one, -2 * one, one, one]),
            hstack([none, one, one, none]),
            hstack([none, none, -one, one]),
        ]
    )
    return csr_array(rows), np.concatenate([*low, -endless]), np.concatenate([*high, 0 * rated])


def two_parts(hunt: Hunt, mask: Mask, *, told: int) -> Hunt:
    """The hunt with one told group's numbers alone, over two crossings: some people of it, and the rest of it.

    Nothing tells people within either part apart, and what s, h, l and z can be together grows evenly with the raters,
    so adding up loses nothing.
    """
    parts = np.array([mask, hunt.groups[told] & ~mask], dtype=np.float64)
    both = np.ones(2, dtype=np.bool_)
    facts = (Fact(0, both, f.weights, f.of, f.low, f.high) for f in hunt.facts if f.told == told)
    none = np.zeros(2, dtype=np.intp)
    answers = {kind: parts @ truth for kind, truth in hunt.answers.items()}
    return Hunt(tuple(facts), (both,), none, none, parts @ hunt.rated, answers)
