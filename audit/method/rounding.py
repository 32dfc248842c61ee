"""COUNT: from exact counts to the one release, with every number as coarse as the people behind it ask for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from audit.method import tiers, weights
from audit.method.answers import DONT_KNOW, LEFT_BLANK
from audit.method.counting import Counted, Plans
from audit.method.groups import ROOT, Lens, Path, Tree
from audit.method.questionnaire import GATES, Questionnaire
from audit.method.release import (
    Cell,
    DomainNumbers,
    GroupNumbers,
    Hidden,
    ItemNumbers,
    ModuleNumbers,
    Number,
    PrincipleNumbers,
    Release,
    Share,
)
from audit.method.scoring import FloatArray, Tally, counted, estimate
from audit.method.tiers import Row
from audit.method.weights import Layout

CONTRAST_TIER = 20


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
        whole=_group(telling, Lens.PLACE, ROOT) if told else None,
        process=_process(telling) if told else {},
        choices={},
        places=_groups(telling, Lens.PLACE) if told else (),
        roles=_groups(telling, Lens.ROLE) if told else (),
        published=_published(telling),
        hidden=_hidden(telling),
        coarsened=telling.coarsened,
    )


def definition_of(places: Tree, roles: Tree) -> str:
    """Hash of all groups of both trees together, in whatever order they are listed."""
    parts = sorted(tree.definition_of(p) for tree in (places, roles) for p in tree.paths)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _in_order(telling: Telling, lens: Lens, tier: int) -> tuple[Path, ...]:
    plan = telling.plans.tiers[tier].of(lens)
    return tuple(p for p in telling.counts.tree(lens).paths if p in plan)


def _published(telling: Telling) -> dict[int, dict[Lens, tuple[Path, ...]]]:
    return {t: {lens: _in_order(telling, lens, t) for lens in Lens} for t in tiers.TIERS}


def _groups(telling: Telling, lens: Lens) -> tuple[GroupNumbers, ...]:
    """Numbers of every published group but the whole; of ten people at least, whatever k is."""
    crosstab = telling.counts.crosstab
    return tuple(
        _group(telling, lens, p)
        for p in _in_order(telling, lens, tiers.TIERS[0])
        if p != ROOT and crosstab.count_of(lens, p) >= tiers.TIERS[0]
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


def _one(telling: Telling, lens: Lens, path: Path) -> _OneGroup:
    counts = telling.counts
    tally = counts.tally_of(lens, path)
    headcount, tier = counts.tree(lens).headcount_of(path), telling.plans.finest(lens, path)
    return _OneGroup(tally, counted(tally), headcount, tier, telling.coarsened, max(telling.k, tiers.TIERS[0]))


def _group(telling: Telling, lens: Lens, path: Path) -> GroupNumbers:
    layout, one = telling.counts.layout, _one(telling, lens, path)
    return GroupNumbers(
        path,
        telling.counts.tree(lens).definition_of(path),
        one.tier,
        tiers.people_band(one.tally.people),
        {p: _principle(one, layout, p) for p in layout.principles},
        {d: _domain(one, layout, d) for d in layout.domains},
        {m: _module(telling, one, lens, path, m) for m in layout.module},
        _items(telling, one, lens, path),
    )


@dataclass(frozen=True, slots=True)
class _OneGroup:
    """A group's sums and the rules that hold for it. least: the fewest people that a fact may be about."""

    tally: Tally
    counted: weights.Counted
    headcount: int
    tier: int
    coarsened: int
    least: int

    def number(self, weight: FloatArray | None, rounding: Callable[..., Number]) -> Number | None:
        """The score of some weights as it may be told; None without weights or with too few people behind it."""
        if weight is None:
            return None
        found = estimate(weight, self.tally, headcount=self.headcount or None)
        row = self.row(found.behind)
        return None if row is None else rounding(found, row=row)

    def row(self, behind: float) -> Row | None:
        return tiers.row_for(behind, tier=self.tier, coarsened=self.coarsened)


def _principle(one: _OneGroup, layout: Layout, principle: str) -> PrincipleNumbers:
    columns = [c for t in GATES for c in layout.cell[principle, t]]
    weight = weights.principle_weights(layout, one.counted, principle=principle)
    contrast = weights.contrast_weights(layout, one.counted, principle=principle) if one.tier >= CONTRAST_TIER else None
    one_, two, three, four = (_cell(one, layout, principle, at) for at in range(len(GATES)))
    return PrincipleNumbers(
        one.number(weight, tiers.score_number),
        int(one.counted[columns].sum()),
        len(columns),
        (one_, two, three, four),
        one.number(contrast, tiers.difference_number),
    )


