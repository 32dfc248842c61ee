"""Closing a round in one go."""

from __future__ import annotations

from datetime import date

from audit.doors.close import give_phrase
from tests.builders import library
from tests.running.agencies import AFTER, LIGHT, OpenRound


def closed(running: OpenRound, *, today: date = AFTER) -> int:
    """The round's id, once leader and staff representative gave their phrases."""
    with running.here.store() as session:
        for seat in sorted(running.phrases)[:2]:
            give_phrase(
                session,
                round_id=running.id,
                seat=seat,
                phrase=running.phrases[seat],
                settings=running.here.settings,
                library=library(),
                today=today,
                cost=LIGHT,
            )
    return running.id
