"""The .po files as the program reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.languages import FaultyTranslation, languages_in, load_languages, translations_in
from audit.wording import direction

HEAD = """msgid ""
msgstr ""
"Language: {code}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Confirmed-By: {who}\\n"

"""


def a_file(folder: Path, entries: str, *, code: str = "es", who: str = "") -> None:
    """A .po file with these entries."""
    path = folder / code / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(code=code, who=who) + entries, encoding="utf-8")


def said(folder: Path, text: str) -> str:
    spoken: str = translations_in(folder, "es").gettext(text)
    return spoken


def test_a_string_is_read_from_the_file(tmp_path: Path) -> None:
    a_file(tmp_path, 'msgid "Continue"\nmsgstr "Continuar"\n')
    assert said(tmp_path, "Continue") == "Continuar"


@pytest.mark.parametrize(
    "entry",
    [
        '#, fuzzy\nmsgid "On %(day)s"\nmsgstr "El %(day)s"\n',
        'msgid "On %(day)s"\nmsgstr ""\n',
        'msgid "On %(day)s"\nmsgstr "El %(dia)s"\n',
        'msgid "On %(day)s"\nmsgstr "El día"\n',
        'msgid "On %(day)s"\nmsgstr "El %(day)s <b>ya</b>"\n',
        'msgid "On %(day)s"\nmsgstr "El %(day)s & %%"\n',
        '#~ msgid "On %(day)s"\n#~ msgstr "El %(day)s"\n',
    ],
)
def test_an_entry_that_is_guessed_empty_or_unsound_is_not_used(tmp_path: Path, entry: str) -> None:
    a_file(tmp_path, entry)
    assert said(tmp_path, "On %(day)s") == "On %(day)s"


def test_a_plural_counts_only_with_all_its_forms(tmp_path: Path) -> None:
    ids = 'msgid "%(num)s form"\nmsgid_plural "%(num)s forms"\n'
    a_file(tmp_path / "half", ids + 'msgstr[0] "%(num)s hoja"\nmsgstr[1] ""\n')
    a_file(tmp_path / "whole", ids + 'msgstr[0] "una hoja"\nmsgstr[1] "%(num)s hojas"\n')
    forms = [
        translations_in(tmp_path / name, "es").ngettext("%(num)s form", "%(num)s forms", n)
        for name in ("half", "whole")
        for n in (1, 2)
    ]
    assert forms == ["%(num)s form", "%(num)s forms", "una hoja", "%(num)s hojas"]


def test_a_translation_is_a_draft_until_somebody_confirms_it(tmp_path: Path) -> None:
    a_file(tmp_path / "draft", "")
    a_file(tmp_path / "confirmed", "", who="Amal Haddad, 3 May 2026")
    assert [(one.code, one.draft) for one in languages_in(tmp_path / "draft")] == [("en", False), ("es", True)]
    spanish = languages_in(tmp_path / "confirmed")[1]
    assert (spanish.draft, spanish.confirmed_by, spanish.name) == (False, "Amal Haddad, 3 May 2026", "Español")


def test_a_language_of_one_country_is_named_as_pages_name_it(tmp_path: Path) -> None:
    a_file(tmp_path, 'msgid "Continue"\nmsgstr "Continuar"\n', code="pt_BR")
    assert [one.code for one in languages_in(tmp_path)] == ["en", "pt-BR"]
    assert translations_in(tmp_path, "pt-BR").gettext("Continue") == "Continuar"
    assert [direction(code) for code in ("pt-BR", "ar", "he", "fa", "ur", "xx-no-such")] == ["ltr"] + ["rtl"] * 4 + [
        "ltr"
    ]


@pytest.mark.parametrize(("code", "entries"), [("es", "nonsense\n"), ("no-such-language", "")])
def test_a_file_that_cannot_be_read_is_named_and_nothing_starts(tmp_path: Path, code: str, entries: str) -> None:
    a_file(tmp_path, entries, code=code)
    with pytest.raises(FaultyTranslation, match=r"messages\.po"):
        load_languages(tmp_path)


def test_a_rule_for_plurals_that_cannot_be_read_is_named_and_nothing_starts(tmp_path: Path) -> None:
    a_file(tmp_path, 'msgid "Continue"\nmsgstr "Continuar"\n')
    path = tmp_path / "es/LC_MESSAGES/messages.po"
    path.write_text(path.read_text().replace("(n != 1)", "(n ~ 1)"))
    with pytest.raises(FaultyTranslation, match=r"messages\.po"):
        load_languages(tmp_path)
