"""Passwords of those who sign in: Argon2id, in its standard text form, which carries its own cost."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from audit.keys import FULL_COST, Cost
from audit.refusals import Refusal
from audit.wording import gettext as _

SHORTEST = 12
LONGEST = 1024
SALT_BYTES = 16
HASH_BYTES = 32


class PasswordTooShort(Refusal):
    """Fewer signs than a password needs."""


def hash_of(password: str, *, cost: Cost = FULL_COST) -> str:
    """The text to keep for this password; PasswordTooShort under 12 signs."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordTooShort(
            _(
                "This password is too short. Use %(shortest)s letters or more; three or four words do.",
                shortest=SHORTEST,
            )
        )
    return quick_hash_of(password, cost=cost)


def quick_hash_of(secret: str, *, cost: Cost = FULL_COST) -> str:
    """The same for a secret that was not chosen by a person, however long."""
    return _kdf(cost).derive_phc_encoded(secret.encode())


def matches(secret: str, *, kept: str) -> bool:
    """Whether this is the secret behind the kept text; takes as long for a wrong one as for the right one."""
    try:
        Argon2id.verify_phc_encoded(secret.encode(), kept)
    except InvalidKey:
        return False
    return True


def spend(secret: str, *, cost: Cost = FULL_COST) -> None:
    """The work of `matches` where there is nothing to compare with."""
    _kdf(cost).derive(secret.encode())


def _kdf(cost: Cost) -> Argon2id:
    return Argon2id(
        salt=secrets.token_bytes(SALT_BYTES),
        length=HASH_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory,
    )
