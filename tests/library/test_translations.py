"""Words files: what is translated is shown, what is not stays English and is listed, and structure cannot drift."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.library import Library, load, problems_in
from audit.library.words import hash_of
from tests.library.folders import edit, folder_without_fault, only_fault, translated, write

WORDS = "small/1.de.toml"
EVERYTHING = ("small", "side", "steps", "short", "leadership", "actions/small", "actions/side", "guides/leaflet")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder with a German translation of everything."""
    folder_without_fault(tmp_path)
    for about in EVERYTHING:
        translated(tmp_path, about)
    return tmp_path


def test_a_complete_translation_has_no_problem_and_leaves_no_word_in_english(folder: Path) -> None:
    assert problems_in(folder) == ()
    found = load(folder)
    for id_of in ("small", "side", "steps", "short"):
        asked = found.questionnaire(id_of, language="de")
        assert (asked.language, asked.draft, asked.untranslated) == ("de", True, frozenset())
        assert all(i.text.startswith("Auf Deutsch: ") for i in asked.items)
        assert all(p.title.startswith("Auf Deutsch: ") for p in asked.pages)
    assert all(
        a.name.startswith("Auf Deutsch") for a in found.questionnaire("side", language="de").choices[0].attributes
    )


def test_structure_is_that_of_the_english_file(folder: Path) -> None:
    found = load(folder)
    for id_of in ("small", "side", "steps", "short"):
        ours, theirs = found.questionnaire(id_of), found.questionnaire(id_of, language="de")
        assert [(i.id, i.stage, i.group, i.actions) for i in ours.items] == [
            (i.id, i.stage, i.group, i.actions) for i in theirs.items
        ]
        assert [p.items for p in ours.pages] == [p.items for p in theirs.pages]
        assert ours.item_list == theirs.item_list


def test_actions_the_form_and_guides_are_translated_too(folder: Path) -> None:
    found = load(folder)
    actions = found.actions_in("de")
    assert list(actions) == list(found.actions)
    assert actions["talk"].title.startswith("Auf Deutsch: ")
    assert actions["rest"] == found.actions["rest"], "nobody has translated this file"
    assert found.leadership_in("de").prompts["S.D1"].startswith("Auf Deutsch: ")
    assert (found.leadership_in("de").language, found.leadership_in("de").draft) == ("de", True)
    guide = found.guide("leaflet", language="de")
    assert guide.parts[0].paragraphs == ("Auf Deutsch: Ask a colleague.", "Auf Deutsch: Ask twice.")
    assert (guide.language, guide.untranslated) == ("de", frozenset())


def test_a_language_that_is_not_there_falls_back_to_english(folder: Path) -> None:
    found = load(folder)
    assert found.questionnaire("small", language="fr").language == "en"
    assert found.actions_in("fr") == found.actions
    assert found.leadership_in("fr") is found.leadership
    assert found.guide("leaflet", language="fr") is found.guides["leaflet"]


def test_without_draft_somebody_has_confirmed_it(folder: Path) -> None:
    edit(folder, WORDS, "draft = true\n", "")
    assert not load(folder).questionnaire("small", language="de").draft
    assert load(folder).questionnaire("short", language="de").draft, "its own pages are a draft still"


def test_an_english_text_that_changes_leaves_its_translation_behind(folder: Path) -> None:
    edit(folder, "small/1.en.toml", "Staff here know whom to call at night.", "Staff here know whom to ring at night.")
    problem = only_fault(folder)
    assert (problem.file, problem.item, problem.stops) == (WORDS, "S.D1.text", False)
    assert "has changed" in problem.what
    assert hash_of("Staff here know whom to ring at night.") in problem.way_out
    asked = load(folder).questionnaire("small", language="de")
    assert asked.item("S.D1").text == "Staff here know whom to ring at night."
    assert asked.untranslated == {"S.D1.text"}


