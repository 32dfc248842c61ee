"""The process that makes reports: one for an installation, beside the office or by itself."""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial
from types import FrameType

from sqlalchemy.orm import Session, sessionmaker

from audit.library import load
from audit.refusals import Refusal
from audit.running import report_work
from audit.settings import Settings
from audit.store.database import open_store
from audit.wording import gettext as _
from audit.working.making import Desk, make
from audit.working.queue import Queue, open_queue

SOONEST = 1.0  # seconds at most until a report that was asked for is begun
BETWEEN_LOOKS = 10.0  # seconds between two looks for rows that wait and are in no queue
A_BLINK = 0.1  # seconds until a stop is noticed
BETWEEN_TRIES = 2.0  # seconds between two tries to become the one worker


class Stop:
    """Told once to stop. Unlike an event of threading it may be told in a signal's handler, whatever is waited for."""

    def __init__(self) -> None:
        self.told = False

    def wait(self, seconds: float) -> bool:
        """Whether it was told, at once or within so many seconds."""
        until = time.monotonic() + seconds
        while not self.told and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, A_BLINK))
        return self.told


class AnotherWorks(Refusal):
    """Another process makes the reports of this installation already."""


def work(settings: Settings, *, stop: Stop, patient: bool) -> None:
    """Make reports until stopped. patient: wait until no other worker is there, instead of AnotherWorks."""
    with the_only_one(settings, stop=stop, patient=patient) as mine:
        if mine:
            _work(settings, stop=stop)


@contextmanager
def the_only_one(settings: Settings, *, stop: Stop, patient: bool) -> Iterator[bool]:
    """Hold the lock of this installation; whether it was got before the stop. It goes with the process, however that
    ends."""
    held = os.open(settings.worker_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _locked(held, stop=stop, patient=patient)
    finally:
        os.close(held)


def _locked(held: int, *, stop: Stop, patient: bool) -> bool:
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not patient:
                raise AnotherWorks(
                    _("Reports are made by another process here already: `steadyground serve`, or a second `work`.")
                ) from None
            if stop.wait(BETWEEN_TRIES):
                return False
        else:
            return True


def _work(settings: Settings, *, stop: Stop) -> None:
    logging.getLogger("huey").setLevel(logging.CRITICAL + 1)  # rows say what went wrong, in words
    store = open_store(settings)
    desk = Desk(store, cache(partial(load, own=settings.questionnaires)), lambda: datetime.now().astimezone())
    queue = open_queue(settings, make=partial(make, desk))
    with store() as session:
        report_work.begin_anew(session)
    queue.huey.flush()
    consumer = queue.huey.create_consumer(workers=1, periodic=False, max_delay=SOONEST)
    consumer.start()
    stop_when_told(stop)  # once more: the consumer listens to signals in its own way
    while True:
        fetch_up(store, queue)
        if stop.wait(BETWEEN_LOOKS):
            break
        consumer.check_worker_health()
    consumer.stop()
    with store() as session:
        busy = report_work.put_back(session)
    store.kw["bind"].dispose()
    if busy:
        os._exit(0)  # a page is being drawn by a library that nothing interrupts; what it draws is made anew


def fetch_up(store: sessionmaker[Session], queue: Queue) -> None:
    """Put into an empty queue whatever waits: nothing that was asked for is forgotten because a queue was lost."""
    if not len(queue):
        with store() as session:
            for work_id in report_work.waiting(session):
                queue.put(work_id)


def stop_when_told(stop: Stop) -> None:
    """Ctrl-C, the end of a terminal and the end of a service stop in good order."""

    def tell(_number: int, _frame: FrameType | None) -> None:
        stop.told = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, tell)


def stop_with_parent(stop: Stop) -> None:
    """Stop when whoever started this ends, however it ends: it holds the other end of standard input."""

    def wait() -> None:
        sys.stdin.buffer.read()
        stop.told = True

    threading.Thread(target=wait, name="parent", daemon=True).start()
