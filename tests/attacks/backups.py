"""What is in a backup, as somebody who has found one can read it."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from audit.keeping.backing_up import back_up
from audit.settings import Settings


def bytes_of_backup(settings: Settings, *, folder: Path, today: date = date(2026, 3, 3)) -> bytes:
    """Everything in a backup made now: the file itself, each part unpacked, and what is encoded within a part."""
    file = folder / "found.zip"
    back_up(file, settings=settings, today=today)
    return read_backup(file)


def read_backup(file: Path) -> bytes:
    """The file, its parts, and every value of every row in its own bytes."""
    with zipfile.ZipFile(file) as packed:
        parts = [packed.read(name) for name in packed.namelist()]
        rows = json.loads(packed.read("store.json")) if "store.json" in packed.namelist() else {}
    return b"\n".join((file.read_bytes(), *parts, *_values(rows)))


def _values(value: Any) -> list[bytes]:
    import base64

    match value:
        case {"bytes": str(text)}:
            return [base64.b64decode(text)]
        case dict():
            return [found for inner in value.values() for found in _values(inner)]
        case list():
            return [found for inner in value for found in _values(inner)]
        case _:
            return [str(value).encode()]
