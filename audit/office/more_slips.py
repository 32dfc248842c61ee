"""More slips while the round is open: one side asks and says why, the other agrees, then they are printed."""

from __future__ import annotations

from dataclasses import replace
from secrets import SystemRandom

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.doors import more_slips as door
from audit.doors.launch import may_print
from audit.office.downloads import csv_file, pdf
from audit.office.drawing import draw
from audit.office.forms import Given, Line, OfficeForm, refusals_on, sentences_alone
from audit.office.launch import MAIL_FILE, PaperForm, mail_file, papers_here, printed_slips, staff_address
from audit.office.visit import office, person, round_numbered, visit
from audit.promise import WayIn, since_opening
from audit.refusals import Refusal
from audit.running import more_slips
from audit.running.holders import circumstances_now
from audit.running.more_slips import HowMany
from audit.store.models import Round, RoundState
from audit.wording import gettext as _

pages = Blueprint("more_slips", __name__)
_WHERE: dict[type[Refusal], str] = {HowMany: "many", more_slips.ReasonMissing: "reason"}


class AskForm(OfficeForm):
    """How many, and why."""

    many = Line(validators=[Given(lambda: _("Say how many slips more."))])
    reason = Line(validators=[Given(lambda: _("Say why. The reason stands in the report."))])


@pages.get("/rounds/<int:number>/more-slips")
def show(number: int) -> Response:
    """What was asked for, who agreed, what was made."""
    return _page(number=number)


@pages.post("/rounds/<int:number>/more-slips")
def ask(number: int) -> AnyResponse:
    """The first signature."""
    form, asked = AskForm.sent(), round_numbered(number)
    with refusals_on(form, where=_WHERE):
        if form.validate():
            more_slips.ask_for_more(
                visit().session,
                round_id=asked.id,
                many=_number(str(form.many.data)),
                reason=str(form.reason.data),
                by=person().account_id,
                today=visit().today,
            )
            return redirect(url_for("more_slips.show", number=number), 303)
    return _page(form, number=number)


@pages.post("/rounds/<int:number>/more-slips/agree")
def agree(number: int) -> AnyResponse:
    """The second signature, from the other side."""
    form, asked = OfficeForm.sent(), round_numbered(number)
    with refusals_on(form):
        if form.validate():
            more_slips.agree_to_more(visit().session, round_id=asked.id, by=person().account_id, today=visit().today)
            return redirect(url_for("more_slips.show", number=number), 303)
    return _page(form, number=number)


@pages.post("/rounds/<int:number>/more-slips/take-back")
def take_back(number: int) -> AnyResponse:
    """Nothing is asked for any more."""
    form, asked = OfficeForm.sent(), round_numbered(number)
    with refusals_on(form):
        if form.validate():
            more_slips.take_back(visit().session, round_id=asked.id, by=person().account_id, today=visit().today)
            return redirect(url_for("more_slips.show", number=number), 303)
    return _page(form, number=number)


@pages.post("/rounds/<int:number>/more-slips/print")
def make(number: int) -> AnyResponse:
    """The slips as a PDF, or the codes as a file for letters. They stand in it and nowhere else."""
    form, asked = PaperForm.sent(), round_numbered(number)
    with refusals_on(form):
        if form.validate():
            codes, name = _new_codes(asked), _("more-slips-round-%(number)s", number=number)
            if form.paper.data == MAIL_FILE:
                return csv_file(mail_file(codes, address=staff_address()), name=name)
            return pdf(printed_slips(asked, codes, paper=str(form.paper.data)), name=name)
    return _page(form, number=number)


def _new_codes(asked: Round) -> tuple[str, ...]:
    return door.make_more_slips(
        visit().session,
        round_id=asked.id,
        settings=office().settings,
        chance=SystemRandom(),
        today=visit().today,
        by=person().account_id,
    )


def _number(typed: str) -> int:
    """What was typed as a number; HowMany where it is none."""
    if not typed.isascii() or not typed.isdigit() or len(typed) > 4:
        raise HowMany(_("“%(typed)s” is not a number of slips. Type it in figures, such as 3.", typed=typed[:20]))
    return int(typed)


def _page(form: OfficeForm | None = None, *, number: int) -> Response:
    asked = round_numbered(number)
    stands, rights = _how_it_stands(asked), _rights(asked)
    printing = isinstance(form, PaperForm)
    may_now = stands["agreed"] and rights["may_print"] if printing else not stands["wanted"] and rights["may_ask"]
    said = form or OfficeForm.shown()
    return draw(
        "more_slips",
        form=said if stands["open_now"] and may_now else sentences_alone(said),
        asking=form if isinstance(form, AskForm) else AskForm.shown(),
        printing=form if printing else PaperForm.shown({"paper": papers_here()[0][0]}),
        number=number,
        **stands,
        **rights,
    )


def _how_it_stands(asked: Round) -> dict[str, object]:
    """What was asked for, by whom, and how far it is."""
    session = visit().session
    request = more_slips.find_request(session, round_id=asked.id)
    return {
        "open_now": asked.state is RoundState.OPEN and visit().today <= asked.closes_on,
        "wanted": request,
        "asker": more_slips.asked_by(session, request) if request else "",
        "agreed": request is not None and request.agreed_on is not None,
        "drawn": asked.way_in is WayIn.DRAWN,
        "since": since_opening(replace(circumstances_now(session, asked), replaced=())) if asked.frozen else (),
    }


def _rights(asked: Round) -> dict[str, bool]:
    """What whoever looks may do about it."""
    session, role = visit().session, person().role
    request = more_slips.find_request(session, round_id=asked.id)
    return {
        "may_ask": role in more_slips.MAY_ASK,
        "may_agree": request is not None and more_slips.other_side(session, asked, request, by=person().account_id),
        "may_print": role in may_print(asked),
    }
