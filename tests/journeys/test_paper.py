"""Paper beside screens: eight people send from a screen, two hand in a paper form, ten are counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from audit.ballot.box import ledger_of, used_slots
from audit.method.release import from_json
from audit.promise import Ledger
from audit.store.queries import find_release
from tests.doors.closing import closed
from tests.journeys.actors import DESK, PHONE, Actor, KeysIn
from tests.journeys.test_staff_pages import look_closely, served
from tests.running.agencies import NOW, OpenRound, open_round
from tests.running.commenting import open_with_comments
from tests.staff.people import staff_app

pytestmark = pytest.mark.browser
ON_A_SCREEN = 8


def people_counted(running: OpenRound) -> int | None:
    """Fewest people behind the release of a closed round, as it tells it; None where it tells nothing."""
    with running.here.store() as session:
        row = find_release(session, round_id=running.id)
        assert row is not None
        release = from_json(row.text)
        return release.people.low if release.people else None


def test_three_forms_are_keyed_in_one_is_taken_out_and_ten_ballots_are_counted(
    browser: Browser, tmp_path: Path
) -> None:
    running = open_round(tmp_path / "home", answers=ON_A_SCREEN)
    slips = running.codes[ON_A_SCREEN:]
    with served(staff_app(running.here.settings, today=NOW.date())) as address:
        keyer = KeysIn.arrives(browser, address.rstrip("/"), tmp_path / "pictures", screen=DESK)
        keyer.begins(slips[0])
        keyer.is_looked_at("form")
        place = keyer.page.locator("select[name=place] option").nth(1).inner_text()
        keyer.keys_in(slips[0], "3", place=place, button="Keep this form and take the next")
        keyer.keys_in(slips[1], "0", place=place, button="Keep this form and take the next")
        keyer.keys_in(slips[2], "4", place=place, button="Keep this form: it was the last")
        assert "3 forms are kept." in keyer.text
        keyer.is_looked_at("list")
        keyer.presses("Take out form 2")
        assert "2 forms are kept." in keyer.text
        assert used_slots(running.box) == ON_A_SCREEN
        keyer.presses("That was the last: send all")
        assert "2 forms are sent." in keyer.text
        keyer.is_looked_at("sent")
        keyer.presses("Finish and clear this device")
        assert keyer.page.context.cookies() == []
    assert used_slots(running.box) == ON_A_SCREEN + 2
    assert ledger_of(running.box) is Ledger.ADDS_UP
    closed(running)
    assert people_counted(running) == ON_A_SCREEN + 2


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_of_the_stack_is_within_reach(browser: Browser, tmp_path: Path, screen: dict[str, int]) -> None:
    running = open_round(tmp_path / "home")
    pictures = tmp_path / "pictures"
    with served(staff_app(running.here.settings, today=NOW.date())) as address:
        somebody = Actor.arrives(browser, address.rstrip("/"), pictures, screen=screen)
        somebody.opens("/")
        somebody.presses("Key in paper forms")
        somebody.pictures_as("intro")
        look_closely(somebody.page, "intro")
        somebody.types(code="0000-0000-0000")
        somebody.presses("Begin with this form")
        look_closely(somebody.page, "wrong code")
        assert somebody.page.evaluate("document.activeElement.className") == "error-summary"
        somebody.types(code=running.codes[0])
        somebody.presses("Begin with this form")
        look_closely(somebody.page, "form")
        lines = somebody.page.locator("input.keyed__input")
        lines.nth(1).fill("9")
        somebody.presses("Keep this form and take the next")
        somebody.pictures_as("form-with-error")
        look_closely(somebody.page, "form with error")
        somebody.page.locator(".error-summary a").first.click()
        assert somebody.page.evaluate("document.activeElement.value") == "9"
        lines.nth(1).fill("1")
        somebody.presses("Keep this form: it was the last")
        look_closely(somebody.page, "list")
        somebody.presses("Stop and delete the whole batch")
        somebody.pictures_as("stop")
        look_closely(somebody.page, "stop")
        somebody.presses("Keep going")
        somebody.presses("That was the last: send all")
        look_closely(somebody.page, "sent")
        somebody.page.context.close()


def test_the_pages_for_comment_sheets_are_within_reach(browser: Browser, tmp_path: Path) -> None:
    commented = open_with_comments(tmp_path / "home")
    running, pictures = commented.running, tmp_path / "pictures"
    with served(staff_app(running.here.settings, today=NOW.date())) as address:
        keyer = KeysIn.arrives(browser, address.rstrip("/"), pictures, screen=DESK)
        keyer.begins(running.codes[0])
        keyer.presses("Keep this form: it was the last")
        keyer.is_looked_at("list-with-no-sheet")
        keyer.presses("Take a comment sheet")
        keyer.is_looked_at("sheet")
        keyer.types(words__helps="I like working with Anna.")
        keyer.chooses("shown-helps", "word")
        keyer.presses("Keep this sheet: it was the last")
        assert "“Anna” may be a name." in keyer.text
        keyer.presses("Keep it as it stands here: it was the last")
        assert "1 comment sheet is kept." in keyer.text
        keyer.is_looked_at("list-with-a-sheet")
        keyer.presses("That was the last: send all")
        keyer.is_looked_at("sent-with-a-sheet")
    assert used_slots(running.box) == 1
    assert ledger_of(running.box) is Ledger.ADDS_UP


def test_in_the_dark_and_from_right_to_left_the_form_is_readable(browser: Browser, tmp_path: Path) -> None:
    running = open_round(tmp_path / "home")
    with served(staff_app(running.here.settings, today=NOW.date())) as address:
        context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme="dark")
        page = context.new_page()
        page.goto(address)
        page.get_by_role("button", name="Key in paper forms").click()
        page.fill("#code", running.codes[0])
        page.get_by_role("button", name="Begin with this form").click()
        assert Axe().run(page).response["violations"] == []
        page.evaluate("document.documentElement.dir = 'rtl'")
        look_closely(page, "form, right to left")
        context.close()
