"""Both planes behind one entry: those who answer at /, the office at /office/. They never meet but here.

`application` is what a web server is given; `steadyground serve` starts one. `staff_app` and `office_app` are for two
processes under two users of the operating system.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.utils import redirect

from audit.hosts import shut
from audit.library import load
from audit.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

OFFICE = "/office"


def settings() -> Settings:
    """What this installation chose."""
    return Settings.from_environ(os.environ)


def staff_app(here: Settings | None = None, *, office_beside: str = "") -> WSGIApplication:
    """The plane for those who answer. office_beside: where an office shares the address, "" where none does."""
    from audit.staff import create_staff_app  # the other plane is not even imported

    chosen = here or settings()
    return create_staff_app(chosen, load(own=chosen.questionnaires), today=today, office_beside=office_beside)


def office_app(here: Settings | None = None) -> WSGIApplication:
    """The plane for those who sign in, under /office/. What a killed process left half closed is finished first."""
    office = _office(here or settings())
    return DispatcherMiddleware(_Doorstep(office), {OFFICE: office})


def both_apps(here: Settings | None = None) -> WSGIApplication:
    """Both planes in one process."""
    chosen = here or settings()
    return DispatcherMiddleware(staff_app(chosen, office_beside=OFFICE), {OFFICE: _office(chosen)})


def _office(here: Settings) -> WSGIApplication:
    from audit.doors.close import finish_interrupted
    from audit.office import create_office_app
    from audit.store.database import open_store

    store = open_store(here)
    finish_interrupted(store, settings=here)
    return create_office_app(here, load(own=here.questionnaires), clock=now, store=store)


class _Doorstep:
    """An office alone has nothing at /, so it shows the way; it is well when the office is."""

    def __init__(self, office: WSGIApplication) -> None:
        self.office = office

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/healthz":
            return self.office(environ, start_response)
        return redirect(f"{OFFICE}/", 303)(environ, start_response)


@cache
def _application() -> WSGIApplication:
    here = settings()
    return both_apps(here) if here.loopback or here.https else shut()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Both planes, made from the environment's settings at the first request. Where those name an address that others
    reach over plain http, whoever comes reads why there is nothing."""
    return _application()(environ, start_response)


def now() -> datetime:
    """The time, with this machine's time zone."""
    return datetime.now().astimezone()


def today() -> date:
    """The day at this machine."""
    return now().date()
