"""What a team agreed on leads into a plan: the pages of it, and what the first page says comes next."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from audit.method.conversation import pages_of
from audit.office.access import MAY
from audit.store.models import Role
from audit.store.queries import plan_of
from tests.builders import core
from tests.doors.closing import closed
from tests.office.browsing import Clock, Visitor, office_app, with_class
from tests.office.staging import Place, an_agency
from tests.office.test_access import answer, rules
from tests.office.test_getting_in import DETAILS
from tests.pages import text_of
from tests.reports.documents import pages
from tests.running import agencies
from tests.running.agencies import AFTER, PASSWORD, another, settings_in
from tests.running.planning import ACTIONS, takes_in, talked

PROFILE, PLAN = "/conversation/1/profile", "/conversation/1/plan"
ALL_THE_SAME = "Prepare a round all the same"


def agreed_by(home: Path, *, people: int = 11, actions: int = 0) -> Place:
    """A team that has talked, and has taken so many actions into its plan."""
    place = an_agency(home, places=f"House\t{people}", roles=f"All here\t{people}")
    with place.here.store() as session:
        talk = talked(session, place.here)
        for action in ACTIONS[:actions]:
            takes_in(session, place.here, talk, action)
    return place


def next_one(visitor: Visitor) -> str:
    """What the first page says comes next."""
    return text_of(next(with_class(visitor.opens("/").page, "next")))


def test_a_team_of_nine_goes_from_set_up_to_its_plan(tmp_path: Path) -> None:
    clock = Clock()
    visitor = Visitor(office_app(settings_in(tmp_path), clock=clock)).opens("/set-up")
    visitor.presses("Continue", people="under-15").presses("Set up and sign in", **DETAILS)
    assert "Hold a team conversation" in next_one(visitor)
    visitor.opens("/conversation").presses("Begin the record")
    for part in pages_of(core()):
        visitor.opens(f"/conversation/1/pages/{part.id}")
        visitor.presses("Save and go on", **dict.fromkeys((f"record-{i}" for i in part.items), "1"))
    visitor.opens("/conversation/1/look-over").presses("Fix it")
    assert "Read what you agreed on, then choose what to do" in next_one(visitor)
    visitor.opens(PROFILE).presses("Take it into the plan")
    title = text_of(next(visitor.page.iter("h1")))
    visitor.presses("Save", owner="Ada", due_on="2026-04-01", status="under-way", note_text="Begun <soon>")
    assert visitor.text.startswith("What we agreed together The plan after the conversation of")
    assert f"{title} Under way" in visitor.text
    assert "Ada, " in visitor.text
    assert "Begun &lt;soon&gt;" in visitor.markup
    assert "Keep the plan going" in next_one(visitor)
    assert f"Took “{title}” into the plan" in visitor.opens("/trail").text
    clock.goes_on(timedelta(days=365))
    assert "Hold the next conversation" in next_one(visitor.opens("/sign-in").signs_in(DETAILS["email"]))


def test_each_proposal_has_its_reason_and_its_button_beside_what_was_agreed_on(tmp_path: Path) -> None:
    place = agreed_by(tmp_path)
    visitor = place.visitor().opens(PROFILE)
    assert "waits for this." in visitor.text
    asked_for = [text_of(b) for b in visitor.page.iter("button") if "Take it into the plan" in text_of(b)]
    assert len(asked_for) == len(set(asked_for)) >= 5
    title = asked_for[0].partition(": ")[2]
    visitor.presses("Take it into the plan").presses("Save").opens(PROFILE)
    assert "1 action is agreed" in visitor.text
    assert "What else this points to" in visitor.text
    assert title in visitor.text
    assert f"Take it into the plan: {title}" not in visitor.text


def test_what_is_seen_differently_is_talked_about_first(tmp_path: Path) -> None:
    place = an_agency(tmp_path, places="House\t9", roles="All here\t9")
    visitor = place.visitor().opens("/conversation").presses("Begin the record")
    for part in pages_of(core()):
        visitor.opens(f"/conversation/1/pages/{part.id}")
        visitor.presses("Save and go on", **dict.fromkeys((f"record-{i}" for i in part.items), "differently"))
    visitor.opens("/conversation/1/look-over").presses("Fix it").opens(PLAN).presses("Take it into the plan")
    assert "Talk about it first." in visitor.text
    with place.here.store() as session:
        (made,) = plan_of(session, organisation_id=place.here.organisation_id)
    assert made.why.endswith("Talk about it first.")


def test_a_sixth_action_and_one_that_nobody_proposed_are_kindly_refused(tmp_path: Path) -> None:
    visitor = agreed_by(tmp_path, actions=5).visitor().opens(PLAN)
    assert "5 of at most 5 actions are active" in visitor.text
    visitor.presses("Take it into the plan")
    assert visitor.status == 422
    assert visitor.errors == [
        "5 actions are active, and more than that seldom get done. Finish one or set one aside first."
    ]
    visitor.opens(PLAN).presses("Take it into the plan", action="../../etc")
    assert visitor.errors == ["This action is not among the proposals any more. Choose another one."]


def test_a_day_that_is_none_keeps_everything_typed(tmp_path: Path) -> None:
    visitor = agreed_by(tmp_path).visitor().opens(PLAN).presses("Take it into the plan")
    visitor.presses("Save", owner="Ada", due_on="soon")
    assert visitor.status == 422
    assert visitor.errors == ["“soon” is not a day. Type it as year, month, day: 2027-03-31."]
    assert "Ada" in visitor.markup
    assert 'value="soon"' in visitor.markup


def test_a_day_that_has_passed_is_said(tmp_path: Path) -> None:
    visitor = agreed_by(tmp_path).visitor().opens(PLAN).presses("Take it into the plan")
    visitor.presses("Save", due_on="2026-02-01", status="under-way")
    assert "Under way its day has passed" in visitor.text


@pytest.mark.parametrize("role", [Role.STAFF_REP, Role.REVIEWER])
def test_who_may_not_plan_reads_everything_without_a_button(tmp_path: Path, role: Role) -> None:
    visitor = agreed_by(tmp_path, actions=1).visitor(role)
    for page in (PROFILE, PLAN):
        visitor.opens(page)
        assert ACTIONS[0].title in visitor.text
        assert "waits for this." in visitor.text
        assert "Take it into the plan" not in visitor.text
        assert "Change it" not in visitor.text
    assert visitor.opens(f"{PLAN}/1").status == 403
    assert "Who does it: leader or consultant" in next_one(visitor)


def test_there_is_no_plan_before_the_record_is_fixed(tmp_path: Path) -> None:
    place = an_agency(tmp_path, places="House\t9", roles="All here\t9")
    visitor = place.visitor().opens("/conversation").presses("Begin the record")
    assert visitor.opens(PLAN).status == 404


def test_another_organisation_finds_no_plan_under_any_of_its_addresses(tmp_path: Path) -> None:
    place = agreed_by(tmp_path, actions=1)
    another(place.here.store, name="Oak House", places="House\t9", roles="All here\t9")
    stranger = Visitor(place.app).opens("/sign-in").presses("Sign in", email="lea@oak.example", password=PASSWORD)
    ours = [r for r in rules(place) if r[0].startswith("conversation_plan.")]
    assert {endpoint for endpoint, *_more in ours} == {e for e in MAY if e.startswith("conversation_plan.")}
    assert {answer(stranger, method, path) for _endpoint, method, path in ours} == {404}


def test_the_plan_belongs_to_the_first_page_and_leads_back_to_what_was_agreed_on(tmp_path: Path) -> None:
    visitor = agreed_by(tmp_path, actions=1).visitor().opens(PLAN)
    here = [text_of(a) for a in visitor.page.iter("a") if a.get("aria-current") == "true"]
    assert here == ["Home"]
    assert next(a.get("href") for a in next(visitor.page.iter("main")).iter("a")) == "/office/conversation/1/profile"


def test_removing_the_record_says_first_what_goes_with_it(tmp_path: Path) -> None:
    place = agreed_by(tmp_path, actions=1)
    visitor = place.visitor().opens("/conversation/1/remove")
    assert f"With it go these actions of the plan, and what you noted about them: {ACTIONS[0].title}" in visitor.text
    visitor.presses("Remove the record")
    assert "with 1 action of the plan" in visitor.opens("/trail").text
    with place.here.store() as session:
        assert plan_of(session, organisation_id=place.here.organisation_id) == []
    assert "actions of the plan" not in agreed_by(tmp_path / "b").visitor().opens("/conversation/1/remove").text


def test_the_plan_stands_in_print_too(tmp_path: Path) -> None:

    printed = agreed_by(tmp_path, actions=1).visitor().client.get("/conversation/1/profile.pdf").data
    text = " ".join(" ".join(pages(printed)).split())
    assert "1 action is agreed" in text
    assert "What else this points to" in text


def test_five_actions_are_kept_going_even_where_they_come_from_an_earlier_conversation(tmp_path: Path) -> None:
    place = agreed_by(tmp_path, actions=5)
    with place.here.store() as session:
        talked(session, place.here)
    assert "Keep the plan going" in next_one(place.visitor())


def test_a_round_that_closed_later_shows_what_is_still_active_from_the_conversation(tmp_path: Path) -> None:
    place = agreed_by(tmp_path, actions=1)
    closed(agencies.start(place.here))
    visitor = place.later().visitor().opens("/rounds/1/plan")
    assert "1 of at most 5 actions are active" in visitor.text
    assert ACTIONS[0].title in visitor.text
    visitor.opens("/rounds/1/plan/1").presses("Save", status="done")
    assert "0 of at most 5 actions are active" in visitor.text
    assert "Read the results together, then choose what to do" in next_one(visitor)


def test_who_talks_after_a_round_is_led_to_the_plan_and_not_to_the_next_round(tmp_path: Path) -> None:
    place = an_agency(tmp_path, places="House\t11", roles="All here\t11")
    closed(agencies.start(place.here))
    visitor = place.later().visitor()
    assert "Read the results together" in next_one(visitor)
    place.clock.goes_on(timedelta(days=1))
    visitor.signs_in("lea@elm.example").opens("/conversation")
    visitor.presses("Begin the record", held_on=str(AFTER + timedelta(days=1)))
    assert "A record is begun." in next_one(visitor)


@pytest.mark.parametrize(
    ("said", "comes_next", "card"),
    [
        ("under-15", "Hold a team conversation", False),
        ("15-19", "Say where people work", True),
        ("20-and-more", "Say where people work", False),
    ],
)
def test_the_size_said_at_set_up_decides_what_comes_first(
    tmp_path: Path, said: str, comes_next: str, card: bool
) -> None:
    visitor = Visitor(office_app(settings_in(tmp_path))).opens("/set-up").presses("Continue", people=said)
    visitor.presses("Set up and sign in", **DETAILS)
    assert comes_next in next_one(visitor)
    assert ("A round needs two answers in three here." in visitor.text) is card
    assert ("hold a team conversation" in visitor.text.lower()) is (card or said == "under-15")


def test_a_round_stays_possible_in_a_small_team_and_headcounts_decide_once_they_are_given(tmp_path: Path) -> None:
    visitor = Visitor(office_app(settings_in(tmp_path))).opens("/set-up").presses("Continue", people="under-15")
    visitor.presses("Set up and sign in", **DETAILS).opens("/")
    links = {text_of(a): a.get("href") for a in visitor.page.iter("a")}
    assert links[ALL_THE_SAME] == "/office/groups"
    visitor.opens("/groups").presses("Show me", places="House, 9", roles="All here, 9")
    assert "Hold a team conversation" in next_one(visitor)
    visitor.opens("/groups").presses("Show me", places="House, 25", roles="All here, 25")
    assert "Say whom staff can talk to" in next_one(visitor)
    assert "team conversation" not in visitor.text.lower()


def test_once_a_round_is_prepared_all_the_same_it_comes_first(tmp_path: Path) -> None:
    place = agreed_by(tmp_path)
    assert ALL_THE_SAME in next_one(place.visitor())
    agencies.prepared(place.here)
    assert "Read the round and co-sign it" in next_one(place.visitor())
