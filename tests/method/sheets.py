"""Answers to count: small organisations put together by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from audit.method.answers import AnswerSheet
from audit.method.groups import ROOT, Group, Lens, Path, Tree
from tests.builders import core

CORE = core()
ITEMS = tuple(i.id for i in CORE.items)


def tree(lens: Lens, groups: Mapping[Path, int], *, people: int) -> Tree:
    """A tree of headcounts under a root of so many people."""
    return Tree(lens, (Group(ROOT, people), *(Group(path, n) for path, n in groups.items())))


def alone(lens: Lens, people: int) -> Tree:
    """A tree of the whole only."""
    return tree(lens, {}, people=people)


def answers(people: int, *, seed: int = 1, unseen: float = 0.1) -> NDArray[np.uint8]:
    """Codes of so many people to every core item: ratings, some can't tell, a few blank."""
    chance = np.random.default_rng(seed)
    codes = chance.choice(5, size=(people, len(ITEMS)), p=(0.1, 0.15, 0.25, 0.3, 0.2))
    codes = np.where(chance.random(codes.shape) < unseen, 5, codes)
    return np.where(chance.random(codes.shape) < 0.03, 7, codes).astype(np.uint8)


def sheet_of_codes(
    codes: NDArray[np.uint8], *, places: Sequence[Path] | None = None, roles: Sequence[Path] | None = None
) -> AnswerSheet:
    """A sheet of codes and each person's place and role; nobody says where they are not given."""
    where = [list(chosen or [ROOT] * len(codes)) for chosen in (places, roles)]
    paths = [tuple(dict.fromkeys(chosen)) for chosen in where]
    place_at, role_at = (
        np.array([known.index(p) for p in chosen], dtype=np.intp) for known, chosen in zip(paths, where, strict=True)
    )
    return AnswerSheet(ITEMS, paths[0], paths[1], codes, place_at, role_at)
