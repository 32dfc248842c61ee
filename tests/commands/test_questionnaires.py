"""`questionnaires check | list | export` and `actions list`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import core, library
from tests.commands.calling import call, refused
from tests.library.folders import FORM, edit, folder_without_fault


def test_our_own_files_are_in_order() -> None:
    found = call("questionnaires", "check")
    assert (found.code, found.out) == (0, "Every file is in order.\n")
    assert call("questionnaires", "check", "--json").json == []


def test_five_faults_in_a_file_are_five_lines_and_the_answer_is_no(tmp_path: Path) -> None:
    folder = folder_without_fault(tmp_path)
    edit(folder, FORM, 'audience = "everyone"', 'audience = "all"')
    edit(folder, FORM, 'id = "S.D3"', 'id = "S.D2"')
    edit(folder, FORM, "minutes = [4, 6]", "minutes = [6, 4]")
    edit(folder, FORM, 'row = "3.1"', 'row = "9.9"')
    edit(folder, FORM, 'intro = "What', 'extra = 1\nintro = "What')
    found = call("questionnaires", "check", "--folder", folder)
    assert found.code == 1
    for part in ("'all'", "S.D2", "[6, 4]", "9.9", "extra", "line 6"):
        assert part in found.out
    listed = call("questionnaires", "check", "--folder", folder, "--json").json
    assert all(set(p) == {"file", "line", "item", "what", "way_out", "stops"} for p in listed)
    assert found.out.splitlines()[-1] == f"{len(listed)} problems."


def test_a_folder_with_a_fault_is_not_used(tmp_path: Path) -> None:
    folder = folder_without_fault(tmp_path)
    edit(folder, FORM, "minutes = [4, 6]", "minutes = [6, 4]")
    found = call("questionnaires", "list", "--folder", folder)
    assert (found.code, found.out) == (1, "")
    assert FORM in found.err


def test_what_is_only_unfinished_is_listed_and_everything_works(tmp_path: Path) -> None:
    folder = folder_without_fault(tmp_path)
    edit(folder, FORM, "Workers here greet", "Workers here usually greet")
    (problem,) = call("questionnaires", "check", "--folder", folder, "--json").json
    assert problem["stops"] is False
    assert call("questionnaires", "check", "--folder", folder).code == 1
    assert call("questionnaires", "list", "--folder", folder).code == 0


def test_list_tells_how_much_each_asks_for_who_answers_and_in_which_languages() -> None:
    entries = {e["id"]: e for e in call("questionnaires", "list", "--json").json}
    assert {i: (e["items"], e.get("choice_sets"), e["who"]) for i, e in entries.items()} == {
        "core": (44, None, "everyone"),
        "digital": (15, None, "everyone"),
        "direct-practice": (20, None, "practice"),
        "empathy": (21, None, "everyone"),
        "inclusion": (15, None, "everyone"),
        "leadership": (67, None, "leaders"),
        "priorities": (0, 2, "everyone"),
        "pulse": (12, None, "everyone"),
        "relationships": (14, 5, "practice"),
        "stepped-care": (30, None, "everyone"),
    }
    assert entries["leadership"]["prompts"] == 67
    for entry in entries.values():
        assert entry["languages"][0] == {"language": "en", "draft": False, "untranslated": 0}
    said = call("questionnaires", "list").out
    assert "relationships, edition 1" in said
    assert "5 choice sets; 8 minutes; practice staff answer; en" in said
    assert "0 items; 2 choice sets; 1 to 2 minutes; everyone answers; en" in said


HEAD = {"id", "edition", "title", "minutes"}
ALWAYS = {"id", "audience", "text", "help", "provenance", "actions"}


@pytest.mark.parametrize(
    ("questionnaire", "more", "homes"),
    [
        ("core", set(), [{"principle", "domain", "stage"}, {"group"}]),
        ("stepped-care", {"groups"}, [{"group", "tier"}]),
        ("digital", {"groups"}, [{"group", "principle"}]),
        ("empathy", {"groups"}, [{"group"}]),
        ("relationships", {"groups", "best_worst"}, [{"group"}]),
        ("priorities", {"best_worst"}, []),
        ("core+priorities", {"best_worst"}, [{"principle", "domain", "stage"}, {"group"}]),
        ("pulse", set(), [{"principle", "domain", "stage"}, {"group"}]),
        (
            "core+digital",
            {"groups"},
            [{"principle", "domain", "stage"}, {"group"}, {"group", "principle"}],
        ),
    ],
)
def test_export_has_the_promised_keys_and_leaves_out_those_that_do_not_apply(
    questionnaire: str, more: set[str], homes: list[set[str]]
) -> None:
    found = call("questionnaires", "export", questionnaire, "--json").json
    assert set(found) == HEAD | {"items"} | more
    for item in found["items"]:
        assert set(item) - ALWAYS in homes
    assert [i["id"] for i in found["items"]] == [i.id for i in library().questionnaire(questionnaire).items]


def test_choice_sets_are_exported_block_by_block() -> None:
    (design,) = call("questionnaires", "export", "relationships", "--json").json["best_worst"]
    known = {a["id"] for a in design["attributes"]}
    assert {len(block) for block in design["blocks"]} == {5}
    assert all(set(one) <= known and len(one) == 4 for block in design["blocks"] for one in block)


def test_the_leadership_form_is_exported_with_the_items_it_repeats() -> None:
    found = call("questionnaires", "export", "leadership", "--json").json
    assert set(found) == {*HEAD, "mirrors", "items"}
    assert len(found["items"]) == 67
    assert found["items"][0]["text"] == core().item(found["items"][0]["id"]).text
    said = call("questionnaires", "export", "leadership").out
    assert all(i["evidence"] in said for i in found["items"])


def test_export_can_be_read_by_people() -> None:
    found = call("questionnaires", "export", "core").out
    assert core().title in found
    assert all(i.text in found for i in core().items)


def test_actions_carry_everything_that_is_promised() -> None:
    listed = call("actions", "list", "--json").json
    wanted = {"id", "title", "first_step", "sign_of_success", "effort", "cost", "owner", "moves", "provenance"}
    assert all(set(a) == wanted for a in listed)
    assert [a["id"] for a in listed] == list(library().actions)
    assert listed[0]["title"] in call("actions", "list").out


def test_the_paper_form_is_written_where_it_is_wanted(tmp_path: Path) -> None:
    out = tmp_path / "core.pdf"
    assert call("questionnaires", "print", "core", "--large", "--paper", "letter", "--out", out).code == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert call("questionnaires", "print", "core").code == 2, "it says that --out is missing"


@pytest.mark.parametrize(
    ("together", "why"),
    [
        ("core+core", "Two of these ask some of the same things"),
        ("core+digital+digital", "Two of these ask some of the same things"),
        ("core+pulse", "The short check between two audits is asked by itself"),
        ("digital+empathy", "Add one of the main ones"),
        ("priorities+relationships", "Add one of the main ones"),
    ],
)
@pytest.mark.parametrize("words", [("export",), ("print", "--out", "form.pdf")], ids=["export", "print"])
def test_what_no_round_asks_together_is_refused_with_the_way_out(
    words: tuple[str, ...], together: str, why: str
) -> None:
    refused(call("questionnaires", *words, together), why, code=2)


def test_a_file_of_answers_to_choice_sets_alone_is_refused_with_the_way_out(tmp_path: Path) -> None:
    answers, people = tmp_path / "answers.csv", tmp_path / "people.csv"
    answers.write_text("place,role\n,\n")
    people.write_text("tree,path,headcount\nplace,North,20\n")
    way_out = "Name a main questionnaire, such as core."
    analysed = call("analyse", answers, "--people", people, "--questionnaire", "priorities", "--json", "-")
    refused(analysed, "“priorities” has choice sets and no statements", way_out, code=2)
    made = ("--people", "20", "--out", tmp_path / "a.csv", "--people-out", tmp_path / "p.csv")
    refused(call("simulate", "--questionnaire", "priorities", *made), way_out, code=2)
