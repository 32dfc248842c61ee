"""What a team agreed on, in print: the same words as on the page, tagged, on the paper that was asked for."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pdfua import Severity, validate

from audit.exhibits.agreed import agreed_exhibits, what_it_is
from audit.promise import Contact
from audit.wording import use_language
from reports.agreed import agreed_pdf
from reports.printing import Paper
from tests.exhibits.rounds import said_by
from tests.exhibits.test_agreed import mixed
from tests.reports.documents import fonts, pages, sizes_in_points

WHO = "Elm <b>House</b>"
CONTACTS = (Contact("Staff line", "0800 555 010", ""),)


@cache
def printed(*, paper: Paper = "a4") -> bytes:
    return agreed_pdf(mixed(), organisation=WHO, contacts=CONTACTS, paper=paper)


def flat(pdf: bytes) -> str:
    return "".join(" ".join(pages(pdf)).split())


def test_it_says_what_it_is_on_the_cover_and_first_of_all() -> None:
    found = [" ".join(page.split()) for page in pages(printed())]
    assert WHO in found[0]
    assert "What we agreed together" in found[0]
    assert what_it_is()[0] in found[0]
    assert found[1].index("What this is") < found[1].index(what_it_is()[2]) < found[1].index("Together we see")


def test_every_word_of_the_page_stands_in_print_and_the_contacts_at_its_end() -> None:
    text = flat(printed())
    for exhibit in agreed_exhibits(mixed()):
        for said in said_by(exhibit):
            assert "".join(said.split()) in text, said
    assert "0800 555 010" in pages(printed())[-1]


def test_without_contacts_there_is_no_heading_for_them() -> None:
    assert "Someonetotalkto" not in flat(agreed_pdf(mixed(), organisation=WHO, contacts=()))


@pytest.mark.parametrize(("paper", "points"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_it_comes_on_the_paper_that_was_asked_for(paper: Paper, points: tuple[int, int]) -> None:
    assert sizes_in_points(printed(paper=paper)) == {points}


def test_it_is_tagged_in_our_fonts_and_the_same_bytes_again(tmp_path: Path) -> None:
    path = tmp_path / "agreed.pdf"
    path.write_bytes(printed())
    assert [f for f in validate(str(path)).findings if f.severity >= Severity.WARNING] == []
    assert all(font.startswith("Source-Sans-3") for font in fonts(printed()))
    assert printed.__wrapped__() == printed()


def test_it_is_laid_out_from_right_to_left_where_one_reads_so() -> None:
    with use_language("ar"):
        made = agreed_pdf(mixed(), organisation=WHO, contacts=CONTACTS)
    with pikepdf.open(BytesIO(made)) as document:
        assert str(document.Root.Lang) == "ar"
