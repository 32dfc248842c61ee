"""The door for reviewed comments: leaders and staff get the batch at once; what nobody reviewed is destroyed."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from audit.comments import DAYS_TO_REVIEW, Told
from audit.doors.close import write_results
from audit.running.comments import mark_handed_over
from audit.running.trail import note
from audit.settings import Settings
from audit.store.models import CommentsAsked, CommentShown, CommentWaiting, Round
from audit.store.queries import closed_rounds_of, one_round
from audit.wording import gettext as _


def hand_over(session: Session, *, round_id: int, by: int, settings: Settings, today: date) -> None:
    """From now on everybody reads what was let pass, on the pages of staff and of leaders alike.

    Killed in between, the next start writes the file for staff. NothingToReview, NotForThisRole.
    """
    mark_handed_over(session, round_id=round_id, by=by, today=today)
    session.commit()
    _tell_staff(session, one_round(session, round_id=round_id), settings=settings)


def destroy_unreviewed(session: Session, *, settings: Settings, today: date) -> None:
    """Sixty days after the close nobody reads them any more: what waits is gone, and what was let pass is not shown."""
    late = select(CommentsAsked, Round).join(Round, Round.id == CommentsAsked.round_id)
    late = late.where(CommentsAsked.told == Told.WAITING, Round.closed_on < today - timedelta(days=DAYS_TO_REVIEW))
    for asked, row in session.execute(late).all():
        for table in (CommentWaiting, CommentShown):
            session.execute(delete(table).where(table.round_id == row.id))
        asked.told = Told.DESTROYED
        what = _("Destroyed the comments of round %(number)s, which nobody had handed over", number=row.number)
        note(session, organisation_id=row.organisation_id, who=_("this program"), what=what, on=today)
        session.commit()
        _tell_staff(session, row, settings=settings)


def _tell_staff(session: Session, row: Round, *, settings: Settings) -> None:
    """Staff read the results of the last closed round only."""
    if closed_rounds_of(session, organisation_id=row.organisation_id)[-1].id == row.id:
        write_results(session, row, settings=settings)
