"""One address for everything: what stands there is chosen by the state of the round, then by where the person is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_never

from flask import Response, request
from werkzeug.exceptions import NotFound

from audit.answering import operations
from audit.answering.rounds import Answering, Ended, Found, Nothing, NotStarted, OnlyANote, ResultsOut
from audit.promise import Contact
from audit.staff import moves, notices, pages, receipt_moves, stack_moves
from audit.staff.forms import is_genuine
from audit.staff.plane import Frame, Plane, Visit
from audit.staff.results import draw_details, draw_method, draw_numbers, draw_results
from audit.staff.steps import START
from audit.wording import SOURCE_LANGUAGE, language, use_language


def show(plane: Plane, public_id: str, address: str) -> Response:
    """GET: the page that stands here now. NotFound where nothing does, as for the other two."""
    return _shown(plane, plane.rounds.find(public_id, today=plane.today()), address)


def _shown(plane: Plane, found: Found, address: str) -> Response:
    frame = frame_of(plane, found, address)
    match found:
        case Answering():
            visit = _visit(plane, found, frame)
            with use_language(visit.language):
                return pages.draw_visit(visit)
        case ResultsOut():
            return draw_results(plane, frame, found)
        case Ended(manifest):
            return notices.ended(plane, frame, manifest)
        case NotStarted(manifest):
            return notices.not_started(plane, frame, manifest)
        case OnlyANote(note):
            return notices.no_results(plane, frame, note)
        case Nothing():
            raise NotFound
        case _:
            assert_never(found)


def act(plane: Plane, public_id: str, address: str) -> Response:
    """POST: what a form asks for, if it came from a page of ours and people can answer.

    Where nobody answers, all that a form can ask for is another language. The answer is the same page in it, and
    nothing is kept: not in an address, where a browser's history would hold it, and not in a cookie.
    """
    found = plane.rounds.find(public_id, today=plane.today())
    if isinstance(found, Nothing):
        raise NotFound
    chosen = moves.language_in(request.form)
    if isinstance(found, Answering):
        visit = _visit(plane, found, frame_of(plane, found, address))
        with use_language(chosen or visit.language):
            return _act(visit)
    if chosen:
        with use_language(chosen):
            return _shown(plane, found, address)
    return moves.back_to(frame_of(plane, found, address))


def _act(visit: Visit) -> Response:
    held, sent = visit.frame.held, request.form
    from_notice = bool(moves.language_in(sent)) and not sent.get("at")
    if not visit.let_in and (sent.get("at") == str(START) or from_notice):
        begin = BEGINNINGS.get(sent.get("go", ""))
        return begin(visit) if begin else moves.begin(visit, sent)
    if held is None or not is_genuine(sent, held):
        return notices.not_our_page(visit.plane, visit.frame)
    if stack_moves.is_stack(visit, sent):
        return stack_moves.move(visit, sent)
    if receipt_moves.is_taking_back(visit, sent):
        return receipt_moves.move(visit, sent)
    return moves.move(visit, sent)


BEGINNINGS: Mapping[str, Callable[[Visit], Response]] = {
    stack_moves.GO: stack_moves.begin,
    receipt_moves.GO: receipt_moves.begin,
}
"""What the quiet buttons of the first page ask for."""


def leave(plane: Plane, public_id: str, address: str) -> Response:
    """GET: forget everything and open another site."""
    found = plane.rounds.find(public_id, today=plane.today())
    if isinstance(found, Nothing):
        raise NotFound
    frame = frame_of(plane, found, address)
    if isinstance(found, Answering):
        response = moves.finish(_visit(plane, found, frame))
        response.headers["Location"] = frame.leave_to or address
        return response
    return moves.back_to(frame)


def numbers(plane: Plane, public_id: str, address: str) -> Response:
    """GET: how the results were worked out; POST: the same in another language."""
    return _about_results(draw_numbers, plane, public_id, address)


def details(plane: Plane, public_id: str, address: str) -> Response:
    """GET: every practice, places and roles; POST: the same in another language."""
    return _about_results(draw_details, plane, public_id, address)


def method(plane: Plane, public_id: str, address: str) -> Response:
    """GET: how answers become results, in plain words; POST: the same page in another language."""
    return _about_results(draw_method, plane, public_id, address)


def _about_results(
    draw: Callable[[Plane, Frame, ResultsOut], Response], plane: Plane, public_id: str, address: str
) -> Response:
    found = plane.rounds.find(public_id, today=plane.today())
    if not isinstance(found, ResultsOut):
        raise NotFound
    with use_language(moves.language_in(request.form) or language()):
        return draw(plane, frame_of(plane, found, address), found)


def frame_of(plane: Plane, found: Found, address: str) -> Frame:
    """What stands around a page at this address."""
    leave_to = "" if isinstance(found, Nothing | ResultsOut | OnlyANote) else found.manifest.leave_to
    return Frame(request.script_root, address, _contacts(found), leave_to, plane.cookie.read(request))


def language_of(plane: Plane, found: Found, frame: Frame) -> str:
    """The language of whoever is answering here; English for everybody else."""
    return _visit(plane, found, frame).language if isinstance(found, Answering) else SOURCE_LANGUAGE


def _contacts(found: Found) -> tuple[Contact, ...]:
    match found:
        case Nothing():
            return ()
        case ResultsOut(_path, file):
            return file.contacts
        case OnlyANote(note):
            return note.contacts
        case _:
            return found.manifest.contacts


def _visit(plane: Plane, here: Answering, frame: Frame) -> Visit:
    state = None if frame.held is None else operations.find_state(here, frame.held)
    return Visit(plane, here, frame, state)
