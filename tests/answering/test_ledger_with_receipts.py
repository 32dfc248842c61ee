"""At the close: printed = counted + taken back + unused, and nothing else."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from audit.answering import operations, receipts
from audit.answering.page_state import PageState
from audit.answering.rounds import Answering, Rounds
from audit.ballot.slips import pepper_of
from audit.promise import Ledger
from audit.store.queries import one_round
from tests.doors.test_close import give
from tests.running import agencies
from tests.running.agencies import TODAY, OpenRound

CHANCE = random.SystemRandom()
ANSWERED, TAKEN_BACK = 14, 3


def open_round_with_receipts(folder: Path) -> OpenRound:
    """Fourteen sent, and three of them took their answers back."""
    running = agencies.open_round(folder)
    settings = running.here.settings
    rounds, pepper = Rounds(settings), pepper_of(settings)
    (public_id,) = rounds.organisations()
    here = rounds.find(public_id, today=TODAY)
    assert isinstance(here, Answering)
    for number, (code, ballot) in enumerate(zip(running.codes, agencies.ballots(running, ANSWERED), strict=False)):
        held, state = bytes([number]) * 32, PageState("review", code, ballot, receipt=True)
        operations.send(here, held, state, last_step="thanks", pepper=pepper, chance=CHANCE)
        last = operations.find_state(here, held)
        assert last is not None
        if number < TAKEN_BACK:
            receipts.withdraw(here, last.shown, pepper=pepper, chance=CHANCE)
    here.box.close()
    return running


def closed(running: OpenRound) -> Ledger | None:
    give(running, 1)
    give(running, 2)
    with running.here.store() as session:
        return one_round(session, round_id=running.id).ledger


def test_answers_that_were_taken_back_are_not_counted_and_the_ledger_adds_up(tmp_path: Path) -> None:
    assert closed(open_round_with_receipts(tmp_path)) is Ledger.ADDS_UP


@pytest.mark.parametrize(
    "tampered",
    [
        "UPDATE ballot SET sealed = randomblob(length(sealed)) WHERE empty = 0",
        "UPDATE sealed_comment SET sealed = randomblob(length(sealed)) WHERE empty = 0",
        "DELETE FROM withdrawn",
        "INSERT INTO withdrawn VALUES (randomblob(16))",
    ],
)
def test_answers_blotted_out_behind_everybodys_back_do_not_add_up(tmp_path: Path, tampered: str) -> None:
    running = open_round_with_receipts(tmp_path)
    connection = sqlite3.connect(running.box)
    connection.execute(tampered)
    connection.commit()
    connection.close()
    assert closed(running) is Ledger.DOES_NOT
