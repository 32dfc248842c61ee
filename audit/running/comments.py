"""Comments before and after a round: whether they are asked for, who reviews them, and what becomes of each.

The reviewer is never a leader. Comments wait sealed to the reviewer's phrase; nothing here says who wrote what.
What was passed on for safety leaves no line on the trail: leaders read the trail.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random, SystemRandom

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from audit.comments import (
    FEWEST_STAFF,
    LONGEST,
    Comment,
    CommentsTold,
    CommentTerms,
    How,
    Told,
    allowed,
    cleaned,
)
from audit.keys import FULL_COST, Cost, WrongPhrase, new_phrase, new_salt, public_of, remove_layers, words_of, wrap
from audit.refusals import Refusal
from audit.running.phrases import WORDS_ASKED, PhrasesAreSet, WordsDiffer
from audit.running.rights import NotForThisRole, one_of, role_of
from audit.running.trail import note
from audit.store.models import CommentsAsked, CommentShown, CommentWaiting, Role, Round, RoundState
from audit.store.queries import memberships_of, one_account, one_round, rounds_of
from audit.wording import gettext as _

MAY_ASK = (Role.LEADER, Role.CONSULTANT)
MAY_REVIEW = (Role.STAFF_REP, Role.CONSULTANT, Role.REVIEWER)
BEFORE_OPENING = (RoundState.DRAFT, RoundState.COSIGNED)
ID_BYTES = 16
SEALED_TEXT = LONGEST * 4 + 64  # so that no length tells how much somebody wrote


class CommentsAreFixed(Refusal):
    """The round was co-signed, so it asks for comments or it does not."""


class TooFewForComments(Refusal):
    """With so few people a comment would be as good as signed."""


class ReviewerMissing(Refusal):
    """Nobody who may review was chosen, or whoever was chosen may not any more."""


class LeadMissing(Refusal):
    """Nobody is named for a comment that is passed on for safety, or it is not said how to get hold of them."""


class ReviewerKeyMissing(Refusal):
    """The reviewer has no phrase yet, so comments could not be sealed."""


class NothingToReview(Refusal):
    """No comments wait in this round."""


class CommentGone(Refusal):
    """This comment was dealt with already."""


class TooOpen(Refusal):
    """The writer asked for more care than this."""


class WordsMissing(Refusal):
    """There is nothing to show, or it is too long."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One comment that waits, opened for one page. id: of its row, in hex."""

    id: str
    comment: Comment


def find_asked(session: Session, *, round_id: int) -> CommentsAsked | None:
    """What a round says about comments; None where it asks for none."""
    return session.get(CommentsAsked, round_id)


def ask_for_comments(session: Session, *, round_id: int, reviewer_id: int, lead: str, reach: str, by: int) -> None:
    """This draft asks for comments. Another reviewer makes a phrase of their own.

    CommentsAreFixed, ReviewerMissing, LeadMissing, NotForThisRole. The co-signature counts the people.
    """
    row = _draft(session, round_id=round_id, by=by)
    _may_review(session, row, account_id=reviewer_id)
    if not lead.strip() or not reach.strip():
        raise LeadMissing(_("Name somebody for comments passed on for safety, and how to get hold of them."))
    asked = find_asked(session, round_id=round_id) or CommentsAsked(round_id=round_id, confirmed=False, told=Told.ASKED)
    if asked.reviewer_id != reviewer_id:
        asked.salt = asked.public_key = None
        asked.confirmed = False
    asked.reviewer_id, asked.lead, asked.reach = reviewer_id, lead.strip(), reach.strip()
    session.add(asked)
    session.commit()


def carry_over(session: Session, row: Round, *, headcount: int) -> None:
    """Ask in this new draft what the round before it asked, also one that was cancelled, and leave the commit to the
    operation. The reviewer makes a new phrase. Nothing where that one may review no more, or there are too few people:
    then it is chosen anew."""
    before = [r for r in rounds_of(session, organisation_id=row.organisation_id) if r.id < row.id]
    asked = find_asked(session, round_id=before[-1].id) if before else None
    if asked is None or headcount < FEWEST_STAFF or not _still_reviews(session, row, asked):
        return
    session.add(
        CommentsAsked(
            round_id=row.id,
            reviewer_id=asked.reviewer_id,
            lead=asked.lead,
            reach=asked.reach,
            confirmed=False,
            told=Told.ASKED,
        )
    )


