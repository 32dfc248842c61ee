"""What is asked: principles, domains, stages, items, and the actions that may follow."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import IntEnum, StrEnum


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
class Provenance:
    """Where the thought comes from: `seed` 000..003 or "own", `row` of the coverage table, `why` in own words."""

    seed: str
    row: str
    why: str


@dataclass(frozen=True, slots=True)
class Item:
    """One statement about here. Core items have principle, domain and stage; others a group, some a tier."""

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
class Questionnaire:
    """One edition in one language. Items are in the order in which they are asked."""

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
        """Items of a principle, of one stage where given, in order."""
        return tuple(i for i in self.items if i.principle == principle and (stage is None or i.stage is stage))

    @property
    def process_items(self) -> tuple[Item, ...]:
        """Items about the audit itself: an index of their own, part of no score."""
        return tuple(i for i in self.items if i.group == "process")

    @property
    def item_list(self) -> str:
        """Hash of the ids of all items that feed a score (so not the process items), in order of their ids.

        Two rounds are compared only where this is the same.
        """
        ids = sorted(i.id for i in self.items if i.group != "process")
        return hashlib.sha256("\n".join(ids).encode()).hexdigest()

    def as_asked_in(self, round_number: int) -> Questionnaire:
        """The questionnaire of an organisation's n-th round: items that need an earlier round fall away."""
        kept = tuple(i for i in self.items if i.since_round <= round_number)
        ids = {i.id for i in kept}
        pages = tuple(Page(p.id, p.title, p.note, tuple(i for i in p.items if i in ids)) for p in self.pages)
        return Questionnaire(
            self.id,
            self.edition,
            self.language,
            self.title,
            self.purpose,
            self.minutes,
            self.principles,
            self.domains,
            tuple(p for p in pages if p.items),
            kept,
        )


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
