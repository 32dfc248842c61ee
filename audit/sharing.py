"""Folders that two users of the operating system share: one serves those who answer, the other one the office.

Such a folder hands its group down to what is made in it, and lets the group in; `deploy/two-users.sh` lays it so.
Where one user runs everything no folder is shared, and nothing here does anything.
"""

from __future__ import annotations

import stat
from pathlib import Path

SHARED = stat.S_ISGID | stat.S_IXGRP
READ_BY_BOTH, WRITTEN_BY_BOTH = 0o640, 0o660
KEY_OF_BOTH = 0o440


def is_shared(folder: Path) -> bool:
    """Whether what lies in this folder belongs to two users; not where there is no such folder."""
    try:
        return folder.stat().st_mode & SHARED == SHARED
    except FileNotFoundError:
        return False


def let_group_read(file: Path) -> None:
    """In a shared folder the group may read this file, whatever the process usually grants."""
    if is_shared(file.parent):
        file.chmod(READ_BY_BOTH)
