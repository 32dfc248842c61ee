"""Every address, every role, every other organisation: who may open what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from audit.office import conversation_papers, guides, launch, papers, profile, rehearsal
from audit.office.access import HALFWAY, MAY, SIGNED_OUT
from audit.store.models import Role, Stage
from audit.store.queries import plan_of, trail_of
from tests.office.browsing import Visitor
from tests.office.staging import EMAILS, Place, a_closed_round, a_draft, an_agency, an_open_round
from tests.running.agencies import PASSWORD, another

NUMBERS = {
    "number": 1,
    "part": "everyday",
    "planned": 1,
    "talk": 1,
    "guide": "workshop",
    "questionnaire": "core",
    "paper": "a4",
    "size": "usual",
    "account_id": 1,
    "work": 1,
    "final": 1,
    "chapter": 1,
    "picture": 1,
    "digest": "0" * 64,
}
OF_PAPERS = {"paper": "privacy-notice", "size": "a4"}
PRINTED = (
    (profile, "report_pdf"),
    (rehearsal, "report_pdf"),
    (guides, "guide_pdf"),
    (launch, "form_pdf"),
    (launch, "poster_pdf"),
    (launch, "slips_pdf"),
    (papers, "paper_pdf"),
    (papers, "phrase_cards_pdf"),
    (conversation_papers, "conversation_cards_pdf"),
    (conversation_papers, "conversation_record_pdf"),
)
"""Seconds of layout each."""
FOR_ONE_PERSON = "comments."
"""Pages for the one reviewer whom a round names: others of that role are told no, too."""


def rules(place: Place) -> list[tuple[str, str, str]]:
    """(endpoint, method, path) of every address of the office, filled with numbers that are there."""
    found = []
    adapter = place.app.url_map.bind("localhost")
    for rule in place.app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        known = NUMBERS | (OF_PAPERS if rule.endpoint.startswith("papers.") else {})
        values = {name: known[name] for name in rule.arguments}
        path = adapter.build(rule.endpoint, values)
        found += [(rule.endpoint, method, path) for method in (rule.methods or set()) & {"GET", "POST"}]
    return sorted(found)


def answer(visitor: Visitor, method: str, path: str) -> int:
    """What one request comes to, nothing followed."""
    return visitor.client.open(path, method=method).status_code


def test_every_address_stands_in_the_table_of_access_and_nothing_else_does(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    endpoints = {rule.endpoint for rule in place.app.url_map.iter_rules()}
    assert endpoints == SIGNED_OUT | set(MAY)
    assert not SIGNED_OUT & set(MAY)
    assert frozenset().union(*HALFWAY.values()) <= set(MAY)


def test_an_address_that_is_not_in_the_table_opens_for_nobody(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    place.app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert answer(place.visitor(), "GET", "/forgotten") == 403
    assert answer(Visitor(place.app), "GET", "/forgotten") == 303


@pytest.mark.parametrize("stage", [a_draft, an_open_round, a_closed_round], ids=lambda s: s.__name__)
@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_what_the_table_says_and_no_more(
    tmp_path: Path, role: Role, stage: Callable[[Path], Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, printing in PRINTED:
        monkeypatch.setattr(module, printing, lambda *_facts, **_paper: b"%PDF")  # whether it comes, not how it looks
    place = stage(tmp_path)
    visitor = place.visitor(role)
    for endpoint, method, path in rules(place):
        if endpoint in SIGNED_OUT or endpoint == "getting_in.sign_out":
            continue
        status = answer(visitor, method, path)
        if role not in MAY[endpoint] or not endpoint.startswith(FOR_ONE_PERSON):
            assert (status == 403) is (role not in MAY[endpoint]), (endpoint, method, status)
        assert status < 500, (endpoint, method)


@pytest.mark.parametrize("stage", [Stage.CODE, Stage.SET_UP])
def test_a_password_alone_opens_nothing_but_the_second_step(tmp_path: Path, stage: Stage) -> None:
    place = a_closed_round(tmp_path)
    if stage is Stage.CODE:
        place.visitor()
    visitor = Visitor(place.app).opens("/sign-in").presses("Sign in", email=EMAILS[Role.LEADER], password=PASSWORD)
    for endpoint, method, path in rules(place):
        if endpoint not in SIGNED_OUT and endpoint not in HALFWAY[stage]:
            response = visitor.client.open(path, method=method)
            assert response.status_code == 303, (endpoint, method)
            assert "/second-step" in response.headers["Location"], (endpoint, method)


def test_nobody_gets_anywhere_without_signing_in(tmp_path: Path) -> None:
    place = a_closed_round(tmp_path)
    visitor = Visitor(place.app)
    for endpoint, method, path in rules(place):
        if endpoint not in SIGNED_OUT:
            assert answer(visitor, method, path) == (303 if method == "GET" else 401), (endpoint, method)


def test_no_post_works_without_the_proof_of_the_page(tmp_path: Path) -> None:
    place = a_draft(tmp_path)
    visitor = place.visitor()
    for endpoint, method, path in rules(place):
        if method == "POST" and Role.LEADER in MAY.get(endpoint, ()) and endpoint not in LEADS_HOME:
            visitor.sends(path)
            assert visitor.status in (404, 422), endpoint
            assert visitor.status == 404 or any(said in visitor.text for said in REFUSED), endpoint


LEADS_HOME = {"getting_in.sign_out", "home.choose", "close.give", "second_step.answer"}
"""In a draft they change nothing and lead elsewhere."""
REFUSED = ("Press the button once more", "no results yet", "they open nothing")


def test_signing_out_without_the_proof_signs_nobody_out(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    visitor = place.visitor()
    held = visitor.cookie("office")
    visitor.sends("/sign-out")
    assert visitor.cookie("office") == held
    assert visitor.opens("/people").status == 200


def test_the_proof_of_one_person_is_worth_nothing_to_another(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    leader, other = place.visitor().opens("/people"), place.visitor(Role.CONSULTANT)
    proof = leader.page.find(".//input[@name='csrf_token']")
    assert proof is not None
    other.sends("/people", {"name": "Mal", "role": "leader", "csrf_token": proof.get("value", "")})
    assert other.status == 422
    assert "Mal" not in leader.opens("/people").text


@pytest.mark.parametrize("role", list(Role)[:3])
def test_another_organisation_sees_nothing_of_this_one(tmp_path: Path, role: Role) -> None:
    """No address names an organisation: numbers mean one's own rounds, ids of others are not there."""
    place = a_closed_round(tmp_path)
    leader = place.visitor().opens("/rounds/1/plan").presses("Take it into the plan")
    assert leader.status == 200
    with place.here.store() as session:
        planned = plan_of(session, organisation_id=place.here.organisation_id)[0].id
    another(place.here.store, name="Oak House")
    email = {Role.LEADER: "lea", Role.STAFF_REP: "sam", Role.CONSULTANT: "cy"}[role]
    stranger = Visitor(place.app).signs_in(f"{email}@oak.example")
    numbers = {**NUMBERS, "planned": planned}
    for endpoint, method, path in rules(place):
        if "/rounds/1" in path and role in MAY[endpoint]:
            path = path.replace("/plan/1", f"/plan/{numbers['planned']}")
            assert answer(stranger, method, path) == 404, (endpoint, method)
    for path in ("/", "/people", "/organisation", "/groups", "/rounds", "/trail"):
        assert "Elm House" not in stranger.opens(path).markup


