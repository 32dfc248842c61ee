"""The languages of the interface: one .po file each, read when it is first spoken. No compiled file is kept.

An entry counts if it is there in full, is not marked fuzzy, and holds the same values as the English; every other
falls back to English. The head of a file names who has confirmed it; while it names nobody, the translation is a draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from audit.fallback import English
from audit.refusals import Refusal

SOURCE_LANGUAGE = "en"
FILE = "LC_MESSAGES/messages.po"
CONFIRMED_BY = re.compile(r'^"X-Confirmed-By:[ \t]*(?P<who>.*?)[ \t]*(\\n)?"$', re.MULTILINE)
VALUES = re.compile(r"%\((?!num\))\w+\)[sd]|%%")  # how many there are may stay unsaid: "one day"


class FaultyTranslation(Refusal):
    """A .po file that cannot be read."""

    def __init__(self, path: Path, what: object) -> None:
        super().__init__(f"{path}: {what}. Mend the file, or take it away: without it there is no such language.")


@dataclass(frozen=True, slots=True)
class Language:
    """code: as in lang attributes; name: as its speakers write it; direction: ltr, rtl; confirmed_by: "" for drafts."""

    code: str
    name: str
    direction: str
    confirmed_by: str

    @property
    def draft(self) -> bool:
        """Whether nobody has confirmed the translation yet. English is no translation."""
        return self.code != SOURCE_LANGUAGE and not self.confirmed_by


def load_languages(folder: Path) -> None:
    """Read every translation now, so that nothing starts on a faulty file; FaultyTranslation."""
    for one in languages_in(folder):
        translations_in(folder, one.code)


@cache
def languages_in(folder: Path) -> tuple[Language, ...]:
    """English, then every translation that is there, by code; FaultyTranslation."""
    others = [language_in(folder, path.parent.parent.name) for path in sorted(folder.glob(f"*/{FILE}"))]
    english = _language(SOURCE_LANGUAGE, Locale.parse(SOURCE_LANGUAGE), "")
    return (english, *(one for one in others if one.code != SOURCE_LANGUAGE))


@cache
def language_in(folder: Path, name: str) -> Language:
    """One translation; FaultyTranslation."""
    path = folder / name / FILE
    confirmed = CONFIRMED_BY.search(_text_of(path))
    return _language(name.replace("_", "-"), _locale(path, name), confirmed["who"] if confirmed else "")


def language_without_words(code: str) -> Language:
    """A language of which nobody says who has confirmed the interface, or that has none; its code where no name is
    known."""
    try:
        return _language(code, Locale.parse(code, sep="-"), "")
    except (UnknownLocaleError, ValueError):
        return Language(code, code, "ltr", "")


@cache
def translations_in(folder: Path, code: str) -> NullTranslations:
    """The words of a language, with English wherever there are none; FaultyTranslation."""
    if code == SOURCE_LANGUAGE:
        return NullTranslations()
    path = folder / code.replace("-", "_") / FILE
    if not path.exists():
        return English()
    try:
        words = GNUTranslations(BytesIO(_compiled(catalog_of(path))))
    except ValueError as fault:  # Plural-Forms is read here
        raise FaultyTranslation(path, fault) from fault
    words.add_fallback(English())
    return words


def catalog_of(path: Path) -> Catalog:
    """A .po file with everything in it; FaultyTranslation."""
    text, locale = BytesIO(_text_of(path).encode()), _locale(path, path.parent.parent.name)
    try:
        return read_po(text, locale=locale, abort_invalid=True)
    except (PoFileError, ValueError) as fault:
        raise FaultyTranslation(path, fault) from fault


def messages_of(catalog: Catalog) -> Iterator[Message]:
    """Every entry but the head."""
    return (message for message in catalog if message.id)


def is_there(message: Message) -> bool:
    """Whether something is written in every form of an entry."""
    return all(_forms(message.string))


def is_sound(message: Message) -> bool:
    """Whether a translation holds the same values as the English, and no markup: it would get onto pages as it is."""
    english = _forms(message.id)
    values = {tuple(sorted(VALUES.findall(text))) for text in english}
    for text in _forms(message.string):
        if tuple(sorted(VALUES.findall(text))) not in values or _markup(text) > _markup(english[-1]):
            return False
    return True


def counts(message: Message) -> bool:
    """Whether an entry is used."""
    return is_there(message) and not message.fuzzy and is_sound(message)


def _compiled(catalog: Catalog) -> bytes:
    for message in list(messages_of(catalog)):
        if not counts(message):
            catalog.delete(message.id)
    written = BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def _forms(texts: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [texts or ""] if texts is None or isinstance(texts, str) else list(texts)


def _markup(text: str) -> set[str]:
    return {sign for sign in "<>&" if sign in text}


def _language(code: str, locale: Locale, confirmed_by: str) -> Language:
    name = locale.get_display_name(locale) or code
    return Language(code, name[:1].upper() + name[1:], locale.text_direction, confirmed_by)


def _locale(path: Path, name: str) -> Locale:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError) as fault:
        raise FaultyTranslation(path, fault) from fault


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise FaultyTranslation(path, fault) from fault
