"""Rounds against their boxes and results: what should be there is there, and what should be gone is gone."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from audit import results_file
from audit.doors.places import box_of
from audit.doors.retention import note_is_there
from audit.keeping.findings import Finding, State, as_promised
from audit.keeping.work import check_queue
from audit.method.release import from_json
from audit.promise import Keys
from audit.settings import Settings
from audit.store.database import MIGRATIONS, engine_for
from audit.store.models import Role, Round, RoundState
from audit.store.queries import closed_rounds_of, find_release, names_of, one_account, one_organisation, rounds_in
from audit.wording import gettext as _


def check_store(settings: Settings, *, now: datetime) -> list[Finding]:
    """The office's store and everything that follows from it; one line where it is not there or not up to date.
    To open it takes a write-ahead log away, as every start does."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return [Finding("store", State.OK, _("There is no office here yet."))]
    engine = engine_for(settings.database_url)
    try:
        stands = _revision(engine)
        if stands.state is not State.OK:
            return [stands]
        with Session(engine) as session:
            return [stands, *_rounds(session, settings, now=now)]
    except SQLAlchemyError as error:
        what = _("The office's store cannot be read (%(why)s).", why=type(error).__name__)
        return [Finding("store", State.BREACH, what, _("Look at DATABASE_URL, or restore the last backup."))]
    finally:
        engine.dispose()


def _revision(engine: Engine) -> Finding:
    scripts = ScriptDirectory(str(MIGRATIONS))
    with engine.connect() as connection:
        stands = MigrationContext.configure(connection).get_current_revision()
    if stands == scripts.get_current_head():
        return Finding("store", State.OK, _("The office's store is up to date."))
    if stands in {script.revision for script in scripts.walk_revisions()} | {None}:
        what = _("The office's store is from an earlier edition.")
        return Finding(
            "store", State.LOOK, what, _("Make a backup, then start `steadyground serve`: it brings it up to date.")
        )
    what = _("A newer edition of the program wrote the office's store.")
    return Finding("store", State.BREACH, what, _("Install that edition, or restore an older backup."))


def _rounds(session: Session, settings: Settings, *, now: datetime) -> list[Finding]:
    return [
        *check_boxes(session, settings),
        *check_one_key(session),
        *check_releases(session, settings),
        *check_clock(session, today=now.date()),
        *check_queue(session, now=now),
    ]


def check_boxes(session: Session, settings: Settings) -> list[Finding]:
    """A box for every round that has slips, and for no other."""
    rounds = {row.id: row for row in rounds_in(session, *RoundState)}
    found = [
        _box_missing(row)
        for row in rounds.values()
        if _wants_box(row) and not box_of(settings, round_id=row.id).exists()
    ]
    boxes = sorted(settings.ballots.glob("*.sqlite")) if settings.ballots.exists() else []
    for box in boxes:
        row = rounds.get(int(box.stem)) if box.stem.isdecimal() else None
        if row is None or row.state in (RoundState.CLOSED, RoundState.CANCELLED, RoundState.DRAFT):
            found.append(_box_left(box, row))
    return as_promised("boxes", found, _("Each open round has its one sealed box, and no other box is here."))


def _wants_box(row: Round) -> bool:
    return row.state is RoundState.OPEN or (row.state is RoundState.COSIGNED and row.slips > 0)


def _box_missing(row: Round) -> Finding:
    what = _("Round %(number)s has slips, and its box is not on this machine.", number=row.number)
    if row.state is RoundState.COSIGNED:
        return Finding("boxes", State.BREACH, what, _("Collect the slips that are out, and print them again."))
    return Finding("boxes", State.BREACH, what, _("Run it where it was opened, or cancel the round and tell staff."))


