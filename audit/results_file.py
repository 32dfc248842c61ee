"""The one file that a closed round leaves for staff: its release, and what the page around it says.

The close door writes it, the staff plane draws it. It holds released numbers only.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from audit.comments import CommentsTold, told_as_json, told_from_json
from audit.method import release as releases
from audit.method.release import Release
from audit.promise import Circumstances, Contact, Ledger, circumstances_as_json, circumstances_from_json
from audit.sharing import let_group_read

FORMAT = 1


@dataclass(frozen=True, slots=True)
class ResultsFile:
    """What staff may read of a closed round. circumstances, ledger, days: None where the product never held a box."""

    public_id: str
    organisation: str
    number: int
    questionnaire: str
    edition: str
    release: Release
    circumstances: Circumstances | None
    ledger: Ledger | None
    opened_on: date | None
    closed_on: date | None
    contacts: tuple[Contact, ...]
    invented: bool
    comments: CommentsTold | None = None


def path_in(folder: Path, public_id: str) -> Path:
    """Where the results of an organisation lie."""
    return folder / f"{public_id}.json"


def write(folder: Path, file: ResultsFile) -> Path:
    """Put the file in its place in one step: a reader finds the one before or this one, never a part of it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = path_in(folder, file.public_id)
    fresh = path.with_suffix(".fresh")
    with fresh.open("w", encoding="utf-8") as out:
        out.write(_as_json(file))
        out.flush()
        os.fsync(out.fileno())
    let_group_read(fresh)
    fresh.replace(path)
    return path


def read(path: Path) -> ResultsFile:
    """The file that was written there; FileNotFoundError, or ValueError for another format."""
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if value["format"] != FORMAT:
        raise ValueError(f"a results file of format {value['format']}, not {FORMAT}")
    here = value["circumstances"]
    return ResultsFile(
        **{name: value[name] for name in _PLAIN},
        release=releases.from_json(value["release"]),
        circumstances=None if here is None else circumstances_from_json(here),
        ledger=None if value["ledger"] is None else Ledger(value["ledger"]),
        opened_on=_day(value["opened_on"]),
        closed_on=_day(value["closed_on"]),
        contacts=tuple(Contact(**contact) for contact in value["contacts"]),
        comments=told_from_json(value.get("comments")),
    )


_PLAIN = ("public_id", "organisation", "number", "questionnaire", "edition", "invented")


def _as_json(file: ResultsFile) -> str:
    value = {
        **{name: getattr(file, name) for name in _PLAIN},
        "format": FORMAT,
        "release": releases.as_json(file.release),
        "circumstances": None if file.circumstances is None else circumstances_as_json(file.circumstances),
        "ledger": file.ledger,
        "opened_on": file.opened_on and file.opened_on.isoformat(),
        "closed_on": file.closed_on and file.closed_on.isoformat(),
        "contacts": [asdict(contact) for contact in file.contacts],
        "comments": told_as_json(file.comments),
    }
    return json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
