"""A language that runs from right to left, in a real browser on a small phone: every page for staff, the first ones of
the office, and the results."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from audit import results_file
from tests.journeys.test_staff_pages import PHONE, WIDER, look_closely, press, press_enter, served
from tests.languages.pseudo import a_language, in_other_letters, speak_from
from tests.staff.people import a_round, settings_in, staff_app
from tests.staff.test_states import results as results_of_before

results = results_of_before  # the same invented results
# What stands on the left of the page although it starts there, or on the right although it ends there.
STARTS = """selector => {
    const at = document.querySelector(selector).getBoundingClientRect();
    return [Math.round(at.left), Math.round(document.documentElement.clientWidth - at.right)];
}"""
ARROW = "getComputedStyle(document.querySelector('.back-link'), '::before').content"


def looks_right(page: Page, name: str) -> None:
    """The page runs from right to left, and nothing on it is out of reach."""
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"], name
    look_closely(page, name)


def speak(page: Page, button: str) -> None:
    press(page.get_by_role("button", name=button))


@pytest.fixture
def _arabic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_language(tmp_path / "translations", without={"Rather not say"})
    speak_from(tmp_path / "translations", monkeypatch)


@pytest.mark.browser
@pytest.mark.usefixtures("_arabic")
def test_every_page_for_staff_runs_from_right_to_left(browser: Browser, tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings)
    with served(staff_app(settings)) as address:
        context = browser.new_context(viewport=PHONE)
        page = context.new_page()
        page.goto(address)
        speak(page, "العربية")
        looks_right(page, "start")
        assert page.url == address
        assert page.locator("footer bdi").all_inner_texts() == ["0000 000 000"]
        press(page.locator("main button[value=start]").first)
        looks_right(page, "code")
        assert page.evaluate("getComputedStyle(document.querySelector('#code')).direction") == "ltr"
        page.fill("#code", "not my code")
        press_enter(page)
        looks_right(page, "wrong code")
        page.fill("#code", made.codes[0])
        press_enter(page)
        looks_right(page, "groups")
        from_left, from_right = page.evaluate(STARTS, "label.choice input")
        assert from_right < from_left, "a choice stands where its line begins"
        assert page.evaluate(ARROW) == '"‹"', "an arrow that browsers mirror by themselves"
        while page.locator("h2#send").count() == 0:
            press(page.locator("main .actions button.button").first)
            looks_right(page, "questions or review")
        press(page.locator("main button[value=stop]"))
        looks_right(page, "stop")
        press(page.locator("main button[value=keep]"))
        press(page.locator("main button[value=send]"))
        looks_right(page, "thanks")
        assert page.get_by_role("heading", level=1).inner_text() == in_other_letters(
            "Thank you. Your answers are sent."
        )
        press(page.locator("main button[value=finish]"))
        assert context.cookies() == []
        context.close()


@pytest.mark.browser
@pytest.mark.usefixtures("_arabic")
def test_enter_on_a_choice_goes_on_and_never_changes_the_language(browser: Browser, tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings)
    with served(staff_app(settings)) as address:
        context = browser.new_context(viewport=PHONE)
        page = context.new_page()
        page.goto(address)
        press(page.get_by_role("button", name="I have a slip: begin").first)
        page.fill("#code", made.codes[0])
        press_enter(page)
        page.get_by_label("Night team").check()
        press_enter(page)
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.locator(".progress").inner_text().startswith("Page 2")
        page.get_by_label("Usually").first.check()
        speak(page, "العربية")
        assert page.evaluate("document.documentElement.dir") == "rtl"
        assert page.locator("input:checked").count() == 1
        page.go_back()
        assert page.evaluate("document.documentElement.dir") == "rtl", "going back shows the page one is on"
        context.close()


@pytest.mark.browser
@pytest.mark.usefixtures("_arabic")
def test_results_and_their_numbers_run_from_right_to_left(
    browser: Browser, tmp_path: Path, results: results_file.ResultsFile
) -> None:
    settings = settings_in(tmp_path)
    results_file.write(settings.results, results)
    with served(staff_app(settings)) as address:
        context = browser.new_context(viewport=PHONE)
        page = context.new_page()
        for path in ("", "details", "numbers"):
            page.goto(address + path)
            speak(page, "العربية")
            assert page.evaluate("document.documentElement.dir") == "rtl"
            assert Axe().run(page).violations_count == 0
            assert not page.evaluate(WIDER), f"results {path}"
            assert page.url == address + path
        assert context.cookies() == []
        context.close()
