"""From page to page of a stack: what is remembered of whoever keys it in."""

from __future__ import annotations

from dataclasses import replace

from flask import Response

from audit.answering import operations
from audit.answering.page_state import NOTHING_SAID, PageState
from audit.staff.moves import back_to
from audit.staff.plane import Visit
from audit.staff.steps import Step


def go(visit: Visit, step: Step) -> Response:
    """On to that page, with everything that is keyed in so far."""
    there = at(visit, step)
    save(there, there.state)
    return back_to(visit.frame)


def at(visit: Visit, step: Step) -> Visit:
    """The same visit on another page."""
    assert visit.state is not None  # noqa: S101 - a stack begins with a code
    return replace(visit, state=replace(visit.state, step=str(step)))


def save(visit: Visit, state: PageState | None) -> None:
    """Remember this in place of what was remembered."""
    assert state is not None  # noqa: S101 - a stack begins with a code
    operations.save(visit.here, held_by(visit), state, chance=visit.plane.chance)


def held_by(visit: Visit) -> bytes:
    """What the keyer's cookie holds."""
    assert visit.frame.held is not None  # noqa: S101 - there is no state without a cookie
    return visit.frame.held


def next_form(visit: Visit, step: Step) -> PageState:
    """That page, with nothing of a form on it; a comment sheet that is begun stays."""
    assert visit.state is not None  # noqa: S101 - a stack begins with a code
    return replace(visit.state, step=str(step), code="", ballot=NOTHING_SAID, blocks=(), begun={})


def nothing_left(visit: Visit, step: Step) -> PageState:
    """That page, with nothing keyed in."""
    return replace(next_form(visit, step), comments={})


def bare_of_words(visit: Visit) -> Visit:
    """The same visit without the words of the sheet; a form that is begun stays."""
    assert visit.state is not None  # noqa: S101 - a stack begins with a code
    return replace(visit, state=replace(visit.state, comments={}))
