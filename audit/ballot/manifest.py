"""What a box says about its round: everything that staff are told, frozen when the slips were printed."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from audit.comments import CommentTerms, terms_as_json, terms_from_json
from audit.method.groups import Group, Lens, Tree
from audit.promise import Circumstances, Contact, circumstances_as_json, circumstances_from_json

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """One round as its box knows it.

    public_id: the organisation's part of the address; number: its n-th round; places, roles: the groups offered, small
    ones already folded; opens_on, closes_on: whole days, both included; asked_by: who asks, as people there say it;
    leave_to: where "Leave this page quickly" leads, "" for no such link; round_key: public half, 32 bytes;
    slots: as many as slips were printed; fingerprint: the line printed on every slip; comments: None where
    none are asked.
    """

    round_id: str
    public_id: str
    organisation: str
    number: int
    questionnaire: str
    edition: str
    places: Tree
    roles: Tree
    opens_on: date
    closes_on: date
    circumstances: Circumstances
    asked_by: str
    contacts: tuple[Contact, ...]
    leave_to: str
    round_key: bytes
    slots: int
    fingerprint: str
    comments: CommentTerms | None = None


def as_json(manifest: Manifest) -> str:
    """The manifest as JSON text with sorted keys; `from_json` is the exact inverse."""
    value = {
        **{name: getattr(manifest, name) for name in _PLAIN},
        "format": FORMAT,
        "places": _rows_of(manifest.places),
        "roles": _rows_of(manifest.roles),
        "opens_on": manifest.opens_on.isoformat(),
        "closes_on": manifest.closes_on.isoformat(),
        "circumstances": circumstances_as_json(manifest.circumstances),
        "contacts": [asdict(contact) for contact in manifest.contacts],
        "round_key": base64.b64encode(manifest.round_key).decode(),
        "comments": None if manifest.comments is None else terms_as_json(manifest.comments),
    }
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def from_json(text: str) -> Manifest:
    """The manifest that was written as this text; ValueError for another format."""
    value: dict[str, Any] = json.loads(text)
    if value["format"] != FORMAT:
        raise ValueError(f"a manifest of format {value['format']}, not {FORMAT}")
    return Manifest(
        **{name: value[name] for name in _PLAIN},
        places=_tree_of(Lens.PLACE, value["places"]),
        roles=_tree_of(Lens.ROLE, value["roles"]),
        opens_on=date.fromisoformat(value["opens_on"]),
        closes_on=date.fromisoformat(value["closes_on"]),
        circumstances=circumstances_from_json(value["circumstances"]),
        contacts=tuple(Contact(**contact) for contact in value["contacts"]),
        round_key=base64.b64decode(value["round_key"]),
        comments=terms_from_json(value.get("comments")),
    )


_PLAIN = (
    "round_id",
    "public_id",
    "organisation",
    "number",
    "questionnaire",
    "edition",
    "asked_by",
    "leave_to",
    "slots",
    "fingerprint",
)


def _rows_of(tree: Tree) -> list[list[Any]]:
    return [[list(group.path), group.headcount] for group in tree]


def _tree_of(lens: Lens, rows: Sequence[Sequence[Any]]) -> Tree:
    return Tree(lens, tuple(Group(tuple(path), headcount) for path, headcount in rows))
