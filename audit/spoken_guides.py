"""Guides on pages in another language: whatever is still English in them is marked, as in a questionnaire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from audit.fallback import as_english
from audit.library import Guide, GuidePart
from audit.wording import language

Mark = Callable[[str, str], str]
"""From the name of a string, as translators see it, and the string to the string as it is shown."""


def spoken_guide(guide: Guide) -> Guide:
    """The guide as a page in the language spoken now shows it."""
    foreign = guide.language != language()

    def mark(name: str, text: str) -> str:
        return as_english(text) if foreign or name in guide.untranslated else text

    return replace(
        guide,
        title=mark("title", guide.title),
        purpose=mark("purpose", guide.purpose),
        parts=tuple(_part(part, f"part.{at}", mark) for at, part in enumerate(guide.parts, 1)),
    )


def _part(part: GuidePart, named: str, mark: Mark) -> GuidePart:
    return replace(
        part,
        heading=mark(f"{named}.heading", part.heading),
        paragraphs=tuple(mark(f"{named}.paragraph.{n}", p) for n, p in enumerate(part.paragraphs, 1)),
        points=tuple(mark(f"{named}.point.{n}", p) for n, p in enumerate(part.points, 1)),
    )
