"""The co-signature: everything that will be fixed, to read, and one button."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.method.foresight import foresee
from audit.office.drawing import draw
from audit.office.forms import OfficeForm, refusals_on
from audit.office.groups import trees_of
from audit.office.outlook import size_warning
from audit.office.terms import terms_now
from audit.office.visit import office, person, round_numbered, visit
from audit.promise import Keys
from audit.running import rounds
from audit.running.asking import asked_in_round
from audit.store.models import Role, RoundState

pages = Blueprint("cosign", __name__)


@pages.get("/rounds/<int:number>/co-sign")
def show(number: int) -> Response:
    """To read, for whoever may sign and for whoever prepared it."""
    return _page(OfficeForm.shown(), number=number)


@pages.post("/rounds/<int:number>/co-sign")
def cosign(number: int) -> AnyResponse:
    """From here on nothing of it changes."""
    form, asked = OfficeForm.sent(), round_numbered(number)
    with refusals_on(form):
        if form.validate():
            rounds.cosign(visit().session, round_id=asked.id, by=person().account_id, today=visit().today)
            return redirect(url_for("rounds.show", number=number), 303)
    return _page(form, number=number)


def _page(form: OfficeForm, *, number: int) -> Response:
    asked = round_numbered(number)
    terms, missing = terms_now(asked, library=office().library)
    one_key = asked.keys is Keys.ONE
    signer = Role.LEADER if one_key else Role.STAFF_REP
    return draw(
        "cosign",
        form=form,
        draft=asked_in_round(asked, library=office().library).draft,
        number=number,
        terms=terms,
        missing=missing,
        warning=size_warning(foresee(*trees_of(person().organisation.id))) if terms else (),
        one_key=one_key,
        may_sign=person().role is signer and asked.state is RoundState.DRAFT,
        signed=asked.state is not RoundState.DRAFT,
    )
