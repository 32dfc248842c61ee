"""Results go whole when their time is over. A door, because staff's file of them goes, too."""

from __future__ import annotations

import shutil
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from audit import results_file
from audit.running.retention import kept_until, mark_expired
from audit.running.trail import note
from audit.settings import Settings
from audit.store.frozen import frozen_of
from audit.store.models import CommentShown, CommentWaiting, ReleaseRow, Round, RoundState
from audit.store.queries import closed_rounds_of, find_release, rounds_in
from audit.wording import gettext as _


def expire_results(session: Session, *, settings: Settings, today: date) -> None:
    """Release, comments, results file and kept reports of every round whose last day is over.

    Files go first: killed in between, the release is still there, and the next night ends it. That there was a round,
    and what was promised in it, stays.
    """
    for row in rounds_in(session, RoundState.CLOSED):
        if today > kept_until(row) and find_release(session, round_id=row.id):
            _remove_files(session, row, settings=settings)
            _expire(session, row, today=today)


def _expire(session: Session, row: Round, *, today: date) -> None:
    for table in (ReleaseRow, CommentShown, CommentWaiting):
        session.execute(delete(table).where(table.round_id == row.id))
    mark_expired(session, row, on=today)
    what = _("Results of round %(number)s went: their time is over", number=row.number)
    note(session, organisation_id=row.organisation_id, who=_("the program"), what=what, on=today)
    session.commit()


def _remove_files(session: Session, row: Round, *, settings: Settings) -> None:
    public_id = frozen_of(row.frozen or {}).public_id
    path = results_file.path_in(settings.results, public_id)
    if path.exists() and results_file.read(path).number == row.number:
        path.unlink()
    others = [r for r in closed_rounds_of(session, organisation_id=row.organisation_id) if r.id != row.id]
    if not any(find_release(session, round_id=r.id) for r in others):
        shutil.rmtree(settings.reports / public_id, ignore_errors=True)
