"""Attack: find out in which language somebody answers. In a small team that can be a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from werkzeug.test import Client

from audit.ballot import box as boxes
from audit.ballot.files import pages_beside
from audit.ballot.sealing import open_ballot
from audit.settings import Settings
from tests.attacks.test_storage_while_open import rows_of
from tests.ballot.boxes import PRIVATE, Made
from tests.languages.pseudo import a_language, speak_from
from tests.staff.people import Person, a_round, settings_in, staff_app


@pytest.fixture
def two_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Settings, Made, Person, Person]:
    """One reads English, one another language; they say the same, and both have sent."""
    a_language(tmp_path / "translations")
    speak_from(tmp_path / "translations", monkeypatch)
    settings = settings_in(tmp_path / "home")
    made = a_round(settings)
    english, other = Person(staff_app(settings)), Person(staff_app(settings))
    other.send({**other.filled(), "language": "ar"})
    for person, code in zip((english, other), made.codes, strict=False):
        person.enters(code)
        person.press("next", place="2", role="1")
        while not any(e.get("id") == "send" for e in person.page.iter("h2")):
            person.press("next", **dict.fromkeys(person.statements, "3"))
        person.press("send")
    assert other.page.get("lang") == "ar"
    return settings, made, english, other


def test_two_equal_ballots_in_two_languages_are_equal(two_people: tuple[Settings, Made, Person, Person]) -> None:
    _settings, made, _english, _other = two_people
    sealed = boxes.sealed_ballots(made.path)
    assert len({len(one) for one in sealed}) == 1
    first, second = (open_ballot(one, PRIVATE.private_bytes_raw()) for one in sealed)
    assert first == second


def test_no_file_tells_the_language(two_people: tuple[Settings, Made, Person, Person]) -> None:
    settings, made, _english, _other = two_people
    for path in settings.home.rglob("*"):
        if path.is_file():
            assert b'"language"' not in path.read_bytes(), path.name
    pages = rows_of(pages_beside(made.path), "SELECT length(h), length(blob) FROM page_state")
    assert len(set(pages)) == 1


def test_no_cookie_address_header_or_length_of_a_cookie_tells_it(
    two_people: tuple[Settings, Made, Person, Person],
) -> None:
    _settings, _made, english, other = two_people
    cookies = [person.client.get_cookie("answering") for person in (english, other)]
    assert [len(cookie.value) for cookie in cookies if cookie is not None] == [43, 43]
    headers = [{k: v for k, v in p.response.headers if k != "Content-Length"} for p in (english, other)]
    assert headers[0] == headers[1]
    assert {page.request.path for page in other.pages_seen} == {"/"}
    assert {p.response.request.query_string for p in (english, other)} == {b""}


def test_what_the_browser_prefers_is_never_read(two_people: tuple[Settings, Made, Person, Person]) -> None:
    settings, *_rest = two_people
    app = staff_app(settings)
    plain = Client(app).get("/").data
    assert Client(app).get("/", headers={"Accept-Language": "ar"}).data == plain
    assert Client(app).get("/?language=ar").data == plain


def test_finishing_forgets_it(two_people: tuple[Settings, Made, Person, Person]) -> None:
    _settings, _made, _english, other = two_people
    other.press("finish")
    assert other.page.get("lang") == "en"
    other.press("start")
    assert other.page.get("lang") == "en"
