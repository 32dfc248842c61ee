"""A stack of paper forms that one person keys in and sends together, in an order of chance.

Each form that is kept is a page state like everybody's, under a cookie of its own that is derived from the keyer's:
nothing in any file tells it from the page of somebody who answers on a screen, and only the keyer's browser opens it.
Comment sheets are kept apart from them (`sheets`), and meet them nowhere but in one transaction, dealt by chance.
`held` is what that cookie holds, `chance` a random.SystemRandom, `following` the number of the form that comes next.
"""

from __future__ import annotations

import hashlib
import hmac
import random
from collections.abc import Mapping, Sequence

from audit.answering import operations, sheets
from audit.answering.operations import NOT_A_CODE
from audit.answering.page_state import PageState
from audit.answering.rounds import Answering
from audit.ballot.box import OneBallot, SlipNotAccepted, SlipsNotAccepted
from audit.ballot.sealing import seal, seal_comment
from audit.ballot.slips import draft_hash_of, hash_of, read_code
from audit.comments import Said, said_as_text
from audit.refusals import Refusal
from audit.wording import gettext as _

LARGEST = sheets.MOST
"""Forms in one batch."""


class SlipTwiceInBatch(Refusal):
    """Two forms with one slip are two answers of one person, or a slip of the finger."""

    def __init__(self, number: int) -> None:
        super().__init__(_("Form %(number)s of this batch has this code: look at both slips.", number=number))


def held_for(held: bytes, number: int) -> bytes:
    """The cookie that a kept form has in place of the keyer's; neither can be told from the other."""
    return hmac.new(held, f"paper form {number}".encode(), hashlib.sha256).digest()


def check(here: Answering, held: bytes, typed: str, *, following: int, pepper: bytes) -> str:
    """The code that was typed, if its slip is good and no kept form has it; SlipNotAccepted or SlipTwiceInBatch."""
    code = read_code(typed)
    if not here.box.knows(hash_of(code or NOT_A_CODE, pepper)) or code is None:
        raise SlipNotAccepted
    for number, state in kept(here, held, following=following).items():
        if state.code == code:
            raise SlipTwiceInBatch(number)
    return code


def keep(here: Answering, held: bytes, number: int, form: PageState, *, then: PageState, chance: random.Random) -> None:
    """Keep one form and go on to the page `then`. Cut short in between, the form is kept and is still on the page it
    came from: keeping it again changes nothing."""
    operations.save(here, held_for(held, number), form, chance=chance)
    operations.save(here, held, then, chance=chance)


def kept(here: Answering, held: bytes, *, following: int) -> Mapping[int, PageState]:
    """The forms of this batch by their numbers; those that were taken out are not among them."""
    found = {number: operations.find_state(here, held_for(held, number)) for number in range(1, following)}
    return {number: state for number, state in found.items() if state is not None}


def take_out(here: Answering, held: bytes, number: int, *, chance: random.Random) -> None:
    """Let chance stand where this form stood. Its slip stays good."""
    operations.forget(here, held_for(held, number), chance=chance)


def send(
    here: Answering,
    forms: Mapping[int, PageState],
    *,
    again: bool,
    pepper: bytes,
    chance: random.Random,
    words: Sequence[Said] = (),
) -> None:
    """Put these forms into the box, all or none; RoundNotOpen, or SlipsNotAccepted with the numbers of the forms.

    words: of the comment sheets, no more than forms. Which comment slot they fill is up to chance.
    again: sending was cut short before. If no slip of the batch is good any more, that send went through.
    """
    numbers, hands = list(forms), sheets.dealt(words, len(forms), chance=chance)
    pairs = zip(forms.values(), hands, strict=True)
    try:
        here.box.send_many([_sealed(here, form, hand, pepper=pepper) for form, hand in pairs], chance=chance)
    except SlipsNotAccepted as no:
        if not (again and len(no.places) == len(numbers)):
            raise SlipsNotAccepted(tuple(numbers[place] for place in no.places)) from no


def forget(here: Answering, held: bytes, *, following: int, chance: random.Random) -> None:
    """Let chance stand where every form and every sheet of the batch stood, also one whose keeping was cut short. The
    sheets go first: cut short in between, what was sent already is not there to go with another batch."""
    sheets.forget(here, held, chance=chance)
    for number in chance.sample(range(1, following + 1), following):
        take_out(here, held, number, chance=chance)


def _sealed(here: Answering, form: PageState, words: Said, *, pepper: bytes) -> OneBallot:
    key = here.manifest.round_key
    return OneBallot(
        slip=hash_of(form.code, pepper),
        draft=draft_hash_of(form.code, pepper),
        sealed=seal(form.ballot, round_key=key, size=here.box.size),
        comment=seal_comment(said_as_text(words), round_key=key),
    )
