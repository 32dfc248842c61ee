"""What scanners say, read from their reports, and what of it is explained. Nothing here runs anything."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

EXPLAINED = Path(__file__).with_name("explained.toml")
KINDS = ("vulnerabilities", "anomalies", "additionals")
NOTHING_FOUND = "all tested parameters do not appear to be injectable"
CUT = re.compile(r"Max attack time was reached for module (\w+)")
BROKEN = re.compile(r"Exception on (\S+ \[[A-Z]+\])")
FOUND = re.compile(r"^Parameter: (?P<parameter>\S+).*?^\s+Type: (?P<type>[^\n]+)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a scanner holds against one address. target: which scan; where: the path, without host."""

    tool: str
    target: str
    what: str
    where: str
    parameter: str
    more: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A kind of finding that is no fault: `what` as the scanner calls it, at paths that begin like `where`, with this
    text in what it says more."""

    what: str
    where: str
    text: str
    why: str

    def fits(self, finding: Finding) -> bool:
        """Whether it is about this finding."""
        return finding.what == self.what and finding.where.startswith(self.where) and self.text in finding.more


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan that was run. short: "" or why it is no verdict; pages: how many pages and forms it was about;
    cut: kinds of attack that had to stop by the clock, on a slow machine more than on another."""

    tool: str
    target: str
    findings: tuple[Finding, ...]
    short: str = ""
    pages: int = 1
    cut: tuple[str, ...] = ()


def of_wapiti(text: str, *, target: str) -> tuple[Finding, ...]:
    """The findings of a report in JSON, each once: the same at one address with ten payloads is one."""
    report = json.loads(text)
    found = (
        Finding("wapiti", target, what, urlsplit(one["path"]).path, one["parameter"] or "", one["info"])
        for kind in KINDS
        for what, those in report[kind].items()
        for one in those
    )
    return tuple(dict.fromkeys(found))


def pages_in(text: str) -> int:
    """How many pages and forms that report is about."""
    return int(json.loads(text)["infos"]["crawled_pages_nbr"])


def cut_in(said: str) -> tuple[str, ...]:
    """The kinds of attack that wapiti stopped by the clock."""
    return tuple(sorted(set(CUT.findall(said))))


def broken_in(said: str) -> tuple[str, ...]:
    """Requests that broke the program, from what it printed, each once."""
    return tuple(sorted(set(BROKEN.findall(said))))


def of_sqlmap(text: str, *, target: str) -> tuple[Finding, ...]:
    """The findings in what it printed."""
    return tuple(
        Finding("sqlmap", target, f"SQL injection, {one['type'].strip()}", "", one["parameter"], "")
        for one in FOUND.finditer(text)
    )


def why_short(text: str) -> str:
    """Why what sqlmap printed is no verdict; "" where it is one."""
    if NOTHING_FOUND in text or FOUND.search(text):
        return ""
    critical = [line for line in text.splitlines() if "[CRITICAL]" in line]
    return critical[-1].partition("[CRITICAL] ")[2] if critical else "it was stopped before it was through"


def explanations(text: str) -> tuple[Explained, ...]:
    """What is explained, from the list beside this file."""
    return tuple(Explained(**one) for one in tomllib.loads(text).get("explained", ()))


def unexplained(findings: Iterable[Finding], known: Sequence[Explained]) -> tuple[Finding, ...]:
    """Those that nothing in the list is about."""
    return tuple(one for one in findings if not any(it.fits(one) for it in known))


def table_of(scans: Sequence[Scan], known: Sequence[Explained]) -> list[str]:
    """A line for each scan, and below it every finding that is not explained."""
    lines = [f"{'tool':8} {'target':22} {'pages':>5} {'found':>6} {'explained':>10} {'open':>5}"]
    for scan in scans:
        left = unexplained(scan.findings, known)
        numbers = f"{scan.pages:5} {len(scan.findings):6} {len(scan.findings) - len(left):10} {len(left):5}"
        notes = "; ".join(n for n in (scan.short, scan.cut and f"cut short: {', '.join(scan.cut)}") if n)
        lines.append(f"{scan.tool:8} {scan.target:22} {numbers}  {notes}".rstrip())
        lines += [f"    {one.what} at {one.where} {one.parameter}: {one.more}" for one in left]
    return lines
