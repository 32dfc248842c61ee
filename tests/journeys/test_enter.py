"""Enter in a real browser without script: it does what the main button does, and never changes the language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.ballot.boxes import Made
from tests.journeys.test_staff_pages import PHONE, press_enter, served
from tests.staff.people import a_round, settings_in, staff_app

THE_OTHER = {"en": "es", "es": "en"}


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A short open round."""
    return a_round(settings_in(tmp_path), asks="pulse")


@pytest.fixture(params=list(THE_OTHER))
def page(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path, made: Made) -> Iterator[Page]:
    """The first page of that round, in one language after the other."""
    with served(staff_app(settings_in(tmp_path))) as address:
        context = browser.new_context(viewport=PHONE, java_script_enabled=False)
        opened = context.new_page()
        opened.goto(f"{address}{made.manifest.public_id}")
        if request.param != spoken_on(opened):
            opened.click(f"button.language-switch[value={request.param}]")
        yield opened
        context.close()


def spoken_on(page: Page) -> str:
    return page.locator("html").get_attribute("lang") or ""


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def main_button(page: Page) -> Locator:
    return page.locator("main .actions button.button").first


def enter(page: Page, field: Locator) -> None:
    """Press Enter in a field of a page that offers the other language; the language stays."""
    spoken = spoken_on(page)
    assert page.locator(f"button.language-switch[value={THE_OTHER[spoken]}]").is_visible()
    field.focus()
    press_enter(page)
    assert spoken_on(page) == spoken


def to_the_review(page: Page) -> None:
    while not page.locator("h2#send").count():
        main_button(page).click()


@pytest.mark.browser
def test_enter_goes_on_from_every_page_of_the_way(page: Page, made: Made) -> None:
    page.click("main button[value=start] >> nth=0")
    asks_for_code = heading(page)
    page.fill("#code", "not a code")
    enter(page, page.locator("#code"))
    assert heading(page) == asks_for_code
    assert page.locator(".error-summary").count() == 1
    page.fill("#code", made.codes[0])
    enter(page, page.locator("#code"))
    seen = []
    while not page.locator("h2#send").count():
        seen.append(heading(page))
        last = page.locator("fieldset").last.locator("input[type=radio]").first
        last.check()
        enter(page, last)
        assert heading(page) not in seen
    assert len(seen) == 4  # place and role, and the three pages of the short questionnaire


@pytest.mark.browser
def test_enter_on_a_page_that_is_changed_leads_back_to_all_answers_and_keeps_it(page: Page, made: Made) -> None:
    page.click("main button[value=start] >> nth=0")
    page.fill("#code", made.codes[0])
    main_button(page).click()
    to_the_review(page)
    page.locator("main .card button.quiet").nth(1).click()
    radio = page.locator("input[type=radio][value='4']").first
    radio.check()
    enter(page, radio)
    assert page.locator("h2#send").count() == 1
    page.locator("main .card button.quiet").nth(1).click()
    assert page.locator("input[type=radio][value='4']").first.is_checked()


@pytest.mark.browser
def test_enter_while_paper_forms_are_keyed_in_loses_nothing_and_keeps_no_half_form(page: Page, made: Made) -> None:
    page.click("main button[value=stack]")
    page.fill("#code", made.codes[0])
    enter(page, page.locator("#code"))
    form = heading(page)
    lines = page.locator("input.keyed__input")
    for field in (page.locator("#code"), lines.first, lines.last):
        lines.first.fill("3")
        enter(page, field)
        assert heading(page) == form
        assert lines.first.input_value() == "3"
