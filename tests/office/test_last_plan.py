"""Looking back on the plan page: what the newest round says of earlier actions, and what people write beside it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from audit.method.planning import PlanStatus
from audit.running import plans
from audit.store.models import Role
from tests.builders import library
from tests.doors.closing import closed
from tests.office.staging import Place, a_closed_round
from tests.running.agencies import AFTER, TODAY, start

YEAR = TODAY + timedelta(days=364)
ACTION = library().actions["protect-supervision"]
HEADING = "What came of earlier actions"


@pytest.fixture(name="place", scope="module")
def _place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Two rounds with an action done between them."""
    place = a_closed_round(tmp_path_factory.mktemp("home"))
    here = place.here
    assert place.round is not None
    with here.store() as session:
        adopted = plans.adopt(
            session, round_id=place.round.id, action=ACTION, why="It waits.", by=here.leader, today=AFTER
        )
        plans.change_action(
            session,
            organisation_id=here.organisation_id,
            plan_action_id=adopted.id,
            owner="Team leads",
            first_step="",
            due_on=None,
            status=PlanStatus.DONE,
            note_text="Cover was found.",
            by=here.leader,
            today=AFTER,
        )
    day = YEAR + timedelta(days=15)
    closed(start(here, answers=30, today=YEAR), today=day)
    place.clock.now = datetime.combine(day, time(9), UTC)
    return place


def test_the_plan_of_the_newest_round_looks_back_on_what_was_done(place: Place) -> None:
    page = place.visitor().opens("/rounds/2/plan")
    assert HEADING in page.text
    back = page.text.partition(HEADING)[2].partition("What the answers point to")[0]
    assert ACTION.title in back
    assert "Judged by “Informed in Safety”: " in back
    assert "Cover was found." in back
    assert "not what moved it" in back


def test_what_happened_goes_into_the_note_of_the_action_and_into_the_report(place: Place) -> None:
    visitor = place.visitor().opens("/rounds/2/plan")
    link = next(a for a in visitor.page.iter("a") if "Write down what happened" in "".join(a.itertext()))
    visitor.opens(str(link.get("href")).removeprefix("/office"))
    visitor.presses("Save", note_text="Two of three teams keep to it.")
    assert "Two of three teams keep to it." in visitor.text
    assert "Two of three teams keep to it." in visitor.opens("/rounds/2/profile").text


def test_the_plan_of_an_earlier_round_does_not_look_back(place: Place) -> None:
    assert HEADING not in place.visitor().opens("/rounds/1/plan").text


def test_who_may_not_plan_reads_it_without_a_way_to_change_it(place: Place) -> None:
    page = place.visitor(Role.STAFF_REP).opens("/rounds/2/plan")
    assert HEADING in page.text
    assert "Write down what happened" not in page.text


def test_the_results_have_it_after_the_plan(place: Place) -> None:
    text = place.visitor().opens("/rounds/2/profile").text
    assert "One action is finished." in text
    assert text.index("What could we do next?") < text.index("One action is finished.")


def test_a_first_round_has_nothing_to_look_back_on(tmp_path: Path) -> None:
    visitor = a_closed_round(tmp_path).visitor()
    assert HEADING not in visitor.opens("/rounds/1/plan").text
    assert "last-plan" not in visitor.opens("/rounds/1/profile").markup
