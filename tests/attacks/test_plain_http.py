"""Somebody starts the product on an address that others reach, with no HTTPS in front, and opens it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from audit.wording import ROOT
from tests.attacks.verdicts import Verdict
from tests.commands.test_serve import free_port

STARTED = "from audit.commands import main; main()"
LONGEST = 60.0  # seconds
UNCHECKED = "import audit.serving; audit.serving.check_address = lambda settings: None; " + STARTED


def opened(program: str, home: Path) -> bool:
    """Whether a page of the office comes over plain http from a program that listens at every address."""
    port = free_port()
    environ = {**os.environ, "STEADYGROUND_HOME": str(home), "PUBLIC_URL": ""}
    words = [sys.executable, "-c", program, "serve", "office", "--host", "0.0.0.0", "--port", str(port)]  # noqa: S104 - the attack
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=ROOT, env=environ, stdout=pipe, stderr=pipe) as process:
        try:
            return answers(process, f"http://127.0.0.1:{port}/office/")
        finally:
            process.kill()
            process.communicate(timeout=60)


def answers(process: subprocess.Popen[bytes], address: str) -> bool:
    """Tries until a page comes, the program has ended or it is too late."""
    until = time.monotonic() + LONGEST
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5) as page:  # noqa: S310 - our own address
                return b"<h1>" in page.read()
        except OSError:
            time.sleep(0.1)
    return False


def test_the_product_is_not_opened_over_plain_http_from_elsewhere(tmp_path: Path, verdict: Verdict) -> None:
    verdict(
        "plain-http",
        rule="the address is not checked",
        ours=lambda: opened(STARTED, tmp_path / "ours"),
        twin=lambda: opened(UNCHECKED, tmp_path / "twin"),
    )