def test_a_string_that_is_missing_or_empty_is_listed_where_it_belongs(folder: Path) -> None:
    edit(folder, WORDS, 'text = "Auf Deutsch: Drivers here help with heavy bags."', 'text = ""')
    problem = only_fault(folder)
    assert (problem.item, problem.what) == ("S.D7.text", "This is not translated yet into “de”.")
    assert _line(folder, problem.line) == 'text = ""'
    write(
        folder / WORDS, re.sub(r"\[\[string\]\]\nof = \"title\"\n.*\n.*\n", "", (folder / WORDS).read_text(), count=1)
    )
    assert {p.item for p in problems_in(folder)} == {"S.D7.text", "title"}
    assert load(folder).questionnaire("small", language="de").untranslated == {"S.D7.text", "title"}


def test_a_string_of_an_unknown_name_gets_the_nearest_that_is_known(folder: Path) -> None:
    edit(folder, WORDS, 'of = "S.D7.text"', 'of = "S.D77.text"')
    unknown = next(p for p in problems_in(folder) if p.item == "S.D77.text")
    assert (unknown.what, "S.D7.text" in unknown.way_out) == ("There is no string of this name.", True)


def test_placeholders_are_taken_over(folder: Path) -> None:
    edit(folder, "guides/leaflet.en.toml", "Ask twice.", "Ask %(who)s.")
    translated(folder, "guides/leaflet")
    edit(folder, "guides/leaflet.de.toml", "Ask %(who)s.", "Frag %(wen)s.")
    assert "placeholders" in only_fault(folder).what


def test_words_belong_to_a_file_that_is_there(folder: Path) -> None:
    (folder / WORDS).rename(folder / "small/3.de.toml")
    edit(folder, "small/3.de.toml", 'edition = "1"', 'edition = "3"')
    assert any(p.file == "small/3.de.toml" and p.stops and "no English file" in p.what for p in problems_in(folder))


def test_a_pulse_speaks_with_the_words_of_the_items_it_takes(folder: Path) -> None:
    (folder / WORDS).unlink()
    asked = load(folder).questionnaire("short", language="de")
    assert asked.title.startswith("Auf Deutsch")
    assert asked.item("S.D2").text == load(folder).questionnaire("small").item("S.D2").text
    assert "S.D2.text" in asked.untranslated
    assert problems_in(folder) == (), "the pulse itself is complete"


def test_an_organisation_translates_what_we_have_not(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    own = tmp_path_factory.mktemp("own")
    words = (folder / WORDS).read_text().replace("Auf Deutsch", "Po polsku").replace('"de"', '"pl"')
    write(own / "small/1.pl.toml", words)
    assert problems_in(folder, own=own) == ()
    assert load(folder, own=own).questionnaire("small", language="pl").title.startswith("Po polsku")


def test_an_organisation_s_own_words_go_before_ours(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    own = tmp_path_factory.mktemp("own")
    english = "Drivers here help with heavy bags."
    said = f'[[string]]\nof = "S.D7.text"\nfrom = "{hash_of(english)}"\ntext = "Hier hilft man mit Koffern."\n'
    write(own / WORDS, f'id = "small"\nedition = "1"\nlanguage = "de"\n{said}')
    asked = load(folder, own=own).questionnaire("small", language="de")
    assert asked.item("S.D7").text == "Hier hilft man mit Koffern."
    assert asked.item("S.D8").text.startswith("Auf Deutsch")
    assert problems_in(folder, own=own) == ()


@given(st.text())
def test_a_hash_is_eight_digits_of_the_text_as_utf_8(english: str) -> None:
    assert hash_of(english) == hashlib.sha256(english.encode()).hexdigest()[:8]


def test_our_own_words_are_drafts_until_a_person_confirms_them(folder: Path) -> None:
    found: Library = load(folder)
    assert {q.draft for q in found.questionnaires if q.language != "en"} == {True}
    assert not any(q.draft for q in found.questionnaires if q.language == "en")


def _line(folder: Path, number: int) -> str:
    return (folder / WORDS).read_text().splitlines()[number - 1]
