"""The library as commands use it: our questionnaires, and beside them the organisation's own."""

from __future__ import annotations

import os
from pathlib import Path

from audit.library import QUESTIONNAIRES, Library, load
from audit.settings import Settings


def own_folder(folder: Path = QUESTIONNAIRES) -> Path | None:
    """Where own questionnaires lie; None where another folder than ours is looked at, which stands for itself."""
    return Settings.from_environ(os.environ).questionnaires if folder == QUESTIONNAIRES else None


def library_in(folder: Path = QUESTIONNAIRES) -> Library:
    """Everything that can be asked here; QuestionnaireFaults."""
    return load(folder, own=own_folder(folder))
