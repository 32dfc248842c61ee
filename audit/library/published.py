"""Editions that are out do not change by a byte: the hashes in PUBLISHED."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from audit.library.lines import line_with
from audit.library.reading import Everything
from audit.library.tables import Notes, read_text
from audit.wording import gettext as _

PUBLISHED = "PUBLISHED"


def hash_of_file(path: Path) -> str:
    """SHA-256 of a file, as sha256sum prints it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(folder: Path, found: Everything, *, needed: bool) -> None:
    """Every line of the folder's PUBLISHED fits its file. needed: whether the list has to be there."""
    path = folder / PUBLISHED
    shown = PUBLISHED if needed else str(path)
    if not path.is_file():
        if needed:
            Notes(shown, found.problems).add("", _("The file is not there."), _("Put it back; it may be empty."))
        return
    notes = Notes(shown, found.problems, read_text(path, shown, found.problems) or "")
    for line in notes.text.splitlines():
        if line.strip() and not line.startswith("#"):
            _check_line(line, folder, notes, needed=needed)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # no file can be called that
        return False


def _check_line(line: str, folder: Path, notes: Notes, *, needed: bool) -> None:
    wanted, _space, name = line.partition("  ")
    at = line_with(notes.text, line)
    if not re.fullmatch(r"[0-9a-f]{64}", wanted) or not name:
        what, way_out = _("The line is not a hash, two spaces and a path."), _("Write it as sha256sum does.")
        notes.add(line[:40], what, way_out, line=at)
    elif not _is_there(folder / name):
        notes.add(name, _("This published file is not there."), _("Put it back; it is never taken away."), line=at)
    elif hash_of_file(folder / name) != wanted:
        shown = name if needed else str(folder / name)
        what = _("This edition is published, and the file has changed.")
        Notes(shown, notes.problems).add("", what, _("Put the published file back, and make a new edition beside it."))
