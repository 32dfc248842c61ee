"""A stack of paper forms: keyed in one by one, sent together, script-free, at the one address."""

from __future__ import annotations

import gzip
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audit.answering import batch
from audit.ballot import box as boxes
from audit.ballot.box import SlipNotAccepted
from audit.method.answers import DontKnow, NotApplicable, Rated
from audit.paper import numbered
from audit.wording import ROOT
from tests.ballot.boxes import CLOSES, Made
from tests.builders import core
from tests.pages import text_of
from tests.staff.keyers import Keyer, ballots_in, said_everywhere
from tests.staff.people import Person, a_round, settings_in, staff_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ASKED = core().as_asked_in(1)
STYLE = (ROOT / "static" / "steadyground.css").read_bytes()


@dataclass(frozen=True, slots=True)
class Site:
    """An open round and somebody with a stack of paper forms."""

    app: WSGIApplication
    made: Made
    keyer: Keyer

    @property
    def codes(self) -> tuple[str, ...]:
        return self.made.codes


@pytest.fixture
def site(tmp_path: Path) -> Site:
    settings = settings_in(tmp_path)
    made = a_round(settings)
    app = staff_app(settings)
    return Site(app, made, Keyer(app))


def test_the_first_page_says_who_keys_in_what_to_do_with_the_paper_and_what_it_cannot_do(site: Site) -> None:
    site.keyer.press("stack")
    for said in (
        "For the staff representative or the consultant, not for a leader.",
        "Mix the closed envelopes",
        "Then destroy the forms and the slips",
        "You see the answers, and you may know a handwriting.",
        "can tell which slips were in the batch",
        "at most 60 forms",
        "until 27 March 2026",
    ):
        assert said in site.keyer.text


def test_a_stack_is_in_the_box_once_it_is_sent_and_not_before(site: Site) -> None:
    keyer = site.keyer
    keyer.keys_in_stack(site.codes[:4], "04kn")
    assert keyer.heading == "Your batch of paper forms"
    assert "4 forms are kept." in keyer.text
    assert ballots_in(site.made.path) == []
    keyer.press("send")
    assert keyer.heading == "Thank you. The batch is sent."
    assert "4 forms are sent." in keyer.text
    assert Counter(map(said_everywhere, ballots_in(site.made.path))) == Counter("04kn")


def test_place_role_and_every_line_arrive_as_keyed_in(site: Site) -> None:
    keyer = site.keyer
    keyer.begins(site.codes[0])
    first, second, *_others, last = keyer.lines
    keyer.press("last", code=site.codes[0], place="2", role="1", **{first: " 3 ", second: "N", last: "K"})
    keyer.press("send")
    (ballot,) = ballots_in(site.made.path)
    assert (ballot.place, ballot.role) == (("Harbour House", "Night team"), ("Care and support",))
    assert {f"item-{item}": said for item, said in ballot.answers.items()} == {
        first: Rated(3),
        second: NotApplicable(),
        last: DontKnow(),
    }


def test_lines_have_the_numbers_of_the_paper_form(site: Site) -> None:
    site.keyer.begins(site.codes[0])
    labels = [text_of(e) for e in site.keyer.page.iter("label") if e.get("for", "").startswith("item-")]
    assert labels == [f"{number} {item.short}" for number, item in numbered(ASKED)]


def test_what_cannot_be_keyed_in_is_named_and_nothing_typed_is_lost(site: Site) -> None:
    keyer = site.keyer
    keyer.begins(site.codes[0])
    first, second, third, *_others = keyer.lines
    keyer.press("next", **{first: "4", second: "7", third: "dunno"})
    assert keyer.response.status_code == 422
    assert keyer.errors == tuple(
        f"“{number} {item.short}”: type 0 to 4, k or n, or leave it empty." for number, item in numbered(ASKED)[1:3]
    )
    assert [keyer.filled()[name] for name in (first, second, third)] == ["4", "7", "dunno"]
    keyer.press("last", **{second: "", third: "0"})
    keyer.press("send")
    (ballot,) = ballots_in(site.made.path)
    assert set(ballot.answers.values()) == {Rated(4), Rated(0)}


def test_a_wrong_code_is_refused_in_the_words_of_the_code_page_and_the_entries_stay(site: Site) -> None:
    keyer = site.keyer
    keyer.press("stack")
    keyer.press("next", code="0000-0000-0000")
    assert keyer.errors == SlipNotAccepted().sentences
    keyer.press("next", code=site.codes[0])
    keyer.keys_in("1111-2222-3333", "2")
    assert keyer.response.status_code == 422
    assert keyer.errors == SlipNotAccepted().sentences
    assert {keyer.filled()[name] for name in keyer.lines} == {"2"}
    assert keyer.filled()["code"] == "1111-2222-3333"


