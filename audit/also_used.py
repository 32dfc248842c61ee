"""What else an organisation used in the year of a round: other instruments, named beside the profile, never in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MOST = 5
LONGEST_NAME = 120
LONGEST_SENTENCE = 200
OFFERED = (
    "Barrett-Lennard Relationship Inventory",
    "CARE Measure",
    "Interpersonal Reactivity Index",
    "Jefferson Scale of Empathy",
    "ProQOL",
)
"""The instruments that our guide tells about. Any other name may be written, too."""


@dataclass(frozen=True, slots=True)
class AlsoUsed:
    """name of the instrument; day on which it was used, one day where it took several; sentence for the report, ""
    for none. A sentence holds no digit: results of other instruments are not part of a profile."""

    name: str
    day: date
    sentence: str = ""


def has_number(text: str) -> bool:
    """Whether there is a digit in it, of whatever script, fractions and raised figures included."""
    return any(letter.isnumeric() for letter in text)
