"""The nightly door: one word about the response, for the whole organisation, at most once a day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from audit.ballot.box import used_slots
from audit.doors.comments import destroy_unreviewed
from audit.doors.places import box_of
from audit.doors.retention import expire_results
from audit.method.counting import K
from audit.running.report_work import tidy_away
from audit.settings import Settings
from audit.store.models import Invitation, ResponseWord, Round, RoundState
from audit.store.queries import rounds_in

EDGES = (
    (0.75, ResponseWord.OVER_THREE_QUARTERS),
    (0.5, ResponseWord.OVER_HALF),
    (0.25, ResponseWord.OVER_A_QUARTER),
    (0.0, ResponseWord.UNDER_A_QUARTER),
)


def run(session: Session, *, settings: Settings, now: datetime) -> None:
    """Renew the word of every open round that has not had its night yet; forget invitations that are too old,
    reports that were asked for on an earlier day, and results whose time is over.

    Run twice in one day it changes nothing the second time: two looks would differ by what came in between.
    """
    for row in rounds_in(session, RoundState.OPEN):
        if row.response_on is None or row.response_on < now.date():
            _renew(row, settings=settings, now=now)
    session.execute(delete(Invitation).where(Invitation.expires <= now))
    tidy_away(session, before=now.replace(hour=0, minute=0, second=0, microsecond=0))
    session.commit()
    destroy_unreviewed(session, settings=settings, today=now.date())
    expire_results(session, settings=settings, today=now.date())


def word_for(used: int, *, slips: int) -> ResponseWord:
    """What may be said when `used` of `slips` came back: nothing under k."""
    if used < K:
        return ResponseWord.NOTHING
    return next(word for edge, word in EDGES if used / slips >= edge)


def _renew(row: Round, *, settings: Settings, now: datetime) -> None:
    box = box_of(settings, round_id=row.id)
    if box.exists():
        row.response_word = word_for(used_slots(box), slips=row.slips)
        row.response_on = now.date()
