"""The sample agency: a whole invented year to walk around in, without an account, on this machine only."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.doors.removal import remove_organisation
from audit.office.arriving import let_in
from audit.office.drawing import draw
from audit.office.forms import OfficeForm, refusals_on
from audit.office.visit import office, visit
from audit.running import sign_ins
from audit.store import queries
from audit.store.models import Organisation, Role

pages = Blueprint("sample", __name__)


@pages.get("/sample")
def show() -> Response:
    """What it is; a button that makes and opens it, and one that removes it."""
    return _page(OfficeForm.shown())


@pages.post("/sample")
def open_sample() -> AnyResponse:
    """Make it where it is not there yet, then walk in as its leader."""
    _only_on_this_machine()
    form = OfficeForm.sent()
    with refusals_on(form):
        if form.validate():
            return let_in(_session_of_leader(queries.find_sample(visit().session) or _made()))
    return _page(form)


@pages.post("/sample/remove")
def remove_sample() -> AnyResponse:
    """All of it goes: rows, box, results, reports, and with its accounts the session of whoever looked around."""
    _only_on_this_machine()
    form = OfficeForm.sent()
    with refusals_on(form):
        if form.validate():
            _remove()
            return redirect(url_for("home.home"), 303)
    return _page(form)


def _made() -> Organisation:
    """A year takes a while to invent: about as long as it takes to make a cup of tea."""
    from audit.demo import build_sample

    here = office()
    try:
        build_sample(here.store, settings=here.settings, library=here.library, now=visit().now)
    except Exception:
        _remove()  # half an agency is worse than none
        raise
    made = queries.find_sample(visit().session)
    if made is None:
        abort(404)
    return made


def _session_of_leader(organisation: Organisation) -> str:
    leaders = [
        m.account_id
        for m in queries.memberships_of(visit().session, organisation_id=organisation.id)
        if m.role is Role.LEADER
    ]
    return sign_ins.start(visit().session, account_id=leaders[0], now=visit().now)


def _remove() -> None:
    found = queries.find_sample(visit().session)
    if found is not None:
        remove_organisation(visit().session, organisation_id=found.id, settings=office().settings)


def _only_on_this_machine() -> None:
    """Where others could reach this address, there is no way in without an account."""
    if not office().settings.this_machine_only:
        abort(404)


def _page(form: OfficeForm) -> Response:
    _only_on_this_machine()
    return draw("sample", form=form, there=queries.find_sample(visit().session) is not None)
