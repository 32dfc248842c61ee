"""Pages say for whom they are, where that is not everybody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from audit.audiences import said_for, shared_by
from audit.method.questionnaire import Audience
from tests.builders import core
from tests.staff.people import Person, a_round, settings_in, staff_app

PRACTICE = "For those who work with the people we support."


def test_a_page_for_practice_staff_says_so_once_and_others_say_nothing(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings, asks="core+relationships")
    person = Person(staff_app(settings))
    person.enters(made.codes[0])
    said = {}
    while person.heading != "Your answers":
        said[person.heading] = person.text.count(PRACTICE)
        person.press("next")
    assert {title for title, times in said.items() if times} == {
        "Getting to know each other",
        "Staying alongside people",
    }
    assert set(said.values()) == {0, 1}


def test_items_for_different_people_say_it_each() -> None:
    one, other = core().items[:2]
    assert shared_by([one, other]) == ""
    assert shared_by([replace(one, audience=Audience.SUPERVISORS), other]) == ""
    assert shared_by([replace(one, audience=Audience.PRACTICE)]) == PRACTICE
    assert said_for(Audience.SUPERVISORS) == "For those who lead or supervise others."
