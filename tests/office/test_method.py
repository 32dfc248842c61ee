"""The method as a page of the office: there for whoever comes, and where every figure leads in the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from audit.exhibits import exhibit_of, exhibits_of
from audit.exhibits.values import Explained, Table
from audit.method_text import the_method
from audit.store.models import Role
from tests.exhibits.rounds import ROUNDS, named
from tests.languages.pseudo import a_language, in_other_letters, speak_from
from tests.office.browsing import Visitor, as_it_stands
from tests.office.staging import a_closed_round, an_agency
from tests.pages import text_of

HOLD_NO_NUMBER = {"comments", "also-used"}
"""Exhibits in which nothing is worked out."""


def links_of(page: Element) -> list[str]:
    return [a.get("href", "") for a in page.iter("a")]


def ids_of(page: Element) -> set[str]:
    return {e.get("id", "") for e in page.iter()}


def paragraphs_of(table: Table) -> Iterator[str]:
    """What the rows of a table, or all of it, lead to in the method."""
    found = [row[0] for row in table.rows] + [table.see]
    yield from (one.paragraph for one in found if isinstance(one, Explained))


def onward_of(page: Element) -> dict[str, list[str]]:
    """The links in each table of a page, and between it and the next one, by the id of its caption."""
    found: dict[str, list[str]] = {}
    here: list[str] = []
    for element in next(page.iter("main")).iter():
        if element.tag == "caption":
            here = found.setdefault(element.get("id", ""), [])
        elif element.tag == "a":
            here.append(element.get("href", ""))
    return found


@pytest.mark.parametrize("role", list(Role))
def test_everybody_who_signs_in_reads_the_method_under_guides(tmp_path: Path, role: Role) -> None:
    visitor = an_agency(tmp_path).visitor(role).opens("/guides")
    assert "/office/method" in links_of(visitor.page)
    visitor.opens("/method")
    (here,) = [a for a in visitor.page.iter("a") if a.get("aria-current")]
    assert text_of(here) == "Guides"
    assert {p.id for p in the_method().paragraphs} <= ids_of(visitor.page)


def test_the_method_is_there_before_anybody_has_signed_in(tmp_path: Path) -> None:
    visitor = Visitor(an_agency(tmp_path).app).opens("/method")
    assert visitor.status == 200
    assert visitor.client.get("/method").headers["Cache-Control"] == "no-store"
    assert "/office/guides" not in links_of(visitor.page)


def test_every_link_on_the_page_of_the_method_leads_to_what_is_there(tmp_path: Path) -> None:
    visitor = Visitor(an_agency(tmp_path).app).opens("/method")
    within = {link[1:] for link in links_of(visitor.page) if link.startswith("#")}
    assert len(within) > 15
    assert within <= ids_of(visitor.page)


def test_in_another_language_the_text_is_marked_as_english_and_the_page_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_language(tmp_path / "translations", code="ar")
    speak_from(tmp_path / "translations", monkeypatch)
    said = "This text is in English so far."
    visitor = an_agency(tmp_path / "home").visitor().opens("/method")
    assert said not in visitor.text
    (form,) = (f for f in visitor.page.iter("form") if f.get("action") == "/office/language")
    visitor.sends("/language", {**as_it_stands(form), "language": "ar"})
    assert (visitor.page.get("lang"), visitor.page.get("dir")) == ("ar", "rtl")
    assert in_other_letters(said) in visitor.text
    english = [e for e in visitor.page.iter() if (e.get("lang"), e.get("dir")) == ("en", "ltr")]
    assert {e.tag for e in english} >= {"div", "ul"}
    marked = {e.get("id") for part in english for e in part.iter("h2")}
    assert {p.id for p in the_method().paragraphs} == marked


@pytest.mark.parametrize("address", ["/rounds/1/profile", "/rounds/1/worked-out"])
def test_the_pages_that_show_figures_lead_to_the_method(tmp_path: Path, address: str) -> None:
    assert "/office/method" in links_of(a_closed_round(tmp_path).visitor().opens(address).page)


def test_every_figure_leads_by_way_of_its_formula_to_a_paragraph_that_is_there(tmp_path: Path) -> None:
    visitor = a_closed_round(tmp_path).visitor().opens("/rounds/1/profile")
    exhibits = [e for e in visitor.page.iter("section") if e.get("class") == "exhibit"]
    how = {e.get("aria-labelledby", ""): [a for a in links_of(e) if "/worked-out#" in a] for e in exhibits}
    assert len(how) > 5
    assert {name for name, links in how.items() if not links} <= HOLD_NO_NUMBER
    worked = visitor.opens("/rounds/1/worked-out").page
    method = ids_of(visitor.opens("/method").page)
    onward_from = onward_of(worked)
    for links in how.values():
        for link in links:
            onward = [a.partition("#") for a in onward_from[link.partition("#")[2]]]
            assert onward, link
            assert {page for page, _sharp, _id in onward} == {"/office/method"}
            assert {id_ for _page, _sharp, id_ in onward} <= method


@pytest.mark.parametrize("name", ROUNDS[1:])
def test_whatever_was_asked_every_exhibit_that_holds_numbers_leads_to_a_paragraph(name: str) -> None:
    facts = named(name)
    tables = {table.id: set(paragraphs_of(table)) for table in exhibit_of(facts, "appendix").tables}
    known = {p.id for p in the_method().paragraphs}
    for exhibit in exhibits_of(facts):
        if exhibit.id not in HOLD_NO_NUMBER:
            assert tables[exhibit.how], exhibit.id
            assert tables[exhibit.how] <= known
