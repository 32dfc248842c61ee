"""Phrases of the key holders: shown once, two words given back, tried again later. The store keeps public halves only.

Nobody makes a phrase for somebody else's seat. Between showing and confirming, the page holds the phrase, sealed.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from random import Random

from sqlalchemy.orm import Session

from audit.keys import FULL_COST, Cost, WrongPhrase, new_phrase, new_salt, public_of, words_of
from audit.promise import Keys
from audit.refusals import Refusal
from audit.running.rights import NotForThisRole, role_of
from audit.store.models import Holder, Newcomer, Role, Round, RoundState
from audit.store.queries import one_holder, one_round
from audit.wording import gettext as _

WHO_SITS = {
    1: (Role.LEADER,),
    2: (Role.STAFF_REP,),
    3: (Role.CONSULTANT, Role.REVIEWER, Role.STAFF_REP),  # who has no sign-in sits beside the staff representative
}
WORDS_ASKED = 2


class WordsDiffer(Refusal):
    """The words given back are not those of the phrase."""


class PhrasesAreSet(Refusal):
    """The round is open (or over), so phrases stay as they are."""


class NoPhraseYet(Refusal):
    """This seat has no phrase yet."""


def show_phrase(
    session: Session,
    *,
    round_id: int,
    seat: int,
    by: int,
    chance: Random | None = None,
    cost: Cost = FULL_COST,
) -> str:
    """A new phrase for this seat, to be shown once. Slips printed before are worth nothing: they are printed anew.

    Seat 1 for the leader, 2 for the staff representative, 3 never for a leader; with one key, for whoever co-signed or
    leads. PhrasesAreSet once the round is open, NotForThisRole.
    """
    row = one_round(session, round_id=round_id)
    if row.state not in (RoundState.DRAFT, RoundState.COSIGNED):
        raise PhrasesAreSet(
            _("This round has opened, so its phrases stay as they are. Try yours on the page of the round.")
        )
    _check_seat(session, row, seat=seat, by=by)
    holder = one_holder(session, round_id=round_id, seat=seat)
    phrase = new_phrase(chance=chance)
    holder.salt = new_salt()
    holder.public_key = public_of(phrase, salt=holder.salt, cost=cost)
    holder.confirmed = False
    row.slips = 0
    session.commit()
    return phrase


def confirm_phrase(
    session: Session,
    *,
    round_id: int,
    seat: int,
    phrase: str,
    words: Mapping[int, str],
    cost: Cost = FULL_COST,
) -> None:
    """The holder wrote it down: `words` are those typed, by their place in the phrase from 1.

    WordsDiffer where one is another word, WrongPhrase where the phrase is not this seat's (a newer one was shown).
    """
    holder = _with_phrase(session, round_id=round_id, seat=seat)
    check_words(phrase, words=words)
    check_phrase(holder, phrase=phrase, cost=cost)
    holder.confirmed = True
    session.commit()


def check_words(phrase: str, *, words: Mapping[int, str]) -> None:
    """Nothing where all of these words, and enough of them, stand at their places of the phrase; WordsDiffer."""
    known = words_of(phrase)
    for position, word in words.items():
        if not hmac.compare_digest(known[position - 1].encode(), word.strip().lower().encode()):
            raise WordsDiffer(
                _("Word %(position)s is another one. Look at what you wrote down and type it again.", position=position)
            )
    if len(words) < WORDS_ASKED:
        raise WordsDiffer(_("Type the words that are asked for, as you wrote them down."))


def try_phrase(session: Session, *, round_id: int, seat: int, phrase: str, cost: Cost = FULL_COST) -> None:
    """Nothing where this is the phrase of the seat; UnknownWord, WrongWordCount, WrongPhrase. Changes nothing."""
    check_phrase(_with_phrase(session, round_id=round_id, seat=seat), phrase=phrase, cost=cost)


def _check_seat(session: Session, row: Round, *, seat: int, by: int) -> None:
    role = role_of(session, by=by, organisation_id=row.organisation_id)
    allowed = (Role.LEADER, Role.STAFF_REP) if row.keys is Keys.ONE else WHO_SITS[seat]
    if role not in allowed:
        raise NotForThisRole(
            _("This phrase is for somebody else. Whoever holds this key signs in and has it shown themselves.")
        )


def _with_phrase(session: Session, *, round_id: int, seat: int) -> Holder:
    holder = one_holder(session, round_id=round_id, seat=seat)
    if holder.public_key is None:
        raise NoPhraseYet(_("There is no phrase for this key yet. Have one shown first."))
    return holder


def check_phrase(holder: Holder | Newcomer, *, phrase: str, cost: Cost) -> None:
    """Nothing where this is the phrase of the seat; UnknownWord, WrongWordCount, WrongPhrase."""
    public = public_of(phrase, salt=holder.salt or b"", cost=cost)
    if not hmac.compare_digest(public, holder.public_key or b""):
        raise WrongPhrase(
            _("This is not the phrase of this key holder. Look at what you wrote down, or choose another key holder.")
        )
