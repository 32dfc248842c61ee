"""Many people who answer at once, over real connections, while the server is killed again and again."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from audit.method.answers import Ballot, Rated
from audit.wording import ROOT
from tests.builders import core

ITEMS = tuple(item.id for item in core().as_asked_in(1).items)
PROOF = re.compile(r'name="csrf_token"[^>]*value="([^"]*)"')
AT = re.compile(r'name="at"[^>]*value="([^"]*)"')
RADIO = re.compile(r'name="item-([^"]+)"')
THANKS = "thanks"
DIGITS = 5  # items whose ratings are a number of base 5
PATIENCE = 60  # pages a slip, half of them asked for again after a fall


@dataclass(slots=True)
class Crowd:
    """What everybody has seen. thanked: numbers of those to whom "thank you" was said; until: no slip is drawn later,
    nor once enough is set."""

    port: int
    codes: Sequence[str]
    until: float
    enough: threading.Event
    thanked: list[int] = field(default_factory=list)
    tried: list[int] = field(default_factory=list)
    requests: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_number(self) -> int | None:
        """The slip that nobody has drawn yet; None when the time is over, or the hat is empty."""
        with self.lock:
            if self.enough.is_set() or time.monotonic() > self.until or len(self.tried) == len(self.codes):
                return None
            self.tried.append(len(self.tried))
            return self.tried[-1]

    def asked(self) -> None:
        """One request more."""
        with self.lock:
            self.requests += 1


class NotThere(Exception):  # noqa: N818 - it states a fact, as all exceptions here do
    """The server fell, or was not up yet."""


@dataclass(slots=True)
class Somebody:
    """One slip, one browser without script; keeps its cookie, opens a connection for every request."""

    crowd: Crowd
    cookie: str = ""

    def asks(self, method: str, fields: dict[str, str] | None = None) -> str:
        """One request; the page it leads to. NotThere."""
        body = urlencode(fields or {})
        headers = {"Connection": "close", **({"Cookie": self.cookie} if self.cookie else {})}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.crowd.port, timeout=20)
        try:
            connection.request(method, "/", body=body if method == "POST" else None, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as fallen:
            raise NotThere from fallen
        finally:
            connection.close()
        self.crowd.asked()
        given = answer.getheader("Set-Cookie")
        self.cookie = given.partition(";")[0] if given else self.cookie
        return self.asks("GET") if answer.status == 303 else text

    def asks_until_there(self, method: str, fields: dict[str, str] | None = None) -> str:
        """The same; after a fall the page is opened again, as people do."""
        try:
            return self.asks(method, fields)
        except NotThere:
            while True:
                time.sleep(0.05)
                try:
                    return self.asks("GET")
                except NotThere:
                    if time.monotonic() > self.crowd.until + 30:
                        raise

    def answers(self, number: int) -> bool:
        """Through all of it, with the number in the ratings, and whether "thank you" was read."""
        code, page = self.crowd.codes[number], self.asks_until_there("GET")
        for _page in range(PATIENCE):
            at = _first(AT, page)
            if at == THANKS:
                return True
            page = self.asks_until_there("POST", _form(page, at, code=code, number=number))
        return False


def _form(page: str, at: str, *, code: str, number: int) -> dict[str, str]:
    fields = {"csrf_token": _first(PROOF, page), "at": at}
    if at == "start":
        return {**fields, "go": "start"}
    if at == "review":
        return {**fields, "go": "send"}
    if at.startswith("page"):
        asked = dict.fromkeys(RADIO.findall(page))
        ratings = {f"item-{item}": str(digit) for item, digit in digits_of(number).items() if item in asked}
        return {**fields, **ratings, "go": "next"}
    return {**fields, "go": "next", "code": code}


def _first(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    return found[1] if found else ""


def digits_of(number: int) -> dict[str, int]:
    """The ratings by which a ballot is recognised."""
    return {item: number // 5**place % 5 for place, item in enumerate(ITEMS[:DIGITS])}


def number_of(ballot: Ballot) -> int:
    """Whose ballot this is."""
    digits = (ballot.answers[item] for item in ITEMS[:DIGITS])
    return sum(digit.value * 5**place for place, digit in enumerate(digits) if isinstance(digit, Rated))


def all_answer(crowd: Crowd, people: int) -> None:
    """So many people at once, each with one slip after the other."""

    def one() -> None:
        while (number := crowd.next_number()) is not None:
            try:
                thanked = Somebody(crowd).answers(number)
            except NotThere:
                return
            if thanked:
                with crowd.lock:
                    crowd.thanked.append(number)

    threads = [threading.Thread(target=one, daemon=True) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


Start = Callable[[], "subprocess.Popen[bytes]"]


def starting(home: Path, port: int, *, twin: str = "") -> Start:
    """The product as `steadyground serve` starts it, in a process group of its own."""
    environ = {**os.environ, "STEADYGROUND_HOME": str(home), "HOST": "127.0.0.1", "PORT": str(port)}
    command = [sys.executable, "-m", "tests.attacks.twins.serving", twin, "serve", "staff"]
    if not twin:
        command = [sys.executable, "-m", "audit", "serve", "staff"]
    out = subprocess.DEVNULL
    return lambda: subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=out, start_new_session=True)


def is_up(port: int) -> bool:
    """Whether it answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Connection": "close"})
        return connection.getresponse().read() == b"ok\n"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def killed_again_and_again(start: Start, port: int, *, times: int, pause: float) -> Iterator[Killer]:
    """A server that is killed and started again so often, each time after a pause, then left alone."""
    killer = Killer(start, port, times, pause, [_up(start, port)])
    thread = threading.Thread(target=killer.work, daemon=True)
    thread.start()
    try:
        yield killer
    finally:
        killer.stop.set()
        thread.join()
        _end(killer.running[0])


@dataclass(slots=True)
class Killer:
    """done: how often it has killed; over: once it will not kill again."""

    start: Start
    port: int
    times: int
    pause: float
    running: list[subprocess.Popen[bytes]]
    done: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        """Kill, start, wait."""
        while self.done < self.times and not self.stop.wait(self.pause):
            _end(self.running[0])
            self.done += 1
            self.running[0] = _up(self.start, self.port)
        self.over.set()


def _up(start: Start, port: int) -> subprocess.Popen[bytes]:
    process, until = start(), time.monotonic() + 30
    while not is_up(port):
        if process.poll() is not None or time.monotonic() > until:
            raise AssertionError("the server did not start")
        time.sleep(0.05)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    """With the worker that answers; our own group alone."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
