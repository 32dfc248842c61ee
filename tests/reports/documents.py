"""Printed documents of invented rounds, made once, and what stands in them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pymupdf

from audit.exhibits import RoundFacts, exhibits_of
from audit.wording import jinja_environment
from reports import report_pdf
from reports.printing import Paper
from tests.exhibits.rounds import facts, named
from tests.once import once


@once
def report_of(name: str) -> bytes:
    """The report of one of the invented rounds, by what was asked and how many answered."""
    return report_pdf(named(name))


@once
def report(people: int, *, paper: Paper = "a4") -> bytes:
    """The report of an invented round."""
    return report_pdf(facts(people), paper=paper)


def _opened(pdf: bytes) -> Any:
    return pymupdf.open(stream=pdf, filetype="pdf")  # type: ignore[no-untyped-call]  # ships no types


def pages(pdf: bytes) -> list[str]:
    """The text of every page."""
    with _opened(pdf) as document:
        return [page.get_text() for page in document]


def last_sizes(pdf: bytes, *, foot: float = 60, margin: float = 56) -> list[tuple[str, float]]:
    """What stands lowest on each page above the footer and beside the outer margin (points from the edge), and its
    type size."""
    found = []
    with _opened(pdf) as document:
        for page in document:
            lines = [line for block in page.get_text("dict")["blocks"] for line in block.get("lines", [])]
            spans = [s for line in lines for s in line["spans"] if s["text"].strip()]
            body = [s for s in spans if s["bbox"][3] < page.rect.height - foot]
            body = [s for s in body if s["bbox"][0] < page.rect.width - margin]
            last = max(body, key=lambda s: (s["bbox"][3], s["bbox"][0]))
            found.append((last["text"], last["size"]))
    return found


def sizes_in_points(pdf: bytes) -> set[tuple[int, int]]:
    """Width and height of all pages."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return {(round(float(p.mediabox[2])), round(float(p.mediabox[3]))) for p in document.pages}


def fonts(pdf: bytes) -> set[str]:
    """Names of all fonts without the letters before the plus sign."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return {
            str(o.BaseFont).split("+")[-1]
            for o in document.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font" and "/BaseFont" in o
        }


def pages_of_macro(known: RoundFacts) -> str:
    """All exhibits as a web page draws them."""
    template = jinja_environment().from_string(
        '{% from "macros/exhibit.html" import exhibit with context %}'
        "{% for e in exhibits %}{{ exhibit(e) }}{% endfor %}"
    )
    return template.render(exhibits=exhibits_of(known))
