"""Sessions of those who sign in: begun, found, changed for another id, ended.

The id is random, only the browser's cookie holds it, and it is another one after each step that changes what it opens.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from audit.store.models import Account, SignIn, Stage
from audit.store.queries import (
    count_recovery_codes,
    find_one_time_codes,
    find_sign_in,
    is_second_step_due,
    one_account,
)

IDLE = timedelta(minutes=30)
LONGEST_STAY = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)
ID_BYTES = 32


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who holds an id, and how far they have come."""

    account: Account
    stage: Stage


def start(session: Session, *, account_id: int, now: datetime) -> str:
    """The random id for the cookie of somebody who has just typed the password; its stage says what is still due."""
    raw = begin(session, account_id=account_id, stage=stage_for(session, account_id=account_id), now=now)
    session.commit()
    return raw


def begin(session: Session, *, account_id: int, stage: Stage, now: datetime) -> str:
    """A session at this stage; the commit is left to the operation it belongs to."""
    raw = secrets.token_urlsafe(ID_BYTES)
    _forget_old(session, now=now)
    session.add(SignIn(id_hash=id_hash(raw), account_id=account_id, stage=stage, created_at=now, seen_at=now))
    return raw


def stage_for(session: Session, *, account_id: int) -> Stage:
    """What comes after the password: a code, where there is one to ask for; setting codes up, where they are due."""
    has_codes = find_one_time_codes(session, account_id=account_id) is not None
    if has_codes or count_recovery_codes(session, account_id=account_id):
        return Stage.CODE
    return Stage.SET_UP if is_second_step_due(session, account_id=account_id) else Stage.IN


def find(session: Session, *, raw: str, now: datetime) -> SignedIn | None:
    """Who holds this id; None once it rested for half an hour or is eight hours old."""
    found = find_sign_in(session, id_hash=id_hash(raw))
    if found is None or now - found.seen_at > IDLE or now - found.created_at > LONGEST_STAY:
        return None
    account = one_account(session, account_id=found.account_id)
    if now - found.seen_at >= SEEN_EVERY:
        found.seen_at = now
    session.commit()
    return SignedIn(account, found.stage)


def sign_out(session: Session, *, raw: str) -> None:
    """The id works no more."""
    end(session, raw=raw)
    session.commit()


def end(session: Session, *, raw: str) -> None:
    """The same, and the commit is left to the operation it belongs to."""
    session.execute(delete(SignIn).where(SignIn.id_hash == id_hash(raw)))


def end_all(session: Session, *, account_id: int) -> None:
    """Every browser of this account is signed out; the commit is left to the operation it belongs to."""
    session.execute(delete(SignIn).where(SignIn.account_id == account_id))


def id_hash(raw: str) -> bytes:
    """What the store keeps of an id."""
    return hashlib.sha256(raw.encode()).digest()


def _forget_old(session: Session, *, now: datetime) -> None:
    session.execute(delete(SignIn).where((SignIn.seen_at < now - IDLE) | (SignIn.created_at < now - LONGEST_STAY)))
