"""Attack: kill the server, again and again, while many people send."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from pathlib import Path

from audit.ballot.box import ledger_of, open_for_answers, sealed_ballots
from audit.ballot.sealing import open_ballot
from audit.ballot.slips import pepper_of
from audit.promise import Ledger
from tests.attacks.crowd import Crowd, all_answer, killed_again_and_again, number_of, starting
from tests.attacks.twins.serving import THANKED_FIRST
from tests.attacks.verdicts import Verdict
from tests.ballot.boxes import PRIVATE, a_box
from tests.commands.test_serve import free_port
from tests.staff.people import settings_in

PEOPLE, KILLS, SLIPS = 32, 10, 2000
PAUSE, LONGEST = 3.0, 90.0  # seconds


def somebody_is_lost(folder: Path, *, people: int, kills: int, twin: str = "") -> bool:
    """Whether somebody who read "thank you" is not in the box exactly once, or anybody is in it twice."""
    settings, port = settings_in(folder), free_port()
    made = a_box(settings.ballots, slots=SLIPS, pepper=pepper_of(settings), closes_on=date(9999, 12, 31))
    open_for_answers(made.path)
    start = starting(folder, port, twin=twin)
    with killed_again_and_again(start, port, times=kills, pause=PAUSE) as killer:
        crowd = Crowd(port, made.codes, time.monotonic() + LONGEST, enough=killer.over)
        all_answer(crowd, people)
    assert killer.done == kills
    assert len(crowd.thanked) > people, "enough of them got through for this to say anything"
    inside = Counter(number_of(open_ballot(one, PRIVATE.private_bytes_raw())) for one in sealed_ballots(made.path))
    assert inside.keys() <= set(crowd.tried)
    adds_up = ledger_of(made.path) is Ledger.ADDS_UP
    return not adds_up or any(inside[number] != 1 for number in crowd.thanked) or max(inside.values()) > 1


def test_attack_killed_while_many_people_send(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "killed-under-load",
        rule="“thank you” is said before the ballot is kept",
        ours=lambda: somebody_is_lost(tmp_path / "ours", people=PEOPLE, kills=KILLS),
        twin=lambda: somebody_is_lost(tmp_path / "twin", people=8, kills=3, twin=THANKED_FIRST),
    )
