"""The ten codes on paper: made, kept as slow hashes, and known again however they are typed.

Eighty bits are fewer than a quick hash should guard, so it is Argon2id. All codes of one list share one random salt:
trying a code costs one such hash, not ten. What is kept says its own cost and salt, so that both may change.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from struct import Struct

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from audit.keys import FULL_COST, Cost
from audit.store.frozen import CROCKFORD

MANY = 10
SIGNS = 16  # 80 bits
SALT_BYTES = 16
HASH_BYTES = 32
HEAD = Struct(f">IBB{SALT_BYTES}s")  # memory in KiB, passes, lanes, salt: the same for all codes of a list
OLDER_BYTES = 32  # a SHA-256 without a head: from before hashes were slow


def new_codes() -> tuple[str, ...]:
    """Ten codes, each in four groups of four signs."""
    return tuple(_new_code() for _number in range(MANY))


def kept_of(codes: Iterable[str], *, account_id: int, cost: Cost = FULL_COST) -> tuple[bytes, ...]:
    """What to keep of each code, with one salt that no other list has. A tenth of a second a code at full cost."""
    head = HEAD.pack(cost.memory, cost.passes, cost.lanes, secrets.token_bytes(SALT_BYTES))
    return tuple(_slow(head, _signs_of(code), account_id) for code in codes)


def find_kept(typed: str, *, among: Iterable[bytes], account_id: int) -> bytes | None:
    """Which of the kept ones was typed; None for none. What is no such code by its length costs nothing."""
    signs, kept = _signs_of(typed), tuple(among)
    if len(signs) != SIGNS:
        return None
    heads = {one[: HEAD.size] for one in kept if len(one) != OLDER_BYTES}
    tried = [_slow(head, signs, account_id) for head in heads] + [_quick(signs, account_id)]
    return next((one for one in kept if any(hmac.compare_digest(one, other) for other in tried)), None)


def _new_code() -> str:
    signs = "".join(secrets.choice(CROCKFORD) for _sign in range(SIGNS))
    return "-".join(signs[i : i + 4] for i in range(0, SIGNS, 4))


def _signs_of(typed: str) -> str:
    """Capitals, dashes, and O for 0 or I and L for 1 make no difference."""
    return "".join(s for s in typed.upper().translate(str.maketrans("OIL", "011")) if s in CROCKFORD)


def _slow(head: bytes, signs: str, account_id: int) -> bytes:
    memory, passes, lanes, salt = HEAD.unpack(head)
    kdf = Argon2id(salt=salt, length=HASH_BYTES, iterations=passes, lanes=lanes, memory_cost=memory)
    return head + kdf.derive(_what(signs, account_id))


def _quick(signs: str, account_id: int) -> bytes:
    """As lists from before were kept: whoever has such a list on paper still gets in with it."""
    return hashlib.sha256(_what(signs, account_id)).digest()


def _what(signs: str, account_id: int) -> bytes:
    return f"{account_id} {signs}".encode()
