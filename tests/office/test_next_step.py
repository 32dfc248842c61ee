"""What comes next: one step for every place on the way, and somebody who can do it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from audit.office.access import may
from audit.office.next_step import Doing, RoundNow, Situation, next_step
from audit.office.way import ENDPOINTS, steps_on_the_way
from audit.promise import Keys
from audit.running import rounds
from audit.running.phrases import WHO_SITS
from audit.store.models import Role, RoundState
from audit.store.queries import rounds_of
from tests.office.browsing import with_class
from tests.office.staging import a_draft
from tests.office.test_comments import at_the_office
from tests.running.agencies import phrases
from tests.running.commenting import asking_for_comments, closed_with, reviewer_phrase, says

TODAY = date(2026, 3, 2)
DRAFT = RoundNow(
    1, RoundState.DRAFT, Keys.TWO_OF_THREE, False, TODAY + timedelta(days=14), (1, 2, 3), 0, False, False, 0
)
EVERYBODY = frozenset(Role)
NOTHING = Situation(TODAY, False, False, frozenset({Role.LEADER}), None)
SET_UP = Situation(TODAY, True, True, EVERYBODY, None)
COSIGNED = replace(DRAFT, state=RoundState.COSIGNED)
KEYED = replace(COSIGNED, seats_open=())
OPEN = replace(KEYED, state=RoundState.OPEN, slips=48)
LATE = replace(OPEN, closes_on=TODAY - timedelta(days=1))
CLOSED = replace(LATE, state=RoundState.CLOSED)


def at(latest: RoundNow | None, here: Situation = SET_UP) -> Situation:
    return replace(here, latest=latest)


@pytest.mark.parametrize(
    ("here", "doing"),
    [
        (NOTHING, Doing.GROUPS),
        (replace(NOTHING, groups_given=True), Doing.CONTACTS),
        (SET_UP, Doing.PREPARE),
        (at(replace(DRAFT, state=RoundState.CANCELLED)), Doing.PREPARE),
        (at(DRAFT, replace(SET_UP, groups_given=False)), Doing.GROUPS),
        (at(DRAFT, replace(SET_UP, there=frozenset({Role.LEADER}))), Doing.INVITE),
        (at(DRAFT), Doing.COSIGN),
        (at(replace(DRAFT, keys=Keys.ONE), replace(SET_UP, there=frozenset({Role.LEADER}))), Doing.COSIGN),
        (at(COSIGNED), Doing.PHRASES),
        (at(replace(KEYED, reader=(Role.CONSULTANT,))), Doing.READER),
        (at(replace(COSIGNED, reader=(Role.CONSULTANT,))), Doing.PHRASES),
        (at(KEYED), Doing.SLIPS),
        (at(replace(KEYED, slips=48)), Doing.OPEN),
        (at(OPEN), Doing.LEADERSHIP),
        (at(replace(OPEN, leaders_done=True)), Doing.WAIT),
        (at(replace(OPEN, closes_on=TODAY, leaders_done=True)), Doing.WAIT),
        (at(replace(LATE, leaders_done=True)), Doing.CLOSE),
        (at(replace(OPEN, leaders_done=True, trial=True)), Doing.CLOSE),
        (at(replace(LATE, half_open=True)), Doing.CLOSE),
        (at(replace(CLOSED, waiting=(Role.CONSULTANT,))), Doing.REVIEW),
        (at(CLOSED), Doing.PLAN),
        (at(replace(CLOSED, planned=2)), Doing.READ),
    ],
)
def test_each_place_on_the_way_has_its_next_step(here: Situation, doing: Doing) -> None:
    step = next_step(here)
    assert step.doing is doing
    assert step.title
    assert step.why


@pytest.mark.parametrize("latest", [DRAFT, COSIGNED, KEYED, OPEN, LATE, CLOSED])
@pytest.mark.parametrize("keys", list(Keys))
def test_whoever_is_named_may_open_the_page(latest: RoundNow, keys: Keys) -> None:
    step = next_step(at(replace(latest, keys=keys)))
    assert step.who
    for role in step.who:
        assert may(role, ENDPOINTS[step.doing])


def test_the_leader_does_everything_where_there_is_one_key() -> None:
    for latest in (DRAFT, COSIGNED, KEYED, OPEN, LATE):
        assert next_step(at(replace(latest, keys=Keys.ONE, seats_open=latest.seats_open[:1]))).who == (Role.LEADER,)


def test_the_staff_representative_prints_the_slips_where_there_are_three_keys() -> None:
    assert next_step(at(KEYED)).who == (Role.STAFF_REP,)


def test_codes_that_are_mailed_are_made_by_the_third_person_and_by_no_leader() -> None:
    step = next_step(at(replace(KEYED, mailed=True)))
    assert step.doing is Doing.SLIPS
    assert step.who == WHO_SITS[3]
    assert "hat" not in step.why
    assert next_step(at(replace(KEYED, mailed=True, keys=Keys.ONE))).who == (Role.LEADER,)


def test_the_reader_of_comments_is_named_until_their_phrase_is_made(tmp_path: Path) -> None:
    place = a_draft(tmp_path)
    with place.here.store() as session:
        round_id = rounds_of(session, organisation_id=place.here.organisation_id)[-1].id
    asking_for_comments(place.here, round_id)
    with place.here.store() as session:
        rounds.cosign(session, round_id=round_id, by=place.here.rep, today=TODAY)
    phrases(place.here, round_id)
    leader, reader = place.visitor(), place.visitor(Role.CONSULTANT)
    assert "Who does it: consultant" in leader.text
    assert "You do not have to do anything" in leader.text
    assert any(e.get("href") == "/office/rounds/1/comments/phrase" for e in with_class(reader.page, "button"))
    reviewer_phrase(place.here, round_id)
    assert "Print the slips" in leader.opens("/").text


def test_whoever_has_comments_to_read_is_told_first_and_nobody_else_is(tmp_path: Path) -> None:
    commented = closed_with(tmp_path, [says(f"We talk, {n}") for n in range(5)])
    assert "Read the comments" in at_the_office(commented, Role.CONSULTANT).text
    for role in (Role.LEADER, Role.STAFF_REP):
        assert "Read the comments" not in at_the_office(commented, role).text


def test_a_leaders_form_that_nobody_filled_in_never_keeps_the_box_shut() -> None:
    assert next_step(at(LATE)).instead is Doing.CLOSE
    assert next_step(at(OPEN)).instead is None


@pytest.mark.parametrize("doing", list(Doing))
def test_every_step_has_its_place_on_the_way(doing: Doing) -> None:
    states = [state for _text, state in steps_on_the_way(doing)]
    assert states.count("now") == 1
    assert states == sorted(states, key=["done", "now", "later"].index)