def test_one_slip_twice_in_a_batch_is_refused_with_the_number_of_the_other_form(site: Site) -> None:
    keyer = site.keyer
    keyer.begins(site.codes[0])
    keyer.keys_in(site.codes[0], "1")
    keyer.keys_in(site.codes[0].lower(), "2")
    assert keyer.errors == ("Form 1 of this batch has this code: look at both slips.",)


def test_a_form_can_be_taken_out_and_its_slip_stays_good(site: Site) -> None:
    keyer = site.keyer
    keyer.keys_in_stack(site.codes[:3], "012")
    assert list(keyer.kept) == ["out 1", "out 2", "out 3"]
    keyer.press("out 2")
    assert list(keyer.kept) == ["out 1", "out 3"]
    keyer.press("next")
    assert keyer.heading == "Form 4"
    keyer.keys_in(site.codes[1], "4", go="last")
    keyer.press("send")
    assert Counter(map(said_everywhere, ballots_in(site.made.path))) == Counter("024")


def test_the_list_shows_no_answer_and_no_code(site: Site) -> None:
    keyer = site.keyer
    keyer.keys_in_stack(site.codes[:2], "3k")
    for said in (*site.codes[:2], *(item.short for item in ASKED.items), "Usually"):
        assert said not in keyer.response.text


def test_a_code_that_was_used_in_between_stops_all_of_them_and_is_named(site: Site) -> None:
    keyer = site.keyer
    keyer.keys_in_stack(site.codes[:3], "012")
    other = Person(site.app)
    other.enters(site.codes[1])
    other.answers_everything("4")
    other.press("send")
    keyer.press("send")
    assert keyer.response.status_code == 422
    (error,) = keyer.errors
    assert error.startswith("Form 2: This code opens nothing here")
    assert "Nothing was sent." in error
    assert len(ballots_in(site.made.path)) == 1
    keyer.press("out 2")
    keyer.press("send")
    assert "2 forms are sent." in keyer.text
    assert Counter(map(said_everywhere, ballots_in(site.made.path))) == Counter("024")


def test_a_pause_in_the_middle_of_a_form_loses_nothing(site: Site) -> None:
    keyer = site.keyer
    keyer.begins(site.codes[0])
    keyer.keys_in(site.codes[0], "1")
    keyer.press("list", code=site.codes[1], place="3", **dict.fromkeys(keyer.lines, "2"))
    assert "Form 2 is begun and not kept." in keyer.text
    keyer.look()
    keyer.press("next")
    assert keyer.heading == "Form 2"
    assert (keyer.filled()["code"], keyer.filled()["place"]) == (site.codes[1], "3")
    assert {keyer.filled()[name] for name in keyer.lines} == {"2"}


def test_enter_keeps_no_half_form_and_leads_to_the_list_of_none(site: Site) -> None:
    keyer = site.keyer
    keyer.begins(site.codes[0])
    assert next(e for e in keyer.page.iter("button")).get("value") == "stay"
    keyer.press("stay", **{keyer.lines[0]: "2"})
    assert keyer.heading == "Form 1"
    assert keyer.filled()[keyer.lines[0]] == "2"
    keyer.press("list")
    assert "No form is kept yet." in keyer.text


def test_sixty_forms_are_the_most_and_the_way_out_is_said(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "LARGEST", 3)
    keyer = site.keyer
    keyer.begins(site.codes[0])
    for code in site.codes[:3]:
        keyer.keys_in(code, "1")
    assert keyer.heading == "Your batch of paper forms"
    assert "Send them, then begin another batch." in keyer.text
    assert not [e for e in keyer.page.iter("button") if text_of(e) == "Take the next form"]
    keyer.press("next")
    assert keyer.heading == "Your batch of paper forms"
    keyer.press("send")
    assert len(ballots_in(site.made.path)) == 3


def test_stop_pauses_once_and_then_nothing_of_the_batch_is_left(site: Site) -> None:
    keyer = site.keyer
    keyer.keys_in_stack(site.codes[:2], "12")
    keyer.press("stop")
    assert keyer.heading == "Stop and delete this batch?"
    keyer.press("keep")
    assert "2 forms are kept." in keyer.text
    keyer.press("stop")
    keyer.press("delete")
    assert keyer.heading == "The batch is deleted"
    assert "Nothing was sent" in keyer.text
    for go in ("send", "list", "next", "keep", "out 1"):
        keyer.press(go)
        assert keyer.heading == "The batch is deleted"
    keyer.press("finish")
    assert keyer.heading == "How do we work here?"
    assert boxes.used_slots(site.made.path) == 0
    again = Keyer(site.app)
    again.keys_in_stack(site.codes[:2], "34")
    again.press("send")
    assert Counter(map(said_everywhere, ballots_in(site.made.path))) == Counter("34")


