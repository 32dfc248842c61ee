"""COUNT: from everybody's answers to the one release (method section 3, promise section 7)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from audit.method import disclosure, tiers, weights
from audit.method.answers import DONT_KNOW, LEFT_BLANK, AnswerSheet
from audit.method.disclosure import Crossings, Crosstab, Published
from audit.method.groups import ROOT, Lens, Path, Tree
from audit.method.questionnaire import GATES, Questionnaire
from audit.method.release import (
    AUDITED,
    TOO_FEW,
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
from audit.method.scoring import Estimate, FloatArray, Tally, counted, empty_tally, estimate, tally_rings
from audit.method.tiers import Row
from audit.method.weights import Layout

K = 10
CONTRAST_TIER = 20
Rounding = Callable[[Estimate], Number]


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything that was counted, exact: lives only between the opening of the ballots and the release."""

    layout: Layout
    places: Tree
    roles: Tree
    crossings: Crossings
    crosstab: Crosstab
    rings: dict[Lens, tuple[Tally, ...]]

    def tree(self, lens: Lens) -> Tree:
        return self.places if lens is Lens.PLACE else self.roles

    def tally_of(self, lens: Lens, path: Path) -> Tally:
        """Sums over a group's people: its own ring and all rings below."""
        total = empty_tally(len(self.layout.items), len(self.layout.cells))
        for at, other in enumerate(self.tree(lens).paths):
            if other[: len(path)] == path and self.rings[lens][at].people:
                total = total + self.rings[lens][at]
        return total


def count(sheet: AnswerSheet, *, questionnaire: Questionnaire, places: Tree, roles: Tree) -> Counted:
    """Sums of every ring of both trees. The sheet's items are the questionnaire's, in its order (else ValueError)."""
    layout = weights.layout_of(questionnaire)
    if sheet.items != layout.items:
        raise ValueError("the answers are not to this questionnaire")
    crossings = disclosure.crossings_of(sheet, places=places, roles=roles)
    return Counted(
        layout,
        places,
        roles,
        crossings,
        crossings.crosstab(crossings.people),
        {
            Lens.PLACE: _tally(sheet, layout, places.paths, sheet.place_paths, sheet.places),
            Lens.ROLE: _tally(sheet, layout, roles.paths, sheet.role_paths, sheet.roles),
        },
    )


def _tally(
    sheet: AnswerSheet, layout: Layout, paths: tuple[Path, ...], used: tuple[Path, ...], chosen: NDArray[np.intp]
) -> tuple[Tally, ...]:
    """One tally for each path of a tree, of the people who stand right there."""
    rings = np.array([paths.index(p) for p in used], dtype=np.intp)[chosen]
    return tally_rings(sheet, rings=rings, count=len(paths), cells=layout.cells)


@dataclass(frozen=True, slots=True)
class Plans:
    """What may be told of whom: groups by tier (10, 20, 50), for each item the groups for which it may be told, and
    the rule that hides the rest."""

    tiers: dict[int, Published]
    items: tuple[Published, ...]
    rule: str = TOO_FEW

    def finest(self, lens: Lens, path: Path) -> int:
        """The finest tier whose plan shows a group."""
        return max(t for t, plan in self.tiers.items() if path in plan.of(lens))


def plan_all(counts: Counted, *, k: int) -> Plans:
    """Nested plans for the tiers from k on, and one for each item within the plan of the tier that tells items."""
    least = {t: max(k, t) for t in tiers.TIERS} | {tiers.TIERS[0]: k}
    by_size = disclosure.nested_plans(counts.crosstab, tiers=tuple(least.values()))
    by_tier = {t: by_size[size] for t, size in least.items()}
    return Plans(by_tier, _plan_items(counts, k=k, among=by_tier[tiers.ITEM_TIER]))


def _plan_items(counts: Counted, *, k: int, among: Published) -> tuple[Published, ...]:
    found = []
    for column in range(len(counts.layout.items)):
        told = counts.crossings.histogram[:, column]
        raters = counts.crossings.crosstab(told[:, :DONT_KNOW].sum(axis=1))
        heard = counts.crossings.crosstab(told[:, : DONT_KNOW + 1].sum(axis=1))
        plan = disclosure.plan_item(raters, heard, k=k, least=max(k, tiers.ITEM_TIER), among=among)
        found.append(plan)
    return tuple(found)


def whole_only(counts: Counted, *, k: int) -> Plans:
    """The organisation alone: what is left when an audit finds too much in the groups."""
    root = Published(frozenset({ROOT}), frozenset({ROOT}))
    total = counts.crosstab.total
    by_tier = {t: root if total >= max(k, t) else disclosure.NOTHING for t in tiers.TIERS}
    return Plans(by_tier, _plan_items(counts, k=k, among=by_tier[tiers.ITEM_TIER]), AUDITED)


def nothing_at_all(counts: Counted, *, rule: str) -> Plans:
    """Nobody is told of: too few answered, or not even the organisation passed the audit."""
    return Plans(dict.fromkeys(tiers.TIERS, disclosure.NOTHING), (disclosure.NOTHING,) * len(counts.layout.items), rule)


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
