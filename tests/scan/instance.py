"""What is scanned: an installation in a folder of its own, on this machine only, with invented people."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http.cookiejar import CookieJar
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from audit.demo import build_sample
from audit.running import sign_ins
from audit.store.models import Stage
from audit.store.queries import organisations_of
from audit.wording import ROOT
from tests.builders import library
from tests.running import agencies

PATIENCE = 60  # seconds until a server that does not answer is given up
PROOF = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')


@dataclass(frozen=True, slots=True)
class Instance:
    """Where it answers, and the ways in.

    staff: the address on the slips of the organisation whose round is open; sample: that of the sample agency, which
    shows staff what came of two rounds; slip: a code that nobody has used;
    sample_leader, leader: what the cookie of somebody signed in holds, of the sample agency and of the other one.
    """

    address: str
    staff: str
    sample: str
    slip: str
    sample_leader: str
    leader: str

    @property
    def office(self) -> str:
        """For those who sign in."""
        return f"{self.address}/office"


class Browser:
    """Follows addresses and sends forms; keeps cookies. Nothing of a page is checked here."""

    def __init__(self) -> None:
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.page = ""

    def opens(self, address: str, fields: Mapping[str, str] | None = None) -> Browser:
        """GET, or POST with these fields. An answer that is no success is a page like any other."""
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        try:
            with self.opener.open(address, data, timeout=PATIENCE) as answer:
                self.page = answer.read().decode()
        except urllib.error.HTTPError as refused:
            self.page = refused.read().decode()
        return self

    @property
    def proof(self) -> str:
        """What a form of this page carries."""
        found = PROOF.search(self.page)
        if found is None:
            raise LookupError("this page has no form")
        return found[1]

    def cookie(self, name: str) -> str:
        """What is held under this name."""
        return next(c.value or "" for c in self.jar if c.name == name)


@contextmanager
def running(home: Path) -> Iterator[Instance]:
    """Made through operations only, then served until the block ends."""
    made = _made(home)
    address = f"http://127.0.0.1:{_free_port()}"
    with _served(home, address):
        staff, sample = (f"{address}/{public_id}" for public_id in (made.public_id, made.sample))
        yield Instance(address, staff, sample, made.slip, made.sample_leader, made.leader)


@dataclass(frozen=True, slots=True)
class _Made:
    public_id: str
    sample: str
    slip: str
    sample_leader: str
    leader: str


def _made(home: Path) -> _Made:
    """The invented agency with its two years, and beside it one whose round is open today."""
    here = agencies.agency(home)
    sample = build_sample(here.store, settings=here.settings, library=library(), now=datetime.now(UTC))
    opened = agencies.start(here, today=date.today(), answers=12)  # noqa: DTZ011 - the day at this machine
    with here.store() as session:
        public_id = organisations_of(session, account_id=here.leader)[0].public_id
    inside = (_signed_in(here.store, account_id) for account_id in (sample.leader_id, here.leader))
    made = _Made(public_id, sample.public_id, opened.codes[-1], *inside)
    here.store.kw["bind"].dispose()
    return made


def _signed_in(store: sessionmaker[Session], account_id: int) -> str:
    with store() as session:
        raw = sign_ins.begin(session, account_id=account_id, stage=Stage.IN, now=datetime.now(UTC))
        session.commit()
    return raw


@contextmanager
def _served(home: Path, address: str) -> Iterator[None]:
    port = address.rpartition(":")[2]
    environment = {**os.environ, "STEADYGROUND_HOME": str(home), "HOST": "127.0.0.1", "PORT": port, "PUBLIC_URL": ""}
    with (home / "served.txt").open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.scan.served"],
            cwd=ROOT,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(address, server)
            yield
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError("the server did not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
