"""A receipt, and taking answers back, on the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.ballot import box as boxes
from tests.ballot.boxes import Made
from tests.staff.people import Person, a_round, settings_in, staff_app

RECEIPT = re.compile(r"(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}")
Comes = Callable[[], Person]


@pytest.fixture
def site(tmp_path: Path) -> tuple[Made, Comes]:
    settings = settings_in(tmp_path)
    made = a_round(settings)
    return made, lambda: Person(staff_app(settings))


def sends(person: Person, code: str, **ticked: str) -> str | None:
    """The receipt on "thank you", if there is one."""
    person.enters(code)
    person.answers_everything("3")
    person.press("send", **ticked)
    assert person.heading.startswith("Thank you")
    found = RECEIPT.search(person.text)
    return found.group() if found else None


def takes_back(person: Person, receipt: str) -> None:
    person.press("take-back")
    person.press("next", receipt=receipt)


def test_a_receipt_is_given_only_where_it_was_ticked_and_is_gone_after_finishing(site: tuple[Made, Comes]) -> None:
    made, comes = site
    assert sends(comes(), made.codes[0]) is None
    person = comes()
    receipt = sends(person, made.codes[1], receipt="yes")
    assert receipt is not None
    assert receipt not in made.codes
    assert "They cannot read them" in person.text
    person.look()
    assert receipt in person.text
    person.press("finish")
    person.look()
    assert receipt not in person.text


def test_the_tick_is_never_set_beforehand_and_stays_on_the_way_through_other_pages(site: tuple[Made, Comes]) -> None:
    made, comes = site
    person = comes()
    person.enters(made.codes[0])
    person.answers_everything("3")
    assert "receipt" not in person.filled()
    person.press("change 1", receipt="yes")
    person.press("next")
    assert person.filled()["receipt"] == "yes"
    person.send({**person.filled(), "language": "es"})
    assert person.filled()["receipt"] == "yes"
    person.send({k: v for k, v in person.filled().items() if k != "receipt"} | {"go": "send"})
    assert RECEIPT.search(person.text) is None


def test_answers_are_taken_back_and_nothing_of_them_is_shown(site: tuple[Made, Comes]) -> None:
    made, comes = site
    receipt = sends(comes(), made.codes[0], receipt="yes")
    assert receipt
    person = comes()
    takes_back(person, receipt)
    assert person.heading == "Your answers are taken back"
    assert boxes.used_slots(made.path) == 0
    person.press("finish")
    assert person.heading == "How do we work here?"


def test_used_and_wrong_receipts_are_told_apart_by_nobody(site: tuple[Made, Comes]) -> None:
    made, comes = site
    receipt = sends(comes(), made.codes[0], receipt="yes")
    assert receipt
    takes_back(comes(), receipt)
    pages = set()
    for typed in (receipt, made.codes[3], "0000-0000-0000"):
        person = comes()
        takes_back(person, typed)
        assert person.response.status_code == 422
        fields = person.filled()
        pages.add(person.response.text.replace(fields["receipt"], "").replace(fields["csrf_token"], ""))
    assert len(pages) == 1


def test_the_page_changes_its_language_keeps_what_was_typed_and_leads_back(site: tuple[Made, Comes]) -> None:
    _made, comes = site
    person = comes()
    person.press("take-back")
    assert "you cannot answer again this time" in person.text
    person.send({**person.filled(), "receipt": "half of it", "language": "es"})
    assert person.filled()["receipt"] == "half of it"
    person.press("back")
    assert person.client.get_cookie("answering") is None


def test_whoever_is_answering_is_not_offered_it(site: tuple[Made, Comes]) -> None:
    made, comes = site
    person = comes()
    assert "Take back answers that you sent" in person.text
    person.enters(made.codes[0])
    person.press("back")
    assert person.heading == "How do we work here?"
    assert "Take back answers that you sent" not in person.text
