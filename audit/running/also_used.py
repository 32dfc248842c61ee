"""What else was used in the year of a round: written down by those who prepare rounds, printed in the report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from audit.also_used import LONGEST_NAME, LONGEST_SENTENCE, MOST, AlsoUsed, has_number
from audit.refusals import Refusal
from audit.running.rights import one_of
from audit.running.trail import note
from audit.store.models import AlsoUsedRow, Role, Round, RoundState
from audit.store.queries import also_used_of, one_round
from audit.wording import gettext as _

MAY_WRITE = (Role.LEADER, Role.CONSULTANT)
RUNNING = (RoundState.OPEN, RoundState.CLOSED)


class NotRunningYet(Refusal):
    """The round has not opened, or never will."""


class NotToBeKept(Refusal):
    """Something that was written does not fit."""


def known_of(session: Session, *, round_id: int) -> tuple[AlsoUsed, ...]:
    """What is written down for a round."""
    return tuple(AlsoUsed(r.name, r.day, r.sentence) for r in also_used_of(session, round_id=round_id))


def save_also_used(session: Session, *, round_id: int, entries: Sequence[AlsoUsed], by: int, today: date) -> None:
    """In place of what was written before; () for nothing. A line on the trail where something changed.

    NotRunningYet, NotToBeKept with a sentence for each thing that does not fit, NotForThisRole.
    """
    row = one_round(session, round_id=round_id)
    person = one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_WRITE)
    _check_running(row)
    kept = tuple(AlsoUsed(e.name.strip(), e.day, e.sentence.strip()) for e in entries)
    if faults := tuple(_faults_in(kept, today=today)):
        raise NotToBeKept(*faults)
    if kept == known_of(session, round_id=round_id):
        return
    session.execute(delete(AlsoUsedRow).where(AlsoUsedRow.round_id == round_id))
    session.add_all(
        AlsoUsedRow(round_id=round_id, position=at, name=e.name, day=e.day, sentence=e.sentence)
        for at, e in enumerate(kept, start=1)
    )
    what = _("Wrote down what else was used in the year of round %(number)s", number=row.number)
    note(session, organisation_id=row.organisation_id, who=person.name, what=what, on=today)
    session.commit()


def number_in_sentence() -> str:
    """What is said where a sentence holds a digit."""
    return _(
        "A number stands in this sentence. Results of other instruments are not part of this report, and some could"
        " tell about a few people. Say it without a number, such as “Our foster carers answered it”."
    )


def _check_running(row: Round) -> None:
    if row.state not in RUNNING:
        raise NotRunningYet(_("This round is not open yet. Write down what else was used once it has opened."))


def _faults_in(entries: Sequence[AlsoUsed], *, today: date) -> list[str]:
    faults = []
    if len(entries) > MOST:
        faults.append(_("These are more than %(most)s. Keep the ones that matter most.", most=MOST))
    for entry in entries:
        if not 0 < len(entry.name) <= LONGEST_NAME:
            faults.append(_("A name has one to %(most)s letters. Name it, or shorten it.", most=LONGEST_NAME))
        if len(entry.sentence) > LONGEST_SENTENCE:
            faults.append(_("A sentence is longer than %(longest)s letters. Shorten it.", longest=LONGEST_SENTENCE))
        if has_number(entry.sentence):
            faults.append(number_in_sentence())
        if entry.day > today:
            faults.append(
                _("“%(name)s” has a day that is still to come. Write it down once it is used.", name=entry.name)
            )
    return faults
