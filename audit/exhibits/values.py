"""What an exhibit is made of. Texts are in the reader's language; positions in drawings are already computed.

`kind` names the macro that places a value; nothing else is decided from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

SHORT = 9
"""Rows that fit on a page with room to spare."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One mark of a drawing: an SVG tag with its attributes; `tone` also names its class, so that a web page can
    colour it for a dark screen. text: what a <text> says."""

    tag: str
    tone: str
    attributes: tuple[tuple[str, str], ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as wide as its cell and `height` px high. title: the same in words."""

    title: str
    height: int
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Text, with a second, smaller line where there is one."""

    kind: ClassVar[str] = "words"
    text: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Explained(Words):
    """Text whose second line names the paragraph of the method that explains it. paragraph: its id there; a page turns
    the line into a link, paper leaves it as words."""

    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Strong:
    """Text that the eye is to find first."""

    kind: ClassVar[str] = "strong"
    text: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or a short text made of numbers, set to the end of its column."""

    kind: ClassVar[str] = "figure"
    text: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A principle: its letter in a box of its own colour, in fixed order (1..5), and its name."""

    kind: ClassVar[str] = "badge"
    letter: str
    order: int
    text: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A stage: its word on its own ground. slug: as `Stage.slug`."""

    kind: ClassVar[str] = "placed"
    slug: str
    text: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A number or word with a mark in words. tone: high, low or plain; the mark says the same as the ground."""

    kind: ClassVar[str] = "marked"
    tone: str
    text: str
    mark: str = ""
    small: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """Withheld, said in words."""

    kind: ClassVar[str] = "kept"
    text: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing in a cell, with a line of text under it where there is one."""

    kind: ClassVar[str] = "drawn"
    drawing: Drawing
    text: str = ""
    small: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Several short texts, one under the other."""

    kind: ClassVar[str] = "lines"
    texts: tuple[str, ...]


Value = Words | Strong | Figure | Badge | Placed | Marked | Kept | Drawn | Lines


@dataclass(frozen=True, slots=True)
class Column:
    """text: the heading; kind: words, figure or drawn; width in per cent of the table; axis: a scale under the
    heading of a drawn column."""

    text: str
    kind: str
    width: int
    axis: Drawing | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One real table. The first value of a row is its heading. shape: plain, facts (two
    columns of text), grid (many narrow columns), close (many rows of which each says much) or dense. see: which
    paragraph of the method explains all of it, where one does; stands under it."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    shape: str = "plain"
    see: Explained | None = None

    @property
    def length(self) -> str:
        """ "short" where it is to stay on one page, else "long"."""
        return "short" if len(self.rows) <= SHORT else "long"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A finding as heading, one sentence, tables, a note, where it is worked out, what to talk about.

    finding and sentence say only what the intervals allow. how: id of the table in the appendix that says how it
    is worked out, "" where nothing is; talk: questions; brief: the finding in one line, for a page that has no room for
    more, "" where it is short as it stands.
    """

    id: str
    finding: str
    sentence: str
    tables: tuple[Table, ...]
    note: str
    how: str
    talk: tuple[str, ...] = ()
    brief: str = ""
