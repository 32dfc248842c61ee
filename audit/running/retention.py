"""How long results are kept: chosen before the co-signature, frozen with it, and then they go whole."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from audit.store.frozen import frozen_of
from audit.store.models import Retention, Round

YEARS = (2, 5, 10)
USUAL = 5


def years_of(session: Session, *, round_id: int) -> int:
    """For how many years results of this round are kept."""
    found = session.get(Retention, round_id)
    return found.years if found else USUAL


def keep_for(session: Session, row: Round, *, years: int) -> None:
    """So many years, one of `YEARS`; the commit is left to the operation."""
    found = session.get(Retention, row.id)
    if found:
        found.years = years
    else:
        session.add(Retention(round_id=row.id, years=years))


def last_day(closes_on: date, *, years: int) -> date:
    """The last day on which they are kept: so many years after the closing date."""
    try:
        return closes_on.replace(year=closes_on.year + years)
    except ValueError:  # 29 February
        return closes_on.replace(year=closes_on.year + years, day=28)


def kept_until(row: Round) -> date:
    """What was frozen; the usual time for a round from before it was asked."""
    return frozen_of(row.frozen or {}).keep_until or last_day(row.closes_on, years=USUAL)


def expired_on(session: Session, *, round_id: int) -> date | None:
    """The day on which the results went; None where they are here, or never were."""
    found = session.get(Retention, round_id)
    return found.expired_on if found else None


def mark_expired(session: Session, row: Round, *, on: date) -> None:
    """The results go on this day; the commit is left to the operation."""
    found = session.get(Retention, row.id) or Retention(round_id=row.id, years=USUAL)
    found.expired_on = on
    session.add(found)
