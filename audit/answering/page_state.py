"""What the site remembers of somebody who is answering: sealed under a key that only their cookie holds."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from audit.ballot.lengths import NONCE, page_length, state_size
from audit.ballot.sealing import ballot_as_json, ballot_from_json
from audit.comments import Comment, said_as_json, said_from_json
from audit.method.answers import Ballot
from audit.method.groups import ROOT

NOTHING_SAID = Ballot(ROOT, ROOT, {})
NO_BLOCK = -1


@dataclass(frozen=True, slots=True)
class PageState:
    """step: where the person is, in the staff plane's words; code: as the slip prints it, "" once nobody needs it;
    ballot: what they said so far; language: the one they read in, "" where they chose none. It is kept here, under the
    key of their cookie, and nowhere else: a ballot has no place for it. shown: what the page they are on gives them
    once, three words or a receipt; receipt: whether they ticked that they want one; comments: by question.

    blocks: for each choice design of the round the place of the block that they are shown, NO_BLOCK for none; () before
    they came so far. begun: choice sets that do not count, because one of the two is not chosen yet or both are the
    same: (place of the design, place of the set) -> the places in the set of the most and the least, NOT_CHOSEN for
    none. They are kept so that nothing is lost, and are no part of the ballot."""

    step: str
    code: str
    ballot: Ballot = NOTHING_SAID
    language: str = ""
    shown: str = ""
    receipt: bool = False
    comments: Mapping[str, Comment] = field(default_factory=dict)
    blocks: tuple[int, ...] = ()
    begun: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


def row_of(held: bytes) -> bytes:
    """Where the state of this cookie lies. The cookie cannot be told from it."""
    return hmac.new(held, b"where the page lies", hashlib.sha256).digest()


def length_of(ballot_size: int) -> int:
    """Bytes of a sealed state in a box whose ballots have this size."""
    return page_length(ballot_size)


def seal_state(state: PageState, held: bytes, *, ballot_size: int, chance: random.Random) -> bytes:
    """The state sealed for this cookie: always `length_of(ballot_size)` bytes."""
    nonce = chance.randbytes(NONCE)
    return nonce + AESGCM(_key_of(held)).encrypt(nonce, state_as_bytes(state, ballot_size=ballot_size), None)


def open_state(sealed: bytes, held: bytes) -> PageState | None:
    """The state that was sealed for this cookie; None where it was sealed for another, or blotted out."""
    try:
        return state_from_bytes(AESGCM(_key_of(held)).decrypt(sealed[:NONCE], sealed[NONCE:], None))
    except InvalidTag:
        return None


def state_as_bytes(state: PageState, *, ballot_size: int) -> bytes:
    """The state before it is sealed, padded to the one length of all; ValueError where it does not fit."""
    value = {
        "step": state.step,
        "code": state.code,
        "language": state.language,
        "ballot": ballot_as_json(state.ballot),
        "shown": state.shown,
        "receipt": state.receipt,
        "comments": said_as_json(state.comments),
        "blocks": state.blocks,
        "begun": [[*at, *chosen] for at, chosen in state.begun.items()],
    }
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    size = state_size(ballot_size)
    if len(written) > size:
        raise ValueError("this state is longer than any that a person could reach")
    return written.ljust(size)


def state_from_bytes(padded: bytes) -> PageState:
    """The exact inverse of `state_as_bytes`."""
    value = json.loads(padded)
    return PageState(
        value["step"],
        value["code"],
        ballot_from_json(value["ballot"]),
        value["language"],
        value["shown"],
        value["receipt"],
        said_from_json(value["comments"]),
        tuple(value.get("blocks", ())),
        {(design, at): (most, least) for design, at, most, least in value.get("begun", ())},
    )


def _key_of(held: bytes) -> bytes:
    return hmac.new(held, b"what opens the page", hashlib.sha256).digest()