def _box_left(box: Path, row: Round | None) -> Finding:
    if row is None or row.state is RoundState.DRAFT:
        what = _("The box %(file)s belongs to no round that can be answered.", file=box.name)
        return Finding(
            "boxes", State.BREACH, what, _("It is from another office. Ask who put it there, then remove it.")
        )
    what = _("Round %(number)s is over, and its box is still here.", number=row.number)
    return Finding("boxes", State.BREACH, what, _("Start `steadyground serve`: it destroys the box."))


def check_one_key(session: Session) -> list[Finding]:
    """A real round with one key that nobody but its leader has agreed to is weaker than staff may think."""
    found = []
    for row in rounds_in(session, RoundState.COSIGNED, RoundState.OPEN):
        if row.keys is Keys.ONE and not row.trial and not _agreed_by_staff(session, row):
            what = _("Round %(number)s has one key, and no staff representative has agreed to it.", number=row.number)
            way_out = _(
                "Invite a staff representative and prepare a round with three keys; say so to staff until then."
            )
            found.append(Finding("one-key", State.LOOK, what, way_out))
    return as_promised("one-key", found, _("No real round hangs on one key that staff did not agree to."))


def _agreed_by_staff(session: Session, row: Round) -> bool:
    reps = names_of(session, organisation_id=row.organisation_id, role=Role.STAFF_REP)
    return row.cosigned_by is not None and one_account(session, account_id=row.cosigned_by).name in reps


def check_releases(session: Session, settings: Settings) -> list[Finding]:
    """Releases are as they were committed, and staff can read the latest one."""
    found = []
    for row in rounds_in(session, RoundState.CLOSED):
        release = find_release(session, round_id=row.id)
        if release is None:
            found += _untold(session, row, settings)
        elif hashlib.sha256(release.text.encode()).hexdigest() != release.hash:
            what = _("The results of round %(number)s are not as they were written.", number=row.number)
            way_out = _("Restore a backup from before, and ask who can write to the database.")
            found.append(Finding("releases", State.BREACH, what, way_out))
        elif _is_latest(session, row) and not _staff_can_read(session, row, settings, text=release.text):
            what = _("Staff cannot read the results of round %(number)s as they were released.", number=row.number)
            found.append(
                Finding("releases", State.BREACH, what, _("Start `steadyground serve`: it writes their file."))
            )
    return as_promised("releases", found, _("Staff read the same results as leaders."))


def _untold(session: Session, row: Round, settings: Settings) -> list[Finding]:
    """Whoever comes for results whose time is over is told so, until a later round has its own."""
    if not _is_latest(session, row) or note_is_there(row, settings=settings):
        return []
    what = _("Staff are not told that the time of round %(number)s’s results is over.", number=row.number)
    return [Finding("releases", State.LOOK, what, _("Start `steadyground serve`: it leaves them a note."))]


def _is_latest(session: Session, row: Round) -> bool:
    return closed_rounds_of(session, organisation_id=row.organisation_id)[-1].id == row.id


def _staff_can_read(session: Session, row: Round, settings: Settings, *, text: str) -> bool:
    public_id = one_organisation(session, organisation_id=row.organisation_id).public_id
    try:
        file = results_file.read(results_file.path_in(settings.results, public_id))
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return file.release == from_json(text)


def check_clock(session: Session, *, today: date) -> list[Finding]:
    """No round opened or closed on a day that is still to come."""
    rounds = rounds_in(session, *RoundState)
    ahead = [(row, day) for row in rounds if (day := _last_day(row)) is not None and day > today]
    found = [
        Finding(
            "clock",
            State.LOOK,
            _(
                "Round %(number)s has a day ahead of this machine's clock: %(day)s.",
                number=row.number,
                day=day.isoformat(),
            ),
            _("Set the clock right: closing dates and retention follow it."),
        )
        for row, day in ahead
    ]
    return as_promised("clock", found, _("The clock agrees with what happened."))


def _last_day(row: Round) -> date | None:
    return max((day for day in (row.cosigned_on, row.opened_on, row.closed_on) if day), default=None)
