"""At the door of every request: who is this, may they, and what leaves with every answer."""

from __future__ import annotations

import secrets

from flask import Flask, Response, abort, g, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from audit.hosts import HTTPS_ONLY
from audit.office.access import HALFWAY, SIGNED_OUT, may
from audit.office.visit import Person, Visit, office, visit
from audit.running import sign_ins
from audit.store import queries
from audit.store.models import Account, Stage

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
WITHOUT_STORE = frozenset({"static", "healthz"})


def stand_guard(app: Flask) -> None:
    """Let every request pass the table of access first, and every answer leave with its headers."""
    app.before_request(begin)
    app.before_request(admit)
    app.after_request(finish)
    app.teardown_request(end)


def begin() -> None:
    """Find out who asks. Nothing is asked of the store for what has no page."""
    if request.endpoint in WITHOUT_STORE:
        return
    here = office()
    session, now = here.store(), here.clock()
    g.session = session
    raw = here.cookies.session.read(request)
    found = sign_ins.find(session, raw=raw, now=now) if raw else None
    person = _person(session, found.account) if found and found.stage is Stage.IN else None
    halfway = found if found and found.stage is not Stage.IN else None
    g.visit = Visit(session, now, raw if person or halfway else _before(), person, halfway)


def _person(session: Session, account: Account) -> Person | None:
    """The account in the organisation it has chosen last, or else its first; None where it belongs to none any more."""
    chosen = office().cookies.at.read(request)
    mine = queries.organisations_of(session, account_id=account.id)
    for organisation in sorted(mine, key=lambda o: o.public_id != chosen):
        found = queries.find_membership(session, account_id=account.id, organisation_id=organisation.id)
        if found is not None:
            return Person(account.id, account.name, found.role, organisation)
    return None


def _before() -> str:
    return office().cookies.before.read(request) or secrets.token_urlsafe(32)


def admit() -> AnyResponse | None:
    """Let through whoever the table lets through; others go to the sign-in page or are told no."""
    endpoint = request.endpoint
    if endpoint is None or endpoint in SIGNED_OUT:
        return None
    halfway, person = visit().halfway, visit().person
    if halfway is not None:
        return None if endpoint in HALFWAY[halfway.stage] else go_on_halfway()
    if person is None:
        return ask_to_sign_in()
    if not may(person.role, endpoint):
        abort(403)
    return None


def go_on_halfway() -> AnyResponse:
    """The page of the second step, before anything else opens."""
    from audit.office.second_step import page_for_stage

    return redirect(page_for_stage(), 303)


def ask_to_sign_in() -> AnyResponse:
    """The sign-in page. What was typed goes along, so that a long absence loses nothing."""
    if request.method == "POST":
        from audit.office.getting_in import sign_in_again

        return sign_in_again()
    return redirect(url_for("getting_in.sign_in_page"), 303)


def finish(response: Response) -> Response:
    """Headers for every answer; pages are kept by nobody."""
    response.headers.update(HEADERS)
    if office().settings.https:
        response.headers["Strict-Transport-Security"] = HTTPS_ONLY
    response.headers["Cache-Control"] = "public, max-age=3600" if request.endpoint == "static" else "no-store"
    if request.endpoint == "static" and response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    if "visit" in g and visit().person is None and visit().halfway is None and "signed_in" not in g:
        office().cookies.before.give(response, visit().held)
    return response


def end(_error: BaseException | None) -> None:
    """Let go of the store."""
    if "session" in g:
        g.session.close()