def _cell(one: _OneGroup, layout: Layout, principle: str, at: int) -> Cell:
    columns = list(layout.cell[principle, GATES[at]])
    weight = weights.cell_weights(layout, one.counted, principle=principle, stage=GATES[at])
    index = layout.principles.index(principle) * len(GATES) + at
    applies, unseen = int(one.tally.applies[index]), int(one.tally.unseen[index])
    return Cell(
        one.number(weight, tiers.cell_number),
        not (applies >= one.least and 2 * unseen > applies),
        int(one.counted[columns].sum()),
        len(columns),
    )


def _domain(one: _OneGroup, layout: Layout, domain: str) -> DomainNumbers:
    columns = list(layout.domain[domain])
    weight = weights.domain_weights(layout, one.counted, domain=domain)
    return DomainNumbers(one.number(weight, tiers.difference_number), int(one.counted[columns].sum()), len(columns))


def _module(telling: Telling, one: _OneGroup, lens: Lens, path: Path, module: str) -> ModuleNumbers:
    """A module's group of items. Where one item alone counts, its score is that item's mean, and is told like it."""
    layout = telling.counts.layout
    columns = layout.module[module]
    kept = [c for c in columns if one.counted[c]]
    weight = weights.module_weights(layout, one.counted, module=module)
    if len(kept) == 1 and not _may_stand_alone(telling, one, lens, path, kept[0]):
        weight = None
    return ModuleNumbers(one.number(weight, tiers.score_number), len(kept), len(columns))


def _may_stand_alone(telling: Telling, one: _OneGroup, lens: Lens, path: Path, column: int) -> bool:
    """Whether the mean of one item may be told: in the whole organisation as a process item is, where at least k rated
    it; in a group only where the plan of the item tells it."""
    if path == ROOT:
        return bool(one.tally.rated[column] >= one.least)
    return path in telling.plans.items[column].of(lens)


def _process(telling: Telling) -> dict[str, Number | None]:
    """Each process item's own score, in the whole organisation only, where at least k rated it."""
    layout, one = telling.counts.layout, _one(telling, Lens.PLACE, ROOT)
    enough = np.asarray(one.tally.rated >= one.least)
    return {layout.items[c]: one.number(weights.process_weights(c, enough), tiers.score_number) for c in layout.process}


def _items(telling: Telling, one: _OneGroup, lens: Lens, path: Path) -> dict[str, ItemNumbers]:
    """Items that may be told here: enough raters, and nobody derivable from the groups that tell the item."""
    found, layout = {}, telling.counts.layout
    for column, item in enumerate(layout.items):
        row = one.row(float(one.tally.rated[column]))
        if path in telling.plans.items[column].of(lens) and row is not None and row.people >= tiers.ITEM_TIER:
            told = _item(one.tally.histogram[column], row)
            found[item] = replace(told, known=_known(one, column)) if column in layout.supports else told
    return found


def _known(one: _OneGroup, column: int) -> Share:
    """The share who know of a support: rated 1 to 4, among those who rated it or can't tell. "Not here" is not known.

    The plan of an item holds for this denominator, as it does for the share of those who can't tell.
    """
    by_code = one.tally.histogram[column]
    return tiers.share_band(int(by_code[1:DONT_KNOW].sum()), int(by_code[: DONT_KNOW + 1].sum()))


def _item(histogram: np.ndarray[tuple[int], np.dtype[np.int64]], row: Row) -> ItemNumbers:
    by_code = [int(n) for n in histogram[:LEFT_BLANK]]
    ratings, cannot_tell = by_code[:DONT_KNOW], by_code[DONT_KNOW]
    raters = sum(ratings)
    high = ratings[3] + ratings[4]
    fine = row.people >= tiers.SPLIT_TIER
    return ItemNumbers(
        row.people,
        None if fine else tiers.share_band(high, raters),
        tiers.share_band(cannot_tell, raters + cannot_tell),
        tiers.split_of(ratings[0] + ratings[1], ratings[2], high) if fine else None,
        tiers.spread_of(25 * _sd(ratings)) if fine else None,
        known=None,
    )


def _sd(ratings: list[int]) -> float:
    """Standard deviation (n - 1) of ratings given as counts of 0..4."""
    values = np.repeat(np.arange(len(ratings)), ratings)
    return float(np.std(values, ddof=1)) if values.size > 1 else 0.0
