"""Every questionnaire, walked through on a small phone without script, from the slip to "thank you"."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from audit.ballot.box import sealed_ballots
from audit.ballot.sealing import open_ballot
from tests.ballot.boxes import PRIVATE
from tests.builders import library
from tests.journeys.actors import PHONE, Staff
from tests.journeys.test_staff_pages import served
from tests.staff.people import a_round, settings_in, staff_app

ROUNDS = (
    "core+stepped-care+relationships+priorities",
    "core+empathy+digital+inclusion",
    "stepped-care+direct-practice+empathy",
    "pulse",
)


@pytest.mark.browser
@pytest.mark.parametrize("asks", ROUNDS)
def test_a_person_reads_answers_and_sends_every_page(browser: Browser, tmp_path: Path, asks: str) -> None:
    settings = settings_in(tmp_path)
    made, asked = a_round(settings, asks=asks), library().questionnaire(asks).as_asked_in(1)
    with served(staff_app(settings)) as address:
        person = Staff.arrives(browser, address.rstrip("/"), tmp_path / "pictures", screen=PHONE)
        person.comes_in(made.codes[0])
        person.pictures_as("place and role")
        person.goes_on()
        for page in asked.pages:
            assert person.page.locator("h1").inner_text() == page.title
            assert person.page.locator("legend").all_inner_texts() == [asked.item(i).text for i in page.items]
            for group in person.page.locator("fieldset").all():
                group.locator("input[value='3']").check()
            person.pictures_as(page.id)
            person.goes_on()
        chosen = sum(person.chooses_in_every_set(design.title) for design in asked.choices)
        assert person.page.locator("dd").all_inner_texts().count("Usually") == len(asked.items)
        person.pictures_as("review")
        person.sends()
    opened = [open_ballot(sealed, PRIVATE.private_bytes_raw()) for sealed in sealed_ballots(made.path)]
    assert [set(ballot.answers) for ballot in opened] == [{i.id for i in asked.items}]
    assert [sum(map(len, ballot.choices.values())) for ballot in opened] == [chosen]
    assert chosen == sum(design.shown for design in asked.choices)
