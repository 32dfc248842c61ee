"""The questionnaire on paper: words and order of the screen, boxes to tick, a true promise, nothing cut in two."""

from __future__ import annotations

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
from audit.audiences import said_for
from audit.comments import QUESTIONS, How, how_text, question_text
from audit.method.asking import leaders_rate
from audit.method.questionnaire import Audience, Questionnaire
from audit.paper import limits_on_paper, numbered, promise_on_paper, told_on_the_sheet, who_keys
from audit.promise import Keys, WayIn
from audit.wording import use_language
from reports import RoundOnPaper, form_pdf, leadership_form_pdf
from reports.forms import Size
from reports.printing import Paper
from tests.ballot.boxes import a_manifest
from tests.builders import library
from tests.reports.documents import fonts, pages, sizes_in_points
from tests.staff.keyers import TERMS

HERE, HERE_FINGERPRINT = a_manifest().circumstances, a_manifest().fingerprint
IDS = tuple(dict.fromkeys(q.id for q in library().questionnaires))
TOGETHER = "core+digital"


def round_on_paper() -> RoundOnPaper:
    """The invented round."""
    here = a_manifest()
    return RoundOnPaper(
        here.organisation,
        here.asked_by,
        here.closes_on,
        here.places,
        here.roles,
        here.circumstances,
        here.contacts,
        here.fingerprint,
    )


def asked(id_: str) -> Questionnaire:
    """As a first round asks it."""
    return library().questionnaire(id_).as_asked_in(1)


@cache
def form(id_: str = "core", *, size: Size = "usual", paper: Paper = "a4", in_round: bool = False) -> bytes:
    """A printed form."""
    return form_pdf(asked(id_), round_here=round_on_paper() if in_round else None, size=size, paper=paper)


@cache
def leaders_form(*, size: Size = "usual") -> bytes:
    """What leaders fill in."""
    return leadership_form_pdf(mirrored(), library().leadership, size=size)


def mirrored() -> Questionnaire:
    """What the leadership form is about."""
    return asked("+".join(library().leadership.mirrors))


def flat(pdf: bytes) -> str:
    """All words of a form."""
    return _flat(" ".join(pages(pdf)))


def _flat(text: str) -> str:
    """One line, with words that a line's end cut at their hyphen whole again."""
    return " ".join(text.split()).replace("- ", "-")


@pytest.mark.parametrize("id_", [*IDS, TOGETHER])
def test_every_form_asks_everything_in_the_order_of_the_screen_with_a_box_for_every_answer(id_: str) -> None:
    said, wanted = flat(form(id_)), asked(id_)
    items = [item for _number, item in numbered(wanted)]
    assert {item.id for item in items} == {item.id for item in wanted.items}
    places = [said.find(" ".join(item.text.split())) for item in items]
    assert min(places, default=1) > 0
    assert places == sorted(places)
    for page in wanted.pages:
        assert " ".join(page.title.split()) in said
        assert " ".join(page.note.split()) in said
    for item in items:
        assert " ".join(item.help.split()) in said
    for value, label in (*scale.ratings(), *scale.apart()[:2]):
        assert said.count(f"{scale.KEYS[value]} {label}") == len(items)
    assert "last audit" not in said, "a first round does not ask about an earlier one"
    assert scale.apart()[2][1] not in said, "on paper a blank is a line without a cross"


@pytest.mark.parametrize("id_", ["priorities", "relationships"])
def test_every_block_of_choice_sets_has_a_sheet_of_its_own_on_one_page(id_: str) -> None:
    (design,) = asked(id_).choices
    names = {attribute.id: attribute.name for attribute in design.attributes}
    sheets = [said for said in map(_flat, pages(form(id_))) if f"{design.title} Sheet " in said]
    assert len(sheets) == len(design.blocks)
    for number, (said, block) in enumerate(zip(sheets, design.blocks, strict=True)):
        assert f"Sheet {'ABCDEFG'[number]}" in said
        assert design.question in said
        places = [said.index(f"Set {at} of {design.shown}") for at in range(1, design.shown + 1)]
        ends = [*places[1:], len(said)]
        for place, end, at in zip(places, ends, block, strict=True):
            assert all(names[attribute] in said[place:end] for attribute in design.sets[at])
        assert "shuffle them. Put one into each form." in said


def test_a_choice_sheet_begins_on_a_paper_of_its_own_and_carries_no_code() -> None:
    document = pages(form("core+priorities", in_round=True))
    first = next(number for number, said in enumerate(document) if "Sheet A" in said)
    assert first % 2 == 0, "what is printed on both sides has nothing of the form on its back"
    assert all(HERE_FINGERPRINT not in said for said in document[first:])
    assert "A sheet “What to change first” lies in this form." in flat(form("core+priorities", in_round=True))
    assert "lies in this form" not in flat(form("core"))


