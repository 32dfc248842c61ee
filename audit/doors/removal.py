"""The way out: an organisation goes, and nothing of it is left.

A door, because the boxes of its rounds go, too.
"""

from __future__ import annotations

import shutil

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from audit import notes_for_staff, results_file
from audit.doors.close import destroy_box
from audit.settings import Settings
from audit.store.models import Account, Membership
from audit.store.queries import one_organisation, rounds_of


def remove_organisation(session: Session, *, organisation_id: int, settings: Settings) -> None:
    """Boxes, results file, notes, kept reports, then every row, accounts that belong nowhere else included.

    Files go first: killed in between, the organisation is still listed and can be removed again.
    """
    organisation = one_organisation(session, organisation_id=organisation_id)
    for row in rounds_of(session, organisation_id=organisation_id):
        destroy_box(settings, round_id=row.id)
    results_file.path_in(settings.results, organisation.public_id).unlink(missing_ok=True)
    notes_for_staff.remove(settings.results, organisation.public_id)
    shutil.rmtree(settings.reports / organisation.public_id, ignore_errors=True)
    elsewhere = select(Membership.account_id).where(Membership.organisation_id != organisation_id)
    here = select(Membership.account_id).where(Membership.organisation_id == organisation_id)
    session.execute(delete(Account).where(Account.id.in_(here), Account.id.not_in(elsewhere)))
    session.delete(organisation)
    session.commit()
