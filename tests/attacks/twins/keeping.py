"""A backup without one rule of the promise, section 5: it holds the box of an open round, too."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date
from pathlib import Path

from audit.settings import Settings


def back_up_the_folder(path: Path, *, settings: Settings, today: date) -> None:  # noqa: ARG001 - as ours is called
    """What most would do: everything that lies in the folder, into one file."""
    with zipfile.ZipFile(path, "w") as packed:
        for file in sorted(settings.home.rglob("*")):
            if file.is_file():
                packed.write(file, file.relative_to(settings.home).as_posix())


def restore_the_folder(path: Path, *, settings: Settings) -> None:
    """Its other half."""
    shutil.unpack_archive(path, settings.home, "zip")
