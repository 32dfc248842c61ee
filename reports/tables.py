"""All that may be told of a round as one CSV file, in long form: a row a released number or word."""

from __future__ import annotations

import csv
from io import StringIO

from audit.exhibits import RoundFacts
from audit.spreadsheet_cells import plain_cell
from reports.rows import COLUMNS, WITHHELD, Row, rows_of

DIGITS = 4
"""After the point: enough to work on with, few enough to be the same on every machine."""
MARK = "\ufeff"
"""What tells a spreadsheet that names with accents are written as UTF-8."""


def table_of(facts: RoundFacts) -> bytes:
    """The rows of `rows_of` as CSV (RFC 4180) in UTF-8, the same bytes for the same facts and language.

    No text in it begins a formula. Numbers stay numbers, with a point and no thousands mark in every language.
    `docs/codebook.md` explains every column and word.
    """
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([COLUMNS, *map(cells_of, rows_of(facts))])
    return (MARK + out.getvalue()).encode()


def cells_of(row: Row) -> list[str]:
    """A row as cells, a withheld value as the word."""
    return [_cell(row, column) for column in COLUMNS]


def _cell(row: Row, column: str) -> str:
    found = getattr(row, column)
    if column == "value" and row.word == WITHHELD:
        return WITHHELD
    if isinstance(found, int | float):
        return number_text(found)
    return plain_cell(found or "")


def number_text(value: float) -> str:
    """64, 62.5, -3.0908: as short as it is exact to `DIGITS`. A minus here begins a number, never a formula."""
    text = f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
