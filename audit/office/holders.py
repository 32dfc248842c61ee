"""A key changes hands while the round is open: who takes over, their seven words, and the two others who agree."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.doors import holders as door
from audit.office.drawing import draw
from audit.office.forms import MAIN, Chosen, Given, Line, OfficeForm, refusals_on, sentences_alone
from audit.office.phrases import WordsForm, given_words, seats_here, whose, words_form, words_page
from audit.office.visit import office, person, round_numbered, visit
from audit.office.words import day_words
from audit.promise import Keys
from audit.running import holders
from audit.running.phrases import WHO_SITS
from audit.store import queries
from audit.store.models import Newcomer, Role, Round, RoundState
from audit.wording import gettext as _

pages = Blueprint("holders", __name__)


class NameForm(OfficeForm):
    """Whose key, and who takes it over."""

    seat = Chosen(seats_here, lambda: _("Choose whose key it is."))
    label = Line(validators=[Given(lambda: _("Name whoever takes over this key, as staff know them."))])


class AgreeForm(OfficeForm):
    """The phrase of one who stays."""

    stays = Chosen(seats_here, lambda: _("Choose whose key it is."))
    phrase = Line(validators=[Given(lambda: _("Type the seven words, with a space between them."))])


@pages.get("/rounds/<int:number>/holders")
def show(number: int) -> Response:
    """Who holds a key, and how far a change is."""
    return _page(number=number)


@pages.post("/rounds/<int:number>/holders")
def name(number: int) -> AnyResponse:
    """Somebody is to take over; nothing about who can open the box has changed."""
    form, asked = NameForm.sent(), round_numbered(number)
    with refusals_on(form, at="label"):
        if form.validate():
            holders.name_newcomer(
                visit().session,
                round_id=asked.id,
                seat=int(form.seat.data),
                label=str(form.label.data),
                by=person().account_id,
                today=visit().today,
            )
            return redirect(url_for("holders.show", number=number), 303)
    return _page(named=form, number=number)


@pages.post("/rounds/<int:number>/holders/phrase")
def make(number: int) -> Response:
    """The newcomer's phrase, shown once, on the answer to this very press of a button."""
    form, asked = OfficeForm.sent(), round_numbered(number)
    with refusals_on(form):
        if form.validate():
            phrase = holders.show_newcomer_phrase(
                visit().session, round_id=asked.id, by=person().account_id, cost=office().cost
            )
            return _words_page(words_form(asked, seat=_seat(asked), phrase=phrase), phrase=phrase, number=number)
    return _page(made=form, number=number)


@pages.post("/rounds/<int:number>/holders/words")
def confirm(number: int) -> AnyResponse:
    """Two of the words, as they were written down."""
    form, asked = WordsForm.sent(), round_numbered(number)
    phrase = office().phrases.open(str(form.held.data), whose=whose(asked, _seat(asked)))
    if phrase is None:
        return _page(made=_too_old(), number=number)
    with refusals_on(form, at="first"):
        if form.validate():
            holders.confirm_newcomer_phrase(
                visit().session, round_id=asked.id, phrase=phrase, words=given_words(form), cost=office().cost
            )
            return redirect(url_for("holders.show", number=number), 303)
    return _words_page(form, phrase=phrase, number=number)


@pages.post("/rounds/<int:number>/holders/agree")
def agree(number: int) -> AnyResponse:
    """A phrase of one who stays: the first waits for the second, that day or later."""
    form, asked = AgreeForm.sent(), round_numbered(number)
    with refusals_on(form, at="phrase"):
        if form.validate():
            door.agree_to_newcomer(
                visit().session,
                round_id=asked.id,
                seat=int(form.stays.data),
                phrase=str(form.phrase.data),
                settings=office().settings,
                today=visit().today,
                cost=office().cost,
            )
            return redirect(url_for("holders.show", number=number), 303)
    return _page(agreed=form, number=number)


def _seat(asked: Round) -> int:
    """The seat that is to change hands; 0 for none."""
    newcomer = holders.find_newcomer(visit().session, round_id=asked.id)
    return newcomer.seat if newcomer else 0


def _too_old() -> OfficeForm:
    form = OfficeForm.shown()
    form.refused.append(
        (
            MAIN,
            _("The page with these words is too old, so they open nothing. Have new words shown and write them down."),
        )
    )
    return form


def _words_page(form: WordsForm, *, phrase: str, number: int) -> Response:
    return words_page(form, phrase=phrase, action=url_for("holders.confirm", number=number))


def _page(
    *,
    number: int,
    named: NameForm | None = None,
    made: OfficeForm | None = None,
    agreed: AgreeForm | None = None,
) -> Response:
    asked, session = round_numbered(number), visit().session
    newcomer = holders.find_newcomer(session, round_id=asked.id)
    open_now = asked.state is RoundState.OPEN and asked.keys is Keys.TWO_OF_THREE
    may_name = person().role in holders.MAY_NAME
    fields_shown = open_now and (may_name if named else newcomer is not None and newcomer.confirmed)
    form = named or made or agreed or OfficeForm.shown()
    return draw(
        "holders",
        form=form if fields_shown else sentences_alone(form),
        named=named or NameForm.shown(),
        agreed=agreed or AgreeForm.shown(),
        number=number,
        open_now=open_now,
        may_name=may_name,
        newcomer=newcomer,
        may_make=newcomer is not None and _may_make(newcomer, person().role),
        replaced=[day_words(r.at) for r in holders.replaced_of(session, round_id=asked.id)],
        **_who_sits(asked, newcomer),
    )


def _who_sits(asked: Round, newcomer: Newcomer | None) -> dict[str, object]:
    """Everybody with a key by seat, whose seat changes hands, who has agreed to that and who still can."""
    seated = queries.holders_of(visit().session, round_id=asked.id)
    agreed = holders.find_agreed(visit().session, round_id=asked.id)
    first = agreed.outer_seat if agreed else 0
    return {
        "seats": [(str(h.seat), h.label) for h in seated],
        "before": "".join(h.label for h in seated if newcomer and h.seat == newcomer.seat),
        "first": "".join(h.label for h in seated if h.seat == first),
        "stay": [(str(h.seat), h.label) for h in seated if _stays(h.seat, newcomer, first)],
    }


def _stays(seat: int, newcomer: Newcomer | None, agreed: int) -> bool:
    return newcomer is not None and seat not in (newcomer.seat, agreed)


def _may_make(newcomer: Newcomer, role: Role) -> bool:
    return role in WHO_SITS[newcomer.seat]
