"""Somebody who answers: a browser without script that checks every page it is given."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from werkzeug.test import Client, TestResponse

from audit.ballot.box import open_for_answers
from audit.ballot.slips import pepper_of
from audit.settings import Settings
from audit.staff import create_staff_app
from tests.ballot.boxes import Made, a_box
from tests.builders import library
from tests.pages import check_page, text_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

A_DAY = date(2026, 3, 10)
PATIENCE = 100  # pages


def settings_in(folder: Path, **environ: str) -> Settings:
    """An installation of its own on this machine."""
    return Settings.from_environ({"STEADYGROUND_HOME": str(folder), **environ})


def a_round(
    settings: Settings, *, slots: int = 20, public_id: str = "harbour", number: int = 1, asks: str = "core"
) -> Made:
    """An open round of this installation."""
    made = a_prepared_round(settings, slots=slots, public_id=public_id, number=number, asks=asks)
    open_for_answers(made.path)
    return made


def a_prepared_round(
    settings: Settings, *, slots: int = 20, public_id: str = "harbour", number: int = 1, asks: str = "core"
) -> Made:
    """A round whose slips are printed. asks: one questionnaire, or several joined by "+"."""
    return a_box(
        settings.ballots,
        slots=slots,
        public_id=public_id,
        number=number,
        seed=number,
        pepper=pepper_of(settings),
        asks=asks,
    )


def staff_app(settings: Settings, *, today: date = A_DAY, office_beside: str = "/office") -> WSGIApplication:
    """The staff plane of this installation on one day."""
    return create_staff_app(
        settings, library(), today=lambda: today, office_beside=office_beside, chance=random.SystemRandom()
    )


class Person:
    """Opens the address of one organisation and goes on from page to page, as a browser would."""

    def __init__(self, app: WSGIApplication, *, address: str = "/") -> None:
        self.client = Client(app)
        self.address = address
        self.response: TestResponse
        self.page: Element
        self.pages_seen: list[TestResponse] = []
        self.look()

    @property
    def heading(self) -> str:
        """The h1 of the page they are on."""
        return text_of(next(self.page.iter("h1")))

    @property
    def text(self) -> str:
        """All that they can read."""
        return text_of(self.page)

    def look(self) -> None:
        """Open the address."""
        self.take(self.client.get(self.address))

    def press(self, go: str, **fields: str) -> None:
        """Press a button of the page's form, with these choices made; what was chosen already stays chosen."""
        self.send({**self.filled(), **fields, "go": go})

    def send(self, fields: Mapping[str, str]) -> None:
        """Send these fields, whatever the page has."""
        answer = self.client.post(self.address, data=fields)
        if answer.status_code == 303:
            assert answer.headers["Location"] == self.address
            self.look()
        else:
            self.take(answer)

    def enters(self, code: str) -> None:
        """From the first page to the first page of questions."""
        self.press("start")
        self.press("next", code=code)

    def answers_page(self, word: str) -> None:
        """The same answer to every statement of this page."""
        self.press("next", **dict.fromkeys(self.statements, word))

    def answers_everything(self, word: str) -> None:
        """From where they are to the review."""
        while self.heading != "Your answers":
            self.answers_page(word)

    @property
    def statements(self) -> tuple[str, ...]:
        """Names of the radio groups on this page, place and role left out."""
        names = (e.get("name", "") for e in self.page.iter("input") if e.get("type") == "radio")
        return tuple(dict.fromkeys(name for name in names if name.startswith("item-")))

    @property
    def errors(self) -> tuple[str, ...]:
        """What the summary on top points at."""
        summaries = [e for e in self.page.iter("section") if e.get("class") == "error-summary"]
        return tuple(text_of(link) for summary in summaries for link in summary.iter("a"))

    def filled(self) -> dict[str, str]:
        """What the page's form would send as it stands."""
        fields = {}
        for element in self.page.iter("input"):
            kind = element.get("type")
            if kind in ("hidden", "text") or element.get("checked") is not None:
                fields[element.get("name", "")] = element.get("value", "")
        return fields

    def take(self, answer: TestResponse) -> None:
        """Look at this page, which keeps every rule of the house."""
        assert len(self.pages_seen) < PATIENCE, "this person goes round in circles"
        self.response = answer
        self.page = check_page(answer, staff=True)
        self.pages_seen.append(answer)
