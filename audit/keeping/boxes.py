"""Sealed boxes as files: whether anything about them tells when or in which order people sent. Nothing is written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from audit.ballot import schema
from audit.ballot.files import SUFFIX, is_ours, journal_beside, pages_beside
from audit.keeping.findings import Finding, State, as_promised
from audit.settings import Settings
from audit.wording import gettext as _

DAY = 86400  # seconds
FORMATS_AT = slice(18, 20)  # bytes of an SQLite file: 2 where it is written with a write-ahead log
PAGE_SIZE_AT = slice(16, 18)


def check_journals(settings: Settings) -> list[Finding]:
    """No write-ahead log, which would keep what was overwritten, and nothing left in a journal."""
    found = []
    for file in _databases(settings):
        beside = [file.with_name(f"{file.name}-{end}") for end in ("wal", "shm")]
        if file.read_bytes()[:100][FORMATS_AT] == b"\2\2" or any(f.exists() for f in beside):
            what = _("%(file)s is written with a write-ahead log, which keeps what was deleted.", file=file.name)
            way_out = _("Stop all programs that have it open, then start `steadyground serve`.")
            found.append(Finding("journals", State.BREACH, what, way_out))
        journal = journal_beside(file)
        if journal.exists() and journal.stat().st_size:
            what = _("The journal of %(file)s is not empty: somebody writes now, or was cut short.", file=file.name)
            way_out = _("Run this again. If it stays, start `steadyground serve`.")
            found.append(Finding("journals", State.LOOK, what, way_out))
    return as_promised("journals", found, _("What is overwritten stays in no journal."))


def check_pragmas() -> list[Finding]:
    """This machine's SQLite does what a box asks of it: what goes is overwritten, what is said is on the disk."""
    with closing(sqlite3.connect(":memory:")) as scratch:
        for pragma in schema.SAFE:
            scratch.execute(f"PRAGMA {pragma}")
        wanted = {"secure_delete": 1, "synchronous": 2}
        refused = [name for name, value in wanted.items() if scratch.execute(f"PRAGMA {name}").fetchone() != (value,)]
    if refused:
        what = _("Boxes are not written as promised: %(what)s.", what=", ".join(refused))
        return [Finding("sqlite", State.BREACH, what, _("Install this machine's usual SQLite, or the program anew."))]
    return [Finding("sqlite", State.OK, _("What is overwritten in a box is gone."))]


def check_spill(settings: Settings) -> list[Finding]:
    """Each row of a box lies in one page; else the order of its further pages would be the order of sending."""
    found = []
    for box in _boxes(settings):
        with suppress(sqlite3.DatabaseError):
            if _page_size(box) < schema.page_size_for(_longest(box)):
                what = _("Rows of %(file)s are too long for its pages; their order could be read.", file=box.name)
                way_out = _("Cancel this round and open a new one; the program makes its pages large enough.")
                found.append(Finding("row-spill", State.BREACH, what, way_out))
    return as_promised("row-spill", found, _("Each answer lies in one place of its own."))


def check_times(settings: Settings) -> list[Finding]:
    """Every file of a box says midnight."""
    found = []
    for file in (f for box in _boxes(settings) for f in (box, journal_beside(box), pages_beside(box))):
        if file.exists() and file.stat().st_mtime % DAY and not is_ours(file):
            what = _("The file %(file)s says at which hour the office wrote it, or staff.", file=file.name)
            way_out = _("Open the page for staff once, and run this again: it should be gone.")
            found.append(Finding("file-times", State.LOOK, what, way_out))
        elif file.exists() and file.stat().st_mtime % DAY:
            what = _("The file %(file)s says at which hour it was written.", file=file.name)
            way_out = _("Run this again: somebody may be sending now. Else: touch -d 00:00Z %(file)s", file=file)
            found.append(Finding("file-times", State.BREACH, what, way_out))
    return as_promised("file-times", found, _("No file of a box tells the hour of a send."))


def _boxes(settings: Settings) -> list[Path]:
    return sorted(settings.ballots.glob(f"*{SUFFIX}")) if settings.ballots.exists() else []


def _databases(settings: Settings) -> Iterator[Path]:
    for box in _boxes(settings):
        yield from (file for file in (box, pages_beside(box)) if file.exists())
    if settings.office_file.exists():
        yield settings.office_file


def _page_size(box: Path) -> int:
    size = int.from_bytes(box.read_bytes()[:100][PAGE_SIZE_AT], "big")
    return schema.LARGEST_PAGE if size == 1 else size


def _longest(box: Path) -> int:
    with closing(sqlite3.connect(f"file:{box}?mode=ro", uri=True)) as looked:
        tables = (schema.ballot.c.sealed, schema.sealed_comment.c.sealed, schema.draft.c.blob)
        asked = (f"SELECT max(length({column.name})) FROM {column.table.name}" for column in tables)  # noqa: S608 - ours
        return max(looked.execute(one).fetchone()[0] or 0 for one in asked)
