"""Throttle, held phrases, the style sheet of the office: parts that stand alone."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime, timedelta

import pytest

from audit.keys import calm_words
from audit.office.cookies import cookies_for, only_ours
from audit.office.first_visit import size_of
from audit.office.held_phrases import HeldPhrases
from audit.office.throttle import TRIES_A_NAME, TRIES_IN_ALL, Throttle, TooManyTries
from audit.store.models import Size
from audit.wording import ROOT
from tests.pages import NEVER_SAID
from tests.staff.test_look import declarations

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CSS = (ROOT / "static" / "office.css").read_text(encoding="utf-8")


def test_five_wrong_tries_close_one_name_and_no_other() -> None:
    throttle = Throttle()
    for _try in range(TRIES_A_NAME):
        throttle.check("lea@elm.example", now=NOW)
        throttle.count_wrong("Lea@Elm.example ", now=NOW)
    with pytest.raises(TooManyTries):
        throttle.check("lea@elm.example", now=NOW)
    throttle.check("sam@elm.example", now=NOW)
    throttle.check("lea@elm.example", now=NOW + timedelta(minutes=16))


def test_guessing_many_names_is_slowed_down_as_well() -> None:
    throttle = Throttle()
    for number in range(TRIES_IN_ALL):
        throttle.count_wrong(f"name {number}", now=NOW)
    with pytest.raises(TooManyTries):
        throttle.check("somebody else", now=NOW)


def test_the_throttle_keeps_no_address() -> None:
    throttle = Throttle()
    throttle.count_wrong("lea@elm.example", now=NOW)
    assert "lea@elm" not in repr(vars(throttle))


def test_whoever_got_in_starts_afresh() -> None:
    throttle = Throttle()
    for _try in range(TRIES_A_NAME - 1):
        throttle.count_wrong("lea", now=NOW)
    throttle.forget("lea")
    throttle.count_wrong("lea", now=NOW)
    throttle.check("lea", now=NOW)


def test_a_held_phrase_opens_for_its_holder_only_and_only_in_this_process() -> None:
    held = HeldPhrases()
    sealed = held.seal("seven words", whose="round 1, seat 1")
    assert held.open(sealed, whose="round 1, seat 1") == "seven words"
    assert held.open(sealed, whose="round 1, seat 2") is None
    assert HeldPhrases().open(sealed, whose="round 1, seat 1") is None
    assert held.open("not sealed by us ü", whose="round 1, seat 1") is None
    assert held.open("", whose="round 1, seat 1") is None
    assert "seven" not in sealed


def test_no_phrase_is_made_of_a_word_that_this_house_does_not_say() -> None:
    assert not NEVER_SAID & set(calm_words())
    assert len(calm_words()) > 1_950


@pytest.mark.parametrize(
    ("headcount", "size"), [(14, Size.UNDER_15), (15, Size.FROM_15), (19, Size.FROM_15), (20, Size.FROM_20)]
)
def test_sizes_change_at_15_and_20(headcount: int, size: Size) -> None:
    assert size_of(headcount) is size


def test_no_declaration_names_a_physical_side() -> None:
    sides = re.compile(r"(^|-)(left|right)($|-)|^(left|right)$")
    assert [d for d in declarations(CSS) if sides.search(d[1]) or d[2] in ("left", "right")] == []
    four = [v for _s, p, v in declarations(CSS) if p in ("padding", "margin") and len(v.split()) == 4]
    assert [v for v in four if v.split()[1] != v.split()[3]] == []


def test_no_text_is_smaller_than_sixteen_pixels() -> None:
    sizes = [v for _s, p, v in declarations(CSS) if p in ("font-size", "font")]
    rems = [float(m) for v in sizes for m in re.findall(r"(?<![\d/])(\d*\.?\d+)rem", v)]
    assert min(rems) >= 1


def test_colours_come_from_the_shared_tokens_alone() -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", CSS)


def test_the_style_sheet_is_small() -> None:
    assert len(gzip.compress(CSS.encode())) < 2_500


def test_the_office_is_told_no_cookie_but_its_own() -> None:
    sent = "__Host-answering=1; __Secure-office=2; office=3;  __Secure-office-language=es; __Secure-office-not=4"
    told = only_ours({"HTTP_COOKIE": sent, "PATH_INFO": "/"}, cookies_for(https=True))
    assert told == {"HTTP_COOKIE": "__Secure-office=2; __Secure-office-language=es", "PATH_INFO": "/"}
    assert only_ours({"HTTP_COOKIE": "answering=1"}, cookies_for(https=False)) == {}
