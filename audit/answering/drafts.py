"""Save for later: what somebody said, under a key from their slip and three words that only they have.

A slip alone opens nothing, and neither do the words. Somebody who holds a slip cannot find out whether anything was
saved with it: every slip has a draft row from the start, filled with chance, and a try costs and says the same in
each case. Words are looked at only once the code was accepted, so that nobody without a slip of this round can make
the site work; two at a time do so, and everybody else waits in one of the few threads of the server. That bounds what
a flood can cost. No address is kept, so none is slowed down.
"""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from difflib import get_close_matches

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from audit.answering import operations
from audit.answering.operations import NOT_A_CODE
from audit.answering.page_state import PageState, state_as_bytes, state_from_bytes
from audit.answering.rounds import Answering
from audit.ballot.box import TRIES, SlipNotAccepted
from audit.ballot.lengths import NONCE, SALT
from audit.ballot.slips import draft_hash_of, hash_of, read_code
from audit.keys import FULL_COST, KEY_BYTES, Cost, calm_words
from audit.refusals import Refusal
from audit.wording import gettext as _

HOW_MANY = 3
_at_most_two = threading.BoundedSemaphore(2)


class WordsNotRead(Refusal):
    """What was typed cannot be three words of ours. Nothing was tried, so nothing is counted."""


class WordsNotAccepted(Refusal):
    """Wrong words, no draft, or too many tries: which of the three is known to nobody."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "These words open nothing with this code. After %(tries)s tries, saved answers stay closed."
                " You can leave the words out and begin afresh.",
                tries=TRIES,
            )
        )


def new_words(chance: random.Random) -> str:
    """Three words by chance, in earnest from the system: with a slow hash, years of guessing."""
    return " ".join(chance.choice(calm_words()) for _number in range(HOW_MANY))


def save_for_later(
    here: Answering, state: PageState, *, pepper: bytes, chance: random.Random, cost: Cost = FULL_COST
) -> str:
    """Keep what was said until the closing day, in place of what was kept before; give the words that bring it back.

    RoundNotOpen or SlipNotAccepted, and then nothing has changed.
    """
    words, draft = new_words(chance), draft_hash_of(state.code, pepper)
    # The language would tell who somebody is, to whoever opens it; the code is in the key.
    kept = replace(state, code="", language="", shown="")
    salt, nonce = chance.randbytes(SALT), chance.randbytes(NONCE)
    key = _key_of(state.code, words, salt=salt, cost=cost)
    sealed = AESGCM(key).encrypt(nonce, state_as_bytes(kept, ballot_size=here.box.size), draft)
    here.box.save_draft(slip=hash_of(state.code, pepper), draft=draft, blob=salt + nonce + sealed)
    return words


def come_back(
    here: Answering,
    held: bytes,
    typed: str,
    words: str,
    *,
    pepper: bytes,
    chance: random.Random,
    language: str = "",
    cost: Cost = FULL_COST,
) -> None:
    """Go on where somebody saved, with their code and their words. SlipNotAccepted, RoundNotOpen; WordsNotRead;
    WordsNotAccepted, after the same work and the same write whether there is a draft or not."""
    code = read_code(typed)
    if not here.box.knows(hash_of(code or NOT_A_CODE, pepper)) or code is None:
        raise SlipNotAccepted
    read = read_words(words)
    draft = draft_hash_of(code, pepper)
    blob, may_open = here.box.try_draft(draft)
    state = _opened(blob, draft, key=_key_of(code, read, salt=blob[:SALT], cost=cost))
    if state is None or not may_open:
        raise WordsNotAccepted
    here.box.draft_opened(draft)
    operations.save(here, held, replace(state, code=code, language=language), chance=chance)


def read_words(text: str) -> str:
    """The words as somebody typed them, whatever their capitals, commas and spaces; WordsNotRead."""
    words = text.lower().replace(",", " ").replace("-", " ").replace(".", " ").split()
    for word in words:
        if word not in calm_words():
            raise WordsNotRead(_unknown(word[:30]))
    if len(words) != HOW_MANY:
        raise WordsNotRead(_("It takes %(all)s words; here are %(here)s.", all=HOW_MANY, here=len(words)))
    return " ".join(words)


def _unknown(word: str) -> str:
    for nearest in get_close_matches(word, calm_words(), n=1, cutoff=0.5):
        return _("“%(word)s” is not one of our words. Did you mean “%(nearest)s”?", word=word, nearest=nearest)
    return _("“%(word)s” is not one of our words. Look at what you wrote down.", word=word)


def _key_of(code: str, words: str, *, salt: bytes, cost: Cost) -> bytes:
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    with _at_most_two:
        return kdf.derive(f"{code} {words}".encode())


def _opened(blob: bytes, draft: bytes, *, key: bytes) -> PageState | None:
    nonce, sealed = blob[SALT : SALT + NONCE], blob[SALT + NONCE :]
    try:
        return state_from_bytes(AESGCM(key).decrypt(nonce, sealed, draft))
    except InvalidTag:
        return None
