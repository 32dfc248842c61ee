"""Workbooks of invented rounds, made once, and what stands in them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from io import BytesIO, StringIO

import openpyxl

from audit.exhibits import RoundFacts
from reports.tables import table_of
from reports.workbook import workbook_of
from tests.exhibits.rounds import named


@cache
def workbook(name: str) -> bytes:
    """The workbook of one of the invented rounds."""
    return workbook_of(named(name))


def opened(content: bytes) -> openpyxl.Workbook:
    """A workbook as another program reads it."""
    return openpyxl.load_workbook(BytesIO(content))


def cells(content: bytes) -> Iterator[openpyxl.Cell]:
    """Every cell of every sheet."""
    for sheet in opened(content).worksheets:
        for row in sheet.iter_rows():
            yield from row


def all_numbers(content: bytes) -> list[dict[str, object]]:
    """The rows of the long table, by their headings."""
    rows = list(opened(content)["All numbers"].iter_rows(values_only=True))
    at = next(n for n, row in enumerate(rows) if row[0] == "lens")
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :] if row[0]]


def rows_in(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file, by their headings."""
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def table(known: RoundFacts) -> list[dict[str, str]]:
    """The rows of a round's CSV file."""
    return rows_in(table_of(known))
