"""A report as values, whatever it is written in: parts with headings, blocks in them. HTML, PDF and Word place them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from audit.exhibits.values import Table
from audit.hand import Picture


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text. tone: lead, plain, sentence (under a finding) or note (under an exhibit)."""

    kind: ClassVar[str] = "paragraph"
    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Points:
    """Several short texts; numbered where their order means something."""

    kind: ClassVar[str] = "points"
    texts: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Exhibited:
    """A table of an exhibit, drawn cells and all."""

    kind: ClassVar[str] = "exhibited"
    table: Table


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions to talk about, under a small heading."""

    kind: ClassVar[str] = "asked"
    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture of the consultant's own."""

    kind: ClassVar[str] = "pictured"
    picture: Picture


@dataclass(frozen=True, slots=True)
class Written:
    """Text of the consultant's own, as the HTML that our Markdown reader made of it: no markup but its own."""

    kind: ClassVar[str] = "written"
    html: str


Block = Paragraph | Points | Exhibited | Asked | Pictured | Written


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it. id: readable, for links and bookmarks; level: 1 begins a chapter, 2 stands
    in one; on_new_page: whether paper begins anew with it."""

    id: str
    title: str
    level: int
    blocks: tuple[Block, ...]
    on_new_page: bool = False


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A whole report. cover: lines below the title, () where it begins on its first page; foot: what each page says at
    its foot beside the number; language, direction: of the text."""

    title: str
    cover: tuple[str, ...]
    foot: str
    parts: tuple[Part, ...]
    language: str
    direction: str
