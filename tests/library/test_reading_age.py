"""How hard the questionnaires are to read. The limits stand in `audit.library.reading_age`; `check` applies them."""

from __future__ import annotations

import subprocess
import sys

from audit.library.reading_age import MEAN_STATEMENT, ONE_HELP, ONE_STATEMENT, grade
from tests.builders import library

EVERY = [i for q in library().questionnaires if q.language == "en" for i in q.items]


def test_the_limits_are_those_that_are_promised() -> None:
    assert (MEAN_STATEMENT, ONE_STATEMENT, ONE_HELP) == (5.0, 8.0, 8.5)


def test_every_statement_and_its_help_can_be_read_by_somebody_tired() -> None:
    assert [i.id for i in EVERY if grade(i.text) > ONE_STATEMENT or grade(i.help) > ONE_HELP] == []


def test_statements_are_plain_on_the_whole() -> None:
    for asked in library().questionnaires:
        if asked.language == "en" and asked.items:
            assert sum(grade(i.text) for i in asked.items) / len(asked.items) <= MEAN_STATEMENT, asked.id


def test_a_hard_sentence_is_found_hard() -> None:
    hard = "Organisational interdependencies necessitate multidisciplinary reconceptualisation of responsibilities."
    assert grade(hard) > ONE_HELP
    assert grade("We talk to each other.") < MEAN_STATEMENT
    assert grade("") == 0


def test_the_product_starts_without_it() -> None:
    said = "import sys, audit.library; audit.library.load(); print('readability' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout == "False\n"
