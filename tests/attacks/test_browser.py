"""Attacks with a browser: Back after sending, scripts, and what one plane's pages do to the cookies of the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask, request
from playwright.sync_api import Browser, BrowserContext, Error, Page
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from audit.office import create_office_app
from audit.office.access import may
from audit.staff import create_staff_app
from audit.store.models import Role
from reports import full, handouts
from tests.attacks.scripted import RAN, WHOLE, Stage, a_scripted_year
from tests.attacks.surfaces import printed_as_html
from tests.attacks.twins import browsing
from tests.attacks.verdicts import Verdict
from tests.ballot.boxes import Made
from tests.journeys.test_staff_pages import press, press_enter, served
from tests.office.browsing import Clock, Visitor
from tests.office.staging import EMAILS, Place, an_agency
from tests.office.test_access import rules
from tests.running.agencies import LIGHT, PASSWORD
from tests.staff.people import a_round, settings_in, staff_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

pytestmark = pytest.mark.browser
PATIENCE = 30_000  # milliseconds for any one page
START, THANKS, REVIEW = "How do we work here?", "Thank you. Your answers are sent.", "Your answers"
Rule = Callable[[pytest.MonkeyPatch], None]
OFFICE = "office/"


@contextmanager
def without(*rules: Rule) -> Iterator[pytest.MonkeyPatch]:
    """The product without these rules, as long as this lasts."""
    with pytest.MonkeyPatch.context() as patch:
        for rule in rules:
            rule(patch)
        yield patch


@contextmanager
def a_window(browser: Browser, *, script: bool = True) -> Iterator[Page]:
    """A window of a browser that has been nowhere yet."""
    context = browser.new_context(java_script_enabled=script)
    context.set_default_timeout(PATIENCE)
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def both_planes(home: Path) -> Iterator[tuple[str, Made]]:
    """An address with both planes, an agency that signs in, and a round that people can answer."""
    place = an_agency(home)
    made = a_round(place.here.settings, asks="pulse")
    staff = staff_app(place.here.settings)
    with served(DispatcherMiddleware(staff, {"/office": place.app})) as address:
        yield address, made


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def enters(page: Page, address: str, code: str) -> None:
    """From the first page to the questions."""
    page.goto(address)
    press(page.get_by_role("button", name="I have a slip: begin").first)
    page.fill("#code", code)
    press_enter(page)
    page.get_by_label("Night team").check()
    press_enter(page)


def answers_and_sends(page: Page, address: str, code: str) -> None:
    """Everything but finishing."""
    enters(page, address, code)
    page.get_by_label("Usually").first.check()
    while heading(page) != REVIEW:
        press(page.get_by_role("button", name="Continue"))
    press(page.get_by_role("button", name="Send my answers"))
    assert heading(page) == THANKS


def finishes(page: Page) -> None:
    press(page.get_by_role("button", name="Finish and clear this device"))


def signs_in(page: Page, address: str) -> None:
    page.goto(f"{address}{OFFICE}sign-in")
    page.fill("[name=email]", EMAILS[Role.LEADER])
    page.fill("[name=password]", PASSWORD)
    press(page.get_by_role("button", name="Sign in"))
    assert is_signed_in(page, address)


def is_signed_in(page: Page, address: str) -> bool:
    page.goto(f"{address}{OFFICE}people")
    return page.url.endswith("/people")


# Back


def seen_going_back(page: Page, times: int) -> set[str]:
    """The headings of the pages that Back leads to."""
    seen = set()
    for _press in range(times):
        page.go_back()
        if page.url == "about:blank":
            break
        seen.add(heading(page))
    return seen


def back_tells(browser: Browser, home: Path, *rules: Rule) -> bool:
    """Somebody sends and walks off, another presses Back; and the same after they have finished."""
    settings = settings_in(home)
    made = a_round(settings, asks="pulse")
    with without(*rules), served(staff_app(settings)) as address:
        with a_window(browser) as page:
            answers_and_sends(page, address, made.codes[0])
            walked_off = seen_going_back(page, 5)
        with a_window(browser) as page:
            answers_and_sends(page, address, made.codes[1])
            finishes(page)
            assert heading(page) == START
            finished = seen_going_back(page, 5)
    return bool(walked_off - {THANKS, START} or finished - {START})


def back_tells_after_finishing(browser: Browser, home: Path, *rules: Rule) -> bool:
    """Somebody sends and finishes; another presses Back."""
    settings = settings_in(home)
    made = a_round(settings, asks="pulse")
    with without(*rules), served(staff_app(settings)) as address, a_window(browser) as page:
        answers_and_sends(page, address, made.codes[0])
        finishes(page)
        return bool(seen_going_back(page, 5) - {START})


def test_back_shows_no_answer_because_no_page_is_kept(verdict: Verdict, browser: Browser, tmp_path: Path) -> None:
    apart = browsing.an_address_for_each_step  # off in both, so that one defence does not stand in for the other
    verdict(
        "back-button",
        rule="browsers may keep pages",
        ours=lambda: back_tells(browser, tmp_path / "ours") or back_tells(browser, tmp_path / "alone", apart),
        twin=lambda: back_tells(browser, tmp_path / "twin", apart, browsing.pages_may_be_kept),
    )


def test_back_shows_no_answer_because_there_is_one_address(verdict: Verdict, browser: Browser, tmp_path: Path) -> None:
    kept = browsing.pages_may_be_kept
    verdict(
        "back-button",
        rule="each step has an address of its own",
        ours=lambda: back_tells(browser, tmp_path / "ours", kept),
        twin=lambda: back_tells(browser, tmp_path / "twin", kept, browsing.an_address_for_each_step),
    )


def test_back_shows_no_answer_because_finishing_clears(verdict: Verdict, browser: Browser, tmp_path: Path) -> None:
    others = (browsing.pages_may_be_kept, browsing.an_address_for_each_step)
    verdict(
        "back-button",
        rule="finishing clears nothing",
        ours=lambda: back_tells_after_finishing(browser, tmp_path / "ours", *others),
        twin=lambda: back_tells_after_finishing(browser, tmp_path / "twin", *others, browsing.nothing_is_cleared),
    )


# cookies of two planes in one browser


def finishing_signs_out(browser: Browser, home: Path, *rules: Rule) -> bool:
    """Somebody signed in at the office answers in the same browser, and finishes."""
    with without(*rules), both_planes(home) as (address, made), a_window(browser) as page:
        signs_in(page, address)
        answers_and_sends(page, address, made.codes[0])
        finishes(page)
        assert heading(page) == START
        return not is_signed_in(page, address)


def test_finishing_as_staff_leaves_the_office_signed_in(verdict: Verdict, browser: Browser, tmp_path: Path) -> None:
    verdict(
        "finishing-signs-out",
        rule="cookies are cleared, too",
        ours=lambda: finishing_signs_out(browser, tmp_path / "ours"),
        twin=lambda: finishing_signs_out(browser, tmp_path / "twin", browsing.cookies_are_cleared),
    )


STAFF_PLANE, OFFICE_PLANE = "audit.staff", "audit.office.application"


def written_down(patch: pytest.MonkeyPatch, heard: Path) -> None:
    """Both planes write into a file what they are told of cookies, as a changed program would."""
    answered = Flask.full_dispatch_request

    def full_dispatch_request(plane: Flask) -> object:
        with heard.open("a") as file:
            file.write(f"{plane.name} {request.headers.get('Cookie', '')}\n")
        return answered(plane)

    patch.setattr(Flask, "full_dispatch_request", full_dispatch_request)


def cookies_cross(browser: Browser, home: Path, plane: str, *rules: Rule) -> bool:
    """Somebody signed in at the office answers in the same browser; does this plane hear of the other's cookie, or is a
    page of it another one?"""
    heard = home / "heard"
    with without(*rules) as patch, both_planes(home) as (address, made), a_window(browser) as page:
        written_down(patch, heard)
        with a_window(browser) as other:
            fresh = _page_of(other, address, plane)
        signs_in(page, address)
        same = plane == OFFICE_PLANE or _page_of(page, address, plane) == fresh
        enters(page, address, made.codes[0])
        same = same and (plane == STAFF_PLANE or is_signed_in(page, address))
        foreign = _held(page.context, office=plane == STAFF_PLANE)
    told = [line for line in heard.read_text().splitlines() if line.startswith(f"{plane} ")]
    assert told
    assert foreign
    return not same or any(value in line for line in told for value in foreign)


def _page_of(page: Page, address: str, plane: str) -> str:
    page.goto(address if plane == STAFF_PLANE else address + OFFICE)
    return page.content()


def _held(context: BrowserContext, *, office: bool) -> list[str]:
    """What the browser holds for the office, or for the staff plane."""
    return [c["value"] for c in context.cookies() if c["name"].startswith("office") is office]


def test_the_staff_plane_drops_the_cookies_of_the_office(verdict: Verdict, browser: Browser, tmp_path: Path) -> None:
    everywhere = browsing.office_cookies_go_everywhere
    verdict(
        "cookies-across",
        rule="the staff plane takes what is sent",
        ours=lambda: (
            cookies_cross(browser, tmp_path / "ours", STAFF_PLANE)
            or cookies_cross(browser, tmp_path / "alone", STAFF_PLANE, everywhere)
        ),
        twin=lambda: cookies_cross(
            browser, tmp_path / "twin", STAFF_PLANE, everywhere, browsing.staff_are_told_every_cookie
        ),
    )


def test_browsers_keep_the_cookies_of_the_office_for_it(verdict: Verdict, browser: Browser, tmp_path: Path) -> None:
    told = browsing.staff_are_told_every_cookie
    verdict(
        "cookies-across",
        rule="office cookies have the path /",
        ours=lambda: cookies_cross(browser, tmp_path / "ours", STAFF_PLANE, told),
        twin=lambda: cookies_cross(
            browser, tmp_path / "twin", STAFF_PLANE, told, browsing.office_cookies_go_everywhere
        ),
    )


def test_the_office_drops_the_cookie_of_whoever_answers(verdict: Verdict, browser: Browser, tmp_path: Path) -> None:
    verdict(
        "cookies-across",
        rule="the office takes what is sent",
        ours=lambda: cookies_cross(browser, tmp_path / "ours", OFFICE_PLANE),
        twin=lambda: cookies_cross(browser, tmp_path / "twin", OFFICE_PLANE, browsing.the_office_is_told_every_cookie),
    )


# scripts


def needs_a_script(browser: Browser, home: Path, *rules: Rule) -> bool:
    """Somebody whose browser runs none goes from the first page to the last."""
    settings = settings_in(home)
    made = a_round(settings, asks="pulse")
    with without(*rules), served(staff_app(settings)) as address, a_window(browser, script=False) as page:
        page.set_default_timeout(3_000)
        try:
            answers_and_sends(page, address, made.codes[0])
            finishes(page)
        except Error:
            return True
        return heading(page) != START


def test_the_whole_way_through_needs_no_script(verdict: Verdict, browser: Browser, tmp_path: Path) -> None:
    verdict(
        "script",
        rule="buttons wait for a script",
        ours=lambda: needs_a_script(browser, tmp_path / "ours"),
        twin=lambda: needs_a_script(browser, tmp_path / "twin", browsing.buttons_wait_for_a_script),
    )


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A stage of the year, and what the browsers of its people hold."""

    stage: Stage
    held: Mapping[Role, str]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[SignedIn, ...]:
    """Open, with the reviewer, told: everybody is signed in at each."""
    made = a_scripted_year(tmp_path_factory.mktemp("year"))
    return tuple(_signed_in(stage) for stage in (made.open, made.waiting, made.told))


