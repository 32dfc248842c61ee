"""Results go whole when their time is over. A door, because staff's file of them goes, too."""

from __future__ import annotations

import shutil
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from audit import notes_for_staff, results_file
from audit.notes_for_staff import Note, Why
from audit.running.retention import kept_until, mark_expired
from audit.running.trail import note
from audit.settings import Settings
from audit.store.frozen import frozen_of
from audit.store.models import (
    CommentShown,
    CommentWaiting,
    ReleaseRow,
    ReportChapter,
    ReportFinal,
    ReportHandRow,
    ReportPicture,
    ReportWork,
    Round,
    RoundState,
)
from audit.store.queries import closed_rounds_of, find_release, rounds_in
from audit.wording import gettext as _

OF_RESULTS = (
    ReleaseRow,
    CommentShown,
    CommentWaiting,
    ReportFinal,
    ReportWork,
    ReportHandRow,
    ReportChapter,
    ReportPicture,
)
"""Chapters and notes go along: they are written about the results."""


def expire_results(session: Session, *, settings: Settings, today: date) -> None:
    """Release, comments, results file and all reports, final ones too, and what was added to them, of every round whose
    last day is over.

    Staff are left a note first. Files go next: killed in between, the release is still there, and the next night ends
    it. That there was a round, and what was promised in it, stays.
    """
    for row in rounds_in(session, RoundState.CLOSED):
        if today > kept_until(row) and find_release(session, round_id=row.id):
            if closed_rounds_of(session, organisation_id=row.organisation_id)[-1].id == row.id:
                leave_note(row, settings=settings)
            _remove_files(session, row, settings=settings)
            _expire(session, row, today=today)


def leave_note(row: Round, *, settings: Settings) -> None:
    """Staff read at their address that the results of this round are no longer kept."""
    frozen = frozen_of(row.frozen or {})
    notes_for_staff.write(settings.results, Note(Why.EXPIRED, frozen.public_id, frozen.number, frozen.contacts))


def note_is_there(row: Round, *, settings: Settings) -> bool:
    """Whether staff of this round's organisation have been left that note."""
    public_id = frozen_of(row.frozen or {}).public_id
    return notes_for_staff.path_in(settings.results, public_id, Why.EXPIRED).exists()


def _expire(session: Session, row: Round, *, today: date) -> None:
    for table in OF_RESULTS:
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
