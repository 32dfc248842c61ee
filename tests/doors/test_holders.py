"""When a phrase is lost: who opens the box then, and how a key changes hands while the round is open."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path

import pytest

from audit import results_file
from audit.ballot.box import manifest_of, sealed_ballots, wraps_of
from audit.doors import close
from audit.doors import holders as door
from audit.doors.close import Progress, finish_interrupted
from audit.doors.holders import (
    REWRAPPED,
    STEPS_OF_REPLACING,
    AgreedAlready,
    Agreement,
    NewcomerNotReady,
    NotOneWhoStays,
)
from audit.keys import WrongPhrase, new_phrase
from audit.promise import Keys, since_opening
from audit.running import holders
from audit.running.holders import NewcomerMissing, NobodyToReplace, circumstances_now, find_agreed, find_newcomer
from audit.running.rights import NotForThisRole
from audit.store.queries import holders_of, one_organisation, one_round, seats_given_of, trail_of
from tests.builders import library
from tests.doors.replacing import agrees, named, phrase_shown, replaced
from tests.running import agencies
from tests.running.agencies import AFTER, LIGHT, TODAY, OpenRound

PAIRS = list(itertools.permutations((1, 2, 3), 2))


def give(running: OpenRound, seat: int, *, phrase: str | None = None, days: int = 0) -> Progress:
    with running.here.store() as session:
        return close.give_phrase(
            session,
            round_id=running.id,
            seat=seat,
            phrase=phrase or running.phrases[seat],
            settings=running.here.settings,
            library=library(),
            today=AFTER + timedelta(days=days),
            cost=LIGHT,
        )


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_after_one_phrase_is_lost_any_two_of_three_finish_in_any_order_on_different_days(
    tmp_path: Path, first: int, second: int
) -> None:
    running = agencies.open_round(tmp_path, answers=3)
    assert give(running, first) is Progress.WAITING_FOR_SECOND
    assert give(running, second, days=4) is Progress.CLOSED


@pytest.mark.parametrize(("given", "lost", "third"), list(itertools.permutations((1, 2, 3))))
def test_when_the_second_is_lost_after_the_first_was_given_the_third_finishes(
    tmp_path: Path, given: int, lost: int, third: int
) -> None:
    running = agencies.open_round(tmp_path, answers=3)
    give(running, given)
    with pytest.raises(WrongPhrase):
        give(running, lost, phrase=new_phrase(), days=1)
    assert give(running, third, days=2) is Progress.CLOSED


@pytest.mark.parametrize("seat", [1, 2, 3])
def test_a_replaced_key_opens_the_box_with_each_of_the_others_and_the_old_phrase_with_none(
    tmp_path: Path, seat: int
) -> None:
    before = agencies.open_round(tmp_path, answers=3)
    now = replaced(before, seat)
    other = min({1, 2, 3} - {seat})
    with pytest.raises(WrongPhrase):
        give(now, seat, phrase=before.phrases[seat])
    give(now, other)
    with pytest.raises(WrongPhrase):
        give(now, seat, phrase=before.phrases[seat], days=1)
    assert give(now, seat, days=1) is Progress.CLOSED


def test_the_two_who_stay_may_agree_on_different_days_and_in_either_order(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    named(running, 3)
    assert agrees(running, 2) is Agreement.WAITING_FOR_SECOND
    assert agrees(running, 1, today=TODAY + timedelta(days=5)) is Agreement.REPLACED
    with running.here.store() as session:
        assert [h.label for h in holders_of(session, round_id=running.id)] == ["Lea", "Sam", "Nia"]
        said = [entry.what for entry in trail_of(session, organisation_id=running.here.organisation_id)]
    assert any("Took over the key of Cy" in what for what in said)


def test_a_phrase_that_is_not_the_holders_replaces_nobody_and_loses_nothing(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    named(running, 3)
    for seat in (1, 2):
        with pytest.raises(WrongPhrase):
            agrees(running, seat, phrase=new_phrase())
        if seat == 1:
            agrees(running, 1)
    assert agrees(running, 2) is Agreement.REPLACED


def test_one_holder_agreeing_twice_is_one_holder(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    named(running, 3)
    agrees(running, 1)
    with pytest.raises(AgreedAlready, match="Lea"):
        agrees(running, 1)


def test_the_key_that_is_given_away_does_not_agree(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    named(running, 3)
    with pytest.raises(NotOneWhoStays, match="Cy"):
        agrees(running, 3)


def test_nobody_agrees_before_the_newcomer_wrote_a_phrase_down(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    with pytest.raises(NewcomerMissing):
        agrees(running, 1)
    with running.here.store() as session:
        holders.name_newcomer(session, round_id=running.id, seat=3, label="Nia", by=running.here.leader, today=TODAY)
    with pytest.raises(NewcomerNotReady, match="Nia"):
        agrees(running, 1)


def test_whoever_is_named_or_has_a_new_phrase_shown_later_needs_both_phrases_again(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    named(running, 3)
    agrees(running, 1)
    phrase_shown(running, 3)
    with running.here.store() as session:
        assert find_agreed(session, round_id=running.id) is None
    agrees(running, 1)
    named(running, 3, label="Mo")
    assert agrees(running, 2) is Agreement.WAITING_FOR_SECOND


def test_the_newcomers_phrase_is_shown_to_nobody_of_another_role(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    with running.here.store() as session:
        holders.name_newcomer(session, round_id=running.id, seat=2, label="Nia", by=running.here.leader, today=TODAY)
        with pytest.raises(NotForThisRole):
            holders.show_newcomer_phrase(session, round_id=running.id, by=running.here.leader, cost=LIGHT)


def test_a_round_with_one_key_or_one_that_is_not_open_replaces_nobody(tmp_path: Path) -> None:
    one = agencies.open_round(tmp_path / "one", keys=Keys.ONE)
    here = agencies.agency(tmp_path / "draft")
    for store, round_id, leader in (
        (one.here.store, one.id, one.here.leader),
        (here.store, agencies.prepared(here), here.leader),
    ):
        with store() as session, pytest.raises(NobodyToReplace):
            holders.name_newcomer(session, round_id=round_id, seat=1, label="Nia", by=leader, today=TODAY)


def test_a_phrase_given_for_the_close_is_given_again_after_a_key_changed_hands(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=3)
    give(running, 1)
    now = replaced(running, 3, today=AFTER)
    with now.here.store() as session:
        assert seats_given_of(session, round_id=now.id) == []
    assert give(now, 3, days=1) is Progress.WAITING_FOR_SECOND
    assert give(now, 1, days=1) is Progress.CLOSED


def test_the_box_tells_staff_who_holds_a_key_now_and_the_results_tell_that_one_was_replaced(tmp_path: Path) -> None:
    now = replaced(agencies.open_round(tmp_path, answers=12), 3)
    staff_read = manifest_of(now.box).circumstances
    assert (staff_read.holders, staff_read.replaced) == (("Lea", "Sam", "Nia"), (TODAY,))
    assert since_opening(staff_read) == ("A key holder was replaced on 2 March 2026.",)
    give(now, 1)
    give(now, 3)
    with now.here.store() as session:
        public_id = one_organisation(session, organisation_id=now.here.organisation_id).public_id
        known = circumstances_now(session, one_round(session, round_id=now.id))
    file = results_file.read(results_file.path_in(now.here.settings.results, public_id))
    assert file.circumstances == known
    assert known.replaced == (TODAY,)


def test_rewrapping_changes_no_length_and_leaves_no_old_key_in_any_file(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=3)
    before, ballots = wraps_of(running.box), set(sealed_ballots(running.box))
    now = replaced(running, 2)
    after = wraps_of(now.box)
    assert {pair: len(blob) for pair, blob in after.items()} == {pair: len(blob) for pair, blob in before.items()}
    assert set(sealed_ballots(now.box)) == ballots
    for file in (f for f in tmp_path.rglob("*") if f.is_file()):
        assert not any(blob in file.read_bytes() for blob in before.values()), file


@pytest.mark.parametrize("step", STEPS_OF_REPLACING)
def test_killed_after_any_step_the_old_three_or_the_new_three_open_the_box(tmp_path: Path, step: str) -> None:
    running = agencies.open_round(tmp_path, answers=3)
    phrase = named(running, 3)

    def die(done: str) -> None:
        if done == step:
            raise KeyboardInterrupt

    if step != door.FIRST_AGREED:
        agrees(running, 1)
    with pytest.raises(KeyboardInterrupt):
        agrees(running, 1 if step == door.FIRST_AGREED else 2, after=die)
    finish_interrupted(running.here.store, settings=running.here.settings)
    changed = step != door.FIRST_AGREED
    give(running, 1)
    with pytest.raises(WrongPhrase):
        give(running, 3, phrase=running.phrases[3] if changed else phrase)
    assert give(running, 3, phrase=phrase if changed else running.phrases[3]) is Progress.CLOSED


def test_killed_once_the_box_is_written_the_office_learns_of_it_even_without_a_restart(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=3)
    phrase = named(running, 3)
    agrees(running, 1)

    def die(done: str) -> None:
        if done == REWRAPPED:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        agrees(running, 2, after=die)
    assert give(running, 3, phrase=phrase) is Progress.WAITING_FOR_SECOND
    with running.here.store() as session:
        assert find_newcomer(session, round_id=running.id) is None
        assert circumstances_now(session, one_round(session, round_id=running.id)).replaced == (TODAY,)
