"""What the forms of whoever keys paper forms in do: one operation each, then back to the one address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Response
from werkzeug.datastructures import MultiDict

from audit.answering import batch, operations, sheets
from audit.answering.batch import SlipTwiceInBatch
from audit.answering.sheets import MoreSheetsThanForms
from audit.ballot.box import RoundNotOpen, SlipNotAccepted, SlipsNotAccepted
from audit.ballot.slips import read_code
from audit.staff import comments, stack, stack_choices, stack_sheet_moves
from audit.staff.choices import ChoiceSet, errors_in, with_choices
from audit.staff.moves import back_to, enter, finish, language_in
from audit.staff.plane import Visit
from audit.staff.stack_fields import fields_of, is_of_choices, parts_of, read_fields, typed_code
from audit.staff.stack_going import at, go, held_by, next_form, nothing_left, save
from audit.staff.steps import CODE, STACK, Kind, Step
from audit.wording import gettext as _

Sent = MultiDict[str, str]
GO = "stack"
"""What the button on the first page asks for."""
FIRST_FORM = Step(Kind.STACK_FORM, 1)


def is_stack(visit: Visit, sent: Sent) -> bool:
    """Whether a form belongs to a stack: once it has begun nothing else does."""
    if not visit.let_in:
        return sent.get("at") == str(stack.INTRO)
    return visit.step.kind in STACK


def begin(visit: Visit) -> Response:
    """Give a cookie and say what this is. Nothing is remembered of whoever has typed no code."""
    held = visit.frame.held or visit.plane.chance.randbytes(32)
    response = stack.draw_intro(replace(visit, frame=replace(visit.frame, held=held)))
    visit.plane.cookie.give(response, held)
    return response


def move(visit: Visit, sent: Sent) -> Response:
    """Do what was asked on the page that is open; a button that page does not have changes nothing."""
    chosen = language_in(sent)
    if visit.state is None or not visit.let_in:
        return _intro_in(visit, sent, chosen) if chosen else _from_intro(visit, sent)
    if not chosen:
        return MOVES[visit.step.kind](visit, sent)
    return _stay(replace(visit, state=replace(visit.state, language=chosen)), sent)


def _intro_in(visit: Visit, sent: Sent, language: str) -> Response:
    """The first page in another language, with the code as it was typed."""
    held = held_by(visit)
    operations.choose_language(visit.here, held, language, step=str(CODE), chance=visit.plane.chance)
    return stack.draw_intro(visit, typed=typed_code(sent))


def _from_intro(visit: Visit, sent: Sent) -> Response:
    if sent.get("go") != "next":
        return finish(visit)
    typed = typed_code(sent)
    try:
        enter(visit, held_by(visit), typed, first_step=FIRST_FORM)
    except SlipNotAccepted as no:
        return stack.draw_intro(visit, typed=typed, error=no.sentences[0])
    return back_to(visit.frame)


def _stay(visit: Visit, sent: Sent) -> Response:
    """The same page in another language. What was keyed in on it is kept."""
    if visit.step.kind is Kind.STACK_FORM and sent.get("at") == str(visit.step):
        visit = _with_entries(visit, read_fields(visit, sent), sent)
    if visit.step.kind is Kind.STACK_SHEET and sent.get("at") == str(visit.step):
        visit = stack_sheet_moves.with_words(visit, comments.read(sent))
    return go(visit, visit.step)


def _from_form(visit: Visit, sent: Sent) -> Response:
    """What was keyed in is remembered whatever button was pressed; the form is kept once nothing is left to look at."""
    if sent.get("at") != str(visit.step):
        return back_to(visit.frame)
    read, typed = read_fields(visit, sent), _code_of(visit, sent)
    visit = _with_entries(visit, read, sent)
    pressed = sent.get("go", "")
    if pressed in ("next", "last"):
        return _check_form(visit, read, typed, last=pressed == "last")
    if pressed == "list":
        return go(visit, Step(Kind.STACK_LIST, visit.step.page))
    if pressed == "stop":
        return go(visit, Step(Kind.STACK_STOP, visit.step.page))
    if pressed == "back" and visit.step.part:
        return go(visit, replace(visit.step, part=visit.step.part - 1))
    return stack.draw_fields(visit, read, code=typed) if errors_in(read) else back_to(visit.frame)


def _code_of(visit: Visit, sent: Sent) -> str:
    """The code stands on the first page of a form; on later ones it is remembered."""
    if visit.step.part == 0:
        return typed_code(sent)
    return visit.state.code if visit.state else ""


def _with_entries(visit: Visit, read: tuple[ChoiceSet, ...], sent: Sent) -> Visit:
    """Remember what was keyed in. A code is remembered only where it can be one: others may have any length."""
    assert visit.state is not None  # noqa: S101 - a stack begins with a code
    code = read_code(_code_of(visit, sent)) or ""
    state = replace(visit.state, step=str(visit.step), code=code)
    if is_of_choices(visit):
        state = stack_choices.with_keyed(state, stack_choices.read(stack_choices.sheets_of(visit), sent))
    else:
        state = replace(state, ballot=with_choices(state.ballot, read, visit.trees))
    save(visit, state)
    return replace(visit, state=state)


def _check_form(visit: Visit, read: tuple[ChoiceSet, ...], typed: str, *, last: bool) -> Response:
    try:
        code = batch.check(visit.here, held_by(visit), typed, following=visit.step.page, pepper=visit.plane.pepper)
    except (SlipNotAccepted, SlipTwiceInBatch) as no:
        return _look_at_code(visit, read, typed, no.sentences[0])
    if errors_in(read):
        return stack.draw_fields(visit, read, code=typed)
    if visit.step.part + 1 < parts_of(visit):
        return go(visit, replace(visit.step, part=visit.step.part + 1))
    return _keep(visit, code, last=last)


def _look_at_code(visit: Visit, read: tuple[ChoiceSet, ...], typed: str, error: str) -> Response:
    if visit.step.part == 0:
        return stack.draw_fields(visit, read, code=typed, error=error)
    first = at(visit, replace(visit.step, part=0))
    save(first, first.state)
    return stack.draw_fields(first, fields_of(first), code=typed, error=error)


def _keep(visit: Visit, code: str, *, last: bool) -> Response:
    assert visit.state is not None  # noqa: S101 - a stack begins with a code
    number = visit.step.page
    kind = Kind.STACK_LIST if last or number >= batch.LARGEST else Kind.STACK_FORM
    batch.keep(
        visit.here,
        held_by(visit),
        number,
        replace(visit.state, step="", code=code, comments={}),
        then=next_form(visit, Step(kind, number + 1)),
        chance=visit.plane.chance,
    )
    return back_to(visit.frame)


def _from_list(visit: Visit, sent: Sent) -> Response:
    """Where a send was cut short, sending again is the only way on: nothing is sent twice."""
    following = visit.step.page
    if visit.step.kind is Kind.STACK_SENDING and sent.get("go") != "send":
        return back_to(visit.frame)
    match sent.get("go", "").split(" "):
        case ["send"]:
            return _send(visit)
        case ["next"] if following <= batch.LARGEST:
            return go(visit, Step(Kind.STACK_FORM, following))
        case ["sheet"]:
            return stack_sheet_moves.take_next(visit)
        case ["stop"]:
            return go(visit, Step(Kind.STACK_STOP, following))
        case ["out", number] if number in map(str, range(1, following)):
            batch.take_out(visit.here, held_by(visit), int(number), chance=visit.plane.chance)
        case ["sheet-out", number] if number in map(str, range(1, sheets.MOST + 1)):
            sheets.take_out(visit.here, held_by(visit), int(number), chance=visit.plane.chance)
    return go(visit, Step(Kind.STACK_LIST, following))


def _send(visit: Visit) -> Response:
    """All or none. The step SENDING stands before the box is touched, so that a send cut short is known as one."""
    plane, following, again = visit.plane, visit.step.page, visit.step.kind is Kind.STACK_SENDING
    forms = batch.kept(visit.here, held_by(visit), following=following)
    words = tuple(sheets.kept(visit.here, held_by(visit)).values())
    if not forms:
        return go(visit, Step(Kind.STACK_LIST, following))
    try:
        sheets.refuse_too_many(len(words), len(forms))
    except MoreSheetsThanForms as no:
        return stack.list_of(visit, too_many=no.sentences[0])
    go(visit, Step(Kind.STACK_SENDING, following))
    try:
        batch.send(visit.here, forms, again=again, pepper=plane.pepper, chance=plane.chance, words=words)
    except RoundNotOpen:
        return back_to(visit.frame)
    except SlipsNotAccepted as no:
        listed = at(visit, Step(Kind.STACK_LIST, following))
        save(listed, listed.state)
        return stack.list_of(listed, refused={n: _refusal(n, no) for n in no.places})
    batch.forget(visit.here, held_by(visit), following=following, chance=plane.chance)
    save(visit, nothing_left(visit, Step(Kind.STACK_SENT, following, part=len(forms))))
    return back_to(visit.frame)


def _refusal(number: int, no: SlipsNotAccepted) -> str:
    return _(
        "Form %(number)s: %(why)s Nothing was sent. Take this form out, then send the others.",
        number=number,
        why=no.sentences[0],
    )


def _from_stop(visit: Visit, sent: Sent) -> Response:
    """Where everything is deleted, not even how many forms there were is kept."""
    if sent.get("go") != "delete":
        return go(visit, Step(Kind.STACK_LIST, visit.step.page))
    batch.forget(visit.here, held_by(visit), following=visit.step.page, chance=visit.plane.chance)
    save(visit, nothing_left(visit, Step(Kind.STACK_STOPPED)))
    return back_to(visit.frame)


def _from_the_end(visit: Visit, sent: Sent) -> Response:
    return finish(visit) if sent.get("go") == "finish" else back_to(visit.frame)


MOVES: Mapping[Kind, Callable[[Visit, Sent], Response]] = {
    Kind.STACK_FORM: _from_form,
    Kind.STACK_SHEET: stack_sheet_moves.move,
    Kind.STACK_LIST: _from_list,
    Kind.STACK_SENDING: _from_list,
    Kind.STACK_STOP: _from_stop,
    Kind.STACK_STOPPED: _from_the_end,
    Kind.STACK_SENT: _from_the_end,
}
