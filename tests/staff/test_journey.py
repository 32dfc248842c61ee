"""The way through: one person, one address, nothing required."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import pytest

from audit.ballot import box as boxes
from audit.ballot.sealing import open_ballot
from audit.method.answers import Answer, Ballot, DontKnow, NotApplicable, Rated
from audit.wording import ROOT, switches
from tests.ballot.boxes import PRIVATE, Made
from tests.builders import core, library
from tests.pages import text_of
from tests.staff.people import Person, a_round, settings_in, staff_app

STYLE = (ROOT / "static" / "steadyground.css").read_bytes()
ASKED = core().as_asked_in(1)


@dataclass(frozen=True, slots=True)
class Site:
    """An open round and somebody on its first page."""

    made: Made
    person: Person

    @property
    def code(self) -> str:
        return self.made.codes[0]

    def ballots(self) -> list[Ballot]:
        """What the box holds, opened with the key that it does not hold."""
        return [open_ballot(sealed, PRIVATE.private_bytes_raw()) for sealed in boxes.sealed_ballots(self.made.path)]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    settings = settings_in(tmp_path)
    made = a_round(settings)
    return Site(made, Person(staff_app(settings)))


def test_the_first_page_needs_no_code_and_says_everything(site: Site) -> None:
    for said in (
        "Slips are drawn from a hat.",
        "Someone outside your employer runs the computer",
        "You can answer until 27 March 2026",
        "It takes about 12 to 15 minutes.",
        "It takes two of three people to open the box: the director, the staff representative, the consultant.",
        "Staff support line",
        "7K2M-QX4D",
    ):
        assert said in site.person.text


def test_a_whole_journey_puts_one_ballot_into_the_box(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.press("next", place="2", role="1")
    person.answers_page("4")
    person.answers_page("dk")
    person.answers_page("na")
    person.answers_page("")
    person.answers_everything("0")
    person.press("send")
    assert person.heading == "Thank you. Your answers are sent."
    (ballot,) = site.ballots()
    assert (ballot.place, ballot.role) == (("Harbour House", "Night team"), ("Care and support",))
    expected: list[Answer | None] = [Rated(4), DontKnow(), NotApplicable(), None, *[Rated(0)] * 5]
    for page, answer in zip(ASKED.pages, expected, strict=True):
        assert [ballot.answers.get(item) for item in page.items] == [answer] * len(page.items)


def test_nothing_at_all_may_be_answered(site: Site) -> None:
    site.person.enters(site.code)
    while site.person.heading != "Your answers":
        site.person.press("next")
    site.person.press("send")
    assert site.ballots() == [Ballot((), (), {})]


def test_place_and_role_may_be_left_out_in_words_too(site: Site) -> None:
    site.person.enters(site.code)
    site.person.press("next", place="", role="")
    site.person.answers_everything("2")
    assert "Rather not say" in site.person.text
    site.person.press("send")
    (ballot,) = site.ballots()
    assert (ballot.place, ballot.role) == ((), ())


def test_one_may_say_the_site_and_leave_out_the_team(site: Site) -> None:
    site.person.enters(site.code)
    site.person.press("next", place="1")
    site.person.answers_everything("2")
    site.person.press("send")
    assert site.ballots()[0].place == ("Harbour House",)


def test_progress_is_in_words_and_every_page_has_its_title(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    seen: list[tuple[str, bool]] = []
    while person.heading != "Your answers":
        seen.append((person.heading, f"Page {len(seen) + 1} of 10" in person.text))
        person.press("next")
    assert seen == [("Where you work", True), *((page.title, True) for page in ASKED.pages)]


def test_nothing_is_chosen_beforehand(site: Site) -> None:
    site.person.enters(site.code)
    while site.person.heading != "Your answers":
        assert [e for e in site.person.page.iter("input") if e.get("checked") is not None] == []
        site.person.press("next")


def test_back_keeps_what_was_chosen_on_the_page_one_leaves(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.press("next")
    person.press("back", **dict.fromkeys(person.statements, "3"))
    assert person.heading == "Where you work"
    person.press("next")
    chosen = [e.get("value") for e in person.page.iter("input") if e.get("checked") is not None]
    assert chosen == ["3"] * 5


def test_a_choice_can_be_cleared(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.press("next")
    first = person.statements[0]
    person.press("next", **{first: "3"})
    person.press("back")
    person.press("next", **{first: ""})
    person.answers_everything("")
    person.press("send")
    assert site.ballots()[0].answers == {}


def test_every_answer_can_be_changed_from_the_review_and_one_comes_back_to_it(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.answers_everything("1")
    person.press("change 0")
    assert person.heading == "Where you work"
    person.press("next", place="3")
    assert person.heading == "Your answers"
    assert "Mill Lane" in person.text
    person.press("change 2")
    assert person.heading == ASKED.pages[1].title
    person.answers_page("4")
    assert person.heading == "Your answers"
    person.press("send")
    (ballot,) = site.ballots()
    assert [ballot.answers[item] for item in ASKED.pages[1].items] == [Rated(4)] * 5
    assert [ballot.answers[item] for item in ASKED.pages[0].items] == [Rated(1)] * 5


def test_the_review_shows_every_statement_with_its_answer(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.press("next")
    person.answers_page("dk")
    person.answers_everything("")
    terms = [text_of(e) for e in person.page.iter("dt")]
    answers = [text_of(e) for e in person.page.iter("dd")]
    assert [term for term in terms if term in {item.text for item in ASKED.items}] == [i.text for i in ASKED.items]
    assert answers[2:7] == ["I can’t tell from my role"] * 5
    assert set(answers[7:]) == {"Left blank"}


def test_the_first_page_can_be_read_again_halfway_and_one_goes_on(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.press("back")
    assert person.heading == "How do we work here?"
    person.press("start")
    assert person.heading == "Where you work"


def test_stop_pauses_once_with_two_equal_ways_on_and_keeping_loses_nothing(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.press("next")
    person.press("stop", **dict.fromkeys(person.statements, "2"))
    assert person.heading == "Stop here?"
    buttons = [e for e in person.page.iter("button") if e.get("value") in ("keep", "delete") and e.text]
    assert [e.get("class") for e in buttons] == ["button button--second"] * 2
    person.press("keep")
    assert [e.get("value") for e in person.page.iter("input") if e.get("checked") is not None] == ["2"] * 5


def test_stop_and_delete_forgets_everything_and_the_slip_stays_good(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.press("next", place="1")
    person.answers_page("2")
    person.press("stop")
    person.press("delete")
    assert person.heading == "Your answers are deleted"
    person.press("finish")
    assert person.heading == "How do we work here?"
    assert site.ballots() == []
    person.enters(site.code)
    person.answers_everything("")
    assert "Sometimes" not in person.text
    person.press("send")
    assert len(site.ballots()) == 1


def test_after_finishing_the_address_shows_the_first_page_and_the_cookie_is_gone(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.answers_everything("1")
    person.press("send")
    fields = person.filled()
    answer = person.client.post("/", data={**fields, "go": "finish"})
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "answering=;" in answer.headers["Set-Cookie"]
    person.look()
    assert person.heading == "How do we work here?"


def test_back_after_sending_cannot_change_or_send_again(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.answers_everything("1")
    old_form = person.filled()
    person.press("send")
    person.send({**old_form, "go": "send"})
    assert person.heading == "Thank you. Your answers are sent."
    assert len(site.ballots()) == 1


@pytest.mark.parametrize("end", ["send", "stop"])
def test_after_the_end_no_older_page_leads_back(site: Site, end: str) -> None:
    person = site.person
    person.enters(site.code)
    person.press("next")
    older = person.filled()
    person.answers_everything("1")
    person.press(end)
    if end == "stop":
        person.press("delete")
    last = person.heading
    for go in ("next", "back", "stop"):
        person.send({**older, "go": go})
        assert person.heading == last


def test_leaving_quickly_forgets_everything_and_opens_the_other_site(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.press("next", place="1")
    (link,) = [e for e in person.page.iter("a") if e.get("class") == "leave"]
    answer = person.client.get(link.get("href", ""))
    assert (answer.status_code, answer.headers["Location"]) == (303, "https://weather.example/")
    assert answer.data == b""
    person.look()
    assert person.heading == "How do we work here?"
    person.enters(site.code)
    assert person.heading == "Where you work"


def test_enter_continues_on_every_page_of_questions(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    while person.heading != "Your answers":
        first = next(e for e in person.page.iter("button"))
        assert (first.get("class"), first.get("value")) == ("default-button", "next")
        person.press("next")
    first = next(e for e in person.page.iter("button"))
    assert first.get("value") != "send"


def test_a_value_that_is_no_answer_is_named_and_everything_else_is_kept(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.press("next")
    first, *others = person.statements
    person.press("next", **{**dict.fromkeys(others, "3"), first: "9"})
    item = ASKED.item(ASKED.pages[0].items[0])
    assert person.response.status_code == 422
    assert person.errors == (f"Choose one of the answers for “{item.short}”, or leave it blank.",)
    assert [e.get("value") for e in person.page.iter("input") if e.get("checked") is not None] == ["3"] * 4
    person.look()
    assert [e.get("value") for e in person.page.iter("input") if e.get("checked") is not None] == ["3"] * 4


def test_a_place_that_is_none_is_named(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.press("next", place="77", role="2")
    assert person.errors == ("Choose one of the answers for “Your place of work”, or leave it out.",)
    person.look()
    assert [e.get("value") for e in person.page.iter("input") if e.get("checked") is not None] == ["2"]


def test_an_older_page_in_another_tab_keeps_its_own_answers(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.press("next")
    older, statements = person.filled(), person.statements
    person.press("next")
    person.press("next")
    person.send({**older, **dict.fromkeys(statements, "4"), "go": "next"})
    assert person.heading == ASKED.pages[1].title
    person.press("back")
    assert [e.get("value") for e in person.page.iter("input") if e.get("checked") is not None] == ["4"] * 5


@pytest.mark.parametrize("at", ["", "page 99", "page -1", "page x", "change 77", "code", "thanks", "stop " * 2000])
def test_a_form_that_says_it_came_from_nowhere_is_taken_as_the_page_one_is_on(site: Site, at: str) -> None:
    person = site.person
    person.enters(site.code)
    person.press("next", at=at, place="1")
    assert person.heading == ASKED.pages[0].title


def test_wrong_codes_are_kept_and_answered_with_one_sentence_and_the_way_out(site: Site) -> None:
    person = site.person
    person.press("start")
    person.press("next", code="my code?")
    assert person.response.status_code == 422
    assert person.errors == (
        "This code opens nothing here: look at your slip again, or talk to someone named on this page.",
    )
    assert [e.get("value") for e in person.page.iter("input") if e.get("name") == "code"] == ["my code?"]


def test_back_from_the_code_leads_to_the_first_page(site: Site) -> None:
    site.person.press("start")
    site.person.press("back")
    assert site.person.heading == "How do we work here?"


def test_from_the_top_of_all_answers_a_link_leads_to_the_button_that_sends(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.answers_everything("3")
    assert [text_of(a) for a in person.page.iter("a") if a.get("href") == "#send"] == ["Go to the end, to send"]
    assert [e.tag for e in person.page.iter() if e.get("id") == "send"] == ["h2"]


def test_each_of_several_questionnaires_says_what_it_is_for(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    a_round(settings, asks="core+stepped-care+relationships")
    person = Person(staff_app(settings))
    said = [text_of(p) for p in person.page.iter("p") if p.get("class") == "lede"]
    assert said == [library().questionnaire(one).purpose for one in ("core", "stepped-care", "relationships")]


def test_a_long_round_is_small_enough_for_a_slow_line_in_each_language(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings, asks="core+stepped-care+relationships")
    for code, language in zip(made.codes, switches(), strict=False):
        person = Person(staff_app(settings))
        person.send({**person.filled(), "language": language[0]})
        person.enters(code)
        while not any(e.get("id") == "send" for e in person.page.iter("h2")):
            person.answers_page("3")
        for page in person.pages_seen:
            assert len(gzip.compress(page.data)) + len(gzip.compress(STYLE)) <= 15_000


def test_every_page_is_small_enough_for_a_slow_line(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.answers_everything("3")
    person.press("change 3")
    person.press("stop")
    person.press("keep")
    person.press("next")
    person.press("send")
    for page in person.pages_seen:
        assert len(gzip.compress(page.data)) <= 15_000
        assert len(gzip.compress(page.data)) + len(gzip.compress(STYLE)) <= 30_000


def test_every_page_of_the_way_has_the_same_address_and_a_way_out(site: Site) -> None:
    person = site.person
    person.enters(site.code)
    person.answers_everything("3")
    for page in person.pages_seen:
        assert 'action="/"' in page.text
        assert "Leave this page quickly" in page.text
