"""From nothing to an open round: groups, people, the round, the co-signature, keys, slips, the opening."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audit.promise import Keys
from audit.store.models import Role
from audit.store.queries import one_round, rounds_of
from tests.builders import library
from tests.office.browsing import Visitor
from tests.office.staging import Place, a_draft, an_agency
from tests.pages import text_of
from tests.running.agencies import cosigned, phrases, printed

BROKEN = "North\tTeam 1\tsixteen\nNorth\tTeam 2\t15\nSouth\t"


def words_shown(visitor: Visitor) -> list[str]:
    """The phrase on the page."""
    (shown,) = (e for e in visitor.page.iter("ol") if e.get("class") == "phrase")
    return ["".join(li.itertext()) for li in shown.iter("li")]


def asked_back(visitor: Visitor) -> tuple[int, int]:
    """Which two words the page asks for."""
    first, second = re.findall(r"Word (\d)", visitor.text)[:2]
    return int(first), int(second)


def makes_a_key(visitor: Visitor, seat: int) -> list[str]:
    """Has the words shown and gives two of them back."""
    visitor.opens("/rounds/1/phrases").presses("Show me the seven words", seat=str(seat))
    words, (first, second) = words_shown(visitor), asked_back(visitor)
    visitor.presses("I have written them down", first=words[first - 1], second=words[second - 1])
    return words


def a_ready_round(home: Path, *, keys: Keys = Keys.TWO_OF_THREE) -> Place:
    """Co-signed, keys made, slips printed."""
    place = an_agency(home)
    round_id = cosigned(place.here, keys=keys)
    phrases(place.here, round_id)
    printed(place.here, round_id)
    return place


def test_the_home_page_says_what_comes_next_and_who_does_it(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    leader = place.visitor().opens("/")
    assert "What to do next Prepare a round" in leader.text
    assert "Who does it: leader Go there" in leader.text
    assert "You do not have to do anything" in place.visitor(Role.STAFF_REP).opens("/").text


def test_pasted_rows_that_are_broken_are_named_one_by_one_and_the_text_is_kept(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/groups")
    visitor.presses("Show me", places=BROKEN, roles="Office, 18\nPractice, forty")
    assert visitor.status == 422
    assert [e.split(":")[0] for e in visitor.errors] == [
        "Row 1, “North Team 1 sixteen”",
        "Row 3, “South”",
        "Row 2, “Practice, forty”",
    ]
    kept = ["".join(e.itertext()).strip("\n") for e in visitor.page.iter("textarea")]
    assert kept == [BROKEN, "Office, 18\nPractice, forty"]


def test_tables_that_count_different_people_are_refused_in_words(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/groups")
    visitor.presses("Show me", places="North, 20", roles="Practice, 21")
    (sentence,) = visitor.errors
    assert sentence.startswith("Places add up to 20 people, roles to 21. Change one")


def test_a_table_without_a_single_number_is_refused_and_kept(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/groups").presses("Show me", places="North\tx", roles="Office, 9")
    assert visitor.errors == ["There is no row with a number of people in it. Type one such as “North / Team 3, 12”."]
    assert "North\tx" in visitor.markup


def test_what_the_groups_can_tell_is_shown_at_once(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/groups")
    visitor.presses(
        "Show me", places="North / A, 30\nNorth / B, 22\nSouth, 16", roles="Practice, 44\nOffice, 15\nCleaning, 9"
    )
    rows = {r[0]: r[1:] for r in tables(visitor)}
    assert rows["North / A"][1] == "Yes, if 10 of 30 answer"
    assert rows["Cleaning"][1] == rows["Office"][1] == "Counts in: Everybody"
    assert "2 groups are not on the form" in visitor.text
    assert rows["North / A"][5].endswith("points")


def tables(visitor: Visitor) -> list[list[str]]:
    rows = [[" ".join("".join(c.itertext()).split()) for c in tr] for tr in visitor.page.iter("tr")]
    return [r for r in rows if r]


@pytest.mark.parametrize(
    ("people", "said"), [(14, "a talk fits better"), (17, "Two in three answers are needed"), (24, "98 in 100")]
)
def test_small_organisations_hear_the_truth_with_their_groups(tmp_path: Path, people: int, said: str) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/groups")
    visitor.presses("Show me", places=f"House, {people}", roles=f"Everybody here, {people}")
    assert said in visitor.text
    assert "go on" in visitor.text


@pytest.mark.parametrize(("people", "said"), [(14, "a report that can tell nothing"), (17, "Two in three answers")])
def test_small_organisations_hear_it_again_before_the_round_opens(tmp_path: Path, people: int, said: str) -> None:
    place = an_agency(tmp_path, places=f"House\t{people}", roles=f"All here\t{people}")
    leader = place.visitor()
    assert said in leader.opens("/rounds/new").text
    cosigned(place.here)
    assert said in leader.opens("/rounds/1/open").text


def test_a_round_is_prepared_with_the_usual_choices_made_already(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/rounds/new").presses("Save")
    assert "Round 1 being prepared" in visitor.text
    assert "March 23, 2026" in visitor.text or "23 March 2026" in visitor.text


def test_core_may_be_joined_by_stepped_care_and_modules(tmp_path: Path) -> None:
    chosen = ["core", "stepped-care", "digital"]
    visitor = an_agency(tmp_path).visitor().opens("/rounds/new").presses("Save", questionnaire=chosen)
    visitor.opens("/rounds/1/co-sign")
    named = "How we work here; How we are looked after here; How we work online here"
    assert f"{named} (87 statements, 25 to 30 minutes)" in visitor.text  # a first round asks two about the audit
    visitor.opens("/rounds/1/change")
    boxes = [e for e in visitor.page.iter("input") if e.get("type") == "checkbox" and e.get("name") == "questionnaire"]
    ticked = [e.get("value", "") for e in boxes if e.get("checked") is not None]
    assert sorted(ticked) == sorted(chosen)


def test_choices_go_beside_a_main_one_and_are_read_before_they_are_agreed_on(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/rounds/new").presses("Save", questionnaire=["priorities"])
    assert visitor.errors == ["What you chose goes beside a main questionnaire. Add one of the main ones to it."]
    visitor.opens("/rounds/new").presses("Save", questionnaire=["core", "priorities"])
    visitor.opens("/rounds/1/co-sign")
    assert "(42 statements, 2 choice sets, 13 to 17 minutes)" in visitor.text
    (design,) = library().questionnaire("priorities").choices
    assert all(said in visitor.text for said in (design.question, *(a.name for a in design.attributes)))


def test_whoever_prepares_reads_what_each_questionnaire_is_for_and_how_long_it_takes(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/rounds/new")
    shelves = {
        text_of(next(f.iter("legend"))): [(e.get("value"), text_of(e)) for e in f.iter("label")]
        for f in visitor.page.iter("fieldset")
    }
    assert list(shelves)[:3] == ["Main questionnaires", "Beside a main one", "Between two audits"]
    assert [len(shelves[name]) for name in list(shelves)[:3]] == [2, 6, 1]
    beside = " ".join(said for _value, said in shelves["Beside a main one"])
    assert "What to change first here 2 choice sets, 1 to 2 minutes." in beside
    assert "14 statements, 5 choice sets, 8 minutes." in beside
    for asked in (q for q in library().questionnaires if q.language == "en"):
        assert f"{asked.title} " in visitor.text
        assert asked.purpose in visitor.text
    (between,) = shelves["Between two audits"]
    assert "12 statements" in between[1]  # it is never the first round, which asks one less


def test_a_second_round_is_refused_in_no_field(tmp_path: Path) -> None:
    visitor = a_draft(tmp_path).visitor().opens("/rounds/new").presses("Save")
    assert visitor.errors == ["A round is under way. Close or cancel it before the next one starts."]
    assert not [e for e in visitor.page.iter() if e.get("aria-invalid")]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ([], "Choose what is asked. Most organisations begin with the first one."),
        (["digital"], "What you chose goes beside a main questionnaire. Add one of the main ones to it."),
        (["core", "pulse"], "The short check between two audits is asked by itself."),
        (["core", "stepped-care", "empathy", "digital", "inclusion"], "Together these are 125 statements"),
    ],
)
def test_questionnaires_that_make_no_round_are_refused_with_the_way_out(
    tmp_path: Path, chosen: list[str], said: str
) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/rounds/new")
    visitor.presses("Save", questionnaire=chosen, third="Dr Oko")
    (sentence,) = visitor.errors
    assert sentence.startswith(said)
    assert "Dr Oko" in visitor.markup


def test_a_closing_date_that_is_past_or_no_day_is_refused_and_kept(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/rounds/new").presses("Save", closes_on="2026-03-01", third="Dr Oko")
    assert visitor.errors == ["The closing date is not in the future. Choose a later one; two weeks are usual."]
    assert "Dr Oko" in visitor.markup
    visitor.presses("Save", closes_on="next friday")
    assert visitor.errors == ["“next friday” is not a day. Type it as year, month, day: 2027-03-31."]
    assert "next friday" in visitor.markup
    visitor.presses("Save", closes_on="")
    assert visitor.errors == ["Choose the last day on which staff can answer."]


def test_what_is_weaker_is_named_everywhere(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/rounds/new").presses("Save", keys="one", kind="trial")
    for path in ("/rounds/1", "/rounds/1/co-sign"):
        assert "One person alone can open the box. That is weaker than two of three keys." in visitor.opens(path).text
        assert "This is a trial: the box can be opened at any time." in visitor.text
    assert "I know that one key is weaker" in visitor.markup
    assert "That is weaker than two" in visitor.opens("/rounds/1/phrases").text


def test_the_staff_representative_reads_all_that_is_fixed_and_agrees(tmp_path: Path) -> None:
    place = a_draft(tmp_path)
    rep = place.visitor(Role.STAFF_REP).opens("/").opens("/rounds/1/co-sign")
    for part in ("What staff are promised", "What this cannot stop", "North / Team 1", "Ann: 555 1", "16"):
        assert part in rep.text
    rep.presses("I agree for the staff")
    assert "agreed, not open yet" in rep.text
    assert "Nothing below can be changed" in rep.opens("/rounds/1/co-sign").text


def test_a_leader_reads_the_co_signature_page_and_finds_no_button(tmp_path: Path) -> None:
    place = a_draft(tmp_path)
    leader = place.visitor().opens("/rounds/1/co-sign")
    assert "I agree for the staff" not in leader.markup
    proof = leader.page.find(".//input[@name='csrf_token']")
    assert proof is not None
    leader.sends("/rounds/1/co-sign", {"csrf_token": proof.get("value", "")})
    assert leader.errors == ["Your role does not do this. Ask the staff representative."]


def test_a_draft_says_what_it_still_lacks(tmp_path: Path) -> None:
    visitor = a_draft(tmp_path).visitor().opens("/organisation")
    visitor.presses("Save", **{"first-name": "", "first-phone": "", "first-more": ""})
    assert "Staff need someone to turn to" in visitor.opens("/rounds/1").text
    assert "Staff need someone to turn to" in visitor.opens("/rounds/1/co-sign").text


def test_a_number_without_a_name_and_an_address_that_is_none_are_kept_and_named(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/organisation")
    visitor.presses("Save", **{"second-phone": "555 2", "leave_to": "the weather"})
    assert visitor.errors == ["Type whose number this is, or empty the lines below."]
    assert "555 2" in visitor.markup
    visitor.presses("Save", **{"second-name": "Bo"})
    assert visitor.errors == [
        "“the weather” is not a web address. Type one that starts with https://, or leave it empty."
    ]
    assert "555 2" in visitor.markup


def test_seven_words_are_shown_once_and_two_of_them_asked_back(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    cosigned(place.here)
    leader = place.visitor()
    words = makes_a_key(leader, 1)
    assert len(words) == 7
    assert "Lea has written it down" in leader.text
    leader.opens("/rounds/1/phrases")
    assert not [e for e in leader.page.iter("ol") if e.get("class") == "phrase"]
    assert " ".join(words) not in leader.text


def test_another_word_brings_the_page_back_with_the_phrase_and_what_was_typed(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    cosigned(place.here)
    visitor = place.visitor().opens("/rounds/1/phrases").presses("Show me the seven words", seat="1")
    words = words_shown(visitor)
    visitor.presses("I have written them down", first="something", second="else")
    assert visitor.status == 422
    assert "is another one. Look at what you wrote down" in visitor.errors[0]
    assert words_shown(visitor) == words
    assert "something" in visitor.markup


def test_no_file_holds_the_phrase_that_a_page_showed(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    cosigned(place.here)
    phrase = " ".join(makes_a_key(place.visitor(), 1))
    for path in (p for p in tmp_path.rglob("*") if p.is_file()):
        assert phrase.encode() not in path.read_bytes(), path


def test_words_sealed_for_one_person_open_nothing_for_another(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    cosigned(place.here)
    leader = place.visitor().opens("/rounds/1/phrases").presses("Show me the seven words", seat="1")
    held = leader.page.find(".//input[@name='held']")
    rep = place.visitor(Role.STAFF_REP).opens("/rounds/1/phrases").presses("Show me the seven words", seat="2")
    assert held is not None
    rep.presses("I have written them down", held=held.get("value", ""), first="a", second="b")
    assert rep.errors == [
        "The page with these words is too old, so they open nothing. Have new words shown and write them down."
    ]


def test_nobody_makes_a_key_for_somebody_elses_seat(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    cosigned(place.here)
    leader = place.visitor().opens("/rounds/1/phrases").presses("Show me the seven words", seat="2")
    assert leader.errors == [
        "This phrase is for somebody else. Whoever holds this key signs in and has it shown themselves."
    ]


def test_a_written_phrase_can_be_tried_and_a_wrong_word_gets_the_nearest(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    cosigned(place.here)
    leader = place.visitor()
    words = makes_a_key(leader, 1)
    leader.opens("/rounds/1/phrases/try").presses("Try it", seat="1", phrase=" ".join(words).upper())
    assert "It is right." in leader.text
    leader.presses("Try it", seat="1", phrase=" ".join([*words[:6], "abandonn"]))
    assert leader.errors == ["Word 7, “abandonn”, is in no phrase. Did you mean “abandon”?"]


def test_the_staff_representative_gets_the_slips_and_no_leader_does(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    phrases(place.here, cosigned(place.here))
    leader = place.visitor().opens("/rounds/1/slips")
    assert "never by a leader" in leader.text
    assert "Make the slips" not in leader.text
    rep = place.visitor(Role.STAFF_REP).opens("/rounds/1/slips").presses("Make the slips")
    assert rep.response is not None
    assert rep.response.mimetype == "application/pdf"
    assert rep.response.data.startswith(b"%PDF")
    assert rep.response.headers["Content-Disposition"].startswith("attachment")
    assert rep.response.headers["Cache-Control"] == "no-store"
    assert "48 slips are printed" in rep.opens("/rounds/1/slips").text


def test_slips_wait_for_the_keys(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    cosigned(place.here)
    rep = place.visitor(Role.STAFF_REP).opens("/rounds/1/slips").presses("Make the slips")
    assert rep.status == 422
    assert rep.errors == ["Not everybody has their phrase yet: Lea, Sam, Cy. Show it to them, then go on."]


def test_the_poster_is_a_pdf_without_a_code(tmp_path: Path) -> None:
    place = a_ready_round(tmp_path)
    response = place.visitor().client.get("/rounds/1/poster")
    assert response.data.startswith(b"%PDF")


def test_the_round_opens_and_from_then_on_leaders_hear_words_only(tmp_path: Path) -> None:
    place = a_ready_round(tmp_path)
    leader = place.visitor().opens("/rounds/1/open").presses("Open the round now")
    assert "Nothing can be said yet" in leader.text
    assert "Dear colleagues" in leader.text
    assert "14 days left after today." in leader.text
    with place.here.store() as session:
        assert [r.state.value for r in rounds_of(session, organisation_id=place.here.organisation_id)] == ["open"]


def test_a_round_without_slips_does_not_open(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    phrases(place.here, cosigned(place.here))
    leader = place.visitor().opens("/rounds/1/open").presses("Open the round now")
    assert leader.errors == ["No slips are printed that work. Print them, hand them out, then open the round."]


def test_a_round_is_cancelled_after_one_pause(tmp_path: Path) -> None:
    place = a_ready_round(tmp_path)
    leader = place.visitor().opens("/rounds/1/cancel")
    assert "Keep it" in leader.text
    assert "Prepare a round" in leader.presses("Cancel the round").text
    with place.here.store() as session:
        assert one_round(session, round_id=1).state.value == "cancelled"


def test_one_key_needs_nobody_but_the_leader(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    leader = place.visitor().opens("/rounds/new").presses("Save", keys="one", kind="trial")
    leader.opens("/rounds/1/co-sign").presses("Fix this round")
    makes_a_key(leader, 1)
    leader.opens("/rounds/1/slips").presses("Make the slips")
    assert leader.opens("/rounds/1/open").presses("Open the round now").text.startswith("Round 1 open")
