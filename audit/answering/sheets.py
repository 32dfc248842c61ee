"""The comment sheets of a stack of paper forms: keyed in apart from the forms, and dealt to them by chance.

A sheet has no code. Each one that is kept is a page state like everybody's, under a cookie of its own, with nothing in
it but the words; so nothing, here or in the box, says which form a sheet was torn off. `held` and `chance` are as in
`batch`.
"""

from __future__ import annotations

import hashlib
import hmac
import random
from collections.abc import Mapping, Sequence

from audit.answering import operations
from audit.answering.page_state import PageState
from audit.answering.rounds import Answering
from audit.comments import Said
from audit.refusals import Refusal
from audit.wording import gettext as _
from audit.wording import ngettext

MOST = 60
"""Sheets in one batch, and forms: about as many as somebody keys in at one sitting."""
NO_WORDS: Said = {}


class MoreSheetsThanForms(Refusal):
    """A batch has room for one sheet a form: another one would be the comment of somebody who has no slip."""

    def __init__(self, sheets: int, forms: int) -> None:
        super().__init__(
            _(
                "%(sheets)s, but %(forms)s. Key in the forms that are missing, or take sheets out.",
                sheets=ngettext("%(num)s comment sheet is kept", "%(num)s comment sheets are kept", sheets),
                forms=ngettext("only %(num)s form", "only %(num)s forms", forms),
            )
        )


def held_for(held: bytes, number: int) -> bytes:
    """The cookie that a kept sheet has in place of the keyer's. It cannot be told from the keyer's or from a form's."""
    return hmac.new(held, f"comment sheet {number}".encode(), hashlib.sha256).digest()


def kept(here: Answering, held: bytes) -> Mapping[int, Said]:
    """What stands on the sheets of this batch, by their numbers; those that were taken out are not among them."""
    if here.manifest.comments is None:
        return {}
    found = {number: operations.find_state(here, held_for(held, number)) for number in range(1, MOST + 1)}
    return {number: state.comments for number, state in found.items() if state is not None}


def next_number(here: Answering, held: bytes) -> int:
    """The number of the sheet that comes next; 0 where the batch has as many as it can."""
    taken = kept(here, held)
    return next((number for number in range(1, MOST + 1) if number not in taken), 0)


def keep(here: Answering, held: bytes, number: int, said: Said, *, chance: random.Random) -> None:
    """Keep one sheet: its words alone, without a code, an answer or a language beside them."""
    operations.save(here, held_for(held, number), PageState("", "", comments=said), chance=chance)


def take_out(here: Answering, held: bytes, number: int, *, chance: random.Random) -> None:
    """Let chance stand where this sheet stood."""
    operations.forget(here, held_for(held, number), chance=chance)


def forget(here: Answering, held: bytes, *, chance: random.Random) -> None:
    """Let chance stand where every sheet of the batch stood."""
    for number in chance.sample(range(1, MOST + 1), MOST):
        take_out(here, held, number, chance=chance)


def refuse_too_many(sheets: int, forms: int) -> None:
    """MoreSheetsThanForms where there are."""
    if sheets > forms:
        raise MoreSheetsThanForms(sheets, forms)


def dealt(sheets: Sequence[Said], forms: int, *, chance: random.Random) -> tuple[Said, ...]:
    """One entry for each form, in whatever order the sheets were keyed in: a sheet, or no words. Every way of dealing
    them is as likely as every other, so a form's own sheet is no likelier to lie beside it than any. As many forms as
    sheets at least."""
    hands = [*sheets, *(NO_WORDS for _none in range(forms - len(sheets)))]
    return tuple(chance.sample(hands, len(hands)))
