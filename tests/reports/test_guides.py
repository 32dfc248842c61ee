"""Guides on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdfua import Severity, validate

from audit.promise import Contact
from audit.wording import use_language
from reports import guide_pdf
from reports.printing import Paper
from tests.builders import library
from tests.reports.documents import fonts, pages, sizes_in_points

CONTACTS = (Contact("Staff <b>support</b> line", "0800 555 010", "day and night"),)
GUIDES = sorted(library().guides)


@pytest.mark.parametrize("id_", GUIDES)
def test_a_guide_is_tagged_in_our_fonts_and_the_same_bytes_again(id_: str, tmp_path: Path) -> None:
    made = guide_pdf(library().guides[id_], contacts=CONTACTS)
    (tmp_path / "guide.pdf").write_bytes(made)
    found = validate(str(tmp_path / "guide.pdf")).findings
    assert [f for f in found if f.severity >= Severity.WARNING] == []
    assert all(name.startswith("Source-Sans-3") for name in fonts(made))
    assert made == guide_pdf(library().guides[id_], contacts=CONTACTS)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_support_leaflet_fits_on_both_sides_of_one_sheet_and_ends_with_people(paper: Paper) -> None:
    made = guide_pdf(library().guides["support-leaflet"], contacts=CONTACTS, paper=paper)
    texts = pages(made)
    assert len(texts) <= 2
    assert "Staff <b>support</b> line: 0800 555 010" in texts[-1]
    assert len(sizes_in_points(made)) == 1


def test_without_contacts_no_heading_is_left_over() -> None:
    assert "someone to talk to" not in "\n".join(pages(guide_pdf(library().guides["workshop"])))


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_guide_in_a_draft_says_so_on_its_first_page_and_still_fits(paper: Paper) -> None:
    draft = library().guide("support-leaflet", language="es")
    assert draft.draft
    with use_language("es"):
        texts = pages(guide_pdf(draft, contacts=CONTACTS, paper=paper))
    assert "This translation is a draft. Nobody has confirmed it yet." in " ".join(texts[0].split())
    assert len(texts) <= 2
