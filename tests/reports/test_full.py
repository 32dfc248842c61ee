"""The full report: the same bytes, tagged, in our fonts, and nothing in it but what may be told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pdfua import Severity, validate
from weasyprint.urls import FatalURLFetchingError

from audit.also_used import AlsoUsed
from audit.exhibits import RoundFacts, exhibits_of
from audit.exhibits.words import day
from audit.method.comparison import NotCompared, WhyNot
from audit.wording import use_language
from reports import report_html, report_pdf
from reports.glance import glance_of
from reports.printing import STATIC, OwnFiles, pdf_of
from tests.exhibits.rounds import facts, named, renamed
from tests.exhibits.test_cells import NUMBER, tellable
from tests.reports.documents import fonts, last_sizes, pages, report, report_of, sizes_in_points

EVIL = '<img src="http://192.0.2.1/a.png"> & <b>Team</b> url(file:///etc/hostname)'


def test_the_same_facts_give_the_same_bytes() -> None:
    assert report_pdf(facts(12)) == report(12)


@pytest.mark.parametrize("people", [8, 12, 105])
def test_the_checker_for_pdf_ua_finds_no_error(people: int, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report(people))
    found = [f for f in validate(str(path)).findings if f.severity >= Severity.WARNING]
    assert not found


@pytest.mark.parametrize("people", [8, 12, 105])
def test_only_our_own_fonts_are_in_the_file(people: int) -> None:
    assert fonts(report(people))
    assert all(name.startswith("Source-Sans-3") for name in fonts(report(people)))


def test_pages_are_a4_or_letter_and_wide_where_a_table_is() -> None:
    assert sizes_in_points(report(105)) == {(595, 842), (842, 595)}
    assert sizes_in_points(report(12, paper="letter")) == {(612, 792), (792, 612)}


def test_the_date_in_the_file_is_the_closing_date() -> None:
    with pikepdf.open(BytesIO(report(12))) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261012")


def test_the_first_two_pages_say_who_when_and_what_matters() -> None:
    first, second = pages(report(105))[:2]
    assert "Riverside Family Services" in first
    assert "12 October 2026" in first
    assert "Invented data" in first
    for question in ("Can we trust this?", "Where do we stand?", "What will we do?"):
        assert question in second


@pytest.mark.parametrize(
    "name", ["core 105", "core+stepped-care+empathy 60", "stepped-care 60", "pulse 30", "core+priorities 60"]
)
def test_whatever_was_asked_the_glance_is_one_page_and_says_at_most_five_things(name: str) -> None:
    _cover, glance, contents = pages(report_of(name))[:3]
    assert "What will we do?" in glance
    assert "Contents" in contents
    known = named(name)
    assert len(glance_of(known, exhibits_of(known)).findings) <= 5


def test_in_spanish_the_glance_is_one_page_too() -> None:
    with use_language("es"):
        _cover, glance, contents = pages(report_pdf(named("core+stepped-care+empathy 60")))[:3]
    assert "¿Qué vamos a hacer?" in glance
    assert "Contenido" in contents


def test_what_else_was_used_shares_a_page_and_leads_nowhere() -> None:
    also = AlsoUsed("CARE Measure", date(2026, 9, 21), "Teams read the answers together.")
    known = replace(named("core+stepped-care+empathy 60"), also_used=(also,))
    html = report_html(known)
    section = re.search(r'<h1 id="also-used-this-year".*?</section>', html, flags=re.DOTALL)
    assert section
    assert "href" not in section[0]
    page = next(text for text in pages(pdf_of(html))[4:] if "What else was used this year?" in text)
    assert "Questions for the workshop" in page or "What is withheld" in page


def test_the_glance_is_silent_about_rounds_that_cannot_be_compared() -> None:
    known = replace(facts(30), change=NotCompared(WhyNot.ASKED_DIFFERENTLY))
    assert not [f for f in glance_of(known, exhibits_of(known)).findings if "compared" in f]


def test_every_page_but_the_cover_has_its_number_and_the_total() -> None:
    texts = pages(report(105))
    for number, text in enumerate(texts[1:], 2):
        assert f"{number} of {len(texts)}" in text


def test_the_contents_name_the_page_on_which_each_part_begins() -> None:
    texts = pages(report(105))
    listed = re.findall(r"^(\D+?)\s*\n\s*(\d+)$", texts[2], flags=re.MULTILINE)
    named = {title.strip(): int(number) for title, number in listed}
    assert named["Where do we stand?"] > named["Can we trust this?"]
    for title, number in named.items():
        if title in {"Can we trust this?", "Where do we stand?", "Technical appendix"}:
            assert title in texts[number - 1]


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    for text, size in last_sizes(report(105))[1:]:
        assert size < 12, text


@pytest.mark.parametrize("name", ["core 12", "core 105", "core+stepped-care+empathy 60"])
def test_no_page_is_nearly_empty(name: str) -> None:
    for number, text in enumerate(pages(report_of(name))[1:], 2):
        assert len(text) > 400, number


def test_every_number_in_the_printed_report_was_released() -> None:
    known = facts(30)
    allowed = tellable(known) | _own_numbers(known)
    body = pages(report(30))[4:]
    end = next(n for n, text in enumerate(body) if text.startswith("Technical appendix"))
    for text in body[:end]:
        for part in _own_texts(known):
            text = text.replace(part, " ")
        lines = [line for line in text.splitlines() if not re.search(r"\d+ of \d+$", line)]
        assert not {n for n in NUMBER.findall("\n".join(lines)) if n not in allowed}


def _own_numbers(known: RoundFacts) -> set[str]:
    """Counted from what is shown: practices, parts withheld, actions."""
    return {str(n) for n in range(len(known.questionnaire.items) + 1)}


def _own_texts(known: RoundFacts) -> list[str]:
    dates = [day(d) for d in (known.opened_on, known.closed_on, *(a.due_on for a in known.plan)) if d]
    return [*dates, known.profile.release_hash[:12], *(c.phone for c in known.contacts), "2026", "2027"]


def test_under_ten_answers_the_report_says_so_and_has_no_numbers_to_tell() -> None:
    text = "\n".join(pages(report(8)))
    assert "Too few people answered for anything to be told" in text
    assert "Withheld" in text
    assert "At a glance" not in text
    assert "Technical appendix" not in text


def test_withheld_is_a_word_in_the_printed_report() -> None:
    assert "Withheld" in "\n".join(pages(report(105)))


def test_names_typed_by_people_are_text_and_are_never_fetched() -> None:
    evil = renamed(_with_group(facts(12), EVIL), organisation=EVIL)
    html = report_html(evil)
    assert "<img" not in html
    assert "&lt;img src=" in html
    assert EVIL.split(" & ")[1][:11] in "\n".join(pages(pdf_of(html)))


def _with_group(known: RoundFacts, name: str) -> RoundFacts:
    group = replace(known.profile.places[0], path=(name,)) if known.profile.places else None
    if group is None:
        return known
    return replace(known, profile=replace(known.profile, places=(group, *known.profile.places[1:])))


@pytest.mark.parametrize(
    "address",
    [
        "http://192.0.2.1/a.css",
        "https://example.org/a.woff2",
        "file:///etc/hostname",
        f"file://host{STATIC}/report.css",
        f"{STATIC.as_uri()}/../README.md",
        "data:text/css,body{}",
        "ftp://192.0.2.1/a",
    ],
)
def test_a_report_reads_nothing_but_its_own_files(address: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        OwnFiles().fetch(address)


def test_a_reference_to_anything_else_stops_the_report() -> None:
    with pytest.raises(FatalURLFetchingError):
        pdf_of('<html lang="en"><title>x</title><body><img alt="x" src="http://192.0.2.1/a.png"></body></html>')


def test_table_headings_say_what_they_head_and_links_print() -> None:
    with pikepdf.open(BytesIO(report(12))) as document:
        headings = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == pikepdf.Name.TH]
        assert headings
        assert {str(h["/A"]["/Scope"]) for h in headings} == {"/Row", "/Column"}
        links = [a for page in document.pages for a in page.get("/Annots", [])]
        assert links
        assert all(int(a["/F"]) & 4 for a in links)


def test_every_drawing_has_a_description() -> None:
    with pikepdf.open(BytesIO(report(12))) as document:
        figures = [
            o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == pikepdf.Name.Figure
        ]
        assert figures
        assert all(str(f.get("/Alt", "")).strip() for f in figures)
