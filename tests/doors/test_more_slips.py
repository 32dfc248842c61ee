"""More slips while a round is open: two signatures, slots made together, and the ledger goes on adding up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import SystemRandom

import pytest
from sqlalchemy.exc import IntegrityError

from audit import results_file
from audit.ballot.box import Box, ledger_of, manifest_of
from audit.ballot.slips import hash_of, pepper_of
from audit.doors import more_slips as door
from audit.doors.close import finish_interrupted
from audit.doors.more_slips import SLOTS_MADE, STEPS_OF_ADDING
from audit.promise import Ledger, SlipsAdded, since_opening
from audit.running import more_slips
from audit.running.more_slips import AskedAlready, HowMany, NoMoreSlips, NothingAsked, OneSignature, ReasonMissing
from audit.running.rights import NotForThisRole
from audit.store.models import MoreSlips
from audit.store.queries import one_organisation, one_round
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import AFTER, TODAY, OpenRound

WHY = "three people joined"


def ask(running: OpenRound, *, many: int = 3, by: int | None = None, reason: str = WHY) -> None:
    with running.here.store() as session:
        more_slips.ask_for_more(
            session, round_id=running.id, many=many, reason=reason, by=by or running.here.leader, today=TODAY
        )


def agree(running: OpenRound, *, by: int | None = None) -> None:
    with running.here.store() as session:
        more_slips.agree_to_more(session, round_id=running.id, by=by or running.here.rep, today=TODAY)


def make(running: OpenRound, *, by: int | None = None, after: Callable[[str], None] = door.nothing) -> tuple[str, ...]:
    with running.here.store() as session:
        return door.make_more_slips(
            session,
            round_id=running.id,
            settings=running.here.settings,
            chance=SystemRandom(),
            today=TODAY,
            by=by or running.here.rep,
            after=after,
        )


def slips_of(running: OpenRound) -> int:
    with running.here.store() as session:
        return one_round(session, round_id=running.id).slips


def test_slips_that_both_sides_agreed_to_let_people_in_and_the_ledger_adds_up(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    ask(running)
    agree(running)
    fresh = make(running)
    assert (len(fresh), slips_of(running), manifest_of(running.box).slots) == (3, 51, 51)
    agencies.answer(replace(running, codes=fresh), agencies.ballots(running, 3))
    assert ledger_of(running.box) is Ledger.ADDS_UP
    closed(running)
    with running.here.store() as session:
        assert one_round(session, round_id=running.id).ledger is Ledger.ADDS_UP


def test_the_start_page_and_the_results_say_how_many_and_why(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    ask(running)
    agree(running)
    make(running)
    said = manifest_of(running.box).circumstances
    assert said.more_slips == (SlipsAdded(3, WHY),)
    assert since_opening(said) == (
        "3 slips more were printed while this was open, by two signatures: three people joined",
    )
    closed(running)
    with running.here.store() as session:
        public_id = one_organisation(session, organisation_id=running.here.organisation_id).public_id
    file = results_file.read(results_file.path_in(running.here.settings.results, public_id))
    assert file.circumstances is not None
    assert file.circumstances.more_slips == said.more_slips


def test_the_staff_representative_may_ask_and_then_a_leader_or_the_consultant_agrees(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    for by in (running.here.leader, running.here.consultant):
        ask(running, by=running.here.rep)
        with pytest.raises(OneSignature):
            agree(running, by=running.here.rep)
        agree(running, by=by)
        make(running)
    assert slips_of(running) == 54


@pytest.mark.parametrize("who", ["leader", "consultant"])
def test_nobody_of_the_side_that_asked_agrees(tmp_path: Path, who: str) -> None:
    running = agencies.open_round(tmp_path)
    ask(running)
    with pytest.raises(OneSignature, match="staff representative agrees"):
        agree(running, by=getattr(running.here, who))
    with pytest.raises(OneSignature):
        make(running)
    assert slips_of(running) == 48


def test_the_store_itself_holds_no_agreement_of_one_person_with_themselves(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    ask(running)
    with running.here.store() as session:
        request = more_slips.one_request(session, round_id=running.id)
        request.agreed_by, request.agreed_on = request.asked_by, TODAY
        with pytest.raises(IntegrityError, match="two_people"):
            session.commit()
    with running.here.store() as session:
        session.add(MoreSlips(round_id=running.id, many=1, reason=WHY, from_staff=False, made_on=TODAY))
        with pytest.raises(IntegrityError, match="agreed_first"):
            session.commit()


def test_a_leader_prints_none_of_them(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    ask(running)
    agree(running)
    with pytest.raises(NotForThisRole):
        make(running, by=running.here.leader)


def test_nothing_is_made_twice_of_one_agreement(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    ask(running)
    agree(running)
    make(running)
    with pytest.raises(NothingAsked):
        make(running)


@pytest.mark.parametrize(
    ("many", "reason", "refusal"), [(0, WHY, HowMany), (201, WHY, HowMany), (3, " ", ReasonMissing)]
)
def test_a_number_and_a_reason_are_asked_for(tmp_path: Path, many: int, reason: str, refusal: type[Exception]) -> None:
    running = agencies.open_round(tmp_path)
    with pytest.raises(refusal):
        ask(running, many=many, reason=reason)


def test_one_wish_at_a_time_and_either_side_takes_it_back(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    ask(running)
    with pytest.raises(AskedAlready):
        ask(running)
    with running.here.store() as session:
        more_slips.take_back(session, round_id=running.id, by=running.here.rep, today=TODAY)
    with pytest.raises(NothingAsked):
        agree(running)


def test_more_slips_are_asked_for_only_while_staff_can_answer(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path)
    round_id = agencies.cosigned(here)
    with here.store() as session, pytest.raises(NoMoreSlips, match="new headcount"):
        more_slips.ask_for_more(session, round_id=round_id, many=1, reason=WHY, by=here.leader, today=TODAY)
    running = agencies.open_round(tmp_path / "other")
    with running.here.store() as session, pytest.raises(NoMoreSlips):
        more_slips.ask_for_more(session, round_id=running.id, many=1, reason=WHY, by=running.here.leader, today=AFTER)


@pytest.mark.parametrize("step", STEPS_OF_ADDING)
def test_killed_after_any_step_the_box_and_the_office_count_the_same_slips(tmp_path: Path, step: str) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    ask(running)
    agree(running)

    def die(done: str) -> None:
        if done == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(running, after=die)
    finish_interrupted(running.here.store, settings=running.here.settings)
    assert slips_of(running) == manifest_of(running.box).slots == 51
    closed(running)
    with running.here.store() as session:
        assert one_round(session, round_id=running.id).ledger is Ledger.ADDS_UP


def test_slips_whose_codes_were_lost_can_be_asked_for_again(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    ask(running)
    agree(running)

    def die(done: str) -> None:
        if done == SLOTS_MADE:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(running, after=die)
    with pytest.raises(NothingAsked):
        make(running)
    ask(running, reason="the first ones were lost")
    agree(running)
    assert len(make(running)) == 3
    assert slips_of(running) == manifest_of(running.box).slots == 54


def test_a_box_that_is_open_elsewhere_knows_the_new_slips_at_once(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    elsewhere = Box(running.box)
    ask(running)
    agree(running)
    (code, *_others) = make(running)
    assert elsewhere.knows(hash_of(code, pepper_of(running.here.settings)))
    assert elsewhere.state is not None
    assert elsewhere.manifest.slots == 51
    elsewhere.close()
