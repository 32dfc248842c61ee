"""From the leaders' form to the plan: what follows the questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from audit.method.comparison import Comparison
from audit.method.planning import PlanStatus
from audit.method.questionnaire import Action, Effort
from audit.running import leadership, plans
from audit.running.leadership import LeadershipFrozen, NotYetCosigned
from audit.running.plans import AlreadyPlanned, NoReleaseYet, TooManyActions
from audit.running.results import NoResultsYet, open_proposals, round_facts
from audit.running.rights import NotForThisRole
from audit.store.models import PlanAction
from audit.store.queries import NothingThere, find_release, one_round, plan_of, ratings_of, trail_of
from tests.builders import core, library
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import AFTER, TODAY, Agency

ACTIONS = tuple(
    Action(f"a{n}", f"Do thing {n}", "Ask", "It is there", Effort.SMALL, "", "Lea", (), ()) for n in range(1, 8)
)


@pytest.fixture(name="here")
def _here(tmp_path: Path) -> Agency:
    return agencies.agency(tmp_path)


def rate(here: Agency, round_id: int, ratings: dict[str, int | None], *, by: int | None = None) -> None:
    with here.store() as session:
        leadership.save_ratings(
            session, round_id=round_id, ratings=ratings, evidence={"words": "  seen  "}, by=by or here.leader
        )


def adopt(here: Agency, round_id: int, action: Action, *, by: int | None = None) -> int:
    with here.store() as session:
        return plans.adopt(
            session, round_id=round_id, action=action, why="because", by=by or here.leader, today=AFTER
        ).id


def change(here: Agency, plan_action_id: int, status: PlanStatus, *, organisation_id: int | None = None) -> None:
    with here.store() as session:
        plans.change_action(
            session,
            organisation_id=organisation_id or here.organisation_id,
            plan_action_id=plan_action_id,
            owner=" Sam ",
            first_step="",
            due_on=date(2026, 9, 1),
            status=status,
            note_text="going well",
            by=here.leader,
            today=AFTER,
        )


def plan(here: Agency) -> Sequence[PlanAction]:
    with here.store() as session:
        return plan_of(session, organisation_id=here.organisation_id)


def test_the_leaders_form_keeps_ratings_and_evidence_and_forgets_what_is_emptied(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    rate(here, round_id, {"x": 3, "y": None, "z": 0})
    rate(here, round_id, {"x": None})
    with here.store() as session:
        kept = [(r.item, r.rating, r.evidence) for r in ratings_of(session, round_id=round_id)]
    assert kept == [("words", None, "seen"), ("z", 0, "")]


def test_the_leaders_form_waits_for_the_co_signature(here: Agency) -> None:
    round_id = agencies.prepared(here)
    with pytest.raises(NotYetCosigned):
        rate(here, round_id, {"x": 3})


def test_a_frozen_form_stays_as_it_is(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    with here.store() as session:
        leadership.freeze(session, round_id=round_id, by=here.leader, today=TODAY)
    with pytest.raises(LeadershipFrozen):
        rate(here, round_id, {"x": 3})


def test_closing_freezes_the_form_before_anybody_sees_a_result(here: Agency) -> None:
    round_id = closed(agencies.start(here))
    with here.store() as session:
        assert one_round(session, round_id=round_id).leadership_frozen_at == AFTER
    with pytest.raises(LeadershipFrozen):
        rate(here, round_id, {"x": 3})


def test_the_staff_representative_does_not_fill_the_leaders_form(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    with pytest.raises(NotForThisRole):
        rate(here, round_id, {"x": 3}, by=here.rep)


def test_five_actions_at_most_are_active_and_finishing_one_makes_room(here: Agency) -> None:
    round_id = closed(agencies.start(here))
    ids = [adopt(here, round_id, action) for action in ACTIONS[:5]]
    with pytest.raises(TooManyActions, match="5 actions"):
        adopt(here, round_id, ACTIONS[5])
    change(here, ids[0], PlanStatus.UNDER_WAY)
    change(here, ids[2], PlanStatus.DONE)
    adopt(here, round_id, ACTIONS[5])
    with pytest.raises(TooManyActions):
        change(here, ids[2], PlanStatus.UNDER_WAY)
    assert [p.status for p in plan(here)].count(PlanStatus.DONE) == 1
    assert (plan(here)[2].owner, plan(here)[2].first_step, plan(here)[2].note) == ("Sam", "Ask", "going well")


def test_an_active_action_is_not_adopted_twice_but_again_once_it_is_done(here: Agency) -> None:
    round_id = closed(agencies.start(here))
    first = adopt(here, round_id, ACTIONS[0])
    with pytest.raises(AlreadyPlanned):
        adopt(here, round_id, ACTIONS[0])
    change(here, first, PlanStatus.SET_ASIDE)
    adopt(here, round_id, ACTIONS[0])


def test_a_plan_follows_results(here: Agency) -> None:
    running = agencies.start(here)
    with pytest.raises(NoReleaseYet):
        adopt(here, running.id, ACTIONS[0])


def test_the_plan_of_another_organisation_is_out_of_reach(here: Agency) -> None:
    planned = adopt(here, closed(agencies.start(here)), ACTIONS[0])
    other = agencies.another(here.store, name="Oak Trust")
    stranger = replace(here, leader=other[1])
    with pytest.raises(NothingThere):
        change(stranger, planned, PlanStatus.DONE, organisation_id=other[0])


def test_the_facts_of_a_closed_round_are_made_from_release_form_and_plan(here: Agency) -> None:
    running = agencies.start(here, answers=30)
    rate(here, running.id, {item.id: 4 for item in core().as_asked_in(1).items})
    round_id = closed(running)
    first = next(iter(library().actions.values()))
    adopt(here, round_id, first)
    with here.store() as session:
        facts = round_facts(session, round_id=round_id, library=library())
        stored = find_release(session, round_id=round_id)
    assert stored is not None
    assert facts.profile.release_hash == stored.hash
    assert facts.leader_gaps
    assert [p.title for p in facts.plan] == [first.title]
    assert facts.proposals
    assert first.id not in {p.action for p in open_proposals(facts)}
    assert (facts.organisation, facts.number, facts.change, facts.invented) == ("Elm House", 1, None, False)
    assert facts.contacts[0].name == "Ann"


def test_a_second_round_is_compared_with_the_first_and_still_shows_what_is_active(here: Agency) -> None:
    first = closed(agencies.start(here, answers=30))
    kept, dropped = adopt(here, first, ACTIONS[0]), adopt(here, first, ACTIONS[1])
    change(here, dropped, PlanStatus.DONE)
    year = TODAY + timedelta(days=364)
    second = closed(agencies.start(here, answers=30, today=year), today=year + timedelta(days=15))
    with here.store() as session:
        facts = round_facts(session, round_id=second, library=library())
    assert isinstance(facts.change, Comparison)
    assert [p.action for p in facts.plan] == ["a1"]
    assert facts.number == 2
    assert kept


def test_an_open_round_has_no_facts(here: Agency) -> None:
    running = agencies.start(here)
    with here.store() as session, pytest.raises(NoResultsYet):
        round_facts(session, round_id=running.id, library=library())


def test_the_trail_tells_the_year_in_order(here: Agency) -> None:
    round_id = closed(agencies.start(here))
    adopt(here, round_id, ACTIONS[0])
    with here.store() as session:
        lines = [t.what for t in reversed(trail_of(session, organisation_id=here.organisation_id))]
    fingerprint = next(line for line in lines if line.startswith("Co-signed"))
    assert [line for line in lines if "ound 1" in line or "plan" in line] == [
        "Prepared round 1",
        fingerprint,
        "Printed the slips of round 1",
        "Opened round 1",
        "Gave the first of two phrases for round 1",
        "Closed round 1 with the last phrase that was missing",
        "Took “Do thing 1” into the plan",
    ]
