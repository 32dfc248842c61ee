"""Who belongs to an organisation: setting up, signing in, inviting, joining, leaving.

`cost` is what hashing a password costs: less only where nobody could guess it anyway. Nobody changes a role, their own
neither: it comes with the join code, and an account has one in an organisation. While there is a staff representative,
nobody else brings in another one; who signed a round stays until it is over, or goes by themselves. Between rounds
their part ends at their own word, or a fortnight after somebody asked for it (`representatives`).
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from random import Random, SystemRandom

from sqlalchemy import delete
from sqlalchemy.orm import Session

from audit.keys import FULL_COST, Cost
from audit.promise import Hosting
from audit.refusals import Refusal
from audit.running import representatives, sign_ins
from audit.running.passwords import hash_of, matches, spend
from audit.running.rights import one_of, role_name
from audit.running.trail import note
from audit.store.frozen import CROCKFORD
from audit.store.models import Account, Invitation, Membership, Organisation, Role, RoundState, SaidSize, Size
from audit.store.queries import (
    find_account,
    find_invitation,
    find_membership,
    find_organisation,
    find_round_under_way,
    memberships_of,
    names_of,
    one_account,
)
from audit.wording import gettext as _

INVITATION_LASTS = timedelta(days=14)
PREPARERS = (Role.LEADER, Role.CONSULTANT)
JOIN_SIGNS = 16  # 80 bits: nobody finds one by trying, not even with the hash
ADDRESS_SIGNS = "23456789bcdfghjkmnpqrstvwxz"  # no vowels: no words, and nothing like "office"
ADDRESS_LENGTH = 6
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


class NotSignedIn(Refusal):
    """Address and password do not go together; nobody learns which of the two it was."""


class AddressTaken(Refusal):
    """The e-mail address already has an account."""


class NoAddress(Refusal):
    """What was typed is no e-mail address."""


class NoName(Refusal):
    """A name is missing."""


class NoSuchInvitation(Refusal):
    """The join code is unknown, used or too old."""


class AlreadyHere(Refusal):
    """Whoever joins already has a role in the organisation."""


class NothingToEnd(Refusal):
    """Whoever's part is to end has none here."""


class SignatureStands(Refusal):
    """A round under way carries the signature of whoever's part is to end."""


class LastOne(Refusal):
    """Nobody would be left who prepares rounds and invites."""


def set_up(
    session: Session,
    *,
    organisation: str,
    name: str,
    email: str,
    password: str,
    hosting: Hosting,
    size: Size | None = None,
    sample: bool = False,
    chance: Random | None = None,
    cost: Cost = FULL_COST,
) -> Account:
    """A new organisation and its leader's account. size: how many work there, where somebody said so. NoName,
    NoAddress, AddressTaken, PasswordTooShort."""
    account = _new_account(session, name=name, email=email, password=password, cost=cost)
    place = Organisation(
        public_id=_new_public_id(session, chance=chance or SystemRandom()),
        name=_named(organisation),
        hosting=hosting,
        contacts=[],
        leave_to="",
        sample=sample,
    )
    session.add_all((account, place))
    session.flush()
    session.add(Membership(account_id=account.id, organisation_id=place.id, role=Role.LEADER))
    if size is not None:
        session.add(SaidSize(organisation_id=place.id, size=size))
    session.commit()
    return account


def sign_in(session: Session, *, email: str, password: str, now: datetime, cost: Cost = FULL_COST) -> str:
    """The random id for the cookie, a new one every time. NotSignedIn: the same words and work whatever was wrong."""
    account = find_account(session, email=email)
    if account is None:
        spend(password, cost=cost)
    if account is None or not matches(password, kept=account.password_hash):
        raise NotSignedIn(_("The address and the password do not go together. Check both and try again."))
    return sign_ins.start(session, account_id=account.id, now=now)


