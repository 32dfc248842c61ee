"""The one file of a backup: a list of its parts with their hashes, the office's rows, and files beside them.

A row is a mapping of columns to what any database can hold, so that a backup of one kind of database is restored into
another. Nothing in the file says when it was written but the day.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import Any

from audit.refusals import Refusal
from audit.wording import gettext as _

FORMAT = 1
FOLDERS = ("results", "reports", "questionnaires", "secrets")
CONTENTS, STORE = "backup.json", "store.json"
ALWAYS = (1980, 1, 1, 0, 0, 0)  # the earliest that the format can say

Row = Mapping[str, Any]


class NotABackup(Refusal):
    """The file is none of ours."""


class BackupDamaged(Refusal):
    """It is one of ours, and not as it was written."""


class BackupIsNewer(Refusal):
    """A newer edition of the program made it; this one would not understand it."""


@dataclass(frozen=True, slots=True)
class Backup:
    """All that a backup holds. revision: of the office's store when it was made; tables: rows by table;
    files: bytes by path below the home folder, each in one of `FOLDERS`."""

    made_on: date
    revision: str
    tables: Mapping[str, Sequence[Row]]
    files: Mapping[str, bytes]


def write(path: Path, backup: Backup) -> None:
    """The whole file or nothing, readable by its owner only; Refusal where it cannot be written."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as fresh:  # mode 0600
            _fill(fresh, backup)
            fresh.flush()
            os.fsync(fresh.fileno())
        Path(fresh.name).replace(path)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Refusal(
            _("%(path)s cannot be written: %(why)s; name a place where you may write.", path=path, why=why)
        ) from error


def read(path: Path) -> Backup:
    """What `write` has written there, every part as it was; NotABackup, BackupDamaged, BackupIsNewer."""
    try:
        with zipfile.ZipFile(path) as packed:
            contents = _contents(packed, path)
            parts = {name: _part(packed, name, hash_, path) for name, hash_ in contents["parts"].items()}
        return Backup(
            date.fromisoformat(contents["made_on"]),
            contents["revision"],
            _tables(parts.pop(STORE)),
            {_safe(name, path): part for name, part in parts.items()},
        )
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise NotABackup(_("%(path)s cannot be read: %(why)s.", path=path, why=why)) from error
    except zipfile.BadZipFile as error:
        raise _none_of_ours(path) from error
    except (KeyError, ValueError, TypeError, AttributeError, EOFError, zlib.error) as error:
        raise _damaged(path) from error


def is_backup(path: Path) -> bool:
    """Whether this file is one of ours, of whatever edition, whole or not."""
    try:
        with zipfile.ZipFile(path) as packed:
            return packed.namelist()[:1] == [CONTENTS]
    except (OSError, zipfile.BadZipFile):
        return False


def _fill(out: Any, backup: Backup) -> None:
    parts = {STORE: _as_json(backup.tables), **backup.files}
    contents = {
        "format": FORMAT,
        "made_on": backup.made_on.isoformat(),
        "revision": backup.revision,
        "parts": {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()},
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in {CONTENTS: json.dumps(contents, indent=1).encode(), **parts}.items():
            entry = zipfile.ZipInfo(name, ALWAYS)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            packed.writestr(entry, part)


def _contents(packed: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    if packed.namelist()[:1] != [CONTENTS]:
        raise _none_of_ours(path)
    contents: dict[str, Any] = json.loads(packed.read(CONTENTS))
    if contents["format"] > FORMAT:
        raise newer(path)
    return contents


def _part(packed: zipfile.ZipFile, name: str, hash_: str, path: Path) -> bytes:
    try:
        part = packed.read(name)
    except zipfile.BadZipFile as error:
        raise _damaged(path) from error
    if hashlib.sha256(part).hexdigest() != hash_:
        raise _damaged(path)
    return part


def _safe(name: str, path: Path) -> str:
    """A path below one of our folders, and nowhere else."""
    parts = PurePosixPath(name).parts
    if len(parts) < 2 or parts[0] not in FOLDERS or ".." in parts or "\\" in name:
        raise _damaged(path)
    return name


def _none_of_ours(path: Path) -> NotABackup:
    return NotABackup(_("%(path)s is no backup; name a file that `steadyground backup` has made.", path=path))


def _damaged(path: Path) -> BackupDamaged:
    return BackupDamaged(
        _("%(path)s is damaged: a part of it is not as it was written; use an earlier backup.", path=path)
    )


def newer(path: Path) -> BackupIsNewer:
    """The refusal of a backup that this edition does not understand."""
    return BackupIsNewer(
        _("A newer edition of this program made %(path)s; install that edition, then restore.", path=path)
    )


def _as_json(tables: Mapping[str, Sequence[Row]]) -> bytes:
    rows = {
        table: [{name: _wrapped(value) for name, value in row.items()} for row in tables[table]] for table in tables
    }
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def _tables(part: bytes) -> dict[str, list[Row]]:
    rows = json.loads(part)
    return {table: [{name: _unwrapped(value) for name, value in row.items()} for row in rows[table]] for table in rows}


def _wrapped(value: Any) -> Any:
    """What JSON has no word for stands in a mapping with one key, its kind."""
    match value:
        case bytes():
            return {"bytes": base64.b64encode(value).decode()}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case dict() | list():
            return {"json": value}
        case _:
            return value


def _unwrapped(value: Any) -> Any:
    match value:
        case {"bytes": text}:
            return base64.b64decode(text)
        case {"moment": text}:
            return datetime.fromisoformat(text)
        case {"day": text}:
            return date.fromisoformat(text)
        case {"json": inner}:
            return inner
        case _:
            return value