def _still_reviews(session: Session, row: Round, asked: CommentsAsked) -> bool:
    here = memberships_of(session, organisation_id=row.organisation_id)
    return any(m.account_id == asked.reviewer_id and m.role in MAY_REVIEW for m in here)


def ask_for_none(session: Session, *, round_id: int, by: int) -> None:
    """This draft asks for no comments. CommentsAreFixed, NotForThisRole."""
    _draft(session, round_id=round_id, by=by)
    session.execute(delete(CommentsAsked).where(CommentsAsked.round_id == round_id))
    session.commit()


def terms_of(session: Session, row: Round, *, headcount: int) -> CommentTerms | None:
    """What the co-signature freezes; None where none are asked. TooFewForComments, ReviewerMissing."""
    asked = find_asked(session, round_id=row.id)
    if asked is None:
        return None
    if headcount < FEWEST_STAFF:
        raise TooFewForComments(
            _(
                "Comments are asked for from %(fewest)s people on: with fewer, readers would know the writer."
                " Choose a round without comments.",
                fewest=FEWEST_STAFF,
            )
        )
    _may_review(session, row, account_id=asked.reviewer_id or 0)
    return CommentTerms(one_account(session, account_id=asked.reviewer_id or 0).name, asked.lead, asked.reach)


def check_reviewer_key(session: Session, *, round_id: int) -> None:
    """Nothing where comments can be sealed or none are asked; ReviewerKeyMissing."""
    asked = find_asked(session, round_id=round_id)
    if asked is not None and not asked.confirmed:
        raise ReviewerKeyMissing(
            _("The reviewer has no phrase yet. They sign in and have it shown. Then the round can open.")
        )


def show_phrase(
    session: Session, *, round_id: int, by: int, chance: Random | None = None, cost: Cost = FULL_COST
) -> str:
    """A new phrase for the reviewer, to be shown once. PhrasesAreSet once the round is open, NotForThisRole."""
    asked = _own(session, round_id=round_id, by=by)
    if one_round(session, round_id=round_id).state not in BEFORE_OPENING:
        raise PhrasesAreSet(_("This round has opened, so the reviewer's phrase stays as it is."))
    phrase = new_phrase(chance=chance)
    asked.salt = new_salt()
    asked.public_key = public_of(phrase, salt=asked.salt, cost=cost)
    asked.confirmed = False
    session.commit()
    return phrase


def confirm_phrase(
    session: Session, *, round_id: int, by: int, phrase: str, words: Mapping[int, str], cost: Cost = FULL_COST
) -> None:
    """The reviewer wrote it down: `words` are those typed, by their place from 1. WordsDiffer, WrongPhrase."""
    asked = _own(session, round_id=round_id, by=by)
    known = words_of(phrase)
    if len(words) < WORDS_ASKED:
        raise WordsDiffer(_("Type the words that are asked for, as you wrote them down."))
    for position, word in words.items():
        if not hmac.compare_digest(known[position - 1].encode(), word.strip().lower().encode()):
            raise WordsDiffer(
                _("Word %(position)s is another one. Look at what you wrote down and type it again.", position=position)
            )
    if public_of(phrase, salt=asked.salt or b"", cost=cost) != asked.public_key:
        raise _wrong_phrase()
    asked.confirmed = True
    session.commit()


def sealed_for(
    asked: CommentsAsked, comments: Sequence[Comment], *, chance: Random | None = None
) -> list[CommentWaiting]:
    """Rows for these comments, each by itself, under random ids in an order of chance, sealed to the reviewer."""
    dice = chance or SystemRandom()
    rows = [
        CommentWaiting(
            id=dice.randbytes(ID_BYTES),
            round_id=asked.round_id,
            sealed=wrap(_as_bytes(one), holders={1: asked.public_key or b""})[1, 1],
        )
        for one in comments
    ]
    return sorted(rows, key=lambda row: row.id)


