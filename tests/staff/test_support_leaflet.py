"""The support leaflet: in the page, closed, and nothing outside the browser can tell who opened it."""

from __future__ import annotations

import gzip
from pathlib import Path
from xml.etree.ElementTree import Element

from werkzeug.test import Client

from audit.wording import ROOT
from tests.builders import library
from tests.pages import text_of
from tests.staff.people import Person, a_round, settings_in, staff_app

LEAFLET = library().guides["support-leaflet"]
STYLE = (ROOT / "static" / "steadyground.css").read_bytes()


def leaflet_on(page: Element) -> Element:
    """The one closed part of the page that is the leaflet."""
    (found,) = [d for d in page.iter("details") if text_of(next(iter(d))) == LEAFLET.title]
    return found


def check(person: Person) -> None:
    found = leaflet_on(person.page)
    assert found.get("open") is None
    assert all(part.heading in text_of(found) for part in LEAFLET.parts)
    assert [e.tag for e in found.iter() if e.tag in ("a", "button", "input", "img", "iframe", "object")] == []
    assert len(gzip.compress(person.response.data)) + len(gzip.compress(STYLE)) <= 30_000
    assert len(gzip.compress(person.response.data)) <= 15_000


def test_it_stands_on_the_first_page_on_thanks_and_where_answers_were_deleted(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings)
    sender, stopper = Person(staff_app(settings)), Person(staff_app(settings))
    check(sender)
    sender.enters(made.codes[0])
    sender.answers_everything("3")
    sender.press("send")
    check(sender)
    stopper.enters(made.codes[1])
    stopper.press("stop")
    stopper.press("delete")
    check(stopper)


def test_opening_it_asks_nothing_of_the_server_because_there_is_no_address_to_ask(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    a_round(settings)
    app = staff_app(settings)
    markup = Client(app).get("/").text
    assert "support-leaflet" not in markup
    for path in ("/support-leaflet", "/guides", "/guides/support-leaflet", "/harbour/support-leaflet"):
        assert Client(app).get(path).status_code == 404
