"""A Word file that is being written: the sheets it stands on, its paragraphs, pictures and links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count

from docx import Document
from docx.document import Document as Opened
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from audit.wording import gettext as _
from reports.manuscript import Manuscript
from reports.printing import Paper
from reports.word_styles import STEPS, STYLES, dress, styles_of
from reports.word_xml import made, tag, worked_out

SHEETS: dict[Paper, tuple[float, float]] = {"a4": (210, 297), "letter": (215.9, 279.4)}
UPRIGHT, TURNED, BRIEF = (24, 20, 24, 25), (20, 20, 20, 20), (18, 18, 18, 20)
"""Margins in mm: top, right, bottom, left."""
EDGE = 10
CLOSE = frozenset({"Body Text", "List Bullet", "List Number", "Lead"})
"""Styles that stand right under what is above them."""
UNDER_A_TABLE = Pt(8)
EMU_A_PX = 9525


@dataclass(slots=True)
class Page:
    """The file and where it is just now. upright: margins; turned: whether the sheet lies on its side; numbers: of
    pictures and places."""

    document: Opened
    paper: Paper
    direction: str
    head: str
    foot: str
    upright: tuple[int, int, int, int]
    turned: bool = False
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def width(self) -> float:
        """mm between the margins."""
        across, down = SHEETS[self.paper]
        _top, right, _bottom, left = TURNED if self.turned else self.upright
        return (down if self.turned else across) - left - right

    def add(self, style: str, text: str = "") -> Paragraph:
        """A paragraph at the end; right under a table with a little room."""
        paragraph = self.document.add_paragraph(text, style=style)
        before = paragraph._p.getprevious()
        if before is not None and before.tag == tag("tbl") and style in CLOSE:
            paragraph.paragraph_format.space_before = UNDER_A_TABLE
        return paragraph


def opened(manuscript: Manuscript, *, paper: Paper, body: float) -> Page:
    """An empty file in our styles. body: size of the text of a report that has no cover, in points."""
    document, brief = Document(), not manuscript.cover
    styles = styles_of(body) if brief else STYLES
    dress(document, language=manuscript.language, direction=manuscript.direction, styles=styles)
    head = "" if brief else manuscript.title
    page = Page(document, paper, manuscript.direction, head, manuscript.foot, BRIEF if brief else UPRIGHT)
    _lay(page, document.sections[0])
    return page


def turn(page: Page, *, turned: bool) -> None:
    """Go on with a new sheet that lies the other way."""
    page.turned = turned
    section = page.document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    _lay(page, section)
    _without_an_empty_line(page)


def _lay(page: Page, section: Section) -> None:
    across, down = SHEETS[page.paper]
    section.orientation = WD_ORIENT.LANDSCAPE if page.turned else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(down), Mm(across)) if page.turned else (Mm(across), Mm(down))
    top, right, bottom, left = TURNED if page.turned else page.upright
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.header_distance = section.footer_distance = Mm(EDGE)
    if page.direction == "rtl":
        _turn_columns(section)
    _write_edges(page, section)


def _turn_columns(section: Section) -> None:
    """The first column and the inner margin are on the right."""
    if section._sectPr.find(tag("bidi")) is None:
        grid = section._sectPr.find(tag("docGrid"))
        grid.addprevious(made("bidi"))


def _write_edges(page: Page, section: Section) -> None:
    """Above and below: their own for each way a sheet lies, because the number stands at the end of the line."""
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    above, below = section.header.paragraphs[0], section.footer.paragraphs[0]
    above.style, below.style = "Header", "Footer"
    above.add_run(page.head)
    below.paragraph_format.tab_stops.add_tab_stop(Mm(page.width), WD_TAB_ALIGNMENT.RIGHT)
    below.add_run(f"{page.foot}\t")
    below._p.append(worked_out("PAGE", shown="1"))
    below.add_run(" {} ".format(_("of")))
    below._p.append(worked_out("NUMPAGES", shown="1"))


def _without_an_empty_line(page: Page) -> None:
    """The end of a section is kept in a paragraph: in the last one that says something, where there is one."""
    last = page.document.element.body.findall(tag("p"))[-1]
    before = last.getprevious()
    if before is not None and before.tag == tag("p"):
        before.set_sectPr(last.pPr.find(tag("sectPr")))
        last.getparent().remove(last)


def picture(page: Page, run: Run, content: bytes, *, width: float, height: float, alt: str) -> None:
    """A picture in a line of text; width, height: CSS px; alt: it in words."""
    reference, _image = page.document.part.get_or_add_image(BytesIO(content))
    number = next(page.numbers)
    across, down = Emu(round(width * EMU_A_PX)), Emu(round(height * EMU_A_PX))
    inline = CT_Inline.new_pic_inline(number, reference, f"picture-{number}.png", across, down)
    for side in ("distT", "distB", "distL", "distR"):  # what is not said, some programs take for three millimetres
        inline.set(side, "0")
    inline.docPr.set("descr", alt)
    for kept in inline.iter("{*}cNvPr"):
        kept.set("descr", alt)
    run._r.add_drawing(inline)


def link(page: Page, paragraph: Paragraph, *, address: str) -> BaseOxmlElement:
    """An empty link at the end of a paragraph, to an address on the web."""
    element = made("hyperlink")
    reference = page.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    element.set(qn("r:id"), reference)
    paragraph._p.append(element)
    return element


def link_within(paragraph: Paragraph, *, place: str) -> BaseOxmlElement:
    """An empty link at the end of a paragraph, to a place in the file."""
    element = made("hyperlink", anchor=place, history="1")
    paragraph._p.append(element)
    return element


def begin_counting(page: Page) -> int:
    """A list that counts from one, whatever lists stand before it: its number."""
    numbering = page.document.part.numbering_part.element
    counted = numbering.add_num(STEPS)
    counted.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(counted.numId)


def place_in_list(paragraph: Paragraph, *, which: int, level: int) -> None:
    """Make a paragraph a point of a list, `level` deep from 0."""
    numbers = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    numbers.get_or_add_ilvl().val = level
    numbers.get_or_add_numId().val = which