@pytest.mark.parametrize("size", ["usual", "large"])
@pytest.mark.parametrize("id_", ["core", "stepped-care"])
def test_no_statement_is_cut_from_its_boxes_by_the_end_of_a_page(id_: str, size: Size) -> None:
    labels = [label for _value, label in (*scale.ratings(), *scale.apart()[:2])]
    found = 0
    for page in pages(form(id_, size=size)):
        said = _flat(page)
        here = [item for item in asked(id_).items if " ".join(item.text.split()) in said]
        lines = {label: said.count(f"{scale.KEYS[v]} {label}") for v, label in (*scale.ratings(), *scale.apart()[:2])}
        assert set(lines.values()) == {len(here)}, labels
        assert all(" ".join(item.help.split()) in said for item in here)
        titles = [page.title for page in asked(id_).pages if page.items[0] in {item.id for item in here}]
        assert all(title in said for title in titles), "a heading stands with its first statement"
        found += len(here)
    assert found == len(asked(id_).items)


@pytest.mark.parametrize(("paper", "points", "size"), [("a4", (595, 842), "large"), ("letter", (612, 792), "usual")])
def test_pages_are_numbered_on_every_paper(paper: Paper, points: tuple[int, int], size: Size) -> None:
    document = form(paper=paper, size=size)
    assert sizes_in_points(document) == {points}
    said = pages(document)
    for number, page in enumerate(said, start=1):
        assert f"Page {number} of {len(said)}" in page


@pytest.mark.parametrize(
    ("id_", "size", "in_round"),
    [
        ("core", "usual", True),
        ("core", "large", False),
        ("stepped-care", "usual", False),
        ("relationships", "large", True),
        ("priorities", "usual", False),
    ],
)
def test_forms_pass_the_checker(id_: str, size: Size, *, in_round: bool, tmp_path: Path) -> None:
    passes(form(id_, size=size, in_round=in_round), tmp_path)


def passes(pdf: bytes, folder: Path) -> None:
    path = folder / "form.pdf"
    path.write_bytes(pdf)
    assert not [f for f in validate(str(path)).findings if f.severity >= Severity.WARNING]
    assert all(name.startswith("Source-Sans-3") for name in fonts(pdf))


def test_boxes_are_drawn_in_grey_that_a_copier_shows() -> None:
    """Every line of the form is grey, and as dark as print has to be."""
    with pymupdf.open(stream=form(), filetype="pdf") as document:  # type: ignore[no-untyped-call]  # ships no types
        edges: list[Any] = [d for page in document for d in page.get_drawings()]
    colours = {tuple(c) for d in edges for c in (d.get("color"), d.get("fill")) if c}
    assert colours
    for red, green, blue in colours:
        assert max(red, green, blue) - min(red, green, blue) < 0.1
        assert max(red, green, blue) < 0.65


def test_large_print_is_sixteen_points_and_more() -> None:
    with pymupdf.open(stream=form(size="large"), filetype="pdf") as document:  # type: ignore[no-untyped-call]
        spans = [
            span
            for page in document
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", [])
            for span in line["spans"]
            if span["text"].strip() and span["bbox"][3] < page.rect.height - 50
        ]
    small = {span["text"].strip() for span in spans if span["size"] < 15.9}
    assert small <= set(scale.KEYS.values()), "only what stands in the boxes for whoever keys in is smaller"


def test_the_same_form_is_the_same_bytes() -> None:
    assert form_pdf(asked("pulse")) == form_pdf(asked("pulse"))


def test_a_form_asks_for_no_name_and_says_where_the_code_goes() -> None:
    said = flat(form())
    assert "You write no name." in said
    assert "Staple your slip to this page, or write its code into the boxes." in said
    assert "Put all sheets into the envelope, with your slip." in said


def test_place_and_role_are_there_to_tick_only_where_a_round_prints_it() -> None:
    in_round, general = flat(form(in_round=True)), flat(form())
    for said in ("Night team", "Mill Lane", "Care and support", "Rather not say", "Hand it in before 27 March 2026."):
        assert said in in_round
        assert said not in general
    assert "Staff support line: 0000 000 000" in in_round
    assert "Agreed settings: 7K2M-QX4D" in in_round


def test_the_promise_stands_on_the_form_word_for_word() -> None:
    for pdf, here in ((form(), None), (form(in_round=True), HERE)):
        said = flat(pdf)
        for sentence in (*promise_on_paper(here), *limits_on_paper(here)):
            assert sentence in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "Your slip was drawn from a hat."),
        ({"way_in": WayIn.MAILED}, "That is weaker than a slip from a hat"),
        ({"way_in": WayIn.MAILED}, "Whoever sent you the code could know your form by it"),
        ({"keys": Keys.ONE, "holders": ("the director",)}, "One person keys in all forms at once"),
        ({"keys": Keys.ONE, "holders": ("the director",)}, "the director"),
        ({"k": 12}, "groups in which 12 people"),
    ],
)
def test_the_promise_on_paper_is_that_of_the_round(change: dict[str, Any], said: str) -> None:
    here = replace(HERE, **change)
    assert any(said in sentence for sentence in (*promise_on_paper(here), *limits_on_paper(here)))


