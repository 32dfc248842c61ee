"""The office learns what a box knows already, where the program was stopped between the two.

A door changes the box first. What the box says of holders and slips is therefore right, and the office catches up.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from audit.ballot.box import manifest_of
from audit.running.holders import made_of, one_newcomer, replaced_of, seat_newcomer
from audit.running.more_slips import agreed_request
from audit.running.trail import note
from audit.store.models import Round
from audit.wording import gettext as _


def catch_up(session: Session, row: Round, *, path: Path) -> None:
    """Nothing where both agree. Else the newcomer sits, or the slips count; what nobody got to see stays unused."""
    said = manifest_of(path).circumstances
    if len(said.replaced) > len(replaced_of(session, round_id=row.id)):
        seat_newcomer(session, row, one_newcomer(session, round_id=row.id), on=said.replaced[-1])
        session.commit()
    if len(said.more_slips) > len(made_of(session, round_id=row.id)):
        request = agreed_request(session, round_id=row.id)
        agreed_on = request.agreed_on or row.closes_on
        request.made_on = agreed_on
        row.slips += request.many
        what = _("Made %(many)s slips for round %(number)s that nobody printed", many=request.many, number=row.number)
        note(session, organisation_id=row.organisation_id, who=_("the program"), what=what, on=agreed_on)
        session.commit()
