"""One address for everything: what stands there is chosen by the state of the round, then by where the person is."""

from __future__ import annotations

from typing import assert_never

from flask import Response, request
from werkzeug.exceptions import NotFound

from audit.answering import operations
from audit.answering.rounds import Answering, Ended, Found, Nothing, NotStarted, ResultsOut
from audit.promise import Contact
from audit.staff import moves, notices, pages
from audit.staff.forms import is_genuine
from audit.staff.plane import Frame, Plane, Visit
from audit.staff.results import draw_numbers, draw_results
from audit.staff.steps import START


def show(plane: Plane, public_id: str, address: str) -> Response:
    """GET: the page that stands here now. NotFound where nothing does, as for the other two."""
    found = plane.rounds.find(public_id, today=plane.today())
    frame = frame_of(plane, found, address)
    match found:
        case Answering():
            return pages.draw_visit(_visit(plane, found, frame))
        case ResultsOut():
            return draw_results(plane, frame, found)
        case Ended(manifest):
            return notices.ended(plane, frame, manifest)
        case NotStarted(manifest):
            return notices.not_started(plane, frame, manifest)
        case Nothing():
            raise NotFound
        case _:
            assert_never(found)


def act(plane: Plane, public_id: str, address: str) -> Response:
    """POST: what a form asks for, if it came from a page of ours and people can answer."""
    found = plane.rounds.find(public_id, today=plane.today())
    if isinstance(found, Nothing):
        raise NotFound
    frame = frame_of(plane, found, address)
    if not isinstance(found, Answering):
        return moves.back_to(frame)
    visit = _visit(plane, found, frame)
    if visit.state is None and request.form.get("at") == str(START):
        return moves.begin(visit)
    if frame.held is None or not is_genuine(request.form, frame.held):
        return notices.not_our_page(plane, frame)
    return moves.move(visit, request.form)


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
    """GET: how the results were worked out."""
    found = plane.rounds.find(public_id, today=plane.today())
    if not isinstance(found, ResultsOut):
        raise NotFound
    return draw_numbers(plane, frame_of(plane, found, address), found)


def frame_of(plane: Plane, found: Found, address: str) -> Frame:
    """What stands around a page at this address."""
    leave_to = "" if isinstance(found, Nothing | ResultsOut) else found.manifest.leave_to
    return Frame(request.script_root, address, _contacts(found), leave_to, plane.cookie.read(request))


def _contacts(found: Found) -> tuple[Contact, ...]:
    match found:
        case Nothing():
            return ()
        case ResultsOut(_path, file):
            return file.contacts
        case _:
            return found.manifest.contacts


def _visit(plane: Plane, here: Answering, frame: Frame) -> Visit:
    state = None if frame.held is None else operations.find_state(here, frame.held)
    return Visit(plane, here, frame, state)
