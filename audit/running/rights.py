"""Who may do what in an organisation; every operation with a `by` asks here first."""

from __future__ import annotations

from sqlalchemy.orm import Session

from audit.refusals import Refusal
from audit.store.models import Account, Role
from audit.store.queries import find_membership, one_account
from audit.wording import gettext as _


class NotOfThisOrganisation(Refusal):
    """Whoever asks does not belong to the organisation."""


class NotForThisRole(Refusal):
    """Whoever asks belongs to the organisation in a role that does not do this."""


def role_of(session: Session, *, by: int, organisation_id: int) -> Role:
    """What account `by` is to the organisation; NotOfThisOrganisation."""
    membership = find_membership(session, account_id=by, organisation_id=organisation_id)
    if membership is None:
        raise NotOfThisOrganisation(_("You do not belong to this organisation. Ask its leader for a join code."))
    return membership.role


def one_of(session: Session, *, by: int, organisation_id: int, roles: tuple[Role, ...]) -> Account:
    """The account `by`, which has one of these roles; NotOfThisOrganisation, NotForThisRole."""
    if role_of(session, by=by, organisation_id=organisation_id) not in roles:
        raise NotForThisRole(_("Your role does not do this. Ask %(who)s.", who=_names(roles)))
    return one_account(session, account_id=by)


def _names(roles: tuple[Role, ...]) -> str:
    return _(" or ").join(role_name(role) for role in roles)


def role_name(role: Role) -> str:
    """What somebody in this role is called."""
    return {
        Role.LEADER: _("the leader"),
        Role.STAFF_REP: _("the staff representative"),
        Role.CONSULTANT: _("the consultant"),
        Role.REVIEWER: _("the reviewer"),
    }[role]
