"""What came of earlier plans: which actions a round looks back on, and what it holds them against."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from audit.method.changes import Change
from audit.method.planning import PlanStatus
from audit.method.questionnaire import Action, Stage
from audit.method.release import from_json
from audit.method.verdict import NotJudged, Verdict, WhyNotJudged
from audit.running import plans
from audit.running.results import earlier_actions, round_facts
from audit.store.models import Conversation, ConversationState, PlanAction
from audit.store.queries import closed_rounds_of, find_release, one_plan_action, plan_of
from tests.builders import library
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import TODAY, Agency
from tests.running.planning import FEW, takes_in, talked

YEAR = TODAY + timedelta(days=364)
LAST_DAY = YEAR + timedelta(days=14)
PLANNED = [library().actions[name] for name in ("protect-supervision", "decision-note", "peer-group", "promise-line")]


def says(session: Session, here: Agency, planned: int, status: PlanStatus, *, on: date) -> PlanAction:
    """Somebody says where an action stands."""
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
        today=on,
    )
    return one_plan_action(session, organisation_id=here.organisation_id, plan_action_id=planned)


def test_the_day_is_kept_on_which_an_action_was_first_said_to_be_done(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, **FEW)
    with here.store() as session:
        planned = takes_in(session, here, talked(session, here))
        assert says(session, here, planned, PlanStatus.UNDER_WAY, on=TODAY).done_on is None
        assert says(session, here, planned, PlanStatus.DONE, on=TODAY).done_on == TODAY
        assert says(session, here, planned, PlanStatus.DONE, on=YEAR).done_on == TODAY, "a note was added later"
        assert says(session, here, planned, PlanStatus.UNDER_WAY, on=YEAR).done_on is None
        assert says(session, here, planned, PlanStatus.DONE, on=YEAR).done_on == YEAR
        assert says(session, here, planned, PlanStatus.SET_ASIDE, on=YEAR).done_on is None


def adopt(session: Session, here: Agency, round_id: int, action: Action) -> int:
    return plans.adopt(session, round_id=round_id, action=action, why="because", by=here.leader, today=TODAY).id


@pytest.fixture(name="here", scope="module")
def _here(tmp_path_factory: pytest.TempPathFactory) -> Agency:
    """Two rounds. After the first: one action done in time, one done too late, one set aside, one under way."""
    here = agencies.agency(tmp_path_factory.mktemp("two-rounds"))
    first = closed(agencies.start(here, answers=30))
    with here.store() as session:
        ids = [adopt(session, here, first, action) for action in PLANNED]
    closed(agencies.start(here, answers=30, today=YEAR), today=LAST_DAY + timedelta(days=1))
    with here.store() as session:
        says(session, here, ids[0], PlanStatus.DONE, on=LAST_DAY)
        says(session, here, ids[1], PlanStatus.DONE, on=LAST_DAY + timedelta(days=1))
        says(session, here, ids[2], PlanStatus.SET_ASIDE, on=LAST_DAY)
        adopt(session, here, closed_rounds_of(session, organisation_id=here.organisation_id)[1].id, PLANNED[2])
    return here


def looked_at(session: Session, here: Agency, *, number: int) -> dict[str, Verdict | NotJudged]:
    """What the round of that number says of each action."""
    row = closed_rounds_of(session, organisation_id=here.organisation_id)[number - 1]
    facts = round_facts(session, round_id=row.id, library=library())
    assert [r.planned.action for r in facts.verdicts] == [p.action for p in earlier_actions(session, row)]
    return {r.planned.action: r.found for r in facts.verdicts}


def test_a_round_looks_back_on_every_action_of_an_earlier_one_that_was_not_set_aside(here: Agency) -> None:
    with here.store() as session:
        found = looked_at(session, here, number=2)
        assert looked_at(session, here, number=1) == {}
    assert isinstance(found["protect-supervision"], Verdict)
    assert found["decision-note"] == NotJudged(WhyNotJudged.NOT_FINISHED), "the last day of answers was over"
    assert found["promise-line"] == NotJudged(WhyNotJudged.NOT_FINISHED)
    assert set(found) == {"protect-supervision", "decision-note", "promise-line"}


def test_an_action_is_held_against_the_round_that_it_was_adopted_for(here: Agency) -> None:
    with here.store() as session:
        found = looked_at(session, here, number=2)["protect-supervision"]
        rows = closed_rounds_of(session, organisation_id=here.organisation_id)
        cells = [_cell(session, row.id, principle="S", stage=Stage.INFORMED) for row in rows]
    assert isinstance(found, Verdict)
    (only,) = found.judged
    assert (only.measure.id, only.measure.stage, only.items) == ("S", Stage.INFORMED, ("S.D4",))
    assert isinstance(only.change, Change)
    assert [only.change.before.value, only.change.now.value] == cells


def _cell(session: Session, round_id: int, *, principle: str, stage: Stage) -> float:
    """What the release of a round tells of a stage."""
    row = find_release(session, round_id=round_id)
    assert row is not None
    whole = from_json(row.text).whole
    assert whole is not None
    number = whole.principles[principle].cells[stage - 1].number
    assert number is not None
    return number.value


def test_results_that_are_gone_and_trials_are_compared_with_nothing(here: Agency) -> None:
    with here.store() as session:
        first, second = closed_rounds_of(session, organisation_id=here.organisation_id)
        first.trial = True
        assert looked_at(session, here, number=2)["protect-supervision"] == NotJudged(WhyNotJudged.FROM_A_TRIAL)
        first.trial = False
        second.trial = True
        assert looked_at(session, here, number=2) == {}
        second.trial = False
        session.delete(find_release(session, round_id=first.id))
        session.flush()
        assert looked_at(session, here, number=2)["protect-supervision"] == NotJudged(WhyNotJudged.EXPIRED)
        session.rollback()


def test_an_action_of_a_team_conversation_is_listed_and_not_judged(here: Agency) -> None:
    with here.store() as session:
        talk = Conversation(
            organisation_id=here.organisation_id,
            questionnaire="core",
            edition="1",
            held_on=TODAY,
            state=ConversationState.AGREED,
            agreed_on=TODAY,
        )
        session.add(talk)
        session.flush()
        first = plan_of(session, organisation_id=here.organisation_id)[0]
        first.round_id, first.conversation_id = None, talk.id
        session.flush()
        found = looked_at(session, here, number=2)
        assert found["protect-supervision"] == NotJudged(WhyNotJudged.FROM_A_CONVERSATION)
        assert list(found)[-1] == "protect-supervision", "plans of rounds come first"
        session.rollback()
