"""The release: the only thing left of a round. Rounded numbers and two-way facts; no word, no row, no exact count."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from audit.method.groups import Lens, Path

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Band:
    """A range of people (10-19, 20-49, 50-99) or, with `high` None, that many and more (100+)."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """A share told as a band of per cent, low edge included, high edge only where it is 100."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Number:
    """A score that may be told, in points.

    value: rounded to `step`; se, se_plain: standard error in whole points with and without population
    correction, rounding not yet in it; row: lower edge of the row of the resolution table (5, 10, 20, 50),
    which fixes step, floor of the SE and m.
    """

    value: float
    step: float
    row: int
    se: int
    se_plain: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A stage of a principle. number None: too few answers to say. visible False: most cannot tell."""

    number: Number | None
    visible: bool
    items_counted: int
    items_asked: int


@dataclass(frozen=True, slots=True)
class PrincipleNumbers:
    """A principle in one group. score None: too few answers, or no counted item at some stage. cells: stages 1-4."""

    score: Number | None
    items_counted: int
    items_asked: int
    cells: tuple[Cell, Cell, Cell, Cell]
    contrast: Number | None


@dataclass(frozen=True, slots=True)
class DomainNumbers:
    """A domain relative to its stages; may be negative, has no open ends."""

    score: Number | None
    items_counted: int
    items_asked: int


@dataclass(frozen=True, slots=True)
class Split3:
    """Shares of 0-1, 2, 3-4 among those who rated, each rounded to 5 points within 10..90; need not add to 100."""

    low: int
    middle: int
    high: int


@dataclass(frozen=True, slots=True)
class ItemNumbers:
    """One item in one group, from 20 people who rated it (usually: band of 3 or 4), from 50: split and spread instead.

    spread: sd on 0..100, to 2.5, where 10 means "10 or less".
    """

    row: int
    usually: Share | None
    cannot_tell: Share
    split: Split3 | None
    spread: float | None


@dataclass(frozen=True, slots=True)
class GroupNumbers:
    """All that may be told of one group. tier: the finest plan that shows it (10, 20, 50)."""

    path: Path
    definition: str
    tier: int
    people: Band
    principles: dict[str, PrincipleNumbers]
    domains: dict[str, DomainNumbers]
    items: dict[str, ItemNumbers]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Something withheld: a group (lens and path) or `what` of it, and the rule that did it."""

    lens: Lens
    path: Path
    what: str
    rule: str


@dataclass(frozen=True, slots=True)
class Release:
    """What may be told of one round, for ever.

    people, whole: None where fewer than k answered: then nothing at all is told.
    invited None: headcounts were not given, so nothing is corrected for them.
    response: per cent of those invited, in 10-point bands from 50 answers, in quarters below.
    process: item id -> its own score in the whole organisation.
    published: tier (10, 20, 50) -> lens -> paths; each tier's paths lie within those of the one before.
    more_than_invited: more answers than people: headcounts were too low.
    """

    questionnaire: str
    edition: str
    item_list: str
    definition: str
    k: int
    people: Band | None
    invited: Band | None
    response: Share | None
    more_than_invited: bool
    whole: GroupNumbers | None
    process: dict[str, Number | None]
    places: tuple[GroupNumbers, ...]
    roles: tuple[GroupNumbers, ...]
    published: dict[int, dict[Lens, tuple[Path, ...]]]
    hidden: tuple[Hidden, ...]
    coarsened: int


def canonical(release: Release) -> str:
    """The release as JSON that is the same, byte for byte, for the same release: sorted keys, no spaces."""
    return json.dumps({"format": FORMAT, **asdict(release)}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def hash_of(release: Release) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(release).encode()).hexdigest()


def as_json(release: Release) -> dict[str, Any]:
    """The release as plain JSON values."""
    value: dict[str, Any] = json.loads(canonical(release))
    return value
