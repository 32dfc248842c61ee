"""Guides: short texts to print beside an audit, such as a leaflet or the plan of a workshop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from audit.library import tables
from audit.library.provenance import Sources, read_provenance
from audit.library.tables import Key, Notes, check, check_all, text, texts
from audit.method.questionnaire import Provenance
from audit.wording import SOURCE_LANGUAGE
from audit.wording import gettext as _

GUIDE: Mapping[str, Key] = {"id": text(), "title": text(), "purpose": text(), "part": tables.tables("part")}
PART: Mapping[str, Key] = {
    "heading": text(),
    "paragraphs": texts(needed=False),
    "points": texts(needed=False),
    "provenance": tables.tables("part.provenance"),
}


@dataclass(frozen=True, slots=True)
class GuidePart:
    """A heading with paragraphs, then points; one of the two may be empty."""

    heading: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]
    provenance: tuple[Provenance, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide in one language. draft, untranslated: as in `Questionnaire`."""

    id: str
    title: str
    purpose: str
    parts: tuple[GuidePart, ...]
    draft: bool = False
    untranslated: frozenset[str] = field(default=frozenset())
    language: str = SOURCE_LANGUAGE


def read_guide(raw: Mapping[str, Any], notes: Notes, *, sources: Sources) -> Guide:
    """From guides/<id>.en.toml."""
    top = check(raw, GUIDE, notes, item="")
    parts = []
    for part in check_all(top, "part", PART, notes):
        if not part.texts("paragraphs") and not part.texts("points"):
            what = _("It has neither paragraphs nor points.")
            notes.add(part.item, what, _("Write one of the two, or take the part out."), place=part.place)
        parts.append(
            GuidePart(
                part.text("heading"),
                part.texts("paragraphs"),
                part.texts("points"),
                read_provenance(part, notes, header="part.provenance", sources=sources),
            )
        )
    return Guide(top.text("id"), top.text("title"), top.text("purpose"), tuple(parts))