def _signed_in(stage: Stage) -> SignedIn:
    app = _office_of(stage)
    roles = (Role.LEADER, Role.STAFF_REP, Role.CONSULTANT)
    return SignedIn(stage, {role: Visitor(app).signs_in(EMAILS[role]).cookie("office") for role in roles})


def _office_of(stage: Stage) -> Flask:
    clock = Clock(datetime.combine(stage.today, time(9), UTC))
    return create_office_app(stage.here.settings, stage.asks, clock=clock, store=stage.here.store, cost=LIGHT)


def _staff_of(stage: Stage) -> WSGIApplication:
    return create_staff_app(stage.here.settings, stage.asks, today=lambda: stage.today, office_beside="/office")


def a_script_runs(browser: Browser, year: Sequence[SignedIn], *rules: Rule) -> bool:
    """Everybody opens every page of an agency that put scripts into all it wrote, and reads what is printed."""
    with without(*rules):
        return any(ran for there in year for ran in _everywhere(browser, there))


def _everywhere(browser: Browser, there: SignedIn) -> Iterator[bool]:
    office = _office_of(there.stage)
    place = Place(there.stage.here, office, Clock())
    planes = DispatcherMiddleware(_staff_of(there.stage), {"/office": office})
    with served(planes) as address, a_window(browser) as page:
        yield from _answering(page, address, there.stage) if there.stage.codes else _reading(page, address)
        yield from _signing_in(page, address)
        seen: set[str] = set()
        for role, held in there.held.items():
            page.context.add_cookies([{"name": "office", "value": held, "domain": "localhost", "path": "/office"}])
            yield from _opening_everything(page, address + OFFICE, role, place, seen)
        if there.stage.reading and not there.stage.codes:
            yield from _reviewing(page, address + OFFICE, there.stage)


