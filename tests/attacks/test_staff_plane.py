"""Attack: learn from requests and answers of the staff plane who somebody is, or what the office knows of them."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client

from audit.staff.scrub import scrubbed
from tests.staff.people import Person, a_round, settings_in, staff_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PROOF = re.compile(r'name="csrf_token" value="[^"]+"')
STRANGE = {
    "REMOTE_ADDR": "203.0.113.77",
    "REMOTE_PORT": "55123",
    "REMOTE_USER": "ana.ruiz",
    "HTTP_X_FORWARDED_FOR": "203.0.113.77",
    "HTTP_FORWARDED": "for=203.0.113.77",
    "HTTP_USER_AGENT": "VeryDistinctiveBrowser/77",
    "HTTP_ACCEPT_LANGUAGE": "qu-PE",
    "HTTP_REFERER": "https://intranet.example/ana",
    "HTTP_ACCEPT_ENCODING": "br, zstd;q=0.7",
    "HTTP_DNT": "1",
}


@pytest.fixture
def app(tmp_path: Path) -> WSGIApplication:
    settings = settings_in(tmp_path)
    a_round(settings)
    return staff_app(settings)


def test_who_asks_and_with_what_is_gone_before_the_application_sees_it() -> None:
    kept = scrubbed(
        {
            **STRANGE,
            "PATH_INFO": "/",
            "QUERY_STRING": "code=X",
            "REQUEST_URI": "/?code=X",
            "RAW_URI": "/?code=X",
            "HTTP_HOST": "audit.example",
            "HTTP_COOKIE": "__Secure-office=1; answering=2; answering-not=3",
            "CONTENT_TYPE": "text/plain",
        },
        cookie="answering",
    )
    assert kept == {
        "PATH_INFO": "/",
        "QUERY_STRING": "",
        "HTTP_HOST": "audit.example",
        "HTTP_COOKIE": "answering=2",
        "CONTENT_TYPE": "text/plain",
    }


def test_pages_are_the_same_whoever_asks(app: WSGIApplication) -> None:
    plain, strange = Client(app), Client(app)
    assert plain.get("/").data == strange.get("/", environ_overrides=STRANGE).data


def test_unknown_query_parameters_change_no_byte(app: WSGIApplication) -> None:
    person = Person(app)
    person.press("start")
    for path in ("/", "/harbour", "/nowhere", "/leave"):
        plain = person.client.get(path)
        for query in ("?x=1", "?at=thanks&go=send", "?language=ar", "?" + "a" * 3000):
            asked = person.client.get(path + query)
            assert (asked.status_code, asked.data) == (plain.status_code, plain.data)


def test_office_cookies_are_never_read_and_never_touched(app: WSGIApplication) -> None:
    person = Person(app)
    before = person.response.data
    for name in ("__Secure-office", "office", "session", "__Host-answering"):
        person.client.set_cookie(name, "A" * 43)
    person.look()
    assert person.response.data == before
    assert "Set-Cookie" not in person.response.headers


def test_the_only_cookie_is_ours_random_and_without_an_end(tmp_path: Path) -> None:
    for environ, name, secure in (
        ({}, "answering", False),
        ({"PUBLIC_URL": "https://audit.example"}, "__Host-answering", True),
    ):
        settings = settings_in(tmp_path / name, **environ)
        made = a_round(settings)
        given = [Client(staff_app(settings)).post("/", data={"at": "start", "go": "start"}) for _ in range(2)]
        cookies = [answer.headers.getlist("Set-Cookie") for answer in given]
        assert all(len(cookie) == 1 for cookie in cookies)
        assert cookies[0] != cookies[1]
        value, *attributes = cookies[0][0].split("; ")
        assert value.startswith(f"{name}=")
        assert len(value.partition("=")[2]) == 43
        assert set(attributes) == {"HttpOnly", "Path=/", "SameSite=Strict", *(["Secure"] if secure else [])}
        assert made.codes


def test_every_page_forbids_scripts_frames_caches_and_other_hosts(app: WSGIApplication) -> None:
    client = Client(app)
    for path in ("/", "/harbour", "/nowhere", "/leave", "/healthz"):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"] == (
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            " base-uri 'none'; frame-ancestors 'none'"
        )
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Server" not in headers
    assert client.get("/static/steadyground.css", buffered=True).status_code == 200


def test_a_whole_journey_says_nothing_on_any_stream(app: WSGIApplication, tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        person = Person(app)
        person.client.get("/?code=DISTINCTIVE", environ_overrides=STRANGE)
        person.client.post("/", data={"at": "start"}, environ_overrides=STRANGE)
        person.press("start")
        person.press("next", code="DISTINCTIVE")
    assert (out.getvalue(), err.getvalue()) == ("", "")
    for path in tmp_path.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            for said in (b"203.0.113.77", b"VeryDistinctiveBrowser", b"DISTINCTIVE", b"ana.ruiz", b"qu-PE"):
                assert said not in raw, f"{said!r} in {path.name}"


def test_a_fault_of_ours_shows_no_traceback_and_writes_none(
    app: WSGIApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("what somebody said")

    monkeypatch.setattr("audit.answering.rounds.Rounds.organisations", fall)
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        answer = Client(app).get("/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "what somebody said" not in answer.text + out.getvalue() + err.getvalue()


@pytest.mark.parametrize(
    ("method", "path", "status", "heading"),
    [
        ("GET", "/nowhere", 404, "There is no page at this address"),
        ("GET", "/harbour/else/where", 404, "There is no page at this address"),
        ("GET", "/../../etc/passwd", 404, "There is no page at this address"),
        ("GET", "/static/../app.py", 404, "There is no page at this address"),
        ("PUT", "/", 405, "This site does not know that request"),
        ("DELETE", "/harbour", 405, "This site does not know that request"),
        ("POST", "/leave", 404, "There is no page at this address"),
    ],
)
def test_every_no_is_a_page_of_ours_with_a_way_out(
    app: WSGIApplication, method: str, path: str, status: int, heading: str
) -> None:
    person = Person(app)
    answer = person.client.open(path, method=method)
    assert answer.status_code == status
    person.take(answer)
    assert person.heading == heading
    assert any(e.get("href") == "/" for e in person.page.iter("a"))


def test_too_much_at_once_is_refused_with_a_way_out(app: WSGIApplication) -> None:
    person = Person(app)
    answer = person.client.post("/", data={"code": "x" * 100_000, "at": "start"})
    assert answer.status_code == 413
    person.take(answer)
    assert person.heading == "That was more than this page can take"


def test_nothing_in_an_address_is_ever_a_secret(app: WSGIApplication) -> None:
    person = Person(app)
    person.press("start")
    addresses = [e.get(a, "") for e in person.page.iter() for a in ("href", "action", "formaction")]
    assert {address for address in addresses if address} <= {
        "/",
        "/leave",
        "#main",
        "/static/steadyground.css",
        "tel:0000000000",
    }
