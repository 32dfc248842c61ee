"""Plans after a round and after a team conversation, made through operations only."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from audit.method.answers import Rated
from audit.method.conversation import Record, Said
from audit.method.planning import PlanStatus
from audit.method.questionnaire import Action
from audit.running import conversations, plans
from tests.builders import core, library
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import AFTER, TODAY, Agency

FEW = {"places": "House\t11", "roles": "All here\t11"}
ACTIONS = tuple(library().actions.values())


def talked(session: Session, here: Agency, *, agreed: bool = True) -> int:
    """A team conversation in which all lies low and one statement is seen differently; its id."""
    row = conversations.begin(
        session,
        organisation_id=here.organisation_id,
        questionnaire=core(),
        held_on=TODAY,
        by=here.leader,
        today=TODAY,
    )
    ids = [i.id for i in core().staged_items]
    low: dict[str, Record] = {**dict.fromkeys(ids, Rated(1)), ids[1]: Said.DIFFERENTLY}
    conversations.save_records(session, conversation_id=row.id, records=low, by=here.leader)
    if agreed:
        conversations.agree(session, conversation_id=row.id, by=here.leader, today=TODAY)
    return row.id


def takes_in(session: Session, here: Agency, talk: int, action: Action = ACTIONS[0], *, by: int = 0) -> int:
    """An action adopted after a conversation; its id."""
    return plans.adopt_agreed(
        session, conversation_id=talk, action=action, why="It waits.", by=by or here.leader, today=TODAY
    ).id


def stands(session: Session, here: Agency, planned: int, status: PlanStatus) -> None:
    """Where an action stands from now on."""
    plans.change_action(
        session,
        organisation_id=here.organisation_id,
        plan_action_id=planned,
        owner="Sam",
        first_step="",
        due_on=None,
        status=status,
        note_text="",
        by=here.leader,
        today=AFTER,
    )


def a_planned_year(home: Path) -> Agency:
    """A closed round with two actions, one of them set aside, and a second organisation beside it."""
    here = agencies.agency(home)
    round_id = closed(agencies.start(here, answers=30))
    agencies.another(here.store, name="Oak House")
    with here.store() as session:
        ids = [
            plans.adopt(session, round_id=round_id, action=a, why="It waits.", by=here.leader, today=AFTER).id
            for a in ACTIONS[:2]
        ]
        stands(session, here, ids[1], PlanStatus.SET_ASIDE)
    return here
