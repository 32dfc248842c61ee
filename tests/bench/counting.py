"""Counting everybody's answers, beside the same counting by numpy alone."""

from __future__ import annotations

import tracemalloc
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from audit.method.answers import DONT_KNOW, AnswerSheet
from audit.method.counting import Counted, count
from audit.method.groups import ROOT, Group, Lens, Tree
from audit.method.questionnaire import Audience, Item, Questionnaire
from audit.method.release import Release
from audit.method.releasing import release_from

PEOPLE, ITEMS, PLACES, ROLES = 100_000, 60, 140, 60
MANY, FEW = 1_000_000, 10_000
"""How many people growth is measured between."""


@dataclass(frozen=True, slots=True)
class Load:
    """A questionnaire, two trees and a sheet of the size that the benchmark names."""

    questionnaire: Questionnaire
    places: Tree
    roles: Tree
    sheet: AnswerSheet


def load(questionnaire: Questionnaire, *, people: int = PEOPLE, seed: int = 1) -> Load:
    """Answers of `people` to 60 items, in 200 groups of two trees."""
    chance = np.random.default_rng(seed)
    longer = _with_items(questionnaire, ITEMS)
    places, roles = _tree(Lens.PLACE, PLACES, people), _tree(Lens.ROLE, ROLES, people)
    share = np.array([0.08, 0.14, 0.24, 0.28, 0.13, 0.08, 0.03, 0.02])
    sheet = AnswerSheet(
        tuple(i.id for i in longer.items),
        places.paths,
        roles.paths,
        chance.choice(8, size=(people, ITEMS), p=share).astype(np.uint8),
        chance.integers(0, len(places.paths), people).astype(np.intp),
        chance.integers(0, len(roles.paths), people).astype(np.intp),
    )
    return Load(longer, places, roles, sheet)


def _with_items(questionnaire: Questionnaire, items: int) -> Questionnaire:
    extra = tuple(
        Item(f"X.{n}", "More is asked here.", "", "More", Audience.EVERYONE, (), (), group="extra")
        for n in range(items - len(questionnaire.items))
    )
    return replace(questionnaire, items=(*questionnaire.items, *extra))


def _tree(lens: Lens, size: int, people: int) -> Tree:
    """Root, then sites of up to ten teams each, `size` groups in all."""
    groups = [Group(ROOT, people)]
    site = ""
    for n in range(size - 1):
        if n % 10 == 0:
            site = f"{lens} {n // 10}"
            groups.append(Group((site,), people))
        else:
            groups.append(Group((site, f"{n}"), people))
    return Tree(lens, tuple(groups))


def ours(work: Load) -> Counted:
    """Everything that a release needs to know, for every group."""
    return count(work.sheet, questionnaire=work.questionnaire, places=work.places, roles=work.roles)


def released(work: Load) -> Release:
    """From answers to the audited release."""
    return release_from(ours(work), questionnaire=work.questionnaire)


def peak_of(work: Load) -> int:
    """The most bytes that counting and releasing hold at any time, beside the answers themselves."""
    tracemalloc.start()
    try:
        released(work)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def bare(work: Load) -> list[NDArray[np.int64]]:
    """By numpy alone: how often each answer was given, by item and group of both trees, and pairs of ratings."""
    found = []
    items = len(work.sheet.items)
    for rings, size in ((work.sheet.places, len(work.places.paths)), (work.sheet.roles, len(work.roles.paths))):
        cells = (rings[:, None] * items + np.arange(items)) * 8 + work.sheet.codes
        found.append(np.bincount(cells.ravel(), minlength=size * items * 8).reshape(size, items, 8))
        order = np.argsort(rings, kind="stable")
        bounds = np.searchsorted(rings[order], np.arange(size + 1))
        for ring in range(size):
            codes = work.sheet.codes[order[bounds[ring] : bounds[ring + 1]]]
            ratings = np.where(codes < DONT_KNOW, codes, 0).astype(np.float32)
            found.append((ratings.T @ ratings).astype(np.int64))
    return found
