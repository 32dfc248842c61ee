"""Another language at the office: kept in a plain cookie, changed on every page, in no account and in no store."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.fallback import END, START
from audit.running.rounds import asked_hash
from audit.store.models import Role
from audit.store.queries import one_round
from tests.builders import core
from tests.languages.pseudo import a_language, in_other_letters, speak_from
from tests.office.browsing import Visitor, as_it_stands, with_class
from tests.office.staging import Place, a_closed_round, an_agency
from tests.pages import text_of

SIGN_OUT = "Sign out"


@pytest.fixture(autouse=True)
def _invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_language(tmp_path / "translations", without={SIGN_OUT, "Took “%(title)s” into the plan"})
    speak_from(tmp_path / "translations", monkeypatch)


def speaks(visitor: Visitor, code: str, **changed: str) -> Visitor:
    """Press the switch on top of the page."""
    form = next(f for f in visitor.page.iter("form") if any(b.get("name") == "language" for b in f.iter("button")))
    fields = {**as_it_stands(form), "language": code, **changed}
    return visitor.sends("/language", fields)


def language_of(visitor: Visitor) -> tuple[str | None, str | None]:
    page = visitor.page
    return page.get("lang"), page.get("dir")


def test_the_same_page_comes_back_in_the_language_that_was_pressed(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/people")
    heading = text_of(next(visitor.page.iter("h1")))
    speaks(visitor, "ar")
    assert language_of(visitor) == ("ar", "rtl")
    assert text_of(next(visitor.page.iter("h1"))) == in_other_letters(heading)
    assert language_of(visitor.opens("/rounds")) == ("ar", "rtl")
    assert language_of(speaks(visitor, "en")) == ("en", "ltr")


def test_whoever_has_not_signed_in_can_change_it_too(tmp_path: Path) -> None:
    visitor = Visitor(an_agency(tmp_path).app).opens("/sign-in")
    assert language_of(speaks(visitor, "ar")) == ("ar", "rtl")


def test_a_draft_is_told_and_what_it_lacks_is_marked(tmp_path: Path) -> None:
    visitor = speaks(an_agency(tmp_path).visitor().opens("/"), "ar")
    notes = [text_of(e) for e in with_class(visitor.page, "draft-note")]
    assert len(notes) == 1
    assert notes[0].endswith("This translation is a draft. Nobody has confirmed it yet.")
    english = [text_of(e) for e in visitor.page.iter("span") if e.get("lang") == "en"]
    assert SIGN_OUT in english
    assert not {START, END} & set(visitor.markup)


@pytest.mark.parametrize(
    "changed",
    [{"language": "fr"}, {"csrf_token": "x"}, {"language": "ar\r\nSet-Cookie: a=b"}],
    ids=["no-such-language", "no-proof", "more-than-a-code"],
)
def test_nothing_changes_for_a_language_that_is_not_there_or_without_the_proof(
    tmp_path: Path, changed: dict[str, str]
) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/people")
    assert language_of(speaks(visitor, changed.pop("language", "ar"), **changed)) == ("en", "ltr")
    assert visitor.cookie("office-language") == ""


@pytest.mark.parametrize("here", ["https://evil.example/", "//evil.example/", "/office//evil.example", "/\\evil", ""])
def test_a_change_of_language_never_leads_elsewhere(tmp_path: Path, here: str) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/people")
    form = next(f for f in visitor.page.iter("form") if any(b.get("name") == "language" for b in f.iter("button")))
    answer = visitor.client.post("/language", data={**as_it_stands(form), "language": "ar", "here": here})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/office/")


@pytest.fixture
def year(tmp_path: Path) -> Place:
    """An agency whose round has closed."""
    return a_closed_round(tmp_path)


def test_every_page_of_a_year_speaks_it(year: Place) -> None:
    visitor = speaks(year.visitor().opens("/"), "ar")
    paths = [
        rule.rule.replace("<int:number>", "1")
        for rule in year.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in ("static", "healthz")
    ]
    seen = [path for path in paths if "<" not in path and "." not in path and "report" not in path]
    assert len(seen) > 15
    for path in seen:
        visitor.opens(path)
        assert visitor.status in (200, 403, 404, 422), path
        if visitor.response is not None and visitor.response.mimetype == "text/html":
            assert language_of(visitor) == ("ar", "rtl"), path
            assert not {START, END} & set(visitor.markup), path


def test_no_mark_is_ever_kept(year: Place) -> None:
    visitor = speaks(year.visitor().opens("/rounds/1/plan"), "ar")
    visitor.presses(in_other_letters("Take it into the plan"))
    assert visitor.status == 200
    for path in year.here.settings.home.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            assert START.encode() not in raw, path.name
            assert END.encode() not in raw, path.name
    assert "Took “" in year.visitor(Role.STAFF_REP).opens("/trail").text


def test_a_round_prepared_in_another_language_is_hashed_in_english_so_that_a_translation_can_be_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # the questionnaires are there in Spanish, and in no invented language
    place = an_agency(tmp_path)
    speaks(place.visitor().opens("/rounds/new"), "es").presses("Guardar")
    with place.here.store() as session:
        row = one_round(session, round_id=1)
        assert (row.language, row.asked) == ("en", asked_hash(core().as_asked_in(1)))


PLAIN = ("/people", "/rounds", "/trail")
SHOW_WORDS_OF_A_QUESTIONNAIRE = (
    "/rounds/1",
    "/rounds/1/co-sign",
    "/rounds/1/leadership",
    "/rounds/1/leadership/leadership",
    "/rounds/1/profile",
    "/rounds/1/worked-out",
    "/rounds/1/plan",
    "/rounds/new",
    "/guides",
    "/guides/workshop",
)


def test_a_draft_questionnaire_is_told_in_a_confirmed_interface_where_its_words_stand(
    tmp_path: Path, year: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_language(tmp_path / "confirmed", code="es", confirmed_by="Ana Ruiz, 3 May 2026")
    speak_from(tmp_path / "confirmed", monkeypatch)
    visitor = speaks(year.visitor().opens("/"), "es")
    for path in (*PLAIN, *SHOW_WORDS_OF_A_QUESTIONNAIRE):
        told = list(with_class(visitor.opens(path).page, "draft-note"))
        assert bool(told) is (path not in PLAIN), path


def test_whoever_types_is_told_to_change_the_language_before(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor()
    told = {path: "Change before you type:" in visitor.opens(path).markup for path in ("/rounds/new", "/people")}
    assert told == {"/rounds/new": True, "/people": True}
    for path in ("/rounds", "/guides", "/guides/workshop", "/trail"):
        assert "Change before you type:" not in visitor.opens(path).markup


def test_a_day_that_was_agreed_is_told_in_the_language_spoken_now(year: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # Spanish as it is
    visitor = year.visitor().opens("/rounds/1/co-sign")
    assert "until after 16 March 2026" in visitor.text
    speaks(visitor, "es")
    assert "16 de marzo de 2026" in visitor.text
    assert "March" not in visitor.text
