"""Reports that were asked for: once each, begun anew once, final ones for years, drafts until the night."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from audit.comments import Told
from audit.doors import nightly
from audit.doors.retention import expire_results
from audit.running import report_work
from audit.running.report_work import CommentsStillWait, Taken, TooManyAsked, Wish
from audit.running.results import NoResultsYet
from audit.running.rights import NotForThisRole
from audit.store.models import ReportWork, WorkState
from audit.store.queries import finals_of, find_final, report_work_of, trail_of
from tests.running.agencies import AFTER, OpenRound, open_round
from tests.working.closed_rounds import a_closed_round

NOW = datetime.combine(AFTER, time(10), UTC)
DRAFT = Wish("board", "pdf", "a4", "en")
FINAL = replace(DRAFT, final=True)


@pytest.fixture(name="running")
def _running(tmp_path: Path) -> OpenRound:
    return a_closed_round(tmp_path / "home")


@pytest.fixture(name="session")
def _session(running: OpenRound) -> Iterator[Session]:
    with running.here.store() as session:
        yield session


def asked(session: Session, running: OpenRound, wish: Wish = DRAFT) -> int:
    return report_work.ask(session, round_id=running.id, wish=wish, by=running.here.leader, now=NOW)


def taken(session: Session, running: OpenRound, wish: Wish = DRAFT) -> Taken:
    found = report_work.take(session, work_id=asked(session, running, wish))
    assert found is not None
    return found


def work(session: Session, work_id: int) -> ReportWork:
    return session.get_one(ReportWork, work_id, populate_existing=True)


def made_final(session: Session, running: OpenRound, content: bytes) -> None:
    report_work.finish(session, taken(session, running, FINAL), content=content, on=AFTER)


def test_what_waits_already_is_not_asked_for_twice(session: Session, running: OpenRound) -> None:
    first = asked(session, running)
    assert asked(session, running) == first
    assert asked(session, running, replace(DRAFT, paper="letter")) != first
    assert asked(session, running, FINAL) != first


def test_a_report_is_taken_once(session: Session, running: OpenRound) -> None:
    work_id = asked(session, running)
    assert report_work.take(session, work_id=work_id) == Taken(work_id, running.id, DRAFT, 0)
    assert report_work.take(session, work_id=work_id) is None
    assert report_work.take(session, work_id=work_id + 1) is None


def test_a_draft_is_kept_in_its_row_and_is_no_final_report(session: Session, running: OpenRound) -> None:
    begun = taken(session, running)
    report_work.step(session, work_id=begun.id, done=1)
    assert work(session, begun.id).done == 1
    report_work.finish(session, begun, content=b"a draft", on=AFTER)
    row = work(session, begun.id)
    assert (row.state, row.done, row.content) == (WorkState.READY, row.steps, b"a draft")
    assert finals_of(session, round_id=running.id) == []


def test_a_final_report_is_kept_with_its_hash_and_the_next_one_is_another_edition(
    session: Session, running: OpenRound
) -> None:
    made_final(session, running, b"first")
    made_final(session, running, b"second")
    newest, first = finals_of(session, round_id=running.id)
    assert (first.edition, newest.edition) == (1, 2)
    assert first.hash == hashlib.sha256(b"first").hexdigest()
    kept = find_final(session, round_id=running.id, final_id=first.id)
    assert kept is not None
    assert (kept.content, kept.made_on) == (b"first", AFTER)
    said = [entry.what for entry in trail_of(session, organisation_id=running.here.organisation_id)]
    assert said[0] == "Made a final report of round 1: Board summary (PDF), edition 2"


def test_a_final_report_and_its_row_are_kept_in_one_commit(session: Session, running: OpenRound) -> None:
    made_final(session, running, b"the first edition")
    begun = taken(session, running, FINAL)
    with pytest.raises(IntegrityError):
        report_work.finish(session, replace(begun, edition=1), content=b"a second first one", on=AFTER)
    session.rollback()
    assert work(session, begun.id).state is WorkState.UNDER_WAY
    assert [one.edition for one in finals_of(session, round_id=running.id)] == [1]


def test_only_leader_and_consultant_make_a_report_final(session: Session, running: OpenRound) -> None:
    with pytest.raises(NotForThisRole, match="the leader or the consultant"):
        report_work.ask(session, round_id=running.id, wish=FINAL, by=running.here.rep, now=NOW)
    report_work.ask(session, round_id=running.id, wish=FINAL, by=running.here.consultant, now=NOW)
    report_work.ask(session, round_id=running.id, wish=DRAFT, by=running.here.rep, now=NOW)


def test_an_open_round_has_nothing_to_report(tmp_path: Path) -> None:
    running = open_round(tmp_path)
    with running.here.store() as session, pytest.raises(NoResultsYet):
        asked(session, running)


def test_an_organisation_asks_for_so_many_at_once_and_no_more(session: Session, running: OpenRound) -> None:
    for number in range(report_work.MOST_UNFINISHED):
        asked(session, running, replace(DRAFT, language=f"x{number}"))
    with pytest.raises(TooManyAsked, match="20 reports"):
        asked(session, running)
    report_work.stop(session, work_id=taken_first(session, running), why="x")
    asked(session, running)


def taken_first(session: Session, running: OpenRound) -> int:
    first = report_work.waiting(session)[0]
    assert report_work.take(session, work_id=first)
    assert report_work_of(session, round_id=running.id)
    return first


def test_after_a_machine_stopped_a_report_is_begun_anew_once_and_then_says_so(
    session: Session, running: OpenRound
) -> None:
    begun = taken(session, running)
    report_work.begin_anew(session)
    assert work(session, begun.id).state is WorkState.WAITING
    assert report_work.take(session, work_id=begun.id) == begun
    report_work.begin_anew(session)
    row = work(session, begun.id)
    assert row.state is WorkState.STOPPED
    assert "stopped twice" in row.why


def test_a_worker_that_ends_in_good_order_uses_up_no_second_chance(session: Session, running: OpenRound) -> None:
    begun = taken(session, running)
    assert report_work.put_back(session)
    row = work(session, begun.id)
    assert (row.state, row.why) == (WorkState.WAITING, "")
    assert not report_work.put_back(session)


def test_what_is_made_after_it_was_put_back_is_not_kept(session: Session, running: OpenRound) -> None:
    begun = taken(session, running, FINAL)
    report_work.put_back(session)
    report_work.finish(session, begun, content=b"late", on=AFTER)
    assert finals_of(session, round_id=running.id) == []


def test_drafts_go_in_the_night_and_final_reports_stay(session: Session, running: OpenRound) -> None:
    made_final(session, running, b"for years")
    report_work.finish(session, taken(session, running), content=b"for a day", on=AFTER)
    waits = asked(session, running, replace(DRAFT, form="docx"))
    nightly.run(session, settings=running.here.settings, now=NOW + timedelta(hours=1))
    assert len(report_work_of(session, round_id=running.id)) == 3
    nightly.run(session, settings=running.here.settings, now=NOW + timedelta(days=1))
    assert [row.id for row in report_work_of(session, round_id=running.id)] == [waits]
    assert len(finals_of(session, round_id=running.id)) == 1
    file = running.here.settings.office_file.read_bytes()
    assert b"for years" in file
    assert b"for a day" not in file


def test_final_reports_go_with_the_results(session: Session, running: OpenRound) -> None:
    made_final(session, running, b"for years")
    begun = taken(session, running)
    expire_results(session, settings=running.here.settings, today=AFTER + timedelta(days=4000))
    assert finals_of(session, round_id=running.id) == []
    report_work.finish(session, begun, content=b"late", on=AFTER)
    assert report_work_of(session, round_id=running.id) == []
    assert b"for years" not in running.here.settings.office_file.read_bytes()


def test_a_final_report_waits_for_comments_and_a_draft_does_not(
    session: Session, running: OpenRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_work, "find_asked", lambda _session, *, round_id: Waiting(round_id))
    asked(session, running)
    with pytest.raises(CommentsStillWait, match="handed over"):
        asked(session, running, FINAL)


class Waiting:
    """What a round says of its comments while they wait."""

    def __init__(self, round_id: int) -> None:
        self.round_id = round_id
        self.told = Told.WAITING
