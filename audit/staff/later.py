"""The page of whoever saved: three words, and two ways on."""

from __future__ import annotations

from flask import Response

from audit.staff.drawing import draw_step
from audit.staff.plane import Visit
from audit.staff.sentences import day_in_words
from audit.wording import gettext as _


def saved(visit: Visit) -> Response:
    """The words that bring the answers back. They stand nowhere else, and are gone with this page."""
    day = day_in_words(visit.here.manifest.closes_on)
    until = _("With your slip, they bring your answers back until %(day)s, that day included.", day=day)
    words = visit.state.shown if visit.state else ""
    return draw_step(visit, "later", enter="stay", words=words, until=until)
