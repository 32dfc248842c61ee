"""What happened: every step that changed something, for leaders and the staff representative to read."""

from __future__ import annotations

from flask import Blueprint, Response

from audit.office.drawing import draw
from audit.office.visit import person, visit
from audit.office.words import day_words
from audit.store import queries

pages = Blueprint("trail", __name__)


@pages.get("/trail")
def show() -> Response:
    """The newest day first; on one day, what came last."""
    kept = queries.trail_of(visit().session, organisation_id=person().organisation.id)
    entries = sorted(kept, key=lambda e: e.at, reverse=True)
    return draw("trail", entries=[[day_words(e.at), e.who, e.what] for e in entries])
