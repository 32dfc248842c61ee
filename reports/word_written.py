"""Text of the consultant's own in Word: HTML that our Markdown reader made, in the styles of the file.

What it does not know it takes as text: nothing that somebody wrote is left out, and nothing in it is fetched.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from docx.image.image import Image
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from reports.markup import Node, tree_of
from reports.word_page import Page, begin_counting, link, picture, place_in_list
from reports.word_styles import BULLETS
from reports.word_table import MM_A_PX, empty_table, keep_together
from reports.word_xml import made, said, tag

LOWEST = 3
ABOVE_A_TABLE = Pt(8)
HEADINGS = {f"h{n}": n for n in range(1, 7)}
STYLES = {"strong": "Strong", "b": "Strong", "em": "Emphasis", "i": "Emphasis"}
BOTH = "StrongEmphasis"
TEXT = "Body Text"
INLINE = frozenset({*STYLES, "a", "code", "br", "img", "span", "sub", "sup", "s", "del"})
PICTURE = "data:image/png;base64,"
WEB = ("https://", "http://", "mailto:")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where text is written: page; level: of the part that it stands in, its headings stand below it; style: of its
    paragraphs; lists: the numbers of the lists it is in, outermost first."""

    page: Page
    level: int
    style: str = TEXT
    lists: tuple[int, ...] = ()


def write(page: Page, html: str, *, level: int) -> None:
    """The text at the end of the file."""
    _blocks(Spot(page, level), tree_of(html))


def _blocks(spot: Spot, node: Node) -> None:
    """What stands in a block: blocks, and between them lines of text, each of which becomes a paragraph."""
    line: list[Node | str] = []
    for child in node.children:
        if isinstance(child, str) or child.tag in INLINE:
            line.append(child)
            continue
        _line(spot, line)
        line = []
        _block(spot, child)
    _line(spot, line)


def _line(spot: Spot, line: Sequence[Node | str]) -> None:
    if any(c.strip() if isinstance(c, str) else True for c in line):
        paragraph = _begin(spot)
        for child in _trimmed(line):
            _inline(_Words(spot.page, paragraph, paragraph._p), child)


def _trimmed(line: Sequence[Node | str]) -> list[Node | str]:
    """Without the space that HTML has before and after a block."""
    words = [*line]
    if isinstance(words[0], str):
        words[0] = words[0].lstrip()
    if isinstance(words[-1], str):
        words[-1] = words[-1].rstrip()
    return words


def _begin(spot: Spot) -> Paragraph:
    paragraph = spot.page.add(spot.style)
    if spot.lists:
        place_in_list(paragraph, which=spot.lists[-1], level=len(spot.lists) - 1)
    return paragraph


def _block(spot: Spot, node: Node) -> None:
    if node.tag in HEADINGS:
        _heading(spot, node)
    else:
        _BLOCKS.get(node.tag, _blocks)(spot, node)


def _heading(spot: Spot, node: Node) -> None:
    """Below the heading of the part, whatever its own number; below the lowest there is a small one."""
    level = spot.level + max(HEADINGS[node.tag] - 1, 1)
    paragraph = spot.page.add(f"Heading {level}" if level <= LOWEST else "Small Heading")
    for child in node.children:
        _inline(_Words(spot.page, paragraph, paragraph._p), child)


def _points(spot: Spot, node: Node) -> None:
    counted = node.tag == "ol"
    which = begin_counting(spot.page) if counted else BULLETS
    inside = replace(spot, style="List Number" if counted else "List Bullet", lists=(*spot.lists, which))
    for item in node.elements:
        _blocks(inside, item)


def _table(spot: Spot, node: Node) -> None:
    rows = [[*row.all("th", "td")] for row in node.all("tr")]
    across = max((len(row) for row in rows), default=0)
    if not across:
        return
    caption = next((c.text for c in node.all("caption")), rows[0][0].text)
    table = empty_table(spot.page, rows=len(rows), widths=[spot.page.width / across] * across, caption=caption)
    _room_above(table)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, told in zip_longest(row.cells, cells):
            first = cell.paragraphs[0]
            for child in told.children if told else ():
                _inline(_Words(spot.page, first, first._p), child)
    keep_together(list(table.rows)[:2])


def _room_above(table: Table) -> None:
    """It has no caption to part it from what stands before it."""
    before = table._tbl.getprevious()
    if before is not None and before.tag == tag("p"):
        Paragraph(before, table._parent).paragraph_format.space_after = ABOVE_A_TABLE


_BLOCKS: Mapping[str, Callable[[Spot, Node], None]] = {"ul": _points, "ol": _points, "table": _table}


@dataclass(frozen=True, slots=True)
class _Words:
    """Where words go on: into, the paragraph or a link in it; style: of the words."""

    page: Page
    paragraph: Paragraph
    into: BaseOxmlElement
    style: str = ""


def _inline(words: _Words, child: Node | str) -> None:
    if isinstance(child, str):
        text = " ".join(child.split("\n"))
        if text:
            words.into.append(said(text, style=words.style))
        return
    match child.tag:
        case "img":
            _picture(words, child)
        case "br":
            words.into.append(made("r", made("br")))
        case "a" if child.attributes.get("href", "").startswith(WEB):
            inside = link(words.page, words.paragraph, address=child.attributes["href"])
            _all(replace(words, into=inside, style="Hyperlink"), child)
        case name if name in STYLES:
            _all(replace(words, style=_joined(words.style, STYLES[name])), child)
        case _:
            _all(words, child)


def _all(words: _Words, node: Node) -> None:
    for child in node.children:
        _inline(words, child)


def _joined(before: str, style: str) -> str:
    """Styles of words hold one at a time: strong and emphasised at once is a style of its own."""
    if before == "Hyperlink":
        return before
    return BOTH if before and before != style else style


def _picture(words: _Words, node: Node) -> None:
    """A picture that lies in the text itself, as wide as it is, or as the page; of any other its words."""
    source, alt = node.attributes.get("src", ""), node.attributes.get("alt", "")
    if not source.startswith(PICTURE):
        words.into.append(said(alt, style=words.style))
        return
    content = b64decode(source.removeprefix(PICTURE))
    known = Image.from_blob(content)
    width = min(float(known.px_width), words.page.width / MM_A_PX)
    height = known.px_height * width / known.px_width
    picture(words.page, words.paragraph.add_run(), content, width=width, height=height, alt=alt)
