"""Tables of exhibits in Word: real ones, whose heads come again on every page, with each drawing as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from audit.exhibits.values import (
    Badge,
    Column,
    Drawing,
    Drawn,
    Figure,
    Kept,
    Lines,
    Marked,
    Placed,
    Strong,
    Table,
    Value,
    Words,
)
from reports.raster import png_of
from reports.word_page import Page, picture
from reports.word_styles import WITHHELD
from reports.word_xml import made, tag

STAGES = {
    "starting-out": "ffffff",
    "aware": "d5e3ea",
    "sensitive": "9fc0d0",
    "responsive": "5f93ad",
    "informed": "1f5673",
}
DARK = "informed"
"""The stage on whose ground text is white."""
GROUNDS = {"high": "d5e3ea", "low": "f3dccb"}
HUES = ("5a194a", "494c22", "305abe", "a65c7b", "799442")
LOOKS = {Strong.kind: "Strong", Kept.kind: "Withheld"}
ALIGNED = {Figure.kind: WD_ALIGN_PARAGRAPH.RIGHT}
TIGHT = frozenset({"close", "dense"})
"""Tables in which a second line goes on in the first."""
CELL_SIDES = 2.5
"""mm of a cell that no drawing takes, left and right together: a picture that is too wide loses its end."""
MM_A_PX = 25.4 / 96
MIDDLE, FOOT = WD_CELL_VERTICAL_ALIGNMENT.CENTER, WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
TOGETHER = 2
"""Rows of a long table that stay under its head."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell with what it needs to be filled. width: mm that it has for a drawing; tight: as `TIGHT`."""

    page: Page
    cell: _Cell
    width: float
    tight: bool


def add_table(page: Page, table: Table) -> None:
    """An exhibit's table at the end of the file, under its caption."""
    page.add("Caption", table.caption)
    across = sum(c.width for c in table.columns)
    widths = [page.width * c.width / across for c in table.columns]
    written = empty_table(page, rows=len(table.rows) + 1, widths=widths, caption=table.caption)
    head, *rows = written.rows
    for column, place in zip(table.columns, _places(page, head, widths, table), strict=True):
        _fill_head(place, column)
    for row, values in zip(rows, table.rows, strict=True):
        for value, place in zip(values, _places(page, row, widths, table), strict=True):
            _fill(place, value)
    whole = table.length == "short" and not page.turned  # a sheet on its side holds little: better half a table on it
    keep_together([head, *rows] if whole else [head, *rows[:TOGETHER]])
    if table.see:
        page.add("Note", table.see.small)


