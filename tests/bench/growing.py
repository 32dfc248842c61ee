"""Reports one after the other in one process, as the worker makes them: whether they leave anything behind.

`python -m tests.bench.growing` prints how many megabytes the process holds after the second report, and after the last.
The first ones do not count: they read fonts, templates and libraries, which stay.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from pathlib import Path

from reports import report_pdf
from tests.bench.ratios import Ratio
from tests.exhibits.rounds import facts

PEOPLE = 105
WARM, REPORTS = 2, 12
GOAL = 1.15
LONGEST = 900.0  # seconds


def measured() -> Ratio:
    """After ten reports more, beside the same process before them. A process of its own: nothing else grew in it."""
    found = subprocess.run(
        [sys.executable, "-m", "tests.bench.growing"], capture_output=True, check=True, timeout=LONGEST
    )
    before, after = json.loads(found.stdout)
    return Ratio("memory after ten reports in a row", after, before, "MB", after / before, GOAL)


def main() -> None:
    """Makes them, and says what it holds."""
    round_facts = facts(PEOPLE)
    held = []
    for _report in range(REPORTS):
        report_pdf(round_facts)
        gc.collect()
        held.append(held_now())
    sys.stdout.write(json.dumps([held[WARM - 1], held[-1]]))


def held_now() -> float:
    """Megabytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


if __name__ == "__main__":
    main()
