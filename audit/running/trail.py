"""The audit trail: what happened in an organisation, by whom, on which day."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from audit.store.models import TrailEntry


def note(session: Session, *, organisation_id: int, who: str, what: str, on: date) -> None:
    """Put a line on the trail and leave the commit to the operation it belongs to."""
    session.add(TrailEntry(organisation_id=organisation_id, who=who, what=what, at=on))


def record(session: Session, *, organisation_id: int, who: str, what: str, on: date) -> None:
    """A line of its own: somebody fetched a report or a file."""
    note(session, organisation_id=organisation_id, who=who, what=what, on=on)
    session.commit()
