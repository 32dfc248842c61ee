"""Faults of files that somebody hands in: nothing is computed from such a file, and every fault of it is listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit.refusals import Refusal
from audit.wording import gettext as _

SPARE = "more cells than columns"
"""Under this key a `csv.DictReader` puts cells that stand under no heading."""


class FileFaults(Refusal):
    """A file cannot be used; `faults` holds one sentence each, in the order of the file."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(*faults)
        self.faults = faults


@dataclass(slots=True)
class Reading:
    """A file that is being read, and what is wrong with it so far."""

    file: str
    faults: list[str] = field(default_factory=list)

    def fault(self, sentence: str) -> None:
        """One thing that is wrong, said with the file's name before it."""
        self.faults.append(f"{self.file}: {sentence}")

    def finish(self) -> None:
        """FileFaults where anything was wrong."""
        if self.faults:
            raise FileFaults(tuple(self.faults))


def too_many_cells(row: Mapping[str, str], number: int, reading: Reading) -> None:
    """Note that a row of a `csv.DictReader` (restkey=SPARE) is longer than the first line."""
    wanted = len(row) - 1
    reading.fault(
        _(
            "row %(row)s has %(found)s cells; the first line names %(wanted)s columns.",
            row=number,
            found=wanted + len(row[SPARE]),
            wanted=wanted,
        )
    )
