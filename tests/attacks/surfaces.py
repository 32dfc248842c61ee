"""Every surface of both planes: each address that can be opened, by every role, and what it answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from audit.store.models import Role
from audit.store.queries import one_organisation
from reports import full, handouts
from tests.office.staging import Place
from tests.office.test_access import rules
from tests.staff.people import staff_app

CHANGING = re.compile(r'(name="csrf_token"[^>]*value|name="proof"[^>]*value)="[^"]*"')
STAFF = ("/", "/{at}", "/{at}/numbers", "/{at}/details", "/{at}/leave", "/healthz", "/nowhere")
Surfaces = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at everything of one agency again and again. Signed in once, so that a look changes nothing."""

    place: Place
    clients: Mapping[Role, Client]

    def look(self, *, query: str = "", today: date | None = None) -> Surfaces:
        """What each address answers, without the proof of its form. query: put behind every address."""
        found = {}
        for role, client in self.clients.items():
            for endpoint, method, path in rules(self.place):
                if method == "GET" and endpoint not in NOT_LOOKED_AT:
                    found[f"{role} {path}"] = without_proof(client.get(path + query))
        staff = Client(staff_app(self.place.here.settings, today=today or self.place.clock().date()))
        for path in STAFF:
            found[f"staff {path}"] = without_proof(staff.get(path.format(at=self.public_id) + query))
        return found

    @property
    def public_id(self) -> str:
        with self.place.here.store() as session:
            return one_organisation(session, organisation_id=self.place.here.organisation_id).public_id


NOT_LOOKED_AT = frozenset({"trail.show", "second_step.set_up_page"})
"""The trail tells who fetched which file, these looks among them; the key of a phone is chance, and one for each."""


def a_watch(place: Place) -> Watch:
    """Everybody of the agency signs in."""
    return Watch(place, {role: place.visitor(role).client for role in Role})


def without_proof(answer: TestResponse) -> str:
    """Status and body."""
    return f"{answer.status_code} {CHANGING.sub('', answer.get_data(as_text=True))}"


def printed_as_html(patch: pytest.MonkeyPatch) -> None:
    """All that would be printed, without the seconds that its layout takes."""
    for module in (full, handouts):
        patch.setattr(module, "pdf_of", lambda html: html.encode())


def before_each_request(app: Flask, work: Callable[[], None]) -> None:
    """Do this whenever somebody opens a page of the office."""
    app.before_request_funcs.setdefault(None, []).insert(0, work)


def on_each_page(app: Flask, words: Callable[[], str]) -> None:
    """Let these words stand at the end of every page of the office."""

    def add(response: TestResponse) -> TestResponse:
        if response.mimetype == "text/html":
            response.set_data(response.get_data(as_text=True).replace("</main>", f"<p>{words()}</p></main>"))
        return response

    app.after_request_funcs.setdefault(None, []).append(add)
