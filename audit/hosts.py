"""Under which names this site answers. A page opened under any other name gets a sentence and nothing else.

Without this rule a page of somebody else, whose name is made to mean this machine, could ask here as if it were ours;
and whoever types a laptop's address into a phone would send codes and passwords in the clear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.wrappers import Response

from audit.settings import Settings
from audit.wording import SOURCE_LANGUAGE, direction, jinja_environment
from audit.wording import gettext as _

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HTTPS_ONLY = "max-age=31536000; includeSubDomains"
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - what is left out
NAME = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s:@/\[\]]+))(?::\d*)?")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class OwnNames:
    """A WSGI application that is reached under the names of its installation only; under others 421 says why."""

    def __init__(self, application: WSGIApplication, *, settings: Settings) -> None:
        self.application = application
        self.names = names_of(settings)
        said = _moved(settings) if settings.https else _in_the_clear()
        stay = {"Strict-Transport-Security": HTTPS_ONLY} if settings.https else {}
        self.elsewhere = _misdirected(_page(*said), HEADERS | stay)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        ours = name_in(environ.get("HTTP_HOST", "")) in self.names
        return (self.application if ours else self.elsewhere)(environ, start_response)


def names_of(settings: Settings) -> frozenset[str]:
    """Those of this machine; where HTTPS stands in front its name, too, and the address that is bound."""
    bound = {settings.host.lower()} - EVERYWHERE if settings.loopback or settings.https else set()
    public = {urlsplit(settings.public_url).hostname or ""} if settings.https else set()
    return THIS_MACHINE | bound | public


def name_in(host: str) -> str:
    """The name in a Host header, without port and final dot; "" where it holds none."""
    found = NAME.fullmatch(host)
    return (found[1] or found[2]).lower().removesuffix(".") if found else ""


def shut() -> WSGIApplication:
    """A WSGI application that is reached under no name at all, because everything would travel in the clear."""
    return _misdirected(_page(*_in_the_clear()), HEADERS)


def _misdirected(page: str, headers: Mapping[str, str]) -> WSGIApplication:
    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return Response(page, 421, headers, mimetype="text/html")(environ, start_response)

    return answer


def _page(heading: str, sentences: tuple[str, ...]) -> str:
    """Made once: it is the same for everybody, and in English, because nobody has chosen a language here."""
    return (
        jinja_environment()
        .get_template("other_name.html")
        .render(
            language=SOURCE_LANGUAGE,
            direction=direction(SOURCE_LANGUAGE),
            site_name="Steadyground",
            failed=False,
            styles=(),
            title=heading,
            sentences=sentences,
        )
    )


def _moved(settings: Settings) -> tuple[str, tuple[str, ...]]:
    return (
        _("This site has another address"),
        (
            _("Open %(address)s instead.", address=settings.address),
            _("Nothing that you typed here was kept. A slip is still good."),
        ),
    )


def _in_the_clear() -> tuple[str, tuple[str, ...]]:
    return (
        _("This address is not protected"),
        (
            _("Others on this network could read codes, passwords and answers, so this site stays shut here."),
            _("Nothing that you typed here was kept. A slip is still good."),
            _("Ask whoever gave it to you where to answer."),
            _("If you run it: open it on its own computer, at localhost, or put an https address in front."),
            _("Name that address in PUBLIC_URL. The pages in docs/run say how."),
        ),
    )
