"""What is printed before a round opens: slips, poster, and the questionnaire on paper.

Plain codes exist in the PDF that is handed back, nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from audit import scale
from audit.exhibits import words
from audit.method.questionnaire import Questionnaire
from audit.promise import Contact, WayIn
from audit.wording import direction, language
from audit.wording import gettext as _
from reports.printing import PAGE_SIZES, Paper, environment, pdf_of
from reports.qr import square_of

A_PAGE = 8
Size = Literal["usual", "large"]
SLIP_HEIGHTS: Mapping[Paper, str] = {"a4": "69mm", "letter": "64mm"}


def slips_pdf(
    *,
    organisation: str,
    address: str,
    codes: Sequence[str],
    closes_on: date,
    minutes: tuple[int, int],
    fingerprint: str,
    way_in: WayIn | None = None,
    paper: Paper = "a4",
) -> bytes:
    """Slips to cut out, eight a page, in the order of `codes`: shuffle them, and the slips, before they are drawn.

    address: where to type the code, the only thing in the QR code; minutes: fewest and most; fingerprint: of the
    settings that were co-signed; way_in DRAWN: says that slips are drawn from a hat, None: says nothing about it.
    """
    return _handout(
        "report/slips.html",
        paper,
        title=_("Slips for %(organisation)s", organisation=organisation),
        margin="10mm",
        pages=_pages(codes),
        organisation=organisation,
        address=address,
        qr=square_of(address),
        closes=words.day(closes_on),
        minutes=minutes,
        fingerprint=fingerprint,
        circumstance=_circumstance(way_in),
    )


def poster_pdf(
    *,
    organisation: str,
    address: str,
    closes_on: date,
    minutes: tuple[int, int],
    asked_by: str,
    promise: Sequence[str],
    contacts: Sequence[Contact],
    paper: Paper = "a4",
) -> bytes:
    """One page for the wall. promise: short sentences, as `audit.promise.promise_of` makes them."""
    return _handout(
        "report/poster.html",
        paper,
        title=_("Poster for %(organisation)s", organisation=organisation),
        margin="16mm 18mm 12mm",
        organisation=organisation,
        address=address,
        qr=square_of(address),
        closes=words.day(closes_on),
        minutes=minutes,
        asked_by=asked_by,
        promise=promise,
        contacts=contacts,
    )


def form_pdf(asked: Questionnaire, *, size: Size = "usual", paper: Paper = "a4") -> bytes:
    """The questionnaire to be filled in by hand: every page of it, every answer there is, each with a box to tick.

    size: of the print; "large" is 16 pt and more, for those who read no smaller.
    """
    return _handout(
        "report/form.html",
        paper,
        title=asked.title,
        margin="16mm 18mm 18mm",
        asked=asked,
        form_size=size,
        ratings=scale.ratings(),
        apart=[answer for answer in scale.apart() if answer[0]],
        meanings=[m for m in scale.meanings() if m[0] != dict(scale.apart())[""]],
    )


def _handout(template: str, paper: Paper, **values: object) -> bytes:
    html = (
        environment()
        .get_template(template)
        .render(
            language=language(),
            direction=direction(language()),
            size=PAGE_SIZES[paper],
            slip_height=SLIP_HEIGHTS[paper],
            **values,
        )
    )
    return pdf_of(html)


def _pages(codes: Sequence[str]) -> list[Sequence[str]]:
    return [codes[i : i + A_PAGE] for i in range(0, len(codes), A_PAGE)]


def _circumstance(way_in: WayIn | None) -> str:
    match way_in:
        case WayIn.DRAWN:
            return _("Drawn from a hat: nobody knows which one you have.")
        case WayIn.MAILED:
            return _("This code was sent to you. That is weaker than a slip from a hat; the start page says how.")
        case None:
            return ""
