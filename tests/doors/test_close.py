from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from audit import results_file
from audit.ballot.box import Box
from audit.doors import close
from audit.doors.close import Progress
from audit.keys import UnknownWord, WrongPhrase, new_phrase
from audit.method.answers import sheet_of
from audit.method.release import canonical
from audit.method.releasing import release_of
from audit.promise import Keys, Ledger
from audit.running.results import release_of_round
from audit.store.frozen import frozen_of
from audit.store.models import RoundState
from audit.store.queries import find_release, one_organisation, one_round, outer_removed_of, seats_given_of
from tests.builders import core, library
from tests.running import agencies
from tests.running.agencies import AFTER, LIGHT, OpenRound


def give(running: OpenRound, seat: int, *, phrase: str | None = None, today: date = AFTER) -> Progress:
    with running.here.store() as session:
        return close.give_phrase(
            session,
            round_id=running.id,
            seat=seat,
            phrase=phrase or running.phrases[seat],
            settings=running.here.settings,
            library=library(),
            today=today,
            cost=LIGHT,
        )


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 1), (1, 3), (3, 2)])
def test_any_two_of_three_open_the_box_in_either_order_and_on_different_days(
    tmp_path: Path, first: int, second: int
) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    assert give(running, first) is Progress.WAITING_FOR_SECOND
    assert give(running, second, today=AFTER + timedelta(days=3)) is Progress.CLOSED
    with running.here.store() as session:
        row = one_round(session, round_id=running.id)
        assert (row.state, row.ledger, row.closed_on) == (RoundState.CLOSED, Ledger.ADDS_UP, AFTER + timedelta(days=3))
        assert outer_removed_of(session, round_id=running.id) == []
    assert not list(running.here.settings.ballots.iterdir())


def test_the_release_tells_what_the_method_tells_of_the_same_answers(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    those = agencies.ballots(running, 40)
    agencies.answer(running, those)
    give(running, 1)
    give(running, 2)
    with running.here.store() as session:
        frozen = frozen_of(one_round(session, round_id=running.id).frozen or {})
        found = find_release(session, round_id=running.id)
    asked = core().as_asked_in(1)
    sheet = sheet_of(those, [i.id for i in asked.items])
    wanted = release_of(sheet, questionnaire=asked, places=frozen.places, roles=frozen.roles)
    assert found is not None
    assert found.text == canonical(wanted)


def test_staff_get_the_results_file_at_the_close(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    give(running, 1)
    give(running, 2)
    with running.here.store() as session:
        public_id = one_organisation(session, organisation_id=running.here.organisation_id).public_id
        release = release_of_round(session, round_id=running.id)
    file = results_file.read(results_file.path_in(running.here.settings.results, public_id))
    assert file.release == release
    assert (file.number, file.ledger, file.closed_on) == (1, Ledger.ADDS_UP, AFTER)


def test_one_key_opens_a_one_key_round_alone(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, keys=Keys.ONE, answers=10)
    assert give(running, 1) is Progress.CLOSED


def test_nobody_opens_the_box_before_the_day_staff_were_told(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    with pytest.raises(close.ClosingDayAhead):
        give(running, 1, today=agencies.CLOSES)


def test_a_trial_closes_at_any_time(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, trial=True, answers=3)
    give(running, 1, today=agencies.TODAY)
    assert give(running, 3, today=agencies.TODAY) is Progress.CLOSED


def test_the_same_holder_twice_is_one_holder(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=1)
    give(running, 2)
    with pytest.raises(close.PhraseAlreadyGiven, match="Sam"):
        give(running, 2)


def test_a_phrase_that_is_not_this_holders_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=1)
    for seat in (1, 2):
        with pytest.raises(WrongPhrase):
            give(running, seat, phrase=new_phrase())
        give(running, 1) if seat == 1 else None
    with running.here.store() as session:
        assert seats_given_of(session, round_id=running.id) == [1]
        assert one_round(session, round_id=running.id).state is RoundState.OPEN
    assert give(running, 2) is Progress.CLOSED


def test_a_mistyped_word_is_answered_with_the_nearest_one(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    with pytest.raises(UnknownWord, match="“ability”") as refused:
        give(running, 1, phrase="abilty " + " ".join(running.phrases[1].split()[1:]))
    assert (refused.value.position, refused.value.nearest) == (1, "ability")


def test_a_closed_round_is_not_closed_again(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, keys=Keys.ONE)
    give(running, 1)
    with pytest.raises(close.RoundNotToClose):
        give(running, 1)


def test_nobody_answering_closes_into_a_release_that_tells_nothing(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, keys=Keys.ONE)
    give(running, 1)
    with running.here.store() as session:
        assert release_of_round(session, round_id=running.id).people is None


def test_lost_keys_end_in_a_cancelled_round_without_ballots_and_a_free_number(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    with running.here.store() as session:
        close.cancel(
            session, round_id=running.id, settings=running.here.settings, by=running.here.rep, today=agencies.TODAY
        )
    assert not list(running.here.settings.ballots.iterdir())
    again = agencies.start(running.here)
    with running.here.store() as session:
        assert one_round(session, round_id=again.id).number == 1


def test_a_box_that_is_not_here_says_so(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    running.box.unlink()
    with pytest.raises(close.BoxMissing):
        give(running, 1)


def test_a_box_whose_slots_were_tampered_with_does_not_add_up(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, keys=Keys.ONE, answers=12)
    box = Box(running.box)
    with box.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE ballot SET sealed = randomblob(length(sealed))"
            " WHERE id = (SELECT id FROM ballot WHERE empty = 0 LIMIT 1)"
        )
    box.close()
    give(running, 1)
    with running.here.store() as session:
        assert one_round(session, round_id=running.id).ledger is Ledger.DOES_NOT
