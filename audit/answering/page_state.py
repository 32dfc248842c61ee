"""What the site remembers of somebody who is answering: sealed under a key that only their cookie holds."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from audit.ballot.sealing import ballot_as_json, ballot_from_json
from audit.method.answers import Ballot
from audit.method.groups import ROOT

NOTHING_SAID = Ballot(ROOT, ROOT, {})
_NONCE = 12
_BESIDE_THE_BALLOT = 256  # bytes for the code, the step, the language and what JSON puts around them


@dataclass(frozen=True, slots=True)
class PageState:
    """step: where the person is, in the staff plane's words; code: as the slip prints it, "" once nobody needs it;
    ballot: what they said so far; language: the one they read in, "" where they chose none. It is kept here, under the
    key of their cookie, and nowhere else: a ballot has no place for it."""

    step: str
    code: str
    ballot: Ballot = NOTHING_SAID
    language: str = ""


def row_of(held: bytes) -> bytes:
    """Where the state of this cookie lies. The cookie cannot be told from it."""
    return hmac.new(held, b"where the page lies", hashlib.sha256).digest()


def length_of(ballot_size: int) -> int:
    """Bytes of a sealed state in a box whose ballots have this size."""
    return _NONCE + ballot_size + _BESIDE_THE_BALLOT + 16


def seal_state(state: PageState, held: bytes, *, ballot_size: int, chance: random.Random) -> bytes:
    """The state sealed for this cookie: always `length_of(ballot_size)` bytes."""
    value = {
        "step": state.step,
        "code": state.code,
        "language": state.language,
        "ballot": ballot_as_json(state.ballot),
    }
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    padded = written.ljust(ballot_size + _BESIDE_THE_BALLOT)
    if len(padded) > ballot_size + _BESIDE_THE_BALLOT:
        raise ValueError("this state is longer than any that a person could reach")
    nonce = chance.randbytes(_NONCE)
    return nonce + AESGCM(_key_of(held)).encrypt(nonce, padded, None)


def open_state(sealed: bytes, held: bytes) -> PageState | None:
    """The state that was sealed for this cookie; None where it was sealed for another, or blotted out."""
    try:
        padded = AESGCM(_key_of(held)).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except InvalidTag:
        return None
    value = json.loads(padded)
    return PageState(value["step"], value["code"], ballot_from_json(value["ballot"]), value["language"])


def _key_of(held: bytes) -> bytes:
    return hmac.new(held, b"what opens the page", hashlib.sha256).digest()
