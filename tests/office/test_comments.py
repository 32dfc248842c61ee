"""Comments at the office: asked for on a draft, a phrase for the reviewer, one comment at a time, the hand-over."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from audit.store.models import Role
from tests.office.browsing import Clock, Visitor, office_app
from tests.office.staging import EMAILS, a_draft
from tests.pages import text_of
from tests.running.agencies import AFTER
from tests.running.commenting import LEAD, Commented, closed_with, says

ASKED = "/rounds/1/comments"


def at_the_office(commented: Commented, role: Role) -> Visitor:
    """Somebody who signs in on the day after the close."""
    clock = Clock(datetime.combine(AFTER, time(9), UTC))
    here = commented.here
    return Visitor(office_app(here.settings, here.store, clock=clock)).signs_in(EMAILS[role])


def unlocked(commented: Commented) -> Visitor:
    """The reviewer before the first comment."""
    reviewer = at_the_office(commented, Role.CONSULTANT)
    return reviewer.opens(f"{ASKED}/review").presses("Go on reading", phrase=commented.reading)


@pytest.fixture
def commented(tmp_path: Path) -> Commented:
    return closed_with(tmp_path, [says(f"Kind people {n}") for n in range(5)])


def test_a_draft_asks_for_comments_and_everybody_reads_it_before_agreeing(tmp_path: Path) -> None:
    place = a_draft(tmp_path)
    leader = place.visitor().opens(ASKED)
    reviewers = [text_of(label) for label in leader.page.iter("label")]
    assert "Cy" in reviewers
    assert "Lea" not in reviewers, "a leader is not offered"
    reviewer = next(e.get("value", "") for e in leader.page.iter("input") if e.get("name") == "reviewer")
    leader.presses("Save", asked="yes", reviewer=reviewer, lead="", reach="")
    assert leader.status == 422
    assert "Name somebody" in leader.errors[0]
    leader.presses("Save", asked="yes", reviewer=reviewer, lead=LEAD, reach="555 99")
    rep = place.visitor(Role.STAFF_REP).opens("/rounds/1/co-sign")
    assert f"one passed on for safety goes to {LEAD} (555 99)" in rep.text
    leader.opens(ASKED).presses("Save", asked="no")
    assert "none are asked for" in rep.opens("/rounds/1/co-sign").text


def test_the_reviewer_writes_down_seven_words_and_gives_two_back(tmp_path: Path) -> None:
    place = a_draft(tmp_path)
    leader = place.visitor().opens(ASKED)
    labels = {text_of(e): e.get("for", "") for e in leader.page.iter("label")}
    values = {e.get("id", ""): e.get("value", "") for e in leader.page.iter("input")}
    leader.presses("Save", asked="yes", reviewer=values[labels["Cy"]], lead=LEAD, reach="555 99")
    reviewer = place.visitor(Role.CONSULTANT).opens(f"{ASKED}/phrase")
    reviewer.presses("Show me the seven words")
    words = [text_of(e) for e in reviewer.page.iter("li") if e.find("bdi") is not None]
    reviewer.presses("I have written them down", first="x", second="y")
    assert reviewer.status == 422
    places = next(e.get("value", "") for e in reviewer.page.iter("input") if e.get("name") == "places").split()
    reviewer.presses("I have written them down", first=words[int(places[0]) - 1], second=words[int(places[1]) - 1])
    assert "You have written it down" in reviewer.text


def test_a_wrong_phrase_shows_nothing(commented: Commented) -> None:
    reviewer = at_the_office(commented, Role.CONSULTANT).opens(f"{ASKED}/review")
    reviewer.presses("Go on reading", phrase=commented.running.phrases[3])
    assert reviewer.status == 422
    assert "not the reviewer's phrase" in reviewer.errors[0]
    assert "Kind people" not in reviewer.text


def test_one_comment_stands_on_a_page_and_no_page_is_a_get(commented: Commented) -> None:
    reviewer = unlocked(commented)
    assert reviewer.text.count("Kind people") == 2, "as written, and in the field that everybody will read"
    assert "Kind people" not in reviewer.opens(f"{ASKED}/review").text


def test_every_decision_leads_to_the_next_and_the_batch_is_read_by_everybody(commented: Commented) -> None:
    reviewer = unlocked(commented)
    go = "Do this, then show the next one"
    reviewer.presses(go, what="word", text="We are kind")
    reviewer.presses(go, what="paraphrase", text="Colleagues help one another")
    reviewer.presses(go, what="theme", text="Kindness")
    reviewer.presses(go, what="withhold")
    leader = at_the_office(commented, Role.LEADER).opens("/rounds/1/profile")
    assert "We are kind" not in leader.text
    assert "The comments are with their reviewer" in leader.text
    reviewer.presses(go, what="safety").presses("It has reached them")
    assert "Every comment is reviewed" in reviewer.text
    reviewer.presses("Hand over the batch")
    leader.opens("/rounds/1/profile")
    for shown in ("We are kind", "Colleagues help one another", "Kindness"):
        assert shown in leader.text
    assert "Kind people" not in leader.text


def test_a_decision_that_says_nothing_brings_the_same_comment_back_with_what_was_typed(commented: Commented) -> None:
    reviewer = unlocked(commented)
    reviewer.presses("Do this, then show the next one", text="Something typed")
    assert reviewer.status == 422
    assert "Something typed" in reviewer.markup


def test_somebody_else_of_a_role_that_may_review_is_not_the_reviewer(commented: Commented) -> None:
    rep = at_the_office(commented, Role.STAFF_REP).opens(f"{ASKED}/review")
    assert rep.status == 403
