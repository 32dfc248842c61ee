"""Where the box of a round lies, and the rule that one key holder is served after the other."""

from __future__ import annotations

import threading
from pathlib import Path

from audit.settings import Settings


def box_of(settings: Settings, *, round_id: int) -> Path:
    """The file of a round's box, whether it is there or not."""
    return settings.ballots / f"{round_id}.sqlite"


ONE_AT_A_TIME = threading.Lock()
"""Held by whatever takes a phrase or changes a box."""
