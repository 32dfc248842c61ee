"""Guides in the office: everybody reads and prints them, and nobody is noted down for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.store.models import Role
from tests.builders import library
from tests.office.staging import a_closed_round, an_agency, an_open_round
from tests.pages import text_of
from tests.reports.documents import pages


@pytest.mark.parametrize("role", list(Role))
def test_everybody_who_signs_in_finds_every_guide(tmp_path: Path, role: Role) -> None:
    visitor = an_agency(tmp_path).visitor(role).opens("/")
    assert "Guides" in [text_of(a) for a in visitor.page.iter("a")]
    listed = visitor.opens("/guides").text
    for guide in library().guides.values():
        assert guide.title in listed
        shown = visitor.opens(f"/guides/{guide.id}").text
        assert [part.heading for part in guide.parts if part.heading not in shown] == []


def test_a_guide_on_paper_has_the_contacts_of_the_organisation(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor()
    response = visitor.client.get("/guides/support-leaflet/guide.pdf")
    assert response.headers["Content-Disposition"] == "attachment; filename=support-leaflet.pdf"
    assert "Ann: 555 1" in "\n".join(pages(response.data))


def test_a_guide_that_is_not_there_is_no_page(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor()
    for path in ("/guides/secrets", "/guides/secrets/guide.pdf", "/guides/..%2Fcore"):
        assert visitor.client.get(path).status_code == 404


def test_reading_or_printing_a_guide_leaves_nothing_on_the_trail(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    before = place.visitor().opens("/trail").text
    visitor = place.visitor(Role.STAFF_REP)
    for id_ in library().guides:
        visitor.opens(f"/guides/{id_}").client.get(f"/guides/{id_}/guide.pdf")
    assert place.visitor().opens("/trail").text == before


def test_the_guides_are_named_where_they_help(tmp_path: Path) -> None:
    closed = a_closed_round(tmp_path / "closed").visitor(Role.REVIEWER)
    assert "/guides/workshop" in closed.opens("/rounds/1/profile").markup
    assert "/guides/workshop" in closed.opens("/rounds/1").markup
    running = an_open_round(tmp_path / "open").visitor(Role.STAFF_REP)
    assert "/guides/support-leaflet/guide.pdf" in running.opens("/rounds/1").markup
