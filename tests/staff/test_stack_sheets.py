"""The comment sheets of paper forms: typed apart from the forms, one at most for each, with nothing that pairs them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from audit.answering import sheets
from audit.ballot import box as boxes
from audit.comments import LONGEST, How, Told
from audit.doors import comments as door
from audit.running import comments
from audit.running.results import round_facts
from audit.settings import Settings
from tests.ballot.boxes import Made
from tests.builders import library
from tests.running.agencies import LIGHT, TODAY
from tests.running.commenting import closed, open_with_comments, says, send
from tests.staff.keyers import Keyer, a_round_with_own_words, ballots_in, texts_in, words_in
from tests.staff.people import Person, a_round, settings_in, staff_app


@dataclass(frozen=True, slots=True)
class Site:
    """An open round that asks for own words, and somebody at its first page."""

    settings: Settings
    made: Made
    keyer: Keyer

    @property
    def codes(self) -> tuple[str, ...]:
        return self.made.codes


@pytest.fixture
def site(tmp_path: Path) -> Site:
    settings = settings_in(tmp_path)
    made = a_round_with_own_words(settings)
    return Site(settings, made, Keyer(staff_app(settings)))


@pytest.fixture
def kept(site: Site) -> Site:
    """Three forms are kept, no sheet yet."""
    site.keyer.keys_in_stack(site.codes[:3], "012")
    return site


def test_sheets_are_sent_with_the_forms_and_every_form_has_one_comment_slot(kept: Site) -> None:
    kept.keyer.keys_in_sheet("Rotas come too late.", go="next", question="change")
    kept.keyer.press("last", **{"words-helps": "We have time.", "shown-helps": "paraphrase"})
    assert "2 comment sheets are kept." in kept.keyer.text
    assert texts_in(kept.made.path) == []
    kept.keyer.press("send")
    assert kept.keyer.heading == "Thank you. The batch is sent."
    assert texts_in(kept.made.path) == ["Rotas come too late.", "We have time."]
    assert len(words_in(kept.made.path)) == len(ballots_in(kept.made.path)) == 3


def test_the_writers_choice_is_keyed_in_and_none_is_the_most_careful(kept: Site) -> None:
    for shown in ("word", "paraphrase", "theme", ""):
        kept.keyer.press("sheet")
        kept.keyer.press("last", **{"words-helps": f"This was {shown or 'left open'}.", "shown-helps": shown})
        if shown == "theme":
            kept.keyer.press("sheet-out 3")
    kept.keyer.press("send")
    found = {one.text: one.how for said in words_in(kept.made.path) for one in said.values()}
    assert found == {
        "This was word.": How.WORD,
        "This was paraphrase.": How.PARAPHRASE,
        "This was left open.": How.THEME,
    }


def test_two_answers_of_one_sheet_stay_together_as_on_a_screen(kept: Site) -> None:
    kept.keyer.press("sheet")
    kept.keyer.press("last", **{"words-helps": "The team.", "words-change": "The rota.", "shown-change": "word"})
    kept.keyer.press("send")
    assert sorted(len(said) for said in words_in(kept.made.path)) == [0, 0, 2]


def test_whoever_keys_in_sees_what_may_give_a_writer_away_and_keeps_it_all_the_same(kept: Site) -> None:
    keyer = kept.keyer
    keyer.keys_in_sheet("I like working with Anna.")
    assert keyer.heading == "Comment sheet 1"
    assert "“Anna” may be a name." in keyer.text
    assert keyer.filled()["words-helps"] == "I like working with Anna."
    keyer.press("keep-last")
    assert "1 comment sheet is kept." in keyer.text
    keyer.press("send")
    assert texts_in(kept.made.path) == ["I like working with Anna."]


def test_what_cannot_be_seen_is_not_kept(kept: Site) -> None:
    kept.keyer.keys_in_sheet("We h\u200bave  tіme.")
    kept.keyer.press("send")
    assert texts_in(kept.made.path) == ["We have time."]


def test_more_words_than_fit_come_back_whole(kept: Site) -> None:
    long = "so " * LONGEST
    for go in ("next", "last", "keep", "stay"):
        kept.keyer.keys_in_sheet(long.strip(), go=go)
        assert kept.keyer.errors == (f"This is longer than {LONGEST} letters. Shorten it a little.",)
        assert kept.keyer.filled()["words-helps"] == long.strip()
    kept.keyer.press("last", **{"words-helps": "Short now."})
    assert kept.keyer.sheets == ("sheet-out 1",)


def test_more_sheets_than_forms_are_refused_with_both_numbers_and_nothing_is_sent(site: Site) -> None:
    keyer = site.keyer
    keyer.keys_in_stack(site.codes[:1], "1")
    keyer.keys_in_sheet("One.")
    keyer.keys_in_sheet("Two.")
    keyer.press("send")
    assert keyer.response.status_code == 422
    assert keyer.errors == (
        "2 comment sheets are kept, but only 1 form. Key in the forms that are missing, or take sheets out.",
    )
    assert boxes.used_slots(site.made.path) == 0
    keyer.press("sheet-out 1")
    keyer.press("send")
    assert "1 form is sent." in keyer.text
    assert texts_in(site.made.path) == ["Two."]


def test_sheets_without_a_form_are_never_sent(kept: Site) -> None:
    kept.keyer.keys_in_sheet("One.")
    for number in (1, 2, 3):
        kept.keyer.press(f"out {number}")
    kept.keyer.press("send")
    assert kept.keyer.heading == "Your batch of paper forms"
    assert (boxes.used_slots(kept.made.path), kept.keyer.sheets) == (0, ("sheet-out 1",))


def test_an_empty_sheet_is_not_kept_and_the_way_out_is_said(kept: Site) -> None:
    kept.keyer.press("sheet")
    kept.keyer.press("next")
    assert kept.keyer.response.status_code == 422
    assert kept.keyer.errors[0].startswith("Nothing of this sheet is typed yet.")
    kept.keyer.press("last")
    assert "No comment sheet is kept yet." in kept.keyer.text


def test_a_sheet_that_is_begun_and_a_form_that_is_begun_wait_for_each_other(kept: Site) -> None:
    keyer = kept.keyer
    keyer.press("sheet")
    keyer.press("list", **{"words-helps": "Half a sen", "shown-helps": "word"})
    assert "A comment sheet is begun and not kept." in keyer.text
    keyer.press("next")
    keyer.keys_in(kept.codes[3], "4", go="last")
    assert keyer.kept == tuple(f"out {number}" for number in (1, 2, 3, 4))
    keyer.press("sheet")
    assert keyer.filled()["words-helps"] == "Half a sen"
    keyer.press("last", **{"words-helps": "A whole sentence."})
    keyer.press("send")
    assert texts_in(kept.made.path) == ["A whole sentence."]


def test_an_older_page_that_comes_back_changes_no_sheet(kept: Site) -> None:
    keyer = kept.keyer
    keyer.press("sheet")
    older = {**keyer.filled(), "words-helps": "Older.", "go": "last"}
    keyer.press("next", **{"words-helps": "Newer."})
    keyer.send(older)
    assert keyer.heading == "Comment sheet 2"
    keyer.press("last")
    keyer.press("send")
    assert texts_in(kept.made.path) == ["Newer."]


def test_another_language_keeps_what_is_typed_on_a_sheet(kept: Site) -> None:
    keyer = kept.keyer
    keyer.press("sheet")
    keyer.send({**keyer.filled(), "words-helps": "El equipo.", "shown-helps": "word", "language": "es"})
    assert keyer.filled()["words-helps"] == "El equipo."


def test_stopping_deletes_sheets_too_and_says_how_many(kept: Site) -> None:
    keyer = kept.keyer
    keyer.keys_in_sheet("One.")
    keyer.press("stop")
    assert "3 forms are kept. 1 comment sheet is kept." in keyer.text
    keyer.press("delete")
    again = Keyer(staff_app(kept.settings))
    again.client.set_cookie("answering", keyer.client.get_cookie("answering").value)  # type: ignore[union-attr]
    again.look()
    assert again.heading == "The batch is deleted"
    assert boxes.used_slots(kept.made.path) == 0


def test_a_second_batch_takes_no_sheet_of_the_first_along(kept: Site) -> None:
    kept.keyer.keys_in_sheet("First batch.")
    kept.keyer.press("send")
    kept.keyer.press("finish")
    kept.keyer.keys_in_stack(kept.codes[3:5], "34")
    assert kept.keyer.sheets == ()
    kept.keyer.press("send")
    assert texts_in(kept.made.path) == ["First batch."]


def test_there_are_no_more_sheets_than_a_batch_can_have(kept: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST", 2)
    kept.keyer.keys_in_sheet("One.", go="next")
    kept.keyer.press("next", **{"words-helps": "Two."})
    assert kept.keyer.heading == "Your batch of paper forms"
    kept.keyer.press("sheet")
    assert kept.keyer.sheets == ("sheet-out 1", "sheet-out 2")


@pytest.mark.parametrize("go", ["sheet-out 0", "sheet-out 61", "sheet-out x", "sheet-out", f"sheet-out {'1' * 5_000}"])
def test_a_button_that_the_list_does_not_have_takes_no_sheet_out(kept: Site, go: str) -> None:
    kept.keyer.keys_in_sheet("One.")
    kept.keyer.press(go)
    assert kept.keyer.sheets == ("sheet-out 1",)


def test_the_list_shows_no_word_of_a_sheet(kept: Site) -> None:
    kept.keyer.keys_in_sheet("Rotas come too late.")
    assert "Rotas" not in kept.keyer.response.text


def test_the_first_page_says_how_sheets_are_kept_apart(site: Site) -> None:
    site.keyer.press("stack")
    for said in ("Take the comment sheets off all forms, and shuffle them.", "By handwriting you may also know"):
        assert said in site.keyer.text


def test_a_round_without_own_words_has_no_sheets(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings)
    keyer = Keyer(staff_app(settings))
    keyer.press("stack")
    assert "comment sheet" not in keyer.text
    keyer.press("back")
    keyer.look()
    keyer.keys_in_stack(made.codes[:1], "1")
    assert "omment sheet" not in keyer.text
    keyer.press("sheet")
    assert keyer.heading == "Your batch of paper forms"
    keyer.press("send")
    assert words_in(made.path) == [{}]


def test_nobody_who_answers_on_a_screen_reaches_the_sheets(site: Site) -> None:
    person = Person(staff_app(site.settings))
    person.enters(site.codes[0])
    person.send({**person.filled(), "at": "stack-sheet 1 1", "go": "last", "words-helps": "Sneaked in."})
    assert "Comment sheet" not in person.heading
    assert texts_in(site.made.path) == []


def test_what_somebody_else_kept_and_lost_is_keyed_in_again_by_another(kept: Site) -> None:
    kept.keyer.keys_in_sheet("Rotas come too late.")
    other = Keyer(staff_app(kept.settings))
    other.keys_in_stack(kept.codes[:3], "012")
    assert other.sheets == ()
    other.keys_in_sheet("Rotas come too late.")
    other.press("send")
    assert texts_in(kept.made.path) == ["Rotas come too late."]
    kept.keyer.press("send")
    assert kept.keyer.response.status_code == 422
    assert boxes.used_slots(kept.made.path) == 3, "the same slips are not counted twice"


def test_words_from_paper_reach_the_reviewer_and_everybody_like_those_from_a_screen(tmp_path: Path) -> None:
    commented = open_with_comments(tmp_path)
    send(commented, [says(f"From a screen, number {n}") for n in range(4)] + [{} for _none in range(11)])
    keyer = Keyer(staff_app(commented.here.settings, today=TODAY))
    keyer.keys_in_stack(commented.running.codes[15:18], "123")
    keyer.keys_in_sheet("From paper, the fifth")
    keyer.press("send")
    assert keyer.heading == "Thank you. The batch is sent."
    closed(commented)
    reader, reading = commented.here.consultant, commented.reading
    with commented.here.store() as session:
        for _one in range(5):
            one = comments.next_waiting(session, round_id=commented.id, by=reader, phrase=reading, cost=LIGHT)
            assert one is not None
            comments.let_pass(
                session,
                round_id=commented.id,
                by=reader,
                phrase=reading,
                waiting_id=one.id,
                how=one.comment.how,
                text=one.comment.text,
                cost=LIGHT,
            )
        door.hand_over(session, round_id=commented.id, by=reader, settings=commented.here.settings, today=TODAY)
        told = round_facts(session, round_id=commented.id, library=library()).comments
    assert told is not None
    assert told.told is Told.HANDED_OVER
    screens = [f"From a screen, number {n}" for n in range(4)]
    assert sorted(one.text for one in told.comments) == [*screens, "From paper, the fifth"]
