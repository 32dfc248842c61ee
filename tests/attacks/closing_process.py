"""A process that gives a phrase and dies right after the step it is told: `python -m tests.attacks.closing_process`.

Arguments: home, round, seat, phrase, day, step, and the name of a twin where one rule is to be taken away. Ends with
status 9 where it died, 0 where the step never came.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from audit.doors.close import give_phrase
from audit.settings import Settings
from audit.store.database import open_store
from tests.attacks.twins import closing
from tests.builders import library
from tests.running.agencies import LIGHT


def main(home: str, round_id: str, seat: str, phrase: str, day: str, last_step: str, twin: str = "") -> None:
    """Give the phrase; die after that step as a machine without power does."""

    def die(step: str) -> None:
        if step == last_step:
            os._exit(9)

    if twin:
        closing.TWINS[twin]()
    settings = Settings.from_environ({"STEADYGROUND_HOME": str(Path(home))})
    with open_store(settings)() as session:
        give_phrase(
            session,
            round_id=int(round_id),
            seat=int(seat),
            phrase=phrase,
            settings=settings,
            library=library(),
            today=date.fromisoformat(day),
            cost=LIGHT,
            after=die,
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
