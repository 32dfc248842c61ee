"""The files of one box: made for nobody else, telling no time, destroyed whole."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time
from pathlib import Path

SUFFIX = ".sqlite"
GOING = ".going"
_BLOCK = 1 << 20


def pages_beside(box: Path) -> Path:
    """The second file: pages of people who are answering now."""
    return box.with_suffix(".pages")


def journal_beside(path: Path) -> Path:
    """SQLite's own journal; empty between two transactions."""
    return path.with_name(f"{path.name}-journal")


def make_empty(path: Path) -> None:
    """A new file that only its owner may read; FileExistsError where there is one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=False)


def still_the_clock(path: Path, day: date) -> None:
    """Let a file and its journal say the midnight of that day, whenever they were last written."""
    midnight = datetime.combine(day, time(), tzinfo=UTC).timestamp()
    for file in (path, journal_beside(path)):
        if file.exists():
            os.utime(file, (midnight, midnight))


def destroy_files(box: Path) -> None:
    """Overwrite and remove a box, its pages and both journals. The box goes first: from then on nobody finds it.

    Nothing happens where nothing is left. A destruction cut short is ended by `finish_destroying`.
    """
    pages = pages_beside(box)
    for path in (box, journal_beside(box), pages, journal_beside(pages)):
        if path.exists():
            path.rename(path.with_name(path.name + GOING))
    finish_destroying(box.parent)


def finish_destroying(folder: Path) -> None:
    """Remove what a killed process had begun to destroy."""
    for path in sorted(folder.glob(f"*{GOING}")):
        _overwrite(path)
        path.unlink(missing_ok=True)


def _overwrite(path: Path) -> None:
    left = path.stat().st_size
    with path.open("r+b") as file:
        while left > 0:
            file.write(os.urandom(min(left, _BLOCK)))
            left -= _BLOCK
        file.flush()
        os.fsync(file.fileno())
