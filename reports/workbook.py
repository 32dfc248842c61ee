"""The Excel workbook: numbers as numbers, words as words, no formula, the same bytes for the same facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

import xlsxwriter

from audit.exhibits import RoundFacts
from audit.spreadsheet_cells import plain_cell
from audit.wording import direction, language
from audit.wording import gettext as _
from reports.rows import WITHHELD
from reports.sheets import Block, Cell, Sheet, sheets_of

if TYPE_CHECKING:
    from xlsxwriter import Format, Workbook, Worksheet

MADE_ON = date(2000, 1, 1)  # of a round without a closing day: the same facts are the same bytes
NO_FORMULAS: Mapping[str, object] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
A4 = 9
USUAL, WIDE, WIDEST = 15, 32, 80
FEWEST_ACROSS = 6
LINE = 15.5
"""Points of a line of text."""
DIGITS = 4
TEXT = 32_000
"""Signs that a cell can hold, with some to spare."""


@dataclass(frozen=True, slots=True)
class _Formats:
    """How cells look."""

    title: Format
    lead: Format
    caption: Format
    heading: Format
    words: Format
    typed: Format
    kept: Format
    number: Format
    parted: Format
    day: Format
    note: Format
    link: Format


def workbook_of(facts: RoundFacts) -> bytes:
    """All that may be told of a round: a sheet to read first, one sheet an exhibit, all numbers, the codebook."""
    out, sheets = BytesIO(), sheets_of(facts)
    book = xlsxwriter.Workbook(out, NO_FORMULAS)
    made = facts.closed_on or MADE_ON
    book.set_properties(
        {"title": sheets[0].lead, "author": "Steadyground", "created": datetime(made.year, made.month, made.day)}  # noqa: DTZ001 - a workbook knows no time zone
    )
    formats = _formats(book)
    names = {sheet.name for sheet in sheets}
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        _set_up(page, sheet, facts.organisation)
        _write(page, sheet, formats, names)
    book.close()
    return out.getvalue()


def _formats(book: Workbook) -> _Formats:
    text: dict[str, object] = {"text_wrap": True, "valign": "top", "align": "left", "reading_order": 0}
    ground = {"bg_color": "#f1f2f3", "font_color": "#545b64"}
    return _Formats(
        title=book.add_format({**text, "bold": True, "font_size": 15}),
        lead=book.add_format({**text, "font_size": 12}),
        caption=book.add_format({"bold": True, "font_size": 12, "font_color": "#1f5673"}),
        heading=book.add_format({**text, "bold": True, "font_color": "#ffffff", "bg_color": "#1f5673"}),
        words=book.add_format(text),
        typed=book.add_format({**text, "quote_prefix": True}),
        kept=book.add_format({**text, **ground}),
        number=book.add_format({"valign": "top", "align": "right", "num_format": "0"}),
        parted=book.add_format({"valign": "top", "align": "right", "num_format": "0.0#"}),
        day=book.add_format({"valign": "top", "align": "left", "num_format": "yyyy-mm-dd"}),
        note=book.add_format({**text, "font_color": "#545b64"}),
        link=book.add_format({**text, "font_color": "#1f5673", "underline": 1}),
    )


def _set_up(page: Worksheet, sheet: Sheet, organisation: str) -> None:
    """Widths, paper and foot."""
    for column in range(_across(sheet)):
        page.set_column(column, column, _width(sheet, column))
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(0.5, 0.5, 0.6, 0.7)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    page.set_footer(f"&L{organisation.replace('&', '&&')[:100]}&C{sheet.name.replace('&', '&&')}&R&P / &N")
    if direction(language()) == "rtl":
        page.right_to_left()


def _across(sheet: Sheet) -> int:
    """How many columns a sheet has."""
    return max([len(block.headings) for block in sheet.blocks], default=FEWEST_ACROSS)


def _write(page: Worksheet, sheet: Sheet, formats: _Formats, names: set[str]) -> None:
    """Finding, sentence, tables, notes; what stands above the first table's rows stays in sight."""
    row = _merged(page, 0, sheet, sheet.title, formats.title)
    row = _merged(page, row, sheet, sheet.lead, formats.lead)
    for block in sheet.blocks:
        first = block is sheet.blocks[0]
        if block.caption and not first:
            page.write_string(row, 0, block.caption, formats.caption)
            row += 1
        row = _write_block(page, row, block, formats, names)
        if first:
            head = row - len(block.rows)
            page.freeze_panes(head, 0)
            page.repeat_rows(head - 1, head - 1)
        row += 1
    for note in sheet.notes:
        row = _merged(page, row, sheet, note, formats.note)


def _merged(page: Worksheet, row: int, sheet: Sheet, text: str, written: Format) -> int:
    """A text over the width of the sheet, as high as it is long; the row after it."""
    if not text:
        return row
    last = max(_across(sheet), 2) - 1
    signs = sum(_width(sheet, column) for column in range(last + 1))
    size = 1.4 if row == 0 else 1.0
    page.merge_range(row, 0, row, last, text[:TEXT], written)
    page.set_row(row, LINE * size * max(1, ceil(len(text) * size * 1.1 / signs)))
    return row + 1


def _width(sheet: Sheet, column: int) -> int:
    """A column named twice holds whole sentences."""
    return (USUAL, WIDE, WIDEST)[min(sheet.wide.count(column), 2)]


def _write_block(page: Worksheet, row: int, block: Block, formats: _Formats, names: set[str]) -> int:
    """A table with its heading row; the row after it."""
    for column, heading in enumerate(block.headings):
        page.write_string(row, column, heading[:TEXT], formats.heading)
    for at, cells in enumerate(block.rows, row + 1):
        for column, cell in enumerate(cells):
            _write_cell(page, at, column, cell, formats, names)
    if block.rows and _can_be_table(block.headings):
        columns = [{"header": heading, "header_format": formats.heading} for heading in block.headings]
        page.add_table(
            row, 0, row + len(block.rows), len(block.headings) - 1, {"columns": columns, "style": "Table Style Light 1"}
        )
    return row + 1 + len(block.rows)


def _can_be_table(headings: Sequence[str]) -> bool:
    """Excel's own tables, which a screen reader names, want a heading of its own for each column."""
    return len({h.casefold() for h in headings}) == len(headings) and all(headings)


def _write_cell(page: Worksheet, row: int, column: int, cell: Cell, formats: _Formats, names: set[str]) -> None:
    match cell:
        case None | "":
            return
        case date():
            page.write_datetime(row, column, cell, formats.day)
        case str() if cell in names and column == 0:
            page.write_url(row, column, f"internal:'{cell}'!A1", formats.link, cell)
        case str():
            page.write_string(row, column, cell[:TEXT], _format_of(cell, formats))
        case _:
            number = round(float(cell), DIGITS)
            page.write_number(row, column, number, formats.number if number.is_integer() else formats.parted)


def _format_of(cell: str, formats: _Formats) -> Format:
    """Withheld has its own ground; what would begin a formula stays text when somebody types in its cell, too."""
    if cell in (WITHHELD, _("Withheld")):
        return formats.kept
    return formats.words if plain_cell(cell) == cell else formats.typed
