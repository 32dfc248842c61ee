"""A box that the office's user made becomes one of staff's user, who alone can then set its times.

The two users share the folder and its group, so both may write the file; but only its owner can say that it was last
written at midnight. What is adopted is the same, byte for byte, in the same places.
"""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from audit.ballot import schema
from audit.ballot.files import alone_in, copy_beside, is_ours, journal_beside, make_empty, overwrite, pages_beside
from audit.sharing import is_shared

DAY = 86400  # seconds


def adopt(box: Path) -> None:
    """Make a box, its pages and their journals files of this user, where another user of a shared folder owns them.

    For whoever has it not open. Killed at any moment, the one file or the other stands there whole, and the next look
    ends it. FileNotFoundError where the box is gone, or goes meanwhile.
    """
    if not is_shared(box.parent):
        return
    for path in (pages_beside(box), box):
        if not _is_ours_with_journal(path):
            with alone_in(box.parent):
                _make_ours(path)


def _is_ours_with_journal(path: Path) -> bool:
    return all(is_ours(file) for file in (path, journal_beside(path)) if file.exists())


def _make_ours(path: Path) -> None:
    _finish_what_was_cut_short(path)
    copy, journal = copy_beside(path), journal_beside(path)
    copy.unlink(missing_ok=True)
    make_empty(copy)
    with path.open("r+b") as theirs, copy.open("r+b") as ours:
        shutil.copyfileobj(theirs, ours)
        ours.flush()
        os.fsync(ours.fileno())
        midnight = os.fstat(theirs.fileno()).st_mtime // DAY * DAY
        journal.unlink(missing_ok=True)  # empty: nobody writes now, and nothing was left half written
        make_empty(journal)  # now, or whoever writes first would own it
        for file in (journal, copy):
            os.utime(file, (midnight, midnight))
        copy.replace(path)
        _wait_for_the_disk(path.parent)  # else a power cut could leave the old file, and that is overwritten
        overwrite(theirs)


def _finish_what_was_cut_short(path: Path) -> None:
    """Whoever asks to write has SQLite take back what a killed process left in the journal."""
    engine = schema.open_box_file(path)
    try:
        with closing(schema.writing(engine)) as connection, connection.begin():
            connection.execute(select(1))
    finally:
        engine.dispose()


def _wait_for_the_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
