"""Reports of a round: asked for on a page, made elsewhere, fetched; final ones with what shows they are the same."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from audit.running import report_work
from audit.settings import Settings
from audit.store.models import Role, WorkState
from audit.store.queries import report_work_of
from audit.wording import language
from audit.working import making
from audit.working.making import Desk, make
from audit.working.queue import open_queue
from tests.builders import library
from tests.office.browsing import Visitor
from tests.office.staging import Place, a_closed_round, an_open_round

REPORTS = "/rounds/1/reports"
CONTENT = b"%PDF as it was drawn"


@pytest.fixture(name="place")
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(making, "written", lambda _facts, _taken, _hand: CONTENT)
    return a_closed_round(tmp_path, answers=12)


def asks(visitor: Visitor, **chosen: str) -> Visitor:
    """Somebody asks for a board summary, or for something else."""
    return visitor.opens(REPORTS).presses("Make the report", **{"kind": "board", **chosen})


def the_worker_comes(place: Place) -> None:
    """Everything that waits is made."""
    desk = Desk(place.here.store, library, place.clock)
    with place.here.store() as session:
        waiting = report_work.waiting(session)
    for work_id in waiting:
        make(desk, work_id)


def refreshes(visitor: Visitor) -> list[str]:
    return [e.get("content", "") for e in visitor.page.iter("meta") if e.get("http-equiv") == "refresh"]


def test_a_draft_is_asked_for_followed_and_fetched(place: Place) -> None:
    leader = asks(place.visitor())
    assert "It waits for its turn." in leader.text
    assert refreshes(leader) == ["5"]
    the_worker_comes(place)
    leader.opens(f"{REPORTS}/under-way")
    assert "It is ready." in leader.text
    assert refreshes(leader) == []
    (link,) = [a.get("href", "") for a in leader.page.iter("a") if "/drafts/" in a.get("href", "")]
    response = leader.client.get(link.removeprefix("/office"))
    assert (response.data, response.mimetype) == (CONTENT, "application/pdf")
    assert "board-round-1-en-draft.pdf" in response.headers["Content-Disposition"]
    assert "Fetched a report of round 1: Board summary (PDF)" in leader.opens("/trail").text


def test_the_page_on_which_one_chooses_never_shows_itself_again(place: Place) -> None:
    visitor = asks(place.visitor()).opens(REPORTS)
    assert refreshes(visitor) == []
    assert "Look again" in visitor.text


@pytest.mark.parametrize(("done", "said"), [(0, "Step 1 of 3: the numbers"), (1, "Step 2 of 3"), (2, "Step 3 of 3")])
def test_progress_is_said_in_words(place: Place, done: int, said: str) -> None:
    visitor = asks(place.visitor())
    with place.here.store() as session:
        (work_id,) = report_work.waiting(session)
        report_work.take(session, work_id=work_id)
        report_work.step(session, work_id=work_id, done=done)
    assert said in visitor.opens(f"{REPORTS}/under-way").text


def test_a_final_report_shows_its_edition_day_and_number_and_is_fetched_as_it_was_made(place: Place) -> None:
    leader = asks(place.visitor(), how="final")
    the_worker_comes(place)
    leader.opens(REPORTS)
    assert "edition 1 of 17 March 2026" in leader.text
    assert hashlib.sha256(CONTENT).hexdigest() in leader.text
    (link,) = [a.get("href", "") for a in leader.page.iter("a") if "/final/" in a.get("href", "")]
    place.clock.goes_on(timedelta(days=300))
    later = place.visitor(Role.REVIEWER)
    assert later.client.get(link.removeprefix("/office")).data == CONTENT


def test_others_than_leader_and_consultant_are_not_asked_draft_or_final(place: Place) -> None:
    rep = place.visitor(Role.STAFF_REP).opens(REPORTS)
    assert "Draft or final?" not in rep.text
    rep.presses("Make the report", how="final")
    assert rep.status == 422
    assert "Your role does not do this. Ask the leader or the consultant." in rep.errors
    with place.here.store() as session:
        assert report_work.waiting(session) == []
    assert "It waits for its turn." in asks(place.visitor(Role.STAFF_REP)).text


def test_what_is_no_choice_comes_back_with_the_rest_as_it_was(place: Place) -> None:
    visitor = asks(place.visitor(), form="docx", paper="napkin")
    assert visitor.errors == ["Choose the paper it is printed on."]
    chosen = [e.get("value") for e in visitor.page.iter("input") if e.get("checked") is not None]
    assert chosen == ["board", "docx", language(), "draft"]


def test_what_went_wrong_is_said_and_nothing_is_there_to_fetch(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_what: object) -> bytes:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr(making, "written", broken)
    visitor = asks(place.visitor(), how="final")
    the_worker_comes(place)
    visitor.opens(REPORTS)
    assert "It could not be made." in visitor.text
    assert "(ZeroDivisionError)" in visitor.text
    assert "secret words" not in visitor.text
    assert "Final reports" not in visitor.text


def test_a_full_disk_is_called_a_full_disk(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_what: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "written", full)
    visitor = asks(place.visitor())
    the_worker_comes(place)
    assert "The disk of this site is full." in visitor.opens(REPORTS).text


def test_where_nobody_is_at_work_the_page_says_so_after_ten_minutes(place: Place) -> None:
    visitor = asks(place.visitor())
    assert "nobody seems to be at work" not in visitor.opens(REPORTS).text
    place.clock.goes_on(timedelta(minutes=11))
    assert "nobody seems to be at work" in visitor.opens(REPORTS).text


def test_a_queue_out_of_reach_does_not_lose_what_was_asked(place: Place) -> None:
    queue_file = place.here.settings.queue_file
    queue_file.write_bytes(b"no database at all, and long enough to be looked at as one" * 20)
    assert "It waits for its turn." in asks(place.visitor()).text


def test_a_report_that_is_not_ready_or_not_this_round_s_is_not_there(place: Place) -> None:
    visitor = asks(place.visitor())
    with place.here.store() as session:
        (work_id,) = report_work.waiting(session)
    for path in (f"{REPORTS}/drafts/{work_id}", f"{REPORTS}/drafts/99", f"{REPORTS}/final/1"):
        assert visitor.client.get(path).status_code == 404, path


def test_an_open_round_has_no_reports_and_says_when_they_come(tmp_path: Path) -> None:
    visitor = an_open_round(tmp_path).visitor().opens(REPORTS)
    assert visitor.status == 422
    assert "They come when it has closed." in visitor.text


def test_results_lead_to_reports(place: Place) -> None:
    for path in ("/rounds/1/profile", "/rounds/1"):
        links = [a.get("href", "") for a in place.visitor().opens(path).page.iter("a")]
        assert f"/office{REPORTS}" in links, path


def test_what_a_page_puts_into_the_queue_is_the_row_that_waits(place: Place) -> None:
    asks(place.visitor())
    asks(place.visitor(), form="docx")
    settings: Settings = place.here.settings
    assert len(open_queue(settings)) == 2
    with place.here.store() as session:
        rows = report_work_of(session, round_id=1)
        assert [(row.form, row.state) for row in rows] == [("docx", WorkState.WAITING), ("pdf", WorkState.WAITING)]
