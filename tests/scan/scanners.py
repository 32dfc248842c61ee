"""The scanners, started one after the other. Each has an end: by the clock where not by itself."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from audit.wording import ROOT
from tests.scan.findings import Scan, cut_in, of_sqlmap, of_wapiti, pages_in, why_short

WAPITI = ROOT / ".venv-scan" / "bin" / "wapiti"
CRAWL = 90  # seconds a scan spends looking around
ATTACK = 75  # seconds for each kind of attack
LONGEST = 900  # seconds until a scanner that does not keep to these is ended from outside
DEPTH = 5
SQLMAP_LONGEST = 420


@dataclass(frozen=True, slots=True)
class Crawl:
    """One scan by wapiti. start: addresses to begin at, the first one says how far it may go; cookies: by path and
    name; leave_out: addresses that would end the scan, * for anything."""

    target: str
    start: tuple[str, ...]
    cookies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One form for sqlmap. fields: as a browser would send them, none where they stand in the address; tried: which of
    them are attacked."""

    target: str
    address: str
    fields: Mapping[str, str]
    tried: tuple[str, ...]
    cookie: str = ""


def crawl(it: Crawl, *, out: Path, catcher: str) -> Scan:
    """All modules that wapiti runs by itself; whatever it would ask of the world outside, it asks of `catcher`."""
    report, cookies = out / f"wapiti-{it.target}.json", out / f"wapiti-{it.target}-cookies.json"
    report.unlink(missing_ok=True)
    jar = {path: {name: {"value": value} for name, value in held.items()} for path, held in it.cookies.items()}
    cookies.write_text(json.dumps({"127.0.0.1": {p: _with_rest(held) for p, held in jar.items()}}), encoding="utf-8")
    command = [
        *(str(WAPITI), "-u", it.start[0], "--scope", "folder", "-d", str(DEPTH), "--flush-session", "--no-bugreport"),
        *(part for address in it.start[1:] for part in ("-s", address)),
        *(part for address in it.leave_out for part in ("-x", address)),
        *("--max-scan-time", str(CRAWL), "--max-attack-time", str(ATTACK), "-t", "20", "-v", "1"),
        *("--endpoint", catcher, "--store-session", str(out / "wapiti"), "--store-config", str(out / "wapiti")),
        *("--dns-endpoint", "localhost"),
        *(("-c", str(cookies)) if it.cookies else ()),
        *("-f", "json", "-o", str(report)),
    ]
    said = out / f"wapiti-{it.target}.txt"
    _run(command, said=said, seconds=LONGEST)
    if not report.exists():
        return Scan("wapiti", it.target, (), "it left no report")
    text = report.read_text(encoding="utf-8")
    cut = cut_in(said.read_text(encoding="utf-8", errors="replace"))
    return Scan("wapiti", it.target, of_wapiti(text, target=it.target), pages=pages_in(text), cut=cut)


def inject(it: Form, *, out: Path) -> Scan:
    """One form, at the level and risk that sqlmap has by itself."""
    said = out / f"sqlmap-{it.target}.txt"
    command = [
        *("sqlmap", "-u", it.address, "-p", ",".join(it.tried)),
        *(("--data", urlencode(it.fields)) if it.fields else ()),
        *(("--cookie", it.cookie) if it.cookie else ()),
        *("--batch", "--flush-session", "--disable-coloring", "--ignore-redirects", "--drop-set-cookie"),
        *("--timeout", "20", "--retries", "1", "--output-dir", str(out / "sqlmap")),
    ]
    _run(command, said=said, seconds=SQLMAP_LONGEST)
    text = said.read_text(encoding="utf-8", errors="replace")
    return Scan("sqlmap", it.target, of_sqlmap(text, target=it.target), why_short(text))


def _with_rest(held: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, object]]:
    return {
        name: {**given, "expires": None, "secure": False, "port": None, "version": 0} for name, given in held.items()
    }


def _run(command: Sequence[str], *, said: Path, seconds: float) -> None:
    """Run it with all that it starts; what is still there after so many seconds is ended."""
    environment = {**os.environ, "HOME": str(said.parent), "NO_COLOR": "1"}
    with said.open("wb") as log:
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
        try:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=seconds)
        finally:  # Ctrl-C, too
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(timeout=30)
