"""Keys that change hands and slips that are added, on the pages of the office."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.doors import nightly
from audit.office import more_slips as page
from audit.store.models import Role
from audit.store.queries import holders_of, one_round
from tests.doors.closing import closed
from tests.doors.test_retention import OVER
from tests.office.browsing import Visitor, as_it_stands, with_class
from tests.office.staging import Place, a_closed_round, a_draft, an_open_round
from tests.pages import text_of
from tests.running.agencies import AFTER
from tests.staff.people import Person, staff_app

HOLDERS = "/rounds/1/holders"
SLIPS = "/rounds/1/more-slips"


def words_shown(visitor: Visitor) -> list[str]:
    return [text_of(li) for ol in with_class(visitor.page, "phrase") for li in ol.iter("li")]


def writes_down(visitor: Visitor) -> str:
    """The seven words, with the two that the page asks for given back."""
    words = words_shown(visitor)
    labels = [text_of(label) for label in visitor.page.iter("label") if "Word" in text_of(label)]
    first, second = (int(label.split()[1]) for label in labels)
    visitor.presses("I have written them down", first=words[first - 1], second=words[second - 1])
    return " ".join(words)


def test_a_key_changes_hands_from_naming_somebody_to_the_second_phrase(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    assert place.round is not None
    leader = place.visitor().opens(HOLDERS)
    leader.presses("Name them", seat="3", label="Nia Bell, consultant")
    assert "The newcomer signs in" in leader.text
    newcomer = place.visitor(Role.CONSULTANT).opens(HOLDERS).presses("Show me the seven words")
    writes_down(newcomer)
    leader.opens(HOLDERS).presses("Agree with this phrase", stays="1", phrase=place.round.phrases[1])
    assert "agreed Lea" in leader.text
    rep = place.visitor(Role.STAFF_REP).opens(HOLDERS)
    rep.presses("Agree with this phrase", stays="2", phrase="one two")
    assert rep.errors
    rep.presses("Agree with this phrase", stays="2", phrase=place.round.phrases[2])
    assert "A key holder was replaced on" in rep.text
    with place.here.store() as session:
        assert [h.label for h in holders_of(session, round_id=place.round.id)] == ["Lea", "Sam", "Nia Bell, consultant"]
    assert "A key holder was replaced on" in leader.opens("/rounds/1").text


def test_naming_nobody_is_answered_in_a_sentence_and_what_was_chosen_stays(tmp_path: Path) -> None:
    leader = an_open_round(tmp_path).visitor().opens(HOLDERS).presses("Name them", seat="2", label="")
    assert leader.errors == ["Name whoever takes over this key, as staff know them."]
    chosen = [e for e in leader.page.iter("input") if e.get("name") == "seat" and e.get("checked") is not None]
    assert [e.get("value") for e in chosen] == ["2"]


def test_a_word_typed_wrongly_shows_the_newcomers_phrase_again(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    place.visitor().opens(HOLDERS).presses("Name them", seat="3", label="Nia")
    newcomer = place.visitor(Role.CONSULTANT).opens(HOLDERS).presses("Show me the seven words")
    words = words_shown(newcomer)
    newcomer.presses("I have written them down", first="nothing", second="nothing")
    assert newcomer.errors
    assert words_shown(newcomer) == words


@pytest.mark.parametrize("stage", [a_draft, a_closed_round])
def test_a_round_that_is_not_open_says_why_nobody_is_replaced_and_no_slips_are_added(
    tmp_path: Path, stage: object
) -> None:
    assert callable(stage)
    place: Place = stage(tmp_path)
    visitor = place.visitor()
    assert "Only an open round" in visitor.opens(HOLDERS).text
    assert "only while staff can answer" in visitor.opens(SLIPS).text


def test_slips_are_asked_for_by_one_side_agreed_to_by_the_other_and_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "printed_slips", lambda *_facts, **_paper: b"%PDF")
    place = an_open_round(tmp_path)
    assert place.round is not None
    leader = place.visitor().opens(SLIPS).presses("Ask for them", many="3", reason="three people joined")
    assert "staff representative agrees" in leader.text
    assert not any("Agree" in text_of(b) for b in leader.page.iter("button"))
    rep = place.visitor(Role.STAFF_REP).opens(SLIPS)
    assert "Reason: three people joined" in rep.text
    rep.presses("Agree to it").presses("Make the further slips", paper="a4")
    assert rep.markup.startswith("%PDF")
    assert "3 slips more were printed" in leader.opens(SLIPS).text
    with place.here.store() as session:
        assert one_round(session, round_id=place.round.id).slips == 51


@pytest.mark.parametrize("many", ["three", "0", "9999", "-1", "²"])
def test_a_number_that_is_none_is_answered_in_a_sentence_and_the_reason_stays(tmp_path: Path, many: str) -> None:
    leader = an_open_round(tmp_path).visitor().opens(SLIPS).presses("Ask for them", many=many, reason="joined")
    assert len(leader.errors) == 1
    assert "joined" in leader.markup


def test_what_was_asked_for_is_taken_back(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    place.visitor().opens(SLIPS).presses("Ask for them", many="3", reason="joined")
    rep = place.visitor(Role.STAFF_REP).opens(SLIPS).presses("Take the request back")
    assert "How many slips more?" in rep.text


def test_how_long_results_are_kept_is_chosen_on_the_form_of_the_round(tmp_path: Path) -> None:
    leader = a_draft(tmp_path).visitor().opens("/rounds/1/change").presses("Save", keep_years="2")
    assert "16 March 2028" in leader.text
    chosen = [
        e
        for e in leader.opens("/rounds/1/change").page.iter("input")
        if e.get("name") == "keep_years" and e.get("checked") is not None
    ]
    assert [e.get("value") for e in chosen] == ["2"]


def test_a_round_whose_results_went_says_so_on_each_of_its_pages(tmp_path: Path) -> None:
    place = a_closed_round(tmp_path)
    place.clock.now = place.clock.now.replace(year=OVER.year, month=OVER.month, day=OVER.day)
    with place.here.store() as session:
        nightly.run(session, settings=place.here.settings, now=place.clock.now)
    leader = place.visitor()
    assert "went on 17 March 2031" in leader.opens("/rounds/1").text
    for address in ("profile", "worked-out", "report.pdf"):
        assert leader.opens(f"/rounds/1/{address}").status == 422
        assert "went on 17 March 2031" in leader.text
    assert leader.opens("/rounds/1/release.json").status == 404
    assert leader.opens("/rounds/1/plan").status in (200, 422)
    assert "Prepare a round" in leader.opens("/").text


def test_after_a_cancelled_round_the_next_one_begins_with_the_same_choices(tmp_path: Path) -> None:
    leader = a_draft(tmp_path, trial=True).visitor().opens("/rounds/1/change")
    leader.presses("Save", keep_years="10", third="Dr Okoro", way_in="mailed")
    leader.opens("/rounds/1/cancel").presses("Cancel the round")
    forms = [as_it_stands(f) for f in leader.opens("/rounds/new").page.iter("form")]
    fields = next(f for f in forms if "keep_years" in f)
    kept = {name: fields[name] for name in ("kind", "keep_years", "third", "way_in", "closes_on")}
    assert kept == {
        "kind": "trial",
        "keep_years": "10",
        "third": "Dr Okoro",
        "way_in": "mailed",
        "closes_on": "2026-03-16",
    }


def test_slips_and_answers_that_do_not_add_up_are_said_on_the_page_of_the_round_in_results_and_to_staff(
    tmp_path: Path,
) -> None:
    place = an_open_round(tmp_path, answers=12).later()
    assert place.round is not None
    with place.here.store() as session:
        one_round(session, round_id=place.round.id).slips += 1
        session.commit()
    closed(place.round)
    leader = place.visitor()
    assert "do not add up" in leader.opens("/rounds/1").text
    assert "does not add up" in leader.opens("/rounds/1/profile").text
    assert "does not add up" in Person(staff_app(place.here.settings, today=AFTER)).text
