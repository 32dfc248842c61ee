"""Own words on the pages of whoever answers: what is promised, one kind look, what a manager would read."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path

import pytest

from audit.ballot.sealing import COMMENT_SIZE, OVERHEAD, seal_comment
from audit.comments import (
    LONGEST,
    QUESTIONS,
    Comment,
    Gives,
    How,
    cleaned,
    read_at_all,
    said_as_text,
    said_from_text,
    what_gives_away,
)
from tests.ballot.boxes import PRIVATE
from tests.running.agencies import TODAY
from tests.running.commenting import LEAD, REACH, Commented, closed, open_with_comments, send
from tests.staff.people import Person, staff_app

WRITES = {"words-helps": "We have time for one another.", "shown-helps": "word"}


@pytest.fixture
def commented(tmp_path: Path) -> Commented:
    return open_with_comments(tmp_path)


@pytest.fixture
def writer(commented: Commented) -> Person:
    """Somebody on the page for own words."""
    person = Person(staff_app(commented.here.settings, today=TODAY))
    person.enters(commented.running.codes[0])
    while person.heading != "In your own words":
        person.press("next")
    return person


def test_above_the_boxes_stands_who_reads_when_and_where_to_turn_now(writer: Person) -> None:
    for said in ("Nobody reads this before", "Cy reads it first", "in danger now", LEAD, REACH, "destroyed unread"):
        assert said in writer.text
    assert not [e for e in writer.page.iter("input") if e.get("type") == "radio" and e.get("checked") is not None]


def test_the_start_page_says_where_a_comment_for_safety_goes(commented: Commented) -> None:
    person = Person(staff_app(commented.here.settings, today=TODAY))
    assert f"passed on for safety goes to {LEAD}, past the leaders" in person.text


def test_a_comment_that_gives_nobody_away_goes_straight_on_to_the_review(writer: Person) -> None:
    writer.press("next", **WRITES)
    assert writer.heading == "Your answers"
    assert "We have time for one another." in writer.text


def test_nothing_chosen_is_the_most_careful_way(writer: Person) -> None:
    writer.press("next", **{"words-change": "Rotas come too late."})
    assert "What would you change first? (Only what it is about, in a word or two)" in writer.text
    assert "“Rotas come too late.”" not in writer.text


def test_a_name_brings_the_page_back_once_with_two_ways_on(writer: Person) -> None:
    writer.press("next", **{"words-helps": "I like working with Anna.", "shown-helps": "word"})
    assert writer.heading == "In your own words"
    assert "“Anna” may be a name." in writer.text
    assert "I like working with Anna." in writer.text, "nothing that was typed is lost"
    writer.press("keep", **{"words-helps": "I like working with Anna.", "shown-helps": "word"})
    assert writer.heading == "Your answers"
    assert "“I like working with Anna.”" in writer.text, "read as a manager would"


def test_what_was_changed_is_looked_at_again_and_goes_on(writer: Person) -> None:
    writer.press("next", **{"words-helps": "I like working with Anna."})
    writer.press("next", **{"words-helps": "I like working with colleagues."})
    assert writer.heading == "Your answers"


def test_too_long_a_comment_comes_back_whole(writer: Person) -> None:
    long = "we talk " * 40
    writer.press("next", **{"words-helps": long})
    assert writer.response.status_code == 422
    assert long.strip() in writer.text
    assert writer.errors


def test_back_and_another_language_keep_what_was_typed(writer: Person) -> None:
    writer.press("back", **WRITES)
    writer.press("next")
    assert "We have time for one another." in writer.text
    writer.press("next", language="es", **{"words-helps": "Something else"})
    assert "Something else" in writer.text


def test_the_review_leads_back_to_the_own_words(writer: Person) -> None:
    writer.press("next", **WRITES)
    writer.press("comments")
    assert writer.heading == "In your own words"
    writer.press("next", **{"words-helps": ""})
    assert "We have time" not in writer.text


def test_the_page_is_small(writer: Person) -> None:
    assert len(gzip.compress(writer.response.data)) < 15 * 1024


def test_after_sending_no_page_knows_the_comment(writer: Person) -> None:
    writer.press("next", **WRITES)
    writer.press("send")
    assert writer.heading.startswith("Thank you")
    assert "time for one another" not in writer.text


def test_a_round_without_comments_has_no_such_page(tmp_path: Path) -> None:
    from tests.running.agencies import open_round

    running = open_round(tmp_path / "other")
    person = Person(staff_app(running.here.settings, today=TODAY))
    person.enters(running.codes[0])
    while person.heading != "Your answers":
        assert person.heading != "In your own words"
        person.press("next")
    assert "own words" not in person.text


def test_the_results_page_says_that_there_were_too_few(commented: Commented) -> None:
    send(commented, [{} for _person in range(20)])
    closed(commented)
    person = Person(staff_app(commented.here.settings, today=TODAY + timedelta(days=15)))
    assert "Too few comments to show any" in person.text


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("I like working with Anna", Gives.NAME),
        ("Trabajo bien con Lucía", Gives.NAME),
        ("It was on 3 May", Gives.DATE),
        ("fue el 3 de mayo", Gives.DATE),
        ("since 2019-04-01 it is better", Gives.DATE),
        ("call 0100 555 0147", Gives.PHONE),
        ("write to a.b@c.example", Gives.MAIL),
        ("I am the only nurse", Gives.ONLY),
        ("soy la única enfermera", Gives.ONLY),
        ("after twelve days and 12 years here", Gives.YEARS),
        ("llevo 12 años aquí", Gives.YEARS),
    ],
)
def test_what_may_give_somebody_away_is_seen_in_both_languages(text: str, gives: Gives) -> None:
    assert gives in {seen.gives for seen in what_gives_away(text)}


@pytest.mark.parametrize(
    "text",
    [
        "We talk. It helps. I'm glad, and so am I.",
        "HR answers quickly.",
        "Tenemos tiempo. ¿Más? Sí.",
        "24 beds, 3 rooms",
    ],
)
def test_ordinary_sentences_give_nothing_away(text: str) -> None:
    assert what_gives_away(text) == ()


def test_invisible_and_look_alike_letters_are_gone() -> None:
    assert cleaned("А\u200bnn\u0430\u202e is \ufb01ne\x00\n\nhere") == "Anna is fine here"
    assert cleaned("Анна здесь") == "Анна здесь", "a word in its own script stays as it is"


def test_the_longest_comments_fit_and_all_are_equally_long_when_sealed() -> None:
    public = PRIVATE.public_key().public_bytes_raw()
    longest = {q: Comment(q, "\U0001f600" * LONGEST, How.PARAPHRASE) for q in QUESTIONS}
    quoted = {q: Comment(q, '"' * LONGEST, How.PARAPHRASE) for q in QUESTIONS}
    lengths = {len(seal_comment(said_as_text(said), round_key=public)) for said in (longest, quoted, {})}
    assert lengths == {COMMENT_SIZE + OVERHEAD}
    assert said_from_text(said_as_text(longest)) == longest


def test_comments_are_read_only_where_enough_people_wrote() -> None:
    own = {"helps": Comment("helps", "We talk", How.WORD)}
    nothing: dict[str, Comment] = {}
    assert len(read_at_all([own] * 5 + [nothing] * 10)) == 5
    assert not read_at_all([own] * 4 + [nothing] * 20)
    assert not read_at_all([own] * 5 + [nothing] * 9)


def test_a_month_is_a_date_and_no_name_and_what_is_in_a_date_is_said_once() -> None:
    seen = [(one.gives, one.text) for one in what_gives_away("Since March 2026 Anna shouts. It began in October.")]
    assert seen == [(Gives.NAME, "Anna"), (Gives.DATE, "October"), (Gives.DATE, "March 2026")]
