"""Results go whole when their time is over, and what asks for them afterwards is told so."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from audit import notes_for_staff, results_file
from audit.doors import nightly
from audit.doors import retention as retention_door
from audit.doors.close import cancel, finish_interrupted
from audit.doors.removal import remove_organisation
from audit.hand import Where
from audit.method.comparison import Comparison, NotCompared, WhyNot
from audit.running import retention, rounds
from audit.running.results import ResultsExpired, round_facts
from audit.running.retention import kept_until, last_day
from audit.store.frozen import frozen_of
from audit.store.models import ReportChapter, ReportHandRow, ReportPicture, RoundState
from audit.store.queries import find_release, one_organisation, one_round, trail_of
from tests.builders import library
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import CLOSES, TODAY, Agency
from tests.staff.people import Person, staff_app

LAST = CLOSES.replace(year=CLOSES.year + 5)
OVER = LAST.replace(day=LAST.day + 1)
GONE = "These results are no longer here"


def night(here: Agency, day: date) -> None:
    with here.store() as session:
        nightly.run(session, settings=here.settings, now=datetime(day.year, day.month, day.day, 3, tzinfo=UTC))


def heading(here: Agency, day: date = OVER) -> str:
    """What staff find at their address on that day."""
    return Person(staff_app(here.settings, today=day)).heading


def results_path(here: Agency) -> Path:
    with here.store() as session:
        public_id = one_organisation(session, organisation_id=here.organisation_id).public_id
    return results_file.path_in(here.settings.results, public_id)


@pytest.mark.parametrize("years", retention.YEARS)
def test_the_last_day_is_chosen_frozen_and_hashed(tmp_path: Path, years: int) -> None:
    here = agencies.agency(tmp_path)
    round_id = agencies.prepared(here)
    with here.store() as session:
        row = one_round(session, round_id=round_id)
        usual = rounds.freeze(session, row).fingerprint
        retention.keep_for(session, row, years=years)
        frozen = rounds.freeze(session, row)
    assert frozen.keep_until == CLOSES.replace(year=CLOSES.year + years)
    assert frozen_of(frozen.as_json()) == frozen
    assert (frozen.fingerprint == usual) is (years == retention.USUAL)


def test_a_round_from_before_it_was_asked_keeps_its_fingerprint_and_the_usual_time(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    with running.here.store() as session:
        row = one_round(session, round_id=running.id)
        old = {name: value for name, value in (row.frozen or {}).items() if name != "keep_until"}
        assert json.dumps(frozen_of(old).as_json(), sort_keys=True) == json.dumps(old, sort_keys=True)
        row.frozen = old
        assert kept_until(row) == LAST


def test_a_leap_day_has_a_last_day_in_every_year() -> None:
    assert last_day(date(2028, 2, 29), years=5) == date(2033, 2, 28)


def test_on_the_last_day_results_are_there_and_on_the_next_they_are_gone_whole(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    closed(running)
    here, path = running.here, results_path(running.here)
    kept = here.settings.reports / path.stem / "report.pdf"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"%PDF")
    with here.store() as session:
        release = find_release(session, round_id=running.id)
    assert release is not None
    night(here, LAST)
    assert path.exists()
    night(here, OVER)
    night(here, OVER)
    assert not path.exists()
    assert not kept.exists()
    for file in (f for f in tmp_path.rglob("*") if f.is_file()):
        assert release.hash.encode() not in file.read_bytes(), file
    with here.store() as session:
        row = one_round(session, round_id=running.id)
        assert (row.state, retention.expired_on(session, round_id=row.id)) == (RoundState.CLOSED, OVER)
        said = [e.what for e in trail_of(session, organisation_id=here.organisation_id)]
    assert said.count("Results of round 1 went: their time is over") == 1


def test_chapters_pictures_and_notes_go_with_the_results_they_are_about(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    closed(running)
    with running.here.store() as session:
        session.add_all(
            (
                ReportHandRow(round_id=running.id, notes={"gates": "Half agreed."}, left_out=[]),
                ReportChapter(round_id=running.id, position=1, place=Where.BEFORE_PLAN, title="Ours", text="Text."),
                ReportPicture(round_id=running.id, name="hall", alt="The hall", content=b"png"),
            )
        )
        session.commit()
    night(running.here, OVER)
    with running.here.store() as session:
        for table in (ReportHandRow, ReportChapter, ReportPicture):
            assert session.scalars(select(table)).all() == [], table


def test_after_that_a_start_writes_nothing_anew_and_whoever_asks_is_told_the_day(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    closed(running)
    night(running.here, OVER)
    finish_interrupted(running.here.store, settings=running.here.settings)
    assert not results_path(running.here).exists()
    with running.here.store() as session, pytest.raises(ResultsExpired, match="went on 17 March 2031"):
        round_facts(session, round_id=running.id, library=library())


def test_a_later_round_is_not_compared_with_one_that_is_gone_and_keeps_its_own_file(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    closed(running)
    second = agencies.start(running.here, answers=12, today=TODAY.replace(year=2027))
    closed(second, today=CLOSES.replace(year=2027, day=20))
    with running.here.store() as session:
        assert isinstance(round_facts(session, round_id=second.id, library=library()).change, Comparison)
    night(running.here, OVER)
    assert results_path(running.here).exists()
    with running.here.store() as session:
        change = round_facts(session, round_id=second.id, library=library()).change
    assert change == NotCompared(WhyNot.EARLIER_EXPIRED)


def test_staff_read_that_the_time_of_the_results_is_over_and_whom_to_talk_to(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    closed(running)
    night(running.here, LAST)
    assert heading(running.here, LAST) == "What we said"
    night(running.here, OVER)
    read = Person(staff_app(running.here.settings, today=OVER))
    assert read.heading == GONE
    assert "The results of round 1 were kept for as long as staff were promised." in read.text
    assert "555 1" in read.text, "somebody to talk to"


def test_slips_of_a_later_round_take_that_notice_away_and_its_results_the_file(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    closed(running)
    night(running.here, OVER)
    later = agencies.start(running.here, answers=12, today=OVER)
    assert heading(running.here) != GONE
    closed(later, today=OVER.replace(month=OVER.month + 1))
    assert heading(running.here) == "What we said"
    assert [file.suffix for file in running.here.settings.results.iterdir()] == [".json"]


def test_a_later_round_that_was_called_off_is_what_staff_read_of(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    here = running.here
    closed(running)
    later = agencies.start(here, answers=3, today=TODAY.replace(year=2027))
    with here.store() as session:
        cancel(session, round_id=later.id, settings=here.settings, by=here.leader, today=TODAY.replace(year=2027))
    night(here, OVER)
    assert heading(here) == "This round was called off"


def test_no_notice_is_left_where_a_later_round_has_results(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    closed(running)
    closed(agencies.start(running.here, answers=12, today=TODAY.replace(year=2027)), today=CLOSES.replace(year=2028))
    night(running.here, OVER)
    assert heading(running.here) == "What we said"
    assert [file.suffix for file in running.here.settings.results.iterdir()] == [".json"]


def test_killed_after_the_file_went_the_notice_is_there_and_the_next_night_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    closed(running)

    def die(*_row: object, **_day: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(retention_door, "_expire", die)
        with pytest.raises(KeyboardInterrupt):
            night(running.here, OVER)
    assert heading(running.here) == GONE
    night(running.here, OVER)
    with running.here.store() as session:
        assert find_release(session, round_id=running.id) is None


def test_where_the_notice_is_missing_the_next_start_leaves_it(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    closed(running)
    night(running.here, OVER)
    public_id = results_path(running.here).stem
    notes_for_staff.remove(running.here.settings.results, public_id)
    finish_interrupted(running.here.store, settings=running.here.settings)
    assert heading(running.here) == GONE


def test_an_organisation_that_goes_takes_the_notice_with_it(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    here = running.here
    closed(running)
    night(here, OVER)
    assert list(here.settings.results.iterdir())
    with here.store() as session:
        remove_organisation(session, organisation_id=here.organisation_id, settings=here.settings)
    assert not list(here.settings.results.iterdir())
