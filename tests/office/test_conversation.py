"""The team conversation through its pages: offered to few, put down page by page, looked over, fixed, read, removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.method.conversation import pages_of, talked_about
from audit.office.access import MAY
from audit.store.models import Role
from audit.store.queries import conversations_of
from tests.builders import core
from tests.office.browsing import Visitor, office_app
from tests.office.staging import Place, a_draft, an_agency
from tests.office.test_access import answer, rules
from tests.office.test_getting_in import DETAILS
from tests.pages import text_of
from tests.reports.documents import pages, sizes_in_points
from tests.running.agencies import PASSWORD, another, settings_in

START = "/conversation"
PARTS = pages_of(core())


def a_team(home: Path, *, people: int = 11) -> Place:
    return an_agency(home, places=f"House\t{people}", roles=f"All here\t{people}")


def begins(place: Place, role: Role = Role.LEADER) -> Visitor:
    return place.visitor(role).opens(START).presses("Begin the record")


def fills(visitor: Visitor, records: dict[str, str], *, usual: str = "3") -> Visitor:
    """Every page, each with the button that leads to the next one, from the first on."""
    visitor.opens(f"{START}/1/pages/{PARTS[0].id}")
    for part in PARTS:
        visitor.presses("Save and go on", **{f"record-{i}": records.get(i, usual) for i in part.items})
    return visitor


def fixed(place: Place, records: dict[str, str] | None = None, *, usual: str = "3") -> Visitor:
    return fills(begins(place), records or {}, usual=usual).presses("Fix it")


def test_the_whole_way_from_the_first_page_to_what_was_agreed_on(tmp_path: Path) -> None:
    place = a_team(tmp_path)
    visitor = place.visitor()
    assert "Fewer than 15 people work here" in visitor.opens("/").text
    split, unseen = (i.id for i in core().items_of("S")[:2])
    visitor = fixed(place, {split: "differently", unseen: "dk"})
    assert visitor.text.startswith("Team conversation What we agreed together")
    assert "There are no anonymous answers behind it." in visitor.text
    assert "1 statement is seen differently: talk about it first" in visitor.text
    assert core().item(split).text in visitor.text
    assert "what you agreed on is fixed" in visitor.opens("/").text
    assert "Fixed what a team conversation agreed on" in visitor.opens("/trail").text


def test_what_was_agreed_on_can_be_printed_and_nothing_before_it_is_fixed(tmp_path: Path) -> None:
    place = a_team(tmp_path)
    visitor = begins(place)
    assert visitor.client.get(f"{START}/1/profile.pdf").status_code == 404
    fills(visitor, {}).presses("Fix it")
    links = [a.get("href", "") for a in visitor.page.iter("a") if ".pdf" in a.get("href", "")]
    assert links == ["/office/conversation/1/profile.pdf", "/office/conversation/1/profile.pdf?paper=letter"]
    printed = visitor.client.get(f"{START}/1/profile.pdf?paper=letter")
    assert sizes_in_points(printed.data) == {(612, 792)}
    assert "Elm House" in pages(printed.data)[0]


def test_the_last_page_leads_to_everything_that_was_put_down(tmp_path: Path) -> None:
    visitor = fills(begins(a_team(tmp_path)), {PARTS[0].items[0]: "differently"}, usual="4")
    assert visitor.text.startswith("All pages of the record Look over what you put down")
    said = [text_of(e) for e in visitor.page.iter("dd")]
    assert said == ["We see it differently", *["Reliably"] * (len(talked_about(core())) - 1)]
    assert "not talked about yet" not in visitor.text


def test_statements_have_the_numbers_of_their_cards_from_one_on(tmp_path: Path) -> None:
    visitor = begins(a_team(tmp_path))
    numbers = []
    for part in PARTS:
        visitor.opens(f"{START}/1/pages/{part.id}")
        numbers += [int(text_of(e).partition(".")[0]) for e in visitor.page.iter("legend")]
    assert numbers == list(range(1, len(talked_about(core())) + 1))


def test_what_was_saved_is_there_again_and_half_a_record_is_no_loss(tmp_path: Path) -> None:
    place = a_team(tmp_path)
    first = PARTS[0].items[0]
    begins(place).opens(f"{START}/1/pages/{PARTS[0].id}").presses("Save and go on", **{f"record-{first}": "na"})
    other = place.visitor(Role.STAFF_REP).opens(START).opens(f"{START}/1")
    assert f"1 of {len(PARTS[0].items)} put down" in other.text
    other.opens(f"{START}/1/pages/{PARTS[0].id}").presses("Save and go on")
    with place.here.store() as session:
        (row,) = conversations_of(session, organisation_id=place.here.organisation_id)
        assert row.records == {first: "na"}


def test_what_is_left_open_is_said_before_it_is_fixed_and_after(tmp_path: Path) -> None:
    place = a_team(tmp_path)
    first = PARTS[0].items[0]
    visitor = begins(place).opens(f"{START}/1/pages/{PARTS[0].id}")
    visitor.presses("Save and go on", **{f"record-{first}": "4"}).opens(f"{START}/1/look-over")
    left = len(talked_about(core())) - 1
    assert f"{left} statements are not talked about yet" in visitor.text
    assert "Not talked about" in visitor.presses("Fix it").text


def test_nothing_put_down_cannot_be_fixed_and_the_page_says_why(tmp_path: Path) -> None:
    visitor = begins(a_team(tmp_path)).opens(f"{START}/1/look-over").presses("Fix it")
    assert visitor.status == 422
    assert visitor.errors == ["Nothing is put down yet. Open the first page and record one statement at least."]


def test_what_is_fixed_has_no_button_and_a_page_that_was_still_open_changes_nothing(tmp_path: Path) -> None:
    place = a_team(tmp_path)
    late = begins(place).opens(f"{START}/1/pages/{PARTS[0].id}")
    fills(place.visitor(), {}).presses("Fix it")
    late.presses("Save and go on", **{f"record-{PARTS[0].items[0]}": "0"})
    assert late.status == 422
    assert late.errors == ["What was agreed on is fixed. Read it, or hold a new conversation."]
    assert "Save and go on" not in late.opens(f"{START}/1/pages/{PARTS[0].id}").text
    assert late.opens(f"{START}/1").text.startswith("Team conversation What we agreed together")
    with place.here.store() as session:
        (row,) = conversations_of(session, organisation_id=place.here.organisation_id)
        assert set(row.records.values()) == {"3"}


def test_a_record_that_is_none_comes_back_with_one_sentence_and_everything_chosen(tmp_path: Path) -> None:
    one, two = PARTS[0].items[:2]
    visitor = begins(a_team(tmp_path)).opens(f"{START}/1/pages/{PARTS[0].id}")
    visitor.presses("Save and go on", **{f"record-{one}": "7", f"record-{two}": "2"})
    assert visitor.status == 422
    assert visitor.errors == ["Choose one of the records, or “Not talked about yet”."]
    chosen = [e for e in visitor.page.iter("input") if e.get("checked") is not None and e.get("value") == "2"]
    assert [e.get("name") for e in chosen] == [f"record-{two}"]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Choose the day on which you talked."),
        ("soon", "“soon” is not a day."),
        ("2031-01-01", "This day is still to come."),
    ],
)
def test_a_day_that_does_not_fit_is_said_at_its_field(tmp_path: Path, typed: str, error: str) -> None:
    visitor = a_team(tmp_path).visitor().opens(START).presses("Begin the record", held_on=typed)
    assert visitor.status == 422
    assert len(visitor.errors) == 1
    assert visitor.errors[0].startswith(error)
    assert f'value="{typed}"' in visitor.markup


@pytest.mark.parametrize(
    ("people", "said"),
    [(14, "Talking together fits better."), (15, "needs two answers in three"), (19, "needs two answers in three")],
)
def test_under_twenty_people_it_is_offered_on_the_first_page(tmp_path: Path, people: int, said: str) -> None:
    visitor = a_team(tmp_path, people=people).visitor().opens("/")
    assert said in visitor.text
    assert "Begin the record" in visitor.opens(START).text


def test_under_fifteen_people_it_is_what_comes_next_and_a_round_is_the_other_way(tmp_path: Path) -> None:
    visitor = a_team(tmp_path, people=14).visitor().opens("/")
    links = [(text_of(a), a.get("href", "")) for a in next(visitor.page.iter("main")).iter("a")]
    assert links == [("Go there", "/office/conversation"), ("Prepare a round all the same", "/office/rounds/new")]
    assert "Print the cards and read the guide now" in visitor.text
    visitor.opens(START).presses("Begin the record").opens("/")
    assert "Put down what you agreed on now" in visitor.text
    assert "Prepare a round" in a_team(tmp_path / "more", people=15).visitor().opens("/").text


def test_from_twenty_people_on_it_is_not_offered_and_says_what_fits(tmp_path: Path) -> None:
    place = a_team(tmp_path, people=20)
    visitor = place.visitor().opens("/")
    assert "team conversation" not in visitor.text.lower()
    visitor.opens(START)
    assert "a round fits better" in visitor.text
    assert "Begin the record" not in visitor.text


def test_a_page_that_was_open_while_the_team_grew_or_somebody_began_says_so(tmp_path: Path) -> None:
    place = a_team(tmp_path)
    one, two = place.visitor().opens(START), place.visitor().opens(START)
    one.presses("Begin the record")
    two.presses("Begin the record")
    assert two.errors == ["A team conversation is begun already. Finish it, or remove it first."]
    one.opens("/conversation/1/remove").presses("Remove the record")
    three = place.visitor().opens(START)
    one.opens("/groups").presses("Show me", places="House, 20", roles="All here, 20")
    three.presses("Begin the record")
    assert three.status == 422
    assert "a round fits better" in three.errors[0]


def test_once_a_round_is_being_prepared_it_is_not_offered_any_more(tmp_path: Path) -> None:
    assert "team conversation" not in a_draft(tmp_path).visitor().opens("/").text.lower()


def test_it_is_there_before_anything_is_entered(tmp_path: Path) -> None:
    visitor = Visitor(office_app(settings_in(tmp_path))).opens("/set-up").presses("Continue", people="under-15")
    visitor.presses("Set up and sign in", **DETAILS)
    assert "What to do next Hold a team conversation" in visitor.opens("/").text
    assert "Say where people work" not in visitor.text
    assert visitor.opens(START).presses("Begin the record").text.startswith("Team conversation Record of")
    assert "What to do next Team conversation A record is begun." in visitor.opens("/").text


def test_removing_it_is_asked_once_more_and_leaves_a_line(tmp_path: Path) -> None:
    visitor = fixed(a_team(tmp_path)).opens(f"{START}/1/remove")
    assert "nothing brings it back" in visitor.text
    visitor.presses("Remove the record")
    assert visitor.opens(f"{START}/1").status == 404
    assert "Removed the record of a team conversation" in visitor.opens("/trail").text


def test_consultants_write_and_do_not_remove_and_reviewers_only_read(tmp_path: Path) -> None:
    place = a_team(tmp_path)
    fixed(place)
    consultant = place.visitor(Role.CONSULTANT)
    assert "Remove this record" not in consultant.opens(f"{START}/1").text
    assert consultant.opens(f"{START}/1/remove").status == 403
    reviewer = place.visitor(Role.REVIEWER)
    assert reviewer.opens(f"{START}/1").text.startswith("Team conversation What we agreed together")
    assert "Begin the record" not in reviewer.opens(START).text


def test_another_organisation_finds_nothing_under_any_of_its_addresses(tmp_path: Path) -> None:
    place = a_team(tmp_path)
    begins(place)
    another(place.here.store, name="Oak House", places="House\t9", roles="All here\t9")
    stranger = Visitor(place.app).opens("/sign-in").presses("Sign in", email="lea@oak.example", password=PASSWORD)
    ours = [r for r in rules(place) if r[0].startswith("conversation.") and "/1" in r[2]]
    assert {endpoint for endpoint, _method, _path in ours} == {
        e for e in MAY if e.startswith("conversation.") and e not in ("conversation.list_all", "conversation.begin")
    }
    assert {answer(stranger, method, path) for _endpoint, method, path in ours} == {404}
    assert "A record is begun" not in stranger.opens(START).text


@pytest.mark.parametrize("usual", ["0", "1", "2", "3", "4", "differently", "dk", "na", ""])
def test_whatever_is_put_down_everywhere_the_page_of_results_stands(tmp_path: Path, usual: str) -> None:
    visitor = fixed(a_team(tmp_path), {PARTS[-1].items[0]: "2"}, usual=usual)
    assert visitor.status == 200
    stages = "Informed" if usual in ("3", "4") else "Starting out"
    assert f"Together we see ourselves at “{stages}”" in visitor.text
