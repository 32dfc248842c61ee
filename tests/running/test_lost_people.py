"""Somebody goes in the middle of a round: who carries on, and what they find."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from audit.doors import close, launch
from audit.promise import Keys, WayIn
from audit.running import comments, members, rounds
from audit.running.comments import CommentsAreFixed
from audit.store.models import Role, RoundState
from audit.store.queries import one_round, trail_of
from tests.builders import core, library
from tests.running.agencies import (
    AFTER,
    LIGHT,
    NOW,
    TODAY,
    Agency,
    agency,
    cosigned,
    invited,
    phrase_for,
    phrases,
    prepared,
    printed,
    start,
)
from tests.running.commenting import LEAD, REACH, asking_for_comments, reviewer_phrase


@pytest.fixture(name="here")
def _here(tmp_path: Path) -> Agency:
    return agency(tmp_path)


def goes(session: Session, here: Agency, who: int) -> None:
    """Somebody leaves."""
    members.end_membership(session, organisation_id=here.organisation_id, account_id=who, by=who, now=NOW)


def comes(session: Session, here: Agency, role: Role, name: str, *, by: int) -> int:
    """Somebody joins in that role."""
    return invited(session, here.organisation_id, by, role=role, name=name, at="Elm House")


def closed_round(here: Agency) -> None:
    """A round that leader and representative closed."""
    running = start(here, answers=12)
    with here.store() as session:
        for seat in (1, 2):
            close.give_phrase(
                session,
                round_id=running.id,
                seat=seat,
                phrase=running.phrases[seat],
                settings=here.settings,
                library=library(),
                today=AFTER,
                cost=LIGHT,
            )


def test_without_its_leader_a_draft_goes_on_with_the_consultant_until_it_is_open(here: Agency) -> None:
    round_id = prepared(here)
    with here.store() as session:
        goes(session, here, here.leader)
        rounds.change_round(
            session,
            round_id=round_id,
            questionnaire=core(),
            closes_on=TODAY + timedelta(days=21),
            way_in=WayIn.DRAWN,
            keys=Keys.TWO_OF_THREE,
            trial=False,
            by=here.consultant,
            today=TODAY,
        )
        new = comes(session, here, Role.LEADER, "Ola", by=here.consultant)
        rounds.cosign(session, round_id=round_id, by=here.rep, today=TODAY)
        for seat, by in ((1, new), (2, here.rep), (3, here.consultant)):
            phrase = rounds.show_phrase(session, round_id=round_id, seat=seat, by=by, cost=LIGHT)
            words = phrase.split()
            rounds.confirm_phrase(
                session, round_id=round_id, seat=seat, phrase=phrase, words={1: words[0], 2: words[1]}, cost=LIGHT
            )
    printed(here, round_id)
    with here.store() as session:
        launch.open_round(session, round_id=round_id, settings=here.settings, today=TODAY, by=here.consultant)
        assert one_round(session, round_id=round_id).state is RoundState.OPEN


def test_another_reviewer_of_a_draft_makes_a_phrase_of_their_own(here: Agency) -> None:
    asking_for_comments(here, round_id := prepared(here))
    reviewer_phrase(here, round_id)
    asking_for_comments(here, round_id, reviewer=here.rep)
    with here.store() as session:
        asked = comments.find_asked(session, round_id=round_id)
        assert asked is not None
        assert (asked.reviewer_id, asked.confirmed, asked.public_key) == (here.rep, False, None)


def test_the_reviewer_of_an_agreed_round_is_changed_only_by_setting_it_up_again(here: Agency) -> None:
    asking_for_comments(here, round_id := prepared(here))
    with here.store() as session:
        rounds.cosign(session, round_id=round_id, by=here.rep, today=TODAY)
        with pytest.raises(CommentsAreFixed):
            comments.ask_for_comments(
                session, round_id=round_id, reviewer_id=here.rep, lead=LEAD, reach=REACH, by=here.leader
            )
        close.cancel(session, round_id=round_id, settings=here.settings, by=here.leader, today=TODAY)
    asking_for_comments(here, prepared(here), reviewer=here.rep)


def test_a_new_consultant_has_a_phrase_shown_for_the_seat_of_the_one_who_went(here: Agency) -> None:
    round_id = cosigned(here)
    phrases(here, round_id)
    with here.store() as session:
        goes(session, here, here.consultant)
        new = comes(session, here, Role.CONSULTANT, "Nia", by=here.leader)
        assert phrase_for(session, replace(here, consultant=new), round_id, 3)
    assert printed(here, round_id), "slips are printed with the new key"


def test_a_new_representative_finds_the_trail_of_everything_before_them(here: Agency) -> None:
    closed_round(here)
    with here.store() as session:
        comes(session, here, Role.STAFF_REP, "Ida", by=here.rep)
        goes(session, here, here.rep)
        said = [t.what for t in trail_of(session, organisation_id=here.organisation_id)]
    for line in ("Prepared round 1", "Invited Ida as the staff representative", "Left as the staff representative"):
        assert line in said
