"""Putting the office plane together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache

from flask import Flask, Response, url_for
from jinja2 import Environment
from sqlalchemy.orm import Session, sessionmaker

from audit import wording
from audit.hosts import OwnNames
from audit.keys import FULL_COST, Cost
from audit.languages import load_languages
from audit.library import Library
from audit.method_text import the_method
from audit.office import (
    account,
    also_used,
    brand,
    close,
    comments,
    conversation,
    conversation_papers,
    conversation_plan,
    cosign,
    getting_in,
    groups,
    guides,
    holders,
    home,
    launch,
    leadership,
    method,
    more_slips,
    organisation,
    papers,
    people,
    phrases,
    plan,
    preview,
    profile,
    rehearsal,
    report_hand,
    reports,
    rounds,
    sample,
    second_step,
    speaking,
    trail,
)
from audit.office.cookies import cookies_for
from audit.office.guard import stand_guard
from audit.office.held_phrases import HeldPhrases
from audit.office.refusing import refuse_kindly
from audit.office.speaking import SpeakingFlask
from audit.office.throttle import Throttle
from audit.office.visit import Office
from audit.settings import Settings
from audit.store.database import open_store
from audit.wording import ROOT, jinja_environment

MOUNTED_AT = "/office"
LARGEST_FORM = 1024 * 1024  # bytes: a pasted table of a thousand rows is a tenth of it
FAMILIES = (
    home,
    getting_in,
    second_step,
    account,
    sample,
    organisation,
    brand,
    groups,
    people,
    rounds,
    rehearsal,
    cosign,
    comments,
    phrases,
    holders,
    more_slips,
    launch,
    leadership,
    close,
    profile,
    reports,
    report_hand,
    preview,
    plan,
    conversation,
    conversation_plan,
    trail,
    also_used,
    guides,
    method,
    papers,
    conversation_papers,
    speaking,
)


def create_office_app(
    settings: Settings,
    library: Library,
    *,
    clock: Callable[[], datetime],
    store: sessionmaker[Session] | None = None,
    cost: Cost = FULL_COST,
) -> Flask:
    """The application to mount under /office. clock: now, with its time zone. store: sessions on a store that is open
    already; opened, and brought up to date, where none is given. cost: what guessing a password or a phrase costs."""
    load_languages(wording.TRANSLATIONS)
    the_method()
    app = SpeakingFlask(__name__, static_folder=str(ROOT / "static"), static_url_path="/static", template_folder=None)
    app.config.update(APPLICATION_ROOT=MOUNTED_AT, MAX_CONTENT_LENGTH=LARGEST_FORM, MAX_FORM_MEMORY_SIZE=LARGEST_FORM)
    app.extensions["office"] = Office(
        settings,
        library,
        clock,
        store or open_store(settings),
        _templates(),
        cookies_for(https=settings.https),
        Throttle(),
        HeldPhrases(),
        cost,
    )
    stand_guard(app)
    refuse_kindly(app)
    for family in FAMILIES:
        app.register_blueprint(family.pages)
    app.add_url_rule("/healthz", "healthz", healthz)
    app.wsgi_app = OwnNames(app.wsgi_app, settings=settings)  # type: ignore[method-assign]  # as Flask means it
    return app


@cache
def _templates() -> Environment:
    """Compiled once, whatever applications are made in this process."""
    templates = jinja_environment()
    templates.globals["url_for"] = url_for
    return templates


def healthz() -> Response:
    """200 and nothing else."""
    return Response("", 200, mimetype="text/plain")
