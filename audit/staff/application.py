"""Wiring of the staff plane: routes, headers, and a no for every kind of request that is not ours."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from audit import wording
from audit.answering.rounds import Nothing, Rounds
from audit.ballot.files import finish_destroying
from audit.ballot.slips import pepper_of
from audit.fallback import marking
from audit.hosts import HTTPS_ONLY, OwnNames
from audit.languages import load_languages
from audit.library import Library
from audit.method_text import the_method
from audit.refusals import Refusal
from audit.settings import Settings
from audit.staff import notices, views
from audit.staff.cookie import cookie_for
from audit.staff.moves import language_in
from audit.staff.plane import Frame, Plane
from audit.staff.scrub import Scrubbed
from audit.staff.smaller import smaller
from audit.wording import ROOT, SOURCE_LANGUAGE, jinja_environment, use_language
from audit.wording import gettext as _

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST_FORM = 64 * 1024
TOO_LARGE = 413  # such a request is never read
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
View = Callable[[Plane, str, str], Response]


class AddressNotSafe(Refusal):
    """Browsers would send codes and answers in the clear."""

    def __init__(self, host: str) -> None:
        super().__init__(
            _(
                "Staff cannot answer over plain http at %(host)s: set PUBLIC_URL to an https:// address,"
                " or HOST to 127.0.0.1.",
                host=host,
            )
        )


class SilentFlask(Flask):
    """A Flask application that writes no log."""

    def log_exception(self, exc_info: Any) -> None:
        """A traceback can hold what somebody said."""

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Whatever a page cannot say in its language is marked on it."""
        with marking():
            return super().wsgi_app(environ, start_response)


def create_staff_app(
    settings: Settings,
    library: Library,
    *,
    today: Callable[[], date],
    office_beside: str = "",
    chance: random.Random | None = None,
) -> WSGIApplication:
    """The staff plane as a WSGI application; AddressNotSafe where it would run over plain http for others."""
    if not (settings.https or settings.loopback):
        raise AddressNotSafe(settings.host)
    load_languages(wording.TRANSLATIONS)
    the_method()
    settings.ballots.mkdir(mode=0o700, parents=True, exist_ok=True)
    finish_destroying(settings.ballots)
    plane = Plane(
        Rounds(settings),
        library,
        pepper_of(settings),
        cookie_for(https=settings.https),
        today,
        chance or random.SystemRandom(),
        jinja_environment(),
        office_beside,
    )
    scrubbed = Scrubbed(_flask_for(plane).wsgi_app, cookie=plane.cookie.name)
    return OwnNames(scrubbed, settings=settings)


def _flask_for(plane: Plane) -> Flask:
    app = SilentFlask("audit.staff", static_folder=str(ROOT / "static"), static_url_path="/static")
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_FORM, MAX_FORM_MEMORY_SIZE=LARGEST_FORM, SEND_FILE_MAX_AGE_DEFAULT=3600
    )
    _add_routes(app, plane)
    _add_errors(app, plane)
    app.after_request(lambda response: _finished(plane, response))
    return app


def _add_routes(app: Flask, plane: Plane) -> None:
    def add(path: str, name: str, view: View, method: str) -> None:
        def at_root() -> Response:
            return _at_root(plane, view)

        def at_organisation(public_id: str) -> Response:
            return view(plane, public_id, f"{request.script_root}/{public_id}")

        app.add_url_rule(f"/{path}", f"root-{name}", at_root, methods=[method])
        app.add_url_rule(f"/<public_id>{path and '/'}{path}", name, at_organisation, methods=[method])

    add("", "show", views.show, "GET")
    add("", "act", views.act, "POST")
    add("leave", "leave", views.leave, "GET")
    for name, view in (("numbers", views.numbers), ("details", views.details), ("method", views.method)):
        add(name, name, view, "GET")
        add(name, f"{name}-spoken", view, "POST")
    app.add_url_rule("/healthz", "healthz", lambda: Response("ok\n", mimetype="text/plain"), methods=["GET"])


def _at_root(plane: Plane, view: View) -> Response:
    """Where there is one organisation, the first page is its page."""
    known = plane.rounds.organisations()
    if len(known) == 1:
        return view(plane, next(iter(known)), f"{request.script_root}/")
    with use_language(language_in(request.form) or SOURCE_LANGUAGE):
        return (notices.several if known else notices.first_page)(plane, _bare_frame())


def _bare_frame() -> Frame:
    return Frame(request.script_root, f"{request.script_root}/", (), "", None)


def _add_errors(app: Flask, plane: Plane) -> None:
    said = {404: notices.not_found, 405: notices.wrong_way, TOO_LARGE: notices.too_large}

    def refuse(error: HTTPException) -> Response:
        chosen = "" if error.code == TOO_LARGE else language_in(request.form)
        frame, language = _frame_for_error(plane)
        with use_language(chosen or language):
            return said.get(error.code or 500, notices.wrong_way)(plane, frame)

    def fall(_error: Exception) -> Response:
        try:
            frame, language = _frame_for_error(plane)
        except Exception:  # what broke may be what stands here
            frame, language = _bare_frame(), SOURCE_LANGUAGE
        with use_language(language):
            return notices.broken(plane, frame)

    app.register_error_handler(HTTPException, refuse)
    app.register_error_handler(Exception, fall)


def _frame_for_error(plane: Plane) -> tuple[Frame, str]:
    """Where there is one organisation, its contacts stand on these pages, too, in the language of whoever answers."""
    known = plane.rounds.organisations()
    if len(known) != 1:
        return _bare_frame(), SOURCE_LANGUAGE
    found = plane.rounds.find(next(iter(known)), today=plane.today())
    if isinstance(found, Nothing):
        return _bare_frame(), SOURCE_LANGUAGE
    frame = views.frame_of(plane, found, f"{request.script_root}/")
    return frame, views.language_of(plane, found, frame)


def _finished(plane: Plane, response: Response) -> Response:
    response.headers.extend(HEADERS)
    if plane.cookie.secure:
        response.headers["Strict-Transport-Security"] = HTTPS_ONLY
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return smaller(request, response, secret=plane.cookie.read(request) is not None)
