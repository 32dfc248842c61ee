"""The second step of signing in: one-time codes from a phone (RFC 6238), and ten recovery codes on paper.

`key` is this installation's own, from a file outside the store: whoever copies the store alone can make no code.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b32encode
from datetime import date, datetime

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from audit.keys import FULL_COST, Cost
from audit.refusals import Refusal
from audit.running import recovery_codes, sign_ins
from audit.running.passwords import hash_of, matches
from audit.running.trail import note
from audit.store.models import Account, OneTimeCodes, RecoveryCode, Stage
from audit.store.queries import (
    find_account,
    find_one_time_codes,
    is_second_step_due,
    one_account,
    organisations_of,
    recovery_codes_of,
)
from audit.wording import gettext as _

DIGITS = 6
STEP = 30  # seconds
EITHER_SIDE = 1  # steps: clocks of phones go a little wrong
SECRET_BYTES = 20
NONCE_BYTES = 12


class WrongCode(Refusal):
    """Neither the one-time code of now nor a recovery code that still works."""


class WrongPassword(Refusal):
    """The password that was typed once more is not the account's."""


class NoSuchAccount(Refusal):
    """No account has this address."""


def new_secret_for(raw: str, *, key: bytes) -> bytes:
    """The secret that the holder of session `raw` may set up. The page that shows it and the form that takes it up find
    the same one, and nothing is kept in between."""
    return hmac.digest(_part(key, b"new secret"), raw.encode(), "sha256")[:SECRET_BYTES]


def as_text(secret: bytes) -> str:
    """The secret as people type it into an app: letters and figures in fours."""
    text = b32encode(secret).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def as_address(secret: bytes, *, account: str, issuer: str) -> str:
    """The secret as a phone reads it from the picture."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def set_up(
    session: Session, *, account_id: int, raw: str, typed: str, now: datetime, key: bytes, cost: Cost = FULL_COST
) -> tuple[str, tuple[str, ...]]:
    """Take up the secret that was shown to `raw`, once a code of it came back. WrongCode.

    A new id for the cookie, and ten new recovery codes. All other sessions of the account have ended.
    """
    secret = new_secret_for(raw, key=key)
    step = _step_of(typed, secret=secret, now=now)
    if step is None:
        raise WrongCode(_("This is not the code that belongs to the picture. Wait for the next one and type it."))
    codes = _renew(session, account_id=account_id, cost=cost)
    session.execute(delete(OneTimeCodes).where(OneTimeCodes.account_id == account_id))
    session.add(OneTimeCodes(account_id=account_id, sealed=_seal(secret, account_id, key), last_step=step))
    sign_ins.end_all(session, account_id=account_id)
    _note_everywhere(session, account_id=account_id, what=_("Set up one-time codes for signing in"), on=now.date())
    fresh = sign_ins.begin(session, account_id=account_id, stage=Stage.IN, now=now)
    session.commit()
    return fresh, codes


def answer(session: Session, *, account_id: int, raw: str, typed: str, now: datetime, key: bytes) -> str:
    """A new id for the cookie in place of the half one: the code was right. Each code is taken once. WrongCode.

    Whoever came in by a recovery code and has no one-time codes sets them up next, where they are due.
    """
    if not (
        _take_one_time(session, account_id, typed, now=now, key=key)
        or _take_recovery(session, account_id, typed, now=now)
    ):
        raise WrongCode(
            _("This code does not open. Wait for the next one on your phone, or type a recovery code that is not used.")
        )
    sign_ins.end(session, raw=raw)
    stage = Stage.IN
    if find_one_time_codes(session, account_id=account_id) is None and is_second_step_due(
        session, account_id=account_id
    ):
        stage = Stage.SET_UP
    fresh = sign_ins.begin(session, account_id=account_id, stage=stage, now=now)
    session.commit()
    return fresh


def note_wrong_codes(session: Session, *, account_id: int, on: date) -> None:
    """On the trail: the password was right, and the code was wrong so often that it is slowed down now."""
    what = _("Typed the password, and too many wrong codes after it")
    _note_everywhere(session, account_id=account_id, what=what, on=on)
    session.commit()


def check_password(session: Session, *, account_id: int, password: str) -> None:
    """WrongPassword unless it is the account's: asked once more before anything about getting in is changed."""
    if not matches(password, kept=one_account(session, account_id=account_id).password_hash):
        raise WrongPassword(_("This is not your password of now. Type it once more."))


def new_recovery_codes(
    session: Session, *, account_id: int, password: str, now: datetime, cost: Cost = FULL_COST
) -> tuple[str, ...]:
    """Ten new codes, shown once; those from before work no more. WrongPassword."""
    check_password(session, account_id=account_id, password=password)
    codes = _renew(session, account_id=account_id, cost=cost)
    _note_everywhere(session, account_id=account_id, what=_("Made new recovery codes"), on=now.date())
    session.commit()
    return codes


