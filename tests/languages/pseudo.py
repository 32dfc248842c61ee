"""An invented language: every string in other letters, from right to left; what is not translated stands out."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from audit import wording
from audit.languages import FILE, messages_of
from audit.strings import extracted, written

LATIN = "abcdefghijklmnopqrstuvwxyz"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنه"
OTHER_LETTERS = str.maketrans(LATIN + LATIN.upper(), ARABIC + ARABIC)
KEPT = re.compile(r"(%\(\w+\)[sd]|%%)")


def in_other_letters(text: str) -> str:
    """The text as the invented language writes it; values stay."""
    return "".join(part if KEPT.fullmatch(part) else part.translate(OTHER_LETTERS) for part in KEPT.split(text))


@cache
def strings() -> Catalog:
    """Every string of the interface, found once."""
    return extracted()


def a_language(folder: Path, code: str = "ar", *, without: Container[str] = (), confirmed_by: str = "") -> Path:
    """The .po file of an invented language in a folder of translations, without some of the strings."""
    catalog = Catalog(locale=code, fuzzy=False)
    for message in messages_of(strings()):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        if ids[0] in without:
            continue
        said = [in_other_letters(text) for text in ids]
        forms = said[0] if len(said) == 1 else (said[0], *[said[1]] * (catalog.num_plurals - 1))
        catalog.add(message.id, forms)
    path = folder / code.replace("-", "_") / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(catalog, code=code, confirmed_by=confirmed_by))
    return path


def speak_from(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the interface have the languages of this folder, and no others."""
    monkeypatch.setattr(wording, "TRANSLATIONS", folder)
