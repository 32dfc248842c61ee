"""What is printed beside a round: slips, poster, the questionnaire on paper, and guides.

Plain codes exist in the PDF that is handed back, nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from audit.exhibits import words
from audit.fallback import marking
from audit.library import Guide
from audit.minutes import minutes_in_words
from audit.promise import Contact, WayIn
from audit.wording import direction, draft_lines, language
from audit.wording import gettext as _
from reports.printing import PAGE_SIZES, Paper, environment, pdf_of
from reports.qr import square_of

A_PAGE = 8
SLIP_HEIGHTS: Mapping[Paper, str] = {"a4": "69mm", "letter": "64mm"}


@marking()
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
    return handout(
        "report/slips.html",
        paper,
        title=_("Slips for %(organisation)s", organisation=organisation),
        margin="10mm",
        draft=draft_lines(),
        pages=_pages(codes),
        organisation=organisation,
        address=address,
        qr=square_of(address),
        closes=words.day(closes_on),
        minutes=minutes_in_words(minutes),
        fingerprint=fingerprint,
        circumstance=_circumstance(way_in),
    )


@marking()
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
    return handout(
        "report/poster.html",
        paper,
        title=_("Poster for %(organisation)s", organisation=organisation),
        margin="16mm 18mm 12mm",
        draft=draft_lines(),
        organisation=organisation,
        address=address,
        qr=square_of(address),
        closes=words.day(closes_on),
        minutes=minutes_in_words(minutes),
        asked_by=asked_by,
        promise=promise,
        contacts=contacts,
    )


@marking()
def guide_pdf(guide: Guide, *, contacts: Sequence[Contact] = (), paper: Paper = "a4") -> bytes:
    """A guide of the library on paper. contacts: whom to turn to, at its end; () for none."""
    return handout(
        "report/guide.html",
        paper,
        title=guide.title,
        margin="16mm 18mm 16mm",
        draft=draft_lines(asked=guide.draft),
        guide=guide,
        contacts=contacts,
    )


def handout(template: str, paper: Paper, **values: object) -> bytes:
    """A template of this family as a PDF on this paper."""
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
