"""Ballots become bytes of one length, sealed to a key whose other half is not here. HPKE (RFC 9180)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from audit.method.answers import WORDS, Answer, Ballot, Chosen, LeftBlank, word_of
from audit.method.groups import ROOT, Path, Tree
from audit.method.questionnaire import ChoiceDesign, Questionnaire

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
OVERHEAD = 32 + 16  # the one-time public key and the tag
COMMENT_SIZE = 2304  # both comments of a person at their longest, each letter of four bytes
_LENGTH = 4  # bytes in front that say how many of the rest mean something
_STEP = 64
_BALLOT, _COMMENT = b"steadyground ballot 1", b"steadyground comment 1"


class NotSealedForThisKey(Exception):  # noqa: N818 - it states a fact, as all exceptions here do
    """These bytes were not sealed to this key, or were changed since."""


def size_for(questionnaire: Questionnaire, places: Tree, roles: Tree) -> int:
    """Bytes that hold the longest ballot anybody could send, rounded up; the same for everybody in a round."""
    longest_word: Answer = WORDS[max(WORDS, key=len)]
    fullest = Ballot(
        _longest(places),
        _longest(roles),
        {item.id: longest_word for item in questionnaire.items},
        {design.id: _longest_choices(design) for design in questionnaire.choices},
    )
    return -(-(_LENGTH + len(_written(fullest))) // _STEP) * _STEP


def seal(ballot: Ballot, *, round_key: bytes, size: int) -> bytes:
    """The ballot, padded to `size` and sealed: always size + OVERHEAD bytes, never twice the same.

    ValueError where it is longer than `size`.
    """
    return SUITE.encrypt(_padded(_written(ballot), size), X25519PublicKey.from_public_bytes(round_key), info=_BALLOT)


def seal_comment(text: str, *, round_key: bytes) -> bytes:
    """One person's comments as text, "" for none, sealed to the one length of all of them."""
    padded = _padded(text.encode(), COMMENT_SIZE)
    return SUITE.encrypt(padded, X25519PublicKey.from_public_bytes(round_key), info=_COMMENT)


def open_ballot(sealed: bytes, private: bytes) -> Ballot:
    """What was sealed, with the private half of the round key (32 bytes); NotSealedForThisKey otherwise."""
    try:
        padded = SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info=_BALLOT)
    except (InvalidTag, ValueError) as cause:
        raise NotSealedForThisKey from cause
    length = int.from_bytes(padded[:_LENGTH], "big")
    return _read(padded[_LENGTH : _LENGTH + length])


def open_comment(sealed: bytes, private: bytes) -> str:
    """The text that was sealed, with the private half of the round key; NotSealedForThisKey otherwise."""
    try:
        padded = SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info=_COMMENT)
        return padded[_LENGTH : _LENGTH + int.from_bytes(padded[:_LENGTH], "big")].decode()
    except (InvalidTag, ValueError) as cause:
        raise NotSealedForThisKey from cause


def ballot_as_json(ballot: Ballot) -> dict[str, object]:
    """Plain values: paths as lists, answers as the words that files use, blanks left out; choices as [set, most, least]
    by design, the key absent where there are none."""
    given = {item: word_of(answer) for item, answer in ballot.answers.items() if answer != LeftBlank()}
    chosen = {
        design: [[at, one.most, one.least] for at, one in sorted(sets.items())]
        for design, sets in ballot.choices.items()
        if sets
    }
    return {
        "place": list(ballot.place),
        "role": list(ballot.role),
        "answers": given,
        **({"choices": chosen} if chosen else {}),
    }


def ballot_from_json(value: Mapping[str, object]) -> Ballot:
    """The inverse of `ballot_as_json`; KeyError, TypeError or ValueError for anything else."""
    answers, place, role, choices = value["answers"], value["place"], value["role"], value.get("choices", {})
    if not (isinstance(answers, dict) and isinstance(place, list) and isinstance(role, list)):
        raise TypeError("not a ballot")
    if not isinstance(choices, dict):
        raise TypeError("not a ballot")
    return Ballot(
        tuple(place),
        tuple(role),
        {item: WORDS[word] for item, word in answers.items()},
        {design: {int(at): Chosen(most, least) for at, most, least in sets} for design, sets in choices.items()},
    )


def _written(ballot: Ballot) -> bytes:
    return json.dumps(ballot_as_json(ballot), ensure_ascii=False, separators=(",", ":")).encode()


def _read(written: bytes) -> Ballot:
    return ballot_from_json(json.loads(written))


def _padded(written: bytes, size: int) -> bytes:
    if _LENGTH + len(written) > size:
        raise ValueError(f"{len(written)} bytes do not fit into {size}")
    return (len(written).to_bytes(_LENGTH, "big") + written).ljust(size, b"\0")


def _longest_choices(design: ChoiceDesign) -> dict[int, Chosen]:
    """Every set of the longest block, the two longest ids of each chosen."""
    blocks = [{at: _longest_pair(design, at) for at in block} for block in design.blocks]
    return max(blocks, key=lambda block: sum(len(c.most) + len(c.least) + len(str(at)) for at, c in block.items()))


def _longest_pair(design: ChoiceDesign, at: int) -> Chosen:
    most, least, *_rest = sorted(design.sets[at], key=len, reverse=True)
    return Chosen(most, least)


def _longest(tree: Tree) -> Path:
    return max((*tree.paths, ROOT), key=lambda path: len(json.dumps(path, ensure_ascii=False).encode()))
