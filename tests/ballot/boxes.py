"""Boxes for tests: an invented round with as many slips as wanted, and its codes."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from audit.ballot.box import Box, OneBallot, open_for_answers
from audit.ballot.making import create_box
from audit.ballot.manifest import Manifest
from audit.ballot.sealing import seal, seal_comment, size_for
from audit.ballot.slips import draft_hash_of, hash_of, new_codes
from audit.comments import CommentTerms
from audit.method.answers import Ballot, Rated
from audit.method.groups import Group, Lens, Tree
from audit.method.questionnaire import Questionnaire
from audit.promise import Circumstances, Contact, Hosting, Keys, WayIn
from tests.builders import core, library

PEPPER = b"pepper of a test"
PRIVATE = X25519PrivateKey.from_private_bytes(bytes(range(32)))
OPENS, CLOSES = date(2026, 3, 2), date(2026, 3, 27)
PLACES = Tree(
    Lens.PLACE,
    (
        Group((), 90),
        Group(("Harbour House",), 40),
        Group(("Harbour House", "Night team"), 20),
        Group(("Mill Lane",), 50),
    ),
)
ROLES = Tree(Lens.ROLE, (Group((), 90), Group(("Care and support",), 60), Group(("Everyone else",), 30)))
BALLOT = Ballot(("Harbour House", "Night team"), ("Care and support",), {"S.D1": Rated(3), "T.D1": Rated(0)})


@dataclass(frozen=True, slots=True)
class Made:
    """A box on the disk, and the codes on its slips."""

    path: Path
    manifest: Manifest
    codes: tuple[str, ...]


def a_manifest(*, slots: int = 20, public_id: str = "harbour", number: int = 1, places: Tree = PLACES) -> Manifest:
    """One round as its box would say it."""
    return Manifest(
        round_id=f"{public_id}-{number}",
        public_id=public_id,
        organisation="Harbour Care",
        number=number,
        questionnaire="core",
        edition="1",
        places=places,
        roles=ROLES,
        opens_on=OPENS,
        closes_on=CLOSES,
        circumstances=Circumstances(
            Hosting.OUTSIDE,
            WayIn.DRAWN,
            Keys.TWO_OF_THREE,
            ("the director", "the staff representative", "the consultant"),
            "27 March 2026",
            10,
            False,
            False,
            False,
        ),
        asked_by="The staff representative",
        contacts=(Contact("Staff support line", "0000 000 000", "Day and night"), Contact("Ana Ruiz", "", "Room 4")),
        leave_to="https://weather.example/",
        round_key=PRIVATE.public_key().public_bytes_raw(),
        slots=slots,
        fingerprint="7K2M-QX4D",
    )


def a_box(
    folder: Path,
    *,
    slots: int = 20,
    public_id: str = "harbour",
    number: int = 1,
    seed: int = 1,
    pepper: bytes = PEPPER,
    closes_on: date = CLOSES,
    size: int = 0,
    asks: str = "core",
    comments: CommentTerms | None = None,
) -> Made:
    """A prepared box with a slip for each slot. size: of a ballot, 0 for what `asks` needs; comments: None where the
    round asks for none."""
    manifest = a_manifest(slots=slots, public_id=public_id, number=number)
    asked = library().questionnaire(asks)
    manifest = replace(manifest, closes_on=closes_on, questionnaire=asked.id, edition=asked.edition)
    if comments is not None:
        promised = replace(manifest.circumstances, own_words=True)
        manifest = replace(manifest, comments=comments, circumstances=promised)
    chance = random.Random(seed)
    codes, path = new_codes(slots, chance), folder / f"{manifest.round_id}.sqlite"
    wraps = {(outer, inner): chance.randbytes(128) for outer in (1, 2, 3) for inner in (1, 2, 3) if outer != inner}
    create_box(path, manifest, codes=codes, pepper=pepper, wraps=wraps, size=size or box_size(asked), chance=chance)
    return Made(path, manifest, codes)


def an_open_box(folder: Path, **wanted: int) -> Made:
    """A box into which people can send."""
    made = a_box(folder, **wanted)  # type: ignore[arg-type]  # slots, number, seed and size only
    open_for_answers(made.path)
    return made


def box_size(asked: Questionnaire | None = None) -> int:
    """How long a ballot of the invented round is."""
    return size_for((asked or core()).as_asked_in(1), PLACES, ROLES)


def send(box: Box, code: str, ballot: Ballot = BALLOT, *, chance: random.Random | None = None) -> None:
    """Send one ballot with one slip."""
    one = one_ballot(box, code, ballot)
    box.send(
        slip=one.slip,
        draft=one.draft,
        sealed=one.sealed,
        comment=one.comment,
        chance=chance or random.SystemRandom(),
    )


def one_ballot(box: Box, code: str, ballot: Ballot = BALLOT) -> OneBallot:
    """A ballot sealed for this box, with the hashes of its slip."""
    key = box.manifest.round_key
    return OneBallot(
        slip=hash_of(code, PEPPER),
        draft=draft_hash_of(code, PEPPER),
        sealed=seal(ballot, round_key=key, size=box.size),
        comment=seal_comment("", round_key=key),
    )
