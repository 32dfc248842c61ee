"""Where the box of a round lies."""

from __future__ import annotations

from pathlib import Path

from audit.settings import Settings


def box_of(settings: Settings, *, round_id: int) -> Path:
    """The file of a round's box, whether it is there or not."""
    return settings.ballots / f"{round_id}.sqlite"
