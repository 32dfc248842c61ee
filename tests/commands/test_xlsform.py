"""`questionnaires export --xlsform`: forms that other survey tools take, and answers that come back from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pyxform.xls2xform import convert

from audit import xlsform
from audit.library import Library
from audit.method.questionnaire import Questionnaire
from audit.people_files import read_people
from tests.builders import core, library
from tests.commands.calling import Called, Rehearsed, call, refused, rehearse, rows_of, write_rows

IDS = tuple(dict.fromkeys(q.id for q in library().questionnaires))
ASKED = (*IDS, "core+digital", "core+stepped-care+inclusion")
META = ("_id", "_uuid", "start", "end", "_submission_time", "meta/instanceID", "KEY", "SubmissionDate")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    """Sixty people, two files."""
    return rehearse(tmp_path_factory.mktemp("files"), people=60)


def export(out: Path, asked: str, *more: str | Path) -> Called:
    return call("questionnaires", "export", asked, "--xlsform", out, *more)


def sheet(path: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet by the headings of its columns."""
    rows = list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))
    return [{str(h): cell for h, cell in zip(rows[0], row, strict=True) if cell is not None} for row in rows[1:]]


def straight(text: str) -> str:
    """A text as ODK keeps it, quotation marks straight."""
    return text.translate(str.maketrans("‘’“”", "''\"\""))


def converted(path: Path) -> str:
    """What ODK makes of a form; it has nothing to complain about."""
    found = convert(BytesIO(path.read_bytes()), file_type=".xlsx")
    assert found.warnings == []
    return found.xform


