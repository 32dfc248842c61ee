"""What stands at an address: chosen by the state of the round and by the day, never by who asks."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from werkzeug.test import Client

from audit import results_file
from audit.ballot.box import begin_closing, destroy, open_for_answers
from audit.method.releasing import release_of
from audit.promise import Contact, Ledger
from audit.rehearsal import rehearse
from audit.results_file import ResultsFile
from audit.settings import Settings
from audit.staff import create_staff_app
from audit.staff.application import AddressNotSafe
from tests.ballot.boxes import CLOSES, a_manifest
from tests.builders import library
from tests.exhibits.rounds import with_choices
from tests.pages import check_page
from tests.staff.people import A_DAY, Person, a_prepared_round, a_round, settings_in, staff_app


@pytest.fixture(scope="module")
def results() -> ResultsFile:
    """What an invented round of 60 answers left for staff."""
    return results_of("core")


def results_of(asks: str) -> ResultsFile:
    """What an invented round of 60 answers left for staff, whatever it asked."""
    asked = library().questionnaire(asks).as_asked_in(1)
    invented = rehearse(asked, people=60, chance=np.random.default_rng(5))
    sheet = with_choices(invented.sheet, asked, seed=5)
    release = release_of(sheet, questionnaire=asked, places=invented.places, roles=invented.roles)
    return ResultsFile(
        "harbour",
        "Harbour Care",
        1,
        asked.id,
        asked.edition,
        release,
        a_manifest().circumstances,
        Ledger.ADDS_UP,
        date(2026, 3, 2),
        date(2026, 3, 28),
        (Contact("Staff support line", "0000 000 000", ""),),
        True,
    )


def test_results_come_back_from_their_file_as_they_were(tmp_path: Path, results: ResultsFile) -> None:
    assert results_file.read(results_file.write(tmp_path, results)) == results
    assert [path.name for path in tmp_path.iterdir()] == ["harbour.json"]


def test_a_prepared_round_says_that_it_has_not_started(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    a_prepared_round(settings)
    assert Person(staff_app(settings)).heading == "This has not started yet"


@pytest.mark.parametrize("day", [A_DAY, CLOSES])
def test_an_open_round_takes_answers_until_its_last_day(tmp_path: Path, day: date) -> None:
    settings = settings_in(tmp_path)
    a_round(settings)
    assert Person(staff_app(settings, today=day)).heading == "How do we work here?"


def test_after_the_last_day_nothing_can_be_sent_and_the_results_are_announced(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings)
    person = Person(staff_app(settings))
    person.enters(made.codes[0])
    person.answers_everything("1")
    late = Person(staff_app(settings, today=CLOSES + timedelta(days=1)))
    assert late.heading == "This is closed. The results follow."
    late.client.set_cookie("answering", str(person.client.get_cookie("answering").decoded_value))  # type: ignore[union-attr]
    late.send({**person.filled(), "go": "send"})
    assert late.heading == "This is closed. The results follow."


def test_somebody_halfway_when_closing_begins_is_told_so(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings)
    person = Person(staff_app(settings))
    person.enters(made.codes[0])
    person.answers_everything("1")
    begin_closing(made.path)
    person.press("send")
    assert person.heading == "This is closed. The results follow."


def test_results_stand_at_the_same_address_once_they_are_there(tmp_path: Path, results: ResultsFile) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings)
    app = staff_app(settings)
    assert Person(app).heading == "How do we work here?"
    begin_closing(made.path)
    results_file.write(settings.results, results)
    destroy(made.path)
    person = Person(app)
    assert person.heading == "What we said"
    assert "Closed on 28 March 2026" in person.text
    assert "invented" in person.text


def test_results_say_that_a_further_round_is_coming_and_then_make_way_for_it(
    tmp_path: Path, results: ResultsFile
) -> None:
    settings = settings_in(tmp_path)
    results_file.write(settings.results, results)
    made = a_prepared_round(settings, number=2)
    person = Person(staff_app(settings))
    assert person.heading == "What we said"
    assert "The next round is being prepared." in person.text
    open_for_answers(made.path)
    person.look()
    assert person.heading == "How do we work here?"
    begin_closing(made.path)
    person.look()
    assert person.heading == "This is closed. The results follow."


def test_nothing_yet_leads_to_the_sample_and_to_setting_up(tmp_path: Path) -> None:
    for beside in ("/office", ""):
        answer = Client(staff_app(settings_in(tmp_path), office_beside=beside)).get("/")
        assert answer.status_code == 200
        assert f'href="{beside}/sample"' in answer.text
        assert f'href="{beside}/set-up"' in answer.text


def test_with_two_organisations_the_bare_address_names_neither(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    a_round(settings)
    a_round(settings, public_id="mill", number=2)
    app = staff_app(settings)
    answer = Client(app).get("/")
    assert "Use the address on your slip" in answer.text
    assert "Harbour" not in answer.text
    assert Person(app, address="/mill").heading == "How do we work here?"


def test_plain_http_for_others_is_refused_at_start(tmp_path: Path) -> None:
    for host, public in (("10.0.0.5", ""), ("audit.example", ""), ("10.0.0.5", "http://audit.example")):
        settings = Settings.from_environ({"STEADYGROUND_HOME": str(tmp_path), "HOST": host, "PUBLIC_URL": public})
        with pytest.raises(AddressNotSafe, match="https"):
            create_staff_app(settings, library(), today=lambda: A_DAY, chance=random.SystemRandom())


def test_a_destruction_cut_short_is_ended_at_start(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings)
    made.path.rename(made.path.with_name(made.path.name + ".going"))
    staff_app(settings)
    assert not list(settings.ballots.glob("*.going"))


@pytest.mark.parametrize("asks", ["core", "core+stepped-care", "core+priorities"])
def test_the_results_are_small_and_say_how_they_were_worked_out(tmp_path: Path, asks: str) -> None:
    settings = settings_in(tmp_path)
    results_file.write(settings.results, results_of(asks))
    client = Client(staff_app(settings))
    sheets = ("/static/steadyground.css", "/static/exhibits.css", "/static/method.css")
    sizes = {
        path: len(client.get(path, headers={"Accept-Encoding": "br, gzip"}, buffered=True).data)
        for path in ("/", "/details", "/numbers", "/method", *sheets)
    }
    styles = sizes["/static/steadyground.css"] + sizes["/static/exhibits.css"]
    for page in ("/", "/details", "/numbers"):
        assert sizes[page] <= 15_000
        assert sizes[page] + styles <= 30_000
    assert sizes["/method"] <= 15_000
    assert sizes["/method"] + sizes["/static/steadyground.css"] + sizes["/static/method.css"] <= 30_000
    shown = Person(staff_app(settings)).page
    how = [e.get("href", "") for e in shown.iter("a") if "#" in e.get("href", "") and e.get("class") != "skip-link"]
    assert how
    numbers = Person(staff_app(settings), address="/numbers")
    ids = {e.get("id") for e in numbers.page.iter()}
    assert {link.partition("#")[2] for link in how} <= ids
    assert {link.partition("#")[0] for link in how} == {"/numbers"}


def test_what_people_want_first_stands_on_the_first_page_and_what_others_value_with_the_details(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    results_file.write(settings.results, results_of("core+priorities+relationships"))
    first, details = (Person(staff_app(settings), address=address).page for address in ("/", "/details"))
    assert first.find(".//h2[@id='priorities']") is not None
    assert first.find(".//h2[@id='perspectives']") is None
    assert details.find(".//h2[@id='perspectives']") is not None


def test_the_method_stands_beside_the_results_and_the_formulas_lead_to_its_paragraphs(
    tmp_path: Path, results: ResultsFile
) -> None:
    settings = settings_in(tmp_path)
    results_file.write(settings.results, results)
    numbers, method = (Person(staff_app(settings), address=address).page for address in ("/numbers", "/method"))
    links = [link for link in (a.get("href", "").partition("#") for a in numbers.iter("a")) if link[0] == "/method"]
    assert len(links) > 20
    assert {id_ for _page, _sharp, id_ in links} - {""} <= {e.get("id") for e in method.iter()}
    within = {a.get("href", "")[1:] for a in method.iter("a") if a.get("href", "").startswith("#")}
    assert {"main", "stages"} <= within <= {e.get("id") for e in method.iter()}
    assert "/" in {a.get("href") for a in method.iter("a")}


def test_the_method_is_no_page_while_people_answer(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    a_round(settings)
    assert Client(staff_app(settings)).get("/method").status_code == 404


def test_practices_places_and_roles_stand_on_a_page_of_their_own(tmp_path: Path, results: ResultsFile) -> None:
    settings = settings_in(tmp_path)
    results_file.write(settings.results, results)
    first, details = (Person(staff_app(settings), address=address) for address in ("/", "/details"))
    assert "/details" in {link.get("href") for link in first.page.iter("a")}
    assert details.heading == "What we said, in detail"
    parts = [{e.get("id") for e in person.page.iter("h2")} for person in (first, details)]
    assert {"trust", "principles"} <= parts[0]
    assert {"items", "groups"} <= parts[1]
    assert not parts[0] & {"items", "groups", "module-items"}


def test_long_tables_of_the_results_are_closed_and_what_was_found_stands_in_words(
    tmp_path: Path, results: ResultsFile
) -> None:
    settings = settings_in(tmp_path)
    results_file.write(settings.results, results)
    page = Person(staff_app(settings), address="/details").page
    closed = {id(table) for details in page.iter("details") for table in details.iter("table")}
    rows = {id(table): len(list(table.iter("tr"))) - 1 for table in page.iter("table")}
    assert closed
    assert max(count for one, count in rows.items() if one not in closed) <= 10
    for section in (e for e in page.iter("section") if e.get("class") == "exhibit"):
        assert [child.tag for child in section][:2] == ["h2", "p"]


def test_there_are_no_numbers_where_there_are_no_results(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    a_round(settings)
    assert Client(staff_app(settings)).get("/numbers").status_code == 404


def test_a_page_that_depends_on_a_cookie_is_never_compressed(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    a_round(settings)
    client = Client(staff_app(settings))
    accepts = {"Accept-Encoding": "gzip"}
    assert client.get("/", headers=accepts).headers["Content-Encoding"] == "gzip"
    client.post("/", data={"at": "start"})
    assert "Content-Encoding" not in client.get("/", headers=accepts).headers


def test_the_office_is_named_only_where_it_runs_beside_and_only_while_nobody_is_answering(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings)
    person = Person(staff_app(settings, office_beside="/office"))
    assert 'href="/office/"' in person.response.text
    person.enters(made.codes[0])
    person.press("back")
    assert "/office" not in person.response.text
    assert "the office" not in Person(staff_app(settings, office_beside="")).response.text.partition("</main>")[2]


def test_a_round_whose_questionnaire_is_gone_breaks_with_the_contacts_on_the_page(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    a_round(settings)
    left = replace(library(), questionnaires=tuple(q for q in library().questionnaires if q.id != "core"))
    app = create_staff_app(settings, left, today=lambda: A_DAY)
    found = Client(app).get("/")
    assert found.status_code == 500
    check_page(found, staff=True)
    assert "Something broke on our side" in found.text
    assert a_manifest().contacts[0].name in found.text
