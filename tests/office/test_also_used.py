"""The page of a round on which other instruments of the year are written down, and where they are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.store.models import Role
from tests.office.browsing import Visitor
from tests.office.staging import a_closed_round, a_draft, an_open_round
from tests.reports.documents import pages

PAGE = "/rounds/1/also-used"
CARE = {
    "first-name": "CARE Measure",
    "first-day": "2026-02-11",
    "first-sentence": "Families who came to us <answered> it.",
}


def writes(visitor: Visitor, **typed: str) -> Visitor:
    return visitor.opens(PAGE).presses("Save", **{**CARE, **typed})


@pytest.mark.parametrize("role", [Role.LEADER, Role.CONSULTANT])
def test_what_is_written_down_stands_in_the_results_for_everybody(tmp_path: Path, role: Role) -> None:
    place = a_closed_round(tmp_path)
    writer = writes(place.visitor(role))
    assert writer.text.startswith("Round 1")
    reader = place.visitor(Role.REVIEWER).opens("/rounds/1/profile")
    assert "What else was used this year?" in reader.text
    assert "CARE Measure" in reader.text
    assert "Their results are not part of this profile." in reader.text
    assert "Families who came to us &lt;answered&gt; it." in reader.markup
    assert "what else was used in the year of round 1" in place.visitor().opens("/trail").text


def test_what_is_written_down_stands_in_the_report(tmp_path: Path) -> None:
    writer = writes(a_closed_round(tmp_path).visitor())
    printed = "\n".join(pages(writer.client.get("/rounds/1/report.pdf").data))
    assert "What else was used this year?" in printed
    assert "CARE Measure" in printed


def test_where_nothing_is_written_down_nothing_is_said(tmp_path: Path) -> None:
    visitor = a_closed_round(tmp_path).visitor().opens("/rounds/1/profile")
    assert "also used" not in visitor.text.lower()
    assert "What else was used" not in visitor.text


def test_too_few_answers_do_not_keep_other_instruments_from_being_named(tmp_path: Path) -> None:
    place = a_closed_round(tmp_path, answers=3)
    reader = writes(place.visitor()).opens("/rounds/1/profile")
    assert "CARE Measure" in reader.text
    assert "CARE Measure" in "\n".join(pages(reader.client.get("/rounds/1/report.pdf").data))


def test_the_page_shows_what_is_there_and_emptied_lines_take_it_out_again(tmp_path: Path) -> None:
    visitor = writes(an_open_round(tmp_path).visitor()).opens(PAGE)
    assert 'value="CARE Measure"' in visitor.markup
    assert 'value="2026-02-11"' in visitor.markup
    visitor.presses("Save", **dict.fromkeys(CARE, ""))
    assert 'value="CARE Measure"' not in visitor.opens(PAGE).markup.partition("</datalist>")[2]


def test_the_five_that_people_ask_about_are_offered_and_any_other_name_is_taken(tmp_path: Path) -> None:
    visitor = an_open_round(tmp_path).visitor().opens(PAGE)
    assert len(list(visitor.page.iter("option"))) == 5
    writes(visitor, **{"first-name": "Our own talk with young people"})
    assert "Our own talk with young people" in visitor.opens(PAGE).markup


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"first-sentence": "They gave 42 points."}, "A number stands in this sentence."),
        ({"first-name": ""}, "Type what the instrument is called"),
        ({"first-day": ""}, "Type the day on which it was used"),
        ({"first-day": "soon"}, "“soon” is not a day."),
        ({"first-day": "2031-01-01"}, "This day is still to come."),
        ({"first-sentence": "x" * 201}, "This is longer than 200 letters."),
    ],
)
def test_what_does_not_fit_comes_back_with_everything_typed_and_one_sentence(
    tmp_path: Path, typed: dict[str, str], error: str
) -> None:
    visitor = writes(an_open_round(tmp_path).visitor(), **typed)
    assert visitor.status == 422
    assert len(visitor.errors) == 1
    assert visitor.errors[0].startswith(error)
    for value in {**CARE, **typed}.values():
        assert value.replace("<", "&lt;").replace(">", "&gt;") in visitor.markup


def test_a_round_that_is_not_open_yet_says_so(tmp_path: Path) -> None:
    visitor = a_draft(tmp_path).visitor().opens(PAGE)
    assert "once it has opened" in visitor.text
    assert "Save" not in visitor.text


def test_the_page_leads_to_the_guide_about_other_instruments(tmp_path: Path) -> None:
    visitor = an_open_round(tmp_path).visitor().opens(PAGE)
    links = [a.get("href", "") for a in visitor.page.iter("a") if "/guides/" in a.get("href", "")]
    assert links == ["/office/guides/other-instruments"] or links == ["/guides/other-instruments"]
    assert visitor.opens("/guides/other-instruments").text.startswith("Guides Other instruments")
