"""What a language lacks is shown in English and marked as English, so that a screen reader speaks it as English.

While a page is made, each such sentence stands between two characters that nobody writes; `marked` turns them into an
element where one can stand, and takes them out where none can. Outside pages there are no such characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

START, END = "\ue000", "\ue001"
OPEN, CLOSE = '<span lang="en" dir="ltr">', "</span>"

_marking: ContextVar[bool] = ContextVar("marking", default=False)
# Whatever can hold no element: comments, tags with their attributes, and elements that hold plain text or a drawing.
_PLAIN_ONLY = re.compile(
    rf"<!--.*?-->|<(title|option|textarea|script|style|svg)\b.*?</\1\s*>|<[^>]*>|[{START}{END}]",
    re.DOTALL | re.IGNORECASE,
)


@contextmanager
def marking() -> Iterator[None]:
    """Inside, whatever falls back to English is marked. For text that ends up on a page, and for nothing else."""
    before = _marking.set(True)
    try:
        yield
    finally:
        _marking.reset(before)


def as_english(text: str) -> str:
    """A text that is in English although another language is spoken."""
    return f"{START}{text}{END}" if text and _marking.get() else text


def plain(text: str) -> str:
    """A text without marks, for everything that is no page."""
    return text.replace(START, "").replace(END, "")


def marked(html: str) -> str:
    """A finished page with its marks as elements. Of marks within marks only the outermost counts; where one is
    without its other half, which only somebody who typed it could bring about, all are taken out."""
    if START not in html and END not in html:
        return html
    depth = unpaired = 0

    def put(found: re.Match[str]) -> str:
        nonlocal depth, unpaired
        if found.group() == START:
            depth += 1
            return OPEN if depth == 1 else ""
        if found.group() == END:
            depth, unpaired = depth - 1, unpaired + (depth == 0)
            return CLOSE if depth == 0 else ""
        return plain(found.group())

    shown = _PLAIN_ONLY.sub(put, html)
    return plain(html) if depth or unpaired else shown


class English(NullTranslations):
    """What stands in for a language wherever it has no words of its own."""

    def gettext(self, message: str) -> str:
        """The English sentence, marked."""
        return as_english(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The English sentence about one or several, marked."""
        return as_english(msgid1 if n == 1 else msgid2)
