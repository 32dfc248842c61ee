"""`questionnaires copy | translate | publish`, and what the other commands do with an organisation's own."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

from audit.library import QUESTIONNAIRES, load
from tests.builders import core
from tests.commands.calling import Called, call, refused
from tests.library.folders import FORM, folder_without_fault


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where this installation keeps everything."""
    return tmp_path


def here(home: Path, *words: str | Path) -> Called:
    """`steadyground questionnaires` with that home."""
    return call("questionnaires", *words, env={"STEADYGROUND_HOME": str(home)})


def test_a_copy_is_in_order_at_once_and_says_what_to_do_next(home: Path) -> None:
    found = here(home, "copy", "core", "--as", "our-core", "--title", "How we work at “Riverside”")
    assert found.code == 0, found.err
    assert "questionnaires check" in found.out
    own = home / "questionnaires"
    copied = load(own=own).questionnaire("our-core")
    assert (copied.title, copied.copied_from) == ("How we work at “Riverside”", ("core", "1"))
    assert [(i.id, i.text, i.actions) for i in copied.items] == [(i.id, i.text, i.actions) for i in core().items]
    assert copied.item_list == core().item_list
    assert [p for p in here(home, "check", "--json").json if p["stops"]] == []
    assert "our-core" in here(home, "list").out
    assert here(home, "export", "our-core", "--json").json["copied_from"] == ["core", "1"]


@pytest.mark.parametrize("questionnaire", ["stepped-care", "relationships", "priorities", "pulse"])
def test_every_kind_of_questionnaire_can_be_copied_with_its_languages(home: Path, questionnaire: str) -> None:
    before = here(home, "check", "--json").json
    assert here(home, "copy", questionnaire, "--as", "ours").code == 0
    assert here(home, "check", "--json").json == before
    found = load(own=home / "questionnaires")
    languages = [q.language for q in found.questionnaires if q.id == questionnaire]
    assert [q.language for q in found.questionnaires if q.id == "ours"] == languages


def test_a_copy_of_a_copy_is_a_copy(home: Path) -> None:
    here(home, "copy", "empathy", "--as", "one")
    assert here(home, "copy", "one", "--as", "two").code == 0
    assert load(own=home / "questionnaires").questionnaire("two").copied_from == ("one", "1")
    assert [p for p in here(home, "check", "--json").json if p["stops"]] == []


def test_a_copy_takes_an_organisation_s_own_words_along(home: Path) -> None:
    """Those in a language that only it has, and those that it put in place of ours."""
    for language in ("pl", "es"):
        here(home, "translate", "digital", "--language", language)
        file = home / f"questionnaires/digital/1.{language}.toml"
        file.write_text(file.read_text().replace('text = ""', 'text = "Tak, \\"tak\\""', 1))
    assert here(home, "copy", "digital", "--as", "ours").code == 0
    library = load(own=home / "questionnaires")
    for language in ("pl", "es"):
        copied, original = (library.questionnaire(id_, language=language) for id_ in ("ours", "digital"))
        assert copied.language == language
        assert copied.title == 'Tak, "tak"'
        assert copied.items == original.items
        assert (copied.draft, copied.untranslated) == (original.draft, original.untranslated)
    assert [p for p in here(home, "check", "--json").json if p["stops"]] == []


@pytest.mark.parametrize(
    ("words", "part", "code"),
    [
        (("core", "--as", "digital"), "choose another id", 1),
        (("core", "--as", "Our core"), "small letters", 1),
        (("core", "--as", "actions"), "cannot be the id", 1),
        (("leadership", "--as", "ours"), "leadership form", 2),
        (("core+digital", "--as", "ours"), "One questionnaire at a time", 2),
        (("cor", "--as", "ours"), "there are: core", 2),
    ],
)
def test_what_cannot_be_copied_is_said(home: Path, words: tuple[str, ...], part: str, code: int) -> None:
    refused(here(home, "copy", *words), part, code=code)
    assert not (home / "questionnaires/ours").exists()


def test_our_own_files_stay_as_they_are(home: Path) -> None:
    def everything() -> dict[Path, bytes]:
        return {p: p.read_bytes() for p in QUESTIONNAIRES.rglob("*.toml") if "core" in p.parts}

    before = everything()
    here(home, "copy", "core", "--as", "ours")
    here(home, "translate", "core", "--language", "pl")
    assert everything() == before


