"""Ending the part of a staff representative, on the pages of those who ask and of the one who is asked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from audit.running.representatives import WAIT
from audit.store.models import Role
from tests.office.browsing import Visitor
from tests.office.staging import Place, a_closed_round, a_draft, an_agency
from tests.running.agencies import PASSWORD


def on_the_page(place: Place) -> Visitor:
    """A leader who wants to end the part of the staff representative."""
    return place.visitor().opens(f"/people/{place.here.rep}/end")


def test_a_leader_asks_waits_and_ends_the_part_of_the_representative(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    leader = on_the_page(place)
    assert "14 days between them" in leader.text
    leader.presses("Ask that this part end")
    assert "It can be ended from 16 March 2026 on, unless Sam says no." in leader.text
    assert "End this part" not in leader.text
    place.clock.now += WAIT
    leader = on_the_page(place).presses("End this part")
    assert leader.opens(f"/people/{place.here.rep}/end").status == 404


def test_a_form_sent_past_the_page_ends_nothing(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    leader = on_the_page(place)
    proof = next(e.get("value", "") for e in leader.page.iter("input") if e.get("name") == "csrf_token")
    leader.sends(f"/people/{place.here.rep}/end", {"csrf_token": proof})
    assert leader.status == 422
    assert leader.errors[0].startswith("Sam signs for staff. Ask first")


def test_the_representative_reads_it_on_the_first_page_and_stays(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    on_the_page(place).presses("Ask that this part end")
    rep = place.visitor(Role.STAFF_REP).opens("/")
    assert "They can end it from 16 March 2026 on, unless you stay." in rep.text
    assert "unless you stay" not in place.visitor().opens("/").text, "nobody else reads it as theirs"
    rep.opens("/people").presses("I stay")
    assert "unless you stay" not in rep.text + rep.opens("/").text
    place.clock.now += WAIT
    assert "End this part" not in on_the_page(place).text
    trail = place.visitor().opens("/trail").text
    assert "Asked to end the part of Sam as the staff representative" in trail
    assert "Stays as the staff representative" in trail


def test_saying_no_twice_is_answered_in_a_sentence(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    on_the_page(place).presses("Ask that this part end")
    rep = place.visitor(Role.STAFF_REP).opens("/people")
    proof = next(e.get("value", "") for e in rep.page.iter("input") if e.get("name") == "csrf_token")
    rep.presses("I stay")
    rep.sends("/people/stay", {"csrf_token": proof})
    assert rep.status == 422
    assert rep.errors == ["Nobody asks that your part end. There is nothing to say no to."]


def test_other_parts_still_end_at_once(tmp_path: Path) -> None:
    place = a_draft(tmp_path)
    leader = place.visitor().opens(f"/people/{place.here.consultant}/end").presses("End this part")
    assert leader.text.startswith("People")


def test_whoever_is_about_to_sign_reads_what_staff_will_read(tmp_path: Path) -> None:
    place = a_closed_round(tmp_path)
    place.clock.now += timedelta(days=1)
    on_the_page(place).presses("Ask that this part end")
    place.clock.now += WAIT
    leader = on_the_page(place).presses("End this part")
    leader.opens("/people").presses("Make a join code", name="Ida", role="staff-rep")
    code = leader.markup.split("<bdi>")[1].split("</bdi>")[0]
    joining = Visitor(place.app).opens("/join")
    joining.presses("Join", code=code, email="ida@elm.example", password=PASSWORD)
    leader = place.visitor().opens("/rounds/new").presses("Save")
    assert "on the leaders’ word alone. Last time Sam signed, now Ida does." in leader.opens("/rounds/2/co-sign").text


def test_a_new_representative_reads_results_and_trail_at_once(tmp_path: Path) -> None:
    place = a_closed_round(tmp_path)
    rep = place.visitor(Role.STAFF_REP).opens("/people").presses("Make a join code", name="Ida", role="staff-rep")
    code = rep.markup.split("<bdi>")[1].split("</bdi>")[0]
    Visitor(place.app).opens("/join").presses("Join", code=code, email="ida@elm.example", password=PASSWORD)
    ida = Visitor(place.app).signs_in("ida@elm.example")
    assert ida.opens("/rounds/1/profile").status == 200
    assert "Prepared round 1" in ida.opens("/trail").text


def test_a_new_leader_whom_the_consultant_brings_in_reads_results_and_trail_at_once(tmp_path: Path) -> None:
    place = a_closed_round(tmp_path)
    consultant = place.visitor(Role.CONSULTANT)
    consultant.opens(f"/people/{place.here.leader}/end").presses("End this part")
    consultant.opens("/people").presses("Make a join code", name="Ola", role="leader")
    code = consultant.markup.split("<bdi>")[1].split("</bdi>")[0]
    Visitor(place.app).opens("/join").presses("Join", code=code, email="ola@elm.example", password=PASSWORD)
    ola = Visitor(place.app).signs_in("ola@elm.example")
    assert ola.opens("/rounds/1/profile").status == 200
    assert "Prepared round 1" in ola.opens("/trail").text
