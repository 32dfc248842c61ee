"""The files of one box: made for nobody else, telling no time, destroyed whole.

Where two users of the operating system share the folder, their group may write them, and whatever reads or changes a
box in one step holds the folder for itself meanwhile.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time as clock
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import BinaryIO

from audit.refusals import Refusal
from audit.sharing import WRITTEN_BY_BOTH, is_shared
from audit.wording import gettext as _

SUFFIX = ".sqlite"
GOING = ".going"
LONGEST_WAIT = 20.0  # seconds, for the other user of the folder
_BETWEEN_TRIES = 0.01
_BLOCK = 1 << 20


class BoxesBusy(Refusal):
    """The other user of the folder did not let go of it in time."""

    def __init__(self) -> None:
        super().__init__(_("The sealed boxes are in use by another program just now. Try again in a minute."))


def pages_beside(box: Path) -> Path:
    """The second file: pages of people who are answering now."""
    return box.with_suffix(".pages")


def journal_beside(path: Path) -> Path:
    """SQLite's own journal; empty between two transactions."""
    return path.with_name(f"{path.name}-journal")


def copy_beside(path: Path) -> Path:
    """Where a file is copied before the copy takes its place."""
    return path.with_name(f"{path.name}.copy")


def make_empty(path: Path) -> None:
    """A new file for its owner only, in a shared folder for its group, too; FileExistsError where there is one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    if is_shared(path.parent):
        path.chmod(WRITTEN_BY_BOTH)


def still_the_clock(path: Path, day: date) -> None:
    """Let a file and its journal say the midnight of that day, whenever they were last written.

    Only their owner can: in a shared folder the office leaves the times of what staff's user owns as they are. They
    tell when the office wrote; staff's user sets them back as soon as it looks at the box again.
    """
    midnight = datetime.combine(day, time(), tzinfo=UTC).timestamp()
    for file in (path, journal_beside(path)):
        if file.exists() and (is_ours(file) or not is_shared(file.parent)):
            os.utime(file, (midnight, midnight))


def is_ours(file: Path) -> bool:
    """Whether this process may set the times of a file."""
    return os.geteuid() in (0, file.stat().st_uid)


_held = threading.local()


@contextmanager
def alone_in(folder: Path, *, wait: float = LONGEST_WAIT) -> Iterator[None]:
    """Nobody else changes, moves or looks into boxes of a shared folder meanwhile, but that people go on sending.

    May be asked for again by whoever has it. wait: seconds; BoxesBusy afterwards. Elsewhere it waits for nobody.
    """
    held: set[Path] = _held.__dict__.setdefault("folders", set())
    if folder in held or not is_shared(folder):
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _wait_for(descriptor, wait)
        held.add(folder)
        yield
    finally:
        held.discard(folder)
        os.close(descriptor)  # lets go of it, too; so does a process that is killed


def _wait_for(descriptor: int, seconds: float) -> None:
    until = clock.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            if clock.monotonic() > until:
                raise BoxesBusy from busy
            clock.sleep(_BETWEEN_TRIES)
        else:
            return


def destroy_files(box: Path) -> None:
    """Overwrite and remove a box, its pages, their journals and copies. The box goes first: from then on nobody finds
    it.

    Nothing happens where nothing is left. A destruction cut short is ended by `finish_destroying`.
    """
    pages = pages_beside(box)
    with alone_in(box.parent):
        for path in (box, journal_beside(box), pages, journal_beside(pages), copy_beside(box), copy_beside(pages)):
            if path.exists():
                path.rename(path.with_name(path.name + GOING))
        finish_destroying(box.parent)


def finish_destroying(folder: Path) -> None:
    """Remove what a killed process had begun to destroy.

    Nothing outside is ever written: whoever shares the folder may lay a link there to what is not theirs.
    """
    with alone_in(folder):
        for path in sorted(folder.glob(f"*{GOING}")):
            if not path.is_symlink():
                with os.fdopen(os.open(path, os.O_RDWR | os.O_NOFOLLOW), "r+b") as file:
                    overwrite(file)
            path.unlink(missing_ok=True)


def overwrite(file: BinaryIO) -> None:
    """Let chance stand in every byte of a file, on the disk."""
    left = file.seek(0, os.SEEK_END)
    file.seek(0)
    while left > 0:
        file.write(os.urandom(min(left, _BLOCK)))
        left -= _BLOCK
    file.flush()
    os.fsync(file.fileno())
