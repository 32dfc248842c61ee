"""The CSV file: a row a released number or word, guarded cells, and numbers that other programs read as numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.spreadsheet_cells import BEGINS_A_FORMULA
from reports.rows import COLUMNS, rows_of
from reports.tables import number_text, table_of
from tests.exhibits.rounds import ROUNDS, facts, named
from tests.reports.workbooks import rows_in, table

NUMBERS = ("step", "low", "high", "se", "se_plain", "band_low", "band_high", "counted", "asked")


@pytest.mark.parametrize("name", ROUNDS)
def test_every_released_number_and_word_has_a_row(name: str) -> None:
    rows = table(named(name))
    assert len(rows) == len(rows_of(named(name)))
    assert set(rows[0]) == set(COLUMNS)
    for row in rows:
        assert all(float(row[column]) is not None for column in NUMBERS if row[column])
        assert row["value"] in ("", "withheld") or float(row["value"]) is not None
        assert row["word"] != "withheld" or row["value"] == "withheld"


def test_every_score_of_the_release_is_in_it_with_its_step_and_error() -> None:
    known = facts(30)
    whole = known.release.whole
    assert whole is not None
    found = {(r["lens"], r["kind"], r["id"], r["stage"]): r for r in table(known)}
    for id_, principle in whole.principles.items():
        assert principle.score is not None
        row = found["organisation", "principle", id_, ""]
        assert float(row["value"]) == principle.score.value
        assert float(row["step"]) == principle.score.step
        assert (int(row["se"]), int(row["se_plain"])) == (principle.score.se, principle.score.se_plain)
    for id_, item in whole.items.items():
        row = found["organisation", "practice-usually", id_, ""]
        assert item.usually is not None
        assert (float(row["band_low"]), float(row["band_high"])) == (item.usually.low, item.usually.high)


def test_groups_are_told_apart_by_their_path() -> None:
    known = named("core 105")
    rows = [r for r in table(known) if r["lens"] == "place" and r["kind"] == "people"]
    assert {r["group"] for r in rows} == {"/".join(g.path) for g in known.profile.places}


def test_a_number_below_nothing_stays_a_number() -> None:
    contrasts = [
        r["value"] for r in table(named("core 105")) if r["kind"] == "contrast" and r["lens"] == "organisation"
    ]
    assert min(map(float, contrasts)) < 0


@pytest.mark.parametrize(
    ("value", "text"), [(64, "64"), (62.5, "62.5"), (-3.09084, "-3.0908"), (0, "0"), (-0.00001, "0"), (100.0, "100")]
)
def test_numbers_are_as_short_as_they_are_exact(value: float, text: str) -> None:
    assert number_text(value) == text


def test_names_that_begin_a_formula_are_guarded() -> None:
    known = named("core 105")
    evil = tuple(replace(g, path=(f"={g.path[0]}", *g.path[1:])) for g in known.profile.places)
    asked = known.questionnaire
    principles = tuple(replace(p, name=f"@{p.name}") for p in asked.principles)
    forged = replace(
        known,
        organisation="+1",
        profile=replace(known.profile, places=evil),
        questionnaire=replace(asked, principles=principles),
    )
    texts = [
        cell for row in rows_in(table_of(forged)) for column, cell in row.items() if column not in ("value", *NUMBERS)
    ]
    assert any(text.startswith("'=") for text in texts)
    assert any(text.startswith("'@") for text in texts)
    assert any(text.startswith("'+") for text in texts)
    assert not any(text[:1] in BEGINS_A_FORMULA for text in texts if text)


def test_a_file_by_itself_says_whose_it_is_and_that_it_is_invented() -> None:
    about = {r["id"]: r["in_words"] for r in table(facts(12)) if r["kind"] == "about"}
    assert about["organisation"] == "Riverside Family Services"
    assert about["closed"] == "2026-10-12"
    assert about["release"] == facts(12).profile.release_hash
    assert "invented" in about["invented"]
    assert "held" not in about


def test_the_same_facts_give_the_same_bytes() -> None:
    assert table_of(named("core 105")) == table_of(named("core 105"))
