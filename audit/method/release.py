"""The release: the only thing left of a round. Rounded numbers and two-way facts; no word, no row, no exact count."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, NoReturn, get_args, get_origin, get_type_hints

from audit.method.groups import Lens, Path

FORMAT = 3


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
class ModuleNumbers:
    """A group of items of a module or of stepped care: equal weights, no stage. score None: too few answers."""

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

    spread: sd on 0..100, to 2.5, where 10 means "10 or less". cannot_tell, known: shares of those who rated it or can't
    tell; known: of 1 to 4, for a support of stepped care only, else None.
    """

    row: int
    usually: Share | None
    cannot_tell: Share
    split: Split3 | None
    spread: float | None
    known: Share | None


@dataclass(frozen=True, slots=True)
class ChoiceNumbers:
    """What the whole organisation chose in the sets of one design: by attribute, 100 (most - least) / times shown.

    design: hash of attributes and sets; only the same design is compared. scores: points of -100..100, steps and floors
    twice those of the row, ends at 80 either way (`audit.method.tiers.choice_number`); all of them None where fewer
    than k people chose, or too few stand behind any of them.
    """

    design: str
    scores: dict[str, Number | None]


@dataclass(frozen=True, slots=True)
class GroupNumbers:
    """All that may be told of one group. tier: the finest plan that shows it (10, 20, 50)."""

    path: Path
    definition: str
    tier: int
    people: Band
    principles: dict[str, PrincipleNumbers]
    domains: dict[str, DomainNumbers]
    modules: dict[str, ModuleNumbers]
    items: dict[str, ItemNumbers]


TOO_FEW, AUDITED = "too-few", "audit"
"""Rules that withhold: too few people, or others could be worked out; the auditor found too much."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Something withheld: a group (lens and path) or `what` of it, and the rule that did it (TOO_FEW, AUDITED)."""

    lens: Lens
    path: Path
    what: str
    rule: str


@dataclass(frozen=True, slots=True)
class Release:
    """What may be told of one round, for ever.

    item_list: hash of all items that feed a score; lists: of the items of each part that is compared by itself
    (`audit.method.weights.lists_of`): "stages" for what climbs, then each module.
    people, whole: None where fewer than k answered, or where the auditor let nothing pass (then `hidden` names the
    organisation with the rule AUDITED): nothing at all is told.
    invited None: headcounts were not given, so nothing is corrected for them.
    response: per cent of those invited, in 10-point bands from 50 answers, in quarters below.
    process: item id -> its own score in the whole organisation. choices: design id -> what was chosen, likewise.
    published: tier (10, 20, 50) -> lens -> paths; each tier's paths lie within those of the one before.
    more_than_invited: more answers than people: headcounts were too low.
    coarsened: by how many rows of the resolution table all numbers are coarser than usual, after an audit.
    """

    questionnaire: str
    edition: str
    item_list: str
    lists: dict[str, str]
    definition: str
    k: int
    people: Band | None
    invited: Band | None
    response: Share | None
    more_than_invited: bool
    whole: GroupNumbers | None
    process: dict[str, Number | None]
    choices: dict[str, ChoiceNumbers]
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


class NotARelease(ValueError):  # noqa: N818 - it states a fact, as all exceptions here do
    """A text is no release that this edition of the program has written. where: what is not as expected."""

    def __init__(self, where: str) -> None:
        super().__init__(f"not as a release is written: {where}")
        self.where = where


def from_json(source: str | Mapping[str, Any]) -> Release:
    """The release that `canonical` or `as_json` wrote: their exact inverse. Anything else raises NotARelease.

    Keys must be those of the values, no more and no fewer; every number has its own kind and is finite.
    """
    value = _parsed(source) if isinstance(source, str) else dict(source)
    if not isinstance(value, dict) or value.pop("format", None) != FORMAT:
        raise NotARelease("format")
    release: Release = _read(Release, value, "release")
    return release


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except ValueError as fault:
        raise NotARelease("JSON") from fault


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


_KEYS: Mapping[type, Mapping[str, Any]] = {
    int: {str(n): n for n in (10, 20, 50)},
    Lens: {lens.value: lens for lens in Lens},
}


@cache
def _kinds(value_type: type) -> dict[str, Any]:
    return get_type_hints(value_type)


def _read(kind: Any, value: Any, where: str) -> Any:
    """A JSON value as the type that the dataclasses above declare for it."""
    if isinstance(kind, UnionType):
        return None if value is None else _read(get_args(kind)[0], value, where)
    if is_dataclass(kind):
        return _read_fields(kind, value, where)
    if get_origin(kind) is tuple:
        return _read_tuple(get_args(kind), value, where)
    if get_origin(kind) is dict:
        return _read_dict(get_args(kind), value, where)
    return _read_plain(kind, value, where)


def _read_fields(kind: Any, value: Any, where: str) -> Any:
    names = {f.name for f in fields(kind)}
    if not isinstance(value, dict) or set(value) != names:
        raise NotARelease(where)
    return kind(**{name: _read(_kinds(kind)[name], value[name], f"{where}.{name}") for name in names})


def _read_tuple(kinds: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list) or (kinds[-1] is not ... and len(value) != len(kinds)):
        raise NotARelease(where)
    each = kinds[0] if kinds[-1] is ... else None
    return tuple(_read(each or kinds[at], v, where) for at, v in enumerate(value))


def _read_dict(kinds: tuple[Any, ...], value: Any, where: str) -> dict[Any, Any]:
    key, inner = kinds
    if not isinstance(value, dict) or not (key is str or set(value) <= set(_KEYS[key])):
        raise NotARelease(where)
    return {(k if key is str else _KEYS[key][k]): _read(inner, v, f"{where}.{k}") for k, v in value.items()}


def _read_plain(kind: Any, value: Any, where: str) -> Any:
    if issubclass(kind, Enum):
        if value not in {member.value for member in kind}:
            raise NotARelease(where)
        return kind(value)
    if type(value) is not kind:
        raise NotARelease(where)
    return value
