"""Making one report that was asked for: begun, read, written, kept, or stopped with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session, sessionmaker

from audit.exhibits.facts import RoundFacts
from audit.fallback import marking
from audit.hand import Final, Hand
from audit.library import Library
from audit.refusals import Refusal
from audit.running import report_work
from audit.running.hands import hand_of
from audit.running.report_work import READ, WRITTEN, Taken
from audit.running.results import round_facts
from audit.store.models import ReportWork
from audit.wording import gettext as _
from audit.wording import use_language


@dataclass(frozen=True, slots=True)
class Desk:
    """What making reports takes. clock: now, with its time zone; library: read when the first report is made."""

    store: sessionmaker[Session]
    library: Callable[[], Library]
    clock: Callable[[], datetime]


def make(desk: Desk, work_id: int) -> None:
    """Make it, if it waits. Whatever goes wrong is said in its row; nothing half made is kept."""
    with desk.store() as session:
        taken = report_work.take(session, work_id=work_id)
    if taken is None:
        return
    with use_language(taken.wish.language):
        try:
            _make(desk, taken)
        except Refusal as no:
            _stop(desk, taken, " ".join(no.sentences))
        except Exception as error:  # the next report is none the worse for it
            _stop(desk, taken, _what_went_wrong(error))


def _make(desk: Desk, taken: Taken) -> None:
    today = desk.clock().date()
    with desk.store() as session, marking():
        facts = round_facts(session, round_id=taken.round_id, library=desk.library())
        hand = _hand_for(session, taken, today=today)
        session.rollback()  # whoever writes meanwhile waits for nobody
        report_work.step(session, work_id=taken.id, done=READ)
    content = written(facts, taken, hand)
    with desk.store() as session:
        report_work.step(session, work_id=taken.id, done=WRITTEN)
        report_work.finish(session, taken, content=content, on=today)


def written(facts: RoundFacts, taken: Taken, hand: Hand) -> bytes:
    """The report itself. Whatever draws is read with the first one."""
    from reports.kinds import Form, Kind
    from reports.printing import Paper
    from reports.rendering import render

    wish = taken.wish
    paper: Paper = "letter" if wish.paper == "letter" else "a4"
    return render(facts, kind=Kind(wish.kind), form=Form(wish.form), paper=paper, hand=hand)


def _hand_for(session: Session, taken: Taken, *, today: date) -> Hand:
    """What is added to this round's reports; a consultant's brand is that of whoever asked."""
    work = session.get(ReportWork, taken.id)
    hand = hand_of(session, round_id=taken.round_id, account_id=work.asked_by if work else None)
    return replace(hand, final=Final(today, taken.edition)) if taken.wish.final else hand


def _stop(desk: Desk, taken: Taken, why: str) -> None:
    with desk.store() as session:
        report_work.stop(session, work_id=taken.id, why=why)


def _what_went_wrong(error: Exception) -> str:
    """What whoever asked can do. The kind of error is for whoever runs the program; its text could hold anything."""
    text = str(error).lower()
    if "disk is full" in text or "no space" in text:
        return _("The disk of this site is full. Tell whoever runs it, and ask again when there is room.")
    return _(
        "Something went wrong while this was made (%(why)s). Ask for it again; if that does not help, tell whoever"
        " runs this site.",
        why=type(error).__name__,
    )
