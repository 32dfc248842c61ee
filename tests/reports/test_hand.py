"""What somebody adds to a report is where it belongs, and nowhere else; what the program says stays as it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pdfua import validate
from weasyprint.urls import FatalURLFetchingError

from audit.hand import UNTOUCHED, Brand, Chapter, Final, Hand, Picture, Where
from reports import report_html, report_pdf
from reports.kinds import Form, Kind
from reports.printing import OwnFiles
from reports.rendering import html_of, render
from tests.exhibits.rounds import facts
from tests.hand.drawn import png
from tests.reports.documents import fonts, pages

PICTURE = Picture(png((300, 80)), 300, 80, "A river")
BRAND = Brand("Ash & Elm", "1 Mill Lane\nLeeds", "ash.example", "#5a194a", "#a65c7b", PICTURE)
TEXT = """# What we heard

One **line**, [a link](https://example.org).

- one

| Team | Meetings |
|---|--:|
| North | two |

![The hall](picture:hall)
"""
DRAFT = Hand(
    brand=BRAND,
    chapters=(
        Chapter("How we worked", TEXT, Where.BEFORE_FINDINGS, {"hall": PICTURE}),
        Chapter("How we chose", "In one afternoon.", Where.BEFORE_PLAN),
    ),
    notes={"grid": "Read this one twice.", "trust": "We sat with every team."},
    left_out=frozenset({"leaders", "principles", "trust"}),
)
FINAL = replace(DRAFT, final=Final(date(2026, 11, 2), 2))
HANDS = {"draft": DRAFT, "final": FINAL, "untouched": UNTOUCHED}
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


@cache
def printed(state: str) -> bytes:
    return report_pdf(facts(60), hand=HANDS[state])


@cache
def html(state: str) -> str:
    return report_html(facts(60), hand=HANDS[state])


def headings(state: str) -> list[str]:
    return re.findall(r'<h1 id="([^"]+)"', html(state))


def drawings(state: str) -> set[str]:
    return set(re.findall(r"<svg.*?</svg>", html(state), re.DOTALL))


@pytest.mark.parametrize("state", ["draft", "final"])
def test_the_checker_for_pdf_ua_finds_nothing_in_a_report_that_somebody_shaped(state: str, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(printed(state))
    assert list(validate(str(path)).findings) == []
    assert all(name.startswith("Source-Sans-3") for name in fonts(printed(state)))


@pytest.mark.parametrize("kind", [Kind.BOARD, Kind.STAFF])
def test_shorter_reports_carry_the_logo_and_stay_two_pages(kind: Kind, tmp_path: Path) -> None:
    pdf = render(facts(60), kind=kind, form=Form.PDF, hand=DRAFT)
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    assert list(validate(str(path)).findings) == []
    assert len(pages(pdf)) == (2 if kind is Kind.BOARD else 3)  # a staff sheet and its poster
    assert 'alt="A river"' in html_of(facts(60), kind=kind, hand=DRAFT)


def test_own_chapters_stand_in_their_two_places_and_in_the_contents() -> None:
    ids = headings("draft")
    assert ids.index("own-1") == ids.index("can-we-trust-this") + 1
    assert ids.index("own-2") == ids.index("what-we-will-do") - 1
    assert re.findall(r'href="#(own-\d)"', html("draft")) == ["own-1", "own-2"]


def test_what_is_left_out_is_gone_from_chapters_and_contents_and_its_numbers_stay_in_the_appendix() -> None:
    for name in ("leaders-and-staff", "where-do-we-stand"):
        assert f'"{name}"' in html("untouched")
        assert f'"{name}"' not in html("draft")
        assert f'"#{name}"' not in html("draft")
    appendix = [text[text.index('<h1 id="appendix">') :] for text in (html("untouched"), html("draft"))]
    assert appendix[0] == appendix[1]


def test_what_says_how_far_a_report_may_be_relied_on_is_never_left_out() -> None:
    assert {"can-we-trust-this", "what-is-withheld"} <= set(headings("draft"))


def test_a_note_stands_under_its_exhibit_and_says_whose_it_is() -> None:
    section = re.search(r'<h1 id="can-we-trust-this".*?</section>', html("draft"), re.DOTALL)
    assert section
    assert (
        section[0]
        .rstrip()
        .endswith('<p class="added-note">Note by Ash &amp; Elm: We sat with every team.</p>\n</section>')
    )
    unsigned = report_html(facts(60), hand=replace(DRAFT, brand=None))
    assert "Note: We sat with every team." in unsigned


def test_the_cover_says_whose_it_is_and_whether_it_is_final() -> None:
    draft, final = pages(printed("draft"))[0], pages(printed("final"))[0]
    for line in ("Ash & Elm", "1 Mill Lane", "Leeds"):
        assert line in draft
    assert "Final, edition 2, 2 November 2026" in final
    assert facts(60).profile.release_hash in "".join(final.split())
    assert "Draft" not in final


@pytest.mark.parametrize("state", ["draft", "untouched"])
def test_every_page_of_a_draft_says_so_twice_but_its_cover(state: str) -> None:
    for number, text in enumerate(pages(printed(state))[1:], 2):
        assert len(re.findall(r"\bDraft\b", text)) == 2, number


def test_no_page_of_a_final_report_says_draft() -> None:
    texts = pages(printed("final"))
    assert not [text for text in texts if re.search(r"\bDraft\b", text)]
    assert all("Final, edition 2" in text and "ash.example" in text for text in texts[1:])


def test_a_rehearsal_is_neither_draft_nor_final() -> None:
    assert "Draft" not in report_html(replace(facts(12), rehearsal=True))


def test_the_colours_of_a_brand_never_reach_data() -> None:
    assert drawings("draft") < drawings("untouched")
    rest = STYLE.sub("", html("draft"))
    assert BRAND.main in "".join(STYLE.findall(html("draft")))
    assert BRAND.second not in rest


def test_the_same_hand_gives_the_same_bytes() -> None:
    assert report_pdf(facts(60), hand=FINAL) == printed("final")


def test_where_too_few_answered_chapters_and_notes_stand_all_the_same() -> None:
    text = report_html(facts(8), hand=DRAFT)
    assert 'id="own-1"' in text
    assert "We sat with every team." in text


def test_one_file_holds_its_pictures() -> None:
    content = render(facts(60), kind=Kind.FULL, form=Form.HTML, hand=DRAFT).decode()
    assert content.count('src="data:image/png;base64,') == 2


@pytest.mark.parametrize("address", ["data:image/png;base64,PHN2Zy8+", "data:image/svg+xml;base64,PHN2Zy8+"])
def test_a_report_holds_no_picture_but_png(address: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        OwnFiles().fetch(address)
