"""Codes on slips: XXXX-XXXX-XXXX, eleven characters of chance and one that catches slips of the finger."""

from __future__ import annotations

import hashlib
import hmac
import random
import unicodedata

from audit.settings import Settings, jointly_kept_secret

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
DRAWN = 11
GROUPS = 4
_LOOK_ALIKE = str.maketrans("OIL", "011")


def new_codes(count: int, chance: random.Random) -> tuple[str, ...]:
    """That many different codes of 55 bits of chance each; in earnest `chance` is a random.SystemRandom."""
    found: set[str] = set()
    while len(found) < count:
        drawn = "".join(chance.choice(ALPHABET) for _ in range(DRAWN))
        found.add(_in_groups(drawn + _check_of(drawn)))
    codes = sorted(found)
    chance.shuffle(codes)
    return tuple(codes)


def read_code(text: str) -> str | None:
    """The code that somebody typed, as slips print it; None where it cannot be one.

    Small letters, spaces, dashes of every kind, O for 0 and I or L for 1 are all fine.
    """
    plain = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKE)
    kept = "".join(c for c in plain if c.isalnum())
    if len(kept) != DRAWN + 1 or not set(kept) <= set(ALPHABET) or _check_of(kept[:DRAWN]) != kept[DRAWN]:
        return None
    return _in_groups(kept)


def hash_of(code: str, pepper: bytes) -> bytes:
    """What a box keeps in place of a code: HMAC-SHA256, 32 bytes."""
    return _hash("slip", code, pepper)


def draft_hash_of(code: str, pepper: bytes) -> bytes:
    """Where the draft of a code lies: unlike its `hash_of`, so that no two rows of a box can be put together."""
    return _hash("draft", code, pepper)


def receipt_hash_of(receipt: str, pepper: bytes, *, of: str) -> bytes:
    """What a slot keeps of a receipt. of: the table of the slot, so that no two slots keep the same."""
    return _hash(f"receipt {of}", receipt, pepper)


def pepper_of(settings: Settings) -> bytes:
    """The secret without which a stolen box cannot be asked whether it knows a code."""
    return jointly_kept_secret(settings.secrets, "slips")


def _hash(use: str, code: str, pepper: bytes) -> bytes:
    return hmac.new(pepper, f"{use} {code}".encode(), hashlib.sha256).digest()


def _in_groups(code: str) -> str:
    return "-".join(code[start : start + GROUPS] for start in range(0, len(code), GROUPS))


def _check_of(drawn: str) -> str:
    """Damm's scheme over GF(32): every wrong character and every swap of neighbours changes it."""
    sum_ = 0
    for character in drawn:
        sum_ = (sum_ ^ ALPHABET.index(character)) << 1
        if sum_ & 32:
            sum_ ^= 0b100101  # x^5 + x^2 + 1
    return ALPHABET[sum_]
