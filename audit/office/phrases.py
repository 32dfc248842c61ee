"""Keys: seven words, shown once and asked back at once. Nothing keeps them but the paper they are written on."""

from __future__ import annotations

from secrets import SystemRandom

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField

from audit.keys import WORDS_IN_A_PHRASE
from audit.office.drawing import draw
from audit.office.forms import Chosen, Given, Line, OfficeForm, refusals_on
from audit.office.visit import office, person, round_numbered, visit
from audit.promise import Keys
from audit.refusals import Refusal
from audit.running import phrases
from audit.store import queries
from audit.store.models import Holder, Role, Round, RoundState
from audit.wording import gettext as _

pages = Blueprint("phrases", __name__)
BEFORE_OPENING = (RoundState.DRAFT, RoundState.COSIGNED)


class PhraseGone(Refusal):
    """The page was open while the program was started anew, so it no longer knows the phrase it showed."""


class SeatForm(OfficeForm):
    """Which key."""

    seat = Chosen(lambda: seats_here(), lambda: _("Choose whose key it is."))


class WordsForm(OfficeForm):
    """Two words given back. held: the phrase, sealed under a key that only this process has."""

    seat = HiddenField()
    held = HiddenField()
    places = HiddenField()
    first = Line(validators=[Given(lambda: _("Type the first of the two words."))])
    second = Line(validators=[Given(lambda: _("Type the second of the two words."))])


class TryForm(SeatForm):
    """A phrase to be tried."""

    phrase = Line(validators=[Given(lambda: _("Type the seven words, with a space between them."))])


def seats_here() -> tuple[tuple[str, str], ...]:
    """The seats of the round that this address names, as (number, who sits there)."""
    asked = round_numbered(int((request.view_args or {})["number"]))
    return tuple((str(h.seat), h.label) for h in queries.holders_of(visit().session, round_id=asked.id))


@pages.get("/rounds/<int:number>/phrases")
def show(number: int) -> Response:
    """Which keys are made, which are not."""
    return _page(SeatForm.shown(), number=number)


@pages.post("/rounds/<int:number>/phrases")
def make(number: int) -> Response:
    """A phrase, shown once, on the answer to this very press of a button."""
    form, asked = SeatForm.sent(), round_numbered(number)
    with refusals_on(form, at="seat"):
        if form.validate():
            seat = int(form.seat.data)
            phrase = phrases.show_phrase(
                visit().session, round_id=asked.id, seat=seat, by=person().account_id, cost=office().cost
            )
            return _words_page(words_form(asked, seat=seat, phrase=phrase), number=number, phrase=phrase)
    return _page(form, number=number)


@pages.post("/rounds/<int:number>/phrases/words")
def confirm(number: int) -> AnyResponse:
    """Two of the words, as they were written down; with another word the page comes back, phrase and all."""
    form, asked = WordsForm.sent(), round_numbered(number)
    seat = _seat_of(form, asked)
    phrase = office().phrases.open(str(form.held.data), whose=whose(asked, seat))
    if phrase is None:
        return _gone(number=number)
    with refusals_on(form, at="first"):
        if form.validate():
            phrases.confirm_phrase(
                visit().session,
                round_id=asked.id,
                seat=seat,
                phrase=phrase,
                words=given_words(form),
                cost=office().cost,
            )
            return redirect(url_for("phrases.show", number=number), 303)
    return _words_page(form, number=number, phrase=phrase)


def words_form(asked: Round, *, seat: int, phrase: str) -> WordsForm:
    """The form that asks two words of this phrase back, with the phrase in it, sealed."""
    return asking_back(office().phrases.seal(phrase, whose=whose(asked, seat)), seat=seat)


def asking_back(held: str, *, seat: int = 0) -> WordsForm:
    """The form that asks two words back of the phrase that is sealed in it. seat: 0 where it is no key of a box."""
    first, second = sorted(SystemRandom().sample(range(1, WORDS_IN_A_PHRASE + 1), 2))
    return WordsForm.shown({"seat": str(seat), "held": held, "places": f"{first} {second}"})


def given_words(form: WordsForm) -> dict[int, str]:
    """The words that were typed, by their place in the phrase."""
    first, second = places_of(form)
    return {first: str(form.first.data), second: str(form.second.data)}


def places_of(form: WordsForm) -> tuple[int, int]:
    """The two places asked for; 1 and 2 where the hidden field was tampered with, which harms nobody else."""
    places = set(map(str, range(1, WORDS_IN_A_PHRASE + 1)))
    typed = [int(p) for p in str(form.places.data).split() if p in places]
    return (typed[0], typed[1]) if len(typed) == 2 and typed[0] < typed[1] else (1, 2)


def _seat_of(form: WordsForm, asked: Round) -> int:
    seats = {str(h.seat): h.seat for h in queries.holders_of(visit().session, round_id=asked.id)}
    return seats.get(str(form.seat.data), 0)


def whose(asked: Round, seat: int) -> str:
    """Round, seat and account: nobody else opens what was sealed for them."""
    return f"round {asked.id}, seat {seat}, account {person().account_id}"


def _gone(*, number: int) -> Response:
    form = SeatForm.shown()
    form.refused.append(
        (
            "seat",
            _("The page with these words is too old, so they open nothing. Have new words shown and write them down."),
        )
    )
    return _page(form, number=number)


def _words_page(form: WordsForm, *, number: int, phrase: str) -> Response:
    return words_page(form, phrase=phrase, action=url_for("phrases.confirm", number=number))


def words_page(form: WordsForm, *, phrase: str, action: str) -> Response:
    """The seven words, and the form that asks two of them back."""
    return draw("phrase", form=form, action=action, words=phrase.split(), places=places_of(form))


def _page(form: SeatForm, *, number: int) -> Response:
    asked = round_numbered(number)
    holders = queries.holders_of(visit().session, round_id=asked.id)
    return draw(
        "phrases",
        form=form,
        number=number,
        rows=[(h.label, h.confirmed) for h in holders],
        mine=[(str(h.seat), h.label) for h in holders if _may_make(asked, h)],
        may_make=asked.state in BEFORE_OPENING,
        one_key=asked.keys is Keys.ONE,
        printed=asked.slips > 0,
        replaceable=asked.state is RoundState.OPEN and asked.keys is Keys.TWO_OF_THREE,
    )


def _may_make(asked: Round, holder: Holder) -> bool:
    sitters = phrases.WHO_SITS[holder.seat]
    return person().role in ((*sitters, Role.STAFF_REP) if asked.keys is Keys.ONE else sitters)


@pages.get("/rounds/<int:number>/phrases/try")
def try_page(number: int) -> Response:
    """Whether what was written down is right, at any time before the box is opened."""
    return draw("phrase_try", form=TryForm.shown(), number=number, seats=seats_here(), works=False)


@pages.post("/rounds/<int:number>/phrases/try")
def try_it(number: int) -> Response:
    """Says whether the phrase works; changes nothing."""
    form, asked = TryForm.sent(), round_numbered(number)
    with refusals_on(form, at="phrase"):
        if form.validate():
            phrases.try_phrase(
                visit().session,
                round_id=asked.id,
                seat=int(form.seat.data),
                phrase=str(form.phrase.data),
                cost=office().cost,
            )
            return draw("phrase_try", form=TryForm.shown(), number=number, seats=seats_here(), works=True)
    return draw("phrase_try", form=form, number=number, seats=seats_here(), works=False)
