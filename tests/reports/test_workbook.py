"""The Excel workbook: one sheet an exhibit, numbers as numbers, no formula, and nothing that was not released."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from audit.exhibits import exhibits_of
from audit.wording import use_language
from reports.codebook import codebook, kind_words
from reports.rows import COLUMNS, rows_of
from reports.sheets import LONGEST_NAME, OF_GROUPS, OWN, sheets_of
from reports.workbook import workbook_of
from tests.exhibits.rounds import ROUNDS, facts, named, renamed
from tests.reports.workbooks import all_numbers, cells, opened, workbook

NUMBERS = ("value", "step", "low", "high", "se", "se_plain", "band_low", "band_high", "counted", "asked")
SOME = ("core 8", "core 12", "core 105", "core+stepped-care+empathy 60", "core+priorities 60")


@pytest.mark.parametrize("name", ROUNDS)
def test_there_is_a_sheet_for_every_exhibit_between_read_me_and_codebook(name: str) -> None:
    book = opened(workbook(name))
    assert len(book.sheetnames) == len(exhibits_of(named(name))) + 3
    assert (book.sheetnames[0], *book.sheetnames[-2:]) == ("Read me", "All numbers", "Codebook")
    assert all(len(sheet) <= LONGEST_NAME for sheet in book.sheetnames)
    assert len({sheet.casefold() for sheet in book.sheetnames}) == len(book.sheetnames)


@pytest.mark.parametrize("name", SOME)
def test_no_cell_holds_a_formula(name: str) -> None:
    assert {cell.data_type for cell in cells(workbook(name))} <= {"s", "n", "d"}


def test_the_same_facts_give_the_same_bytes() -> None:
    assert workbook_of(named("core 30")) == workbook("core 30")


@pytest.mark.parametrize("name", SOME)
def test_every_row_of_the_long_table_is_there_with_its_numbers_as_numbers(name: str) -> None:
    found, wanted = all_numbers(workbook(name)), rows_of(named(name))
    assert len(found) == len(wanted)
    for cell, row in zip(found, wanted, strict=True):
        for column in NUMBERS:
            number = getattr(row, column)
            if row.word == "withheld" and column == "value":
                assert cell["value"] == "withheld"
            elif number is None:
                assert cell[column] is None
            else:
                assert cell[column] == pytest.approx(number, abs=1e-4)
                assert isinstance(cell[column], int | float)


def test_an_exhibit_has_typed_numbers_of_its_own_above_the_tables_of_the_report() -> None:
    rows = list(opened(workbook("core 105"))["Where do we stand"].iter_rows(values_only=True))
    assert rows[2][:4] == ("What", "What is told of it", "Value", "From")
    scores = {row[0]: row[2] for row in rows[3:] if row[1] == "score"}
    assert scores == {r.name: r.value for r in rows_of(named("core 105")) if (r.kind, r.lens) == PRINCIPLES}


PRINCIPLES = ("principle", "organisation")


def test_dates_are_dates_and_the_first_sheet_names_the_release() -> None:
    found: dict[Any, Any] = {r[0]: r[1] for r in opened(workbook("core 105"))["Read me"].iter_rows(values_only=True)}
    assert found["Closed on"] == datetime(2026, 10, 12)  # noqa: DTZ001 - a workbook knows no time zone
    assert found["Hash of the release"] == named("core 105").profile.release_hash
    assert "invented" in found["Where the numbers are from"]
    assert found["Who answered"] == "100 people or more"


def test_headings_stay_in_sight_and_are_read_out_as_those_of_a_table() -> None:
    for sheet in opened(workbook("core 105")).worksheets:
        assert sheet.freeze_panes not in (None, "A1"), sheet.title
        assert sheet.tables, sheet.title


def test_withheld_is_a_word_in_its_cell() -> None:
    told = workbook("core 12")
    assert "withheld" in {row["value"] for row in all_numbers(told)}
    assert "Withheld" in {cell.value for cell in cells(told)}


def test_where_too_few_answered_there_is_no_number_of_theirs() -> None:
    numbers = {row["value"] for row in all_numbers(workbook("core 8"))}
    assert numbers == {"withheld", None, 10}
    assert "Fewer than 10 people answered." in str({cell.value for cell in cells(workbook("core 8"))})


@pytest.mark.parametrize("evil", ['=HYPERLINK("http://192.0.2.1")', "+1", "-1", "@SUM(A1)", "\t=1"])
def test_names_that_begin_a_formula_stay_words(evil: str) -> None:
    found = list(cells(workbook_of(renamed(facts(12), organisation=evil))))
    assert all(cell.data_type != "f" for cell in found)
    named_so = [cell for cell in found if cell.value == evil and cell.quotePrefix]
    assert named_so, "and stay words when somebody types in that cell"


def test_long_names_and_signs_that_sheets_keep_for_themselves_do_no_harm() -> None:
    known = renamed(facts(12), organisation="Ä[]:*?/\\'&&A" * 200)
    assert opened(workbook_of(known)).sheetnames == opened(workbook("core 12")).sheetnames


@pytest.mark.parametrize("language", ["es", "de"])
def test_in_another_language_numbers_are_the_same_and_names_of_sheets_unique(language: str) -> None:
    with use_language(language):
        sheets, there = sheets_of(named("core 105")), rows_of(named("core 105"))
        names = opened(workbook_of(named("core 105"))).sheetnames
    assert [s.name for s in sheets] == names
    here = rows_of(named("core 105"))
    assert [replace(r, name="", in_words="") for r in there] == [replace(r, name="", in_words="") for r in here]


@pytest.mark.parametrize("name", ROUNDS)
def test_every_column_kind_and_word_is_in_the_codebook(name: str) -> None:
    columns, kinds, said = ({entry.sign for entry in section.entries} for section in codebook())
    rows = rows_of(named(name))
    assert columns == set(COLUMNS)
    assert {row.kind for row in rows} <= kinds
    assert {w for r in rows for w in (r.word, r.word_low, r.word_high, r.stage) if w} <= said


def test_the_codebook_explains_nothing_that_there_is_not() -> None:
    _columns, kinds, _said = ({entry.sign for entry in section.entries} for section in codebook())
    assert {row.kind for name in ROUNDS for row in rows_of(named(name))} == kinds
    assert {*OF_GROUPS, *(kind for own in OWN.values() for kind in own)} <= set(kind_words()) <= kinds


def test_the_codebook_of_a_round_has_every_statement_that_was_asked() -> None:
    found = {row[1]: row[2] for row in opened(workbook("core 12"))["Codebook"].iter_rows(values_only=True)}
    for item in named("core 12").questionnaire.items:
        assert found[item.id] == item.text
