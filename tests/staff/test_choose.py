"""Choice sets: two lists below each other, half a set kept and not sent, a block that is up to chance."""

from __future__ import annotations

import random
from base64 import urlsafe_b64decode
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audit.answering import operations
from audit.answering.page_state import PageState, open_state, seal_state, state_as_bytes
from audit.answering.rounds import Answering, Rounds
from audit.ballot.box import open_for_answers
from audit.ballot.lengths import page_length, state_size
from audit.ballot.slips import pepper_of
from audit.comments import LONGEST, QUESTIONS, Comment, How
from audit.method.answers import NOT_CHOSEN, Ballot, Chosen, DontKnow
from audit.method.questionnaire import together
from audit.settings import Settings
from audit.staff import create_staff_app
from audit.staff.choosing import NOTHING, put, with_blocks
from tests.ballot.boxes import PLACES, ROLES, Made, a_box, box_size
from tests.builders import library
from tests.staff.keyers import TERMS, ballots_in
from tests.staff.people import A_DAY, Person, a_round, settings_in, staff_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ASKS = "core+priorities"
(FIRST_OF_ALL,) = library().questionnaire("priorities").choices
(VALUED,) = library().questionnaire("relationships").choices
TITLE = FIRST_OF_ALL.title
PAGE = 30 * 1024


@dataclass(frozen=True, slots=True)
class Site:
    """An open round and everything about it that a test looks at."""

    settings: Settings
    made: Made
    app: WSGIApplication

    def somebody(self, number: int = 0) -> Person:
        """Somebody on the first page of choice sets, with everything before it left blank."""
        person = Person(self.app)
        person.enters(self.made.codes[number])
        goes_to(person, TITLE)
        return person

    @property
    def here(self) -> Answering:
        """The round as those who answer reach it."""
        found = Rounds(self.settings).find("harbour", today=A_DAY)
        assert isinstance(found, Answering)
        return found

    def state_of(self, person: Person) -> PageState:
        """What is remembered of somebody."""
        cookie = person.client.get_cookie("answering")
        assert cookie is not None
        found = operations.find_state(self.here, urlsafe_b64decode(cookie.value + "="))
        assert found is not None
        return found


def a_site(folder: Path, *, asks: str = ASKS, chance: random.Random | None = None) -> Site:
    """A round that asks choice sets. chance: seeded where a test wants a block of its own."""
    settings = settings_in(folder)
    made = a_round(settings, asks=asks)
    app = create_staff_app(settings, library(), today=lambda: A_DAY, chance=chance or random.SystemRandom())
    return Site(settings, made, app)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return a_site(tmp_path)


def goes_to(person: Person, heading: str) -> None:
    """On with "Continue", everything left blank."""
    while person.heading != heading:
        person.press("next")


def lists(person: Person) -> tuple[str, ...]:
    """Names of the lists on this page, the most and the least of each set in turn."""
    names = (e.get("name", "") for e in person.page.iter("input") if e.get("type") == "radio")
    return tuple(dict.fromkeys(names))


def set_of(name: str) -> int:
    """Which set of its design a list belongs to."""
    return int(name.rpartition("-")[2])


def test_each_set_is_two_lists_of_the_same_four_things_with_a_blank_apart_and_nothing_chosen(site: Site) -> None:
    person = site.somebody()
    names = lists(person)
    assert len(names) == 4
    shown = [FIRST_OF_ALL.sets[set_of(name)] for name in names]
    assert shown[0] == shown[1]
    assert shown[2] == shown[3]
    assert {*shown[0], *shown[2]} == {f"D{n}" for n in range(1, 9)}, "the two sets of a block show everything once"
    legends = ["".join(e.itertext()) for e in person.page.iter("legend")]
    assert legends == [FIRST_OF_ALL.most, FIRST_OF_ALL.least] * 2
    assert person.text.count("Leave this one blank") == 4
    assert "A set counts when you choose one thing in each of its two lists" in person.text
    assert not [e for e in person.page.iter("input") if e.get("checked") is not None]
    assert not list(person.page.iter("table"))


