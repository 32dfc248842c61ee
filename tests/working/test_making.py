"""Making one report: read, written, kept; or a sentence about what was in the way, and nothing half made."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from audit.doors.retention import expire_results
from audit.exhibits import RoundFacts
from audit.hand import Final, Hand
from audit.running import report_work
from audit.running.hands import BrandWords, save_brand
from audit.running.report_work import Taken, Wish
from audit.store.models import ReportWork, WorkState
from audit.store.queries import finals_of, find_final
from audit.wording import language
from audit.working import making
from audit.working.making import Desk, make
from tests.builders import library
from tests.running.agencies import AFTER, OpenRound
from tests.working.closed_rounds import a_closed_round

NOW = datetime.combine(AFTER, time(10), UTC)
NUMBERS = Wish("full", "json", "a4", "en")


@pytest.fixture(name="running")
def _running(tmp_path: Path) -> OpenRound:
    return a_closed_round(tmp_path / "home")


def desk(running: OpenRound) -> Desk:
    return Desk(running.here.store, library, lambda: NOW)


def made(running: OpenRound, wish: Wish) -> ReportWork:
    """The row of a report once the worker has made it."""
    with running.here.store() as session:
        work_id = report_work.ask(session, round_id=running.id, wish=wish, by=running.here.leader, now=NOW)
    make(desk(running), work_id)
    with running.here.store() as session:
        return session.get_one(ReportWork, work_id)


def test_what_was_asked_for_is_what_is_kept(running: OpenRound) -> None:
    row = made(running, NUMBERS)
    assert (row.state, row.why) == (WorkState.READY, "")
    assert isinstance(json.loads(row.content or b""), dict)


def test_a_printed_report_is_drawn_whole(running: OpenRound) -> None:
    row = made(running, replace(NUMBERS, kind="board", form="pdf"))
    assert (row.state, row.why) == (WorkState.READY, "")
    assert (row.content or b"").startswith(b"%PDF")


def test_a_final_report_says_its_day_and_edition_and_is_the_same_a_year_later(
    running: OpenRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Final | None] = []

    def written(_facts: RoundFacts, taken: Taken, hand: Hand) -> bytes:
        said.append(hand.final)
        return f"edition {taken.edition}".encode()

    monkeypatch.setattr(making, "written", written)
    for _time in range(2):
        made(running, replace(NUMBERS, final=True))
    made(running, NUMBERS)
    assert said == [Final(AFTER, 1), Final(AFTER, 2), None]
    with running.here.store() as session:
        kept = [find_final(session, round_id=running.id, final_id=one.id) for one in finals_of(session, round_id=1)]
    assert [one.content for one in kept if one] == [b"edition 2", b"edition 1"]


def test_a_report_speaks_the_language_that_was_chosen(running: OpenRound, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "written", lambda _facts, _taken, _hand: language().encode())
    assert made(running, replace(NUMBERS, language="es")).content == b"es"
    assert language() == "en"


def test_results_that_went_meanwhile_are_a_sentence_or_nothing_at_all(running: OpenRound) -> None:
    with running.here.store() as session:
        work_id = report_work.ask(session, round_id=running.id, wish=NUMBERS, by=running.here.leader, now=NOW)
        expire_results(session, settings=running.here.settings, today=AFTER + timedelta(days=4000))
    make(desk(running), work_id)
    with running.here.store() as session:
        assert session.get(ReportWork, work_id) is None


def test_a_refusal_is_told_as_it_is_worded(running: OpenRound, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_facts: RoundFacts, _taken: Taken, _hand: Hand) -> bytes:
        raise report_work.TooManyAsked("First sentence.", "Second.")

    monkeypatch.setattr(making, "written", refused)
    row = made(running, replace(NUMBERS, final=True))
    assert (row.state, row.why, row.content) == (WorkState.STOPPED, "First sentence. Second.", None)


def test_a_report_is_made_by_the_hand_of_whoever_asked(running: OpenRound, monkeypatch: pytest.MonkeyPatch) -> None:
    here = running.here
    said: list[Hand] = []

    def written(_facts: RoundFacts, _taken: Taken, hand: Hand) -> bytes:
        said.append(hand)
        return b"report"

    monkeypatch.setattr(making, "written", written)
    with here.store() as session:
        words = BrandWords("Cy & Co")
        save_brand(
            session, organisation_id=here.organisation_id, own=True, words=words, by=here.consultant, today=AFTER
        )
        for by, form in ((here.leader, "pdf"), (here.consultant, "html")):
            wish = replace(NUMBERS, form=form, final=True)
            work_id = report_work.ask(session, round_id=running.id, wish=wish, by=by, now=NOW)
            make(desk(running), work_id)
    assert [hand.brand.name if hand.brand else "" for hand in said] == ["", "Cy & Co"]
    assert [hand.final for hand in said] == [Final(AFTER, 1)] * 2
