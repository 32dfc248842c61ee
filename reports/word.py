"""A report in Word: real headings, tables and lists, so that it can be read aloud, searched and written on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from docx.shared import Pt

from audit.exhibits.values import Table
from audit.wording import gettext as _
from reports.manuscript import Asked, Block, Exhibited, Manuscript, Paragraph, Part, Pictured, Points, Written
from reports.printing import Paper
from reports.word_file import file_of
from reports.word_page import Page, begin_counting, link_within, opened, picture, place_in_list, turn
from reports.word_styles import BULLETS, word_language
from reports.word_table import MM_A_PX, add_table, keep_end
from reports.word_text import writable
from reports.word_written import write
from reports.word_xml import anchor, bookmark, field_asks, field_mark, said

TONES = {"lead": "Lead", "plain": "Body Text", "sentence": "Body Text", "note": "Note"}
BODY = 10.0
"""Size of the text of a report without a cover, in points."""
WIDE = "grid"
"""Tables of this shape want a sheet on its side."""
COVER_TOP = Pt(170)
CONTENTS_FROM = 6
"""Chapters that want a list of them."""
GLANCE = "at-a-glance"
"""The part that comes even before the contents."""


def docx_of(manuscript: Manuscript, *, paper: Paper, created: date | None = None, body: float = BODY) -> bytes:
    """The report as a Word file: the same manuscript, paper and day, the same bytes. created: what it says of its age,
    the day on which the round closed; nothing in it is told by a clock, a machine or whoever runs it.
    body: size of the text of a report without a cover."""
    manuscript = writable(manuscript)
    page = opened(manuscript, paper=paper, body=body)
    _cover(page, manuscript)
    before, after = _parted(manuscript)
    for part in before:
        _part(page, part)
    if manuscript.cover and len(_chapters(manuscript)) >= CONTENTS_FROM:
        _contents(page, _chapters(manuscript))
    for part in after:
        _part(page, part)
    return file_of(
        page.document, title=_named(manuscript), language=word_language(manuscript.language), created=created
    )


def _named(manuscript: Manuscript) -> str:
    return " – ".join((manuscript.title, *manuscript.cover[:1]))


def _chapters(manuscript: Manuscript) -> list[Part]:
    return [part for part in manuscript.parts if part.level == 1]


def _parted(manuscript: Manuscript) -> tuple[list[Part], list[Part]]:
    """What stands before the contents, and what after them. A part under the title stays there, one after a cover or
    the contents begins a page."""
    glance = bool(manuscript.parts) and manuscript.parts[0].id == GLANCE
    cut = next((n for n, part in enumerate(manuscript.parts) if n and part.level == 1), 1) if glance else 0
    starts = {0, cut} if manuscript.cover else {0}
    parts = [
        replace(part, on_new_page=bool(manuscript.cover)) if n in starts else part
        for n, part in enumerate(manuscript.parts)
    ]
    return parts[:cut], parts[cut:]


def _cover(page: Page, manuscript: Manuscript) -> None:
    """The title; where there is a cover, on a page of its own with nothing above and below."""
    title = page.add("Title", manuscript.title)
    if not manuscript.cover:
        return
    page.document.sections[0].different_first_page_header_footer = True
    title.paragraph_format.space_before = COVER_TOP
    page.add("Subtitle", manuscript.cover[0])
    for line in manuscript.cover[1:]:
        page.add("Body Text", line)


def _part(page: Page, part: Part) -> None:
    wide = any(isinstance(b, Exhibited) and b.table.shape == WIDE for b in part.blocks)
    turned = wide != page.turned and (wide or part.level == 1)
    if turned:
        turn(page, turned=wide)
    heading = page.add(f"Heading {part.level}")
    if part.on_new_page and not turned:
        heading.paragraph_format.page_break_before = True
    if heading.paragraph_format.page_break_before or turned:
        heading.paragraph_format.space_before = Pt(0)
    begin, end = bookmark(anchor(part.id), number=next(page.numbers))
    heading._p.append(begin)
    heading.add_run(part.title)
    heading._p.append(end)
    for block, following in zip_longest(part.blocks, part.blocks[1:]):
        _block(page, part, block)
        if following is not None and _belongs_above(following):
            keep_end(page)


def _block(page: Page, part: Part, block: Block) -> None:
    match block:
        case Paragraph(text, tone):
            page.add(TONES[tone], text)
        case Points(texts, numbered):
            _points(page, texts, which=begin_counting(page) if numbered else BULLETS)
        case Exhibited(Table() as table):
            add_table(page, table)
        case Asked(title, texts):
            page.add("Small Heading", title)
            _points(page, texts, which=BULLETS)
        case Pictured(pictured):
            width = min(float(pictured.width), page.width / MM_A_PX)
            height = pictured.height * width / pictured.width
            run = page.add("Picture").add_run()
            picture(page, run, pictured.content, width=width, height=height, alt=pictured.alt)
        case Written(html):
            write(page, html, level=part.level)


def _belongs_above(block: Block) -> bool:
    """Whether it says nothing by itself: a note, and what to talk about."""
    match block:
        case Asked() | Paragraph(_, "note"):
            return True
        case _:
            return False


def _points(page: Page, texts: Sequence[str], *, which: int) -> None:
    for number, text in enumerate(texts, 1):
        paragraph = page.add("List Bullet" if which == BULLETS else "List Number", text)
        place_in_list(paragraph, which=which, level=0)
        paragraph.paragraph_format.keep_with_next = number < len(texts) or None


def _contents(page: Page, chapters: Sequence[Part]) -> None:
    """A table of contents of Word's own, filled in already: nothing asks whoever opens the file to renew it. It gives
    no page numbers, because nobody but Word knows them; its lines lead to the parts."""
    heading = page.add("Contents Heading", _("Contents"))
    heading.paragraph_format.page_break_before = True
    for number, part in enumerate(chapters):
        line = page.add("toc 1")
        if not number:
            line._p.extend([field_mark("begin"), field_asks(r'TOC \o "1-1" \n \h \z'), field_mark("separate")])
        link_within(line, place=anchor(part.id)).append(said(part.title))
        if number == len(chapters) - 1:
            line._p.append(field_mark("end"))
