"""Every fault of every file is found, named with file and item, and comes with a way out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from audit.library import QuestionnaireFaults, load, problems_in
from tests.library.folders import FORM, PROVENANCE, edit, faults, folder_without_fault, only_fault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder without a fault."""
    return folder_without_fault(tmp_path)


def test_a_folder_without_fault_has_no_problem(folder: Path) -> None:
    assert problems_in(folder) == ()


def test_five_faults_in_one_file_are_all_listed(folder: Path) -> None:
    edit(folder, FORM, 'short = "Talk"', 'shrot = "Talk"')
    edit(folder, FORM, 'domain = "D2"\nstage = 2', 'domain = "D2"\nstage = 3')
    edit(folder, FORM, 'id = "S.D3"', 'id = "S.D4"')
    edit(folder, FORM, 'items = ["P.honest"]', 'items = ["P.honset"]')
    edit(folder, FORM, 'row = "3.1"', 'row = "9.9"')
    with pytest.raises(QuestionnaireFaults) as refused:
        load(folder)
    said = "\n".join(refused.value.sentences)
    for part in ("shrot", "stage 2", "used twice", "P.honset", "9.9"):
        assert part in said
    assert all(p.file == FORM and p.way_out for p in refused.value.problems if p.file == FORM)


def test_an_unknown_key_is_named_with_the_nearest_that_is_known(folder: Path) -> None:
    edit(folder, FORM, 'help = "For', 'halp = "For')
    unknown, missing = problems_in(folder)
    assert (unknown.file, unknown.item) == (FORM, "S.D1")
    assert "halp" in unknown.what
    assert "help" in unknown.way_out
    assert "help" in missing.what


def test_a_wrong_type_is_shown_as_it_was_written(folder: Path) -> None:
    edit(folder, FORM, "stage = 2", 'stage = "2"')
    problem = problems_in(folder)[0]
    assert "'2'" in problem.what
    assert "whole number" in problem.way_out


def test_a_file_that_is_not_toml_is_one_problem_and_brings_no_others(folder: Path) -> None:
    edit(folder, FORM, "[[principle]]", "[[principle")
    problem = only_fault(folder)
    assert problem.file == FORM
    assert "line" in problem.what


@pytest.mark.parametrize("name", ["actions.en.toml", "sources.toml", "PUBLISHED", "leadership/1.en.toml"])
def test_a_file_that_is_not_there_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert any(p.file in (name, name.split("/")[0]) and "not there" in p.what for p in problems_in(folder))


@pytest.mark.parametrize(
    ("old", "new", "item", "part"),
    [
        ("stage = 4", "stage = 5", "S.D4", "stage"),
        ("stage = 1", "stage = 2", "S", "stage 1"),
        ('domain = "D1"', 'domain = "D2"', "S.D1", "0 items in domain D1"),
        ('principle = "S"\ndomain = "D1"', 'principle = "X"\ndomain = "D1"', "S.D1", "principle “X”"),
        ('domain = "D1"\nstage', 'domain = "D9"\nstage', "S.D1", "domain “D9”"),
        ('audience = "everyone"', 'audience = "all"', "S.D1", "'all'"),
        ('id = "S.D2"', 'id = "S.D1"', "S.D1", "used twice"),
        ('"S.D1", "S.D2"', '"S.D2"', "S.D1", "on no page"),
        ('items = ["P.honest"]', 'items = ["P.honest", "S.D1"]', "S.D1", "more than one page"),
        ('"S.D1", "S.D2"', '"S.D1", "S.Q2"', "first", "“S.Q2”"),
        ("minutes = [3, 5]", "minutes = [5, 3]", "", "[5, 3]"),
        ("minutes = [3, 5]", "minutes = 5", "", "minutes"),
        ('text = "People here talk', f'text = "{"so " * 20}People here talk', "S.D1", "26 words"),
        ('text = "People here talk', 'text = "People here should talk', "S.D1", "should"),
        ('text = "People here talk', 'text = "People here listen and talk', "S.D1", "two ideas"),
        ('note = "You can', 'note = "Please, you can', "first", "please"),
        ('group = "process"\n', "", "P.honest", "neither"),
        ('group = "process"\n', 'group = "process"\nstage = 1\n', "P.honest", "as well as"),
        ('seed = "003"', 'seed = "001"', "S.D1", "belongs to text 003"),
        ('row = "3.1"\n', "", "S.D1", "names no row"),
        ('row = "3.1"', 'row = "8.1"', "S.D1", "“8.1”"),
        ('language = "en"', 'language = "de"', "", "language"),
        ('id = "small"', 'id = "core"', "", "“core”"),
        (PROVENANCE, "", "S.D1", "provenance"),
    ],
)
def test_a_questionnaire_keeps_its_rules(folder: Path, old: str, new: str, item: str, part: str) -> None:
    edit(folder, FORM, old, new)
    assert any(p.file == FORM and p.item == item and part in p.what for p in problems_in(folder)), problems_in(folder)


