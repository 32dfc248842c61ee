"""Somebody is called away, comes back on another phone, sends, and takes it back: no page needs a script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from audit.ballot import box as boxes
from audit.promise import Ledger
from audit.store.queries import one_round
from tests.doors.test_close import give
from tests.journeys.test_staff_pages import PHONE, look_closely, press, served
from tests.running import agencies
from tests.running.agencies import TODAY
from tests.staff.people import staff_app

OTHERS = 11


def a_phone(browser: Browser, address: str) -> Page:
    """A browser of its own, without script."""
    page = browser.new_context(viewport=PHONE, java_script_enabled=False).new_page()
    page.goto(address)
    return page


def seen(page: Page, name: str, pictures: Path) -> None:
    """A picture, and the same page in a browser with script, where a checker looks at it."""
    page.screenshot(path=pictures / f"{name}.png", full_page=True)
    other = page.context.browser
    assert other is not None
    context = other.new_context(viewport=PHONE)
    context.add_cookies(page.context.cookies())  # type: ignore[arg-type]  # read, then given
    beside = context.new_page()
    beside.goto(page.url)
    look_closely(beside, name)
    context.close()


def button(page: Page, name: str) -> None:
    press(page.get_by_role("button", name=name).first)


@pytest.mark.browser
def test_two_pages_saved_another_phone_a_receipt_and_second_thoughts(browser: Browser, tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=OTHERS)
    code, pictures = running.codes[OTHERS], tmp_path / "pictures"
    pictures.mkdir()
    with served(staff_app(running.here.settings, today=TODAY)) as address:
        first = a_phone(browser, address)
        button(first, "I have a slip: begin")
        seen(first, "code", pictures)
        first.fill("#code", code)
        button(first, "Continue")
        button(first, "Continue")
        first.get_by_label("Usually").first.check()
        seen(first, "questions", pictures)
        button(first, "Save for later")
        seen(first, "later", pictures)
        found = re.search(r"three words:\s+([a-z]+ [a-z]+ [a-z]+)", first.inner_text("main"))
        assert found
        button(first, "Finish and clear this device")
        assert first.context.cookies() == []

        second = a_phone(browser, address)
        button(second, "I have a slip: begin")
        second.fill("#code", code)
        second.fill("#words", "acid acid acid")
        button(second, "Continue")
        second.screenshot(path=pictures / "wrong-words.png", full_page=True)
        second.fill("#words", found.group(1))
        button(second, "Continue")
        assert second.get_by_label("Usually").first.is_checked()
        while second.inner_text("h1") != "Your answers":
            button(second, "Continue")
        assert not second.locator("#receipt").is_checked()
        second.locator("#receipt").check()
        seen(second, "review", pictures)
        button(second, "Send my answers")
        seen(second, "thanks", pictures)
        receipt = re.search(r"(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}", second.inner_text("main"))
        assert receipt
        button(second, "Finish and clear this device")
        assert boxes.used_slots(running.box) == OTHERS + 1

        third = a_phone(browser, address)
        button(third, "Take back answers that you sent")
        third.screenshot(path=pictures / "take-back.png", full_page=True)
        third.fill("#receipt", receipt.group())
        button(third, "Take my answers back")
        assert third.inner_text("h1") == "Your answers are taken back"
        seen(third, "taken-back", pictures)
        assert boxes.used_slots(running.box) == OTHERS
        for page in (first, second, third):
            page.context.close()
    give(running, 1)
    give(running, 2)
    with running.here.store() as session:
        assert one_round(session, round_id=running.id).ledger is Ledger.ADDS_UP
