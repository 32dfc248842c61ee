"""The pages of whoever takes back what they sent. No answer is ever shown on them."""

from __future__ import annotations

from flask import Response

from audit.staff.drawing import draw, draw_step
from audit.staff.plane import Visit
from audit.staff.sentences import day_in_words
from audit.staff.steps import TAKE_BACK
from audit.wording import gettext as _


def draw_take_back(visit: Visit, *, typed: str = "", error: str = "") -> Response:
    """One field for the receipt, and that it cannot be undone."""
    return draw(
        visit.plane,
        visit.frame,
        "take_back",
        status=422 if error else 200,
        at=str(TAKE_BACK),
        errors=[("receipt", error)] if error else (),
        back="back",
        receipt=typed,
        error=error,
    )


def taken_back(visit: Visit) -> Response:
    """What happened."""
    return draw_step(visit, "taken_back", enter="finish")


def until(visit: Visit) -> str:
    """What a receipt is good for, and how long."""
    day = day_in_words(visit.here.manifest.closes_on)
    return _("With it you can take your answers back until %(day)s, that day included. Write it down.", day=day)