def test_the_one_who_keys_in_is_never_the_leader_where_there_is_anybody_else() -> None:
    assert who_keys(HERE) == "the staff representative or the consultant"
    assert "the director" not in " ".join(promise_on_paper(HERE))
    with_one = replace(HERE, keys=Keys.ONE, holders=("the director",))
    assert "A leader never does it." not in " ".join(promise_on_paper(with_one))


def test_sentences_of_the_promise_are_short_and_plain() -> None:
    own_words = replace(HERE, own_words=True)
    for here in (
        None,
        HERE,
        own_words,
        replace(HERE, way_in=WayIn.MAILED),
        replace(HERE, keys=Keys.ONE, holders=("Ana",)),
    ):
        for said in (
            *promise_on_paper(here),
            *limits_on_paper(here),
            *told_on_the_sheet(here or HERE, TERMS, day="1 May"),
        ):
            for sentence in said.removesuffix(".").split(". "):
                assert len(sentence.split()) <= 22, sentence


def test_a_statement_that_is_for_some_says_for_whom_and_a_page_of_them_says_it_once() -> None:
    first, *others = asked("pulse").items
    hint = said_for(Audience.SUPERVISORS)
    one = replace(asked("pulse"), items=(replace(first, audience=Audience.SUPERVISORS), *others))
    assert flat(form_pdf(one)).count(hint) == 1
    every = tuple(replace(item, audience=Audience.SUPERVISORS) for item in asked("pulse").items)
    assert flat(form_pdf(replace(one, items=every))).count(hint) == len(one.pages)
    assert said_for(Audience.EVERYONE) == ""


def test_a_translation_that_nobody_confirmed_says_so_in_print() -> None:
    draft = replace(asked("pulse"), draft=True, language="es")
    with use_language("es"):
        said = flat(form_pdf(draft))
    assert "This translation is a draft. Nobody has confirmed it yet." in said
    assert "is a draft" not in flat(form("pulse"))


def test_questions_from_right_to_left_are_printed_from_right_to_left() -> None:
    with use_language("ar"), pikepdf.open(BytesIO(form_pdf(replace(asked("pulse"), language="ar")))) as document:
        assert str(document.Root.Lang) == "ar"


def test_the_leaders_form_has_ratings_only_and_a_line_for_what_could_be_shown(tmp_path: Path) -> None:
    said, rated = flat(leaders_form()), leaders_rate(mirrored())
    assert said.count("We could show:") == len(rated) > 0
    for item in rated:
        assert " ".join(item.text.split()) in said
        assert " ".join(library().leadership.prompts[item.id].split()) in said
    assert "4 Reliably" in said
    assert scale.apart()[0][1] not in said
    assert "It is not anonymous" in said
    passes(leaders_form(), tmp_path)
    passes(leaders_form(size="large"), tmp_path)


@cache
def form_with_own_words(*, size: Size = "usual") -> bytes:
    """The form of a round that asks for comments."""
    here = replace(HERE, own_words=True)
    return form_pdf(asked("core"), round_here=replace(round_on_paper(), circumstances=here, comments=TERMS), size=size)


@pytest.mark.parametrize("size", ["usual", "large"])
def test_own_words_have_a_sheet_to_themselves_also_where_both_sides_are_printed(size: Size) -> None:
    said = [_flat(page) for page in pages(form_with_own_words(size=size))]
    starts = [number for number, page in enumerate(said, start=1) if "Tear this sheet off, fold it" in page]
    assert len(starts) == 1
    assert starts[0] % 2 == 1, "an odd page is a front"
    sheet = " ".join(said[starts[0] - 1 :])
    for text in (*map(question_text, QUESTIONS), *map(how_text, How), "Write no name and no code on it.", "555 99"):
        assert text in sheet
    for of_the_form in ("Your slip", "Your place of work", scale.ratings()[0][1], HERE_FINGERPRINT):
        assert of_the_form not in sheet, "nothing on it says whose it is"


def test_a_form_of_a_round_without_comments_has_no_such_sheet() -> None:
    assert "Tear this sheet off" not in flat(form(in_round=True)) + flat(form())


def test_paper_says_that_own_words_are_read_by_whoever_keys_them_in(tmp_path: Path) -> None:
    here = replace(HERE, own_words=True)
    said = flat(form_with_own_words())
    for sentence in (
        *promise_on_paper(here),
        *limits_on_paper(here),
        *told_on_the_sheet(here, TERMS, day="27 March 2026"),
    ):
        assert sentence in said
    assert "types it as it stands: the staff representative or the consultant" in said
    assert "Nobody reads this before" not in said, "on paper somebody does"
    passes(form_with_own_words(), tmp_path)
    passes(form_with_own_words(size="large"), tmp_path)
