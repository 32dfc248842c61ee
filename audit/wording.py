"""Words in the reader's language: plain Babel, no web framework, so that reports and commands speak as pages do.

The English text is its own key. What a language lacks falls back to English.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
TRANSLATIONS = ROOT / "translations"
SOURCE_LANGUAGE = "en"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "yi"})

_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Everything worded inside speaks this language."""
    before = _language.set(code)
    try:
        yield
    finally:
        _language.reset(before)


def language() -> str:
    """The language spoken now."""
    return _language.get()


def direction(code: str) -> str:
    """ "rtl" or "ltr", for the dir attribute."""
    return "rtl" if code.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def languages() -> tuple[str, ...]:
    """Languages of the interface: the source and every translation that is there."""
    found = sorted(p.parent.parent.name for p in TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo"))
    return (SOURCE_LANGUAGE, *(code for code in found if code != SOURCE_LANGUAGE))


@cache
def _translations(code: str) -> NullTranslations:
    return Translations.load(str(TRANSLATIONS), [code])


def gettext(message: str, /, **values: object) -> str:
    """A sentence in the language spoken now; %(name)s in it takes the value of that name."""
    text = _translations(language()).gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, count: int, /, **values: object) -> str:
    """A sentence about a number of things; %(num)s is the number."""
    return _translations(language()).ngettext(singular, plural, count) % {"num": count, **values}


def jinja_environment(*, folders: Sequence[Path] = (TEMPLATES,)) -> Environment:
    """The one way templates are read: strict about what is undefined, everything escaped, strings through gettext."""
    environment = Environment(
        loader=FileSystemLoader([str(f) for f in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        auto_reload=False,
    )
    speak_with_gettext(environment)
    return environment


def speak_with_gettext(environment: Environment) -> None:
    """Let an environment (Flask's own, too) take its strings from here, in the newstyle form."""
    install = environment.install_gettext_callables  # type: ignore[attr-defined]  # added by the i18n extension
    install(
        lambda text: _translations(language()).gettext(text),
        lambda one, many, count: _translations(language()).ngettext(one, many, count),
        newstyle=True,
    )
