"""Where the method explains what a table shows."""

from __future__ import annotations

from audit.exhibits.values import Explained
from audit.fallback import as_english
from audit.method_text import the_method
from audit.wording import SOURCE_LANGUAGE, language
from audit.wording import gettext as _


def explained(text: str, *, paragraph: str) -> Explained:
    """A text that leads to a paragraph of the method, and names it: on paper nothing can be followed. KeyError where
    there is no such paragraph."""
    title = the_method().title_of(paragraph)
    named = title if language() == SOURCE_LANGUAGE else as_english(title)
    return Explained(text, _("See “%(title)s” in the method", title=named), paragraph)
