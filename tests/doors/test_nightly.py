from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from audit.doors import nightly
from audit.running import members
from audit.store.models import Invitation, ResponseWord, Role
from audit.store.queries import one_round
from tests.running import agencies
from tests.running.agencies import NOW, OpenRound


def word_after(running: OpenRound, *, now: datetime = NOW) -> ResponseWord:
    with running.here.store() as session:
        nightly.run(session, settings=running.here.settings, now=now)
        return one_round(session, round_id=running.id).response_word


@pytest.mark.parametrize(
    ("used", "word"),
    [
        (9, ResponseWord.NOTHING),
        (10, ResponseWord.UNDER_A_QUARTER),
        (11, ResponseWord.UNDER_A_QUARTER),
        (12, ResponseWord.OVER_A_QUARTER),
        (24, ResponseWord.OVER_HALF),
        (36, ResponseWord.OVER_THREE_QUARTERS),
        (48, ResponseWord.OVER_THREE_QUARTERS),
    ],
)
def test_the_word_follows_the_share_and_says_nothing_under_ten(used: int, word: ResponseWord) -> None:
    assert nightly.word_for(used, slips=48) is word


def test_the_word_is_renewed_at_most_once_a_day(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=10)
    assert word_after(running) is ResponseWord.UNDER_A_QUARTER
    more = OpenRound(running.here, running.id, running.phrases, running.codes[10:])
    agencies.answer(more, agencies.ballots(running, 20))
    assert word_after(running, now=NOW + timedelta(hours=10)) is ResponseWord.UNDER_A_QUARTER
    assert word_after(running, now=NOW + timedelta(days=1)) is ResponseWord.OVER_HALF


def test_until_the_night_the_office_store_is_the_same_whatever_came_in(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=9)
    before = running.here.settings.office_file.read_bytes()
    agencies.answer(OpenRound(running.here, running.id, {}, running.codes[9:]), agencies.ballots(running, 2))
    assert running.here.settings.office_file.read_bytes() == before


def test_invitations_that_are_too_old_are_forgotten(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path)
    with here.store() as session:
        members.invite(
            session, organisation_id=here.organisation_id, role=Role.REVIEWER, name="Rex", by=here.leader, now=NOW
        )
        nightly.run(session, settings=here.settings, now=NOW)
        assert len(session.scalars(select(Invitation)).all()) == 1
        nightly.run(session, settings=here.settings, now=NOW + timedelta(days=14))
        assert session.scalars(select(Invitation)).all() == []
