"""What a browser is given without one rule of the promise, section 2."""

from __future__ import annotations

import itertools

import pytest
from flask import Response
from jinja2 import Environment

from audit import wording
from audit.office import application as office_plane
from audit.office import cookies, guard, speaking
from audit.office.cookies import Cookies
from audit.staff import application as staff_plane
from audit.staff import moves, scrub
from audit.staff.plane import Frame, Plane, Visit
from audit.wording import jinja_environment
from reports import full, handouts

POLICY = "Content-Security-Policy"


def pages_may_be_kept(patch: pytest.MonkeyPatch) -> None:
    """Staff pages go without `no-store`."""
    finished = staff_plane._finished

    def kept(plane: Plane, response: Response) -> Response:
        response = finished(plane, response)
        response.headers["Cache-Control"] = "private, max-age=3600"
        return response

    patch.setattr(staff_plane, "_finished", kept)


def an_address_for_each_step(patch: pytest.MonkeyPatch) -> None:
    """Whatever a form does leads to an address of its own."""
    steps = itertools.count(1)

    def back_to(frame: Frame) -> Response:
        return Response(status=303, headers={"Location": f"{frame.address}?step={next(steps)}"})

    patch.setattr(moves, "back_to", back_to)


def nothing_is_cleared(patch: pytest.MonkeyPatch) -> None:
    """Finishing lets the browser keep what it has of our pages."""
    _clears(patch, "")


def cookies_are_cleared(patch: pytest.MonkeyPatch) -> None:
    """Finishing clears the cookies of the whole address."""
    _clears(patch, '"cookies"')


def _clears(patch: pytest.MonkeyPatch, what: str) -> None:
    finish = moves.finish

    def other(visit: Visit) -> Response:
        response = finish(visit)
        response.headers["Clear-Site-Data"] = what
        return response

    patch.setattr(moves, "finish", other)


def staff_are_told_every_cookie(patch: pytest.MonkeyPatch) -> None:
    """What a browser sends to the staff plane is left as it is."""
    patch.setattr(scrub, "scrubbed", lambda environ, cookie: environ)  # noqa: ARG005 - the rule that the twin lacks


def office_cookies_go_everywhere(patch: pytest.MonkeyPatch) -> None:
    """The cookies of the office are for the whole address."""
    patch.setattr(cookies, "cookie_path", lambda: "/")


def the_office_is_told_every_cookie(patch: pytest.MonkeyPatch) -> None:
    """What a browser sends to the office is left as it is."""

    def as_sent(environ: dict[str, object], _cookies: Cookies) -> dict[str, object]:
        return environ

    patch.setattr(speaking, "only_ours", as_sent)


def text_is_markup(patch: pytest.MonkeyPatch) -> None:
    """Text goes into pages and documents as it is."""

    def raw() -> Environment:
        templates = jinja_environment()
        templates.autoescape = False
        return templates

    patch.setattr(staff_plane, "jinja_environment", raw)
    patch.setattr(office_plane, "jinja_environment", raw)
    patch.setattr(office_plane, "_templates", office_plane._templates.__wrapped__)
    patch.setattr(full, "environment", raw)
    patch.setattr(handouts, "environment", raw)


def no_policy(patch: pytest.MonkeyPatch) -> None:
    """Pages go without a content security policy."""
    patch.delitem(staff_plane.HEADERS, POLICY)
    patch.delitem(guard.HEADERS, POLICY)


def buttons_wait_for_a_script(patch: pytest.MonkeyPatch) -> None:
    """The main button of a staff page does nothing by itself."""
    render = wording.Page.render

    def scripted(page: wording.Page, *args: object, **values: object) -> str:
        return render(page, *args, **values).replace('<button class="button"', '<button type="button" class="button"')

    patch.setattr(wording.Page, "render", scripted)