def test_a_thought_of_our_own_needs_no_row(folder: Path) -> None:
    edit(folder, FORM, 'seed = "003"\nrow = "3.1"\n', 'seed = "own"\n')
    assert faults(folder) == []


def test_a_page_holds_four_to_eight_items(folder: Path) -> None:
    edit(folder, FORM, '"S.D1", "S.D2", ', "")
    edit(folder, FORM, '"S.D5", "S.D6"', '"S.D1", "S.D2", "S.D5", "S.D6"')
    problem = only_fault(folder)
    assert (problem.item, "2 items" in problem.what) == ("first", True)


def test_an_action_points_at_items_that_are_there(folder: Path) -> None:
    edit(folder, "actions.en.toml", '"S.D1"', '"S.D11"')
    nowhere, without = problems_in(folder)
    assert (nowhere.item, "S.D11" in nowhere.what) == ("talk", True)
    assert (without.item, "No action" in without.what) == ("S.D1", True)


def test_an_action_says_how_much_effort_it_asks_for(folder: Path) -> None:
    edit(folder, "actions.en.toml", 'effort = "S"', 'effort = "huge"')
    assert "S, M, L" in only_fault(folder).way_out


def test_an_action_id_is_used_once(folder: Path) -> None:
    edit(folder, "actions.en.toml", 'id = "agree"', 'id = "talk"')
    assert only_fault(folder).item == "talk"


def test_leaders_are_prompted_for_every_item_they_mirror_and_no_other(folder: Path) -> None:
    edit(folder, "leadership/1.en.toml", 'item = "S.D4"', 'item = "P.honest"')
    assert sorted(faults(folder)) == [("leadership/1.en.toml", "P.honest"), ("leadership/1.en.toml", "S.D4")]


def test_leaders_mirror_a_questionnaire_that_is_there(folder: Path) -> None:
    edit(folder, "leadership/1.en.toml", 'mirrors = "small"', 'mirrors = "smal"')
    assert "small" in only_fault(folder).way_out


def test_a_published_edition_does_not_change_by_a_byte(folder: Path) -> None:
    wanted = hashlib.sha256((folder / FORM).read_bytes()).hexdigest()
    (folder / "PUBLISHED").write_text(f"{wanted}  {FORM}\n")
    assert faults(folder) == []
    edit(folder, FORM, "in the morning", "in the evening")
    assert "published" in only_fault(folder).what


@pytest.mark.parametrize("line", ["nonsense", f"{'0' * 64}  small/9.en.toml", f"{'0' * 64} small/1.en.toml"])
def test_the_list_of_published_editions_can_be_read(folder: Path, line: str) -> None:
    (folder / "PUBLISHED").write_text(f"{line}\n")
    assert only_fault(folder).file == "PUBLISHED"


def test_a_file_with_another_name_is_not_overlooked(folder: Path) -> None:
    (folder / FORM).rename(folder / "small/first.toml")
    assert ("small/first.toml", "") in faults(folder)


def test_a_translation_asks_the_same_items(folder: Path) -> None:
    other = folder / "small/1.de.toml"
    text = (folder / FORM).read_text().replace('language = "en"', 'language = "de"')
    other.write_text(text)
    assert faults(folder) == []
    other.write_text(text.replace('id = "P.honest"', 'id = "P.ehrlich"').replace('["P.honest"]', '["P.ehrlich"]'))
    assert {("small/1.de.toml", "P.honest"), ("small/1.de.toml", "P.ehrlich")} <= set(faults(folder))


def test_a_translation_needs_its_english_edition(folder: Path) -> None:
    text = (folder / FORM).read_text().replace('language = "en"', 'language = "de"').replace('n = "1"', 'n = "2"', 1)
    (folder / "small/2.de.toml").write_text(text)
    assert "English" in only_fault(folder).what