def _ran(page: Page) -> bool:
    return bool(page.evaluate(f"'{RAN}' in window"))


def _answering(page: Page, address: str, stage: Stage) -> Iterator[bool]:
    page.goto(address)
    yield _ran(page)
    press(page.get_by_role("button", name="I have a slip: begin").first)
    for code in (WHOLE, stage.codes[0]):
        page.fill("#code", code)
        press_enter(page)
        yield _ran(page)
    while heading(page) != "In your own words":
        press(page.get_by_role("button", name="Continue"))
        yield _ran(page)
    page.locator("textarea").first.fill(WHOLE)
    press(page.get_by_role("button", name="Continue"))
    yield _ran(page)
    press(page.get_by_role("button", name="Stop and delete my answers"))
    yield _ran(page)


def _reading(page: Page, address: str) -> Iterator[bool]:
    for path in ("", "numbers", "details"):
        page.goto(address + path)
        yield _ran(page)


def _signing_in(page: Page, address: str) -> Iterator[bool]:
    page.goto(f"{address}{OFFICE}sign-in")
    page.fill("[name=email]", WHOLE)
    page.fill("[name=password]", WHOLE)
    press(page.get_by_role("button", name="Sign in"))
    yield _ran(page)


def _opening_everything(page: Page, office: str, role: Role, place: Place, seen: set[str]) -> Iterator[bool]:
    """What a role may open and nobody before them could; and their first page."""
    for endpoint, method, path in rules(place):
        if method == "GET" and may(role, endpoint) and (endpoint not in seen or endpoint == "home.home"):
            seen.add(endpoint)
            yield _opened(page, office + path.removeprefix("/"))


