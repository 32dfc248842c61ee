"""Days as pages write them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from audit.wording import language


def in_words(day: date) -> str:
    """A day as in "16 March 2026", in the language spoken now."""
    return format_date(day, "d MMMM y", locale=language().replace("-", "_"))
