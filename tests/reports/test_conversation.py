"""The team conversation on paper: every statement once, a card for every record, nothing cut off, nobody named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from pdfua import Severity, validate

from audit import scale
from audit.method.conversation import talked_about
from audit.method.questionnaire import Questionnaire
from audit.wording import use_language
from reports.conversation import conversation_cards_pdf, conversation_record_pdf, numbered_cards
from reports.forms import Size
from reports.printing import Paper
from tests.builders import library
from tests.reports.documents import fonts, pages, sizes_in_points

WHO = "Elm <b>House</b>"
APART = [label for _value, label in scale.records_apart()]
LONG = "It goes on, for somebody wrote a copy of their own, in which each statement is a long one. "


def asked(*, language: str = "en") -> Questionnaire:
    """What small teams talk through."""
    return library().questionnaire("core", language=language).as_asked_in(1)


@cache
def cards(*, size: Size = "usual", paper: Paper = "a4") -> bytes:
    """The printed cards."""
    return conversation_cards_pdf(asked(), size=size, paper=paper)


@cache
def record(*, size: Size = "usual", paper: Paper = "a4") -> bytes:
    """The printed record sheet."""
    return conversation_record_pdf(asked(), organisation=WHO, size=size, paper=paper)


def flat(pdf: bytes) -> str:
    """All words of it in one line."""
    return _flat(" ".join(pages(pdf)))


def _flat(text: str) -> str:
    return " ".join(text.split()).replace("- ", "-")


def _long(times: int) -> Questionnaire:
    items = tuple(replace(item, text=f"{item.text} {LONG * times}".strip()) for item in asked().items)
    return replace(asked(), items=items)


def _outside(pdf: bytes) -> list[str]:
    """Words that stand beyond an edge of their page, or under what is printed at its foot."""
    found = []
    with pymupdf.open(stream=pdf, filetype="pdf") as document:  # type: ignore[no-untyped-call]  # ships no types
        for page in document:
            words: list[Any] = page.get_text("words")
            edge = page.rect
            found += [w[4] for w in words if w[0] < 0 or w[1] < 0 or w[2] > edge.width or w[3] > edge.height]
    return found


@pytest.mark.parametrize(
    ("paper", "size", "a_page"), [("a4", "usual", 8), ("letter", "usual", 8), ("letter", "large", 4)]
)
def test_every_statement_has_one_card_with_its_number_eight_a_page_or_four_in_large_print(
    paper: Paper, size: Size, a_page: int
) -> None:
    texts = [_flat(page) for page in pages(cards(paper=paper, size=size))]
    statements = [" ".join(item.text.split()) for item in talked_about(asked())]
    found = [count for text in texts if (count := sum(text.count(s) for s in statements))]
    assert found == [a_page] * (len(statements) // a_page)
    said = " ".join(texts)
    for number, page, item in numbered_cards(asked()):
        assert said.count(" ".join(item.text.split())) == 1
        assert f"{number} · {page.title}" in said
        assert " ".join(item.help.split()) in said


def test_statements_about_the_audit_itself_have_no_card_and_no_line() -> None:
    process = [" ".join(item.text.split()) for item in asked().process_items]
    assert process
    for pdf in (cards(), record()):
        assert [text for text in process if text in flat(pdf)] == []


def test_no_card_tells_a_stage_so_that_nobody_rates_by_it() -> None:
    said = flat(cards()).lower()
    assert [word for word in ("aware", "sensitive", "responsive", "stage", "informed") if word in said] == []


def test_what_can_be_put_down_has_a_card_each_and_they_share_one_page() -> None:
    answers = _flat(pages(cards())[-2])
    for value, label in scale.ratings():
        assert f"{value} {label}" in answers
    for label, meaning in scale.record_meanings():
        assert label in answers
        assert meaning in answers
    assert answers.count("Answer ") == len(scale.record_meanings())
    assert "print these once for each person" in answers


def test_the_last_page_has_cards_that_stop_and_say_how_to_talk() -> None:
    table = _flat(pages(cards())[-1])
    assert table.count("Nobody asks why.") == 2
    assert table.count("Whoever leads us speaks last, or is not here.") == 2
    assert table.count("Nobody has to speak") == 2


@pytest.mark.parametrize("times", [1, 4])
def test_a_long_statement_makes_its_card_taller_and_loses_no_word(times: int) -> None:
    made = conversation_cards_pdf(_long(times))
    said = flat(made)
    for item in talked_about(_long(times)):
        assert " ".join(item.text.split()) in said
    assert _outside(made) == []
    for page in pages(made):
        whole = [i for i in talked_about(_long(times)) if " ".join(i.text.split()) in _flat(page)]
        assert _flat(page).count(LONG.strip()) == times * len(whole), "no card is cut in two by the end of a page"


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_cards_in_spanish_are_eight_a_page_too_and_say_that_they_are_a_draft(paper: Paper) -> None:
    with use_language("es"):
        made = conversation_cards_pdf(asked(language="es"), paper=paper)
    texts = [_flat(page) for page in pages(made)]
    assert len(texts) == len(pages(cards()))
    assert all("This translation is a draft. Nobody has confirmed it yet." in text for text in texts)
    for item in talked_about(asked(language="es")):
        assert " ".join(item.text.split()) in " ".join(texts)


def test_cards_and_record_are_laid_out_from_right_to_left_where_one_reads_so() -> None:
    with use_language("ar"):
        there = replace(asked(), language="ar")
        made = (conversation_cards_pdf(there), conversation_record_pdf(there, organisation=WHO))
    for pdf in made:
        with pikepdf.open(BytesIO(pdf)) as document:
            assert str(document.Root.Lang) == "ar"
    assert not _first_card_is_left(made[0])
    assert _first_card_is_left(cards())


def _first_card_is_left(pdf: bytes) -> bool:
    """Whether the first card of the first page stands left of the second."""
    one, two = (item.help for _number, _page, item in list(numbered_cards(asked()))[:2])
    with pymupdf.open(stream=pdf, filetype="pdf") as document:  # type: ignore[no-untyped-call]  # ships no types
        words: list[Any] = document[0].get_text("words")
    lefts = {word[4]: float(word[0]) for word in words}
    return lefts[_only_in(one, two, lefts)] < lefts[_only_in(two, one, lefts)]


def _only_in(help_: str, other: str, there: Mapping[str, float]) -> str:
    """A long word of one card that is not on the other."""
    return next(w for w in help_.split() if len(w) > 3 and w.isalpha() and w not in other and w in there)


def test_large_print_is_sixteen_points_and_more() -> None:
    with pymupdf.open(stream=cards(size="large", paper="letter"), filetype="pdf") as document:  # type: ignore[no-untyped-call]
        blocks = [block for page in document for block in page.get_text("dict", clip=_above_the_foot(page))["blocks"]]
    spans = [span for block in blocks for line in block.get("lines", []) for span in line["spans"]]
    hidden = 2  # headings for those who listen
    assert spans
    assert {s["text"] for s in spans if hidden < s["size"] < 15.9 and s["text"].strip()} == set()


def _above_the_foot(page: Any) -> tuple[float, float, float, float]:
    return 0, 0, page.rect.width, page.rect.height - 30


def test_the_record_has_every_statement_with_a_box_for_everything_that_can_be_put_down() -> None:
    said, wanted = flat(record()), [*numbered_cards(asked())]
    places = [said.find(f"{number} {' '.join(item.text.split())}") for number, _page, item in wanted]
    assert min(places) > 0
    assert places == sorted(places), "in the order of the cards"
    for value, label in scale.ratings():
        assert said.count(f"{value} {label}") == len(wanted)
    below = said[places[0] :]
    assert [below.count(label) for label in APART[1:]] == [len(wanted)] * 2
    assert below.count(APART[0]) == len(wanted) + 1, "and once in the last sentence"


@pytest.mark.parametrize("size", ["usual", "large"])
def test_no_line_of_the_record_is_cut_from_its_boxes_by_the_end_of_a_page(size: Size) -> None:
    found = 0
    for page in pages(record(size=size)):
        said = _flat(page)
        here = [item for item in talked_about(asked()) if " ".join(item.text.split()) in said]
        assert {said.count(f"{value} {label}") for value, label in scale.ratings()} == {len(here)}
        found += len(here)
    assert found == len(talked_about(asked()))


def test_the_record_asks_for_no_name_and_no_number_of_people() -> None:
    said = flat(record())
    assert "write no name, and no count of people" in said
    assert "Then tear this sheet up." in said
    assert WHO in said, "what somebody typed is printed as it stands"
    assert [word for word in ("Signature", "Present:", "In the room:") if word in said] == []


@pytest.mark.parametrize(("paper", "points"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_both_come_on_the_paper_that_was_asked_for(paper: Paper, points: tuple[int, int]) -> None:
    for pdf in (cards(paper=paper), record(paper=paper, size="large")):
        assert sizes_in_points(pdf) == {points}
        assert _outside(pdf) == []


def test_both_are_tagged_in_our_fonts_and_the_same_bytes_again(tmp_path: Path) -> None:
    big = cards(size="large", paper="letter")
    for number, pdf in enumerate((cards(), big, record(), record(size="large"))):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(pdf)
        assert [f for f in validate(str(path)).findings if f.severity >= Severity.WARNING] == []
        assert all(font.startswith("Source-Sans-3") for font in fonts(pdf))
    assert cards.__wrapped__() == cards()
    assert record.__wrapped__() == record()
