"""While a round is open, and after it: the leaders' form, the box, the results, the plan, the trail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audit.promise import Keys
from audit.store.models import Role
from tests.office.browsing import Visitor
from tests.office.staging import Place, a_closed_round, an_open_round
from tests.pages import text_of

FIRST_PART = "leaders"


def gives(visitor: Visitor, place: Place, seat: int) -> Visitor:
    """One holder types their phrase."""
    assert place.round is not None
    return visitor.opens("/rounds/1/close").presses("Use this phrase", seat=str(seat), phrase=place.round.phrases[seat])


def test_the_leaders_form_keeps_ratings_and_notes_page_by_page(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    leader = place.visitor().opens("/rounds/1/leadership")
    first = next(a.get("href", "") for a in leader.page.iter("a") if "/leadership/" in a.get("href", ""))
    leader.opens(first.removeprefix("/office"))
    assert "Lea, leader" in [text_of(e) for e in leader.page.iter("span")]
    names = [e.get("name", "") for e in leader.page.iter("textarea")]
    item = names[0].removeprefix("evidence-")
    leader.presses("Save and go on", **{f"rating-{item}": "3", f"evidence-{item}": "Minutes of <May>"})
    assert leader.text.startswith("All pages of the form Page 2 of 8")
    leader.opens(first.removeprefix("/office"))
    assert "Minutes of &lt;May&gt;" in leader.markup
    checked = [e.get("value") for e in leader.page.iter("input") if e.get("checked") is not None]
    assert checked.count("3") == 1
    assert "1 of 5 rated" in leader.opens("/rounds/1/leadership").text


def test_an_answer_that_is_none_comes_back_with_everything_typed(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    leader = place.visitor().opens("/rounds/1/leadership")
    first = next(a.get("href", "") for a in leader.page.iter("a") if "/leadership/" in a.get("href", ""))
    leader.opens(first.removeprefix("/office"))
    item = next(e.get("name", "") for e in leader.page.iter("textarea")).removeprefix("evidence-")
    leader.presses("Save and go on", **{f"rating-{item}": "9", f"evidence-{item}": "Kept"})
    assert leader.status == 422
    assert leader.errors == ["Choose one of the answers, or “No rating yet”."]
    assert "Kept" in leader.markup


def test_a_form_that_is_fixed_can_be_read_and_not_changed(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    leader = place.visitor().opens("/rounds/1/leadership").presses("We are done")
    assert "Wait for answers" in leader.text
    leader.opens("/rounds/1/leadership")
    assert "not changed any more" in leader.text
    assert "We are done" not in leader.text


def test_before_the_closing_date_there_is_no_form_for_phrases(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    visitor = place.visitor().opens("/rounds/1/close")
    assert "The box opens after that day." in visitor.text
    assert "The seven words" not in visitor.text


def test_two_phrases_open_the_box_on_two_days(tmp_path: Path) -> None:
    place = an_open_round(tmp_path, answers=30).later()
    leader = gives(place.visitor(), place, 1)
    assert "First phrase done" in leader.text
    assert "Open the box: the second key" in leader.opens("/").text
    rep = gives(place.visitor(Role.STAFF_REP), place, 2)
    assert rep.text.startswith("Round 1 Results of round 1") or "Results of round 1" in rep.text
    assert "Can we trust this?" in rep.text


def test_the_seat_of_whoever_is_signed_in_is_chosen_already(tmp_path: Path) -> None:
    rep = an_open_round(tmp_path).later().visitor(Role.STAFF_REP).opens("/rounds/1/close")
    assert [e.get("value") for e in rep.page.iter("input") if e.get("checked") is not None] == ["2"]


def test_a_mistyped_word_gets_the_nearest_and_the_phrase_is_kept(tmp_path: Path) -> None:
    place = an_open_round(tmp_path).later()
    assert place.round is not None
    typed = " ".join([*place.round.phrases[1].split()[:6], "abandonn"])
    visitor = place.visitor().opens("/rounds/1/close").presses("Use this phrase", seat="1", phrase=typed)
    assert visitor.status == 422
    assert visitor.errors == ["Word 7, “abandonn”, is in no phrase. Did you mean “abandon”?"]
    assert typed in visitor.markup


def test_one_key_opens_a_trial_at_once(tmp_path: Path) -> None:
    place = an_open_round(tmp_path, keys=Keys.ONE, trial=True, answers=12)
    leader = place.visitor().opens("/")
    assert "Open the box without it" in leader.text
    assert "Results of round 1" in gives(leader, place, 1).text


def test_three_answers_tell_nothing_and_the_page_says_so(tmp_path: Path) -> None:
    place = a_closed_round(tmp_path, answers=3)
    visitor = place.visitor().opens("/rounds/1/profile")
    assert "few" in visitor.text
    assert "Where do we stand?" not in visitor.text
    assert visitor.client.get("/rounds/1/report.pdf").data.startswith(b"%PDF")
    assert visitor.opens("/rounds/1/worked-out").status == 404
    assert "nothing more to propose" in visitor.opens("/rounds/1/plan").text


def test_the_results_answer_the_questions_in_their_order(tmp_path: Path) -> None:
    visitor = a_closed_round(tmp_path).visitor(Role.REVIEWER).opens("/rounds/1/profile")
    questions = [text_of(h) for h in visitor.page.iter("h2")]
    assert questions[:3] == ["Can we trust this?", "Where do we stand?", "Where does it hold, and where not?"]
    assert "What could we do next?" in questions


def test_every_figure_leads_to_how_it_was_worked_out(tmp_path: Path) -> None:
    visitor = a_closed_round(tmp_path).visitor().opens("/rounds/1/profile")
    links = {a.get("href", "") for a in visitor.page.iter("a") if "worked-out#" in a.get("href", "")}
    assert links
    visitor.opens("/rounds/1/worked-out")
    ids = {e.get("id") for e in visitor.page.iter()}
    assert {link.partition("#")[2] for link in links} <= ids


def test_unknown_query_parameters_change_no_byte_of_the_results(tmp_path: Path) -> None:
    visitor = a_closed_round(tmp_path).visitor()
    plain = visitor.opens("/rounds/1/profile").markup
    assert visitor.opens("/rounds/1/profile?group=North&min=1").markup == plain


@pytest.mark.parametrize("paper", ["a4", "letter", "napkin"])
def test_the_report_is_a_pdf_to_be_saved_and_the_trail_says_who_fetched_it(tmp_path: Path, paper: str) -> None:
    visitor = a_closed_round(tmp_path, answers=3).visitor()
    response = visitor.client.get(f"/rounds/1/report.pdf?paper={paper}")
    assert response.data.startswith(b"%PDF")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "Fetched the report of round 1" in visitor.opens("/trail").text


def test_the_released_numbers_are_the_bytes_that_are_kept(tmp_path: Path) -> None:
    response = a_closed_round(tmp_path).visitor().client.get("/rounds/1/release.json")
    assert json.loads(response.data)["people"] == {"high": 49, "low": 20}


def test_a_proposal_becomes_an_action_with_owner_day_status_and_note(tmp_path: Path) -> None:
    visitor = a_closed_round(tmp_path).visitor().opens("/rounds/1/plan").presses("Take it into the plan")
    title = text_of(next(visitor.page.iter("h1")))
    visitor.presses("Save", owner="Team leads", due_on="2026-02-01", status="under-way", note_text="Begun <soon>")
    assert f"{title} Under way its day has passed" in visitor.text
    assert "Team leads, " in visitor.text
    assert "Begun &lt;soon&gt;" in visitor.markup
    assert title in visitor.opens("/rounds/1/profile").text


def test_a_day_that_is_none_keeps_everything_typed(tmp_path: Path) -> None:
    visitor = a_closed_round(tmp_path).visitor().opens("/rounds/1/plan").presses("Take it into the plan")
    visitor.presses("Save", owner="Team leads", due_on="soon")
    assert visitor.status == 422
    assert visitor.errors == ["“soon” is not a day. Type it as year, month, day: 2027-03-31."]
    assert "Team leads" in visitor.markup
    assert 'value="soon"' in visitor.markup


def test_a_sixth_action_is_kindly_refused(tmp_path: Path) -> None:
    visitor = a_closed_round(tmp_path).visitor()
    for _action in range(5):
        visitor.opens("/rounds/1/plan").presses("Take it into the plan")
    visitor.opens("/rounds/1/plan").presses("Take it into the plan")
    assert visitor.status == 422
    assert visitor.errors == [
        "5 actions are active, and more than that seldom get done. Finish one or set one aside first."
    ]


def test_an_action_that_nobody_proposed_is_refused(tmp_path: Path) -> None:
    visitor = a_closed_round(tmp_path).visitor().opens("/rounds/1/plan")
    visitor.presses("Take it into the plan", action="../../etc")
    assert visitor.errors == ["This action is not among the proposals any more. Choose another one."]


def test_who_may_not_plan_reads_the_plan_without_buttons(tmp_path: Path) -> None:
    rep = a_closed_round(tmp_path).visitor(Role.STAFF_REP).opens("/rounds/1/plan")
    assert "What the answers point to" in rep.text
    assert "Take it into the plan" not in rep.text


def test_the_trail_is_there_for_the_staff_representative(tmp_path: Path) -> None:
    trail = a_closed_round(tmp_path).visitor(Role.STAFF_REP).opens("/trail").text
    for line in ("Prepared round 1", "Co-signed round 1", "Printed the slips of round 1", "Opened round 1"):
        assert line in trail