def change_password(
    session: Session, *, account_id: int, password: str, new: str, now: datetime, cost: Cost = FULL_COST
) -> str:
    """The id of a new session; every other one has ended. WrongPassword, PasswordTooShort."""
    check_password(session, account_id=account_id, password=password)
    one_account(session, account_id=account_id).password_hash = hash_of(new, cost=cost)
    sign_ins.end_all(session, account_id=account_id)
    _note_everywhere(session, account_id=account_id, what=_("Changed the password"), on=now.date())
    raw = sign_ins.begin(session, account_id=account_id, stage=Stage.IN, now=now)
    session.commit()
    return raw


def restore_access(
    session: Session, *, email: str, now: datetime, new: str = "", cost: Cost = FULL_COST
) -> tuple[str, ...]:
    """Ten recovery codes for somebody whose phone is gone; one-time codes are off, every session has ended. new: a
    password in place of a forgotten one. NoSuchAccount, PasswordTooShort."""
    account = _known(session, email=email)
    codes = _renew(session, account_id=account.id, cost=cost)
    session.execute(delete(OneTimeCodes).where(OneTimeCodes.account_id == account.id))
    sign_ins.end_all(session, account_id=account.id)
    what = _("Got new recovery codes from whoever runs the computer")
    if new:
        account.password_hash = hash_of(new, cost=cost)
        what = _("Got a new password and new recovery codes from whoever runs the computer")
    _note_everywhere(session, account_id=account.id, what=what, on=now.date())
    session.commit()
    return codes


def _known(session: Session, *, email: str) -> Account:
    account = find_account(session, email=email)
    if account is None:
        raise NoSuchAccount(_("No account has the address “%(email)s”. Check how it is written.", email=email[:60]))
    return account


def _take_one_time(session: Session, account_id: int, typed: str, *, now: datetime, key: bytes) -> bool:
    """Whether the code is right and later than the last one taken; in one statement, so that two at once are one."""
    kept = find_one_time_codes(session, account_id=account_id)
    if kept is None:
        return False
    step = _step_of(typed, secret=_open(kept.sealed, account_id, key), now=now)
    return step is not None and _is_newer(session, account_id, step)


def _is_newer(session: Session, account_id: int, step: int) -> bool:
    taken = session.execute(
        update(OneTimeCodes)
        .where(OneTimeCodes.account_id == account_id, OneTimeCodes.last_step < step)
        .values(last_step=step)
        .returning(OneTimeCodes.account_id)
    )
    return taken.first() is not None


def _take_recovery(session: Session, account_id: int, typed: str, *, now: datetime) -> bool:
    """Whether it was one of the list; deleted in one statement, so that two at once are one."""
    among = recovery_codes_of(session, account_id=account_id)
    kept = recovery_codes.find_kept(typed, among=among, account_id=account_id)
    if kept is None:
        return False
    used = session.execute(
        delete(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.code_hash == kept)
        .returning(RecoveryCode.account_id)
    )
    if used.first() is None:
        return False
    _note_everywhere(session, account_id=account_id, what=_("Signed in with a recovery code"), on=now.date())
    return True


def _step_of(typed: str, *, secret: bytes, now: datetime) -> int | None:
    """The half minute that the code belongs to, where it is one of now, just before or just after."""
    digits = "".join(typed.split()).encode()
    current = int(now.timestamp()) // STEP
    for step in range(current - EITHER_SIDE, current + EITHER_SIDE + 1):
        if hmac.compare_digest(_totp(secret).generate(step * STEP), digits):
            return step
    return None


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303 - what apps on phones can do; HMAC does not need more


def _renew(session: Session, *, account_id: int, cost: Cost) -> tuple[str, ...]:
    """A new list in place of the old one. The slow part comes first, so that nobody waits for the store meanwhile."""
    codes = recovery_codes.new_codes()
    kept = recovery_codes.kept_of(codes, account_id=account_id, cost=cost)
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    session.add_all(RecoveryCode(account_id=account_id, code_hash=one) for one in kept)
    return codes


def _seal(secret: bytes, account_id: int, key: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, secret, str(account_id).encode())


def _open(sealed: bytes, account_id: int, key: bytes) -> bytes:
    return _cipher(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], str(account_id).encode())


def _cipher(key: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(_part(key, b"kept secrets"))


def _part(key: bytes, purpose: bytes) -> bytes:
    """A key for one purpose, made from the installation's."""
    return hmac.digest(key, purpose, "sha256")


def _note_everywhere(session: Session, *, account_id: int, what: str, on: date) -> None:
    """A line on the trail of each organisation the account belongs to."""
    who = one_account(session, account_id=account_id).name
    for here in organisations_of(session, account_id=account_id):
        note(session, organisation_id=here.id, who=who, what=what, on=on)
