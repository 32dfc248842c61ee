"""Somebody at the office: a browser without script that checks every page it is given and sends forms as they stand."""

from __future__ import annotations

from base64 import b32decode
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from audit.office import create_office_app
from audit.settings import Settings
from tests.builders import library
from tests.pages import check_page, parsed, text_of
from tests.running.agencies import LIGHT, NOW, PASSWORD

REDIRECTS = (302, 303)
ROOT = "/office"


class Clock:
    """A clock that stands still until somebody moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now.astimezone(UTC)

    def goes_on(self, by: timedelta) -> None:
        self.now += by


def office_app(settings: Settings, store: sessionmaker[Session] | None = None, *, clock: Clock | None = None) -> Flask:
    """The office plane of an installation."""
    return create_office_app(settings, library(), clock=clock or Clock(), store=store, cost=LIGHT)


class Visitor:
    """One browser. Every page it gets is checked; `page` is the one it looks at."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.response: TestResponse | None = None

    @property
    def status(self) -> int:
        assert self.response is not None
        return self.response.status_code

    @property
    def markup(self) -> str:
        assert self.response is not None
        return self.response.text

    @property
    def page(self) -> Element:
        return parsed(self.markup)

    @property
    def text(self) -> str:
        """What the main part says."""
        return text_of(next(self.page.iter("main")))

    @property
    def errors(self) -> list[str]:
        """The sentences of the summary on top."""
        return [text_of(a) for s in with_class(self.page, "error-summary") for a in s.iter("a")]

    def opens(self, path: str) -> Visitor:
        """GET, and on to wherever it leads."""
        return self._arrives(self.client.get(path))

    def sends(self, path: str, fields: Mapping[str, str] | None = None) -> Visitor:
        """POST just these fields, without the proof that a page would hold."""
        return self._arrives(self.client.post(path, data=dict(fields or {})))

    def presses(self, button: str, **typed: str | list[str]) -> Visitor:
        """Send the form that has this button, as it stands, with what is typed; names as they are, dots and all.

        A list is what is ticked of several boxes.
        """
        form = next(f for f in self.page.iter("form") if any(button in text_of(b) for b in f.iter("button")))
        unknown = set(typed) - {e.get("name") for e in controls(form)}
        assert not unknown, f"no field called {sorted(unknown)}"
        fields: dict[str, str | list[str]] = {**as_it_stands(form), **typed}
        action = form.get("action", "").removeprefix(ROOT)
        if form.get("method") == "get":
            return self._arrives(self.client.get(action, query_string=fields))
        return self._arrives(self.client.post(action, data=fields))

    def signs_in(self, email: str, password: str = PASSWORD) -> Visitor:
        """With the second step, too, where it is due: set up the first time, a recovery code from then on."""
        self.opens("/sign-in").presses("Sign in", email=email, password=password)
        lists: dict[str, list[str]] = self.client.application.extensions.setdefault("recovery codes of tests", {})
        if "Sign in with your phone" in self.text and self.status == 200:
            lists[email] = self.sets_up_phone()
        elif "One code more" in self.text and self.status == 200:
            self.presses("Go on", one_time_code=lists[email].pop())
        else:
            return self
        return self.opens("/")

    def sets_up_phone(self, **more: str) -> list[str]:
        """The recovery codes that the page shows then."""
        code = code_of(self.key_shown, self.client.application.extensions["office"].clock())
        self.presses("Use this phone", one_time_code=code, **more)
        return [text_of(e) for e in self.page.iter("bdi")]

    @property
    def key_shown(self) -> str:
        """The key of one-time codes, as text."""
        return text_of(next(self.page.iter("bdi")))

    def cookie(self, name: str) -> str:
        """What the browser holds under this name, "" for nothing."""
        held = self.client.get_cookie(name, path=ROOT)
        return held.value if held else ""

    def _arrives(self, response: TestResponse) -> Visitor:
        for _hop in range(5):
            if response.status_code not in REDIRECTS:
                break
            parts = urlsplit(response.headers["Location"])
            query = f"?{parts.query}" if parts.query else ""
            response = self.client.get(parts.path.removeprefix(ROOT) + query)
        self.response = response
        if response.mimetype == "text/html":
            check_page(response, staff=False)
        return self


def code_of(key: str, now: datetime) -> str:
    """What an app on a phone makes of the key at this moment."""
    totp = TOTP(b32decode(key.replace(" ", "")), 6, SHA1(), 30)  # noqa: S303 - what phones do
    return totp.generate(int(now.timestamp())).decode()


def with_class(root: Element, name: str) -> Iterator[Element]:
    return (e for e in root.iter() if name in e.get("class", "").split())


def controls(form: Element) -> Iterator[Element]:
    return (e for e in form.iter() if e.tag in ("input", "textarea", "select"))


def as_it_stands(form: Element) -> dict[str, str]:
    """What a browser would send of a form if nothing were changed."""
    fields: dict[str, str] = {}
    for control in controls(form):
        name, kind = control.get("name", ""), control.get("type")
        if kind in ("radio", "checkbox"):
            if control.get("checked") is not None:
                fields[name] = control.get("value", "")
        elif control.tag == "textarea":
            fields[name] = (control.text or "").removeprefix("\n")
        else:
            fields[name] = control.get("value", "")
    return fields
