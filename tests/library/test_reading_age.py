"""How hard the questionnaire is to read: Flesch-Kincaid grade, by the `readability` library, with the limits here."""

from __future__ import annotations

import re
import warnings

import pytest

from audit.method.questionnaire import Item
from tests.builders import core, library

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it writes a backslash where Python would rather have two
    import readability

MEAN_STATEMENT, ONE_STATEMENT, ONE_HELP = 5.0, 8.0, 8.5
"""School grades. Grade 5 is about ten years of age; one long but common word can lift a short statement by three."""
LONGEST_HELP, LONGEST_SHORT = 25, 5  # words


def grade(text: str) -> float:
    """Flesch-Kincaid grade of a text: one sentence a line, words apart, as the library wants it."""
    lines = "\n".join(re.sub(r"[^\w\s’'-]", " ", s) for s in re.split(r"(?<=[.!?])\s+", text))
    return readability.getmeasures(lines, lang="en")["readability grades"]["Kincaid"]


@pytest.mark.parametrize("item", core().items, ids=lambda item: item.id)
def test_a_statement_and_its_help_can_be_read_by_somebody_tired(item: Item) -> None:
    assert grade(item.text) <= ONE_STATEMENT
    assert grade(item.help) <= ONE_HELP
    assert len(item.help.split()) <= LONGEST_HELP
    assert len(item.short.split()) <= LONGEST_SHORT


def test_statements_are_plain_on_the_whole() -> None:
    grades = [grade(item.text) for item in core().items]
    assert sum(grades) / len(grades) <= MEAN_STATEMENT


def test_what_is_asked_of_leaders_is_plain_too() -> None:
    for item, evidence in library().leadership.prompts.items():
        assert len(evidence.split()) <= LONGEST_HELP, item


def test_a_hard_sentence_is_found_hard() -> None:
    hard = "Organisational interdependencies necessitate multidisciplinary reconceptualisation of responsibilities."
    assert grade(hard) > ONE_HELP
