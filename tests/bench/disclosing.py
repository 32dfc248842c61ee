"""The disclosure plan, beside the one that the promise describes, word for word: everything anew at every step, with
networkx's Stoer and Wagner."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np

from audit.method import across_rounds, auditor, disclosure
from audit.method.answers import AnswerSheet
from audit.method.counting import Counted, K, Plans, count, plan_all
from audit.method.disclosure import Crosstab, Published, ring_of
from audit.method.groups import ROOT, Group, Lens, Path, Tree
from audit.method.questionnaire import Questionnaire
from audit.method.release import Release
from audit.method.rounding import Telling, build_release

SIZES = {65: (500, (6, 7), (3, 4)), 200: (3_000, (20, 8), (3, 5))}
"""Groups of both trees -> people, sites and teams in each, families and roles in each."""


@dataclass(frozen=True, slots=True)
class Load:
    """An invented organisation: what was counted, what is told of it."""

    questionnaire: Questionnaire
    counts: Counted
    plans: Plans
    step: Telling
    release: Release


def load(questionnaire: Questionnaire, *, groups: int, seed: int = 1) -> Load:
    """Teams of very different size, roles that are not in every team, some people who would rather not say."""
    people, of_places, of_roles = SIZES[groups]
    chance = np.random.default_rng(seed)
    paths = [_paths(*of_places), _paths(*of_roles)]
    sizes = [np.array([0.05, 0.1, 1.0])[[len(p) for p in own]] * chance.lognormal(0, 0.8, len(own)) for own in paths]
    shares = np.outer(*sizes) * chance.gamma(0.5, 2, (len(paths[0]), len(paths[1])))
    cells = chance.choice(shares.size, size=people, p=(shares / shares.sum()).ravel())
    codes = chance.choice(8, size=(people, len(questionnaire.items)), p=(0.1, 0.15, 0.25, 0.27, 0.15, 0.05, 0.02, 0.01))
    where = [cells // len(paths[1]), cells % len(paths[1])]
    items = tuple(i.id for i in questionnaire.items)
    sheet = AnswerSheet(items, tuple(paths[0]), tuple(paths[1]), codes.astype(np.uint8), where[0], where[1])
    trees = [_tree(lens, own, at) for lens, own, at in zip(Lens, paths, where, strict=True)]
    counts = count(sheet, questionnaire=questionnaire, places=trees[0], roles=trees[1])
    plans = plan_all(counts, k=K)
    step = Telling(questionnaire, counts, plans, K, coarsened=0)
    return Load(questionnaire, counts, plans, step, build_release(step))


def _paths(outer: int, inner: int) -> list[Path]:
    return [ROOT, *(p for n in range(outer) for p in [(f"{n}",), *((f"{n}", f"{m}") for m in range(inner))])]


def _tree(lens: Lens, paths: list[Path], at: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Tree:
    own = np.bincount(at, minlength=len(paths))
    below = ([other[: len(path)] == path for other in paths] for path in paths)
    return Tree(lens, tuple(Group(path, int(own[inside].sum())) for path, inside in zip(paths, below, strict=True)))


def ours(work: Load) -> Published:
    """The plan of the first tier."""
    return disclosure.plan(work.counts.crosstab, k=K)


def all_plans(work: Load) -> Plans:
    """The plans of all tiers, and of every item."""
    return plan_all(work.counts, k=K)


def audited(work: Load) -> bool:
    """Everything that is checked at close, an earlier round included."""
    earlier = across_rounds.passes(work.counts, work.release, work.release, k=K)
    return auditor.passes(work.step, work.release) and earlier


def naive(work: Load) -> Published:
    """The same plan, with everything worked out anew at every step."""
    return naive_plan(work.counts.crosstab)


def naive_plan(crosstab: Crosstab) -> Published:
    """The plan for K as the promise puts it: publish, un-publish what helps most, put back what fits."""
    file_order = [(lens, p) for lens in Lens for p in crosstab.paths(lens) if p != ROOT]
    people = {node: crosstab.count_of(*node) for node in file_order}
    told = Published(frozenset({ROOT}), frozenset({ROOT}))
    for node in file_order:
        told = told.also(*node) if people[node] >= K else told
    hidden = []
    while naive_least(crosstab, told) < K:
        left = [node for node in file_order if node[1] in told.of(node[0])]
        gains = {node: naive_least(crosstab, told.without(*node)) for node in left}
        choice = min(left, key=lambda node: (-gains[node], people[node]))
        told = told.without(*choice)
        hidden.append(choice)
    for node in sorted(hidden, key=lambda node: (-people[node], file_order.index(node))):
        if naive_least(crosstab, told.also(*node)) >= K:
            told = told.also(*node)
    return told


def naive_least(crosstab: Crosstab, told: Published) -> int:
    """The least cut of each connected part of the ring graph, at most K."""
    graph: nx.Graph[tuple[Lens, Path]] = nx.Graph()
    rings = [[(lens, ring_of(p, told.of(lens))) for p in crosstab.paths(lens)] for lens in Lens]
    for i, j in np.argwhere(crosstab.people):
        place, role, people = rings[0][i], rings[1][j], int(crosstab.people[i, j])
        known = graph.edges[place, role]["weight"] if graph.has_edge(place, role) else 0
        graph.add_edge(place, role, weight=known + people)
    parts = [graph.subgraph(part) for part in nx.connected_components(graph)]
    return min((K, *(int(nx.stoer_wagner(part)[0]) for part in parts if len(part) > 1)))
