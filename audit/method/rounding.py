"""COUNT: from exact counts to the one release, with every number as coarse as the people behind it ask for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audit.method import tiers, weights
from audit.method.answers import DONT_KNOW
from audit.method.counting import Counted, Plans
from audit.method.groups import ROOT, Lens, Path, Tree
from audit.method.priorities import ChoiceTally, estimate_choice, hash_of_design
from audit.method.questionnaire import GATES, ChoiceDesign, Questionnaire
from audit.method.release import (
    Cell,
    ChoiceNumbers,
    DomainNumbers,
    GroupNumbers,
    Hidden,
    ItemNumbers,
    ModuleNumbers,
    Number,
    PrincipleNumbers,
    Release,
)
from audit.method.scoring import Estimate, FloatArray, IntArray, Tally, counted, estimates
from audit.method.tiers import Row
from audit.method.weights import Key, Layout, Weighings

CONTRAST_TIER = 20
MANY = tiers.ROWS[-1].people  # raters: no row asks for more


@dataclass(frozen=True, slots=True)
class Telling:
    """How counts become numbers: who was invited, k, what is published, how many rows coarser."""

    questionnaire: Questionnaire
    counts: Counted
    plans: Plans
    k: int
    coarsened: int


def build_release(telling: Telling) -> Release:
    """The release for one choice of plans and coarseness; nothing told where the plans tell of nobody, and no number
    where fewer than ten answered (k is less than ten only in an analyst's exact file)."""
    counts, asked = telling.counts, telling.questionnaire
    people, headcount = counts.crosstab.total, counts.places.headcount
    told = ROOT in telling.plans.tiers[tiers.TIERS[0]].places and people >= tiers.TIERS[0]
    return Release(
        questionnaire=asked.id,
        edition=asked.edition,
        item_list=asked.item_list,
        lists=weights.lists_of(asked),
        definition=definition_of(counts.places, counts.roles),
        k=telling.k,
        people=tiers.people_band(people) if told else None,
        invited=tiers.people_band(headcount) if headcount >= tiers.TIERS[0] else None,
        response=tiers.response_band(people, headcount) if told and headcount else None,
        more_than_invited=bool(told and headcount and people > headcount),
        whole=_group(telling, Lens.PLACE, ROOT, _Alike.of(telling, Lens.PLACE)) if told else None,
        process=_process(telling) if told else {},
        choices=_choices(telling) if told else {},
        places=_groups(telling, Lens.PLACE) if told else (),
        roles=_groups(telling, Lens.ROLE) if told else (),
        published=_published(telling),
        hidden=_hidden(telling),
        coarsened=telling.coarsened,
    )


def definition_of(places: Tree, roles: Tree) -> str:
    """Hash of all groups of both trees together, in whatever order they are listed."""
    parts = sorted(one for tree in (places, roles) for one in tree.definitions().values())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _in_order(telling: Telling, lens: Lens, tier: int) -> tuple[Path, ...]:
    plan = telling.plans.tiers[tier].of(lens)
    return tuple(p for p in telling.counts.tree(lens).paths if p in plan)


def _published(telling: Telling) -> dict[int, dict[Lens, tuple[Path, ...]]]:
    return {t: {lens: _in_order(telling, lens, t) for lens in Lens} for t in tiers.TIERS}


def _groups(telling: Telling, lens: Lens) -> tuple[GroupNumbers, ...]:
    """Numbers of every published group but the whole; of ten people at least, whatever k is."""
    people, alike = telling.counts.crosstab.counts_of(lens), _Alike.of(telling, lens)
    return tuple(
        _group(telling, lens, p, alike)
        for p in _in_order(telling, lens, tiers.TIERS[0])
        if p != ROOT and people[p] >= tiers.TIERS[0]
    )


def _hidden(telling: Telling) -> tuple[Hidden, ...]:
    """Groups that are not told. One rule for all: which of them are small and which protect others is not said."""
    told = {lens: telling.plans.tiers[tiers.TIERS[0]].of(lens) for lens in Lens}
    return tuple(
        Hidden(lens, path, "group", telling.plans.rule)
        for lens in Lens
        for path in telling.counts.tree(lens).paths
        if path not in told[lens]
    )


def _one(telling: Telling, lens: Lens, path: Path, weighings: Weighings) -> _OneGroup:
    counts = telling.counts
    tally = counts.tally_of(lens, path)
    kept, headcount = counted(tally), counts.tree(lens).headcount_of(path)
    weighing = weighings.of(kept)
    found = estimates(weighing.rows, tally, headcount=headcount or None)
    return _OneGroup(
        tally,
        kept.tolist(),
        headcount,
        telling.plans.finest(lens, path),
        telling.coarsened,
        max(telling.k, tiers.TIERS[0]),
        dict(zip(weighing.keys, found, strict=True)),
    )


@dataclass(frozen=True, slots=True)
class _Alike:
    """What the groups of one lens have in common, worked out once: weights by what counts, and every definition."""

    weighings: Weighings
    definitions: dict[Path, str]

    @classmethod
    def of(cls, telling: Telling, lens: Lens) -> _Alike:
        return cls(Weighings(telling.counts.layout), telling.counts.tree(lens).definitions())


def _group(telling: Telling, lens: Lens, path: Path, alike: _Alike) -> GroupNumbers:
    layout, one = telling.counts.layout, _one(telling, lens, path, alike.weighings)
    return GroupNumbers(
        path,
        alike.definitions[path],
        one.tier,
        tiers.people_band(one.tally.people),
        {p: _principle(one, layout, p) for p in layout.principles},
        {d: _domain(one, layout, d) for d in layout.domains},
        {m: _module(telling, one, lens, path, m) for m in layout.module},
        _items(telling, one, lens, path),
    )


@dataclass(frozen=True, slots=True)
class _OneGroup:
    """A group's sums and the rules that hold for it. least: the fewest people that a fact may be about; scores: exact,
    those that have weights."""

    tally: Tally
    kept: list[bool]
    headcount: int
    tier: int
    coarsened: int
    least: int
    scores: Mapping[Key, Estimate]

    def number(self, kind: str, name: str, rounding: Callable[..., Number], *, stage: int = 0) -> Number | None:
        """A score as it may be told; None without weights or with too few people behind it."""
        found = self.scores.get((kind, name, stage))
        return None if found is None else self.rounded(found, rounding)

    def counting(self, columns: Sequence[int]) -> int:
        """How many of some items count."""
        return sum(self.kept[c] for c in columns)

    def rounded(self, found: Estimate, rounding: Callable[..., Number]) -> Number | None:
        """An exact score as it may be told; None with too few people behind it."""
        row = self.row(found.behind)
        return None if row is None else rounding(found, row=row)

    def row(self, behind: float) -> Row | None:
        return tiers.row_for(behind, tier=self.tier, coarsened=self.coarsened)


def _principle(one: _OneGroup, layout: Layout, principle: str) -> PrincipleNumbers:
    columns = [c for t in GATES for c in layout.cell[principle, t]]
    one_, two, three, four = (_cell(one, layout, principle, at) for at in range(len(GATES)))
    return PrincipleNumbers(
        one.number("principle", principle, tiers.score_number),
        one.counting(columns),
        len(columns),
        (one_, two, three, four),
        one.number("contrast", principle, tiers.difference_number) if one.tier >= CONTRAST_TIER else None,
    )


def _cell(one: _OneGroup, layout: Layout, principle: str, at: int) -> Cell:
    columns = list(layout.cell[principle, GATES[at]])
    index = layout.principles.index(principle) * len(GATES) + at
    applies, unseen = int(one.tally.applies[index]), int(one.tally.unseen[index])
    return Cell(
        one.number("cell", principle, tiers.cell_number, stage=int(GATES[at])),
        not (applies >= one.least and 2 * unseen > applies),
        one.counting(columns),
        len(columns),
    )


def _domain(one: _OneGroup, layout: Layout, domain: str) -> DomainNumbers:
    columns = list(layout.domain[domain])
    score = one.number("domain", domain, tiers.difference_number)
    return DomainNumbers(score, one.counting(columns), len(columns))


def _module(telling: Telling, one: _OneGroup, lens: Lens, path: Path, module: str) -> ModuleNumbers:
    """A module's group of items. Where one item alone counts, its score is that item's mean, and is told like it."""
    layout = telling.counts.layout
    columns = layout.module[module]
    kept = [c for c in columns if one.kept[c]]
    hidden = len(kept) == 1 and not _may_stand_alone(telling, one, lens, path, kept[0])
    score = None if hidden else one.number("module", module, tiers.score_number)
    return ModuleNumbers(score, len(kept), len(columns))


def _may_stand_alone(telling: Telling, one: _OneGroup, lens: Lens, path: Path, column: int) -> bool:
    """Whether the mean of one item may be told: in the whole organisation as a process item is, where at least k rated
    it; in a group only where the plan of the item tells it."""
    if path == ROOT:
        return bool(one.tally.rated[column] >= one.least)
    return path in telling.plans.items[column].of(lens)


def _process(telling: Telling) -> dict[str, Number | None]:
    """Each process item's own score, in the whole organisation only, where at least k rated it."""
    layout = telling.counts.layout
    one = _one(telling, Lens.PLACE, ROOT, Weighings(layout))
    enough = np.asarray(one.tally.rated >= one.least)
    found: dict[str, Number | None] = {}
    for column in layout.process:
        weight = weights.process_weights(column, enough)
        each = () if weight is None else estimates(weight[None], one.tally, headcount=one.headcount or None)
        found[layout.items[column]] = one.rounded(each[0], tiers.score_number) if each else None
    return found


def _choices(telling: Telling) -> dict[str, ChoiceNumbers]:
    """What was chosen in each design, in the whole organisation only."""
    one = _one(telling, Lens.PLACE, ROOT, Weighings(telling.counts.layout))
    return {
        design.id: ChoiceNumbers(hash_of_design(design), _chosen(one, design, telling.counts.choices.get(design.id)))
        for design in telling.questionnaire.choices
    }


def _chosen(one: _OneGroup, design: ChoiceDesign, tally: ChoiceTally | None) -> dict[str, Number | None]:
    """Every attribute in the row of the one with the fewest people behind it, or none of them.

    An attribute stands for itself, as a process item does: so each has to have been shown to at least k who chose."""
    ids = [attribute.id for attribute in design.attributes]
    if tally is None or tally.heard.min() < one.least:
        return dict.fromkeys(ids)
    row = one.row(tally.least_behind)
    if row is None:
        return dict.fromkeys(ids)
    headcount = one.headcount or None
    return {a: tiers.choice_number(estimate_choice(tally, a, headcount=headcount), row=row) for a in ids}


def _items(telling: Telling, one: _OneGroup, lens: Lens, path: Path) -> dict[str, ItemNumbers]:
    """Items that may be told here: enough raters, and nobody derivable from the groups that tell the item."""
    found, layout, plans = {}, telling.counts.layout, telling.plans.items
    coarse = _coarse(one.tally.histogram)
    rows = {raters: one.row(raters) for raters in {min(n, MANY) for n in coarse.raters}}
    for column, item in enumerate(layout.items):
        row = rows[min(coarse.raters[column], MANY)]
        if row is not None and row.people >= tiers.ITEM_TIER and path in plans[column].of(lens):
            found[item] = _item(coarse, column, row, support=column in layout.supports)
    return found


@dataclass(frozen=True, slots=True)
class _Coarse:
    """What may be told of every item of one group, were it told, by column.

    raters: how many rated it; usually, cannot_tell, known: places among the ten bands, of 3 or 4 among raters, of can't
    tell and of 1 to 4 among raters and can't tell ("not here" is not known; the plan of an item holds for this
    denominator, too); split: shares of 0-1, 2, 3-4 to 5 points; spread: to 2.5 points. Nonsense where nobody rated it.
    """

    raters: list[int]
    usually: list[int]
    cannot_tell: list[int]
    known: list[int]
    split: list[list[int]]
    spread: list[float]


def _coarse(histogram: NDArray[np.integer[Any]]) -> _Coarse:
    """histogram: items x 8 answer codes. All items at once: releases of many groups hold thousands."""
    ratings, unsure = histogram[:, :DONT_KNOW].astype(np.int64), histogram[:, DONT_KNOW].astype(np.int64)
    raters = ratings.sum(axis=1)
    parts = np.stack([ratings[:, :2].sum(axis=1), ratings[:, 2], ratings[:, 3:].sum(axis=1)], axis=1)
    heard = raters + unsure
    return _Coarse(
        raters.tolist(),
        tiers.tenths_of(parts[:, 2], raters).tolist(),
        tiers.tenths_of(unsure, heard).tolist(),
        tiers.tenths_of(raters - ratings[:, 0], heard).tolist(),
        tiers.fives_of(parts, raters[:, None]).tolist(),
        tiers.spreads_of(25 * _sds(ratings, raters)).tolist(),
    )


def _sds(ratings: IntArray, raters: IntArray) -> FloatArray:
    """Standard deviation (n - 1) of the ratings of each item, given as counts of 0..4, from whole numbers; 0 where
    fewer than two rated it."""
    values = np.arange(DONT_KNOW)
    total, squares = ratings @ values, ratings @ values**2
    apart = np.maximum(raters * (raters - 1), 1)
    return np.asarray(np.sqrt((raters * squares - total * total) / apart), dtype=np.float64)


def _item(coarse: _Coarse, column: int, row: Row, *, support: bool) -> ItemNumbers:
    fine = row.people >= tiers.SPLIT_TIER
    return ItemNumbers(
        row.people,
        None if fine else tiers.TENTHS[coarse.usually[column]],
        tiers.TENTHS[coarse.cannot_tell[column]],
        tiers.split_into(*coarse.split[column]) if fine else None,
        coarse.spread[column] if fine else None,
        tiers.TENTHS[coarse.known[column]] if support else None,
    )
