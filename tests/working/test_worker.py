"""The worker as a process: what is asked for is made once, whatever becomes of the process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from datetime import time as clock_time
from functools import partial
from pathlib import Path

import pytest

from audit.running import report_work
from audit.running.report_work import Wish
from audit.settings import Settings
from audit.store.models import ReportWork, WorkState
from audit.store.queries import finals_of
from audit.wording import ROOT
from audit.working.queue import open_queue
from tests.commands.calling import call
from tests.running.agencies import AFTER, OpenRound
from tests.working.closed_rounds import a_closed_round

NOW = datetime.combine(AFTER, clock_time(10), UTC)
PATIENCE = 40.0  # seconds for anything here
DRAFT, FINAL = (Wish("board", "pdf", "a4", "en", final) for final in (False, True))


@pytest.fixture(name="running")
def _running(tmp_path: Path) -> OpenRound:
    return a_closed_round(tmp_path / "home")


def asked(running: OpenRound, wish: Wish = DRAFT) -> int:
    with running.here.store() as session:
        return report_work.ask(session, round_id=running.id, wish=wish, by=running.here.leader, now=NOW)


def row(running: OpenRound, work_id: int) -> ReportWork:
    with running.here.store() as session:
        return session.get_one(ReportWork, work_id)


def comes_true(is_so: Callable[[], object]) -> None:
    """Wait until it does, or the test ends."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


@contextmanager
def a_worker(running: OpenRound, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that waits for FOLDER/go before each report is written."""
    environ = {**os.environ, "STEADYGROUND_HOME": str(running.here.settings.home)}
    words = [sys.executable, "-m", "tests.working.worker_process", str(folder)]
    with subprocess.Popen(words, cwd=ROOT, env=environ, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()
            process.wait(PATIENCE)


def begun(folder: Path) -> int:
    return len(list(folder.glob("begun-*")))


def has_begun(folder: Path, *, times: int) -> bool:
    return begun(folder) == times


def test_a_worker_killed_in_the_middle_makes_the_report_once_when_it_is_back(
    running: OpenRound, tmp_path: Path
) -> None:
    work_id = asked(running, FINAL)
    with a_worker(running, tmp_path) as process:
        comes_true(lambda: begun(tmp_path) == 1)
        process.kill()
        process.wait(PATIENCE)
    assert row(running, work_id).state is WorkState.UNDER_WAY
    (tmp_path / "go").touch()
    with a_worker(running, tmp_path):
        comes_true(lambda: row(running, work_id).state is WorkState.READY)
    assert begun(tmp_path) == 2
    with running.here.store() as session:
        (final,) = finals_of(session, round_id=running.id)
        assert (final.edition, final.content) == (1, f"report {work_id}".encode())


def test_a_report_that_ends_its_worker_twice_is_not_begun_a_third_time(running: OpenRound, tmp_path: Path) -> None:
    work_id = asked(running)
    for times in (1, 2):
        with a_worker(running, tmp_path) as process:
            comes_true(partial(has_begun, tmp_path, times=times))
            process.kill()
    after = asked(running, FINAL)
    (tmp_path / "go").touch()
    with a_worker(running, tmp_path):
        comes_true(lambda: row(running, after).state is WorkState.READY)
    assert row(running, work_id).state is WorkState.STOPPED
    assert "stopped twice" in row(running, work_id).why


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_told_to_stop_puts_back_what_it_was_making(
    running: OpenRound, tmp_path: Path, number: signal.Signals
) -> None:
    work_id = asked(running)
    with a_worker(running, tmp_path) as process:
        comes_true(lambda: begun(tmp_path) == 1)
        process.send_signal(number)
        said = process.communicate(timeout=PATIENCE)[1]
    assert (process.returncode, said) == (0, b"")
    assert (row(running, work_id).state, row(running, work_id).why) == (WorkState.WAITING, "")


def test_two_workers_make_each_report_once(running: OpenRound, tmp_path: Path) -> None:
    (tmp_path / "go").touch()
    asked_for = [asked(running), asked(running, FINAL)]
    with a_worker(running, tmp_path), a_worker(running, tmp_path):
        comes_true(lambda: all(row(running, one).state is WorkState.READY for one in asked_for))
    assert begun(tmp_path) == 2


def test_a_second_worker_by_hand_says_that_there_is_one(running: OpenRound, tmp_path: Path) -> None:
    settings = running.here.settings
    with a_worker(running, tmp_path):
        comes_true(lambda: settings.queue_file.exists())
        refused_by(settings)


def refused_by(settings: Settings) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "audit", "work"],
        cwd=ROOT,
        env={**os.environ, "STEADYGROUND_HOME": str(settings.home)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert found.returncode == 1
    assert "another process" in found.stderr


def test_a_queue_that_is_lost_loses_no_report(running: OpenRound, tmp_path: Path) -> None:
    work_id = asked(running)
    queue = open_queue(running.here.settings)
    queue.put(work_id)
    assert len(queue) == 1
    running.here.settings.queue_file.unlink()
    (tmp_path / "go").touch()
    with a_worker(running, tmp_path):
        comes_true(lambda: row(running, work_id).state is WorkState.READY)


def test_a_queue_holds_numbers_and_nothing_that_could_be_run(running: OpenRound) -> None:
    settings = running.here.settings
    open_queue(settings).put(4711)
    raw = settings.queue_file.read_bytes()
    assert b'"queue.make"' in raw or b"4711" in raw
    assert b"\x80\x04" not in raw, "nothing pickled"
    assert settings.queue_file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["amqp://elsewhere", "redis://127.0.0.1:1/0"])
def test_a_queue_that_cannot_be_used_is_said_at_the_start(tmp_path: Path, url: str) -> None:
    found = call("work", env={"STEADYGROUND_HOME": str(tmp_path), "QUEUE_URL": url})
    refused_after_start(found.err)
    shutil.rmtree(tmp_path)


def refused_after_start(said: str) -> None:
    assert "QUEUE_URL" in said
