"""Somebody opens the product under a name that is not its own: a laptop's address typed into a phone, or a page of
somebody else whose name is made to mean this machine."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client

import app
from audit.hosts import OwnNames
from tests.attacks.verdicts import Verdict
from tests.staff.people import a_round, settings_in

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def lets_in(home: Path, host: str) -> bool:
    """Whether somebody under this name reads a page, or may go on to type a code."""
    settings = settings_in(home)
    a_round(settings)
    client = Client(app.both_apps(settings))
    asked = [client.get(path, headers={"Host": host}) for path in ("/", "/office/", "/office/sign-in")]
    begun = client.post("/", headers={"Host": host}, data={"at": "start", "go": "start"})
    return any(answer.status_code == 200 for answer in asked) or "Set-Cookie" in begun.headers


def whoever_comes(self: OwnNames, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """In place of the check of names."""
    return self.application(environ, start_response)


@pytest.mark.parametrize("host", ["192.168.1.5:8000", "elsewhere.example:8000"])
def test_under_another_name_nobody_is_let_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verdict: Verdict, host: str
) -> None:
    def without() -> bool:
        with monkeypatch.context() as patched:
            patched.setattr(OwnNames, "__call__", whoever_comes)
            return lets_in(tmp_path / "twin", host)

    verdict("plain-http", rule="it answers under any name", ours=lambda: lets_in(tmp_path / "ours", host), twin=without)
