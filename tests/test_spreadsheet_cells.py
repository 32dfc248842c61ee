"""Cells stay text."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.spreadsheet_cells import BEGINS_A_FORMULA, csv_of, plain_cell


@pytest.mark.parametrize("cell", ['=HYPERLINK("x")', "+1", "-2", "@SUM(A1)", "\t=1", "\0=1", " =1", "＝1"])
def test_a_cell_that_would_be_a_formula_stays_text(cell: str) -> None:
    assert plain_cell(cell).startswith("'")


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1, max_size=4))
def test_no_cell_of_a_file_begins_a_formula(rows: list[list[str]]) -> None:
    read = list(csv.reader(StringIO(csv_of(rows), newline="")))
    assert [cell for row in read for cell in row if cell[:1] in BEGINS_A_FORMULA] == []


def test_plain_words_and_codes_stay_as_they_are() -> None:
    assert csv_of([("code", "address"), ("0ABC-DEFG-HJKM", "https://audit.example.org/k4q7mx")]) == (
        "code,address\r\n0ABC-DEFG-HJKM,https://audit.example.org/k4q7mx\r\n"
    )
