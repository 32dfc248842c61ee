"""What is asked: principles, domains, stages, items, and the actions that may follow."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import TypeVar


class Stage(IntEnum):
    """The climb of one principle (names follow the Missouri Model); STARTING_OUT is no gate, the other four are."""

    STARTING_OUT = 0
    AWARE = 1
    SENSITIVE = 2
    RESPONSIVE = 3
    INFORMED = 4

    @property
    def slug(self) -> str:
        """The word used in files: starting-out, aware, sensitive, responsive, informed."""
        return self.name.lower().replace("_", "-")


GATES = (Stage.AWARE, Stage.SENSITIVE, Stage.RESPONSIVE, Stage.INFORMED)


class Audience(StrEnum):
    """Who an item is meant for."""

    EVERYONE = "everyone"
    PRACTICE = "practice"
    SUPERVISORS = "supervisors"


@dataclass(frozen=True, slots=True)
class Principle:
    """One of the five trauma-informed principles; `id` is its letter (S T C E H)."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Domain:
    """One of the eight domains (D1..D8); staff answer one page a domain."""

    id: str
    name: str
    intro: str


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """What the items of a module, or of a tier of stepped care, are counted in: equal weights, no stage.

    tier: 1 to 3 in stepped care, else None. trust: its item asks whether people here would use the tier without fear.
    """

    id: str
    name: str
    intro: str
    tier: int | None = None
    trust: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """One of the things that a choice set sets beside each other."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ChoiceDesign:
    """Best-Worst Scaling: sets of four attributes, of which a person chooses the most and the least important.

    sets: the ids of the attributes of each; blocks: for each block the places of its sets in `sets`. One person is
    shown one block, `shown` sets. published: what is known from elsewhere, "" where nothing is.
    """

    id: str
    title: str
    question: str
    most: str
    least: str
    note: str
    published: str
    shown: int
    attributes: tuple[Attribute, ...]
    sets: tuple[tuple[str, ...], ...]
    blocks: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the thought comes from: `seed` 000..003 or "own", `row` of the coverage table, `why` in own words."""

    seed: str
    row: str
    why: str


@dataclass(frozen=True, slots=True)
class Item:
    """One statement about here. Core items have principle, domain and stage; others a group, some of them a tier."""

    id: str
    text: str
    help: str
    short: str
    audience: Audience
    provenance: tuple[Provenance, ...]
    actions: tuple[str, ...]
    principle: str | None = None
    domain: str | None = None
    stage: Stage | None = None
    tier: int | None = None
    group: str | None = None
    since_round: int = 1


