"""The leadership team's own form: what they agree on for each item, with evidence; frozen before the round closes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from audit.refusals import Refusal
from audit.running.rights import one_of
from audit.running.trail import note
from audit.store.models import LeadershipRating, Role, Round, RoundState
from audit.store.queries import one_round
from audit.wording import gettext as _

OPEN_FOR_LEADERS = (RoundState.COSIGNED, RoundState.OPEN)
MAY_FILL = (Role.LEADER, Role.CONSULTANT)
LONGEST_EVIDENCE = 2000


class LeadershipFrozen(Refusal):
    """The form was frozen, or its round has closed."""


class NotYetCosigned(Refusal):
    """The round can still change, so the form waits."""


def save_ratings(
    session: Session,
    *,
    round_id: int,
    ratings: Mapping[str, int | None],
    evidence: Mapping[str, str],
    by: int,
) -> None:
    """Ratings (0..4, None for none) and evidence by item id, in place of what was saved for those items before.

    An item with neither is forgotten. LeadershipFrozen, NotYetCosigned; CHECK refuses other numbers.
    """
    row = _still_open(session, round_id=round_id)
    one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_FILL)
    items = sorted(set(ratings) | set(evidence))
    session.execute(
        delete(LeadershipRating).where(LeadershipRating.round_id == round_id, LeadershipRating.item.in_(items))
    )
    for item in items:
        rating, words = ratings.get(item), evidence.get(item, "").strip()[:LONGEST_EVIDENCE]
        if rating is not None or words:
            session.add(LeadershipRating(round_id=round_id, item=item, rating=rating, evidence=words))
    session.commit()


def freeze(session: Session, *, round_id: int, by: int, today: date) -> None:
    """From now on the form stays as it is. Closing freezes it, too. LeadershipFrozen, NotYetCosigned."""
    row = _still_open(session, round_id=round_id)
    leader = one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_FILL)
    row.leadership_frozen_at = today
    what = _("Froze the leadership form of round %(number)s", number=row.number)
    note(session, organisation_id=row.organisation_id, who=leader.name, what=what, on=today)
    session.commit()


def _still_open(session: Session, *, round_id: int) -> Round:
    row = one_round(session, round_id=round_id)
    if row.state is RoundState.DRAFT:
        raise NotYetCosigned(
            _("This round is still a draft. The form opens once the staff representative has co-signed.")
        )
    if row.state not in OPEN_FOR_LEADERS or row.leadership_frozen_at is not None:
        raise LeadershipFrozen(_("The leadership form of this round is frozen. Read it on the page of the round."))
    return row