def put_down(session: Session, row: Round, comments: Sequence[Comment], *, chance: Random | None = None) -> None:
    """At close: leave them for the reviewer, and the commit to the release's own."""
    asked = find_asked(session, round_id=row.id)
    if asked is None:
        return
    waiting = sealed_for(asked, comments, chance=chance)
    session.add_all(waiting)
    asked.told = Told.WAITING if waiting else Told.TOO_FEW


def next_waiting(session: Session, *, round_id: int, by: int, phrase: str, cost: Cost = FULL_COST) -> Waiting | None:
    """The first comment that waits, opened; None where all are dealt with. WrongPhrase, UnknownWord, NotForThisRole."""
    asked = _own(session, round_id=round_id, by=by)
    rows = _waiting_rows(session, round_id=round_id)
    return None if not rows else _opened(asked, rows[0], phrase=phrase, cost=cost)


def one_waiting(
    session: Session, *, round_id: int, by: int, phrase: str, waiting_id: str, cost: Cost = FULL_COST
) -> Waiting:
    """One comment that waits, opened; CommentGone."""
    asked = _own(session, round_id=round_id, by=by)
    return _opened(asked, _waiting_row(session, round_id=round_id, waiting_id=waiting_id), phrase=phrase, cost=cost)


def let_pass(
    session: Session,
    *,
    round_id: int,
    by: int,
    phrase: str,
    waiting_id: str,
    how: How,
    text: str,
    cost: Cost = FULL_COST,
    chance: Random | None = None,
) -> None:
    """Show it like this, once the batch is handed over; what was sealed is gone. TooOpen, WordsMissing, CommentGone."""
    waiting = one_waiting(session, round_id=round_id, by=by, phrase=phrase, waiting_id=waiting_id, cost=cost)
    shown = _passable(waiting.comment, how=how, text=text)
    dice = chance or SystemRandom()
    session.add(
        CommentShown(
            id=dice.randbytes(ID_BYTES), round_id=round_id, question=waiting.comment.question, how=how, text=shown
        )
    )
    _remove(session, round_id=round_id, waiting_id=waiting_id)
    session.commit()


def withhold(session: Session, *, round_id: int, by: int, waiting_id: str) -> None:
    """Destroy it unshown. CommentGone, NotForThisRole."""
    _own(session, round_id=round_id, by=by)
    _waiting_row(session, round_id=round_id, waiting_id=waiting_id)
    _remove(session, round_id=round_id, waiting_id=waiting_id)
    session.commit()


def passed_on(session: Session, *, round_id: int, by: int, waiting_id: str) -> None:
    """Its words are on the sheet for the safeguarding lead, so here they are destroyed. Nothing tells that there were
    any: no row, no line on the trail. CommentGone, NotForThisRole."""
    withhold(session, round_id=round_id, by=by, waiting_id=waiting_id)


def mark_handed_over(session: Session, *, round_id: int, by: int, today: date) -> None:
    """Everybody may read what was let pass; what still waits is destroyed. The door commits. NothingToReview."""
    asked = _own(session, round_id=round_id, by=by)
    if asked.told is not Told.WAITING:
        raise NothingToReview(_("No comments wait to be handed over in this round."))
    session.execute(delete(CommentWaiting).where(CommentWaiting.round_id == round_id))
    asked.told = Told.HANDED_OVER
    row = one_round(session, round_id=round_id)
    who = one_account(session, account_id=by).name
    what = _("Handed over the comments of round %(number)s", number=row.number)
    note(session, organisation_id=row.organisation_id, who=who, what=what, on=today)