def _opened(page: Page, address: str) -> bool:
    """A page is opened where it stands; what would be printed, in a window without any policy."""
    content = page.request.get(address)
    if content.headers.get("content-type", "").startswith("text/html"):
        page.goto(address)
        return _ran(page)
    if b"<html" not in content.body():
        return False
    assert page.context.browser is not None
    with a_window(page.context.browser) as paper:
        paper.set_content(content.text())
        return _ran(paper)


def printed_as_nothing(patch: pytest.MonkeyPatch) -> None:
    """Paper has no policy, so there is nothing to learn from it about policies."""
    for module in (full, handouts):
        patch.setattr(module, "pdf_of", lambda _html: b"%PDF")


def _reviewing(page: Page, office: str, stage: Stage) -> Iterator[bool]:
    page.goto(f"{office}rounds/1/comments/review")
    page.fill("[name=phrase]", stage.reading)
    press(page.get_by_role("button", name="Go on reading"))
    assert RAN in page.content()
    yield _ran(page)


def test_what_they_wrote_stands_on_the_pages_that_are_opened(year: Sequence[SignedIn]) -> None:
    told = year[-1]
    leader = _office_of(told.stage).test_client()
    leader.set_cookie("office", told.held[Role.LEADER], path="/office")
    for path in (
        "/",
        "/groups",
        "/organisation",
        "/people",
        "/rounds/1",
        "/rounds/1/profile",
        "/rounds/1/plan",
        "/trail",
    ):
        assert RAN in leader.get(path).text, path
    assert RAN in Client(_staff_of(told.stage)).get("/").text


def test_no_script_runs_because_text_stays_text(verdict: Verdict, browser: Browser, year: Sequence[SignedIn]) -> None:
    verdict(
        "script",
        rule="text goes into pages as it is",
        ours=lambda: a_script_runs(browser, year, printed_as_html, browsing.no_policy),
        twin=lambda: a_script_runs(browser, year, printed_as_html, browsing.no_policy, browsing.text_is_markup),
    )


def test_no_script_runs_because_pages_forbid_them(verdict: Verdict, browser: Browser, year: Sequence[SignedIn]) -> None:
    verdict(
        "script",
        rule="pages have no policy",
        ours=lambda: a_script_runs(browser, year, printed_as_nothing, browsing.text_is_markup),
        twin=lambda: a_script_runs(browser, year, printed_as_nothing, browsing.text_is_markup, browsing.no_policy),
    )
