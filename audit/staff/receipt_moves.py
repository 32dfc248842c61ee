"""Taking back: one form with a receipt, one operation, then back to the one address."""

from __future__ import annotations

from dataclasses import replace

from flask import Response
from werkzeug.datastructures import MultiDict

from audit.answering import operations, receipts
from audit.answering.page_state import PageState
from audit.ballot.box import ReceiptNotAccepted, RoundNotOpen
from audit.staff.forms import ReceiptForm
from audit.staff.moves import back_to, finish, language_in
from audit.staff.plane import Visit
from audit.staff.receipt import draw_take_back
from audit.staff.steps import CODE, TAKE_BACK, TAKEN_BACK

Sent = MultiDict[str, str]
GO = "take-back"
"""What the button on the first page asks for."""


def is_taking_back(visit: Visit, sent: Sent) -> bool:
    """Whether a form belongs here: nobody who has begun to answer comes from this page."""
    return not visit.let_in and sent.get("at") == str(TAKE_BACK)


def begin(visit: Visit) -> Response:
    """Give a cookie and ask for the receipt. Nothing is remembered of whoever has none."""
    held = visit.frame.held or visit.plane.chance.randbytes(32)
    response = draw_take_back(replace(visit, frame=replace(visit.frame, held=held)))
    visit.plane.cookie.give(response, held)
    return response


def move(visit: Visit, sent: Sent) -> Response:
    """Do what was asked; a button that the page does not have goes back to the first page."""
    typed, chosen, held = str(ReceiptForm(sent).receipt.data), language_in(sent), visit.frame.held
    assert held is not None  # noqa: S101 - no form is genuine without a cookie
    if chosen:
        operations.choose_language(visit.here, held, chosen, step=str(CODE), chance=visit.plane.chance)
        return draw_take_back(visit, typed=typed)
    return _take_back(visit, held, typed) if sent.get("go") == "next" else finish(visit)


def _take_back(visit: Visit, held: bytes, typed: str) -> Response:
    plane = visit.plane
    try:
        receipts.withdraw(visit.here, typed, pepper=plane.pepper, chance=plane.chance)
    except ReceiptNotAccepted as no:
        return draw_take_back(visit, typed=typed, error=no.sentences[0])
    except RoundNotOpen:
        return back_to(visit.frame)
    operations.save(visit.here, held, PageState(str(TAKEN_BACK), "", language=visit.chosen), chance=plane.chance)
    return back_to(visit.frame)