def told_of(session: Session, *, round_id: int) -> CommentsTold | None:
    """What everybody may read of the comments of a round; None where none were asked."""
    asked = find_asked(session, round_id=round_id)
    if asked is None:
        return None
    if asked.told is not Told.HANDED_OVER:
        return CommentsTold(asked.told)
    rows = session.scalars(
        select(CommentShown).where(CommentShown.round_id == round_id).order_by(CommentShown.question, CommentShown.id)
    )
    return CommentsTold(asked.told, tuple(Comment(r.question, r.text, r.how) for r in rows))


def is_anything_waiting(session: Session, *, round_id: int) -> bool:
    """Whether the reviewer still has something to read."""
    return bool(_waiting_rows(session, round_id=round_id))


def is_reviewer(session: Session, *, round_id: int, by: int) -> bool:
    """Whether this account, in a role that may, reviews the comments of this round."""
    try:
        _own(session, round_id=round_id, by=by)
    except Refusal:
        return False
    return True


def _own(session: Session, *, round_id: int, by: int) -> CommentsAsked:
    row, asked = one_round(session, round_id=round_id), find_asked(session, round_id=round_id)
    role = role_of(session, by=by, organisation_id=row.organisation_id)
    if asked is None or asked.reviewer_id != by or role not in MAY_REVIEW:
        raise NotForThisRole(_("Only the reviewer named for this round reads its comments. That is never a leader."))
    return asked


def _draft(session: Session, *, round_id: int, by: int) -> Round:
    row = one_round(session, round_id=round_id)
    one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_ASK)
    if row.state is not RoundState.DRAFT:
        raise CommentsAreFixed(_("This round was co-signed, so this stays as it is. Cancel it to prepare another one."))
    return row


def _may_review(session: Session, row: Round, *, account_id: int) -> None:
    try:
        one_of(session, by=account_id, organisation_id=row.organisation_id, roles=MAY_REVIEW)
    except Refusal:
        raise ReviewerMissing(
            _("Choose who reads the comments first: the staff representative, a consultant or a reviewer.")
        ) from None


def _passable(comment: Comment, *, how: How, text: str) -> str:
    if how not in allowed(comment.how):
        raise TooOpen(_("The writer asked for more care. Choose a more careful way to show it."))
    shown = cleaned(text)
    if not shown or len(shown) > LONGEST:
        raise WordsMissing(_("Type what is to be shown, up to %(longest)s letters.", longest=LONGEST))
    if how is not How.WORD and shown.casefold() == comment.text.casefold():
        raise TooOpen(_("These are the writer's own words. Put them into other words, or name only what it is about."))
    return shown


def _waiting_rows(session: Session, *, round_id: int) -> Sequence[CommentWaiting]:
    """In the order of their random ids."""
    return session.scalars(
        select(CommentWaiting).where(CommentWaiting.round_id == round_id).order_by(CommentWaiting.id)
    ).all()


def _waiting_row(session: Session, *, round_id: int, waiting_id: str) -> CommentWaiting:
    found = [row for row in _waiting_rows(session, round_id=round_id) if row.id.hex() == waiting_id]
    if not found:
        raise CommentGone(_("This comment was dealt with already. Go on with the next one."))
    return found[0]


def _remove(session: Session, *, round_id: int, waiting_id: str) -> None:
    session.delete(_waiting_row(session, round_id=round_id, waiting_id=waiting_id))


def _as_bytes(comment: Comment) -> bytes:
    value = [comment.question, comment.text, comment.how.value]
    return json.dumps(value, ensure_ascii=False).encode().ljust(SEALED_TEXT)


def _opened(asked: CommentsAsked, row: CommentWaiting, *, phrase: str, cost: Cost) -> Waiting:
    try:
        (opened,) = remove_layers((row.sealed,), phrase=phrase, salt=asked.salt or b"", cost=cost)
    except WrongPhrase:
        raise _wrong_phrase() from None
    question, text, how = json.loads(opened)
    return Waiting(row.id.hex(), Comment(question, text, How(how)))


def _wrong_phrase() -> WrongPhrase:
    return WrongPhrase(_("This is not the reviewer's phrase. Look at what you wrote down and type it again."))
