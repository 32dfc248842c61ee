"""How hard a text is to read: Flesch-Kincaid grade, by the `readability` library, and the limits.

A grade is a year of school: grade 5 is about ten years of age. One long but common word can lift a short statement by
three grades, so a single statement gets more room than all of them on the whole. The formula knows English only.
"""

from __future__ import annotations

import re
import warnings

MEAN_STATEMENT, ONE_STATEMENT, ONE_HELP = 5.0, 8.0, 8.5


def grade(text: str) -> float:
    """Flesch-Kincaid grade of a text: one sentence a line, words apart, as the library wants it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it writes a backslash where Python would rather have two
        import readability  # only those who check the questionnaires need it

    lines = "\n".join(re.sub(r"[^\w\s’'-]", " ", s) for s in re.split(r"(?<=[.!?])\s+", text.strip()))
    return float(readability.getmeasures(lines, lang="en")["readability grades"]["Kincaid"]) if lines.strip() else 0.0
