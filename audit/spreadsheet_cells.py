"""Cells of files that people open in a spreadsheet: nothing that somebody typed is ever read as a formula there."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

BEGINS_A_FORMULA = frozenset("=+-@\t\r\n\0＝＋－＠")


def plain_cell(text: str) -> str:
    """The text as a cell that stays text: an apostrophe in front where a spreadsheet would begin to reckon."""
    kept = text.replace("\0", "")
    return f"'{kept}" if text[:1] in BEGINS_A_FORMULA or kept.lstrip()[:1] in BEGINS_A_FORMULA else kept


def as_typed(cell: str) -> str:
    """The text that `plain_cell` made this cell of; every other cell as it is."""
    return cell[1:] if cell[:1] == "'" and plain_cell(cell[1:]) == cell else cell


def csv_of(rows: Iterable[Sequence[str]]) -> str:
    """Rows, the header among them, as CSV (RFC 4180) of plain cells."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([plain_cell(cell) for cell in row] for row in rows)
    return out.getvalue()
