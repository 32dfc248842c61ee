"""The pages for staff in a real browser, on a small phone, by day and by night: nothing is out of reach."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, ViewportSize

from audit.ballot import box as boxes
from tests.staff.keyers import ballots_in
from tests.staff.people import a_round, settings_in, staff_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PHONE: ViewportSize = {"width": 320, "height": 640}
THUMB = 44  # pixels
# Everything that can be pressed and is smaller than a thumb; a radio button is pressed by its label, a link in a
# sentence may be as high as its line (WCAG 2.2, 2.5.8).
TOO_SMALL = """least => [...document.querySelectorAll(
    'button:not(.default-button), a:not(.skip-link), label.choice, summary')]
    .filter(e => e.getBoundingClientRect().height < least).map(e => e.outerHTML.slice(0, 80))"""
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Nothing is written about anybody."""


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def served(app: WSGIApplication) -> Iterator[str]:
    """The address of an application on this machine."""
    server = make_server("127.0.0.1", 0, app, server_class=Threaded, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join(timeout=30)
        server.server_close()


def look_closely(page: Page, name: str) -> None:
    """What a checker, a thumb and a narrow screen say of a page."""
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], name
    assert page.evaluate(TOO_SMALL, THUMB) == [], name
    assert not page.evaluate(WIDER), f"{name} is wider than the phone"


def press_enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press(button: Locator) -> None:
    """Click, and wait until the next page is there."""
    with button.page.expect_navigation():
        button.click()


def choose_with_keys(page: Page) -> None:
    """The same thing in both lists of the first set, then another one in the second list, with nothing but keys."""
    most, least = page.locator("fieldset").nth(0), page.locator("fieldset").nth(1)
    for one in (most, least):
        one.locator("input").first.focus()
        page.keyboard.press("Space")
    press_enter(page)
    look_closely(page, "the same in both lists")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.locator(".error-summary a").click()
    assert least.locator("input").first.evaluate("box => box === document.activeElement"), "the link leads to the list"
    page.keyboard.press("ArrowDown")
    press_enter(page)


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_person_on_a_small_phone_answers_with_the_keyboard_and_every_page_is_within_reach(
    browser: Browser, tmp_path: Path, theme: str
) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings, asks="core+priorities")
    with served(staff_app(settings)) as address:
        context = browser.new_context(viewport=PHONE, color_scheme=theme)  # type: ignore[arg-type]  # two of three words
        page = context.new_page()
        page.goto(address)
        look_closely(page, "start")
        press(page.get_by_role("button", name="I have a slip: begin").first)
        look_closely(page, "code")
        page.fill("#code", "not my code")
        press_enter(page)
        look_closely(page, "wrong code")
        assert page.evaluate("document.activeElement.className") == "error-summary"
        page.fill("#code", made.codes[0])
        press_enter(page)
        look_closely(page, "groups")
        page.get_by_label("Night team").check()
        press_enter(page)
        look_closely(page, "questions")
        page.get_by_label("Usually").first.check()
        page.get_by_text("What do the answers mean?").click()
        look_closely(page, "questions, meanings open")
        page.get_by_label("Usually").first.focus()
        while page.get_by_role("heading", level=1).inner_text() != "What to change first":
            press(page.get_by_role("button", name="Continue"))
        look_closely(page, "choice sets")
        choose_with_keys(page)
        look_closely(page, "review")
        press(page.get_by_role("button", name="Stop and delete my answers"))
        look_closely(page, "stop")
        press(page.get_by_role("button", name="Keep going"))
        press(page.get_by_role("button", name="Send my answers"))
        look_closely(page, "thanks")
        press(page.get_by_role("button", name="Finish and clear this device"))
        assert context.cookies() == []
        page.go_back()
        assert page.get_by_role("heading", level=1).inner_text() == "How do we work here?"
        context.close()
    assert boxes.used_slots(made.path) == 1


@pytest.mark.browser
def test_a_whole_journey_works_without_any_script(browser: Browser, tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings, asks="core+relationships+priorities")
    with served(staff_app(settings)) as address:
        context = browser.new_context(viewport=PHONE, java_script_enabled=False)
        page = context.new_page()
        page.goto(address)
        page.click("text=I have a slip: begin >> nth=0")
        page.fill("#code", made.codes[0])
        press_enter(page)
        while page.inner_text("h1") != "Your answers":
            for pair in page.locator(".choice-pair").all():
                pair.locator("fieldset").nth(0).locator("input").nth(3).check()
                pair.locator("fieldset").nth(1).locator("input").nth(0).check()
            press(page.get_by_role("button", name="Continue"))
        page.click("text=Send my answers")
        assert page.inner_text("h1") == "Thank you. Your answers are sent."
        context.close()
    (ballot,) = ballots_in(made.path)
    assert sum(map(len, ballot.choices.values())) == 5 + 2
    assert boxes.used_slots(made.path) == 1
