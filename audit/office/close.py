"""Opening the box: two of three phrases, on the same day or on different ones; then everybody sees the results."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.doors import close as door
from audit.office.drawing import draw
from audit.office.forms import Chosen, Given, Line, OfficeForm, refusals_on
from audit.office.phrases import seats_here
from audit.office.visit import office, person, round_numbered, visit
from audit.office.words import day_words
from audit.promise import Keys
from audit.running.phrases import WHO_SITS
from audit.store import queries
from audit.store.models import Round, RoundState
from audit.wording import gettext as _

pages = Blueprint("close", __name__)


class PhraseForm(OfficeForm):
    """One key holder's words."""

    seat = Chosen(seats_here, lambda: _("Choose whose key it is."))
    phrase = Line(validators=[Given(lambda: _("Type the seven words, with a space between them."))])


@pages.get("/rounds/<int:number>/close")
def show(number: int) -> AnyResponse:
    """How far it is, and the form for the next phrase."""
    asked = round_numbered(number)
    if asked.state is RoundState.CLOSED:
        return redirect(url_for("profile.show", number=number), 303)
    return _page(PhraseForm.shown({"seat": _own_seat(asked)}), number=number)


@pages.post("/rounds/<int:number>/close")
def give(number: int) -> AnyResponse:
    """A phrase: the first takes off the outer layer, the second opens the box."""
    form, asked = PhraseForm.sent(), round_numbered(number)
    if not _may_open(asked):
        return redirect(url_for("close.show", number=number), 303)
    with refusals_on(form, at="phrase"):
        if form.validate():
            progress = _given(form, asked)
            page = "profile.show" if progress is door.Progress.CLOSED else "close.show"
            return redirect(url_for(page, number=number), 303)
    return _page(form, number=number)


def _given(form: PhraseForm, asked: Round) -> door.Progress:
    return door.give_phrase(
        visit().session,
        round_id=asked.id,
        seat=int(form.seat.data),
        phrase=str(form.phrase.data),
        settings=office().settings,
        library=office().library,
        today=visit().today,
        cost=office().cost,
    )


def _own_seat(asked: Round) -> str:
    """The seat of whoever is signed in, where it is still to come; with one key there is only one."""
    given = queries.seats_given_of(visit().session, round_id=asked.id)
    seats = [h.seat for h in queries.holders_of(visit().session, round_id=asked.id) if h.seat not in given]
    own = [s for s in seats if len(seats) == 1 or person().role in WHO_SITS[s]]
    return str(own[0]) if own else ""


def _may_open(asked: Round) -> bool:
    """Whether there is a box to open today."""
    return asked.state is RoundState.OPEN and (asked.trial or visit().today > asked.closes_on)


def _page(form: PhraseForm, *, number: int) -> Response:
    asked = round_numbered(number)
    given = queries.seats_given_of(visit().session, round_id=asked.id)
    holders = queries.holders_of(visit().session, round_id=asked.id)
    return draw(
        "close",
        form=form,
        number=number,
        one_key=asked.keys is Keys.ONE,
        given=[h.label for h in holders if h.seat in given],
        seats=[(str(h.seat), h.label) for h in holders if h.seat not in given],
        open_now=_may_open(asked),
        early=asked.state is RoundState.OPEN and not _may_open(asked),
        closes=day_words(asked.closes_on),
        leadership_open=asked.leadership_frozen_at is None,
    )
