"""The first page: before signing in, what this is; after it, what comes next and who does it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.office.conversation_card import card_for_home
from audit.office.drawing import draw
from audit.office.forms import OfficeForm
from audit.office.next_step import next_step
from audit.office.people import asked_of_me
from audit.office.second_step import page_for_stage
from audit.office.situation import situation_of
from audit.office.visit import Person, office, person, visit
from audit.office.way import address_of, other_way, steps_on_the_way
from audit.office.words import any_of
from audit.store import queries
from audit.store.models import Organisation

pages = Blueprint("home", __name__)


@pages.get("/")
def home() -> AnyResponse:
    """The one address that stays."""
    signed_in = visit().person
    if visit().halfway is not None:
        return redirect(page_for_stage(), 303)
    if signed_in is None:
        return draw("welcome", sample_here=office().settings.this_machine_only)
    return _what_comes_next(signed_in)


def _what_comes_next(signed_in: Person) -> Response:
    step = next_step(situation_of(visit(), organisation=signed_in.organisation))
    talk = card_for_home()
    return draw(
        "home",
        organisation=signed_in.organisation.name,
        step=step,
        address=address_of(step.doing, step, role=signed_in.role),
        instead=other_way(step, role=signed_in.role),
        who=any_of(step.who),
        steps=steps_on_the_way(step.doing),
        asked_of_me=asked_of_me(),
        talk=talk,
        talk_who=any_of(talk.who) if talk else "",
        others=[(o.public_id, o.name) for o in _mine(signed_in) if o.id != signed_in.organisation.id],
    )


def _mine(signed_in: Person) -> Sequence[Organisation]:
    return queries.organisations_of(visit().session, account_id=signed_in.account_id)


@pages.post("/organisations")
def choose() -> AnyResponse:
    """Look at another organisation that one belongs to. The cookie only remembers which; it opens nothing."""
    response = redirect(url_for("home.home"), 303)
    chosen = request.form.get("organisation", "")
    if OfficeForm.sent().validate() and chosen in {o.public_id for o in _mine(person())}:
        office().cookies.at.give(response, chosen)
    return response