def empty_table(page: Page, *, rows: int, widths: Sequence[float], caption: str) -> WordTable:
    """A table with empty cells, its first row a head and its first column the names of the rows. widths: mm."""
    table: WordTable = page.document.add_table(rows=rows, cols=len(widths), style="Exhibit")
    table.autofit = False
    _say_what_it_is(table, caption, direction=page.direction)
    for column, width in zip(table.columns, widths, strict=True):
        column._gridCol.w = Mm(width)
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(made("cantSplit"))
        if not number:
            properties.append(made("tblHeader"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
            cell.paragraphs[0].style = "Table Text" if number else "Table Heading"
            cell.vertical_alignment = MIDDLE if number else FOOT
    return table


def _say_what_it_is(table: WordTable, caption: str, *, direction: str) -> None:
    """Heads are heads to whoever listens to the file, too."""
    properties = table._tbl.tblPr
    for look in properties.findall(tag("tblLook")):
        properties.remove(look)
    if direction == "rtl":
        properties.find(tag("tblStyle")).addnext(made("bidiVisual"))
    properties.append(
        made(
            "tblLook", val="00A0", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0", noHBand="1", noVBand="1"
        )
    )
    properties.append(made("tblCaption", val=caption))


def keep_together(rows: Sequence[_Row]) -> None:
    """Rows that stay on one page with what comes after them; of all rows of a table the last may be parted from it."""
    for row in rows[:-1]:
        _keep(row)


def keep_end(page: Page) -> None:
    """Let what was written last stand on one page with what comes next: of a table a few rows, too."""
    last = page.document.element.body[-2]  # the very last is what the pages look like
    if last.tag == tag("tbl"):
        for row in list(WordTable(last, page.document).rows)[-TOGETHER:]:
            _keep(row)
    elif last.tag == tag("p"):
        Paragraph(last, page.document._body).paragraph_format.keep_with_next = True


def _keep(row: _Row) -> None:
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _places(page: Page, row: _Row, widths: Sequence[float], table: Table) -> list[Place]:
    tight = table.shape in TIGHT
    return [Place(page, cell, width - CELL_SIDES, tight) for cell, width in zip(row.cells, widths, strict=True)]


def _fill_head(place: Place, column: Column) -> None:
    first = place.cell.paragraphs[0]
    first.add_run(column.text)
    if column.kind == "figure":
        first.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if column.axis:
        _draw(place, _more(place, "Table Heading"), column.axis)


def _more(place: Place, style: str) -> Paragraph:
    added: Paragraph = place.cell.add_paragraph(style=style)
    return added


def _draw(place: Place, paragraph: Paragraph, drawing: Drawing) -> None:
    width = round(place.width / MM_A_PX)
    content = png_of(drawing, width=width)
    picture(place.page, paragraph.add_run(), content, width=width, height=drawing.height, alt=drawing.title)


def _small(place: Place, text: str, *, align: WD_ALIGN_PARAGRAPH | None = None) -> None:
    """A second, smaller line where there is one."""
    if not text:
        return
    if place.tight:
        place.cell.paragraphs[-1].add_run(f" {text}", style="Small")
        return
    line = _more(place, "Table Small")
    line.add_run(text)
    if align is not None:
        line.alignment = align


def _ground(place: Place, fill: str) -> None:
    shade = made("shd", val="clear", color="auto", fill=fill)
    place.cell._tc.get_or_add_tcPr().find(tag("vAlign")).addprevious(shade)


def _fill(place: Place, value: Value) -> None:
    match value:
        case Lines(texts):
            _lines(place, texts)
        case Drawn():
            _drawn(place, value)
        case Badge():
            _badge(place, value)
        case Placed():
            _placed(place, value)
        case Marked():
            _marked(place, value)
        case _:
            _said(place, value)


def _said(place: Place, value: Words | Strong | Figure | Kept) -> None:
    if value.kind == Kept.kind:
        _ground(place, WITHHELD)
    first, align = place.cell.paragraphs[0], ALIGNED.get(value.kind)
    first.add_run(value.text, style=LOOKS.get(value.kind))
    if align is not None:
        first.alignment = align
    _small(place, value.small, align=align)


def _lines(place: Place, texts: Sequence[str]) -> None:
    place.cell.paragraphs[0].add_run(texts[0])
    for text in texts[1:]:
        _more(place, "Table Text").add_run(text)


def _drawn(place: Place, value: Drawn) -> None:
    _draw(place, place.cell.paragraphs[0], value.drawing)
    if value.text:
        below = _more(place, "Table Text")
        below.add_run(value.text, style="Strong")
        if value.small:
            below.add_run(f" {value.small}", style="Small")


def _badge(place: Place, value: Badge) -> None:
    """The letter in a box of its principle's colour."""
    first = place.cell.paragraphs[0]
    letter = first.add_run(f" {value.letter} ", style="Strong")
    border = made("bdr", val="single", sz="8", space="0", color=HUES[value.order - 1])
    letter._r.get_or_add_rPr().append(border)
    first.add_run(f" {value.text}")
    _small(place, value.small)


def _placed(place: Place, value: Placed) -> None:
    _ground(place, STAGES[value.slug])
    first = place.cell.paragraphs[0]
    dark = value.slug == DARK
    first.add_run(value.text, style="On Dark" if dark else "Strong")
    if value.small:
        _more(place, "Table Small").add_run(value.small, style="On Dark" if dark else "On Colour")


def _marked(place: Place, value: Marked) -> None:
    """What was marked stands under what it is about; the mark is in words, the ground only says it again."""
    if value.tone in GROUNDS:
        _ground(place, GROUNDS[value.tone])
    first = place.cell.paragraphs[0]
    if value.small:
        first.style = "Table Small"
        first.add_run(value.small)
        first = _more(place, "Table Text")
    first.add_run(value.text, style="Strong")
    if value.mark:
        first.add_run(f" {value.mark}")