@dataclass(frozen=True, slots=True)
class Page:
    """What a person sees at once: a title, a plain note, four to eight items."""

    id: str
    title: str
    note: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questionnaires that are asked together: its id, its title, the ids of its groups."""

    id: str
    title: str
    groups: tuple[str, ...]


PROCESS = "process"
"""The group of the items about the audit itself: an index of their own, part of no score."""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One edition in one language. Items are in the order in which they are asked.

    minutes: fewest and most. draft: nobody who speaks the language has confirmed the translation. untranslated: strings
    that are still in the source language, named as translators see them ("S.D1.text"). copied_from: id and edition that
    an organisation's own questionnaire began as, ("", "") for ours. together: what was put together into this one, ()
    where it is one by itself.
    """

    id: str
    edition: str
    language: str
    title: str
    purpose: str
    minutes: tuple[int, int]
    principles: tuple[Principle, ...]
    domains: tuple[Domain, ...]
    pages: tuple[Page, ...]
    items: tuple[Item, ...]
    groups: tuple[ItemGroup, ...] = ()
    choices: tuple[ChoiceDesign, ...] = ()
    draft: bool = False
    untranslated: frozenset[str] = frozenset()
    copied_from: tuple[str, str] = ("", "")
    together: tuple[Part, ...] = ()

    def item(self, item_id: str) -> Item:
        """The item of that id; KeyError if this edition does not ask it."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def cell(self, principle: str, domain: str) -> Item:
        """The one item of a principle and a domain; KeyError if there is none."""
        for item in self.items:
            if (item.principle, item.domain) == (principle, domain):
                return item
        raise KeyError((principle, domain))

    def items_of(self, principle: str, stage: Stage | None = None) -> tuple[Item, ...]:
        """Items of a principle that have a stage, of one stage where given, in order."""
        staged = (i for i in self.items if i.principle == principle and i.stage is not None)
        return tuple(i for i in staged if stage is None or i.stage is stage)

    def items_in(self, group: str) -> tuple[Item, ...]:
        """Items counted in a group, in order."""
        return tuple(i for i in self.items if i.group == group)

    @property
    def climbing(self) -> tuple[Principle, ...]:
        """Principles that have an item at each of the four stages: only they have a score and a stage."""
        stages = {p.id: {i.stage for i in self.items_of(p.id)} for p in self.principles}
        return tuple(p for p in self.principles if set(GATES) <= stages[p.id])

    @property
    def modules(self) -> tuple[ItemGroup, ...]:
        """What has a score with equal weights and no stage: groups of items, and principles that are asked at some
        stages only (then under the principle's own letter and name)."""
        climbing = set(self.climbing)
        partly = (p for p in self.principles if p not in climbing and self.items_of(p.id))
        return (*(ItemGroup(p.id, p.name, "") for p in partly), *(g for g in self.groups if self.items_in(g.id)))

    def items_of_module(self, module: str) -> tuple[Item, ...]:
        """Items that are counted in one of `modules`, in order."""
        return self.items_in(module) or self.items_of(module)

    @property
    def supports(self) -> tuple[Item, ...]:
        """Items of which it is told how many know of them: those of a tier that do not ask about trust."""
        trust = {g.id for g in self.groups if g.trust}
        return tuple(i for i in self.items if i.tier is not None and i.group not in trust)

    @property
    def staged_items(self) -> tuple[Item, ...]:
        """Items that feed stages, principles and domains, in order."""
        climbing = {p.id for p in self.climbing}
        return tuple(i for i in self.items if i.stage is not None and i.principle in climbing)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The questionnaires that it consists of, in order: itself, where it is one."""
        return self.together or (Part(self.id, self.title, tuple(g.id for g in self.groups)),)

    @property
    def process_items(self) -> tuple[Item, ...]:
        """Items about the audit itself: an index of their own, part of no score."""
        return self.items_in(PROCESS)

    @property
    def item_list(self) -> str:
        """Hash of the ids of all items that feed a score (so not the process items), in order of their ids."""
        return hash_of_items(i for i in self.items if i.group != PROCESS)

    def as_asked_in(self, round_number: int) -> Questionnaire:
        """The questionnaire of an organisation's n-th round: items that need an earlier round fall away."""
        kept = tuple(i for i in self.items if i.since_round <= round_number)
        ids = {i.id for i in kept}
        pages = (Page(p.id, p.title, p.note, tuple(i for i in p.items if i in ids)) for p in self.pages)
        return replace(self, items=kept, pages=tuple(p for p in pages if p.items))


def hash_of_items(items: Iterable[Item]) -> str:
    """SHA-256 of the ids, in order of the ids. Two rounds are compared only where this is the same."""
    return hashlib.sha256("\n".join(sorted(i.id for i in items)).encode()).hexdigest()


TOGETHER = "+"
"""What joins the ids, and the editions, of questionnaires that are asked in one round."""


def together(asked: Sequence[Questionnaire]) -> Questionnaire:
    """Several questionnaires as one, in the order given; pages about the audit itself come last.

    Its id and edition join theirs with "+": "core+digital", "1+1". An item asked twice stands where it came first.
    """
    if len(asked) == 1:
        return asked[0]
    first = asked[0]
    items = tuple({i.id: i for q in asked for i in q.items}.values())
    process = {i.id for i in items if i.group == PROCESS}
    pages = sorted(_pages_once(asked), key=lambda page: set(page.items) <= process)
    return Questionnaire(
        TOGETHER.join(q.id for q in asked),
        TOGETHER.join(q.edition for q in asked),
        first.language,
        first.title,
        " ".join(dict.fromkeys(q.purpose for q in asked)),
        (sum(q.minutes[0] for q in asked), sum(q.minutes[1] for q in asked)),
        _once(p for q in asked for p in q.principles),
        _once(d for q in asked for d in q.domains),
        tuple(pages),
        items,
        _once(g for q in asked for g in q.groups),
        _once(c for q in asked for c in q.choices),
        any(q.draft for q in asked),
        frozenset(name for q in asked for name in _names_in(q, first=q is first)),
        together=tuple(part for q in asked for part in q.parts),
    )


def _names_in(asked: Questionnaire, *, first: bool) -> Iterable[str]:
    """Untranslated strings of one of several, under the names they have together; only the first gives the title."""
    for name in asked.untranslated:
        page = name.removeprefix("page.")
        if page != name:
            yield f"page.{asked.id}-{page}"
        elif first or name != "title":
            yield name


_Named = TypeVar("_Named", Principle, Domain, ItemGroup, ChoiceDesign)


def _once(found: Iterable[_Named]) -> tuple[_Named, ...]:
    return tuple({one.id: one for one in found}.values())


def _pages_once(asked: Sequence[Questionnaire]) -> Iterable[Page]:
    """Every page under a name of its own, without items that an earlier page has."""
    seen: set[str] = set()
    for questionnaire in asked:
        for page in questionnaire.pages:
            items = tuple(i for i in page.items if i not in seen)
            seen.update(items)
            if items:
                yield replace(page, id=f"{questionnaire.id}-{page.id}", items=items)


class Effort(StrEnum):
    """How much an action asks for: a few hours, a few weeks beside the work, a project."""

    SMALL = "S"
    MEDIUM = "M"
    LARGE = "L"


@dataclass(frozen=True, slots=True)
class Action:
    """An entry of the action library. `moves` are the ids of the items it should move."""

    id: str
    title: str
    first_step: str
    sign_of_success: str
    effort: Effort
    cost: str
    owner: str
    moves: tuple[str, ...]
    provenance: tuple[Provenance, ...]
