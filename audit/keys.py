"""Keys to a box: a phrase of seven words for each holder, and a round key that two of three open together.

A phrase becomes a private X25519 key through Argon2id; only its public half is ever stored. For each ordered pair of
holders (a, b) the round key is sealed to b and the result to a: a takes the outer layer off, b the inner one. Sealing
is HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305) and Argon2id is RFC 9106, both from `cryptography`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import permutations
from random import Random, SystemRandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from mnemonic import Mnemonic

from audit.refusals import Refusal
from audit.wording import gettext as _

WORDS_IN_A_PHRASE = 7
KEY_BYTES = 32
SALT_BYTES = 16
WRAP_INFO = b"steadyground round key 1"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs with Argon2id. memory: KiB; passes over it; lanes."""

    memory: int
    passes: int
    lanes: int


FULL_COST = Cost(memory=64 * 1024, passes=3, lanes=1)
"""64 MiB and three passes: a tenth of a second a guess, and seven words are 2048 ** 7 guesses."""


class UnknownWord(Refusal):
    """A word that is in no phrase. position: 1 for the first; nearest: the word that is most like it, "" for none."""

    def __init__(self, sentence: str, *, position: int, word: str, nearest: str) -> None:
        super().__init__(sentence)
        self.position = position
        self.word = word
        self.nearest = nearest


class WrongWordCount(Refusal):
    """More or fewer words than a phrase has."""


class WrongPhrase(Refusal):
    """Seven known words, and yet not the phrase of this seat."""


@cache
def word_list() -> tuple[str, ...]:
    """The 2,048 English words that a phrase may hold, in order of the alphabet (BIP 39)."""
    return tuple(Mnemonic("english").wordlist)


_HARD_TO_READ = """
abandon abuse accuse addict alcohol anger angry anxiety army arrest assault attack blame blood bomb bullet cage
crash crime cruel crush cry damage danger destroy disease disorder divorce dumb enemy evil execute exile fatal flee
force fury ghost grief guilt gun hazard horror hurt ill illegal injury knife lonely mad must obey orphan panic
pistol prison punch punish regret rifle riot sad scare shock shoot shove sick slam strike suffer sword tragic trap
ugly useless vicious weapon worry
"""
HARD_TO_READ = frozenset(_HARD_TO_READ.split())
"""Words that a phrase is never made of: somebody who has lived through harm may be the one who writes them down."""


@cache
def calm_words() -> tuple[str, ...]:
    """The words that phrases are made of: those of the list that are easy on whoever reads them, more than 1,950."""
    return tuple(word for word in word_list() if word not in HARD_TO_READ)


def new_phrase(*, chance: Random | None = None) -> str:
    """Seven words by chance, 76 bits."""
    choose = (chance or SystemRandom()).choice
    return " ".join(choose(calm_words()) for _number in range(WORDS_IN_A_PHRASE))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a typed phrase, whatever its capitals, commas and spaces; UnknownWord, WrongWordCount."""
    words = tuple(text.lower().replace(",", " ").replace("-", " ").replace(".", " ").split())
    for position, word in enumerate(words, start=1):
        if word not in word_list():
            raise _unknown(word, position=position)
    if len(words) != WORDS_IN_A_PHRASE:
        raise WrongWordCount(
            _(
                "A phrase has %(all)s words; here are %(here)s. Type all of them, in order.",
                all=WORDS_IN_A_PHRASE,
                here=len(words),
            )
        )
    return words


def _unknown(word: str, *, position: int) -> UnknownWord:
    shown = word[:30]
    nearest = next(iter(get_close_matches(shown, word_list(), n=1, cutoff=0.5)), "")
    sentence = (
        _(
            "Word %(position)s, “%(word)s”, is in no phrase. Did you mean “%(nearest)s”?",
            position=position,
            word=shown,
            nearest=nearest,
        )
        if nearest
        else _(
            "Word %(position)s, “%(word)s”, is in no phrase. Look at what you wrote down and type it again.",
            position=position,
            word=shown,
        )
    )
    return UnknownWord(sentence, position=position, word=word, nearest=nearest)


def new_salt() -> bytes:
    """Sixteen random bytes to stand beside a public key."""
    return secrets.token_bytes(SALT_BYTES)


def public_of(phrase: str, *, salt: bytes, cost: Cost = FULL_COST) -> bytes:
    """The public half (32 bytes) of a phrase's key; UnknownWord, WrongWordCount."""
    return _private_of(phrase, salt=salt, cost=cost).public_key().public_bytes_raw()


def new_round_key() -> tuple[bytes, bytes]:
    """A fresh round key as (private, public), 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def wrap(private: bytes, *, holders: Mapping[int, bytes]) -> Mapping[tuple[int, int], bytes]:
    """The round key for each ordered pair (outer, inner) of seats, given the public key of each seat.

    With one holder only: {(1, 1): the key sealed once}.
    """
    if len(holders) == 1:
        ((seat, public),) = holders.items()
        return {(seat, seat): _sealed(private, public)}
    inner = {seat: _sealed(private, public) for seat, public in holders.items()}
    return {(a, b): _sealed(inner[b], holders[a]) for a, b in permutations(sorted(holders), 2)}


def remove_layer(blob: bytes, *, phrase: str, salt: bytes, cost: Cost = FULL_COST) -> bytes:
    """What one layer of sealing holds; WrongPhrase where it was sealed to somebody else."""
    (inner,) = remove_layers((blob,), phrase=phrase, salt=salt, cost=cost)
    return inner


def remove_layers(blobs: Sequence[bytes], *, phrase: str, salt: bytes, cost: Cost = FULL_COST) -> tuple[bytes, ...]:
    """The same for several layers with one phrase, which costs one guess."""
    key = _private_of(phrase, salt=salt, cost=cost)
    try:
        return tuple(_suite().decrypt(blob, key, info=WRAP_INFO) for blob in blobs)
    except InvalidTag:
        raise WrongPhrase(
            _("This is not the phrase of this key holder. Look at what you wrote down, or choose another key holder.")
        ) from None


def _private_of(phrase: str, *, salt: bytes, cost: Cost) -> X25519PrivateKey:
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    return X25519PrivateKey.from_private_bytes(kdf.derive(" ".join(words_of(phrase)).encode()))


def _sealed(text: bytes, public: bytes) -> bytes:
    return _suite().encrypt(text, X25519PublicKey.from_public_bytes(public), info=WRAP_INFO)


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
