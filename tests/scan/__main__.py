"""`make scan`: scanners of others against an installation of ours. 1 where they hold something against it that the list
of explanations does not know, or where one of them was not heard to its end."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from audit.wording import ROOT
from tests.scan.catching import Catcher, catching
from tests.scan.findings import EXPLAINED, Scan, broken_in, explanations, table_of, unexplained
from tests.scan.instance import Browser, Instance, running
from tests.scan.scanners import WAPITI, Crawl, Form, crawl, inject
from tests.scan.weak import weak_page

OUT = ROOT / "var" / "scan"
OFFICE_PATH = "/office"
HOLES = {"sqlmap": ("SQL injection",), "wapiti": ("SQL Injection", "Reflected Cross Site Scripting")}
VERSION = re.compile(r"^\d+\.\d+\.\d+\S*", re.MULTILINE)


def main() -> int:
    """All scans, a table, and the verdict."""
    OUT.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="steadyground-scan-") as folder, catching() as catcher:
        home = Path(folder) / "home"
        home.mkdir(mode=0o700)
        scans = [_told(scan) for scan in _of_the_weak_page(catcher)]
        with running(home) as here:
            scans += [_told(scan) for scan in _scans(here, catcher)]
        said = (home / "served.txt").read_text(encoding="utf-8", errors="replace")
    (OUT / "served.txt").write_text(said, encoding="utf-8")
    known = explanations(EXPLAINED.read_text(encoding="utf-8"))
    beside = [f"It broke at {request}" for request in broken_in(said)]
    beside += [f"It called {path}" for path in catcher.calls]
    lines = [*_versions(), *table_of(scans, known), *beside]
    (OUT / "table.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(lines) + "\n")
    left = any(unexplained(scan.findings, known) or scan.short for scan in scans)
    return int(left or bool(beside))


def _scans(here: Instance, catcher: Catcher) -> Iterator[Scan]:
    """Sqlmap first: wapiti fills the pages that follow with what it has sent."""
    wanted = set(sys.argv[1:])
    for form in _forms(here):
        if not wanted or form.target in wanted:
            yield inject(form, out=OUT)
    for one in _crawls(here):
        if not wanted or one.target in wanted:
            scan = crawl(one, out=OUT, catcher=catcher.address)
            yield scan if _still_inside(one, here) else replace(scan, short="it was signed out on the way")


def _still_inside(one: Crawl, here: Instance) -> bool:
    """Whether the session that it was given still opens what only members see."""
    session = one.cookies.get(OFFICE_PATH, {}).get("office")
    return session is None or "<h1>People</h1>" in _with_session(session).opens(f"{here.office}/people").page


def _with_session(session: str) -> Browser:
    visitor = Browser()
    visitor.opener.addheaders.append(("Cookie", f"office={session}"))
    return visitor


def _of_the_weak_page(catcher: Catcher) -> Iterator[Scan]:
    """Both scanners where there is something to find: that they find it is all that counts there."""
    with weak_page() as address:
        scans = [
            inject(Form("weak-page", f"{address}?name=Ola", {}, ("name",)), out=OUT),
            crawl(Crawl("weak-page", (address,)), out=OUT, catcher=catcher.address),
        ]
    for scan in scans:
        seen = all(any(hole in one.what for one in scan.findings) for hole in HOLES[scan.tool])
        yield replace(scan, findings=(), short="" if seen else "it misses a hole that is there")


def _told(scan: Scan) -> Scan:
    sys.stderr.write(f"{scan.tool}, {scan.target}: {len(scan.findings)} found {scan.short}\n")
    return scan


def _crawls(here: Instance) -> Iterator[Crawl]:
    staff, office = (f"{here.address}/", here.staff, here.sample), (f"{here.office}/",)
    elsewhere = (f"{here.office}*",)
    yield Crawl("staff", staff, leave_out=elsewhere)
    yield Crawl("staff-past-the-code", staff, {"/": {"answering": _past_the_code(here)}}, elsewhere)
    yield Crawl("office-signed-out", office, leave_out=(f"{here.office}/sample*",))
    ends = ("sign-out", "sample*", "people/*/end", "account/password", "account/recovery-codes", "second-step*")
    ending = tuple(f"{here.office}/{end}" for end in (*ends, "language"))  # on every page, and scanned above
    yield Crawl("office-signed-in", office, {OFFICE_PATH: {"office": here.sample_leader}}, ending)


def _past_the_code(here: Instance) -> str:
    """The cookie of somebody who has typed the code of a slip."""
    visitor = Browser().opens(here.staff)
    visitor.opens(here.staff, {"at": "start", "go": "start"})
    visitor.opens(here.staff, {"csrf_token": visitor.proof, "at": "code", "code": here.slip, "words": "", "go": "next"})
    return visitor.cookie("answering")


def _forms(here: Instance) -> Iterator[Form]:
    visitor = Browser().opens(f"{here.office}/sign-in")
    yield Form(
        "form-sign-in",
        f"{here.office}/sign-in",
        {"csrf_token": visitor.proof, "email": "lea@elm.example", "password": "not the right one"},
        ("email", "password"),
        f"office-before={visitor.cookie('office-before')}",
    )
    visitor = Browser().opens(here.staff)
    visitor.opens(here.staff, {"at": "start", "go": "start"})
    yield Form(
        "form-slip-code",
        here.staff,
        {"csrf_token": visitor.proof, "at": "code", "code": "AAAA-BBBB-CCCC", "words": "", "go": "next"},
        ("code", "words", "at", "go"),
        f"answering={visitor.cookie('answering')}",
    )
    yield _signed_in_form(here)


def _signed_in_form(here: Instance) -> Form:
    """Inviting somebody: what is typed goes into the store and comes back on the page."""
    visitor = _with_session(here.leader).opens(f"{here.office}/people")
    assert "<h1>People</h1>" in visitor.page, "signed in, or sqlmap would look at another page"
    return Form(
        "form-invite",
        f"{here.office}/people",
        {"csrf_token": visitor.proof, "name": "Ola", "role": "reviewer"},
        ("name", "role"),
        f"office={here.leader}",
    )


def _versions() -> list[str]:
    """Of the tools, from what they say of themselves."""
    commands = {"wapiti": [str(WAPITI), "--version"], "sqlmap": ["sqlmap", "--version"]}
    lines = []
    for name, asked in commands.items():
        said = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False).stdout
        found = VERSION.search(said)
        lines.append(f"{name} {found[0] if found else 'of an unknown version'}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
