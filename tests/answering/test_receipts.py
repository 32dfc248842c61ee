"""Receipts: what they take back, and that they open nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from audit.answering import operations, receipts
from audit.answering.page_state import PageState
from audit.answering.rounds import Answering, Rounds
from audit.ballot import box as boxes
from audit.ballot.box import ReceiptNotAccepted, RoundNotOpen
from audit.ballot.sealing import NotSealedForThisKey, open_ballot, open_comment
from audit.promise import Ledger
from audit.settings import Settings
from tests.ballot.boxes import BALLOT, OPENS, PEPPER, PRIVATE, Made, an_open_box, send

CHANCE = random.SystemRandom()
HELD = bytes(range(32))


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return an_open_box(Settings.from_environ({"STEADYGROUND_HOME": str(tmp_path)}).ballots)


@pytest.fixture
def here(tmp_path: Path, made: Made) -> Answering:
    rounds = Rounds(Settings.from_environ({"STEADYGROUND_HOME": str(tmp_path)}))
    found = rounds.find(made.manifest.public_id, today=OPENS)
    assert isinstance(found, Answering)
    return found


def sent(here: Answering, code: str, *, wants: bool = True) -> str:
    """The receipt that "thank you" shows, "" for none."""
    state = PageState("review", code, BALLOT, receipt=wants)
    operations.send(here, HELD, state, last_step="thanks", pepper=PEPPER, chance=CHANCE)
    last = operations.find_state(here, HELD)
    assert last is not None
    return last.shown


def take_back(here: Answering, receipt: str) -> None:
    receipts.withdraw(here, receipt, pepper=PEPPER, chance=CHANCE)


def opened(made: Made) -> list[bool]:
    """Whether each filled slot of the box can still be opened, ballots first."""
    private, found = PRIVATE.private_bytes_raw(), []
    slots = [(open_ballot, one) for one in boxes.sealed_ballots(made.path)]
    for opens, sealed in [*slots, *((open_comment, one) for one in boxes.sealed_comments(made.path))]:
        try:
            opens(sealed, private)
        except NotSealedForThisKey:
            found.append(False)
        else:
            found.append(True)
    return found


def test_nobody_who_did_not_ask_gets_a_receipt(here: Answering, made: Made) -> None:
    assert sent(here, made.codes[0], wants=False) == ""


def test_a_receipt_takes_back_its_own_ballot_and_comment_and_no_other(here: Answering, made: Made) -> None:
    receipt = sent(here, made.codes[0])
    send(here.box, made.codes[1])
    take_back(here, receipt.lower().replace("-", " "))
    assert sorted(opened(made)) == [False, False, True, True]
    assert boxes.withdrawn_of(made.path) == 1
    assert boxes.used_slots(made.path) == 1
    assert boxes.ledger_of(made.path) is Ledger.ADDS_UP


def test_taking_back_is_final(here: Answering, made: Made) -> None:
    receipt = sent(here, made.codes[0])
    take_back(here, receipt)
    before = made.path.read_bytes()
    with pytest.raises(ReceiptNotAccepted):
        take_back(here, receipt)
    assert made.path.read_bytes() == before


@pytest.mark.parametrize("typed", ["", "0000-0000-0000", "not a receipt"])
def test_everything_else_takes_nothing_back(here: Answering, made: Made, typed: str) -> None:
    sent(here, made.codes[0])
    before = made.path.read_bytes()
    for wrong in (typed, made.codes[0], made.codes[1]):
        with pytest.raises(ReceiptNotAccepted):
            take_back(here, wrong)
    assert made.path.read_bytes() == before


def test_nothing_is_taken_back_once_the_round_closes(here: Answering, made: Made) -> None:
    receipt = sent(here, made.codes[0])
    boxes.begin_closing(made.path)
    with pytest.raises(RoundNotOpen):
        take_back(here, receipt)
    assert opened(made) == [True, True]


def test_half_a_receipt_changes_nothing(here: Answering, made: Made) -> None:
    """Where somebody has tampered with one of the two slots, neither is blotted out."""
    hashes = receipts.hashes_of(sent(here, made.codes[0]), PEPPER)
    before = made.path.read_bytes()
    with pytest.raises(ReceiptNotAccepted):
        here.box.withdraw(boxes.ReceiptHashes(hashes.ballot, bytes(32)), chance=CHANCE)
    assert made.path.read_bytes() == before


def test_a_send_writes_as_much_with_a_receipt_as_without(here: Answering, made: Made) -> None:
    """Else two copies of the disk would tell who may still take something back."""
    for code, wants in zip(made.codes[:6], (True, False) * 3, strict=True):
        before = slots_of(here)
        sent(here, code, wants=wants)
        after = slots_of(here)
        assert len([1 for key in before if before[key] != after[key]]) == 2


def slots_of(here: Answering) -> dict[bytes, bytes]:
    """What each slot keeps of a receipt, ballots and comments."""
    with here.box.reading() as connection:
        both = "SELECT id, withdraw_h FROM ballot UNION ALL SELECT id, withdraw_h FROM sealed_comment"
        return {row.id: row.withdraw_h for row in connection.exec_driver_sql(both)}
