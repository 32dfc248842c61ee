"""Attack: after a whole journey under the server that we ship, look for the person in every file it has written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser

from audit.ballot import box as boxes
from audit.ballot.slips import pepper_of
from tests.ballot.boxes import a_box
from tests.journeys.conftest import Running
from tests.staff.people import settings_in

AGENT, LANGUAGE, ADDRESS = "VeryDistinctiveBrowser/77", "qu-PE", "203.0.113.77"
NEVER_A_CODE = "DISTINCT-VE-CODE"


@pytest.mark.browser
def test_nobody_who_answered_can_be_found_in_any_file(running: Running, browser: Browser) -> None:
    settings = settings_in(running.home)
    today = date.today()  # noqa: DTZ011 - the server's own day
    made = a_box(settings.ballots, pepper=pepper_of(settings), closes_on=today + timedelta(days=20))
    boxes.open_for_answers(made.path)
    context = browser.new_context(
        user_agent=AGENT, extra_http_headers={"Accept-Language": LANGUAGE, "X-Forwarded-For": ADDRESS}
    )
    page = context.new_page()
    page.goto(f"{running.address}/?code={NEVER_A_CODE}")
    page.get_by_role("button", name="I have a slip: begin").first.click()
    for code in (NEVER_A_CODE, made.codes[0]):
        page.fill("#code", code)
        page.get_by_role("button", name="Continue").click()
    while page.inner_text("h1") != "Your answers":
        for choice in page.get_by_label("Reliably").all():
            choice.check()
        page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("button", name="Finish and clear this device").click()
    context.close()
    assert boxes.used_slots(made.path) == 1
    said = (AGENT, LANGUAGE, ADDRESS, NEVER_A_CODE, made.codes[0], "S.D1", "Reliably")
    for path in running.home.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        assert not [word for word in said if word.encode() in raw], path.name
