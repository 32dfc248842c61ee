"""The strings of the interface: all of them are found, and every translation holds exactly those."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from jinja2 import nodes

from audit.languages import FILE, catalog_of, messages_of
from audit.strings import Standing, brought_up_to_date, standing_of
from audit.wording import ROOT, TEMPLATES, jinja_environment
from tests.languages.pseudo import a_language, strings

CALLS = ("_", "gettext", "ngettext")
SOURCES = sorted(p for folder in ("audit", "reports") for p in (ROOT / folder).rglob("*.py"))
TRANSLATED = sorted((ROOT / "translations").glob(f"*/{FILE}"))
LISTED = 20


def a_catalog(*texts: str) -> Catalog:
    catalog = Catalog(fuzzy=False)
    for text in texts:
        catalog.add(text)
    return catalog


def test_every_string_in_code_is_written_out_where_it_is_said() -> None:
    """A string that is put together, or kept in a name, is never found; one said at import is English for good."""
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {id(c) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef | ast.Lambda) for c in ast.walk(f)}
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in CALLS:
                where = f"{path.relative_to(ROOT)}:{call.lineno}"
                texts = call.args[: 2 if call.func.id == "ngettext" else 1]
                assert all(isinstance(text, ast.Constant) for text in texts), where
                assert id(call) in inside, where


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_every_string_in_a_template_is_written_out_where_it_is_said(path: Path) -> None:
    tree = jinja_environment().parse(path.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in CALLS and call.args:
            assert isinstance(call.args[0], nodes.Const), f"{path.name}:{call.lineno}"


def test_what_a_template_says_is_what_translators_are_given() -> None:
    """The same white space is taken out when strings are found and when a page is drawn."""
    given = {text for m in messages_of(strings()) for text in ([m.id] if isinstance(m.id, str) else m.id)}
    environment = jinja_environment()
    for path in sorted(TEMPLATES.rglob("*.html")):
        for _line, _call, message in environment.extract_translations(path.read_text(encoding="utf-8")):  # type: ignore[attr-defined]  # added by the i18n extension
            said = [message] if isinstance(message, str) else [text for text in message if text]
            assert set(said) <= given, path.name


def test_values_in_strings_have_names() -> None:
    texts = [m.id if isinstance(m.id, str) else m.id[1] for m in messages_of(strings())]
    assert len(texts) > 1000
    assert [text for text in texts if re.search(r"%[sd]", text)] == []


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: path.parent.parent.name)
def test_a_translation_holds_exactly_the_strings_of_the_interface(path: Path) -> None:
    """`make strings` brings a file up to date; then translators write what is missing and read what is fuzzy."""
    found = standing_of(catalog_of(path), wanted=strings())
    lists = {"missing": found.missing, "fuzzy": found.fuzzy, "outdated": found.outdated, "unsound": found.unsound}
    assert {name: (len(texts), texts[:LISTED]) for name, texts in lists.items() if texts} == {}


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: path.parent.parent.name)
def test_a_translation_is_written_as_make_strings_writes_it(path: Path, tmp_path: Path) -> None:
    again = tmp_path / path.parent.parent.name / FILE
    again.parent.mkdir(parents=True)
    again.write_bytes(path.read_bytes())
    brought_up_to_date(again, wanted=strings())
    assert again.read_bytes() == path.read_bytes()


def test_a_new_translation_starts_with_every_string_missing(tmp_path: Path) -> None:
    path = tmp_path / "fr" / FILE
    found = brought_up_to_date(path, wanted=a_catalog("Continue", "Back"))
    assert found == Standing(2, ("Back", "Continue"), (), (), ())
    assert "X-Confirmed-By: \\n" in path.read_text(encoding="utf-8")


def test_bringing_up_to_date_keeps_what_is_translated_and_drops_what_nobody_asks_for(tmp_path: Path) -> None:
    path = a_language(tmp_path, "fr", confirmed_by="Amal Haddad")
    before = path.read_text(encoding="utf-8")
    assert brought_up_to_date(path, wanted=strings()).complete
    assert path.read_text(encoding="utf-8") == before
    assert "Amal Haddad" in before
    left = brought_up_to_date(path, wanted=a_catalog("Continue"))
    assert left.complete
    assert "Left blank" not in path.read_text(encoding="utf-8")


def test_a_reworded_string_is_marked_to_be_read_again(tmp_path: Path) -> None:
    path = a_language(tmp_path, "fr")
    brought_up_to_date(path, wanted=a_catalog("You say nothing here. That is always fine."))
    found = brought_up_to_date(path, wanted=a_catalog("You say nothing here. That is always fine, too."))
    assert found.fuzzy == ("You say nothing here. That is always fine, too.",)


def test_a_file_holds_no_dates_and_no_places_in_the_code(tmp_path: Path) -> None:
    text = a_language(tmp_path, "fr").read_text(encoding="utf-8")
    assert "Date" not in text.partition("\n\n")[0]
    assert [line for line in text.splitlines() if line.startswith("#:")] == []


def test_what_is_wrong_with_a_file_is_told_string_by_string(tmp_path: Path) -> None:
    path = a_language(tmp_path, "fr", without={"Continue"})
    text = (
        path.read_text(encoding="utf-8").replace("%(holders)s", "%(others)s", 2).replace('msgid "Back"', 'msgid "Hind"')
    )
    path.write_text(text, encoding="utf-8")
    found = standing_of(catalog_of(path), wanted=strings())
    assert set(found.missing) >= {"Continue", "Back"}
    assert "Hind" in found.outdated
    assert not found.complete
