"""Setting up, signing in and out, joining: what gets somebody in, and what does not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from audit.office.first_visit import set_up_code
from audit.office.throttle import TRIES_A_NAME
from audit.settings import Settings
from audit.store.models import Role
from tests.office.browsing import Visitor, office_app
from tests.office.staging import EMAILS, an_agency
from tests.running.agencies import PASSWORD, settings_in

DETAILS = {"organisation": "Elm House", "name": "Lea", "email": "lea@elm.example", "password": PASSWORD}


def served(home: Path, **environ: str) -> Settings:
    return Settings.from_environ({"STEADYGROUND_HOME": str(home), **environ})


def test_the_first_page_offers_a_look_around_and_an_organisation_of_ones_own(tmp_path: Path) -> None:
    visitor = Visitor(office_app(settings_in(tmp_path))).opens("/")
    assert "Explore the sample agency" in visitor.text
    assert "Set up an organisation" in visitor.text


def test_a_leader_who_has_read_nothing_is_in_after_two_pages(tmp_path: Path) -> None:
    visitor = Visitor(office_app(settings_in(tmp_path))).opens("/set-up").presses("Continue", people="20-and-more")
    visitor.presses("Set up and sign in", **DETAILS)
    assert visitor.text.startswith("Elm House What to do next")


def test_what_was_typed_comes_back_with_a_sentence_for_each_gap(tmp_path: Path) -> None:
    visitor = Visitor(office_app(settings_in(tmp_path))).opens("/set-up/details?people=15-19")
    visitor.presses("Set up and sign in", organisation="Elm “House”", password="short")
    assert visitor.status == 422
    assert visitor.errors == ["Type your own name.", "Type your e-mail address."]
    assert "Elm “House”" in visitor.markup
    assert "two answers in three" in visitor.text, "the honest words stay, too"
    assert "short" not in visitor.markup.replace("shorten", ""), "a password is never sent back"


def test_a_short_password_is_refused_in_words(tmp_path: Path) -> None:
    visitor = Visitor(office_app(settings_in(tmp_path))).opens("/set-up/details")
    visitor.presses("Set up and sign in", **{**DETAILS, "password": "short"})
    sentence = "This password is too short. Use 12 letters or more; three or four words do."
    assert visitor.errors == [sentence]
    at_the_field = visitor.page.find(".//p[@id='password-error']")
    assert at_the_field is not None
    assert at_the_field.text == sentence, "the same words on top and at the field"


@pytest.mark.parametrize(
    ("people", "said"),
    [("under-15", "8 in 100"), ("15-19", "Two in three answers are needed"), ("20-and-more", "87 in 100")],
)
def test_what_ten_answers_mean_is_said_before_anything_is_entered(tmp_path: Path, people: str, said: str) -> None:
    visitor = Visitor(office_app(settings_in(tmp_path))).opens("/set-up").presses("Continue", people=people)
    assert said in visitor.text
    assert visitor.text.index(said) < visitor.text.index("Name of the organisation")


def test_a_team_under_15_hears_that_a_talk_fits_better_and_may_still_go_on(tmp_path: Path) -> None:
    visitor = Visitor(office_app(settings_in(tmp_path))).opens("/set-up").presses("Continue", people="under-15")
    assert "a talk fits better" in visitor.text
    assert "first page of the office: “team conversation”" in visitor.text
    assert visitor.presses("Set up and sign in", **DETAILS).status == 200


def test_where_others_could_reach_the_address_setting_up_takes_a_code(tmp_path: Path) -> None:
    settings = served(tmp_path, HOST="0.0.0.0", PUBLIC_URL="https://audit.example")  # noqa: S104 - what is tested
    visitor = Visitor(office_app(settings)).opens("/set-up/details")
    visitor.presses("Set up and sign in", **DETAILS, hosting="outside", code="XXXX-XXXX-XXXX")
    assert visitor.errors == ["This is not the set-up code. The program printed it when it started on its own machine."]
    visitor.presses("Set up and sign in", password=PASSWORD, code=set_up_code(settings).lower())
    assert visitor.client.get_cookie("__Secure-office", path="/office") is not None


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    wrong = Visitor(place.app).signs_in(EMAILS[Role.LEADER], "another password")
    unknown = Visitor(place.app).signs_in("nob@elm.example", "another password")
    proofs = [v.page.find(".//input[@name='csrf_token']").get("value", "") for v in (wrong, unknown)]  # type: ignore[union-attr]  # it is there
    same = [
        v.markup.replace(proof, "").replace(email, "")
        for v, proof, email in zip((wrong, unknown), proofs, (EMAILS[Role.LEADER], "nob@elm.example"), strict=True)
    ]
    assert same[0] == same[1]
    assert wrong.status == unknown.status == 422
    assert EMAILS[Role.LEADER] in wrong.markup, "what was typed is kept"


@pytest.mark.parametrize("email", [EMAILS[Role.LEADER], "nobody@elm.example"])
def test_guessing_is_slowed_down_whether_the_address_is_known_or_not(tmp_path: Path, email: str) -> None:
    place = an_agency(tmp_path)
    visitor = Visitor(place.app)
    for _try in range(TRIES_A_NAME):
        visitor.signs_in(email, "another password")
    assert visitor.signs_in(email).errors == [
        "There were many tries just now. Wait a quarter of an hour, then try again."
    ]
    place.clock.goes_on(timedelta(minutes=16))
    assert (visitor.signs_in(email).status == 200) is (email == EMAILS[Role.LEADER])


def test_the_session_is_a_new_one_at_each_signing_in(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    visitor = Visitor(place.app).opens("/sign-in")
    before = visitor.cookie("office-before")
    first = visitor.signs_in(EMAILS[Role.LEADER]).cookie("office")
    assert first not in ("", before)
    assert visitor.cookie("office-before") == ""
    second = visitor.presses("Sign out").signs_in(EMAILS[Role.LEADER]).cookie("office")
    assert second != first


def test_a_session_somebody_planted_opens_nothing(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    visitor = Visitor(place.app)
    visitor.client.set_cookie("office", "planted-by-somebody-else", path="/office")
    assert visitor.signs_in(EMAILS[Role.LEADER]).cookie("office") != "planted-by-somebody-else"


def test_signing_out_ends_the_session_in_the_store_too(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    visitor = place.visitor()
    held = visitor.cookie("office")
    visitor.presses("Sign out")
    assert visitor.cookie("office") == ""
    visitor.client.set_cookie("office", held, path="/office")
    assert "Sign in" in visitor.opens("/people").text


def test_half_an_hour_of_rest_signs_out_and_loses_nothing_typed(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    visitor = place.visitor().opens("/groups")
    place.clock.goes_on(timedelta(minutes=31))
    visitor.presses("Show me", places="Harbour\t48", roles="Everybody here\t48")
    assert visitor.status == 401
    assert "You were away for a while" in visitor.text
    visitor.presses("Sign in", email=EMAILS[Role.LEADER], password="not the right one")
    assert visitor.status == 422
    visitor.presses("Sign in", email=EMAILS[Role.LEADER], password=PASSWORD)
    visitor.presses("Send what I typed")
    assert "Harbour" in visitor.text
    assert "48 people work there" in visitor.text


def test_a_form_that_another_site_sent_is_never_brought_back(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    visitor = place.visitor()
    place.clock.goes_on(timedelta(minutes=31))
    visitor.sends("/people", {"name": "Mallory", "role": "leader", "csrf_token": "guessed"})
    assert "Mallory" not in visitor.markup
    visitor.presses("Sign in", email=EMAILS[Role.LEADER], password=PASSWORD)
    assert "Mallory" not in visitor.opens("/people").text


def test_a_join_code_lets_one_person_in_once(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    leader = place.visitor().opens("/people").presses("Make a join code", name="Jo", role="reviewer")
    code = next(e for e in leader.page.iter("bdi")).text or ""
    joining = Visitor(place.app).opens("/join")
    joining.presses("Join and sign in", code=code.lower(), email="jo@elm.example", password=PASSWORD)
    assert "Jo, reviewer" in joining.markup
    again = Visitor(place.app).opens("/join")
    again.presses("Join and sign in", code=code, email="mal@elm.example", password=PASSWORD)
    assert again.errors == ["This join code is not known here, or it was used, or it is too old. Ask for a new one."]
    assert code in again.markup


def test_a_join_code_stands_in_no_address(tmp_path: Path) -> None:
    leader = an_agency(tmp_path).visitor().opens("/people").presses("Make a join code", name="Jo", role="reviewer")
    code = next(e for e in leader.page.iter("bdi")).text or ""
    assert not any(code in (e.get("href") or "") for e in leader.page.iter("a"))


def test_cookies_go_to_the_office_alone_and_no_program_of_a_page_reads_them(tmp_path: Path) -> None:
    settings = served(tmp_path, PUBLIC_URL="https://audit.example")
    response = office_app(settings).test_client().get("/sign-in")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Secure-office-before=")
    for part in ("Path=/office", "HttpOnly", "SameSite=Lax", "Secure"):
        assert part in cookie
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_every_answer_forbids_scripts_and_is_kept_by_nobody(tmp_path: Path) -> None:
    client = office_app(settings_in(tmp_path)).test_client()
    for path in ("/", "/sign-in", "/nothing-here", "/people"):
        response = client.get(path)
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "script" not in response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "no-store"


def test_somebody_of_two_organisations_chooses_which_to_look_at(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    other = Visitor(place.app).opens("/set-up/details")
    other.presses(
        "Set up and sign in", organisation="Oak House", name="Olu", email="olu@oak.example", password=PASSWORD
    )
    other.opens("/people").presses("Make a join code", name="Cy", role="consultant")
    code = next(e for e in other.page.iter("bdi")).text or ""
    Visitor(place.app).opens("/join").presses(
        "Join and sign in", code=code, email=EMAILS[Role.CONSULTANT], password=PASSWORD
    )
    visitor = place.visitor(Role.CONSULTANT)
    assert visitor.text.startswith("Elm House")
    choices = [e.get("value", "") for e in visitor.page.iter("input") if e.get("name") == "organisation"]
    assert len(choices) == 1
    assert visitor.presses("Go there", organisation=choices[0]).text.startswith("Oak House")
    outsider = place.visitor(Role.LEADER)
    outsider.client.set_cookie("office-at", choices[0], path="/office")
    assert outsider.opens("/").text.startswith("Elm House"), "the cookie opens nothing that is not one's own"


def test_healthz_is_200_and_nothing_else(tmp_path: Path) -> None:
    response = office_app(settings_in(tmp_path)).test_client().get("/healthz")
    assert (response.status_code, response.data) == (200, b"")
