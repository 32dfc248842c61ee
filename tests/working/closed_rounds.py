"""A closed round to work on, made once and copied for each test."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

from audit.store.database import open_store
from tests.commands.calling import scratch
from tests.doors.closing import closed
from tests.running.agencies import OpenRound, open_round, settings_in


@cache
def _made() -> OpenRound:
    running = open_round(scratch() / "home", answers=12)
    closed(running)
    return running


def a_closed_round(folder: Path) -> OpenRound:
    """An installation of its own in a folder that is not there yet: twelve people have answered, and it is closed."""
    made = _made()
    shutil.copytree(made.here.settings.home, folder)
    settings = settings_in(folder)
    return replace(made, here=replace(made.here, settings=settings, store=open_store(settings)))
