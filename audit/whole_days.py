"""A day as pages write it."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from audit.wording import SOURCE_LANGUAGE, language


def in_words(day: date) -> str:
    """A day as in "16 March 2026", in the language spoken now. Our English is British."""
    locale = "en_GB" if language() == SOURCE_LANGUAGE else language().replace("-", "_")
    return format_date(day, "long", locale=locale)