def invite(session: Session, *, organisation_id: int, role: Role, name: str, by: int, now: datetime) -> str:
    """A join code (XXXX-XXXX-XXXX-XXXX), shown once, good for one person and two weeks. NotForThisRole.

    By leader or consultant; a staff representative where there is one already: by that one alone. Only the last code
    for a staff representative works.
    """
    host = one_of(session, by=by, organisation_id=organisation_id, roles=_who_invites(session, organisation_id, role))
    if role is Role.STAFF_REP:
        _forget_codes_for_rep(session, organisation_id)
    signs = "".join(secrets.choice(CROCKFORD) for _sign in range(JOIN_SIGNS))
    session.add(
        Invitation(
            code_hash=_code_hash(signs),
            organisation_id=organisation_id,
            role=role,
            name=_named(name),
            expires=now + INVITATION_LASTS,
        )
    )
    what = representatives.invited(name.strip(), role)
    note(session, organisation_id=organisation_id, who=host.name, what=what, on=now.date())
    session.commit()
    return "-".join(signs[i : i + 4] for i in range(0, JOIN_SIGNS, 4))


def join(session: Session, *, code: str, email: str, password: str, now: datetime, cost: Cost = FULL_COST) -> Account:
    """The account that belongs to the organisation from now on; the code works no more.

    Who already has an account joins with its password. NoSuchInvitation, NotSignedIn, AlreadyHere, NoAddress,
    PasswordTooShort.
    """
    invitation = find_invitation(session, code_hash=_code_hash(code))
    if invitation is None or invitation.expires <= now:
        raise NoSuchInvitation(
            _("This join code is not known here, or it was used, or it is too old. Ask for a new one.")
        )
    account = _own_or_new(session, invitation=invitation, email=email, password=password, cost=cost)
    session.add(Membership(account_id=account.id, organisation_id=invitation.organisation_id, role=invitation.role))
    what = representatives.joined(invitation.role)
    note(session, organisation_id=invitation.organisation_id, who=account.name, what=what, on=now.date())
    session.delete(invitation)
    sign_ins.end_all(session, account_id=account.id)
    session.commit()
    return account


def may_invite(session: Session, *, organisation_id: int, by: Role) -> tuple[Role, ...]:
    """Whom somebody in this role may invite as things stand."""
    return tuple(role for role in Role if by in _who_invites(session, organisation_id, role))


def end_membership(session: Session, *, organisation_id: int, account_id: int, by: int, now: datetime) -> None:
    """Somebody's part here ends, and so do their sessions. By leader or consultant, or by the person.

    SignatureStands where a round under way carries the person's signature as staff representative,
    WaitsForRepresentative where that person has had no fortnight to say no; LastOne where nobody would be left to
    prepare and invite. NothingToEnd, NotForThisRole.
    """
    membership = _here(session, account_id=account_id, organisation_id=organisation_id)
    who = one_of(session, by=by, organisation_id=organisation_id, roles=PREPARERS if by != account_id else tuple(Role))
    _check_signature(session, membership, by=by)
    if membership.role is Role.STAFF_REP and by != account_id:
        representatives.check_waited(session, organisation_id=organisation_id, account_id=account_id, today=now.date())
    _check_somebody_stays(session, membership)
    name = one_account(session, account_id=account_id).name
    what = representatives.ended(name, membership.role)
    if by == account_id:
        what = _("Left as %(role)s", role=role_name(membership.role))
    note(session, organisation_id=organisation_id, who=who.name, what=what, on=now.date())
    session.delete(membership)
    sign_ins.end_all(session, account_id=account_id)
    session.commit()


def ask_to_end(session: Session, *, organisation_id: int, account_id: int, by: int, now: datetime) -> None:
    """Ask that the part of a staff representative end: they read it, and a fortnight later it can be ended.

    By leader or consultant. SignatureStands, NothingToEnd where that person represents nobody here, NotForThisRole.
    """
    who = one_of(session, by=by, organisation_id=organisation_id, roles=PREPARERS)
    membership = _here(session, account_id=account_id, organisation_id=organisation_id)
    if membership.role is not Role.STAFF_REP:
        raise NothingToEnd(_("This person is not staff representative. Their part can be ended at once."))
    _check_signature(session, membership, by=by)
    theirs = one_account(session, account_id=account_id)
    representatives.ask_to_end(session, person=theirs, organisation_id=organisation_id, who=who, now=now)
    session.commit()


