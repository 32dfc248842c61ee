"""Somebody who has read nothing explores the sample agency, then holds a first small audit of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.actors import DESK, PHONE, AtTheOffice, Staff
from tests.journeys.conftest import Running
from tests.journeys.printing import codes_on, text_of_pdf

pytestmark = pytest.mark.browser
PASSWORD = "three words and more"


def test_a_leader_explores_the_sample_agency_and_removes_it(browser: Browser, running: Running, tmp_path: Path) -> None:
    leader = AtTheOffice.arrives(browser, running.address, tmp_path / "pictures", screen=DESK)
    leader.opens("/")
    leader.pictures_as("first-page")
    leader.presses("Explore the sample agency")
    leader.pictures_as("sample")
    leader.presses("Make it and look around")
    leader.pictures_as("sample-home")
    for page in ("groups", "people", "organisation", "trail", "rounds/2", "rounds/2/profile", "rounds/2/plan"):
        leader.opens(f"/office/{page}")
        leader.pictures_as(f"sample-{page.replace('/', '-')}")
    leader.opens("/office/rounds/2/profile")
    assert "Where do we stand?" in leader.text
    assert "Clearly higher" in leader.text or "clearly higher" in leader.text

    staff = Staff.arrives(browser, running.address, tmp_path / "pictures", screen=PHONE)
    staff.opens("/")
    staff.pictures_as("staff-results")
    assert "Score, interval and stage of each principle" in staff.text

    leader.presses("Remove the sample agency")
    assert not list((running.home / "results").glob("*"))
    assert not list((running.home / "ballots").glob("*"))
    office = (running.home / "office.sqlite").read_bytes()
    assert b"Larkfield" not in office, "what was removed is overwritten"


def test_three_of_twenty_four_answer_and_the_report_says_that_nothing_can_be_told(
    browser: Browser, running: Running, tmp_path: Path
) -> None:
    pictures = tmp_path / "pictures"
    leader = AtTheOffice.arrives(browser, running.address, pictures, screen=DESK)
    rep = AtTheOffice.arrives(browser, running.address, pictures, screen=DESK)
    _the_round_is_prepared(leader, rep)
    phrases = {seat: who.makes_a_key(seat) for seat, who in ((1, leader), (2, rep), (3, rep))}

    rep.opens("/office/rounds/1/slips")
    rep.pictures_as("slips")
    slips = rep.downloads("Make the slips (PDF)")
    (pictures / "slips.pdf").write_bytes(slips)
    codes = codes_on(slips)
    assert len(set(codes)) == 24
    rep.opens("/office/rounds/1/open")
    rep.pictures_as("open-round")
    rep.presses("Open the round now")
    leader.opens("/office/")
    leader.pictures_as("while-open")

    for at, code in enumerate(codes[:3]):
        staff = Staff.arrives(browser, running.address, pictures, screen=PHONE)
        _answers(staff, code, value=str(at + 2), seen=at == 0)
    leader.opens("/office/rounds/1")
    assert "Nothing can be said yet" in leader.text, "three are not told of, not even as a word"

    leader.opens("/office/rounds/1/close")
    leader.pictures_as("close")
    leader.gives_a_phrase(1, phrases[1].replace(phrases[1].split()[2], phrases[1].split()[2] + "x"))
    assert "Error: " in leader.page.title()
    leader.pictures_as("phrase-mistyped")
    leader.gives_a_phrase(1, phrases[1])
    rep.gives_a_phrase(3, phrases[3])

    leader.opens("/office/rounds/1/profile")
    leader.pictures_as("profile-of-three")
    assert "Too few" in leader.text or "too few" in leader.text
    report = leader.page.context.request.get(f"{running.address}/office/rounds/1/report.pdf").body()
    (pictures / "report-of-three.pdf").write_bytes(report)
    printed = text_of_pdf(report)
    assert "ten" in printed or "10" in printed
    assert not any(word in printed for word in ("Aware", "Sensitive", "Responsive", "Informed"))
    assert not list((running.home / "ballots").glob("*"))
    staff = Staff.arrives(browser, running.address, pictures, screen=PHONE)
    staff.opens("/")
    staff.pictures_as("staff-results-of-three")


def _the_round_is_prepared(leader: AtTheOffice, rep: AtTheOffice) -> None:
    """Two people, 24 colleagues, a trial that two of three phrases open."""
    leader.sets_up("Elm House", name="Lea", email="lea@elm.example", password=PASSWORD)
    leader.pictures_as("home-at-first")
    leader.opens("/office/groups")
    leader.types(places="House\t24", roles="Practice\t16\nOffice\t8")
    leader.presses("Show me what this can tell")
    leader.pictures_as("groups")
    assert "10 of 24" in leader.text, "what ten answers mean is said before anything opens"
    leader.opens("/office/organisation")
    leader.types(first__name="Staff line, outside the house", first__phone="0100 555 0100")
    leader.presses("Save")
    rep.joins(leader.invites("Sam", "staff-rep"), email="sam@elm.example", password=PASSWORD)
    leader.opens("/office/rounds/new")
    leader.chooses("kind", "trial")
    leader.chooses("questionnaire", "priorities")
    leader.pictures_as("prepare")
    leader.presses("Save")
    leader.pictures_as("draft")
    rep.opens("/office/rounds/1/co-sign")
    rep.pictures_as("co-sign")
    rep.presses("I have read it. I agree for the staff")


def _answers(staff: Staff, code: str, *, value: str, seen: bool) -> None:
    """From the slip to a cleared device; Back then shows nothing of it. seen: pictures of the way."""
    staff.opens("/")
    if seen:
        staff.pictures_as("staff-start")
    staff.comes_in(code)
    if seen:
        staff.pictures_as("staff-groups")
    staff.goes_on()
    if seen:
        staff.pictures_as("staff-questions")
    staff.answers_everything(value)
    if seen:
        staff.pictures_as("staff-review")
    staff.sends()
    assert "Thank you" in staff.text
    if seen:
        staff.pictures_as("staff-thanks")
    staff.presses("Finish and clear this device")
    staff.page.go_back()
    assert "Your answers" not in staff.page.locator("h1").inner_text()
