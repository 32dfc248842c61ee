"""Codes: what they look like, what people may type, what a slip of the finger does."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from audit.ballot.slips import ALPHABET, draft_hash_of, hash_of, new_codes, pepper_of, read_code
from audit.settings import Settings

CODE = new_codes(1, random.Random(4))[0]


def test_codes_are_three_groups_of_four_and_all_different() -> None:
    codes = new_codes(500, random.Random(1))
    assert len(set(codes)) == 500
    assert all(re.fullmatch(rf"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", code) for code in codes)


@pytest.mark.parametrize(
    "typed",
    [CODE, CODE.lower(), CODE.replace("-", ""), CODE.replace("-", " "), f"  {CODE.replace('-', '–')}\n"],
)
def test_a_code_may_be_typed_in_many_ways(typed: str) -> None:
    assert read_code(typed) == CODE


def test_letters_that_look_like_figures_are_read_as_figures() -> None:
    code = next(c for c in new_codes(200, random.Random(2)) if "0" in c and "1" in c)
    assert read_code(code.replace("0", "o").replace("1", "l")) == code
    assert read_code(code.replace("0", "O").replace("1", "I")) == code


def test_every_wrong_character_is_noticed() -> None:
    plain = CODE.replace("-", "")
    for place, right in enumerate(plain):
        for wrong in set(ALPHABET) - {right}:
            assert read_code(plain[:place] + wrong + plain[place + 1 :]) is None


def test_every_swap_of_neighbours_is_noticed() -> None:
    for code in new_codes(50, random.Random(3)):
        plain = code.replace("-", "")
        for i in range(11):
            swapped = plain[:i] + plain[i + 1] + plain[i] + plain[i + 2 :]
            assert read_code(swapped) == (code if swapped == plain else None)


@pytest.mark.parametrize("typed", ["", "x", CODE[:-1], CODE + "0", "U" * 12, "🐟" * 12, "0" * 5000])
def test_other_texts_are_no_codes(typed: str) -> None:
    assert read_code(typed) is None


def test_what_stands_for_a_code_depends_on_the_pepper_and_on_its_use() -> None:
    stands = {hash_of(CODE, b"a"), hash_of(CODE, b"b"), draft_hash_of(CODE, b"a")}
    assert {len(h) for h in stands} == {32}
    assert len(stands) == 3


def test_the_pepper_stays_the_same_and_lies_outside_the_box(tmp_path: Path) -> None:
    settings = Settings.from_environ({"STEADYGROUND_HOME": str(tmp_path)})
    assert pepper_of(settings) == pepper_of(settings)
    assert settings.secrets not in settings.ballots.parents
