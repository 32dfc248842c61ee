"""A key holder of an open round is replaced, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from audit.doors import holders as door
from audit.doors.holders import Agreement
from audit.running import holders
from tests.running.agencies import LIGHT, TODAY, Agency, OpenRound

SITTER = {1: "leader", 2: "rep", 3: "consultant"}


def named(running: OpenRound, seat: int, *, label: str = "Nia") -> str:
    """Somebody is to take this seat, and has written their phrase down: the phrase."""
    here = running.here
    with here.store() as session:
        holders.name_newcomer(session, round_id=running.id, seat=seat, label=label, by=here.leader, today=TODAY)
        return phrase_shown(running, seat)


def phrase_shown(running: OpenRound, seat: int) -> str:
    """The newcomer's phrase, shown and confirmed."""
    here: Agency = running.here
    with here.store() as session:
        phrase = holders.show_newcomer_phrase(session, round_id=running.id, by=getattr(here, SITTER[seat]), cost=LIGHT)
        words = phrase.split()
        holders.confirm_newcomer_phrase(
            session, round_id=running.id, phrase=phrase, words={1: words[0], 4: words[3]}, cost=LIGHT
        )
        return phrase


def agrees(
    running: OpenRound,
    seat: int,
    *,
    phrase: str | None = None,
    today: date = TODAY,
    after: Callable[[str], None] = door.nothing,
) -> Agreement:
    """One holder gives their phrase for the newcomer."""
    with running.here.store() as session:
        return door.agree_to_newcomer(
            session,
            round_id=running.id,
            seat=seat,
            phrase=phrase or running.phrases[seat],
            settings=running.here.settings,
            today=today,
            cost=LIGHT,
            after=after,
        )


def replaced(running: OpenRound, seat: int, *, today: date = TODAY) -> OpenRound:
    """The round once this seat changed hands; its phrases are those of the three who hold a key now."""
    phrase = named(running, seat)
    first, second = sorted({1, 2, 3} - {seat})
    assert agrees(running, first, today=today) is Agreement.WAITING_FOR_SECOND
    assert agrees(running, second, today=today) is Agreement.REPLACED
    return replace(running, phrases=running.phrases | {seat: phrase})
