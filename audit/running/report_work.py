"""Reports that somebody asked for, from the asking to the file. The rows are the truth; a queue says which is next.

A draft is kept until the night. A final report is kept as it was made, with its hash, as long as the results are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Update, delete, func, select, update
from sqlalchemy.orm import Session

from audit.comments import Told
from audit.refusals import Refusal
from audit.report_words import report_words
from audit.running.comments import find_asked
from audit.running.results import release_of_round
from audit.running.rights import one_of
from audit.running.trail import note
from audit.store.models import ReportFinal, ReportWork, Role, Round, WorkState
from audit.store.queries import (
    find_release,
    one_account,
    one_round,
    report_work_in,
    unfinished_reports_of,
)
from audit.wording import gettext as _
from audit.wording import use_language

MAY_ASK = tuple(Role)
MAY_MAKE_FINAL = (Role.LEADER, Role.CONSULTANT)
MOST_UNFINISHED = 20
STEPS = 3
READ, WRITTEN = 1, 2
"""What is done after which step: the numbers are read, the report is written; with the third it is kept."""


class TooManyAsked(Refusal):
    """So many reports of this organisation wait that another one would only make all of them later."""


class CommentsStillWait(Refusal):
    """A final report would leave out for good what the reviewer has not handed over yet."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: values of `reports.kinds.Kind` and `Form`, "a4" or "letter", the code of a language."""

    kind: str
    form: str
    paper: str
    language: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A report that is being made. edition: the number it gets among final ones of its kind; 0 for a draft."""

    id: int
    round_id: int
    wish: Wish
    edition: int


def ask(session: Session, *, round_id: int, wish: Wish, by: int, now: datetime) -> int:
    """Put a report down to be made; the id of its row. What waits already is not asked for twice.

    NoResultsYet, NotForThisRole, CommentsStillWait, TooManyAsked.
    """
    row = one_round(session, round_id=round_id)
    roles = MAY_MAKE_FINAL if wish.final else MAY_ASK
    asking = one_of(session, by=by, organisation_id=row.organisation_id, roles=roles)
    release_of_round(session, round_id=round_id)
    if wish.final:
        _comments_are_through(session, row)
    waiting = unfinished_reports_of(session, organisation_id=row.organisation_id)
    same = next((one.id for one in waiting if one.round_id == round_id and wish_of(one) == wish), None)
    if same is not None:
        return same
    if len(waiting) >= MOST_UNFINISHED:
        raise TooManyAsked(_("%(most)s reports are being made. Ask again when some are ready.", most=MOST_UNFINISHED))
    work = _work(wish, round_id=round_id, by=asking.id, now=now)
    session.add(work)
    session.commit()
    return work.id


def _work(wish: Wish, *, round_id: int, by: int, now: datetime) -> ReportWork:
    return ReportWork(
        round_id=round_id,
        kind=wish.kind,
        form=wish.form,
        paper=wish.paper,
        language=wish.language,
        final=wish.final,
        state=WorkState.WAITING,
        done=0,
        steps=STEPS,
        why="",
        asked_by=by,
        asked_at=now,
    )


def wish_of(work: ReportWork) -> Wish:
    """What a row stands for."""
    return Wish(work.kind, work.form, work.paper, work.language, work.final)


def _comments_are_through(session: Session, row: Round) -> None:
    asked = find_asked(session, round_id=row.id)
    if asked is not None and asked.told is Told.WAITING:
        raise CommentsStillWait(
            _(
                "The comments of this round wait for their reviewer, and a final report would never hold them."
                " Make a draft now, and the final one when they are handed over."
            )
        )


def take(session: Session, *, work_id: int) -> Taken | None:
    """Begin it; None where it does not wait (any more): somebody else made it, or it went with its round."""
    waits = update(ReportWork).where(ReportWork.id == work_id, ReportWork.state == WorkState.WAITING)
    found = session.execute(waits.values(state=WorkState.UNDER_WAY, done=0).returning(ReportWork.id)).first()
    session.commit()
    if found is None:
        return None
    work = session.get_one(ReportWork, work_id, populate_existing=True)
    edition = next_edition(session, work) if work.final else 0
    return Taken(work.id, work.round_id, wish_of(work), edition)


def next_edition(session: Session, work: ReportWork) -> int:
    """One more than the final ones of this kind, form, paper and language that there are."""
    alike = (
        ReportFinal.round_id == work.round_id,
        ReportFinal.kind == work.kind,
        ReportFinal.form == work.form,
        ReportFinal.paper == work.paper,
        ReportFinal.language == work.language,
    )
    return (session.scalar(select(func.max(ReportFinal.edition)).where(*alike)) or 0) + 1


def step(session: Session, *, work_id: int, done: int) -> None:
    """So many steps are done."""
    session.execute(_under_way(work_id).values(done=done))
    session.commit()


def _under_way(work_id: int) -> Update:
    return update(ReportWork).where(ReportWork.id == work_id, ReportWork.state == WorkState.UNDER_WAY)


def finish(session: Session, taken: Taken, *, content: bytes, on: date) -> None:
    """Keep what was made: a draft in its row, a final report among the final ones with its hash, in one commit.

    Nothing where it is not under way any more, or its round's results went meanwhile.
    """
    work = session.get(ReportWork, taken.id, populate_existing=True)
    if work is None or work.state is not WorkState.UNDER_WAY or find_release(session, round_id=work.round_id) is None:
        session.rollback()
        return
    work.state, work.done, work.why = WorkState.READY, work.steps, ""
    if taken.wish.final:
        session.add(_final(taken, content=content, on=on))
        _note_final(session, work, edition=taken.edition, on=on)
    else:
        work.content = content
    session.commit()


def _final(taken: Taken, *, content: bytes, on: date) -> ReportFinal:
    return ReportFinal(
        round_id=taken.round_id,
        kind=taken.wish.kind,
        form=taken.wish.form,
        paper=taken.wish.paper,
        language=taken.wish.language,
        edition=taken.edition,
        made_on=on,
        hash=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def _note_final(session: Session, work: ReportWork, *, edition: int, on: date) -> None:
    row = one_round(session, round_id=work.round_id)
    what = _(
        "Made a final report of round %(number)s: %(report)s, edition %(edition)s",
        number=row.number,
        report=report_words(kind=work.kind, form=work.form),
        edition=edition,
    )
    who = one_account(session, account_id=work.asked_by).name if work.asked_by else _("this program")
    note(session, organisation_id=row.organisation_id, who=who, what=what, on=on)


def stop(session: Session, *, work_id: int, why: str) -> None:
    """It came to nothing, and this is why, in words for whoever asked."""
    session.execute(_under_way(work_id).values(state=WorkState.STOPPED, why=why))
    session.commit()


def begin_anew(session: Session) -> None:
    """After a machine stopped: what was under way waits again, once. What was under way for the second time stops.

    Only for the one worker that makes reports, before it begins: nothing is under way then.
    """
    for work in report_work_in(session, WorkState.UNDER_WAY):
        with use_language(work.language):
            if work.why:
                work.state, work.why = WorkState.STOPPED, _stopped_twice()
            else:
                work.state, work.why = WorkState.WAITING, _begun_anew()
    session.commit()


def _begun_anew() -> str:
    return _("The program stopped while this was being made. It was begun anew.")


def _stopped_twice() -> str:
    return _("The program stopped twice while this was being made. Ask for it again, or tell whoever runs this site.")


def put_back(session: Session) -> bool:
    """The worker ends in good order: what is under way waits for the next one, as if it had not been begun. Whether
    anything was."""
    under_way = report_work_in(session, WorkState.UNDER_WAY)
    for work in under_way:
        work.state, work.done = WorkState.WAITING, 0
    session.commit()
    return bool(under_way)


def waiting(session: Session) -> Sequence[int]:
    """Ids of what waits, the oldest first."""
    return [work.id for work in report_work_in(session, WorkState.WAITING)]


def tidy_away(session: Session, *, before: datetime) -> None:
    """What is finished and was asked for before this moment goes, drafts with their content; final reports stay. The
    door commits."""
    finished = ReportWork.state.in_((WorkState.READY, WorkState.STOPPED))
    session.execute(delete(ReportWork).where(finished, ReportWork.asked_at < before))