@pytest.mark.parametrize(
    ("about", "path"),
    [
        ("small", "small/1.pl.toml"),
        ("leadership", "leadership/1.pl.toml"),
        ("actions/small", "actions/small.pl.toml"),
        ("guides/leaflet", "guides/leaflet.pl.toml"),
    ],
)
def test_a_translation_begins_with_every_string_and_the_english_above_it(home: Path, about: str, path: str) -> None:
    folder = folder_without_fault(home)
    found = here(home, "translate", about, "--language", "pl", "--folder", folder)
    assert found.out.splitlines()[0] == str(folder / path)
    words = tomllib.loads((folder / path).read_text())
    assert words["draft"] is True
    assert {s["text"] for s in words["string"]} == {""}
    assert f"{len(words['string'])} strings to translate were added." in found.out
    listed = here(home, "check", "--folder", folder, "--json").json
    assert [p["item"] for p in listed] == [s["of"] for s in words["string"]]
    assert not any(p["stops"] for p in listed)


def test_completing_a_translation_touches_nothing_that_is_there(home: Path) -> None:
    folder = folder_without_fault(home)
    here(home, "translate", "small", "--language", "pl", "--folder", folder)
    file = folder / "small/1.pl.toml"
    present = re.sub(r'\n# .*\n\[\[string\]\]\nof = "S.D7.text"\n.*\n.*\n', "\n", file.read_text()).replace(
        'of = "title"', 'of = "title"  # ask Ola'
    )
    file.write_text(present)
    found = here(home, "translate", "small", "--language", "pl", "--folder", folder)
    assert "1 string to translate was added." in found.out
    assert file.read_text().startswith(present)
    assert "0 strings" in here(home, "translate", "small", "--language", "pl", "--folder", folder).out


def test_without_a_folder_words_go_to_the_organisation_s_own(home: Path) -> None:
    found = here(home, "translate", "core", "--language", "pl")
    assert found.out.splitlines()[0] == str(home / "questionnaires/core/1.pl.toml")
    assert "pl (draft)" in here(home, "list").out


@pytest.mark.parametrize(
    ("words", "part", "code"),
    [
        (("cor", "--language", "pl"), "guides/", 1),
        (("core", "--language", "en"), "not a language to translate into", 2),
        (("core", "--language", "Polish!"), "not a language to translate into", 2),
    ],
)
def test_what_cannot_be_translated_is_said(home: Path, words: tuple[str, ...], part: str, code: int) -> None:
    refused(here(home, "translate", *words), part, code=code)


def test_a_published_edition_is_on_the_list_and_does_not_change(home: Path) -> None:
    folder = folder_without_fault(home)
    found = here(home, "publish", "small", "--folder", folder)
    wanted = hashlib.sha256((folder / FORM).read_bytes()).hexdigest()
    assert found.out == f"{wanted}  {FORM}\n"
    assert (folder / "PUBLISHED").read_text() == f"# nothing is out yet\n{wanted}  {FORM}\n"
    refused(here(home, "publish", "small", "--folder", folder), "published already", code=1)
    assert here(home, "check", "--folder", folder).code == 0


def test_an_organisation_publishes_its_own_and_not_ours(home: Path) -> None:
    refused(here(home, "publish", "core"), "not yours to publish", code=1)
    here(home, "copy", "digital", "--as", "ours")
    assert here(home, "publish", "ours").code == 0
    file = home / "questionnaires/ours/1.en.toml"
    file.write_text(file.read_text() + "\n# more\n")
    assert "published" in here(home, "list").err


def test_what_has_a_fault_is_not_published(home: Path) -> None:
    here(home, "copy", "core", "--as", "ours")
    file = home / "questionnaires/ours/1.en.toml"
    file.write_text(file.read_text().replace('"S.D1", ', "", 1))
    refused(here(home, "publish", "ours"), "It is on no page", code=1)
    assert not (home / "questionnaires/PUBLISHED").exists()


def test_a_list_whose_last_line_was_left_open_takes_another_line(home: Path) -> None:
    own = home / "questionnaires"
    for ours in ("one", "two"):
        here(home, "copy", "digital" if ours == "one" else "inclusion", "--as", ours)
    here(home, "publish", "one")
    (own / "PUBLISHED").write_text((own / "PUBLISHED").read_text().rstrip("\n"))
    here(home, "publish", "two")
    assert [line[66:] for line in (own / "PUBLISHED").read_text().splitlines()] == ["one/1.en.toml", "two/1.en.toml"]
    assert here(home, "check").code == 0


def test_a_copy_of_a_file_that_begins_with_a_byte_order_mark_has_its_own_id(home: Path) -> None:
    here(home, "copy", "digital", "--as", "one")
    file = home / "questionnaires/one/1.en.toml"
    file.write_text("\ufeff" + file.read_text(), encoding="utf-8")
    here(home, "copy", "one", "--as", "two")
    assert here(home, "check").code == 0


def test_where_no_folder_can_be_made_the_file_that_is_in_the_way_is_named(home: Path) -> None:
    (home / "questionnaires").write_text("")
    refused(here(home, "copy", "core", "--as", "ours"), "cannot be written", code=1)
