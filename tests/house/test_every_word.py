"""Every word that a profile can say has a simulated error rate, and the rate stands in docs/method.md."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest

import audit.method
from audit.method import profile, stepped_care, verdict
from tests.house.test_method_doc import METHOD, table
from tests.simulation import priorities
from tests.simulation.cases import Case
from tests.simulation.words import HEADCOUNTS, HEADS, NOTHING, ROWS, SAID, SILENT, cases, name_of, rates_of
from tests.simulation.words import table as made

NO_WORDS = {
    "About": "what a gap is about",
    "Audience": "whom an item is for",
    "Broken": "what is amiss with a release",
    "Clash": "what may not be asked together",
    "Effort": "of an action",
    "Kind": "of a questionnaire",
    "Left": "of two rounds, for the auditor",
    "Lens": "a way to look at people",
    "Level": "what kind of score it is",
    "Outlook": "before a round, from headcounts",
    "PlanStatus": "said by those who plan",
    "Way": "before a round, from headcounts",
}
"""Enumerations of the method that are no words about staff."""

FINDINGS = (profile, stepped_care, verdict)
TWO_SIDED, RANGE = 0.05, 0.10
CONTRASTS = ("strong", "weak")
RANGES = ("range", "sure", "between", "stand-at")
BY_THE_NUMBER = (
    *("starting-out", "aware", "sensitive", "responsive", "informed", "holds", "not-yet", "ahead", "unseen-stage"),
    *("out-of-sight", "shared", "mostly-shared", "mixed", "divided", "split", "held", "stands"),
)
"""Words that go by the told number alone, without an interval: close to their line they are often wrong, and the
document says so."""

MANY_AT_ONCE = ("change-any",)
"""At least one of many words in a report, each of them rarely wrong: together they are more often, and the document
says so. What no longer is leaves this list."""


def methods() -> Iterator[ModuleType]:
    yield from (import_module(f"audit.method.{found.name}") for found in iter_modules(audit.method.__path__))


def enumerations() -> dict[str, type[Enum]]:
    """Every enumeration that the method defines, by its name."""
    return {
        name: found
        for module in methods()
        for name, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, Enum) and found.__module__ == module.__name__
    }


def facts() -> Iterator[str]:
    """Yes-or-no facts of findings, "Class.name": fields and properties."""
    for module in FINDINGS:
        for name, found in inspect.getmembers(module, inspect.isclass):
            if is_dataclass(found) and found.__module__ == module.__name__:
                yield from (f"{name}.{f.name}" for f in fields(found) if str(f.type).startswith("bool"))
                yield from (f"{name}.{p}" for p, of in inspect.getmembers(found, _yes_or_no) if of)


def _yes_or_no(found: object) -> bool:
    return isinstance(found, property) and inspect.signature(found.fget or len).return_annotation == "bool"


def rated() -> dict[str, list[tuple[float | None, float | None]]]:
    """What the document prints: for each row the rates of every size, None where it prints none."""
    printed = {row[0]: row[2:] for row in table(METHOD, HEADS[0], HEADS[1])}
    return {key: [_rates(cell) for cell in printed[row.word]] for key, row in ROWS.items()}


def _rates(cell: str) -> tuple[float | None, float | None]:
    untrue, true = (NOTHING, NOTHING) if cell == NOTHING else cell.split(" / ")
    return tuple(None if part == NOTHING else float(part) for part in (untrue, true))  # type: ignore[return-value] # two


@cache
def tried() -> tuple[Case, ...]:
    return (*cases(150, 0), *cases(150, 1))


def test_every_word_of_the_method_has_rows_or_claims_nothing() -> None:
    words = {name_of(word) for name, found in enumerations().items() if name not in NO_WORDS for word in found}
    assert words - SAID.keys() - SILENT.keys() == set()


def test_every_yes_or_no_of_a_finding_has_rows_or_claims_nothing() -> None:
    assert set(facts()) - SAID.keys() - SILENT.keys() == set()


@pytest.mark.parametrize("words", [SAID, SILENT], ids=["said", "silent"])
def test_only_words_that_are_there_are_named(words: Mapping[str, object]) -> None:
    there = {*facts(), *(name_of(word) for found in enumerations().values() for word in found)}
    assert words.keys() - there == set()


def test_no_word_both_claims_something_and_nothing() -> None:
    assert SAID.keys() & SILENT.keys() == set()
    assert NO_WORDS.keys() - enumerations().keys() == set()


def test_every_row_that_a_word_names_is_tried_and_every_row_tried_is_printed() -> None:
    named = {row for rows in SAID.values() for row in rows}
    assert named - ROWS.keys() == set()
    assert {case.word for case in tried()} - ROWS.keys() == set()
    assert ROWS.keys() - {case.word for case in tried()} == set()


def test_the_document_prints_every_row_as_the_script_makes_it() -> None:
    head, _line, *rows = (line.strip("| ").split(" | ") for line in made(headcounts=()).splitlines())
    printed = table(METHOD, HEADS[0], HEADS[1])
    assert tuple(head) == HEADS
    assert [row[:2] for row in printed] == [row[:2] for row in rows]
    assert {len(row) for row in printed} == {2 + len(HEADCOUNTS)}


@pytest.mark.parametrize("row", sorted(ROWS.keys() - {*BY_THE_NUMBER, *RANGES, *MANY_AT_ONCE}))
def test_a_word_with_an_interval_is_said_though_untrue_one_time_in_twenty_at_most(row: str) -> None:
    untrue = [rate for rate, _true in rated()[row] if rate is not None]
    assert untrue
    assert max(untrue) <= TWO_SIDED


@pytest.mark.parametrize("row", MANY_AT_ONCE)
def test_what_adds_up_over_a_report_is_listed_only_as_long_as_it_does(row: str) -> None:
    assert max(rate for rate, _true in rated()[row] if rate is not None) > TWO_SIDED


@pytest.mark.parametrize("row", RANGES)
def test_a_range_misses_the_stage_one_time_in_ten_at_most(row: str) -> None:
    assert max(rate for rate, _true in rated()[row] if rate is not None) <= RANGE


@pytest.mark.parametrize("row", sorted(ROWS.keys() - {"held"}))  # a held label is caution: it claims no stage
def test_a_word_is_said_more_often_where_it_is_true(row: str) -> None:
    both = [(untrue, true) for untrue, true in rated()[row] if untrue is not None and true is not None]
    assert all(true >= untrue for untrue, true in both)


def test_the_document_reads_its_table_right() -> None:
    smallest, small, _large, largest = range(len(HEADCOUNTS))
    found = {
        "up to one of six cases": max(untrue_of(r, n) for r in BY_THE_NUMBER if r != "held" for n in range(4)) <= 1 / 6,
        "found in half of its": all(true_of("mixed", n) == pytest.approx(0.5, abs=0.06) for n in (2, 3)),
        "two of a hundred cases": all(true_of(r, small) == pytest.approx(0.02, abs=0.005) for r in CONTRASTS),
        "three of a hundred, and": true_of("unheard-of", small) == pytest.approx(0.03, abs=0.005),
        "ten points in fewer than half": true_of("change-higher", small) < 0.5,
        "one report in nine": round(1 / untrue_of("change-any", smallest)) == 9,
        "in a third of its cases": true_of("groups-any", largest) == pytest.approx(1 / 3, abs=0.03),
        "more than half of the cases": untrue_of("held", smallest) > 0.5,
    }
    assert [words for words in found if words not in METHOD] == []
    assert [words for words, holds in found.items() if not holds] == []


def untrue_of(row: str, size: int) -> float:
    return rated()[row][size][0] or 0.0


def true_of(row: str, size: int) -> float:
    return rated()[row][size][1] or 0.0


def test_the_document_has_the_table_about_choice_sets_as_its_script_makes_it() -> None:
    head, _line, *rows = (line.strip("| ").split(" | ") for line in priorities.table(runs=1).splitlines())
    printed = table(METHOD, *head)
    assert [row[:3] for row in printed] == [row[:3] for row in rows]


def test_a_rate_is_the_share_of_cases_in_which_the_word_was_said() -> None:
    found = [Case("split", said, true=False) for said in (True, False, False, False)] * 10
    assert rates_of(found)["split"] == (0.25, None)
    assert rates_of(found[:8])["split"] == (None, None)
