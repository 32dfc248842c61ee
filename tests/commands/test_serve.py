"""`serve` and `nightly`: what is in the way is said in one sentence; what runs leaves no trace of who came."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import Client

import app
from audit.serving import AddressInTheClear, AddressNotOurs, AddressTaken, check_address, listen, start_beside
from audit.settings import Settings
from audit.wording import ROOT
from tests.commands.calling import call, refused

TRACE = "Distinctive-Agent-4711"


def settings_for(home: Path, **environ: str) -> Settings:
    return Settings.from_environ({"STEADYGROUND_HOME": str(home), **environ})


def test_a_port_in_use_is_one_sentence_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        found = call("serve", env={"STEADYGROUND_HOME": str(tmp_path), "PORT": port})
        refused(found, f"Port {port} at 127.0.0.1 is in use", "--port", code=1)
        assert len(found.err.splitlines()) == 1
        with pytest.raises(AddressTaken):
            listen(settings_for(tmp_path, PORT=port))


def test_an_address_of_another_machine_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(AddressNotOurs, match="cannot listen"):
        listen(settings_for(tmp_path, HOST="192.0.2.1"))


@pytest.mark.parametrize("plane", [[], ["staff"], ["office"]])
def test_plain_http_that_others_can_reach_is_refused_with_the_reason(tmp_path: Path, plane: list[str]) -> None:
    found = call("serve", *plane, "--host", "192.0.2.1", env={"STEADYGROUND_HOME": str(tmp_path)})
    refused(found, "192.0.2.1", "PUBLIC_URL", code=1)


def test_a_public_address_over_plain_http_is_refused_wherever_it_is_served(tmp_path: Path) -> None:
    found = call("serve", env={"STEADYGROUND_HOME": str(tmp_path), "PUBLIC_URL": "http://audit.example"})
    refused(found, "http://audit.example", "https://", code=1)


def test_https_in_front_makes_any_address_good(tmp_path: Path) -> None:
    check_address(settings_for(tmp_path, HOST="192.0.2.1", PUBLIC_URL="https://audit.example"))
    check_address(settings_for(tmp_path, HOST="::1"))
    with pytest.raises(AddressInTheClear):
        check_address(settings_for(tmp_path, HOST="192.0.2.1", PUBLIC_URL="http://audit.example"))


def test_both_planes_answer_behind_one_address(tmp_path: Path) -> None:
    client = Client(app.both_apps(settings_for(tmp_path)))
    for path in ("/", "/office/", "/healthz", "/office/healthz"):
        assert client.get(path).status_code == 200, path


def test_each_plane_can_be_served_alone(tmp_path: Path) -> None:
    staff, office = (Client(make(settings_for(tmp_path))) for make in (app.staff_app, app.office_app))
    assert staff.get("/healthz").status_code == 200
    assert staff.get("/office/").status_code == 404
    assert office.get("/healthz").status_code == 200
    assert office.get("/office/").status_code == 200
    assert office.get("/").headers["Location"] == "/office/"


def test_what_runs_beside_is_run_at_once_and_again_and_goes_on_after_a_fault(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stop, runs = threading.Event(), iter(range(3))

    def work() -> None:
        if next(runs) == 2:
            stop.set()
        raise RuntimeError

    start_beside(work, stop=stop, pause=0.001).join(timeout=10)
    assert stop.is_set()
    assert "(RuntimeError)" in capsys.readouterr().err


def test_the_nightly_door_can_be_run_by_hand(tmp_path: Path) -> None:
    assert call("nightly", env={"STEADYGROUND_HOME": str(tmp_path / "home")}).code == 0


def served(home: Path, port: int, visit: Callable[[], None]) -> tuple[int, str, str]:
    """A server in a process of its own, visited, and ended with Ctrl-C: its code and what it said."""
    environ = {**os.environ, "STEADYGROUND_HOME": str(home / "var"), "HOME": str(home), "PORT": str(port)}
    words = [sys.executable, "-m", "audit", "serve"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=ROOT, env=environ, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            visit()
        finally:
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def fetched(address: str) -> str:
    """What is there, as soon as anything is."""
    request = urllib.request.Request(address, headers={"User-Agent": TRACE})  # noqa: S310 - our own address
    for _attempt in range(200):
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - our own address
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answered at {address}")


def test_a_server_says_where_to_open_it_and_writes_nothing_about_who_came(tmp_path: Path) -> None:
    port = free_port()

    def visit() -> None:
        assert "<h1>" in fetched(f"http://127.0.0.1:{port}/?code={TRACE}")
        fetched(f"http://127.0.0.1:{port}/office/")

    code, out, err = served(tmp_path, port, visit)
    assert f"http://127.0.0.1:{port}/office/" in out
    assert (code, err) == (0, "")
    kept = [f for f in tmp_path.rglob("*") if f.is_file()]
    assert kept
    assert all(f.is_relative_to(tmp_path / "var") and TRACE.encode() not in f.read_bytes() for f in kept)
