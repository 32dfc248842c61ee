from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from audit import keys
from audit.keys import UnknownWord, WrongPhrase, WrongWordCount, new_phrase, public_of, remove_layer, words_of, wrap
from tests.running.agencies import LIGHT

SALT = b"0123456789abcdef"


def test_a_phrase_is_seven_words_of_the_list_and_never_the_same() -> None:
    made = {new_phrase() for _time in range(50)}
    assert len(made) == 50
    assert all(len(words_of(phrase)) == 7 for phrase in made)


def test_the_same_chance_gives_the_same_phrase() -> None:
    assert new_phrase(chance=Random(1)) == new_phrase(chance=Random(1))


def test_a_guess_costs_64_mebibytes_and_three_passes() -> None:
    assert (keys.FULL_COST.memory, keys.FULL_COST.passes) == (64 * 1024, 3)


def test_capitals_commas_and_spaces_make_no_difference() -> None:
    assert words_of("  Abandon, ABILITY  able-about above\tabsent\nabsorb. ") == (
        "abandon", "ability", "able", "about", "above", "absent", "absorb",
    )  # fmt: skip


@pytest.mark.parametrize(("typed", "nearest"), [("abandn", "abandon"), ("zooo", "zoo"), ("yelow", "yellow")])
def test_a_word_that_is_in_no_phrase_is_answered_with_the_nearest(typed: str, nearest: str) -> None:
    with pytest.raises(UnknownWord, match=f"Did you mean “{nearest}”") as refused:
        words_of(f"zoo zoo {typed} zoo zoo zoo zoo")
    assert (refused.value.position, refused.value.nearest) == (3, nearest)


def test_a_word_like_no_other_is_named_without_a_guess() -> None:
    with pytest.raises(UnknownWord, match=r"Word 1, “qqqqqq”, is in no phrase\. Look"):
        words_of("qqqqqq")


@pytest.mark.parametrize("count", [0, 6, 8])
def test_a_missing_or_extra_word_is_counted(count: int) -> None:
    with pytest.raises(WrongWordCount, match=f"7 words; here are {count}"):
        words_of("zoo " * count)


def test_a_phrase_and_its_salt_always_give_the_same_key_and_another_salt_another() -> None:
    phrase = new_phrase()
    assert public_of(phrase, salt=SALT, cost=LIGHT) == public_of(phrase.upper(), salt=SALT, cost=LIGHT)
    assert public_of(phrase, salt=SALT, cost=LIGHT) != public_of(phrase, salt=SALT[::-1], cost=LIGHT)


def test_any_two_of_three_holders_find_the_round_key_and_no_layer_opens_for_anybody_else() -> None:
    phrases = {seat: new_phrase() for seat in (1, 2, 3)}
    private, public = keys.new_round_key()
    wraps = wrap(private, holders={s: public_of(p, salt=SALT, cost=LIGHT) for s, p in phrases.items()})
    assert set(wraps) == set(permutations((1, 2, 3), 2))
    for (outer, inner), blob in wraps.items():
        layer = remove_layer(blob, phrase=phrases[outer], salt=SALT, cost=LIGHT)
        assert remove_layer(layer, phrase=phrases[inner], salt=SALT, cost=LIGHT) == private
        for other in {1, 2, 3} - {outer}:
            with pytest.raises(WrongPhrase):
                remove_layer(blob, phrase=phrases[other], salt=SALT, cost=LIGHT)
    assert X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw() == public


def test_one_holder_alone_has_one_layer() -> None:
    phrase = new_phrase()
    private, _public = keys.new_round_key()
    wraps = wrap(private, holders={1: public_of(phrase, salt=SALT, cost=LIGHT)})
    assert list(wraps) == [(1, 1)]
    assert remove_layer(wraps[1, 1], phrase=phrase, salt=SALT, cost=LIGHT) == private
