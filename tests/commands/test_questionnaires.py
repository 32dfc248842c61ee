"""`questionnaires check | list | export` and `actions list`."""

from __future__ import annotations

from pathlib import Path

from tests.builders import core, library
from tests.commands.calling import call
from tests.library.folders import FORM, edit, folder_without_fault


def test_our_own_files_are_in_order() -> None:
    found = call("questionnaires", "check")
    assert (found.code, found.out) == (0, "Every file is in order.\n")
    assert call("questionnaires", "check", "--json").json == []


def test_five_faults_in_a_file_are_five_lines_and_the_answer_is_no(tmp_path: Path) -> None:
    folder = folder_without_fault(tmp_path)
    edit(folder, FORM, 'audience = "everyone"', 'audience = "all"')
    edit(folder, FORM, 'id = "S.D3"', 'id = "S.D2"')
    edit(folder, FORM, "minutes = [3, 5]", "minutes = [5, 3]")
    edit(folder, FORM, 'row = "3.1"', 'row = "9.9"')
    edit(folder, FORM, 'intro = "What', 'extra = 1\nintro = "What')
    found = call("questionnaires", "check", "--folder", folder)
    assert found.code == 1
    for part in ("'all'", "S.D2", "[5, 3]", "9.9", "extra"):
        assert part in found.out
    listed = call("questionnaires", "check", "--folder", folder, "--json").json
    assert all(set(p) == {"file", "item", "what", "way_out"} for p in listed)
    assert found.out.splitlines()[-1] == f"{len(listed)} problems."


def test_a_folder_with_a_fault_is_not_used(tmp_path: Path) -> None:
    folder = folder_without_fault(tmp_path)
    edit(folder, FORM, "minutes = [3, 5]", "minutes = [5, 3]")
    found = call("questionnaires", "list", "--folder", folder)
    assert (found.code, found.out) == (1, "")
    assert FORM in found.err


def test_list_tells_what_there_is() -> None:
    (entry,) = [e for e in call("questionnaires", "list", "--json").json if e["id"] == "core"]
    assert entry["items"] == 44
    assert "core, edition" in call("questionnaires", "list").out


def test_export_has_the_promised_keys_and_leaves_out_those_that_do_not_apply() -> None:
    found = call("questionnaires", "export", "core", "--json").json
    assert set(found) == {"id", "edition", "title", "minutes", "items"}
    cell = {"id", "principle", "domain", "stage", "audience", "text", "help", "provenance", "actions"}
    about_the_audit = {"id", "group", "audience", "text", "help", "provenance", "actions"}
    for item in found["items"]:
        assert set(item) == (about_the_audit if item["id"].startswith("P.") else cell)
    assert [i["id"] for i in found["items"]] == [i.id for i in core().items]


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
