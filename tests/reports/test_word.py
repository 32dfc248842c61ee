"""Reports in Word: real styles, tables and pictures, the same bytes, and nothing in them but what may be told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree
from zipfile import ZipFile

import pikepdf
import pytest
from docx.oxml.ns import qn
from docx.shared import Length

from audit.exhibits import RoundFacts
from audit.exhibits.values import Drawn, Table
from audit.exhibits.words import day
from audit.hand import Brand, Final, Hand
from audit.wording import use_language
from reports import report_html
from reports.fonts import unpacked
from reports.full_manuscript import full_manuscript
from reports.kinds import Form, Kind
from reports.manuscript import Asked, Exhibited, Manuscript, Paragraph, Part, Pictured, Points, Written
from reports.markup import Node, tree_of
from reports.rendering import render
from reports.word import docx_of
from reports.word_file import hidden
from reports.word_styles import word_language
from reports.word_xml import anchor
from tests.exhibits.rounds import facts, named, renamed
from tests.exhibits.test_cells import NUMBER, tellable
from tests.reports.documents import fonts, pages, sizes_in_points
from tests.reports.word_documents import (
    as_tagged_pdf,
    cells_of,
    described,
    hand,
    headings,
    opened,
    parts_of,
    picture,
    place_of,
    style_of,
    texts_of,
    word_of,
)

NAMES = ("core 8", "core 12", "core 105", "core+stepped-care+empathy 60", "stepped-care 60", "core+priorities 60")
ONLY_IN_PRINT = ("Madewith", "Trauma-informedself-audit", "RiversideFamilyServices·", "Closedon12October2026·release")
"""What runs in the margins, and with what the PDF is made."""
WRITTEN = ("p", "li", "h1", "h2", "caption", "th", "td")


@cache
def with_a_hand() -> bytes:
    return docx_of(full_manuscript(facts(30), hand=hand()), paper="a4", created=date(2026, 10, 12))


def short(*parts: Part, direction: str = "ltr", cover: tuple[str, ...] = ()) -> Manuscript:
    return Manuscript("A short report", cover, "At the foot", parts, "en", direction)


def test_the_same_report_gives_the_same_bytes() -> None:
    known = facts(12)
    assert docx_of(full_manuscript(known), paper="a4", created=known.closed_on) == word_of("core 12")


@pytest.mark.parametrize("name", NAMES)
def test_headings_are_headings_and_never_skip_a_level(name: str) -> None:
    manuscript = full_manuscript(named(name))
    found = headings(opened(word_of(name)))
    assert found == [(part.level, part.title) for part in manuscript.parts]
    levels = [level for level, _text in found]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_every_table_has_a_head_that_comes_again_and_rows_that_are_not_torn(name: str) -> None:
    for table in opened(word_of(name)).tables:
        first, *rest = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert not [r for r in rest if r._tr.trPr.find(qn("w:tblHeader")) is not None]
        assert all(r._tr.trPr.find(qn("w:cantSplit")) is not None for r in table.rows)
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


@pytest.mark.parametrize("name", NAMES)
def test_every_table_stands_under_its_caption(name: str) -> None:
    document = opened(word_of(name))
    captions = [p.text for p in document.paragraphs if style_of(p) == "Caption"]
    assert captions == [t._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for t in document.tables]


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_is_empty_and_none_is_merged(name: str) -> None:
    for table in opened(word_of(name)).tables:
        for cell in cells_of(table):
            assert cell.text.strip() or list(cell._tc.iter(qn("w:drawing"))), table.rows[0].cells[0].text
        assert not list(table._tbl.iter(qn("w:gridSpan"), qn("w:vMerge")))


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_says_what_it_shows(name: str) -> None:
    manuscript = full_manuscript(named(name))
    drawn = [
        d for part in manuscript.parts for b in part.blocks if isinstance(b, Exhibited) for d in _drawings(b.table)
    ]
    assert described(opened(word_of(name))) == drawn
    assert all(title.strip() for title in drawn)


def _drawings(table: Table) -> list[str]:
    heads = [c.axis.title for c in table.columns if c.axis]
    return heads + [v.drawing.title for row in table.rows for v in row if isinstance(v, Drawn)]


@pytest.mark.parametrize("name", NAMES)
def test_word_says_what_the_printed_report_says_and_no_more(name: str) -> None:
    printed = {_dense(t) for t in _printed_texts(tree_of(report_html(named(name))))} - {""}
    written = {_dense(t) for t in texts_of(opened(word_of(name)))} - {""}
    assert not [t for t in printed - written if not t.startswith(ONLY_IN_PRINT)]
    assert written - printed - {"Contents"} == set()


def _printed_texts(node: Node) -> list[str]:
    return [_said(n).replace("How was this worked out?", "") for n in node.all(*WRITTEN)]


def _said(node: Node) -> str:
    return "".join(c if isinstance(c, str) else "" if c.tag == "svg" else _said(c) for c in node.children)


def _dense(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("people", [12, 30, 105])
def test_every_number_in_the_file_was_released(people: int) -> None:
    known = facts(people)
    document = opened(word_of(f"core {people}"))
    allowed = tellable(known) | {str(n) for n in range(len(known.questionnaire.items) + 1)}
    said = [*_before_the_appendix(document.element.body), *described(document)]
    for text in said:
        for part in _own_texts(known):
            text = text.replace(part, " ")
        assert not {n for n in NUMBER.findall(text) if n not in allowed}, text


def _before_the_appendix(body: ElementTree.Element) -> list[str]:
    texts = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]
    return texts[: len(texts) - 1 - texts[::-1].index("Technical appendix")]


def _own_texts(known: RoundFacts) -> list[str]:
    days = [known.opened_on, known.closed_on, *(a.due_on for a in known.plan)]
    plans = [r.planned for r in known.verdicts]
    days += [d for a in plans for d in (a.due_on, a.done_on)]
    return [*(day(d) for d in days if d), known.profile.release_hash[:12], *(c.phone for c in known.contacts)]


def test_under_ten_answers_it_says_so_and_has_no_appendix() -> None:
    said = "\n".join(texts_of(opened(word_of("core 8"))))
    assert "Too few people answered for anything to be told" in said
    assert "Technical appendix" not in said
    assert "At a glance" not in said


def test_the_file_says_its_title_its_day_and_nothing_about_who_made_it() -> None:
    about = opened(word_of("core 12")).core_properties
    assert about.title.startswith("Riverside Family Services – ")
    assert about.created == about.modified == datetime(2026, 10, 12, tzinfo=UTC)
    assert {about.author, about.last_modified_by} == {"Steadyground"}
    assert about.language == "en-GB"
    assert not [name for name in parts_of(word_of("core 12")) if "app.xml" in name or "thumbnail" in name]


def test_no_part_of_the_file_has_a_time_of_its_own() -> None:
    with ZipFile(BytesIO(word_of("core 12"))) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_in_the_file_leads_out_but_links_that_somebody_wrote() -> None:
    for content, expected in ((word_of("core 105"), set()), (with_a_hand(), {"https://example.org/talks"})):
        found = set()
        for name, part in parts_of(content).items():
            if name.endswith(".rels"):
                found |= {r.get("Target") for r in ElementTree.fromstring(part) if r.get("TargetMode") == "External"}  # noqa: S314 - our own file
        assert found == expected


def test_pages_have_the_size_of_the_paper_and_lie_on_their_side_where_a_table_is_wide() -> None:
    for paper, sizes in (("a4", {(210, 297), (297, 210)}), ("letter", {(216, 279), (279, 216)})):
        sections = opened(word_of("core 105", paper="a4" if paper == "a4" else "letter")).sections
        assert {(_mm(s.page_width), _mm(s.page_height)) for s in sections} == sizes


def _mm(length: Length | None) -> int:
    assert length
    return round(float(length.mm))


def test_the_cover_has_no_head_and_every_other_page_has_its_number() -> None:
    first, *others = opened(word_of("core 105")).sections
    assert first.different_first_page_header_footer
    assert not first.first_page_footer.paragraphs[0].text
    for section in (first, *others):
        below = section.footer.paragraphs[0]._p
        assert [f.get(qn("w:instr")) for f in below.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
        assert "invented data" in section.footer.paragraphs[0].text
    assert not [s for s in others if s.different_first_page_header_footer]


def test_the_contents_lead_to_every_chapter() -> None:
    document = opened(word_of("core 105"))
    places = {b.get(qn("w:name")) for b in document.element.body.iter(qn("w:bookmarkStart"))}
    lines = [p for p in document.paragraphs if style_of(p) == "toc 1"]
    chapters = [text for level, text in headings(document) if level == 1]
    assert [p.text for p in lines] == chapters
    assert {h.get(qn("w:anchor")) for p in lines for h in p._p.iter(qn("w:hyperlink"))} <= places
    assert max(map(len, filter(None, places))) <= 40
    assert anchor("what-stops-the-next-stage") == "_what_stops_the_next_stage"


def test_nothing_asks_whoever_opens_the_file_to_renew_it() -> None:
    parts = parts_of(word_of("core 105"))
    assert b"updateFields" not in parts["word/settings.xml"]
    assert (
        b'compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in parts["word/settings.xml"]
    )


def test_our_fonts_are_in_the_file_with_another_to_fall_back_on() -> None:
    parts = parts_of(word_of("core 12"))
    table = parts["word/fontTable.xml"].decode()
    keys = re.findall(r'w:fontKey="\{([^}]+)\}"', table)
    assert len(keys) == 3
    assert '<w:altName w:val="Calibri"/>' in table
    assert hidden(parts["word/fonts/font1.odttf"], UUID(keys[0])) == unpacked("Regular")


def test_names_typed_by_people_stay_text() -> None:
    evil = '<w:p/> & "Team" {INCLUDETEXT x}'
    known = renamed(facts(12), organisation=evil)
    document = opened(docx_of(full_manuscript(known), paper="a4"))
    assert document.paragraphs[0].text == evil
    assert document.core_properties.title.startswith(evil)


def test_signs_that_no_file_can_hold_stop_no_report() -> None:
    odd = "A\x00B\x0cC\ud800D\tE"
    written = Part("one", odd, 1, (Paragraph(odd), Points((odd,)), Written(f"<p>{odd}</p>")))
    known = renamed(facts(12), organisation=odd)
    texts = [p.text for p in opened(docx_of(short(written), paper="a4")).paragraphs]
    assert texts == ["A short report", *["A B C D\tE"] * 4]
    assert opened(docx_of(full_manuscript(known), paper="a4")).paragraphs[0].text == "A B C D\tE"


def test_stages_have_their_word_on_a_ground_that_it_can_be_read_on() -> None:
    grounds = {}
    for table in opened(word_of("core 105")).tables:
        for cell in cells_of(table):
            shade = cell._tc.tcPr.find(qn("w:shd"))
            if shade is not None:
                grounds[shade.get(qn("w:fill"))] = cell
    assert {"d5e3ea", "9fc0d0", "5f93ad", "1f5673"} <= set(grounds)
    assert grounds["1f5673"].paragraphs[0].runs[0].style.name == "On Dark"
    assert all(cell.text.strip() for cell in grounds.values())


def test_grounds_stand_where_word_looks_for_them() -> None:
    for table in opened(word_of("core 105")).tables:
        for cell in cells_of(table):
            order = [child.tag for child in cell._tc.tcPr]
            wanted = [qn(f"w:{name}") for name in ("tcW", "shd", "vAlign") if qn(f"w:{name}") in order]
            assert order == wanted


def test_in_spanish_the_file_is_spanish() -> None:
    with use_language("es"):
        content = docx_of(full_manuscript(facts(12)), paper="a4")
    assert b'<w:lang w:val="es-ES"' in parts_of(content)["word/styles.xml"]
    assert "Apéndice técnico" in [text for _level, text in headings(opened(content))]


def test_languages_are_named_as_word_names_them() -> None:
    assert [word_language(code) for code in ("en", "es", "de", "ar", "pt-BR")] == [
        "en-GB",
        "es-ES",
        "de-DE",
        "ar-EG",
        "pt-BR",
    ]


def test_what_to_talk_about_never_stands_alone_on_a_page() -> None:
    paragraphs = opened(word_of("core 105")).paragraphs
    for before, title in pairwise(paragraphs):
        if title.text == "What to talk about":
            assert style_of(title) == "Small Heading"
            assert before.paragraph_format.keep_with_next, before.text
            above = before._p.getprevious()
            if above is not None and above.tag == qn("w:tbl"):
                assert list(above.findall(qn("w:tr"))[-1].iter(qn("w:keepNext")))


def test_pictures_take_no_room_but_their_own() -> None:
    lines = list(opened(word_of("core 105")).element.body.iter(qn("wp:inline")))
    assert lines
    assert {line.get(side) for line in lines for side in ("distT", "distB", "distL", "distR")} == {"0"}


def test_words_are_parted_only_in_the_heads_of_tables() -> None:
    styles = ElementTree.fromstring(parts_of(word_of("core 12"))["word/styles.xml"])  # noqa: S314 - our own file
    parted = {
        style.get(qn("w:styleId")): found.get(qn("w:val"))
        for style in styles.iter(qn("w:style"))
        for found in style.iter(qn("w:suppressAutoHyphens"))
    }
    assert parted == {"Normal": None, "TableHeading": "0"}


def test_from_right_to_left_everything_is_turned() -> None:
    wide = full_manuscript(facts(30)).parts
    exhibit = next(b for p in wide for b in p.blocks if isinstance(b, Exhibited))
    part = Part("one", "One", 1, (Paragraph("text"), exhibit))
    parts = parts_of(docx_of(short(part, direction="rtl"), paper="a4"))
    assert b"<w:bidiVisual/>" in parts["word/document.xml"]
    assert re.search(rb"<w:bidi/>.*</w:sectPr>", parts["word/document.xml"])
    assert b"<w:rtl/>" in parts["word/styles.xml"]
    assert b"<w:bidiVisual/>" not in parts_of(docx_of(short(part), paper="a4"))["word/document.xml"]


def test_a_report_without_a_cover_begins_on_its_first_page() -> None:
    parts = (Part("one", "One", 1, (Paragraph("text"),), on_new_page=True), Part("two", "Two", 1, (), on_new_page=True))
    document = opened(docx_of(short(*parts), paper="a4"))
    assert [p.text for p in document.paragraphs] == ["A short report", "One", "text", "Two"]
    breaks = [p.paragraph_format.page_break_before for p in document.paragraphs]
    assert breaks == [None, None, None, True]


def test_every_kind_of_block_has_its_style() -> None:
    blocks = (
        Paragraph("lead", "lead"),
        Paragraph("note", "note"),
        Points(("a", "b")),
        Points(("first", "second"), numbered=True),
        Points(("again first",), numbered=True),
        Asked("What to talk about", ("Which?",)),
        Pictured(picture(alt="A wall")),
    )
    document = opened(docx_of(short(Part("one", "One", 1, blocks)), paper="a4"))
    styles = [style_of(p) for p in document.paragraphs]
    assert styles == [
        "Title",
        "Heading 1",
        "Lead",
        "Note",
        *["List Bullet"] * 2,
        *["List Number"] * 3,
        "Small Heading",
        "List Bullet",
        "Picture",
    ]
    lists = [found[0] for found in map(place_of, document.paragraphs) if found]
    assert lists[2] == lists[3] != lists[4]
    assert described(document) == ["A wall"]


def test_a_wide_picture_is_as_wide_as_the_page_and_keeps_its_shape() -> None:
    part = Part("one", "One", 1, (Pictured(picture(alt="A wall", width=3000)),))
    shape = opened(docx_of(short(part), paper="a4")).inline_shapes[0]
    assert abs(shape.width.mm - 172) < 0.5
    assert abs(shape.width / shape.height - 10) < 0.05


def test_a_chapter_of_somebodys_own_stands_before_the_findings_and_one_before_the_plan() -> None:
    chapters = [text for level, text in headings(opened(with_a_hand())) if level == 1]
    assert chapters.index("What we heard") == chapters.index("Can we trust this?") + 1
    assert chapters.index("How we chose") == chapters.index("What will we do?") - 1
    assert "Do leaders and staff see the same?" not in chapters


def test_every_sheet_says_whose_it_is_and_whether_it_is_final() -> None:
    brand = Brand("Ash & Elm", "1 Mill Lane\nLeeds", "Ash & Elm, Leeds", "#1f5673", "#545b64")
    final = full_manuscript(facts(12), hand=Hand(brand=brand, final=Final(date(2026, 11, 2), 3)))
    assert final.foot.endswith("Final, edition 3, 2 November 2026 · Ash & Elm, Leeds")
    assert final.cover[-3:] == ("Ash & Elm", "1 Mill Lane", "Leeds")
    assert full_manuscript(facts(12)).foot.endswith("Draft")


def test_a_note_stands_under_the_words_of_its_exhibit() -> None:
    texts = [p.text for p in opened(with_a_hand()).paragraphs]
    first = texts.index("We read this together.")
    assert texts[first + 1] == "Twice."
    assert "Source: release" in texts[first - 1]


def test_what_says_how_far_a_report_may_be_relied_on_is_never_left_out() -> None:
    everything = frozenset({"trust", "withheld", "appendix", "principles", "grid", "change"})
    parts = full_manuscript(facts(30), hand=replace(hand(), left_out=everything)).parts
    ids = [p.id for p in parts]
    assert {"can-we-trust-this", "what-is-withheld", "appendix"} <= set(ids)
    assert not {"where-do-we-stand", "principles-by-domains", "what-changed"} & set(ids)


def test_written_text_keeps_its_lists_links_tables_and_pictures() -> None:
    document = opened(with_a_hand())
    found = {p.text: p for p in document.paragraphs}
    assert style_of(found["What people told us"]) == "Heading 2"
    assert [place_of(found[text]) for text in ("one", "two")] == [(1, 0), (1, 0)]
    counted, first = place_of(found["counted"]), place_of(found["first"])
    assert counted
    assert first
    assert (counted[1], first[1]) == (1, 0)
    assert len({1, counted[0], first[0]}) == 3
    opening = next(p for p in document.paragraphs if p.text.startswith("An opening line"))
    styles = {r.text: r.style.name for r in opening.runs}
    assert (styles["line"], styles["emphasis"], styles["both"]) == ("Strong", "Emphasis", "Strong Emphasis")
    assert [h.address for h in opening.hyperlinks] == ["https://example.org/talks"]
    own = next(t for t in document.tables if t.rows[0].cells[0].text == "What")
    assert [c.text for c in cells_of(own)] == ["What", "When", "A talk", "in May", "A walk", "soon"]
    assert "The wall of the hall" in described(document)


def test_markup_in_written_text_is_text_and_a_picture_that_never_came_is_its_words() -> None:
    texts = [p.text for p in opened(with_a_hand()).paragraphs]
    assert "A <b>tag</b> & <script>alert(1)</script> stay what they are." in texts
    assert "A picture that never came" in texts


def test_what_is_not_known_in_written_text_is_not_lost() -> None:
    html = "<div>loose <u>words</u><p>and a line</p>end</div><dl><dt>a</dt><dd>b</dd></dl><h4>deep</h4><table></table>"
    document = opened(docx_of(short(Part("one", "One", 1, (Written(html),))), paper="a4"))
    said = [p.text for p in document.paragraphs][2:]
    assert " ".join(" ".join(said).split()) == "loose words and a line end a b deep"


@pytest.mark.parametrize("name", ["core 8", "core+priorities 60"])
def test_libreoffice_prints_every_table_and_picture(name: str, tmp_path: Path) -> None:
    document = opened(word_of(name))
    printed = as_tagged_pdf(word_of(name), tmp_path)
    kinds = _kinds(printed)
    assert kinds.count("/Table") == len(document.tables)
    assert kinds.count("/Figure") == len(described(document))
    assert sizes_in_points(printed) <= {(595, 842), (842, 595)}


def _kinds(pdf: bytes) -> list[str]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return [str(o.S) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o and "/P" in o]


@pytest.mark.parametrize(("kind", "size", "sheets"), [(Kind.BOARD, 10.0, 2), (Kind.STAFF, 11.5, 3)])
def test_short_reports_have_in_word_the_pages_that_they_have_in_print(
    kind: Kind, size: float, sheets: int, tmp_path: Path
) -> None:
    content = render(facts(30), kind=kind, form=Form.DOCX)
    printed = as_tagged_pdf(content, tmp_path)
    assert _size(content, "Body Text") == size
    assert len(pages(printed)) == sheets, "the staff sheet has two pages, and its poster one"


def _size(content: bytes, style: str) -> float:
    return float(opened(content).styles[style].font.size.pt)


def test_libreoffice_sees_our_fonts_and_no_page_is_empty(tmp_path: Path) -> None:
    printed = as_tagged_pdf(with_a_hand(), tmp_path)
    assert all(name.startswith("SourceSans3") for name in fonts(printed))
    assert all(len(text.strip()) > 120 for text in pages(printed)[1:])
