"""A product that runs, for a browser in front of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from audit.wording import ROOT

PATIENCE = 60  # seconds until a server that does not answer is given up


@dataclass(frozen=True, slots=True)
class Running:
    """The product as `make run` starts it, with a folder of its own."""

    address: str
    home: Path


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Both planes behind one address on this machine."""
    home, port = tmp_path / "home", _free_port()
    environment = {**os.environ, "STEADYGROUND_HOME": str(home), "HOST": "127.0.0.1", "PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "-m", "audit", "serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server)
        yield Running(address, home)
    finally:
        server.terminate()
        server.communicate(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, server: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            raise AssertionError(f"the server stopped: {server.communicate()[0]}")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError("the server did not answer")
