"""The rules of a stage's wording, on the forty statements they were made for."""

from __future__ import annotations

import pytest

from audit.library.stage_wording import beginning_in, fault_of
from audit.method.questionnaire import GATES, Item, Stage
from tests.builders import core

STAGED = [(item, item.stage) for item in core().items if item.stage]


@pytest.mark.parametrize(("item", "stage"), STAGED, ids=lambda part: getattr(part, "id", ""))
def test_each_statement_fits_its_stage_and_no_other(item: Item, stage: Stage) -> None:
    assert beginning_in(item.text) == ""
    assert [s for s in GATES if fault_of(item.text, s) is None] == [stage]


@pytest.mark.parametrize(
    ("statement", "stage"),
    [
        ("Our team understands why a door stays open.", 1),
        ("Each team has a set time for a break.", 2),
        ("A doctor sees staff here within a week.", 3),
        ("Workers here greet each visitor by name.", 3),
        ("A person who leaves is met by the worker they know.", 3),
        ("Plans here are followed before work begins.", 3),
        ("New rules here wait until staff have read them.", 4),
        ("Staff and families decide together with managers on rooms.", 4),
    ],
)
def test_other_statements_that_are_right_pass(statement: str, stage: int) -> None:
    assert fault_of(statement, Stage(stage)) is None


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("We have begun to ask.", "have begun"),
        ("Leaders plan to ask.", "plan to"),
        ("Staff are starting to ask.", "are starting"),
        ("Staff try to ask.", "try to"),
        ("Teams plan ahead for hard days.", ""),
        ("A new rule starts only after it was tried.", ""),
    ],
)
def test_what_has_only_begun_is_heard(statement: str, words: str) -> None:
    assert beginning_in(statement) == words
