"""Under which names both planes answer, and what somebody reads who comes under another one."""

from __future__ import annotations

from pathlib import Path

import pytest
from werkzeug.test import Client

import app
from audit.hosts import name_in, names_of
from audit.settings import Settings
from tests.pages import check_page, text_of
from tests.running.agencies import settings_in

OURS = ("localhost", "localhost:8000", "LOCALHOST.", "127.0.0.1:8000", "[::1]", "[::1]:8000")
OTHERS = ("192.168.1.5:8000", "evil.example", "localhost.evil.example", "evil@localhost", "127.0.0.1.evil.example", "")
PUBLIC = "https://audit.example"


def chosen(home: Path, **environ: str) -> Settings:
    return Settings.from_environ({"STEADYGROUND_HOME": str(home), **environ})


def under(client: Client, host: str, path: str = "/") -> tuple[int, str]:
    """Status and text of what is there under a name."""
    answer = client.get(path, headers={"Host": host})
    return answer.status_code, answer.text


@pytest.fixture
def both(tmp_path: Path) -> Client:
    """Both planes as another web server would be given them, on a machine that chose nothing."""
    return Client(app.both_apps(settings_in(tmp_path)))


@pytest.mark.parametrize("host", OURS)
def test_both_planes_answer_under_the_names_of_this_machine(both: Client, host: str) -> None:
    assert [under(both, host, path)[0] for path in ("/", "/office/", "/healthz", "/office/healthz")] == [200] * 4


@pytest.mark.parametrize("path", ["/", "/office/sign-in", "/office/static/steadyground.css", "/nowhere"])
@pytest.mark.parametrize("host", OTHERS)
def test_under_any_other_name_there_is_a_sentence_and_nothing_else(both: Client, host: str, path: str) -> None:
    answers = [both.get(path, headers={"Host": host}), both.post(path, headers={"Host": host}, data={"at": "start"})]
    for answer in answers:
        assert answer.status_code == 421
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert "PUBLIC_URL" in text_of(check_page(answer, staff=False))


def test_behind_https_both_planes_answer_under_the_public_name(tmp_path: Path) -> None:
    client = Client(app.both_apps(chosen(tmp_path, HOST="0.0.0.0", PUBLIC_URL=PUBLIC)))  # noqa: S104 - a container
    for path in ("/", "/office/"):
        assert client.get(path, headers={"Host": "audit.example"}).status_code == 200
        other = client.get(path, headers={"Host": "0.0.0.0:8000"})
        assert other.status_code == 421
        assert f"Open {PUBLIC} instead." in text_of(check_page(other, staff=False))


def test_on_an_address_that_others_reach_the_office_alone_says_why_it_stays_shut(tmp_path: Path) -> None:
    """Another web server was given the office without `steadyground serve`, which would not have started."""
    client = Client(app.office_app(chosen(tmp_path, HOST="192.168.1.5")))
    status, text = under(client, "192.168.1.5:8000", "/office/")
    assert status == 421
    assert "Others on this network could read" in text


def test_given_to_another_web_server_on_such_an_address_nothing_is_there_but_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "settings", lambda: chosen(tmp_path, HOST="192.168.1.5"))
    app._application.cache_clear()
    client = Client(app.application)
    answers = [client.get(path, headers={"Host": host}) for path in ("/", "/office/") for host in ("192.168.1.5", "::")]
    app._application.cache_clear()
    assert {answer.status_code for answer in answers} == {421}
    assert "PUBLIC_URL" in text_of(check_page(answers[0], staff=False))


def test_a_public_address_without_https_is_no_name_of_ours(tmp_path: Path) -> None:
    client = Client(app.both_apps(chosen(tmp_path, PUBLIC_URL="http://audit.example")))
    assert under(client, "audit.example")[0] == under(client, "audit.example", "/office/")[0] == 421
    assert under(client, "localhost")[0] == 200


def test_both_planes_tell_browsers_to_stay_with_https(tmp_path: Path) -> None:
    wanted = "max-age=31536000; includeSubDomains"
    secure = Client(app.both_apps(chosen(tmp_path / "secure", PUBLIC_URL=PUBLIC)))
    local = Client(app.both_apps(chosen(tmp_path / "local")))
    for path in ("/", "/office/", "/nowhere", "/static/steadyground.css"):
        secured = secure.get(path, buffered=True, headers={"Host": "audit.example"})
        assert secured.headers["Strict-Transport-Security"] == wanted
        assert "Strict-Transport-Security" not in local.get(path, buffered=True).headers
    assert secure.get("/", headers={"Host": "elsewhere.example"}).headers["Strict-Transport-Security"] == wanted


def test_names_are_read_without_port_and_final_dot() -> None:
    read = {name_in(host) for host in ("Audit.Example", "audit.example:443", "audit.example.", "audit.example:")}
    assert read == {"audit.example"}
    assert {name_in(host) for host in ("a b", "a:b:c", "[::1", "::1", "a/b", "a@b", "\u00e4 b")} == {""}


def test_the_bound_address_is_a_name_only_where_it_is_safe(tmp_path: Path) -> None:
    machine = {"localhost", "127.0.0.1", "::1"}
    assert names_of(chosen(tmp_path, HOST="127.0.0.5")) == machine | {"127.0.0.5"}
    assert names_of(chosen(tmp_path, HOST="10.0.0.5")) == machine
    assert names_of(chosen(tmp_path, HOST="10.0.0.5", PUBLIC_URL=PUBLIC)) == machine | {"10.0.0.5", "audit.example"}
