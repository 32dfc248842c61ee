"""Slips beyond the headcount, while a round is open: one side asks and says why, the other agrees; then they are made.

The sides are those who lead, the consultant among them, and the staff representative. One of them alone makes none.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.refusals import Refusal
from audit.running.rights import one_of, role_of
from audit.running.trail import note
from audit.store.models import LONGEST_REASON, MOST_SLIPS_AT_ONCE, MoreSlips, Role, Round, RoundState
from audit.store.queries import one_account, one_round
from audit.wording import gettext as _

MAY_ASK = (Role.LEADER, Role.CONSULTANT, Role.STAFF_REP)


class NoMoreSlips(Refusal):
    """The round is not open, or its last day is over."""


class HowMany(Refusal):
    """Not a number of slips."""


class ReasonMissing(Refusal):
    """It is not said why, or at too great length."""


class AskedAlready(Refusal):
    """More slips were asked for and are not made yet."""


class NothingAsked(Refusal):
    """Nobody asks for more slips."""


class OneSignature(Refusal):
    """Only one of the two sides has agreed."""


def find_request(session: Session, *, round_id: int) -> MoreSlips | None:
    """What was asked for and is not made yet."""
    return session.scalar(select(MoreSlips).where(MoreSlips.round_id == round_id, MoreSlips.made_on.is_(None)))


def ask_for_more(session: Session, *, round_id: int, many: int, reason: str, by: int, today: date) -> None:
    """The first signature. NoMoreSlips, HowMany, ReasonMissing, AskedAlready, NotForThisRole."""
    row = open_today(session, round_id=round_id, today=today)
    person = one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_ASK)
    if not 1 <= many <= MOST_SLIPS_AT_ONCE:
        raise HowMany(_("Say how many slips more, from 1 to %(most)s.", most=MOST_SLIPS_AT_ONCE))
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        raise ReasonMissing(
            _("Say why in at most %(longest)s letters, such as “three people joined”.", longest=LONGEST_REASON)
        )
    if find_request(session, round_id=round_id):
        raise AskedAlready(_("More slips were asked for already. Agree to those, or take them back first."))
    from_staff = role_of(session, by=by, organisation_id=row.organisation_id) is Role.STAFF_REP
    session.add(
        MoreSlips(round_id=round_id, many=many, reason=reason.strip(), from_staff=from_staff, asked_by=person.id)
    )
    what = _("Asked for %(many)s slips more in round %(number)s", many=many, number=row.number)
    note(session, organisation_id=row.organisation_id, who=person.name, what=what, on=today)
    session.commit()


def agree_to_more(session: Session, *, round_id: int, by: int, today: date) -> None:
    """The second signature, from the other side. NothingAsked, OneSignature, NoMoreSlips, NotForThisRole."""
    row = open_today(session, round_id=round_id, today=today)
    person = one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_ASK)
    request = one_request(session, round_id=round_id)
    if not other_side(session, row, request, by=by):
        raise OneSignature(_said(request))
    request.agreed_by, request.agreed_on = person.id, today
    what = _("Agreed to %(many)s slips more in round %(number)s", many=request.many, number=row.number)
    note(session, organisation_id=row.organisation_id, who=person.name, what=what, on=today)
    session.commit()


def take_back(session: Session, *, round_id: int, by: int, today: date) -> None:
    """Nothing is asked for any more; either side may say so. NothingAsked, NotForThisRole."""
    row = one_round(session, round_id=round_id)
    person = one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_ASK)
    session.delete(one_request(session, round_id=round_id))
    what = _("Asks for no more slips in round %(number)s", number=row.number)
    note(session, organisation_id=row.organisation_id, who=person.name, what=what, on=today)
    session.commit()


def other_side(session: Session, row: Round, request: MoreSlips, *, by: int) -> bool:
    """Whether this account is of the side that has not signed."""
    role = role_of(session, by=by, organisation_id=row.organisation_id)
    return role in MAY_ASK and (role is Role.STAFF_REP) is not request.from_staff


def one_request(session: Session, *, round_id: int) -> MoreSlips:
    """What was asked for and is not made yet; NothingAsked."""
    found = find_request(session, round_id=round_id)
    if found is None:
        raise NothingAsked(_("Nobody asks for more slips now. Ask for them first, and say why."))
    return found


def agreed_request(session: Session, *, round_id: int) -> MoreSlips:
    """What both sides signed; NothingAsked, OneSignature."""
    request = one_request(session, round_id=round_id)
    if request.agreed_on is None:
        raise OneSignature(_said(request))
    return request


def open_today(session: Session, *, round_id: int, today: date) -> Round:
    """A round that staff can answer today; NoMoreSlips."""
    row = one_round(session, round_id=round_id)
    if row.state is not RoundState.OPEN or today > row.closes_on:
        raise NoMoreSlips(
            _(
                "More slips are made only while staff can answer."
                " Before the opening, cancel the round and prepare it with the new headcount."
            )
        )
    return row


def asked_by(session: Session, request: MoreSlips) -> str:
    """Who asked, "" where the account is gone."""
    return one_account(session, account_id=request.asked_by).name if request.asked_by else ""


def _said(request: MoreSlips) -> str:
    if request.from_staff:
        return _("The staff representative asked. Now a leader or the consultant agrees, then slips are made.")
    return _("The leaders’ side asked. Now the staff representative agrees, then slips are made.")