def test_what_is_too_long_or_not_there_is_answered_in_the_same_look(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    visitor = place.visitor()
    assert visitor.sends("/groups", {"places": "x" * 2_000_000}).status == 413
    assert "This is too much at once" in visitor.text
    assert visitor.opens("/rounds/99").status == 404
    assert "There is no such page" in visitor.text
    assert place.visitor(Role.REVIEWER).opens("/groups").status == 403
    missing = visitor.client.get("/static/nothing.css")
    assert (missing.status_code, missing.headers["Cache-Control"]) == (404, "no-store")


def test_every_file_that_is_fetched_stands_on_the_trail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guides apart: who reads one for themselves is nobody's business."""
    for module, printing in PRINTED:
        monkeypatch.setattr(module, printing, lambda *_facts, **_paper: b"%PDF")
    place = a_closed_round(tmp_path)
    visitor, fetched = place.visitor(), set()
    for endpoint, method, path in rules(place):
        if method == "GET" and not endpoint.startswith("guides."):
            before = lines_of(place)
            if "attachment" in visitor.client.get(path).headers.get("Content-Disposition", ""):
                assert lines_of(place) == before + 1, endpoint
                fetched.add(endpoint)
    assert fetched >= {"profile.report", "profile.release", "launch.poster", "launch.paper_form", "papers.printed"}


def lines_of(place: Place) -> int:
    with place.here.store() as session:
        return len(trail_of(session, organisation_id=place.here.organisation_id))
