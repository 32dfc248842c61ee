"""Slips and poster."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
import segno
from pdfua import Severity, validate

from audit.promise import Contact, WayIn, promise_of
from reports import poster_pdf, slips_pdf
from reports.printing import Paper
from reports.qr import QUIET, square_of
from tests.exhibits.rounds import HERE
from tests.reports.documents import fonts, pages, sizes_in_points

ADDRESS = "https://audit.example.org/riverside"
CODES = tuple(f"7K3M-Q9XW-{n:04d}" for n in range(19))


@cache
def slips(*, paper: Paper = "a4", way_in: WayIn | None = WayIn.DRAWN) -> bytes:
    return slips_pdf(
        organisation="Riverside <b>& Co</b>",
        address=ADDRESS,
        codes=CODES,
        closes_on=date(2026, 10, 12),
        minutes=(12, 15),
        fingerprint="5f2a 91c0",
        way_in=way_in,
        paper=paper,
    )


@cache
def poster(*, paper: Paper = "a4") -> bytes:
    return poster_pdf(
        organisation="Riverside Family Services",
        address=ADDRESS,
        closes_on=date(2026, 10, 12),
        minutes=(12, 15),
        asked_by="the staff council and the leadership team",
        promise=promise_of(HERE),
        contacts=(Contact("Staff support line", "0800 555 010", "day and night"),),
        paper=paper,
    )


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_slips_stand_eight_a_page_each_code_once(paper: Paper) -> None:
    texts = pages(slips(paper=paper))
    assert [sum(text.count(code) for code in CODES) for text in texts] == [8, 8, 3]
    assert all("\n".join(texts).count(code) == 1 for code in CODES)


def test_a_slip_says_where_until_when_how_long_and_which_settings() -> None:
    first = pages(slips())[0]
    for part in (ADDRESS, "12 October 2026", "12 to 15 minutes", "5f2a 91c0", "Riverside <b>& Co</b>"):
        assert part in first.replace("\n", " ").replace("example.org/ ", "example.org/")


def test_slips_claim_to_be_drawn_only_where_they_are() -> None:
    assert "Drawn from a hat: nobody knows which one you have." in pages(slips())[0].replace("\n", " ")
    assert "hat" not in pages(slips(way_in=None))[0]
    assert "weaker" in pages(slips(way_in=WayIn.MAILED))[0]


def test_the_square_code_holds_the_address_and_nothing_else() -> None:
    square = square_of(ADDRESS)
    modules = {(x, y) for y, row in enumerate(segno.make_qr(ADDRESS, error="m").matrix) for x, m in enumerate(row) if m}
    drawn: set[tuple[int, int]] = set()
    for run in square.path.split("z")[:-1]:
        start, length = run[1:].split("h")[0], int(run.split("h")[1].split("v")[0])
        x, y = (int(n) for n in start.split())
        drawn |= {(x - QUIET + n, y - QUIET) for n in range(length)}
    assert drawn == modules


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_poster_is_one_page_with_the_promise(paper: Paper, size: tuple[int, int]) -> None:
    document = poster(paper=paper)
    (only,) = pages(document)
    assert sizes_in_points(document) == {size}
    flat = " ".join(only.split())
    assert all(sentence in flat for sentence in promise_of(HERE))
    for part in ("12 October 2026", "0800 555 010", "the staff council and the leadership team"):
        assert part in flat


def test_handouts_are_the_same_bytes_twice_and_pass_the_checker(tmp_path: Path) -> None:
    again = slips.__wrapped__()
    assert again == slips()
    for name, document in (("slips", slips()), ("poster", poster())):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(document)
        assert not [f for f in validate(str(path)).findings if f.severity >= Severity.WARNING]
        assert all(f.startswith("Source-Sans-3") for f in fonts(document))
