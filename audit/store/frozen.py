"""Values kept as JSON in the office's store, and what a co-signature freezes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from audit.comments import CommentTerms, terms_as_json, terms_from_json
from audit.method.groups import Group, Lens, Tree
from audit.promise import Circumstances, Contact, circumstances_as_json, circumstances_from_json

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FINGERPRINT_SIGNS = 8


@dataclass(frozen=True, slots=True)
class Frozen:
    """What staff are promised in one round; after the co-signature nobody changes it.

    places, roles: the groups on the form, small ones folded; places_given, roles_given: as entered. asked: hash of the
    questionnaire's items. asked_by: who asks. number: which time of asking this is. comments: None where none are
    asked, and then the JSON has no such key, as it had none before there were comments. keep_until: the last day on
    which the results are kept; None, and no such key, in rounds from before it was asked.
    """

    organisation: str
    public_id: str
    number: int
    questionnaire: str
    edition: str
    language: str
    asked: str
    places: Tree
    roles: Tree
    places_given: Tree
    roles_given: Tree
    closes_on: date
    circumstances: Circumstances
    asked_by: str
    contacts: tuple[Contact, ...]
    leave_to: str
    comments: CommentTerms | None = None
    keep_until: date | None = None

    @property
    def headcount(self) -> int:
        """Everybody who gets a slip."""
        return self.places_given.headcount

    @property
    def fingerprint(self) -> str:
        """Forty bits of the SHA-256 of all of it, as "K4QH-7MX2": one letter changed anywhere, and it differs."""
        text = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        number = int.from_bytes(hashlib.sha256(text.encode()).digest()[: FINGERPRINT_SIGNS * 5 // 8])
        signs = "".join(CROCKFORD[number >> (5 * i) & 31] for i in reversed(range(FINGERPRINT_SIGNS)))
        return f"{signs[:4]}-{signs[4:]}"

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values; `frozen_of` reads them back."""
        trees = ("places", "roles", "places_given", "roles_given")
        apart = (*trees, "comments", "keep_until")
        return {
            **{name: getattr(self, name) for name in self.__slots__ if name not in apart},
            **{name: tree_as_json(getattr(self, name)) for name in trees},
            "closes_on": self.closes_on.isoformat(),
            "circumstances": circumstances_as_json(self.circumstances),
            "contacts": contacts_as_json(self.contacts),
            **({} if self.comments is None else {"comments": terms_as_json(self.comments)}),
            **({} if self.keep_until is None else {"keep_until": self.keep_until.isoformat()}),
        }


def frozen_of(value: dict[str, Any]) -> Frozen:
    """What was frozen, from its JSON values."""
    return Frozen(
        **{
            **value,
            "places": tree_of(value["places"], lens=Lens.PLACE),
            "places_given": tree_of(value["places_given"], lens=Lens.PLACE),
            "roles": tree_of(value["roles"], lens=Lens.ROLE),
            "roles_given": tree_of(value["roles_given"], lens=Lens.ROLE),
            "closes_on": date.fromisoformat(value["closes_on"]),
            "circumstances": circumstances_from_json(value["circumstances"]),
            "contacts": contacts_of(value["contacts"]),
            "comments": terms_from_json(value.get("comments")),
            "keep_until": date.fromisoformat(value["keep_until"]) if "keep_until" in value else None,
        }
    )


def tree_as_json(tree: Tree) -> list[list[Any]]:
    """Groups as [path, headcount], in order."""
    return [[list(g.path), g.headcount] for g in tree]


def tree_of(groups: Sequence[Sequence[Any]], *, lens: Lens) -> Tree:
    """Groups from [path, headcount], in order."""
    return Tree(lens, tuple(Group(tuple(path), headcount) for path, headcount in groups))


def contacts_as_json(contacts: Sequence[Contact]) -> list[dict[str, str]]:
    """Support contacts as plain values."""
    return [asdict(contact) for contact in contacts]


def contacts_of(value: Sequence[dict[str, str]]) -> tuple[Contact, ...]:
    """Support contacts from plain values."""
    return tuple(Contact(**contact) for contact in value)
