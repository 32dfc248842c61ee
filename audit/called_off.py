"""The note that a cancelled round leaves for staff, until slips of the next one are printed.

The close door writes it, the staff plane draws it. It holds nothing that anybody answered, and no day.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from audit.promise import Contact
from audit.sharing import let_group_read

SUFFIX = ".called-off"


@dataclass(frozen=True, slots=True)
class CalledOff:
    """Whose round it was, and whom staff can talk to."""

    public_id: str
    number: int
    contacts: tuple[Contact, ...]


def path_in(folder: Path, public_id: str) -> Path:
    """Where the note of an organisation lies."""
    return folder / f"{public_id}{SUFFIX}"


def write(folder: Path, note: CalledOff) -> None:
    """Put the note in its place in one step, whole or not at all."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = path_in(folder, note.public_id)
    fresh = path.with_suffix(".called-off-fresh")
    with fresh.open("w", encoding="utf-8") as out:
        json.dump(asdict(note), out, sort_keys=True, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())
    let_group_read(fresh)
    fresh.replace(path)


def find(folder: Path, public_id: str) -> CalledOff | None:
    """The note of an organisation; None where nothing was called off."""
    if public_id not in organisations(folder):
        return None
    value: dict[str, Any] = json.loads(path_in(folder, public_id).read_text(encoding="utf-8"))
    return CalledOff(value["public_id"], value["number"], tuple(Contact(**c) for c in value["contacts"]))


def organisations(folder: Path) -> frozenset[str]:
    """Address parts of everybody with a note here; an address that somebody typed is never made a path."""
    return frozenset(path.name.removesuffix(SUFFIX) for path in folder.glob(f"*{SUFFIX}"))
