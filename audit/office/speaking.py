"""In which language the office speaks: a plain cookie says so, and one button on every page changes it.

Nobody is anonymous here, so the language may be kept: until the browser is closed, and in no account.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Request, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.fallback import marking
from audit.office.cookies import only_ours
from audit.office.forms import OfficeForm
from audit.office.visit import Office, office
from audit.wording import SOURCE_LANGUAGE, offered, use_language

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pages = Blueprint("speaking", __name__)
CHANGES_NOTHING = frozenset({"GET", "HEAD"})


class SpeakingFlask(Flask):
    """A Flask application that speaks the language of whoever asks, and is told no cookie but its own."""

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """What falls back to English is marked only where a request changes nothing, so that no mark gets kept."""
        here: Office = self.extensions["office"]
        environ = only_ours(environ, here.cookies)
        asked = offered(here.cookies.language.read(Request(environ)))
        page = marking() if environ["REQUEST_METHOD"] in CHANGES_NOTHING else nullcontext()
        with use_language(asked or SOURCE_LANGUAGE), page:
            return super().wsgi_app(environ, start_response)


@pages.post("/language")
def choose() -> AnyResponse:
    """Speak another language from now on, and show the same page again."""
    response = redirect(_same_page(request.form.get("here", "")), 303)
    chosen = offered(request.form.get("language", ""))
    if chosen and OfficeForm.sent().validate():
        office().cookies.language.give(response, chosen)
    return response


def this_page() -> str:
    """The address of the page that is drawn, where it can be opened again; else of the first page."""
    found = current_app.create_url_adapter(request)
    if found is None or "GET" not in found.allowed_methods():
        return url_for("home.home")
    return f"{request.script_root}{request.path}"


def _same_page(path: str) -> str:
    """Only a page of this plane is ever gone back to."""
    ours = path.startswith(f"{request.script_root}/") and "//" not in path and "\\" not in path
    return path if ours and path.isprintable() else url_for("home.home")
