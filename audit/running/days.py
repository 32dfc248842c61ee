"""Days as pages write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from babel.dates import format_date

from audit.promise import Circumstances
from audit.store.frozen import Frozen
from audit.wording import SOURCE_LANGUAGE, language


def in_words(day: date) -> str:
    """A day as in "16 March 2026", in the language spoken now. Our English is British."""
    locale = "en_GB" if language() == SOURCE_LANGUAGE else language().replace("-", "_")
    return format_date(day, "long", locale=locale)


def circumstances_in_words(frozen: Frozen) -> Circumstances:
    """What the promise depends on. Its day was frozen in the language of whoever signed; here it is in the language
    spoken now."""
    return replace(frozen.circumstances, opens_on=in_words(frozen.closes_on))