@pytest.mark.parametrize("asked", ASKED)
def test_every_questionnaire_is_a_form_that_other_tools_take(asked: str, files: Rehearsed, tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    found = export(out, asked, "--people", files.people)
    assert (found.code, found.out) == (0, "")
    xform = converted(out)
    items = library().questionnaire(asked).as_asked_in(1).items
    assert [i.id for i in items if f"/{i.id}" not in xform] == []
    assert [i.text for i in items if straight(i.text) not in xform] == []


def test_pages_are_groups_and_each_item_is_one_choice_on_the_one_scale(tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    export(out, "core")
    survey = sheet(out, "survey")
    groups = [r["name"] for r in survey if r["type"] == "begin_group"]
    assert groups == [p.id for p in core().as_asked_in(1).pages]
    items = [r for r in survey if r["type"] == "select_one scale"]
    assert [r["name"] for r in items] == [i for p in core().as_asked_in(1).pages for i in p.items]
    assert {r["hint::English (en)"] for r in items} <= {i.help for i in core().items}
    choices = [r for r in sheet(out, "choices") if r["list_name"] == "scale"]
    assert [r["name"] for r in choices] == ["0", "1", "2", "3", "4", "dk", "na"]
    assert choices[4]["label::English (en)"] == "Reliably"


def test_nothing_is_required_and_no_time_device_or_person_is_asked_for(files: Rehearsed, tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    export(out, "core", "--people", files.people)
    survey = sheet(out, "survey")
    assert not any("required" in heading for row in survey for heading in row)
    kinds = {str(row["type"]).split()[0] for row in survey}
    assert kinds == {"note", "begin_group", "end_group", "select_one"}


def test_the_form_says_that_its_answers_are_in_other_hands(tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    found = export(out, "core")
    assert "kept by the tool that you have open now" in sheet(out, "survey")[0]["label::English (en)"]
    assert "not of this product" in found.err


def test_places_and_roles_are_offered_as_in_a_round_and_their_values_are_the_paths(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("tree,path,headcount\nplace,North/One,20\nplace,North/Two,18\nplace,South,20\nplace,Hut,2\n")
    out = tmp_path / "form.xlsx"
    export(out, "core", "--people", people)
    choices = sheet(out, "choices")
    assert [r["name"] for r in choices if r["list_name"] == "place"] == ["North", "North/One", "North/Two"]
    assert not [r for r in choices if r["list_name"] == "role"], "nobody is asked what has one answer only"
    assert [r["name"] for r in sheet(out, "survey") if r["type"].startswith("select_one place")] == ["place"]
    converted(out)


def test_without_headcounts_place_and_role_are_left_out_and_that_is_said(tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    found = export(out, "core")
    assert "--people" in found.err
    assert {r["list_name"] for r in sheet(out, "choices")} == {"scale"}


def test_names_of_groups_that_look_like_formulas_or_references_stay_text(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("tree,path,headcount\nplace,=1+1,20\nplace,<b>A & B</b>,20\n")
    out = tmp_path / "form.xlsx"
    export(out, "core", "--people", people)
    cells = [c for row in openpyxl.load_workbook(out)["choices"].iter_rows() for c in row if c.value is not None]
    assert {c.data_type for c in cells} == {"s"}
    converted(out)


def test_the_leadership_form_is_no_survey_and_the_way_out_is_said(tmp_path: Path) -> None:
    found = export(tmp_path / "form.xlsx", "leadership")
    refused(found, "by the leadership team together", "analyse --leaders", code=2)
    assert not (tmp_path / "form.xlsx").exists()


def test_choice_sets_are_left_out_and_that_is_said(tmp_path: Path) -> None:
    with_choices = [q.id for q in library().questionnaires if q.choices]
    for asked in with_choices:
        assert "Choice sets are left out" in export(tmp_path / "form.xlsx", asked).err
    assert with_choices


def test_headcounts_alone_are_refused(files: Rehearsed) -> None:
    refused(call("questionnaires", "export", "core", "--people", files.people), "--xlsform", code=2)


def test_each_language_has_its_columns_and_the_one_named_comes_first(tmp_path: Path) -> None:
    other = replace(core(), language="es", title="Cómo trabajamos")
    form = xlsform.form_of([core(), other], first="es")
    labels = {h for row in form.survey for h in row if h.startswith("label::")}
    assert labels == {"label::English (en)", "label::Español (es)"}
    assert form.settings[0]["default_language"] == "Español (es)"
    out = tmp_path / "form.xlsx"
    out.write_bytes(xlsform.workbook_of(form))
    converted(out)
    assert xlsform.form_of([core()], first="xx").settings[0]["default_language"] == "English (en)"


def test_the_same_form_is_the_same_bytes_and_another_word_is_another_version() -> None:
    form = xlsform.form_of([core()])
    assert xlsform.workbook_of(form) == xlsform.workbook_of(form)
    items = (replace(core().items[0], text="Another sentence."), *core().items[1:])
    assert xlsform.form_of([replace(core(), items=items)]).settings[0]["version"] != form.settings[0]["version"]


def test_every_language_that_is_there_is_in_the_form(tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    export(out, "core")
    spoken = {q.language for q in library().questionnaires if q.id == "core"}
    first = sheet(out, "survey")[0]
    assert {re.sub(r".*\((.*)\)", r"\1", h) for h in first if h.startswith("label::")} == spoken


def kobo(asked: Questionnaire, rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Answers as KoboToolbox writes them with XML values, groups in the headings, and the notes as empty columns."""
    return _as_exported(asked, rows, lambda group, name: f"{group}/{name}")


def odk(asked: Questionnaire, rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The same as ODK Central writes them."""
    return _as_exported(asked, rows, lambda group, name: f"{group}-{name}")


def _as_exported(
    asked: Questionnaire, rows: Sequence[Sequence[str]], path: Callable[[str, str], str]
) -> list[list[str]]:
    group = {item: page.id for page in asked.pages for item in page.items}
    group |= {"place": "where-you-work", "role": "where-you-work"}
    notes = ["about_form", *(path(p.id, f"about_{p.id}") for p in asked.pages)]
    head = [*notes, *(path(group[name], name) for name in rows[0])]
    return [head, *([*([""] * len(notes)), *row] for row in rows[1:])]


@pytest.mark.parametrize("exported", [kobo, odk])
def test_answers_that_come_back_are_counted_as_the_plain_file_is(
    exported: Callable[..., list[list[str]]], files: Rehearsed, tmp_path: Path
) -> None:
    back = write_rows(tmp_path / files.answers.name, exported(core(), rows_of(files.answers)))
    outcomes = [
        call("analyse", answers, "--people", files.people, "--json", "-").out for answers in (files.answers, back)
    ]
    assert outcomes[0] == outcomes[1] != ""


@pytest.mark.parametrize("column", META)
def test_what_tells_about_a_person_is_refused_by_name_with_the_way_out(
    column: str, files: Rehearsed, tmp_path: Path
) -> None:
    rows = kobo(core(), rows_of(files.answers))
    told = [[column, *rows[0]], *(["17", *row] for row in rows[1:])]
    back = write_rows(tmp_path / "back.csv", told)
    found = call("analyse", back, "--people", files.people, "--json", "-")
    refused(found, f"“{column}”", "who somebody is", "leave it out of the export", code=1)


def test_a_note_that_somebody_wrote_into_is_refused(files: Rehearsed, tmp_path: Path) -> None:
    rows = kobo(core(), rows_of(files.answers))
    rows[3][0] = "It was Ann"
    found = call("analyse", write_rows(tmp_path / "b.csv", rows), "--people", files.people, "--json", "-")
    refused(found, "“about_form”", code=1)
    assert "Ann" not in found.err


def test_one_item_in_two_groups_is_named(files: Rehearsed, tmp_path: Path) -> None:
    rows = [[*row, row[2]] for row in rows_of(files.answers)]
    rows[0][-1] = f"again/{rows[0][2]}"
    found = call("analyse", write_rows(tmp_path / "b.csv", rows), "--people", files.people, "--json", "-")
    refused(found, f"“{rows[0][2]}” is there twice", code=1)


def test_a_form_of_a_later_round_brings_its_items_back_under_their_groups(files: Rehearsed, tmp_path: Path) -> None:
    """Whether a later round was asked is read from the columns, whatever group they stand in."""
    later = next(i.id for i in core().items if i.since_round > 1)
    rows = [[*row, "3"] for row in rows_of(files.answers)]
    rows[0][-1] = f"about-the-audit/{later}" if later not in rows[0] else f"x/{later}"
    if later in rows[0]:
        rows = [[cell for at, cell in enumerate(row) if at != rows[0].index(later)] for row in rows]
    found = call("analyse", write_rows(tmp_path / "b.csv", rows), "--people", files.people, "--json", "-")
    assert found.code == 0, found.err
    assert later in found.json["process_index"]


def test_a_library_knows_every_language_of_questionnaires_asked_together(files: Rehearsed) -> None:
    """What one of them lacks in a language stands in English there."""
    digital = replace(library().questionnaire("digital"), language="es", title="Trabajo digital")
    known = Library((*library().questionnaires, digital), library().actions, library().leadership)
    from audit.commands.surveying import _in_every_language

    every = _in_every_language(known.questionnaire("core+digital"), known)
    assert [q.language for q in every][:1] == ["en"]
    assert len(every) >= 2
    with files.people.open(encoding="utf-8", newline="") as source:
        trees = read_people(source, name="people.csv")
    assert xlsform.form_of(every, trees=trees).survey


def test_a_language_that_no_list_of_languages_has_goes_by_its_code() -> None:
    """Words files may be in any language; survey tools take any name."""
    assert xlsform.language_name("xyz") == "xyz (xyz)"
    form = xlsform.form_of((core(), replace(core(), language="xyz")))
    assert "label::xyz (xyz)" in form.survey[0]
