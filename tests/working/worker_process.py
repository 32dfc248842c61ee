"""A worker whose reports take as long as a test lets them: `python -m tests.working.worker_process FOLDER`.

What it writes is the number of its row. It leaves a file FOLDER/begun-N-TIME when it begins report N, and goes on when
FOLDER/go is there. STEADYGROUND_HOME as ever.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from audit.exhibits import RoundFacts
from audit.hand import Hand
from audit.running.report_work import Taken
from audit.settings import Settings
from audit.working import making
from audit.working.worker import Stop, stop_when_told, work

LONGEST = 60.0  # seconds


def main(folder: Path) -> None:
    """Works until stopped."""

    def written(facts: RoundFacts, taken: Taken, hand: Hand) -> bytes:  # noqa: ARG001 - called as what it replaces
        (folder / f"begun-{taken.id}-{time.monotonic_ns()}").touch()
        until = time.monotonic() + LONGEST
        while not (folder / "go").exists() and time.monotonic() < until:
            time.sleep(0.02)
        return f"report {taken.id}".encode()

    making.written = written
    stop = Stop()
    stop_when_told(stop)
    work(Settings.from_environ(os.environ), stop=stop, patient=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
