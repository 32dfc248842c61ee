from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from audit.ballot.box import Box, State, manifest_of, open_for_answers
from audit.doors import launch
from audit.doors.launch import (
    ClosingDayPassed,
    NotCosigned,
    PhrasesMissing,
    QuestionnaireChanged,
    SlipsMissing,
    TooSoonAfterTheLast,
)
from audit.doors.places import box_of
from audit.library import Library
from audit.promise import Keys
from audit.running import rounds
from audit.running.rights import NotForThisRole
from audit.store.models import RoundState
from audit.store.queries import one_round, trail_of
from tests.builders import library
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import CLOSES, LIGHT, TODAY, Agency


@pytest.fixture(name="here")
def _here(tmp_path: Path) -> Agency:
    return agencies.agency(tmp_path)


def print_as(here: Agency, round_id: int, *, by: int, books: Library | None = None) -> tuple[str, ...]:
    with here.store() as session:
        return launch.print_slips(
            session,
            round_id=round_id,
            settings=here.settings,
            library=books or library(),
            chance=random.Random(1),
            today=TODAY,
            by=by,
        )


def test_there_are_as_many_slips_as_people_and_the_box_knows_the_round(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    agencies.phrases(here, round_id)
    codes = agencies.printed(here, round_id)
    assert len(set(codes)) == 48
    manifest = manifest_of(box_of(here.settings, round_id=round_id))
    with here.store() as session:
        row = one_round(session, round_id=round_id)
        assert (manifest.fingerprint, manifest.slots) == (row.fingerprint, row.slips)
    assert manifest.closes_on == CLOSES


def test_slips_printed_again_make_the_earlier_ones_useless(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    agencies.phrases(here, round_id)
    first = print_as(here, round_id, by=here.rep)
    box_before = box_of(here.settings, round_id=round_id).read_bytes()
    with here.store() as session:
        second = launch.print_slips(
            session,
            round_id=round_id,
            settings=here.settings,
            library=library(),
            chance=random.Random(2),
            today=TODAY,
            by=here.rep,
        )
    assert not set(first) & set(second)
    assert box_of(here.settings, round_id=round_id).read_bytes() != box_before


def test_a_leader_never_prints_slips_that_are_drawn(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    agencies.phrases(here, round_id)
    with pytest.raises(NotForThisRole):
        print_as(here, round_id, by=here.leader)


def test_a_leader_who_is_alone_prints_the_slips_of_a_one_key_round(here: Agency) -> None:
    round_id = agencies.cosigned(here, keys=Keys.ONE)
    agencies.phrases(here, round_id)
    assert len(print_as(here, round_id, by=here.leader)) == 48


def test_a_draft_has_no_slips(here: Agency) -> None:
    with pytest.raises(NotCosigned):
        print_as(here, agencies.prepared(here), by=here.rep)


def test_slips_wait_for_everybodys_phrase_and_say_whose_is_missing(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    with here.store() as session:
        agencies.phrase_for(session, here, round_id, 1)
        rounds.show_phrase(session, round_id=round_id, seat=2, by=here.rep, cost=LIGHT)
    with pytest.raises(PhrasesMissing, match="Sam, Cy"):
        print_as(here, round_id, by=here.rep)


def test_a_questionnaire_that_changed_since_the_co_signature_is_not_asked(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    agencies.phrases(here, round_id)
    with pytest.raises(QuestionnaireChanged):
        print_as(here, round_id, by=here.rep, books=Library((), {}, library().leadership))


def test_opening_lets_people_answer_and_stands_on_the_trail(here: Agency) -> None:
    running = agencies.start(here)
    box = Box(running.box)
    assert box.state is State.OPEN
    box.close()
    with here.store() as session:
        row = one_round(session, round_id=running.id)
        assert (row.state, row.opened_on) == (RoundState.OPEN, TODAY)
        assert trail_of(session, organisation_id=here.organisation_id)[0].what == "Opened round 1"


def test_without_slips_nothing_opens(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    agencies.phrases(here, round_id)
    with pytest.raises(SlipsMissing):
        agencies.opened(here, round_id)


def test_a_new_phrase_after_printing_asks_for_new_slips(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    agencies.phrases(here, round_id)
    agencies.printed(here, round_id)
    with here.store() as session:
        agencies.phrase_for(session, here, round_id, 2)
    with pytest.raises(SlipsMissing):
        agencies.opened(here, round_id)
    agencies.printed(here, round_id)
    agencies.opened(here, round_id)


def test_a_round_whose_closing_day_is_over_does_not_open(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    agencies.phrases(here, round_id)
    agencies.printed(here, round_id)
    with pytest.raises(ClosingDayPassed):
        agencies.opened(here, round_id, today=CLOSES + timedelta(days=1))


def test_an_open_round_prints_no_more_slips(here: Agency) -> None:
    running = agencies.start(here)
    before = running.box.read_bytes()
    with pytest.raises(NotCosigned):
        print_as(here, running.id, by=here.rep)
    assert running.box.read_bytes() == before


def test_opening_killed_halfway_is_finished_by_opening_again(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    agencies.phrases(here, round_id)
    agencies.printed(here, round_id)
    open_for_answers(box_of(here.settings, round_id=round_id))
    agencies.opened(here, round_id)
    with here.store() as session:
        assert one_round(session, round_id=round_id).state is RoundState.OPEN


@pytest.mark.parametrize(("days", "opens"), [(89, False), (90, True)])
def test_two_rounds_that_tell_something_open_ninety_days_apart(here: Agency, days: int, opens: bool) -> None:
    closed(agencies.start(here, answers=12))
    later = TODAY + timedelta(days=days)
    round_id = agencies.cosigned(here, today=later)
    agencies.phrases(here, round_id)
    agencies.printed(here, round_id, today=later)
    if opens:
        agencies.opened(here, round_id, today=later)
    else:
        with pytest.raises(TooSoonAfterTheLast, match="31 May 2026"):
            agencies.opened(here, round_id, today=later)


def test_after_a_round_that_told_nothing_the_next_one_need_not_wait(here: Agency) -> None:
    closed(agencies.start(here, answers=9))
    agencies.start(here, today=agencies.AFTER)
