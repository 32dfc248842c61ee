"""Another language on the pages for staff: visible, without loss, remembered only in the sealed page state."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from werkzeug.test import Client

from audit import results_file
from audit.answering import operations
from audit.ballot import box as boxes
from audit.ballot.sealing import ballot_as_json, open_ballot
from audit.fallback import END, START
from audit.settings import Settings
from tests.ballot.boxes import CLOSES, PRIVATE, Made
from tests.languages.pseudo import a_language, in_other_letters, speak_from
from tests.pages import parsed, text_of
from tests.staff.people import Person, a_round, settings_in, staff_app
from tests.staff.test_states import results as results_of_before

results = results_of_before  # the same invented results
SKIP = "You can skip every question. You can stop at any time."
LACKING = "Look at the address on your slip or poster again, and type it as it stands there."


@dataclass(frozen=True, slots=True)
class Site:
    settings: Settings
    made: Made
    person: Person


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """An open round whose pages speak English and an invented language that lacks one string."""
    a_language(tmp_path / "translations", without={"Rather not say", LACKING})
    speak_from(tmp_path / "translations", monkeypatch)
    settings = settings_in(tmp_path)
    made = a_round(settings)
    return Site(settings, made, Person(staff_app(settings)))


def switch_of(page: Element) -> dict[str, str]:
    """Languages offered on a page, by code."""
    buttons = (e for e in page.iter("button") if e.get("name") == "language")
    return {e.get("value", ""): text_of(e) for e in buttons}


def language_of(page: Element) -> tuple[str | None, str | None]:
    return page.get("lang"), page.get("dir")


def speaks(person: Person, wanted: str, **fields: str) -> None:
    """Press the switch, with these choices made on the page."""
    person.send({**person.filled(), **fields, "language": wanted})
    assert language_of(person.page) == (wanted, "rtl" if wanted == "ar" else "ltr")


def to_the_review(person: Person) -> None:
    while not any(e.get("id") == "send" for e in person.page.iter("h2")):
        person.press("next")


def test_every_page_of_the_way_has_a_switch_inside_its_form_after_what_enter_presses(site: Site) -> None:
    person = site.person
    person.enters(site.made.codes[0])
    to_the_review(person)
    person.press("stop")
    person.press("keep")
    person.press("send")
    for seen in person.pages_seen:
        assert seen.text.index('class="default-button"') < seen.text.index('name="language" value="ar"')
        assert seen.text.index("<form") < seen.text.index('name="language"') < seen.text.index("</form>")
    assert switch_of(person.page) == {"ar": "العربية"}


def test_a_language_chosen_on_the_first_page_stays_to_the_last(site: Site) -> None:
    person = site.person
    speaks(person, "ar")
    assert in_other_letters(SKIP) in person.text
    assert switch_of(person.page) == {"en": "English"}
    person.press("start")
    person.press("next", code=site.made.codes[0])
    to_the_review(person)
    person.press("send")
    assert language_of(person.page) == ("ar", "rtl")
    assert in_other_letters("Thank you. Your answers are sent.") == person.heading
    person.press("finish")
    assert language_of(person.page) == ("en", "ltr")


def test_nothing_chosen_is_lost_when_the_language_changes(site: Site) -> None:
    person = site.person
    person.enters(site.made.codes[0])
    speaks(person, "ar", place="2", role="1")
    assert [e.get("value") for e in person.page.iter("input") if e.get("checked") is not None] == ["2", "1"]
    person.press("next")
    speaks(person, "en", **dict.fromkeys(person.statements, "3"))
    chosen = [e.get("value") for e in person.page.iter("input") if e.get("checked") is not None]
    assert chosen == ["3"] * len(person.statements)


def test_a_code_half_typed_is_kept_when_the_language_changes(site: Site) -> None:
    person = site.person
    person.press("start")
    speaks(person, "ar", code="ABCD-")
    assert [e.get("value") for e in person.page.iter("input") if e.get("name") == "code"] == ["ABCD-"]
    person.press("next", code="not a code")
    assert (person.response.status_code, language_of(person.page)) == (422, ("ar", "rtl"))
    person.press("next", code=site.made.codes[0])
    assert language_of(person.page) == ("ar", "rtl")


def test_back_from_the_code_keeps_the_language(site: Site) -> None:
    person = site.person
    speaks(person, "ar")
    person.press("start")
    person.press("back")
    assert language_of(person.page) == ("ar", "rtl")
    assert in_other_letters(SKIP) in person.text


def test_stopping_speaks_the_language_to_the_end(site: Site) -> None:
    person = site.person
    person.enters(site.made.codes[0])
    speaks(person, "ar")
    person.press("stop")
    speaks(person, "en")
    assert person.heading == "Stop here?"
    speaks(person, "ar")
    person.press("delete")
    assert person.heading == in_other_letters("Your answers are deleted")
    speaks(person, "en")
    assert person.heading == "Your answers are deleted"


def test_answers_can_be_read_in_either_language_before_they_are_sent(site: Site) -> None:
    person = site.person
    person.enters(site.made.codes[0])
    person.press("next")
    person.press("next", **dict.fromkeys(person.statements, "4"))
    to_the_review(person)
    assert "Reliably" in person.text
    speaks(person, "ar")
    assert in_other_letters("Reliably") in person.text


def test_a_string_that_a_language_lacks_is_english_and_says_so(site: Site) -> None:
    person = site.person
    speaks(person, "ar")
    person.press("start")
    person.press("next", code=site.made.codes[0])
    english = [text_of(e) for e in person.page.iter("span") if e.get("lang") == "en" and e.get("dir") == "ltr"]
    assert "Rather not say" in english
    assert not any(sign in seen.text for seen in person.pages_seen for sign in (START, END))


def test_questions_that_are_only_in_english_are_marked_as_english(site: Site) -> None:
    person = site.person
    person.enters(site.made.codes[0])
    person.press("next")
    speaks(person, "ar")
    legends = list(person.page.iter("legend"))
    assert legends
    assert all([e.get("lang") for e in legend] == ["en"] for legend in legends)
    assert all(e.find("span") is None for e in person.page.iter("title"))


def test_every_page_in_a_draft_says_so_in_both_languages_and_none_does_once_it_is_confirmed(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = "This translation is a draft. Nobody has confirmed it yet."
    person = site.person
    assert english not in person.text
    speaks(person, "ar")
    assert f"{in_other_letters(english)} {english}" in person.text
    a_language(tmp_path / "confirmed", confirmed_by="Amal Haddad")
    speak_from(tmp_path / "confirmed", monkeypatch)
    person.look()
    assert language_of(person.page) == ("ar", "rtl")
    assert english not in person.text


def test_what_a_browser_asks_for_changes_nothing(site: Site) -> None:
    answer = site.person.client.get("/?language=ar", headers={"Accept-Language": "ar"})
    assert '<html lang="en" dir="ltr">' in answer.text


@pytest.mark.parametrize("asked", ["fr", "../en", "x" * 5000, "ar\n", ""])
def test_a_language_that_is_not_there_changes_nothing(site: Site, asked: str) -> None:
    person = site.person
    person.send({**person.filled(), "language": asked})
    assert language_of(person.page) == ("en", "ltr")


def test_pages_before_and_after_a_round_change_language_and_keep_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_language(tmp_path / "translations")
    speak_from(tmp_path / "translations", monkeypatch)
    settings = settings_in(tmp_path)
    a_round(settings)
    person = Person(staff_app(settings, today=CLOSES + timedelta(days=1)))
    answer = person.client.post("/", data={"language": "ar"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    person.take(answer)
    assert person.heading == in_other_letters("This is closed. The results follow.")
    person.look()
    assert language_of(person.page) == ("en", "ltr")


def test_results_and_their_numbers_change_language_and_keep_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, results: results_file.ResultsFile
) -> None:
    a_language(tmp_path / "translations")
    speak_from(tmp_path / "translations", monkeypatch)
    settings = settings_in(tmp_path)
    results_file.write(settings.results, results)
    person = Person(staff_app(settings))
    for path in ("/", "/details", "/numbers"):
        plain = person.client.get(path)
        person.take(plain)
        assert f'action="{path}"' in plain.text
        answer = person.client.post(path, data={"language": "ar"})
        assert "Set-Cookie" not in answer.headers
        person.take(answer)
        assert language_of(person.page) == ("ar", "rtl")
        assert f'action="{path}"' in answer.text
        assert person.client.get(path).data == plain.data


def test_a_form_without_its_cookie_is_told_so_in_the_language_that_was_pressed(site: Site) -> None:
    stranger = Client(staff_app(site.settings))
    answer = stranger.post("/", data={"language": "ar", "at": "page 1"})
    assert answer.status_code == 400
    assert '<html lang="ar" dir="rtl">' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_many_strangers_who_change_the_language_do_not_fill_the_disk(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "STRANGERS", 0)
    app = staff_app(site.settings)
    answer = Client(app).post("/", data={"language": "ar", "at": "start"})
    assert answer.status_code == 200
    assert '<html lang="ar" dir="rtl">' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_ballot_says_nothing_about_the_language(site: Site) -> None:
    person = site.person
    speaks(person, "ar")
    person.press("start")
    person.press("next", code=site.made.codes[0])
    to_the_review(person)
    person.press("send")
    (sealed,) = boxes.sealed_ballots(site.made.path)
    ballot = open_ballot(sealed, PRIVATE.private_bytes_raw())
    assert set(ballot_as_json(ballot)) == {"place", "role", "answers"}
    assert "language" not in {field.name for field in dataclasses.fields(ballot)}


def test_no_address_and_no_cookie_tells_the_language(site: Site) -> None:
    english, other = Person(staff_app(site.settings)), site.person
    speaks(other, "ar")
    for person in (english, other):
        person.press("start")
        person.press("next", code=site.made.codes[0])
    cookies = [person.client.get_cookie("answering") for person in (english, other)]
    assert [len(cookie.value) for cookie in cookies if cookie] == [43, 43]
    assert 'action="/"' in other.response.text
    assert {e.get("href") for e in other.page.iter("a")} == {e.get("href") for e in english.page.iter("a")}


def test_a_no_speaks_the_language_of_whoever_is_answering_and_can_be_changed(site: Site) -> None:
    person = site.person
    lost = person.client.get("/nowhere/at/all")
    person.take(lost)
    person.send({**person.filled(), "language": "ar"})
    assert in_other_letters(SKIP) in person.text
    person.take(person.client.get("/nowhere/at/all"))
    assert language_of(person.page) == ("ar", "rtl")
    person.send({**person.filled(), "language": "en"})
    assert SKIP in person.text


def test_before_anything_is_set_up_the_first_page_changes_language_and_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_language(tmp_path / "translations")
    speak_from(tmp_path / "translations", monkeypatch)
    client = Client(staff_app(settings_in(tmp_path)))
    assert switch_of(parsed(client.get("/").text)) == {"ar": "العربية"}
    answer = client.post("/", data={"language": "ar"})
    assert '<html lang="ar" dir="rtl">' in answer.text
    assert "Set-Cookie" not in answer.headers
