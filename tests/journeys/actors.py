"""People in front of a browser: they see what anybody would see, and press what anybody would press."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1200, "height": 900}
PATIENT = 120_000  # milliseconds: a slow machine is no fault


@dataclass
class Actor:
    """Somebody with a browser of their own, at the address where the product runs. pictures: where screenshots go."""

    page: Page
    address: str
    pictures: Path

    @classmethod
    def arrives(cls, browser: Browser, address: str, pictures: Path, *, screen: dict[str, int]) -> Self:
        """A fresh browser, without script wherever a person would have it off."""
        size = {"width": screen["width"], "height": screen["height"]}
        page = browser.new_context(viewport=size, accept_downloads=True).new_page()  # type: ignore[arg-type]
        page.set_default_timeout(PATIENT)
        pictures.mkdir(parents=True, exist_ok=True)
        return cls(page, address, pictures)

    @property
    def text(self) -> str:
        """What they can read."""
        return self.page.locator("body").inner_text()

    def opens(self, path: str) -> None:
        """Types an address."""
        self.page.goto(self.address + path)

    def types(self, **fields: str) -> None:
        """Fills in fields, by their names."""
        for name, value in fields.items():
            self.page.locator(f"[name='{name.replace('__', '-')}']:not([type=hidden])").fill(value)

    def chooses(self, name: str, value: str) -> None:
        """One of several choices."""
        self.page.locator(f"input[name='{name}'][value='{value}']").check()

    def presses(self, button: str) -> None:
        """A button or a link that looks like one."""
        self.page.get_by_role("button", name=button).or_(self.page.get_by_role("link", name=button)).first.click()
        self.page.wait_for_load_state()

    def downloads(self, button: str) -> bytes:
        """What a button gives as a file."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=button).or_(self.page.get_by_role("link", name=button)).first.click()
        return Path(waiting.value.path()).read_bytes()

    def pictures_as(self, name: str) -> None:
        """A picture of the page, and nothing on it that keeps anybody out."""
        self.page.screenshot(path=self.pictures / f"{name}.png", full_page=True)
        found = Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px wider than the screen"


class AtTheOffice(Actor):
    """Leader or staff representative."""

    def sets_up(self, organisation: str, *, name: str, email: str, password: str) -> None:
        """From the first page to their own home page."""
        self.opens("/")
        self.presses("Set up your own")
        self.chooses("people", "20-and-more")
        self.presses("Continue")
        self.types(organisation=organisation, name=name, email=email, password=password)
        self.presses("Set up and sign in")

    def invites(self, name: str, role: str) -> str:
        """The join code to hand over."""
        self.opens("/office/people")
        self.types(name=name)
        self.chooses("role", role)
        self.presses("Make a join code")
        found = re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", self.text)
        assert found, "the page shows a join code"
        return found.group()

    def joins(self, code: str, *, email: str, password: str) -> None:
        """With a code that was handed over."""
        self.opens("/office/join")
        self.types(code=code, email=email, password=password)
        self.presses("Join and sign in")

    def makes_a_key(self, seat: int) -> str:
        """Writes the seven words down and gives two of them back."""
        self.opens("/office/rounds/1/phrases")
        self.chooses("seat", str(seat))
        self.presses("Show me the seven words")
        words = self.page.locator("ol.phrase li").all_inner_texts()
        first, second = (int(n) for n in re.findall(r"Word (\d)", self.text)[:2])
        self.types(first=words[first - 1], second=words[second - 1])
        self.presses("I have written them down")
        return " ".join(words)

    def gives_a_phrase(self, seat: int, phrase: str) -> None:
        """At the closing of round 1."""
        self.opens("/office/rounds/1/close")
        self.chooses("seat", str(seat))
        self.types(phrase=phrase)
        self.presses("Use this phrase")


class Staff(Actor):
    """Somebody with a slip."""

    def comes_in(self, code: str) -> None:
        """Reads the first page and types the code."""
        self.opens("/")
        self.presses("I have a slip: begin")
        self.types(code=code)
        self.presses("Continue")

    def answers_everything(self, value: str) -> None:
        """From place and role to the review."""
        self.goes_on()
        while (heading := self.page.locator("h1").inner_text()) != "Your answers":
            if self.page.locator(".choice-pair").count():
                self.chooses_in_every_set(heading)
                continue
            for group in self.page.locator("fieldset").all():
                group.locator(f"input[value='{value}']").check()
            self.goes_on()

    def chooses_in_every_set(self, title: str) -> int:
        """The first thing in every list of the most, the second in every list of the least; says how many sets."""
        sets = 0
        while self.page.locator("h1").inner_text() == title:
            for pair in self.page.locator(".choice-pair").all():
                most, least = pair.locator("fieldset").all()
                most.locator("input[value='0']").check()
                least.locator("input[value='1']").check()
                sets += 1
            self.pictures_as(f"{title} {sets}")
            self.goes_on()
        return sets

    def goes_on(self) -> None:
        """With the main button of the page."""
        self.page.locator("main .actions button.button").first.click()
        self.page.wait_for_load_state()

    def sends(self) -> None:
        """And clears the device."""
        self.presses("Send my answers")


class KeysIn(Actor):
    """Whoever keys paper forms in, with script off; and a second pair of eyes that looks at the same page."""

    @classmethod
    def arrives(cls, browser: Browser, address: str, pictures: Path, *, screen: dict[str, int]) -> Self:
        """A fresh browser without script."""
        size = {"width": screen["width"], "height": screen["height"]}
        context = browser.new_context(viewport=size, java_script_enabled=False)  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(PATIENT)
        pictures.mkdir(parents=True, exist_ok=True)
        return cls(page, address, pictures)

    def begins(self, code: str) -> None:
        """The quiet way from the first page to the first form."""
        self.opens("/")
        self.presses("Key in paper forms")
        self.types(code=code)
        self.presses("Begin with this form")

    def keys_in(self, code: str, key: str, *, place: str, button: str) -> None:
        """One form: the code, the place, and then key and Tab for every line."""
        self.types(code=code)
        self.page.locator("select[name=place]").select_option(label=place)
        lines = self.page.locator("input.keyed__input")
        lines.first.focus()
        for _line in range(lines.count()):
            self.page.keyboard.type(key)
            self.page.keyboard.press("Tab")
        self.presses(button)

    def is_looked_at(self, name: str) -> None:
        """The same page in a browser with script, on a phone and on a desk, by a checker and in pictures."""
        browser = self.page.context.browser
        assert browser is not None
        for screen, on in ((PHONE, "phone"), (DESK, "desk")):
            other = Actor.arrives(browser, self.address, self.pictures, screen=screen)
            other.page.context.add_cookies(self.page.context.cookies())  # type: ignore[arg-type]  # read, then given
            other.opens("/")
            assert other.page.locator("h1").inner_text() == self.page.locator("h1").inner_text()
            other.pictures_as(f"{name}-{on}")
            other.page.context.close()
