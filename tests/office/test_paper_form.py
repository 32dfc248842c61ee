"""The paper form at the office: beside slips and poster, as the round was agreed."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.store.models import Role
from tests.office.browsing import Clock, Visitor, office_app
from tests.office.staging import EMAILS, a_draft, an_open_round
from tests.reports.documents import pages, sizes_in_points
from tests.running.agencies import NOW
from tests.running.commenting import LEAD, REACH, open_with_comments


@pytest.mark.parametrize(
    ("role", "paper", "points"), [(Role.LEADER, "a4", (595, 842)), (Role.STAFF_REP, "letter", (612, 792))]
)
def test_everybody_at_the_office_can_print_the_form_of_an_agreed_round(
    tmp_path: Path, role: Role, paper: str, points: tuple[int, int]
) -> None:
    response = an_open_round(tmp_path).visitor(role).client.get(f"/rounds/1/paper-form/{paper}/usual")
    assert response.mimetype == "application/pdf"
    assert sizes_in_points(response.data) == {points}
    said = " ".join(" ".join(pages(response.data)).split())
    assert "Your place of work" in said
    assert "Elm House" in said


def test_the_form_is_offered_beside_slips_and_poster(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    rep = place.visitor(Role.STAFF_REP)
    rep.opens("/rounds/1/slips")
    for name in ("A4", "US Letter", "A4, large print", "US Letter, large print"):
        assert f"Paper form, {name} (PDF)" in rep.text
    assert "Key in paper forms" in rep.text
    rep.opens("/rounds/1")
    assert "Paper form (PDF)" in rep.text


def test_a_round_that_is_not_agreed_has_no_form_and_no_other_paper_is_known(tmp_path: Path) -> None:
    visitor = a_draft(tmp_path).visitor()
    assert visitor.client.get("/rounds/1/paper-form/a4/usual").status_code == 303
    assert visitor.client.get("/rounds/1/paper-form/a3/usual").status_code == 404


def test_where_a_round_asks_for_comments_the_form_has_a_sheet_to_tear_off(tmp_path: Path) -> None:
    here = open_with_comments(tmp_path).here
    rep = Visitor(office_app(here.settings, here.store, clock=Clock(NOW))).signs_in(EMAILS[Role.STAFF_REP])
    assert "Own words stand on a sheet of their own" in rep.opens("/rounds/1/slips").text
    response = rep.client.get("/rounds/1/paper-form/a4/usual")
    said = " ".join(pages(response.data)[-1].split())
    for text in ("Tear this sheet off", "What would you change first?", "Put into other words", LEAD, REACH):
        assert text in said
    assert "After 16 March 2026 Cy reads it." in said


def test_where_it_asks_for_none_there_is_no_such_sheet(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    response = place.visitor().client.get("/rounds/1/paper-form/a4/usual")
    assert "Tear this sheet off" not in " ".join(pages(response.data))
    assert "Own words" not in place.visitor(Role.STAFF_REP).opens("/rounds/1/slips").text
