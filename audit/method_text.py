"""docs/method.md as pages show it, for both planes: read once, at start. In English only.

The file is ours, and still none of its markup is trusted: HTML in it is shown as text, and nothing in it can lead out
of the page or fetch anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from audit.markdown_tables import set_tables
from audit.refusals import Refusal
from audit.wording import ROOT
from audit.wording import gettext as _

FILE = ROOT / "docs" / "method.md"


class MethodMissing(Refusal):
    """The program cannot say how it works out what it tells."""

    def __init__(self, file: Path) -> None:
        super().__init__(_("%(file)s cannot be read. Put it back: it comes with the program.", file=file))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What stands under one heading. id: by which links name it; body: HTML without the heading."""

    id: str
    title: str
    body: Markup


@dataclass(frozen=True, slots=True)
class Method:
    """The whole text. opening: HTML of what stands before the first heading."""

    title: str
    opening: Markup
    paragraphs: tuple[Paragraph, ...]

    def title_of(self, id: str) -> str:  # noqa: A002 - what it is called in links
        """The heading of a paragraph; KeyError where there is none."""
        return {p.id: p.title for p in self.paragraphs}[id]


@cache
def the_method(file: Path = FILE) -> Method:
    """The text as it stands in the file; MethodMissing."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise MethodMissing(file) from fault
    return method_of(text)


def method_of(text: str) -> Method:
    """A text in Markdown: one heading of the first level, and paragraphs under headings of the second."""
    (title, opening), *others = _parts(_reader().parse(text))
    paragraphs = tuple(Paragraph(anchor_of(heading), heading, _drawn(body, heading)) for heading, body in others)
    return Method(title, _drawn(opening, title), paragraphs)


def anchor_of(heading: str) -> str:
    """A heading as links within the text name it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "autolink"])
    reader.validateLink = _leads_nowhere_else  # type: ignore[method-assign]  # so its manual says
    return reader


def _leads_nowhere_else(url: str) -> bool:
    return url.startswith("#")


def _parts(tokens: Sequence[Token]) -> Iterator[tuple[str, Sequence[Token]]]:
    """(heading, what follows it), for the heading of the whole, too."""
    starts = [at for at, token in enumerate(tokens) if token.type == "heading_open" and token.tag in ("h1", "h2")]
    for at, end in zip(starts, (*starts[1:], len(tokens)), strict=True):
        yield tokens[at + 1].content, tokens[at + 3 : end]


def _drawn(tokens: Sequence[Token], heading: str) -> Markup:
    reader = _reader()
    set_tables(tokens)
    framed = list(_in_frames(tokens, heading))
    return Markup(reader.renderer.render(framed, reader.options, {}))  # noqa: S704 - the renderer has escaped all text


def _in_frames(tokens: Sequence[Token], heading: str) -> Iterator[Token]:
    """Each table in a frame that scrolls by itself, that keys reach and that has a name of its own."""
    several = sum(token.type == "table_open" for token in tokens) > 1
    numbers = count(1)
    for token in tokens:
        if token.type == "table_open":
            yield _frame(f"{heading}, table {next(numbers)}" if several else heading)
        yield token
        if token.type == "table_close":
            yield Token("frame_close", "div", -1, block=True)


def _frame(name: str) -> Token:
    attributes: dict[str, str | int | float] = {"class": "table", "role": "region", "aria-label": name, "tabindex": "0"}
    return Token("frame_open", "div", 1, attributes, block=True)
