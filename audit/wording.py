"""Words in the reader's language: plain Babel, no web framework, so that reports and commands speak as pages do.

The English text is its own key. What a language lacks falls back to English, on pages visibly (`audit.fallback`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from audit.fallback import marked, plain
from audit.languages import SOURCE_LANGUAGE as SOURCE_LANGUAGE
from audit.languages import Language, languages_in, translations_in

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
TRANSLATIONS = ROOT / "translations"

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


@cache
def direction(code: str) -> str:
    """ "rtl" or "ltr", for the dir attribute."""
    try:
        return Locale.parse(code, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"


def languages() -> tuple[Language, ...]:
    """Languages of the interface: English and every translation that is there."""
    return languages_in(TRANSLATIONS)


def offered(code: str) -> str:
    """This code if the interface speaks that language, else ""."""
    return code if any(one.code == code for one in languages()) else ""


def switches() -> tuple[tuple[str, str, str], ...]:
    """(code, name, direction) of every language but the one spoken now, for the macro language_switch."""
    return tuple((one.code, one.name, one.direction) for one in languages() if one.code != language())


def draft_lines(*, asked: bool = False) -> tuple[tuple[str, str, str], ...]:
    """(sentence, language, direction), in the language spoken now and in English, while nobody has confirmed its
    words; none once somebody has, and none in English. asked: whether the questionnaire is a draft."""
    spoken = next((one for one in languages() if one.code == language()), None)
    if language() == SOURCE_LANGUAGE or not (asked or spoken is None or spoken.draft):
        return ()
    said = plain(_draft_sentence())
    with use_language(SOURCE_LANGUAGE):
        english = _draft_sentence()
    own = [(said, language(), direction(language()))] if said != english else []
    return (*own, (english, SOURCE_LANGUAGE, "ltr"))


def _draft_sentence() -> str:
    return gettext("This translation is a draft. Nobody has confirmed it yet.")


def _translations() -> NullTranslations:
    return translations_in(TRANSLATIONS, language())


def gettext(message: str, /, **values: object) -> str:
    """A sentence in the language spoken now; %(name)s in it takes the value of that name."""
    text: str = _translations().gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, count: int, /, **values: object) -> str:
    """A sentence about a number of things; %(num)s is the number."""
    text: str = _translations().ngettext(singular, plural, count)
    return text % {"num": count, **values}


class Page(Template):
    """A template that marks on its page what fell back to English."""

    def render(self, *args: Any, **values: Any) -> str:
        """The page."""
        return marked(super().render(*args, **values))


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
    environment.template_class = Page
    speak_with_gettext(environment)
    return environment


def speak_with_gettext(environment: Environment) -> None:
    """Let an environment take its strings from here, in the newstyle form."""
    install = environment.install_gettext_callables  # type: ignore[attr-defined]  # added by the i18n extension
    install(
        lambda text: _translations().gettext(text),
        lambda one, many, count: _translations().ngettext(one, many, count),
        newstyle=True,
    )
