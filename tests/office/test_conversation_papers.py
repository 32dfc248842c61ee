"""Papers of the team conversation at the office: found before anything is typed in, in the language spoken."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.method.conversation import pages_of
from audit.store.models import Role
from reports.conversation import numbered_cards
from tests.builders import core, library
from tests.office.staging import an_agency
from tests.office.test_languages import speaks
from tests.reports.documents import pages, sizes_in_points


def said(pdf: bytes) -> str:
    """All words of it in one line."""
    return " ".join(" ".join(pages(pdf)).split())


@pytest.mark.parametrize("role", [Role.LEADER, Role.REVIEWER])
def test_everybody_at_the_office_finds_guide_cards_and_record_without_a_round(tmp_path: Path, role: Role) -> None:
    visitor = an_agency(tmp_path).visitor(role).opens("/conversation/papers")
    assert library().questionnaire("core").title in visitor.text
    for address in (
        "/guides/conversation",
        "/conversation/papers/core/cards/a4/usual",
        "/conversation/papers/core/record/letter/large",
    ):
        assert f'{address}"' in visitor.markup
        assert visitor.client.get(address).status_code == 200


def test_only_questionnaires_that_can_be_talked_about_are_offered(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/conversation/papers")
    for other in ("pulse", "stepped-care", "digital", "nothing"):
        assert f"/conversation/papers/{other}" not in visitor.markup
        assert visitor.client.get(f"/conversation/papers/{other}/cards/a4/usual").status_code == 404
        assert visitor.client.get(f"/conversation/papers/{other}/record/a4/usual").status_code == 404
    assert visitor.client.get("/conversation/papers/core/cards/a3/usual").status_code == 404


def test_the_record_comes_with_the_name_of_the_organisation_to_be_saved(tmp_path: Path) -> None:
    response = an_agency(tmp_path).visitor().client.get("/conversation/papers/core/record/letter/usual")
    assert response.headers["Content-Disposition"] == "attachment; filename=conversation-record.pdf"
    assert sizes_in_points(response.data) == {(612, 792)}
    assert "Elm House" in said(response.data)


def test_what_was_fetched_stands_on_the_trail(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor()
    visitor.client.get("/conversation/papers/core/cards/a4/usual")
    visitor.client.get("/conversation/papers/core/record/a4/usual")
    told = visitor.opens("/trail").text
    assert "Fetched the cards of the team conversation" in told
    assert "Fetched the record sheet of the team conversation" in told


def test_in_spanish_the_cards_are_spanish_and_the_page_says_that_it_is_a_draft(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/conversation/papers")
    speaks(visitor, "es")
    assert "This translation is a draft" in visitor.opens("/conversation/papers").text
    first = library().questionnaire("core", language="es").items[0].text
    assert first in said(visitor.client.get("/conversation/papers/core/cards/a4/usual").data)


def test_the_page_where_it_is_typed_in_has_the_numbers_of_the_cards(tmp_path: Path) -> None:
    place = an_agency(tmp_path, places="House\t11", roles="All here\t11")
    visitor = place.visitor().opens("/conversation").presses("Begin the record")
    printed = list(numbered_cards(core()))
    for page in pages_of(core()):
        shown = visitor.opens(f"/conversation/1/pages/{page.id}").text
        here = [(number, item.text) for number, of, item in printed if of == page]
        assert len(here) == len(page.items)
        assert [text for number, text in here if f"{number}. {text}" not in shown] == []
