"""What a person can do while a round is open. `held` is what their cookie holds, `chance` a random.SystemRandom."""

from __future__ import annotations

import random

from audit.answering import receipts
from audit.answering.page_state import PageState, length_of, open_state, row_of, seal_state
from audit.answering.rounds import Answering
from audit.ballot.box import SlipNotAccepted
from audit.ballot.sealing import seal, seal_comment
from audit.ballot.slips import draft_hash_of, hash_of, read_code
from audit.comments import said_as_text

NOT_A_CODE = "0" * 12  # looked up in place of what cannot be a code, so that it takes as long
STRANGERS = 20  # pages kept for each slip, of people who have shown no slip yet: enough for everybody, no flood


def find_state(here: Answering, held: bytes) -> PageState | None:
    """Where this person is and what they said; None before they chose anything, and after they have finished."""
    sealed = here.pages.find(row_of(held))
    return None if sealed is None else open_state(sealed, held)


def choose_language(here: Answering, held: bytes, language: str, *, step: str, chance: random.Random) -> bool:
    """Remember in which language somebody reads who has shown no slip yet, and say whether it is remembered: not once
    very many have asked for it. They may still choose one after their code."""
    known = here.pages.find(row_of(held)) is not None
    if not known and here.pages.count() >= STRANGERS * here.manifest.slots:
        return False
    save(here, held, PageState(step, "", language=language), chance=chance)
    return True


def enter(
    here: Answering,
    held: bytes,
    typed: str,
    *,
    first_step: str,
    pepper: bytes,
    chance: random.Random,
    language: str = "",
) -> None:
    """Begin with the code of a slip; SlipNotAccepted for every other text, after the same work for all of them."""
    code = read_code(typed)
    if not here.box.knows(hash_of(code or NOT_A_CODE, pepper)) or code is None:
        raise SlipNotAccepted
    save(here, held, PageState(first_step, code, language=language), chance=chance)


def save(here: Answering, held: bytes, state: PageState, *, chance: random.Random) -> None:
    """Remember this in place of what was remembered."""
    here.pages.put(row_of(held), seal_state(state, held, ballot_size=here.box.size, chance=chance))


def send(
    here: Answering, held: bytes, state: PageState, *, last_step: str, pepper: bytes, chance: random.Random
) -> None:
    """Put the ballot into the box and forget it; SlipNotAccepted or RoundNotOpen, and then nothing is forgotten.

    The language stays with the page, for the last one to speak it; the box is not told. So does the receipt of whoever
    asked for one: until they finish, their last page is the only place where it stands.
    """
    key = here.manifest.round_key
    receipt = receipts.new_receipt(chance) if state.receipt else ""
    here.box.send(
        slip=hash_of(state.code, pepper),
        draft=draft_hash_of(state.code, pepper),
        sealed=seal(state.ballot, round_key=key, size=here.box.size),
        comment=seal_comment(said_as_text(state.comments), round_key=key),
        chance=chance,
        receipt=receipts.hashes_of(receipt, pepper) if receipt else None,
    )
    save(here, held, PageState(last_step, "", language=state.language, shown=receipt), chance=chance)


def stop(
    here: Answering, held: bytes, state: PageState, *, last_step: str, pepper: bytes, chance: random.Random
) -> None:
    """Forget what was said, also what was saved for later with this slip, and the code; the slip stays good.
    RoundNotOpen, and then nothing is forgotten."""
    here.box.blot_out_draft(draft_hash_of(state.code, pepper), chance=chance)
    save(here, held, PageState(last_step, "", language=state.language), chance=chance)


def forget(here: Answering, held: bytes, *, chance: random.Random) -> None:
    """Let chance stand where this person's state stood, if there was one."""
    if here.pages.find(row_of(held)) is not None:
        here.pages.put(row_of(held), chance.randbytes(length_of(here.box.size)))
