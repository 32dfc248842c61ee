"""Save for later: what comes back, what does not, and that a try costs the same in each case."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from audit.answering import drafts, operations
from audit.answering.drafts import WordsNotAccepted, WordsNotRead
from audit.answering.page_state import PageState
from audit.answering.rounds import Answering, Rounds
from audit.ballot.box import RoundNotOpen, SlipNotAccepted, begin_closing
from audit.ballot.slips import draft_hash_of
from audit.keys import Cost, calm_words
from audit.settings import Settings
from tests.ballot.boxes import BALLOT, OPENS, PEPPER, Made, an_open_box

CHANCE = random.SystemRandom()
HELD, OTHER = bytes(range(32)), bytes(range(1, 33))
QUICK = Cost(memory=64, passes=1, lanes=1)
WRONG = "acid acid acid"


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return an_open_box(Settings.from_environ({"STEADYGROUND_HOME": str(tmp_path)}).ballots)


@pytest.fixture
def here(tmp_path: Path, made: Made) -> Answering:
    rounds = Rounds(Settings.from_environ({"STEADYGROUND_HOME": str(tmp_path)}))
    found = rounds.find(made.manifest.public_id, today=OPENS)
    assert isinstance(found, Answering)
    return found


def saved(here: Answering, code: str) -> tuple[PageState, str]:
    """Somebody on page 3 saves."""
    state = PageState("page 3", code, BALLOT, language="es", receipt=True)
    return state, drafts.save_for_later(here, state, pepper=PEPPER, chance=CHANCE, cost=QUICK)


def come_back(here: Answering, code: str, words: str) -> PageState | None:
    """On another phone, in English."""
    drafts.come_back(here, OTHER, code, words, pepper=PEPPER, chance=CHANCE, cost=QUICK)
    return operations.find_state(here, OTHER)


def test_everything_comes_back_but_the_language_which_is_never_kept(here: Answering, made: Made) -> None:
    state, words = saved(here, made.codes[0])
    assert come_back(here, made.codes[0], words) == replace(state, language="")


def test_words_typed_carelessly_are_fine(here: Answering, made: Made) -> None:
    _state, words = saved(here, made.codes[0])
    assert come_back(here, made.codes[0].lower(), f" {words.upper().replace(' ', ', ')}. ") is not None


def test_three_calm_words_are_given_and_never_the_same_twice() -> None:
    given = [drafts.new_words(CHANCE) for _ in range(20)]
    assert len(set(given)) == 20
    assert all(set(words.split()) <= set(calm_words()) and len(words.split()) == 3 for words in given)


def test_saving_again_takes_the_place_of_what_was_saved(here: Answering, made: Made) -> None:
    _state, old = saved(here, made.codes[0])
    state, new = saved(here, made.codes[0])
    with pytest.raises(WordsNotAccepted):
        come_back(here, made.codes[0], old)
    assert come_back(here, made.codes[0], new) == replace(state, language="")


def test_the_words_of_one_slip_open_nothing_with_another(here: Answering, made: Made) -> None:
    _state, words = saved(here, made.codes[0])
    with pytest.raises(WordsNotAccepted):
        come_back(here, made.codes[1], words)


def test_five_wrong_tries_close_a_draft_until_somebody_saves_anew(here: Answering, made: Made) -> None:
    _state, words = saved(here, made.codes[0])
    for _try in range(5):
        with pytest.raises(WordsNotAccepted):
            come_back(here, made.codes[0], WRONG)
    with pytest.raises(WordsNotAccepted):
        come_back(here, made.codes[0], words)
    operations.enter(here, HELD, made.codes[0], first_step="page 0", pepper=PEPPER, chance=CHANCE)
    _state, new = saved(here, made.codes[0])
    assert come_back(here, made.codes[0], new) is not None


def test_right_words_forget_the_wrong_tries_before_them(here: Answering, made: Made) -> None:
    _state, words = saved(here, made.codes[0])
    for _round in range(3):
        for _try in range(4):
            with pytest.raises(WordsNotAccepted):
                come_back(here, made.codes[0], WRONG)
        assert come_back(here, made.codes[0], words) is not None


@pytest.mark.parametrize("typed", ["acid", "acid acid acid acid", "acid acid qwxyz", "1234", "acid acid acidd"])
def test_what_cannot_be_three_words_is_not_counted_as_a_try(here: Answering, made: Made, typed: str) -> None:
    _state, words = saved(here, made.codes[0])
    for _try in range(6):
        with pytest.raises(WordsNotRead):
            come_back(here, made.codes[0], typed)
    assert come_back(here, made.codes[0], words) is not None


def test_a_code_that_opens_nothing_costs_no_hash(here: Answering, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "_key_of", lambda *_a, **_k: pytest.fail("work was done for somebody without a slip"))
    for code in ("0000-0000-0000", "not a code"):
        with pytest.raises(SlipNotAccepted):
            come_back(here, code, WRONG)


def test_a_hundred_tries_write_alike_whether_there_is_a_draft_or_not(here: Answering, made: Made) -> None:
    """One byte of the row and SQLite's own counters change; the row never changes its length or its place."""
    saved(here, made.codes[0])
    for code in made.codes[:2]:
        h = draft_hash_of(code, PEPPER)
        for _try in range(100):
            before = made.path.read_bytes()
            here.box.try_draft(h)
            after = made.path.read_bytes()
            changed = [at for at, (a, b) in enumerate(zip(before, after, strict=True)) if a != b and at >= 100]
            assert len(changed) == 1
            assert before.index(h) == after.index(h)


def test_sending_and_stopping_leave_no_draft(here: Answering, made: Made) -> None:
    for number, end in enumerate(("send", "stop")):
        state, words = saved(here, made.codes[number])
        if end == "send":
            operations.send(here, HELD, state, last_step="thanks", pepper=PEPPER, chance=CHANCE)
        else:
            operations.stop(here, HELD, state, last_step="stopped", pepper=PEPPER, chance=CHANCE)
        with pytest.raises(SlipNotAccepted if end == "send" else WordsNotAccepted):
            come_back(here, made.codes[number], words)


def test_a_used_slip_saves_nothing(here: Answering, made: Made) -> None:
    state = PageState("review", made.codes[0], BALLOT)
    operations.send(here, HELD, state, last_step="thanks", pepper=PEPPER, chance=CHANCE)
    before = made.path.read_bytes()
    with pytest.raises(SlipNotAccepted):
        saved(here, made.codes[0])
    assert made.path.read_bytes() == before


def test_nothing_is_saved_or_brought_back_once_the_round_closes(here: Answering, made: Made) -> None:
    _state, words = saved(here, made.codes[0])
    begin_closing(made.path)
    with pytest.raises(RoundNotOpen):
        saved(here, made.codes[0])
    with pytest.raises(RoundNotOpen):
        come_back(here, made.codes[0], words)
