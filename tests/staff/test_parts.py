"""Small parts of the staff plane: steps, cookie, forms."""

from __future__ import annotations

import pytest
from flask import Request, Response
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder

from audit.method.answers import WORDS
from audit.staff import steps
from audit.staff.cookie import cookie_for, proof_of
from audit.staff.forms import choices_form, field_name, is_genuine
from audit.staff.steps import CODE, FIRST, REVIEW, START, STOPPED, THANKS, Kind, Step, page_step, step_of
from tests.builders import core

HELD = bytes(range(32))
ASKED = {field_name(item.id): tuple(WORDS) for item in core().items}
WAY = tuple(page_step(number) for number in range(10))


@pytest.mark.parametrize(
    "step",
    [START, CODE, FIRST, page_step(9), Step(Kind.CHANGE, 4), REVIEW, Step(Kind.STOP, before=REVIEW), STOPPED, THANKS],
)
def test_a_step_comes_back_from_its_text(step: Step) -> None:
    assert step_of(str(step)) == step


@pytest.mark.parametrize("text", ["", "page", "page x", "home", "stop", "stop home"])
def test_other_texts_are_no_steps(text: str) -> None:
    with pytest.raises(ValueError, match=r"valid|invalid"):
        step_of(text)


def test_the_way_leads_from_page_to_page_to_the_review_and_back() -> None:
    forth = [FIRST]
    while forth[-1] != REVIEW:
        forth.append(steps.after(forth[-1], WAY))
    back = [REVIEW]
    while back[-1] != START:
        back.append(steps.before(back[-1], WAY))
    assert forth == [*WAY, REVIEW]
    assert back == [REVIEW, *reversed(WAY), START]


def test_a_page_that_is_changed_leads_to_the_review_both_ways() -> None:
    change = Step(Kind.CHANGE, 3)
    assert (steps.after(change, WAY), steps.before(change, WAY)) == (REVIEW, REVIEW)


@pytest.mark.parametrize("https", [True, False])
def test_a_cookie_comes_back_as_it_was_given(https: bool) -> None:
    cookie = cookie_for(https=https)
    response = Response()
    cookie.give(response, HELD)
    sent = response.headers["Set-Cookie"].partition(";")[0]
    assert cookie.read(Request(EnvironBuilder(environ_overrides={"HTTP_COOKIE": sent}).get_environ())) == HELD


@pytest.mark.parametrize("value", ["", "short", "A" * 44, "%%%", "A" * 42])
def test_a_cookie_we_never_gave_is_no_cookie(value: str) -> None:
    cookie = cookie_for(https=False)
    request = Request(EnvironBuilder(environ_overrides={"HTTP_COOKIE": f"{cookie.name}={value}"}).get_environ())
    assert cookie.read(request) is None


def test_a_form_is_genuine_with_the_proof_of_its_own_cookie_only() -> None:
    assert is_genuine(MultiDict({"csrf_token": proof_of(HELD)}), HELD)
    for proof in (proof_of(bytes(32)), "", "é", HELD.hex()):
        assert not is_genuine(MultiDict({"csrf_token": proof}), HELD)


@pytest.mark.parametrize("word", ["0", "4", "dk", "na", ""])
def test_every_answer_of_the_scale_is_taken(word: str) -> None:
    assert choices_form(ASKED, MultiDict({"item-S.D1": word})).validate()


@pytest.mark.parametrize("word", ["5", "-1", "DK", "yes", "0 "])
def test_anything_else_is_no_answer(word: str) -> None:
    assert not choices_form(ASKED, MultiDict({"item-S.D1": word})).validate()


def test_what_is_missing_was_left_blank() -> None:
    assert choices_form(ASKED, MultiDict()).validate()
