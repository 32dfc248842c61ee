"""From a team conversation into the one plan of an organisation: who may, how many, what a later round sees of it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from audit.keeping.backing_up import back_up
from audit.keeping.restoring import restore
from audit.method.planning import PlanStatus
from audit.promise import Hosting
from audit.running import conversations, members, plans
from audit.running.conversations import open_proposals, team_facts
from audit.running.plans import AlreadyPlanned, NotAgreedYet, TooManyActions
from audit.running.results import plan_for, round_facts
from audit.running.rights import NotForThisRole, NotOfThisOrganisation
from audit.store.database import open_store
from audit.store.models import Size
from audit.store.queries import (
    find_said_size,
    one_conversation,
    one_plan_action,
    one_round,
    organisations_of,
    plan_of,
    trail_of,
)
from tests.builders import library
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import AFTER, LIGHT, PASSWORD, TODAY, Agency, settings_in
from tests.running.planning import ACTIONS, FEW, stands, takes_in, talked


def a_team(home: Path) -> Agency:
    return agencies.agency(home, **FEW)


def planned_ids(session: Session, here: Agency) -> list[str]:
    return [p.action for p in plan_of(session, organisation_id=here.organisation_id)]


def test_what_was_agreed_on_leads_to_an_action_and_the_trail_knows(tmp_path: Path) -> None:
    here = a_team(tmp_path)
    with here.store() as session:
        talk = talked(session, here)
        made = one_plan_action(
            session, organisation_id=here.organisation_id, plan_action_id=takes_in(session, here, talk)
        )
        assert (made.round_id, made.conversation_id, made.slot) == (None, talk, 1)
        assert (made.title, made.first_step, made.why) == (ACTIONS[0].title, ACTIONS[0].first_step, "It waits.")
        first = trail_of(session, organisation_id=here.organisation_id)[0]
        assert (first.what, first.who) == (f"Took “{ACTIONS[0].title}” into the plan", "Lea")


def test_a_plan_waits_until_the_record_is_fixed(tmp_path: Path) -> None:
    here = a_team(tmp_path)
    with here.store() as session:
        with pytest.raises(NotAgreedYet, match="fix it, then choose"):
            takes_in(session, here, talked(session, here, agreed=False))
        assert planned_ids(session, here) == []


def test_staff_representative_and_strangers_take_nothing_into_the_plan(tmp_path: Path) -> None:
    here = a_team(tmp_path)
    _other, stranger, *_ = agencies.another(here.store, name="Oak House")
    with here.store() as session:
        talk = talked(session, here)
        with pytest.raises(NotForThisRole):
            takes_in(session, here, talk, by=here.rep)
        with pytest.raises(NotOfThisOrganisation):
            takes_in(session, here, talk, by=stranger)
        takes_in(session, here, talk, by=here.consultant)
        assert planned_ids(session, here) == [ACTIONS[0].id]


def test_five_are_active_at_most_whatever_they_come_from(tmp_path: Path) -> None:
    here = a_team(tmp_path)
    with here.store() as session:
        talk = talked(session, here)
        for action in ACTIONS[:4]:
            takes_in(session, here, talk, action)
    round_id = closed(agencies.start(here))
    with here.store() as session:
        adopt = partial(plans.adopt, session, round_id=round_id, why="It waits.", by=here.leader, today=AFTER)
        with pytest.raises(AlreadyPlanned, match="in the plan already"):
            adopt(action=ACTIONS[0])
        adopt(action=ACTIONS[4])
        with pytest.raises(TooManyActions):
            adopt(action=ACTIONS[5])
        with pytest.raises(TooManyActions):
            takes_in(session, here, talk, ACTIONS[5])


def test_a_round_afterwards_sees_what_is_still_active_from_the_conversation(tmp_path: Path) -> None:
    here = a_team(tmp_path)
    with here.store() as session:
        talk = talked(session, here)
        ids = [takes_in(session, here, talk, action) for action in ACTIONS[:2]]
        stands(session, here, ids[1], PlanStatus.DONE)
    round_id = closed(agencies.start(here))
    with here.store() as session:
        facts = round_facts(session, round_id=round_id, library=library())
        assert [p.action for p in facts.plan] == [ACTIONS[0].id]


def test_a_round_before_the_conversation_tells_nothing_of_its_plan(tmp_path: Path) -> None:
    here = a_team(tmp_path)
    round_id = closed(agencies.start(here))
    with here.store() as session:
        talk = one_conversation(session, conversation_id=talked(session, here))
        talk.held_on = talk.agreed_on = AFTER + timedelta(days=1)
        takes_in(session, here, talk.id)
        plans.adopt(session, round_id=round_id, action=ACTIONS[1], why="", by=here.leader, today=AFTER)
        assert [p.action for p in plan_for(session, one_round(session, round_id=round_id))] == [ACTIONS[1].id]
        assert [p.action for p in conversations.plan_after(session, talk)] == [ACTIONS[0].id, ACTIONS[1].id]


def test_the_next_conversation_sees_what_is_still_active_from_the_last_one(tmp_path: Path) -> None:
    here = a_team(tmp_path)
    with here.store() as session:
        first = talked(session, here)
        ids = [takes_in(session, here, first, action) for action in ACTIONS[:2]]
        stands(session, here, ids[0], PlanStatus.SET_ASIDE)
        second = one_conversation(session, conversation_id=talked(session, here))
        assert [p.action for p in conversations.plan_after(session, second)] == [ACTIONS[1].id]
        takes_in(session, here, second.id, ACTIONS[2])
        before = one_conversation(session, conversation_id=first)
        assert [p.action for p in conversations.plan_after(session, before)] == [ACTIONS[0].id, ACTIONS[1].id]


def test_what_is_in_the_plan_is_proposed_no_more(tmp_path: Path) -> None:
    here = a_team(tmp_path)
    with here.store() as session:
        row = one_conversation(session, conversation_id=talked(session, here))
        best = team_facts(session, row, library=library()).proposals[0]
        takes_in(session, here, row.id, library().actions[best.action])
        facts = team_facts(session, row, library=library())
        assert [p.action for p in facts.plan] == [best.action]
        assert best in facts.proposals
        assert list(open_proposals(facts)) == [p for p in facts.proposals if p != best]


@pytest.mark.parametrize(("many", "said"), [(0, ""), (1, ", with 1 action of the plan"), (2, ", with 2 actions of")])
def test_removing_a_conversation_takes_its_actions_and_nothing_else(tmp_path: Path, many: int, said: str) -> None:
    here = a_team(tmp_path)
    with here.store() as session:
        first, second = talked(session, here), talked(session, here)
        takes_in(session, here, second, ACTIONS[3])
        for action in ACTIONS[:many]:
            takes_in(session, here, first, action)
        conversations.remove(session, conversation_id=first, by=here.rep, today=TODAY)
        assert planned_ids(session, here) == [ACTIONS[3].id]
        newest = trail_of(session, organisation_id=here.organisation_id)[0].what
        assert newest.startswith(f"Removed the record of a team conversation{said}")


def test_a_backup_brings_back_the_plan_and_the_size_that_was_said(tmp_path: Path) -> None:
    here = a_team(tmp_path / "here")
    with here.store() as session:
        takes_in(session, here, talked(session, here))
        small = team_of(session, Size.UNDER_15)
    back_up(tmp_path / "year.zip", settings=here.settings, today=TODAY)
    settings = settings_in(tmp_path / "there")
    restore(tmp_path / "year.zip", settings=settings)
    with open_store(settings)() as session:
        assert planned_ids(session, here) == [ACTIONS[0].id]
        assert find_said_size(session, organisation_id=small) is Size.UNDER_15


@pytest.mark.parametrize("size", [None, *Size])
def test_the_size_that_is_said_at_set_up_is_kept_and_nobody_has_to_say_it(tmp_path: Path, size: Size | None) -> None:
    with open_store(settings_in(tmp_path))() as session:
        assert find_said_size(session, organisation_id=team_of(session, size)) is size


def team_of(session: Session, size: Size | None) -> int:
    leader = members.set_up(
        session,
        organisation="Ash House",
        name="Ada",
        email="ada@ash.example",
        password=PASSWORD,
        hosting=Hosting.OUTSIDE,
        size=size,
        cost=LIGHT,
    )
    return organisations_of(session, account_id=leader.id)[0].id
