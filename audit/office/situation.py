"""Where an organisation stands, gathered for the page that says what comes next."""

from __future__ import annotations

from audit.comments import Told
from audit.method.asking import leaders_rate
from audit.method.groups import Lens
from audit.office.next_step import RoundNow, Situation
from audit.office.visit import Visit, office
from audit.promise import WayIn
from audit.running import comments, leadership
from audit.running.asking import asked_in_round
from audit.running.retention import expired_on
from audit.store import queries
from audit.store.models import Organisation, Role, Round


def situation_of(here: Visit, *, organisation: Organisation) -> Situation:
    """What the organisation has so far."""
    session, mine = here.session, organisation.id
    rounds = queries.rounds_of(session, organisation_id=mine)
    return Situation(
        today=here.today,
        groups_given=all(
            queries.tree_of(session, organisation_id=mine, lens=lens).headcount > 0 for lens in (Lens.PLACE, Lens.ROLE)
        ),
        contacts_given=bool(organisation.contacts),
        there=frozenset(m.role for m in queries.memberships_of(session, organisation_id=mine)),
        latest=round_now(here, rounds[-1]) if rounds else None,
    )


def round_now(here: Visit, asked: Round) -> RoundNow:
    """Where one round stands."""
    holders = queries.holders_of(here.session, round_id=asked.id)
    return RoundNow(
        number=asked.number,
        state=asked.state,
        keys=asked.keys,
        trial=asked.trial,
        closes_on=asked.closes_on,
        seats_open=tuple(h.seat for h in holders if not h.confirmed),
        slips=asked.slips,
        leaders_done=_leaders_done(asked),
        half_open=bool(queries.seats_given_of(here.session, round_id=asked.id)),
        expired=expired_on(here.session, round_id=asked.id) is not None,
        planned=_planned_after_rounds(here, asked.organisation_id),
        mailed=asked.way_in is WayIn.MAILED,
        reader=_reader(here, asked),
        waiting=_waiting(here, asked),
    )


def _planned_after_rounds(here: Visit, organisation_id: int) -> int:
    """What was planned after a team conversation says nothing of whether the results of a round were read."""
    plan = queries.plan_of(here.session, organisation_id=organisation_id)
    return sum(p.round_id is not None for p in plan)


def _reader(here: Visit, asked: Round) -> tuple[Role, ...]:
    """The part of whoever reads the comments first, while their phrase is not made."""
    found = comments.find_asked(here.session, round_id=asked.id)
    if found is None or found.confirmed or found.reviewer_id is None:
        return ()
    mine = asked.organisation_id
    member = queries.find_membership(here.session, account_id=found.reviewer_id, organisation_id=mine)
    return () if member is None else (member.role,)


def _waiting(here: Visit, asked: Round) -> tuple[Role, ...]:
    """The part of whoever looks, where comments wait for them and for nobody else."""
    found, person = comments.find_asked(here.session, round_id=asked.id), here.person
    if found is None or found.told is not Told.WAITING or person is None or found.reviewer_id != person.account_id:
        return ()
    return (person.role,)


def _leaders_done(asked: Round) -> bool:
    """Whether the leadership form is frozen, or there is none to fill in now."""
    if asked.leadership_frozen_at is not None or asked.state not in leadership.OPEN_FOR_LEADERS:
        return True
    return not leaders_rate(asked_in_round(asked, library=office().library))
