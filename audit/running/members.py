"""Who belongs to an organisation: setting up, signing in and out, inviting, joining.

`start_sign_in` is for somebody who has just set up or joined, and so has just typed a password. `cost` is what hashing
it costs: less only where nobody could guess it anyway.
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
from audit.running.passwords import hash_of, matches, spend
from audit.running.rights import one_of, role_name
from audit.running.trail import note
from audit.store.frozen import CROCKFORD
from audit.store.models import Account, Invitation, Membership, Organisation, Role, SignIn
from audit.store.queries import find_account, find_invitation, find_membership, find_organisation, find_sign_in
from audit.wording import gettext as _

IDLE = timedelta(minutes=30)
LONGEST_STAY = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)
INVITATION_LASTS = timedelta(days=14)
ID_BYTES = 32
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


def set_up(
    session: Session,
    *,
    organisation: str,
    name: str,
    email: str,
    password: str,
    hosting: Hosting,
    sample: bool = False,
    chance: Random | None = None,
    cost: Cost = FULL_COST,
) -> Account:
    """A new organisation and its leader's account. NoName, NoAddress, AddressTaken, PasswordTooShort."""
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
    session.commit()
    return account


def sign_in(session: Session, *, email: str, password: str, now: datetime, cost: Cost = FULL_COST) -> str:
    """The random id for the cookie, a new one every time. NotSignedIn: the same words and work whatever was wrong."""
    account = find_account(session, email=email)
    if account is None:
        spend(password, cost=cost)
    if account is None or not matches(password, kept=account.password_hash):
        raise NotSignedIn(_("The address and the password do not go together. Check both and try again."))
    return start_sign_in(session, account_id=account.id, now=now)


def start_sign_in(session: Session, *, account_id: int, now: datetime) -> str:
    """The random id for the cookie of somebody who has just shown who they are."""
    raw = secrets.token_urlsafe(ID_BYTES)
    _forget_old(session, now=now)
    session.add(SignIn(id_hash=_id_hash(raw), account_id=account_id, created_at=now, seen_at=now))
    session.commit()
    return raw


def find_signed_in(session: Session, *, raw: str, now: datetime) -> Account | None:
    """Who holds this id; None once it rested for half an hour or is eight hours old."""
    found = find_sign_in(session, id_hash=_id_hash(raw))
    if found is None or now - found.seen_at > IDLE or now - found.created_at > LONGEST_STAY:
        return None
    account = session.get(Account, found.account_id)
    if now - found.seen_at >= SEEN_EVERY:
        found.seen_at = now
    session.commit()
    return account


def sign_out(session: Session, *, raw: str) -> None:
    """The id works no more."""
    session.execute(delete(SignIn).where(SignIn.id_hash == _id_hash(raw)))
    session.commit()


def invite(session: Session, *, organisation_id: int, role: Role, name: str, by: int, now: datetime) -> str:
    """A join code (XXXX-XXXX-XXXX-XXXX), shown once, good for one person and two weeks. By leader or consultant."""
    host = one_of(session, by=by, organisation_id=organisation_id, roles=(Role.LEADER, Role.CONSULTANT))
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
    what = _("Invited %(name)s as %(role)s", name=name.strip(), role=role_name(role))
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
    what = _("Joined as %(role)s", role=role_name(invitation.role))
    note(session, organisation_id=invitation.organisation_id, who=account.name, what=what, on=now.date())
    session.delete(invitation)
    session.commit()
    return account


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


def _forget_old(session: Session, *, now: datetime) -> None:
    session.execute(delete(SignIn).where((SignIn.seen_at < now - IDLE) | (SignIn.created_at < now - LONGEST_STAY)))


def _id_hash(raw: str) -> bytes:
    return hashlib.sha256(raw.encode()).digest()


def _code_hash(code: str) -> bytes:
    """Hash of a join code as typed: capitals, dashes, and O for 0 or I and L for 1 make no difference."""
    signs = code.upper().translate(str.maketrans("OIL", "011"))
    return hashlib.sha256("".join(s for s in signs if s in CROCKFORD).encode()).digest()
