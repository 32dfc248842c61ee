"""What the form of somebody who keys a comment sheet in does."""

from __future__ import annotations

from dataclasses import replace

from flask import Response
from werkzeug.datastructures import MultiDict

from audit.answering import sheets
from audit.comments import Said
from audit.staff import comments, stack_sheets
from audit.staff.moves import back_to
from audit.staff.plane import Visit
from audit.staff.stack_going import bare_of_words, go, held_by, save
from audit.staff.steps import Kind, Step

Sent = MultiDict[str, str]
NEXT, LAST = "next", "last"
KEEP, KEEP_LAST = "keep", "keep-last"
"""The same two ways on, once somebody has looked at what may give a writer away."""


def take_next(visit: Visit) -> Response:
    """On to the sheet that comes next, or to the list where there is no room for one."""
    number = sheets.next_number(visit.here, held_by(visit))
    kind = Kind.STACK_SHEET if number and visit.here.manifest.comments else Kind.STACK_LIST
    return go(visit, Step(kind, visit.step.page, part=number if kind is Kind.STACK_SHEET else 0))


def move(visit: Visit, sent: Sent) -> Response:
    """What was typed is remembered whatever button was pressed; the sheet is kept once nothing is left to look at."""
    if sent.get("at") != str(visit.step):
        return back_to(visit.frame)
    said = comments.read(sent)
    visit = with_words(visit, said)
    match sent.get("go", ""):
        case "list":
            return go(visit, Step(Kind.STACK_LIST, visit.step.page))
        case "stop":
            return go(visit, Step(Kind.STACK_STOP, visit.step.page))
        case word if word in (NEXT, LAST, KEEP, KEEP_LAST):
            return _check(visit, sent, said, looked=word in (KEEP, KEEP_LAST), last=word in (LAST, KEEP_LAST))
    return stack_sheets.draw(visit, sent=sent) if comments.too_long(sent) else back_to(visit.frame)


def with_words(visit: Visit, said: Said) -> Visit:
    """Remember what stands on this sheet."""
    assert visit.state is not None  # noqa: S101 - a stack begins with a code
    state = replace(visit.state, step=str(visit.step), comments=said)
    save(visit, state)
    return replace(visit, state=state)


def _check(visit: Visit, sent: Sent, said: Said, *, looked: bool, last: bool) -> Response:
    something = not looked and comments.has_something_to_look_at(said)
    if something or comments.too_long(sent):
        return stack_sheets.draw(visit, sent=sent, looked=something)
    if not said:
        return go(visit, Step(Kind.STACK_LIST, visit.step.page)) if last else stack_sheets.draw(visit, empty=True)
    sheets.keep(visit.here, held_by(visit), visit.step.part, said, chance=visit.plane.chance)
    then = bare_of_words(visit)
    return go(then, Step(Kind.STACK_LIST, visit.step.page)) if last else take_next(then)