def test_back_after_a_form_was_kept_changes_nothing(site: Site) -> None:
    keyer = site.keyer
    keyer.begins(site.codes[0])
    older = {**keyer.filled(), **dict.fromkeys(keyer.lines, "4"), "code": site.codes[0]}
    keyer.keys_in(site.codes[0], "1")
    keyer.send({**older, "go": "next"})
    assert keyer.heading == "Form 2"
    keyer.press("list")
    assert keyer.kept == ("out 1",)
    keyer.press("send")
    assert said_everywhere(ballots_in(site.made.path)[0]) == "1"


def test_no_form_of_the_other_pages_does_anything_in_a_stack(site: Site) -> None:
    keyer = site.keyer
    keyer.begins(site.codes[0])
    for at in ("review", "page 0", "stop review", "thanks", "start"):
        keyer.send({**keyer.filled(), "at": at, "go": "send"})
        assert keyer.heading == "Form 1"
    assert boxes.used_slots(site.made.path) == 0


@pytest.mark.parametrize(
    "go", ["out 0", "out 9", "out -1", "out x", "out", "", "sesame", "out 1 2", f"out {'1' * 5_000}"]
)
def test_a_button_that_the_list_does_not_have_changes_nothing(site: Site, go: str) -> None:
    keyer = site.keyer
    keyer.keys_in_stack(site.codes[:2], "12")
    keyer.press(go)
    assert keyer.kept == ("out 1", "out 2")


def test_nobody_without_a_slip_leaves_anything_on_the_site(site: Site) -> None:
    pages = site.made.path.with_suffix(".pages")
    before = pages.stat().st_size, pages.read_bytes()
    for _ in range(20):
        stranger = Keyer(site.app)
        stranger.press("stack")
        stranger.press("next", code="0000-0000-0000")
        stranger.press("back")
    assert (pages.stat().st_size, pages.read_bytes()) == before


def test_somebody_who_is_answering_is_not_offered_the_stack(site: Site) -> None:
    person = Person(site.app)
    person.enters(site.codes[0])
    person.press("back")
    assert "Key in paper forms" not in person.text
    person.press("stack")
    assert person.heading == "How do we work here?"


def test_after_the_last_day_nothing_is_taken(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings)
    keyer = Keyer(staff_app(settings, today=CLOSES))
    keyer.keys_in_stack(made.codes[:2], "12")
    cookie = keyer.client.get_cookie("answering")
    assert cookie is not None
    late = Keyer(staff_app(settings, today=date(2026, 3, 28)))
    late.client.set_cookie("answering", cookie.value)
    late.send({**keyer.filled(), "go": "send"})
    assert late.heading == "This is closed. The results follow."
    assert boxes.used_slots(made.path) == 0


def test_a_form_longer_than_a_page_is_keyed_in_in_parts(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.staff.stack_fields.FIELDS_A_PAGE", 30)
    keyer = site.keyer
    keyer.begins(site.codes[0])
    assert "Page 1 of 2 of this form." in keyer.text
    assert len(keyer.lines) == 30
    keyer.keys_in(site.codes[0], "3", place="1")
    assert keyer.heading == "Form 1"
    assert len(keyer.lines) == len(ASKED.items) - 30
    keyer.press("back")
    assert {keyer.filled()[name] for name in keyer.lines} == {"3"}
    keyer.press("next")
    keyer.press("last", **dict.fromkeys(keyer.lines, "3"))
    keyer.press("send")
    (ballot,) = ballots_in(site.made.path)
    assert (said_everywhere(ballot), len(ballot.answers), ballot.place) == ("3", len(ASKED.items), ("Harbour House",))


def test_every_page_of_the_stack_is_small_enough_for_a_slow_line(site: Site) -> None:
    keyer = site.keyer
    keyer.keys_in_stack(site.codes[:10], "0123")
    keyer.press("next")
    keyer.press("next", **dict.fromkeys(keyer.lines, "9"))
    for page in keyer.pages_seen:
        assert len(page.data) + len(gzip.compress(STYLE)) <= 30_000 or page.status_code == 422
        assert len(gzip.compress(page.data)) <= 15_000


def test_finishing_clears_the_device_and_forgets_the_batch(site: Site) -> None:
    keyer = site.keyer
    keyer.keys_in_stack(site.codes[:1], "1")
    keyer.press("send")
    answer = keyer.client.post("/", data={**keyer.filled(), "go": "finish"})
    assert "answering=;" in answer.headers["Set-Cookie"]
    keyer.look()
    assert keyer.heading == "How do we work here?"
