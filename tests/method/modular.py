"""Questionnaires beside core, put together by hand: a module, stepped care, pulse, and an organisation's own copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from audit.method.answers import AnswerSheet
from audit.method.groups import ROOT, Lens, Path
from audit.method.questionnaire import Audience, Item, ItemGroup, Page, Questionnaire, Stage, together
from audit.method.release import GroupNumbers, Release
from audit.method.releasing import release_of
from tests.builders import core
from tests.method.sheets import alone, tree

DONT_KNOW, BLANK = 5, 7


def asking(own: str, groups: Sequence[ItemGroup], sizes: Sequence[int]) -> Questionnaire:
    """A questionnaire of groups with so many items each, on one page."""
    items = tuple(
        Item(
            f"{group.id}.{n}",
            f"Something is done here for {group.id} {n}.",
            "For example, weekly.",
            f"{group.id} {n}",
            Audience.EVERYONE,
            (),
            (),
            tier=group.tier,
            group=group.id,
        )
        for group, size in zip(groups, sizes, strict=True)
        for n in range(1, size + 1)
    )
    page = Page("all", "All", "You can skip it.", tuple(i.id for i in items))
    return Questionnaire(
        own, "1", "en", own.title(), "What is here.", (3, 5), (), (), (page,), items, groups=tuple(groups)
    )


def module() -> Questionnaire:
    """Three items on teams, two on leaders."""
    return asking("module", (ItemGroup("teams", "Teams", "How teams work."), ItemGroup("lead", "Leaders", "")), (3, 2))


def stepped() -> Questionnaire:
    """Three tiers: two supports each in one group, and one item about trust."""
    groups = [
        ItemGroup(f"{name}-{tier}", f"{name.title()} {tier}", "", tier, trust=name == "trust")
        for tier in (1, 2, 3)
        for name in ("help", "trust")
    ]
    return asking("stepped", groups, (2, 1) * 3)


def core_and(*others: Questionnaire) -> Questionnaire:
    """Core and others, asked together."""
    return together([core(), *others])


def pulse() -> Questionnaire:
    """Two items of each principle, of stages 2 and 3."""
    chosen = {core().items_of(p.id, t)[0].id for p in core().principles for t in (Stage.SENSITIVE, Stage.RESPONSIVE)}
    return _kept(replace(core(), id="pulse"), chosen)


def own_copy() -> Questionnaire:
    """Core without one of the two items of Safety's first stage, and with another one moved into a cell that has one
    already: an organisation's own questionnaire may do both."""
    first, _second = core().items_of("S", Stage.AWARE)
    moved = core().items_of("T", Stage.AWARE)[0]
    other = next(i for i in core().items_of("T") if i.domain != moved.domain)
    kept = _kept(replace(core(), id="ours", copied_from=("core", "1")), {i.id for i in core().items} - {first.id})
    items = tuple(replace(i, domain=other.domain) if i.id == moved.id else i for i in kept.items)
    return replace(kept, items=items)


def _kept(asked: Questionnaire, ids: set[str]) -> Questionnaire:
    pages = (replace(p, items=tuple(i for i in p.items if i in ids)) for p in asked.pages)
    items = tuple(i for i in asked.items if i.id in ids)
    return replace(asked, items=items, pages=tuple(p for p in pages if p.items))


def codes_of(asked: Questionnaire, people: int, *, seed: int = 1, unseen: float = 0.1) -> NDArray[np.uint8]:
    """Codes of so many people: ratings, some can't tell, a few blank."""
    chance = np.random.default_rng(seed)
    codes = chance.choice(5, size=(people, len(asked.items)), p=(0.1, 0.15, 0.25, 0.3, 0.2))
    codes = np.where(chance.random(codes.shape) < unseen, DONT_KNOW, codes)
    return np.where(chance.random(codes.shape) < 0.03, BLANK, codes).astype(np.uint8)


def column(asked: Questionnaire, item: str) -> int:
    """Where an item stands in a sheet."""
    return [i.id for i in asked.items].index(item)


def sheet_of(asked: Questionnaire, codes: NDArray[np.uint8], *, places: Sequence[Path] | None = None) -> AnswerSheet:
    """A sheet of codes and each person's place."""
    chosen = list(places or [ROOT] * len(codes))
    paths = tuple(dict.fromkeys(chosen))
    at = np.array([paths.index(p) for p in chosen], dtype=np.intp)
    return AnswerSheet(tuple(i.id for i in asked.items), paths, (ROOT,), codes, at, np.zeros(len(codes), dtype=np.intp))


def release_for(
    asked: Questionnaire, codes: NDArray[np.uint8], *, sizes: Mapping[Path, int] | None = None, staff: int | None = None
) -> Release:
    """The release of these answers; sizes: how many answered in each place, in the order of the codes."""
    sizes = sizes or {}
    where = [path for path, n in sizes.items() for _ in range(n)] or None
    total = staff or len(codes)
    places = tree(Lens.PLACE, sizes, people=total)
    return release_of(
        sheet_of(asked, codes, places=where), questionnaire=asked, places=places, roles=alone(Lens.ROLE, total)
    )


def whole_of(asked: Questionnaire, codes: NDArray[np.uint8], *, staff: int | None = None) -> GroupNumbers:
    """What is told of the whole organisation."""
    found = release_for(asked, codes, staff=staff).whole
    assert found is not None
    return found
