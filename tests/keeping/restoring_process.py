"""A process that restores and dies right after the step it is told: `python -m tests.keeping.restoring_process`.

Arguments: file, home, step. Ends with status 9 where it died, 0 where the step never came.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from audit.keeping.restoring import restore
from tests.running.agencies import settings_in


def main(file: str, home: str, last_step: str) -> None:
    """Restore; die after that step as a machine without power does."""

    def die(step: str) -> None:
        if step == last_step:
            os._exit(9)

    restore(Path(file), settings=settings_in(Path(home)), after=die)


if __name__ == "__main__":
    main(*sys.argv[1:])
