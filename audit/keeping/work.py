"""Reports that were asked for: whether anybody makes them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from audit.keeping.findings import Finding, State
from audit.store.models import WorkState
from audit.store.queries import report_work_in
from audit.wording import gettext as _

PATIENCE = timedelta(minutes=10)
PATIENCE_BEHIND_ANOTHER = timedelta(hours=1)


def check_queue(session: Session, *, now: datetime) -> list[Finding]:
    """Nothing waits for more than ten minutes; for more than an hour, where another one is being made."""
    patience = PATIENCE_BEHIND_ANOTHER if report_work_in(session, WorkState.UNDER_WAY) else PATIENCE
    longest = max((now - work.asked_at for work in report_work_in(session, WorkState.WAITING)), default=timedelta())
    if longest <= patience:
        return [Finding("queue", State.OK, _("Reports that were asked for are made."))]
    minutes = int(longest.total_seconds() // 60)
    what = _("A report has waited for %(minutes)s minutes; nobody makes it.", minutes=minutes)
    way_out = _("Start `steadyground serve`, or `steadyground work` where another web server runs the office.")
    return [Finding("queue", State.LOOK, what, way_out)]
