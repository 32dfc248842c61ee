"""Save for later, on the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.ballot import box as boxes
from tests.ballot.boxes import CLOSES, Made
from tests.staff.people import Person, a_round, settings_in, staff_app

WRONG = "acid acid acid"
Comes = Callable[[], Person]


@pytest.fixture
def site(tmp_path: Path) -> tuple[Made, Comes]:
    settings = settings_in(tmp_path)
    made = a_round(settings)
    return made, lambda: Person(staff_app(settings))


def words_on(person: Person) -> str:
    """The three words that the page shows."""
    found = re.search(r"three words: ((?:[a-z]+ ){2}[a-z]+)", person.text)
    assert found, person.text
    return found.group(1)


def saves(person: Person, code: str) -> str:
    """After the first page of statements."""
    person.enters(code)
    person.press("next", place="2")
    person.press("later", **dict.fromkeys(person.statements, "3"))
    assert person.heading == "Your answers are saved"
    return words_on(person)


def comes_back(person: Person, code: str, words: str) -> None:
    person.press("start")
    person.press("next", code=code, words=words)


def test_on_another_phone_everything_is_there_again(site: tuple[Made, Comes]) -> None:
    made, comes = site
    first = comes()
    words = saves(first, made.codes[0])
    assert f"until {CLOSES.day} March 2026" in first.text
    assert "Nothing is sent yet" in first.text
    first.press("finish")
    assert first.heading == "How do we work here?"
    second = comes()
    comes_back(second, made.codes[0], words)
    assert second.heading != "Where you work"
    assert {second.filled()[name] for name in second.statements} == {"3"}
    second.answers_everything("3")
    second.press("send")
    assert second.heading.startswith("Thank you")
    assert boxes.used_slots(made.path) == 1


def test_whoever_saved_can_keep_going_and_the_words_are_gone_with_their_page(site: tuple[Made, Comes]) -> None:
    made, comes = site
    person = comes()
    words = saves(person, made.codes[0])
    person.look()
    assert words_on(person) == words
    person.press("keep")
    assert {person.filled()[name] for name in person.statements} == {"3"}
    person.press("back")
    assert words not in person.text


def test_every_page_that_asks_something_offers_it(site: tuple[Made, Comes]) -> None:
    made, comes = site
    person = comes()
    person.enters(made.codes[0])
    seen = 0
    while True:
        assert "Save for later" in person.text
        seen += 1
        if person.heading == "Your answers":
            break
        person.press("next")
    assert seen > 5
    person.press("later")
    assert person.heading == "Your answers are saved"


def test_the_words_stay_when_the_language_changes(site: tuple[Made, Comes]) -> None:
    made, comes = site
    person = comes()
    words = saves(person, made.codes[0])
    person.send({**person.filled(), "language": "es"})
    assert words in person.text


def alike(person: Person) -> str:
    """The page as anybody would get it: without this person's own code and proof."""
    fields = person.filled()
    return person.response.text.replace(fields["code"], "").replace(fields["csrf_token"], "")


def test_nobody_learns_from_the_page_whether_something_was_saved(site: tuple[Made, Comes]) -> None:
    made, comes = site
    saver = comes()
    saves(saver, made.codes[0])
    locked = comes()
    locked.press("start")
    for _try in range(7):
        locked.press("next", code=made.codes[2], words=WRONG)
    pages = []
    for code in made.codes[:3]:
        stranger = comes()
        comes_back(stranger, code, WRONG)
        assert stranger.response.status_code == 422
        assert "These words open nothing with this code" in stranger.errors[0]
        pages.append(alike(stranger))
    assert len(set(pages)) == 1


def test_a_code_that_opens_nothing_says_the_same_with_words_and_without(site: tuple[Made, Comes]) -> None:
    made, comes = site
    used = comes()
    used.enters(made.codes[0])
    used.answers_everything("1")
    used.press("send")
    pages = set()
    for code in (made.codes[0], "0000-0000-0000"):
        stranger = comes()
        comes_back(stranger, code, WRONG)
        assert [error[:31] for error in stranger.errors] == ["This code opens nothing here: l"]
        assert stranger.filled()["words"] == WRONG  # nothing typed is lost
        pages.add(alike(stranger))
    assert len(pages) == 1


def test_a_slip_of_the_finger_is_pointed_at(site: tuple[Made, Comes]) -> None:
    made, comes = site
    person = comes()
    comes_back(person, made.codes[0], "acid acidd acid")
    assert person.errors == ("“acidd” is not one of our words. Did you mean “acid”?",)


def test_beginning_afresh_leaves_what_was_saved_and_stopping_deletes_it(site: tuple[Made, Comes]) -> None:
    made, comes = site
    words = saves(comes(), made.codes[0])
    afresh = comes()
    afresh.enters(made.codes[0])
    assert afresh.heading == "Where you work"
    again = comes()
    comes_back(again, made.codes[0], words)
    assert again.errors == ()
    again.press("stop")
    again.press("delete")
    last = comes()
    comes_back(last, made.codes[0], words)
    assert "These words open nothing" in last.errors[0]


def test_a_slip_that_was_used_meanwhile_saves_nothing_and_says_so(site: tuple[Made, Comes]) -> None:
    made, comes = site
    first, second = comes(), comes()
    first.enters(made.codes[0])
    second.enters(made.codes[0])
    second.answers_everything("1")
    second.press("send")
    first.press("later")
    assert first.heading == "Your answers"
    assert "This code opens nothing here" in first.errors[0]
