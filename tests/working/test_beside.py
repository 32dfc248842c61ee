"""`serve` brings its worker along, and takes it along when it ends."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audit.running import report_work
from audit.running.report_work import Wish
from audit.settings import Settings
from audit.store.models import ReportWork, WorkState
from audit.wording import ROOT
from audit.working.queue import put_if_reached
from tests.commands.test_serve import free_port
from tests.running.agencies import OpenRound
from tests.working.closed_rounds import a_closed_round

PATIENCE = 60.0  # seconds for anything here


@contextmanager
def served(running: OpenRound, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """`serve` in a process of its own, in a terminal of its own."""
    home = running.here.settings.home
    environ = {**os.environ, "STEADYGROUND_HOME": str(home), "PORT": str(free_port())}
    started = [sys.executable, "-m", "audit", "serve", *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        started, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=pipe, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()
            process.wait(PATIENCE)


def comes_true(is_so: Callable[[], object]) -> None:
    """Wait until it does, or the test ends."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)


def somebody_works(settings: Settings) -> bool:
    """Whether the lock of the one worker is held."""
    if not settings.worker_lock.exists():
        return False
    with settings.worker_lock.open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def asked(running: OpenRound) -> int:
    now, wish = datetime.now(UTC), Wish("full", "csv", "a4", "en")
    with running.here.store() as session:
        work_id = report_work.ask(session, round_id=running.id, wish=wish, by=running.here.leader, now=now)
    put_if_reached(running.here.settings, work_id)
    return work_id


def state(running: OpenRound, work_id: int) -> WorkState:
    with running.here.store() as session:
        return session.get_one(ReportWork, work_id).state


@pytest.mark.parametrize("words", [(), ("office",)], ids=["both", "office"])
def test_what_is_asked_for_is_made_while_it_is_served_and_nobody_works_on_afterwards(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    running = a_closed_round(tmp_path / "home")
    with served(running, *words) as process:
        work_id = asked(running)
        comes_true(lambda: state(running, work_id) is WorkState.READY)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=PATIENCE)[1]
    assert (process.returncode, said) == (0, b"")
    comes_true(lambda: not somebody_works(running.here.settings))


def test_a_worker_does_not_outlive_an_office_that_was_killed(tmp_path: Path) -> None:
    running = a_closed_round(tmp_path / "home")
    with served(running, "office") as process:
        comes_true(lambda: somebody_works(running.here.settings))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
    comes_true(lambda: not somebody_works(running.here.settings))


def test_those_who_answer_are_served_without_a_worker(tmp_path: Path) -> None:
    running = a_closed_round(tmp_path / "home")
    work_id = asked(running)
    with served(running, "staff") as process:
        time.sleep(6.0)
        assert process.poll() is None
        assert not somebody_works(running.here.settings)
    assert state(running, work_id) is WorkState.WAITING
