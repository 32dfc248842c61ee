"""COUNT: from everybody's answers to sums, and which groups may be told (method section 3, promise section 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from audit.method import disclosure, priorities, tiers, weights
from audit.method.answers import DONT_KNOW, AnswerSheet
from audit.method.disclosure import Crossings, Crosstab, Published
from audit.method.groups import ROOT, Lens, Path, Tree
from audit.method.priorities import ChoiceTally
from audit.method.questionnaire import Questionnaire
from audit.method.release import AUDITED, TOO_FEW
from audit.method.scoring import Tally, empty_tally, tally_rings, total_of
from audit.method.weights import Layout

K = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything that was counted, exact: lives only between the opening of the ballots and the release.

    choices: sums of each design, of everybody together; empty where the answers hold no choices.
    """

    layout: Layout
    places: Tree
    roles: Tree
    crossings: Crossings
    crosstab: Crosstab
    rings: dict[Lens, tuple[Tally, ...]]
    choices: Mapping[str, ChoiceTally] = field(default_factory=dict)

    def tree(self, lens: Lens) -> Tree:
        return self.places if lens is Lens.PLACE else self.roles

    def tally_of(self, lens: Lens, path: Path) -> Tally:
        """Sums over a group's people: its own ring and all rings below."""
        inside = [
            ring
            for other, ring in zip(self.tree(lens).paths, self.rings[lens], strict=False)
            if other[: len(path)] == path and ring.people
        ]
        return total_of(inside or [empty_tally(len(self.layout.items), len(self.layout.cells))])


def count(sheet: AnswerSheet, *, questionnaire: Questionnaire, places: Tree, roles: Tree) -> Counted:
    """Sums of every ring of both trees, and of choices. The sheet's items are the questionnaire's, in its order, and
    its choices are those of the questionnaire's designs, or none (else ValueError)."""
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
            Lens.PLACE: _tally(sheet, layout, crossings, Lens.PLACE),
            Lens.ROLE: _tally(sheet, layout, crossings, Lens.ROLE),
        },
        priorities.tallies_of(sheet, questionnaire),
    )


def _tally(sheet: AnswerSheet, layout: Layout, crossings: Crossings, lens: Lens) -> tuple[Tally, ...]:
    """One tally for each path of a tree, of the people who stand right there."""
    of_place = lens is Lens.PLACE
    paths = crossings.place_paths if of_place else crossings.role_paths
    used, chosen = (sheet.place_paths, sheet.places) if of_place else (sheet.role_paths, sheet.roles)
    rings = np.array([paths.index(p) for p in used], dtype=np.intp)[chosen]
    known = crossings.by_ring(lens)
    return tally_rings(sheet, rings=rings, count=len(paths), cells=layout.cells, histogram=known)


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
    histogram = counts.crossings.histogram
    raters_in = np.zeros(histogram.shape[:2], dtype=np.int64)
    for rating in range(DONT_KNOW):  # one sum of many is faster than many sums of five
        raters_in += histogram[:, :, rating]
    found = []
    for column in range(len(counts.layout.items)):
        raters = counts.crossings.crosstab(raters_in[:, column])
        heard = counts.crossings.crosstab(raters_in[:, column] + histogram[:, column, DONT_KNOW])
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
