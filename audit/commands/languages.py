"""`steadyground languages`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog

from audit import wording
from audit.commands.loading import library_in
from audit.commands.questionnaires import FOLDER, JSON
from audit.commands.saying import say_json, say_result
from audit.languages import FILE, Language, catalog_of, language_without_words
from audit.library import Library
from audit.method.questionnaire import Questionnaire
from audit.strings import Standing, extracted, standing_of
from audit.wording import SOURCE_LANGUAGE, languages, ngettext
from audit.wording import gettext as _


@dataclass(frozen=True, slots=True)
class Entry:
    """One language: its interface, None for English, which is the source; and the questionnaires in it."""

    language: Language
    interface: Standing | None
    questionnaires: tuple[Questionnaire, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing in it falls back to English."""
        return (self.interface is None or self.interface.complete) and not any(
            asked.untranslated for asked in self.questionnaires
        )


@click.command(
    help="""The languages of pages, reports and questionnaires: draft or confirmed by whom, and what is still English.

    With --strict it ends with 1 if anything falls back to English.

    \b
    Example:
      steadyground languages
      steadyground languages --json --strict"""
)
@FOLDER
@JSON
@click.option("--strict", is_flag=True, help="End with 1 if anything is missing, fuzzy or out of date.")
def command(folder: Path, as_json: bool, strict: bool) -> None:
    """One language after the other."""
    found = entries_of(library_in(folder))
    if as_json:
        say_json([_exported(entry) for entry in found])
    else:
        for entry in found:
            say_result("\n".join(_lines(entry)))
    if strict and not all(entry.complete for entry in found):
        raise click.exceptions.Exit(1)


def entries_of(library: Library) -> tuple[Entry, ...]:
    """Every language that the interface or a questionnaire has, English first."""
    wanted, spoken = extracted(), {one.code for one in languages()}
    others = sorted({asked.language for asked in library.questionnaires} - spoken)
    return tuple(
        Entry(language, _interface(language.code, wanted), tuple(_in(library, language.code)))
        for language in (*languages(), *map(language_without_words, others))
    )


def _in(library: Library, code: str) -> Iterator[Questionnaire]:
    return (asked for asked in library.questionnaires if asked.language == code)


def _interface(code: str, wanted: Catalog) -> Standing | None:
    """A language that only questionnaires have lacks the whole interface."""
    if code == SOURCE_LANGUAGE:
        return None
    path = wording.TRANSLATIONS / code.replace("-", "_") / FILE
    return standing_of(catalog_of(path) if path.exists() else Catalog(), wanted=wanted)


def _lines(entry: Entry) -> list[str]:
    return [
        f"{entry.language.name} ({entry.language.code}): {_confirmed(entry.language)}",
        *([] if entry.interface is None else _about_interface(entry.interface)),
        *(_about(asked) for asked in entry.questionnaires),
    ]


def _confirmed(language: Language) -> str:
    if language.code == SOURCE_LANGUAGE:
        return _("the source of all others")
    if language.draft:
        return _("a draft that nobody has confirmed")
    return _("confirmed by %(who)s", who=language.confirmed_by)


def _about_interface(found: Standing) -> list[str]:
    lists = (
        (_("missing"), found.missing),
        (_("fuzzy: read them again"), found.fuzzy),
        (_("out of date: nobody asks for them any more"), found.outdated),
        (_("with other values than the English"), found.unsound),
    )
    return [
        "  " + ngettext("Interface: %(num)s string", "Interface: %(num)s strings", found.strings),
        *(f"    {len(strings)} {what}" for what, strings in lists if strings),
    ]


def _about(asked: Questionnaire) -> str:
    named = "  " + _("%(id)s, edition %(edition)s", id=asked.id, edition=asked.edition)
    if asked.language == SOURCE_LANGUAGE:
        return named
    state, num = _("draft") if asked.draft else _("confirmed"), len(asked.untranslated)
    lacking = ngettext("%(state)s, %(num)s string missing", "%(state)s, %(num)s strings missing", num, state=state)
    return f"{named}: {lacking}"


def _exported(entry: Entry) -> dict[str, Any]:
    found = entry.interface
    return {
        "code": entry.language.code,
        "name": entry.language.name,
        "direction": entry.language.direction,
        "draft": entry.language.draft,
        "confirmed_by": entry.language.confirmed_by,
        "complete": entry.complete,
        "interface": None
        if found is None
        else {
            "strings": found.strings,
            "missing": list(found.missing),
            "fuzzy": list(found.fuzzy),
            "outdated": list(found.outdated),
            "unsound": list(found.unsound),
        },
        "questionnaires": [
            {"id": q.id, "edition": q.edition, "draft": q.draft, "untranslated": sorted(q.untranslated)}
            for q in entry.questionnaires
        ],
    }
