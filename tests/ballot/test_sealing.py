"""Sealing: one length, never twice the same, opened by one key only, and everything comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from audit.ballot.sealing import COMMENT_SIZE, OVERHEAD, NotSealedForThisKey, open_ballot, seal, seal_comment, size_for
from audit.method.answers import WORDS, Ballot, DontKnow, LeftBlank, NotApplicable, Rated
from audit.method.groups import Group, Lens, Tree
from tests.ballot.boxes import BALLOT, PLACES, PRIVATE, ROLES, box_size
from tests.builders import core

KEY = PRIVATE.public_key().public_bytes_raw()
ITEMS = tuple(item.id for item in core().items)


@given(
    place=st.sampled_from(PLACES.paths),
    role=st.sampled_from(ROLES.paths),
    answers=st.dictionaries(st.sampled_from(ITEMS), st.sampled_from([*WORDS.values()])),
)
def test_every_ballot_has_the_same_length_and_comes_back_as_it_was(
    place: tuple[str, ...], role: tuple[str, ...], answers: dict[str, Rated | DontKnow | NotApplicable | LeftBlank]
) -> None:
    size = size_for(core(), PLACES, ROLES)
    sealed = seal(Ballot(place, role, answers), round_key=KEY, size=size)
    said = {item: answer for item, answer in answers.items() if answer != LeftBlank()}
    assert len(sealed) == size + OVERHEAD
    assert open_ballot(sealed, PRIVATE.private_bytes_raw()) == Ballot(place, role, said)


def test_the_longest_ballot_fits_when_names_are_long_and_in_another_script() -> None:
    path = ("مركز الرعاية النهارية" * 4, "الفريق الليلي" * 4)
    places = Tree(Lens.PLACE, (Group((), 40), Group(path[:1], 30), Group(path, 20)))
    ballot = Ballot(path, ("Care and support",), dict.fromkeys(ITEMS, DontKnow()))
    sealed = seal(ballot, round_key=KEY, size=size_for(core(), places, ROLES))
    assert open_ballot(sealed, PRIVATE.private_bytes_raw()) == ballot


def test_a_ballot_that_does_not_fit_is_never_cut() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        seal(BALLOT, round_key=KEY, size=20)


def test_equal_answers_seal_differently() -> None:
    assert len({seal(BALLOT, round_key=KEY, size=box_size()) for _ in range(50)}) == 50


def test_another_key_opens_nothing() -> None:
    sealed = seal(BALLOT, round_key=KEY, size=box_size())
    with pytest.raises(NotSealedForThisKey):
        open_ballot(sealed, X25519PrivateKey.generate().private_bytes_raw())


def test_a_changed_ballot_does_not_open() -> None:
    sealed = bytearray(seal(BALLOT, round_key=KEY, size=box_size()))
    sealed[-1] ^= 1
    with pytest.raises(NotSealedForThisKey):
        open_ballot(bytes(sealed), PRIVATE.private_bytes_raw())


def test_a_comment_is_no_ballot_and_an_empty_one_is_as_long_as_a_full_one() -> None:
    empty, full = seal_comment("", round_key=KEY), seal_comment("ä" * 300, round_key=KEY)
    assert len(empty) == len(full) == COMMENT_SIZE + OVERHEAD
    with pytest.raises(NotSealedForThisKey):
        open_ballot(empty, PRIVATE.private_bytes_raw())


def test_more_items_make_longer_ballots() -> None:
    fewer = replace(core(), items=core().items[:10])
    assert size_for(fewer, PLACES, ROLES) < size_for(core(), PLACES, ROLES)