def _here(session: Session, *, account_id: int, organisation_id: int) -> Membership:
    found = find_membership(session, account_id=account_id, organisation_id=organisation_id)
    if found is None:
        raise NothingToEnd(_("This person does not belong to the organisation any more."))
    return found


def _check_signature(session: Session, membership: Membership, *, by: int) -> None:
    row = find_round_under_way(session, organisation_id=membership.organisation_id)
    if membership.role is not Role.STAFF_REP or row is None or row.cosigned_by != membership.account_id:
        return
    if row.state is RoundState.COSIGNED:
        raise SignatureStands(
            _("Round %(number)s carries this signature. Open it or cancel it first.", number=row.number)
        )
    if row.state is RoundState.OPEN and by != membership.account_id:
        raise SignatureStands(
            _(
                "Round %(number)s is open with this signature. Until it is closed, only the staff representative ends"
                " this part.",
                number=row.number,
            )
        )


def _check_somebody_stays(session: Session, membership: Membership) -> None:
    others = (
        m
        for m in memberships_of(session, organisation_id=membership.organisation_id)
        if m.account_id != membership.account_id
    )
    if not any(m.role in PREPARERS for m in others):
        raise LastOne(_("Nobody would be left to prepare rounds. Invite a leader or a consultant first."))


def _who_invites(session: Session, organisation_id: int, role: Role) -> tuple[Role, ...]:
    if role is Role.STAFF_REP and names_of(session, organisation_id=organisation_id, role=Role.STAFF_REP):
        return (Role.STAFF_REP,)
    return PREPARERS


def _forget_codes_for_rep(session: Session, organisation_id: int) -> None:
    session.execute(
        delete(Invitation).where(Invitation.organisation_id == organisation_id, Invitation.role == Role.STAFF_REP)
    )


def _own_or_new(session: Session, *, invitation: Invitation, email: str, password: str, cost: Cost) -> Account:
    account = find_account(session, email=email)
    if account is None:
        account = _new_account(session, name=invitation.name, email=email, password=password, cost=cost)
        session.add(account)
        session.flush()
        return account
    if not matches(password, kept=account.password_hash):
        raise NotSignedIn(_("This address already has an account. Join with the password of that account."))
    if find_membership(session, account_id=account.id, organisation_id=invitation.organisation_id):
        raise AlreadyHere(_("You already belong to this organisation. The code is for somebody else."))
    return account


def _new_account(session: Session, *, name: str, email: str, password: str, cost: Cost) -> Account:
    address = email.strip().lower()
    if not EMAIL.fullmatch(address):
        raise NoAddress(
            _("“%(email)s” is not an e-mail address. Type one such as name@example.org.", email=address[:60])
        )
    if find_account(session, email=address):
        raise AddressTaken(_("This address already has an account. Sign in with it, or use another one."))
    return Account(name=_named(name), email=address, password_hash=hash_of(password, cost=cost))


def _named(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise NoName(_("A name is missing. Type it as people there know it."))
    return name


def _new_public_id(session: Session, *, chance: Random) -> str:
    while True:
        public_id = "".join(chance.choice(ADDRESS_SIGNS) for _sign in range(ADDRESS_LENGTH))
        if find_organisation(session, public_id=public_id) is None:
            return public_id


def _code_hash(code: str) -> bytes:
    """Hash of a join code as typed: capitals, dashes, and O for 0 or I and L for 1 make no difference."""
    signs = code.upper().translate(str.maketrans("OIL", "011"))
    return hashlib.sha256("".join(s for s in signs if s in CROCKFORD).encode()).digest()
