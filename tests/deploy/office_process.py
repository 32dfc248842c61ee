"""What the office's user does in a process of its own: `python -m tests.deploy.office_process`.

Each line that it reads is a list in JSON, a step and its arguments; it answers with a line. Each step goes through the
operations and doors that the office's pages use.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from random import Random
from typing import Any

from audit.ballot.box import manifest_of
from audit.ballot.making import add_slots
from audit.ballot.slips import new_codes, pepper_of
from audit.doors import close, launch
from audit.doors.places import box_of
from audit.keeping.checking import everything
from audit.office.first_visit import set_up_code
from audit.settings import Settings, kept_secret
from audit.store.database import open_store
from tests.builders import library
from tests.running import agencies
from tests.running.agencies import LIGHT

SETTINGS = Settings.from_environ(os.environ)
TODAY = date.today()  # noqa: DTZ011 - the day at this machine, as the program that serves staff has it


def prints() -> Any:
    """An agency with a trial whose slips are printed."""
    here = agencies.agency(SETTINGS.home)
    set_up_code(SETTINGS)
    kept_secret(SETTINGS.secrets, "second-step")
    (SETTINGS.reports / "elm").mkdir()
    (SETTINGS.reports / "elm" / "kept.pdf").write_text("a report that is kept")
    round_id = agencies.cosigned(here, trial=True, today=TODAY)
    phrases = agencies.phrases(here, round_id)
    return {"round": round_id, "phrases": phrases, "codes": agencies.printed(here, round_id, today=TODAY)}


def opens(round_id: int, leader: int) -> Any:
    """From now on people may answer."""
    with open_store(SETTINGS)() as session:
        launch.open_round(session, round_id=round_id, settings=SETTINGS, today=TODAY, by=leader)


def adds(round_id: int) -> Any:
    """A slot more while people answer; its code."""
    path, chance = box_of(SETTINGS, round_id=round_id), Random(9)
    codes = new_codes(1, chance)
    said = manifest_of(path).circumstances
    add_slots(path, codes=codes, pepper=pepper_of(SETTINGS), circumstances=said, chance=chance)
    return codes


def closes(round_id: int, *phrases: str) -> Any:
    """Two phrases, one after the other; what they brought about."""
    with open_store(SETTINGS)() as session:
        return [
            close.give_phrase(
                session,
                round_id=round_id,
                seat=seat,
                phrase=phrase,
                settings=SETTINGS,
                library=library(),
                today=TODAY,
                cost=LIGHT,
            )
            for seat, phrase in enumerate(phrases, 1)
        ]


def looks() -> Any:
    """What `doctor` finds that is not as promised."""
    found = everything(SETTINGS, nginx=None, now=datetime.now().astimezone())
    return [[one.check, one.what] for one in found if one.state != "ok"]


STEPS: Mapping[str, Callable[..., Any]] = {
    "prints": prints,
    "opens": opens,
    "adds": adds,
    "closes": closes,
    "looks": looks,
}

if __name__ == "__main__":
    for line in sys.stdin:
        step, *arguments = json.loads(line)
        sys.stdout.write(json.dumps(STEPS[step](*arguments)) + "\n")
        sys.stdout.flush()
