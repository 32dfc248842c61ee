"""Signs that no keyboard has, in fields where an address or a name belongs."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.store.models import Role
from tests.office.browsing import as_it_stands
from tests.office.staging import an_agency

FORM = "language"


@pytest.mark.parametrize("here", ["/\nenv;", "/groups\r\nLocation: https://elsewhere.example", "/\0", "/\u2028"])
def test_an_address_with_a_broken_line_leads_to_the_first_page(tmp_path: Path, here: str) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/groups")
    form = next(f for f in visitor.page.iter("form") if any(b.get("name") == FORM for b in f.iter("button")))
    answer = visitor.client.post("/language", data={**as_it_stands(form), "language": "es", "here": f"/office{here}"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/office/")
    assert "elsewhere" not in str(answer.headers)


def test_a_name_is_kept_without_the_sign_that_databases_end_words_with(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    page = place.visitor().opens("/people").presses("Make a join code", name="Ol\0a", role=Role.REVIEWER.value)
    assert "Hand this over to Ola" in page.text


def test_no_page_of_the_office_is_drawn_inside_another_site(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor()
    for path in ("/", "/people", "/nowhere"):
        assert visitor.client.get(path).headers["X-Frame-Options"] == "DENY"
