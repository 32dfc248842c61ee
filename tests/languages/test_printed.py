"""Reports and handouts in another language: direction, what is still English, and that nobody has confirmed it yet."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from audit.fallback import END, OPEN, START
from audit.wording import ROOT, use_language
from reports import form_pdf, poster_pdf, report_html, slips_pdf
from reports.printing import bare_pdf_of
from tests.builders import core
from tests.exhibits.rounds import facts
from tests.languages.pseudo import a_language, in_other_letters, speak_from
from tests.pages import parsed, text_of
from tests.reports.documents import pages

DRAFT = "This translation is a draft. Nobody has confirmed it yet."


@pytest.fixture(autouse=True)
def _invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_language(tmp_path, without={"At a glance"})
    speak_from(tmp_path, monkeypatch)


@pytest.mark.parametrize("people", [8, 30])
def test_a_report_speaks_the_language_and_marks_what_it_lacks(people: int) -> None:
    with use_language("ar"):
        html = report_html(facts(people))
    root = parsed(html)
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    assert f"{in_other_letters(DRAFT)} {DRAFT}" in text_of(root)
    assert not {START, END} & set(html)
    assert (OPEN + "At a glance" in html) == (people == 30)
    assert b"%PDF" in bare_pdf_of(html)[:10]


def test_an_english_report_says_nothing_about_drafts_and_marks_nothing() -> None:
    html = report_html(facts(30))
    assert 'lang="en" dir="ltr"><head' in html.replace(">\n<head", "><head")
    assert OPEN not in html
    assert DRAFT not in html


def test_a_confirmed_translation_is_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_language(tmp_path / "confirmed", confirmed_by="Amal Haddad")
    speak_from(tmp_path / "confirmed", monkeypatch)
    with use_language("ar"):
        assert DRAFT not in report_html(facts(8))


def test_poster_slips_and_form_say_that_nobody_has_confirmed_them() -> None:
    address, closes = "https://audit.example", date(2026, 3, 27)
    with use_language("ar"):
        poster = poster_pdf(
            organisation="Harbour Care",
            address=address,
            closes_on=closes,
            minutes=(12, 15),
            asked_by="Ana",
            promise=(),
            contacts=(),
        )
        slips = slips_pdf(
            organisation="Harbour Care",
            address=address,
            codes=["ABCD-EFGH-JKMN"] * 9,
            closes_on=closes,
            minutes=(12, 15),
            fingerprint="7K2M-QX4D",
        )
        form = form_pdf(core().as_asked_in(1))
    for printed in (poster, slips, form):
        assert "Nobody has confirmed it yet" in " ".join(" ".join(pages(printed)).split())
    assert len(pages(slips)) == 2


def test_no_style_sheet_for_print_names_a_physical_side() -> None:
    """Slips are the exception: each looks like the next, whichever way a row runs."""
    named = re.compile(
        r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)|left:|right:)"
    )
    for name in ("report.css", "handouts.css", "exhibits.css", "office.css"):
        assert named.findall((ROOT / "static" / name).read_text(encoding="utf-8")) == [], name
