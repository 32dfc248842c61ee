"""The consultant's hand in a report: whose it looks like, their own chapters, notes and choice of exhibits.

Frozen values that reports are given beside the facts of a round. Nothing in them is a number of the round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Where(StrEnum):
    """Where a chapter of the consultant's own stands (never between an exhibit and its limits)."""

    BEFORE_FINDINGS = "before-findings"
    BEFORE_PLAN = "before-plan"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was drawn anew from what somebody sent. content: PNG; width, height: pixels; alt: it in words."""

    content: bytes
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose report it looks like. main: cover, rules and headings; second: lines. Both as #rrggbb, dark enough to be
    read on white (`audit.brands`); neither colours any data."""

    name: str
    address: str
    footer: str
    main: str
    second: str
    logo: Picture | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the consultant's own. text: Markdown without HTML; pictures: by the name that it calls them."""

    title: str
    text: str
    where: Where
    pictures: Mapping[str, Picture] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Final:
    """A report that is not a draft any more. edition: the n-th final one of its kind."""

    on: date
    edition: int


@dataclass(frozen=True, slots=True)
class Hand:
    """All that somebody adds to a report. notes: by the id of an exhibit; left_out: ids of exhibits; final: None for a
    draft."""

    brand: Brand | None = None
    chapters: tuple[Chapter, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    final: Final | None = None


UNTOUCHED = Hand()

NEVER_LEFT_OUT = frozenset({"trust", "withheld", "appendix"})
"""Exhibits that say how far a report may be relied on."""
