"""What staff read at their address where a round has left no results: it was called off, or its results' time is over.

A door writes such a note, the staff plane draws it, and results of a later round replace it. It holds nothing that
anybody answered, and no day.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from audit.promise import Contact
from audit.sharing import let_group_read


class Why(StrEnum):
    """Why there are no results; the end of the note's name, too."""

    CALLED_OFF = "called-off"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Note:
    """Whose round it was, and whom staff can talk to."""

    why: Why
    public_id: str
    number: int
    contacts: tuple[Contact, ...]


def path_in(folder: Path, public_id: str, why: Why) -> Path:
    """Where a note of an organisation lies."""
    return folder / f"{public_id}.{why}"


def write(folder: Path, note: Note) -> None:
    """Put the note in its place in one step, whole or not at all."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = path_in(folder, note.public_id, note.why)
    fresh = path.with_name(f"{path.name}.fresh")
    with fresh.open("w", encoding="utf-8") as out:
        json.dump(asdict(note), out, sort_keys=True, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())
    let_group_read(fresh)
    fresh.replace(path)


def find(folder: Path, public_id: str) -> Note | None:
    """The note about an organisation's latest round that has one; None where there is none."""
    here = [_read(folder, public_id, why) for why in Why if public_id in _with(folder, why)]
    return max(here, key=lambda note: note.number, default=None)


def remove(folder: Path, public_id: str) -> None:
    """Take away all notes of an organisation; nothing happens where there are none."""
    for why in Why:
        path_in(folder, public_id, why).unlink(missing_ok=True)


def organisations(folder: Path) -> frozenset[str]:
    """Address parts of everybody with a note here; an address that somebody typed is never made a path."""
    return frozenset[str]().union(*(_with(folder, why) for why in Why))


def _with(folder: Path, why: Why) -> frozenset[str]:
    return frozenset(path.name.removesuffix(f".{why}") for path in folder.glob(f"*.{why}"))


def _read(folder: Path, public_id: str, why: Why) -> Note:
    value: dict[str, Any] = json.loads(path_in(folder, public_id, why).read_text(encoding="utf-8"))
    return Note(why, value["public_id"], value["number"], tuple(Contact(**c) for c in value["contacts"]))
