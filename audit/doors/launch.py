"""The launch door: slips and the sealed box that knows them, then the opening.

A leader never prints slips that are drawn from a hat.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from audit.ballot.box import open_for_answers
from audit.ballot.making import create_box
from audit.ballot.manifest import Manifest
from audit.ballot.sealing import size_for
from audit.ballot.slips import new_codes, pepper_of
from audit.doors.places import box_of
from audit.keys import new_round_key, wrap
from audit.library import Library
from audit.method.questionnaire import Questionnaire
from audit.promise import Keys
from audit.refusals import Refusal
from audit.running.comments import check_reviewer_key
from audit.running.days import in_words
from audit.running.rights import one_of
from audit.running.rounds import asked_hash
from audit.running.trail import note
from audit.settings import Settings
from audit.store.frozen import Frozen, frozen_of
from audit.store.models import Role, Round, RoundState
from audit.store.queries import closed_rounds_of, find_release, holders_of, one_round
from audit.wording import gettext as _

BETWEEN_OPENINGS = timedelta(days=90)
NEVER_A_LEADER = (Role.STAFF_REP, Role.CONSULTANT, Role.REVIEWER)
ANYBODY = (*NEVER_A_LEADER, Role.LEADER)


class NotCosigned(Refusal):
    """The round is not, or not any more, between co-signature and opening."""


class PhrasesMissing(Refusal):
    """A key holder has no phrase yet, or has not given two words of it back."""


class SlipsMissing(Refusal):
    """No slips that work are printed, so there is no box to open."""


class TooSoonAfterTheLast(Refusal):
    """Less than 90 days since the last round opened."""


class ClosingDayPassed(Refusal):
    """The closing date is over before the round has opened."""


class QuestionnaireChanged(Refusal):
    """The questionnaire is not the one that was co-signed."""


def print_slips(
    session: Session, *, round_id: int, settings: Settings, library: Library, chance: Random, today: date, by: int
) -> tuple[str, ...]:
    """Codes for slips, as many as people, in an order that means nothing; kept nowhere but here and on paper.

    May be done again until the round opens: the box is made anew, and slips printed before open nothing.
    NotCosigned, PhrasesMissing, NotForThisRole, QuestionnaireChanged.
    """
    row = _between(session, round_id=round_id)
    printer = one_of(session, by=by, organisation_id=row.organisation_id, roles=may_print(row))
    frozen = frozen_of(row.frozen or {})
    codes = new_codes(frozen.headcount, chance)
    make_box(session, row, frozen=frozen, codes=codes, settings=settings, library=library, chance=chance, today=today)
    row.slips = len(codes)
    what = _("Printed the slips of round %(number)s", number=row.number)
    note(session, organisation_id=row.organisation_id, who=printer.name, what=what, on=today)
    session.commit()
    return codes


def make_box(
    session: Session,
    row: Round,
    *,
    frozen: Frozen,
    codes: tuple[str, ...],
    settings: Settings,
    library: Library,
    chance: Random,
    today: date,
) -> None:
    """A fresh round key, wrapped for the holders, and the box with a slot for each code. The private half is let go."""
    questionnaire = asked_in(frozen, library=library)
    private, public = new_round_key()
    create_box(
        box_of(settings, round_id=row.id),
        _manifest(row, frozen=frozen, round_key=public, slots=len(codes), today=today),
        codes=codes,
        pepper=pepper_of(settings),
        wraps=wrap(private, holders=_public_keys(session, round_id=row.id)),
        size=size_for(questionnaire, frozen.places, frozen.roles),
        chance=chance,
    )


def open_round(session: Session, *, round_id: int, settings: Settings, today: date, by: int) -> None:
    """From now on staff can answer. Says no before anything changes; done again after a crash, it finishes.

    NotCosigned, PhrasesMissing, ReviewerKeyMissing, SlipsMissing, ClosingDayPassed, TooSoonAfterTheLast.
    """
    row = _between(session, round_id=round_id)
    opener = one_of(session, by=by, organisation_id=row.organisation_id, roles=ANYBODY)
    _public_keys(session, round_id=round_id)
    check_reviewer_key(session, round_id=round_id)
    path = box_of(settings, round_id=round_id)
    if not row.slips or not path.exists():
        raise SlipsMissing(_("No slips are printed that work. Print them, hand them out, then open the round."))
    if row.closes_on < today:
        raise ClosingDayPassed(_("The closing date has passed. Cancel this round and prepare one with a later date."))
    _check_distance(session, row, today=today)
    open_for_answers(path)
    row.state = RoundState.OPEN
    row.opened_on = today
    what = _("Opened round %(number)s", number=row.number)
    note(session, organisation_id=row.organisation_id, who=opener.name, what=what, on=today)
    session.commit()


def earliest_opening(session: Session, *, organisation_id: int) -> date | None:
    """The first day on which the next round may open; None where any day will do.

    Rounds whose release tells nothing (fewer than k answered) count for nothing: nothing can be compared with them.
    """
    opened = [
        row.opened_on
        for row in closed_rounds_of(session, organisation_id=organisation_id)
        if row.opened_on and _tells_something(session, row)
    ]
    return max(opened) + BETWEEN_OPENINGS if opened else None


def asked_in(frozen: Frozen, *, library: Library) -> Questionnaire:
    """The questionnaire as this round asks it; QuestionnaireChanged where the file is not the one co-signed."""
    try:
        whole = library.questionnaire(frozen.questionnaire, edition=frozen.edition, language=frozen.language)
    except KeyError:
        raise _changed() from None
    asked = whole.as_asked_in(frozen.number)
    if asked_hash(asked) != frozen.asked:
        raise _changed()
    return asked


def _changed() -> QuestionnaireChanged:
    return QuestionnaireChanged(
        _("The questionnaire file has changed since the co-signature. Put the earlier file back, or cancel this round.")
    )


def _between(session: Session, *, round_id: int) -> Round:
    row = one_round(session, round_id=round_id)
    if row.state is RoundState.DRAFT:
        raise NotCosigned(_("This round is still a draft. The staff representative co-signs it first."))
    if row.state is not RoundState.COSIGNED:
        raise NotCosigned(_("This round has opened, or it is over. Its slips stay as they are."))
    return row


def may_print(row: Round) -> tuple[Role, ...]:
    """Who gets codes to see: never a leader, on slips or in a file, unless there is nobody but the leader."""
    return NEVER_A_LEADER if row.keys is Keys.TWO_OF_THREE else ANYBODY


def _public_keys(session: Session, *, round_id: int) -> dict[int, bytes]:
    holders = holders_of(session, round_id=round_id)
    waiting = [h.label for h in holders if not h.confirmed]
    if waiting:
        raise PhrasesMissing(
            _("Not everybody has their phrase yet: %(who)s. Show it to them, then go on.", who=", ".join(waiting))
        )
    return {h.seat: h.public_key or b"" for h in holders}


def _manifest(row: Round, *, frozen: Frozen, round_key: bytes, slots: int, today: date) -> Manifest:
    return Manifest(
        round_id=str(row.id),
        public_id=frozen.public_id,
        organisation=frozen.organisation,
        number=frozen.number,
        questionnaire=frozen.questionnaire,
        edition=frozen.edition,
        places=frozen.places,
        roles=frozen.roles,
        opens_on=today,
        closes_on=frozen.closes_on,
        circumstances=frozen.circumstances,
        asked_by=frozen.asked_by,
        contacts=frozen.contacts,
        leave_to=frozen.leave_to,
        round_key=round_key,
        slots=slots,
        fingerprint=row.fingerprint,
        comments=frozen.comments,
    )


def _check_distance(session: Session, row: Round, *, today: date) -> None:
    earliest = earliest_opening(session, organisation_id=row.organisation_id)
    if earliest and today < earliest:
        raise TooSoonAfterTheLast(
            _(
                "Two rounds this close together could give people away. This one can open from %(day)s on.",
                day=in_words(earliest),
            )
        )


def _tells_something(session: Session, row: Round) -> bool:
    release = find_release(session, round_id=row.id)
    return release is not None and json.loads(release.text)["people"] is not None
