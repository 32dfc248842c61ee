"""Word files of invented rounds, made once, and what stands in them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn
from docx.table import Table
from PIL import Image

from audit.hand import Chapter, Hand, Picture, Where
from reports.full_manuscript import full_manuscript
from reports.printing import Paper
from reports.word import docx_of
from tests.exhibits.rounds import named
from tests.once import once

OFFICE_SECONDS = 180
FROM_OUTSIDE = """
An opening **line** with *emphasis*, ***both***, [a link](https://example.org/talks) and [no link](javascript:alert(1)).

## What people told us

- one
- two
    1. counted
    2. again

1. first
2. second

| What | When |
|---|---|
| A talk | in *May* |
| A walk | soon |

![The wall of the hall](picture:wall)

![A picture that never came](picture:elsewhere)

A <b>tag</b> &amp; <script>alert(1)</script> stay what they are.
"""


def picture(*, alt: str = "", width: int = 900) -> Picture:
    """A blue picture."""
    written = BytesIO()
    Image.new("RGB", (width, 300), "#305abe").save(written, "PNG")
    return Picture(written.getvalue(), width, 300, alt)


@cache
def hand() -> Hand:
    """A chapter of somebody's own, a note, and one exhibit left out."""
    own = Chapter("What we heard", FROM_OUTSIDE, Where.BEFORE_FINDINGS, {"wall": picture()})
    plan = Chapter("How we chose", "In one afternoon.", Where.BEFORE_PLAN)
    notes = {"principles": "We read this together.\n\nTwice."}
    return Hand(chapters=(own, plan), notes=notes, left_out=frozenset({"leaders"}))


@once
def word_of(name: str, *, paper: Paper = "a4") -> bytes:
    """The full report of an invented round in Word."""
    known = named(name)
    return docx_of(full_manuscript(known), paper=paper, created=known.closed_on)


def opened(content: bytes) -> Opened:
    """As python-docx reads it."""
    return Document(BytesIO(content))


def style_of(paragraph: Any) -> str:
    """The name of its style."""
    return str(paragraph.style.name)


def place_of(paragraph: Any) -> tuple[int, int] | None:
    """Which list it is a point of, and how deep; None for what stands in no list."""
    numbers = paragraph._p.pPr.numPr
    return None if numbers is None else (int(numbers.numId.val), int(numbers.ilvl.val))


def headings(document: Opened) -> list[tuple[int, str]]:
    """Level and text of every heading, in order."""
    named_ = [(style_of(p), p.text) for p in document.paragraphs]
    return [(int(name.removeprefix("Heading ")), text) for name, text in named_ if name.startswith("Heading ")]


def cells_of(table: Table) -> Iterator[Any]:
    """Every cell once."""
    for row in table.rows:
        yield from row.cells


def texts_of(document: Opened) -> Iterator[str]:
    """What every paragraph and every cell says."""
    yield from (p.text for p in document.paragraphs)
    for table in document.tables:
        yield from (cell.text for cell in cells_of(table))


def described(document: Opened) -> list[str]:
    """What every picture says to whoever does not see it."""
    return [str(p.get("descr", "")) for p in document.element.body.iter(qn("wp:docPr"))]


def parts_of(content: bytes) -> dict[str, bytes]:
    """The files in the file."""
    with ZipFile(BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def as_tagged_pdf(content: bytes, folder: Path) -> bytes:
    """The Word file as LibreOffice prints it, its tags too."""
    office = shutil.which("soffice")
    assert office, "LibreOffice opens Word files here: apt-get install libreoffice-writer-nogui, or make setup-test"
    (folder / "report.docx").write_bytes(content)
    tagged = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", tagged, "--outdir", str(folder)]
    with subprocess.Popen(
        [*command, str(folder / "report.docx")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        start_new_session=True,
    ) as printing:
        try:
            assert printing.wait(OFFICE_SECONDS) == 0
        except subprocess.TimeoutExpired:
            os.killpg(printing.pid, signal.SIGKILL)  # it starts a program of its own, which would go on
            raise
    return (folder / "report.pdf").read_bytes()