def test_progress_counts_these_pages_and_no_page_has_more_than_three_sets(tmp_path: Path) -> None:
    site = a_site(tmp_path, asks="core+priorities+relationships")
    person = Person(site.app)
    person.enters(site.made.codes[0])
    seen = []
    while person.heading != "Your answers":
        if any(name.startswith("most-") for name in lists(person)):
            seen.append((person.heading, len(lists(person)) // 2, person.text.partition("Page ")[2][:8]))
        assert len(person.response.data) < PAGE
        person.press("next")
    assert [(heading, many) for heading, many, _where in seen] == [(TITLE, 2), (VALUED.title, 3), (VALUED.title, 2)]
    assert [where for _heading, _many, where in seen] == ["13 of 15", "14 of 15", "15 of 15"]
    assert len(person.response.data) < PAGE


def test_what_was_chosen_is_read_once_more_and_stands_in_the_ballot(site: Site) -> None:
    person = site.somebody()
    one, other = lists(person)[0], lists(person)[1]
    person.press("next", **{one: "0", other: "2"})
    shown, at = FIRST_OF_ALL.sets[set_of(one)], set_of(one)
    names = {a.id: a.name for a in FIRST_OF_ALL.attributes}
    assert f"{FIRST_OF_ALL.most}{names[shown[0]]}" in person.text
    assert f"{FIRST_OF_ALL.least}{names[shown[2]]}" in person.text
    person.press("send")
    assert "sent" in person.heading
    (ballot,) = ballots_in(site.made.path)
    assert ballot.choices == {"change-first": {at: Chosen(shown[0], shown[2])}}


def test_the_same_thing_in_both_lists_comes_back_with_its_name_and_nothing_is_lost(site: Site) -> None:
    person = site.somebody()
    one, other, third, _fourth = lists(person)
    person.press("next", **{one: "1", other: "1", third: "3"})
    named = {a.id: a.name for a in FIRST_OF_ALL.attributes}[FIRST_OF_ALL.sets[set_of(one)][1]]
    assert person.response.status_code == 422
    assert person.errors == (
        f"Set 1 of 2: “{named}” is chosen in both lists. Choose another one in one of them, or leave one blank.",
    )
    assert {name: person.filled()[name] for name in (one, other, third)} == {one: "1", other: "1", third: "3"}
    person.look()
    assert {name: person.filled()[name] for name in (one, other, third)} == {one: "1", other: "1", third: "3"}
    assert site.state_of(person).ballot.choices == {}
    person.press("next", **{other: "0"})
    assert person.heading == "Your answers"


def test_half_a_set_is_remembered_and_owned_up_to_and_not_sent(site: Site) -> None:
    person = site.somebody()
    one, _other, third, fourth = lists(person)
    person.press("next", **{one: "1", third: "0", fourth: "1"})
    assert person.text.count("One of the two is chosen, so this set does not count yet.") == 1
    person.press("back")
    assert person.filled()[one] == "1"
    person.press("next")
    person.press("send")
    (ballot,) = ballots_in(site.made.path)
    assert set(ballot.choices["change-first"]) == {set_of(third)}


def test_the_same_in_both_lists_can_be_left_standing_and_does_not_count(site: Site) -> None:
    person = site.somebody()
    one, other, *_rest = lists(person)
    person.press("next")
    person.press("choose 0")
    person.press("back", **{one: "1", other: "1"})
    assert "Both lists say the same, so this set does not count yet." in person.text
    person.press("send")
    assert [ballot.choices for ballot in ballots_in(site.made.path)] == [{}]


def test_a_choice_can_be_taken_back_by_leaving_the_list_blank(site: Site) -> None:
    person = site.somebody()
    one, other, *_rest = lists(person)
    person.press("next", **{one: "0", other: "2"})
    assert site.state_of(person).ballot.choices
    person.press("choose 0")
    person.press("next", **{one: "", other: ""})
    state = site.state_of(person)
    assert (state.ballot.choices, state.begun) == ({}, {})


def test_change_leads_to_the_page_of_the_set_and_straight_back_to_all_answers(tmp_path: Path) -> None:
    site = a_site(tmp_path, asks="core+priorities+relationships")
    person = Person(site.app)
    person.enters(site.made.codes[0])
    goes_to(person, "Your answers")
    assert f"Change “{VALUED.title}: Set 4 of 5”" in person.text
    person.press("choose 2")
    assert person.heading == VALUED.title
    assert "Set 4 of 5" in person.text
    assert "Keep this and go back to all answers" in person.text
    person.press("next", **dict(zip(lists(person)[:2], "01", strict=True)))
    assert person.heading == "Your answers"
    person.press("choose 9")
    assert person.heading == "Your answers", "there is no such page"


def test_own_words_come_before_the_choices_and_are_changed_without_passing_them(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = a_box(settings.ballots, pepper=pepper_of(settings), comments=TERMS, asks=ASKS)
    open_for_answers(made.path)
    person = Person(staff_app(settings))
    person.enters(made.codes[0])
    goes_to(person, "In your own words")
    person.press("next")
    assert person.heading == TITLE
    person.press("back")
    assert person.heading == "In your own words"
    person.press("next")
    person.press("next")
    person.press("comments")
    assert person.heading == "In your own words"
    person.press("next")
    assert person.heading == "Your answers"


@pytest.mark.parametrize("value", ["4", "-1", "D1", "<b>", "00"])
def test_what_is_none_of_the_choices_changes_nothing_and_comes_back(site: Site, value: str) -> None:
    person = site.somebody()
    one, other, *_rest = lists(person)
    person.press("back", **{one: "0", other: "1"})
    person.press("next")
    person.press("next", **{one: value})
    assert person.response.status_code == 422
    assert person.errors == (f"Choose one of the four for “{FIRST_OF_ALL.most}”, or leave it blank.",)
    (chosen,) = site.state_of(person).ballot.choices["change-first"].values()
    assert chosen.most == FIRST_OF_ALL.sets[set_of(one)][0]


def test_a_set_of_another_block_is_never_read(site: Site) -> None:
    person = site.somebody()
    others = [at for at in range(len(FIRST_OF_ALL.sets)) if at not in {set_of(name) for name in lists(person)}]
    sent = {f"most-0-{at}": "0" for at in others} | {f"least-0-{at}": "1" for at in others}
    person.send({**person.filled(), **sent, "go": "next"})
    assert site.state_of(person).ballot.choices == {}


def test_another_language_keeps_what_was_chosen_and_the_block(site: Site) -> None:
    person = site.somebody()
    names = lists(person)
    person.send({**person.filled(), names[0]: "3", "language": "es"})
    assert person.heading == "Qué cambiar primero"
    assert lists(person) == names
    assert person.filled()[names[0]] == "3"


def test_saving_for_later_brings_the_same_block_and_half_a_set_back(site: Site) -> None:
    person = site.somebody()
    names = lists(person)
    person.press("later", **{names[0]: "1", names[2]: "2", names[3]: "0"})
    words = next("".join(e.itertext()) for e in person.page.iter("bdi") if e.get("lang") == "en")
    person.press("finish")
    person.press("start")
    person.press("next", code=site.made.codes[0], words=words)
    assert lists(person) == names
    assert [person.filled().get(name) for name in names] == ["1", None, "2", "0"]


def test_stopping_and_sending_leave_no_block_and_no_choice_behind(site: Site) -> None:
    for number, (way, last) in enumerate((("stop", "delete"), ("next", "send"))):
        person = site.somebody(number)
        person.press(way, **{lists(person)[0]: "1"})
        person.press(last)
        state = site.state_of(person)
        assert (state.blocks, state.begun, state.ballot.choices, state.code) == ((), {}, {}, "")


def test_every_block_is_equally_likely() -> None:
    """Drawn for 7,000 people: each of seven blocks 1,000 times, five standard errors (146) more or less."""
    chance, state = random.Random(7), PageState("choose 0", "code")
    drawn = [with_blocks(state, (FIRST_OF_ALL, VALUED), chance=chance).blocks for _person in range(7000)]
    for place, blocks in enumerate((7, 3)):
        times = Counter(one[place] for one in drawn)
        assert set(times) == set(range(blocks))
        assert all(abs(found - 7000 / blocks) < 5 * (7000 / blocks) ** 0.5 for found in times.values())


def test_a_block_once_drawn_stays() -> None:
    state = PageState("choose 0", "code", blocks=(4,))
    assert with_blocks(state, (FIRST_OF_ALL,), chance=random.Random(1)) is state


class Always(random.SystemRandom):
    """A chance that always gives the same block."""

    def __init__(self, block: int) -> None:
        super().__init__()
        self.block = block

    def randrange(self, *_limits: int) -> int:  # type: ignore[override]  # one number is all that is asked of it
        return self.block


def test_chance_alone_says_which_block_a_slip_is_shown(tmp_path: Path) -> None:
    """The same slip is shown whatever block chance gives: nothing on it leads to one."""
    settings = settings_in(tmp_path)
    made = a_round(settings, asks=ASKS)
    for block in (0, 3, 6):
        app = create_staff_app(settings, library(), today=lambda: A_DAY, chance=Always(block))
        person = Site(settings, made, app).somebody()
        assert tuple(map(set_of, lists(person)[::2])) == FIRST_OF_ALL.blocks[block]


def test_before_these_pages_no_block_is_drawn(site: Site) -> None:
    person = Person(site.app)
    person.enters(site.made.codes[0])
    assert site.state_of(person).blocks == ()


@pytest.mark.parametrize("chosen", [(3, 0), (3, 3), (3, NOT_CHOSEN), NOTHING])
def test_a_page_has_one_length_whatever_was_chosen_and_the_fullest_one_fits(chosen: tuple[int, int]) -> None:
    asked = together([library().questionnaire(one) for one in ("core", "relationships", "priorities")])
    size = box_size(asked)
    words = {item.id: DontKnow() for item in asked.as_asked_in(1).items}
    said = {q: Comment(q, "😀" * LONGEST, How.WORD) for q in QUESTIONS}
    state = PageState(
        "stop change-choice 12",
        "ABCD-EFGH-JKMN",
        Ballot(max(PLACES.paths, key=len), max(ROLES.paths, key=len), words),
        language="zh-Hant",
        shown="remarkable remarkable remarkable",
        receipt=True,
        comments=said,
        blocks=(2, 6),
    )
    for place, design in enumerate(asked.choices):
        for at in design.blocks[-1]:
            state = put(state, asked.choices, (place, at), chosen)
    assert len(state_as_bytes(state, ballot_size=size)) == state_size(size)
    sealed = seal_state(state, bytes(32), ballot_size=size, chance=random.Random(1))
    assert len(sealed) == page_length(size)
    assert open_state(sealed, bytes(32)) == state


def test_a_round_without_choice_sets_asks_none(tmp_path: Path) -> None:
    site = a_site(tmp_path, asks="core")
    person = Person(site.app)
    person.enters(site.made.codes[0])
    person.answers_everything("2")
    assert "choose" not in {e.get("value", "").partition(" ")[0] for e in person.page.iter("button")}
    assert site.state_of(person).blocks == ()
