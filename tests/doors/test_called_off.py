"""A round that is called off tells its staff so, until the next one."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit import notes_for_staff
from audit.doors import close
from audit.store.queries import one_organisation
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import CLOSES, TODAY, Agency, OpenRound
from tests.staff.people import Person, staff_app

GONE = "destroyed unread"


def cancel(running: OpenRound) -> None:
    here = running.here
    with here.store() as session:
        close.cancel(session, round_id=running.id, settings=here.settings, by=here.leader, today=TODAY)


def person(here: Agency) -> Person:
    return Person(staff_app(here.settings, today=TODAY))


def test_staff_read_that_it_was_called_off_and_what_became_of_what_they_sent(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=3)
    cancel(running)
    read = person(running.here)
    assert read.heading == "This round was called off"
    assert GONE in read.text
    assert "555 1" in read.text, "somebody to talk to"
    assert not list(running.here.settings.ballots.iterdir())


def test_a_new_round_may_open_at_once_and_takes_the_notice_away(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=3)
    cancel(running)
    again = agencies.start(running.here, answers=12)
    assert person(again.here).heading != "This round was called off"
    closed(again)
    assert not list(running.here.settings.results.glob("*.called-off"))


def test_results_of_an_earlier_round_stay_and_say_that_the_later_one_was_called_off(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    closed(running)
    assert GONE not in person(running.here).text
    second = agencies.start(running.here, answers=3, today=TODAY.replace(year=2027))
    cancel(second)
    read = person(running.here)
    assert read.heading == "What we said"
    assert GONE in read.text


def test_a_draft_that_is_cancelled_says_nothing_to_staff(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path)
    round_id = agencies.prepared(here)
    with here.store() as session:
        close.cancel(session, round_id=round_id, settings=here.settings, by=here.leader, today=CLOSES)
        public_id = one_organisation(session, organisation_id=here.organisation_id).public_id
    assert notes_for_staff.find(here.settings.results, public_id) is None


def test_killed_before_the_notice_was_written_the_next_start_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = agencies.open_round(tmp_path, answers=3)

    def die(*_folder: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(notes_for_staff, "write", die)
        with pytest.raises(KeyboardInterrupt):
            cancel(running)
    close.finish_interrupted(running.here.store, settings=running.here.settings)
    assert not running.box.exists()
    assert GONE in person(running.here).text
