"""The shorter reports: few pages, three answers on the first, words that intervals allow, released numbers only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import outloud  # type: ignore[import-untyped]  # ships no types
import pytest
from pdfua import Severity, validate

from audit.exhibits import RoundFacts, words
from audit.hand import Brand, Final, Hand
from audit.method.planning import MOST_ACTIVE, PlanStatus
from audit.method.profile import GroupProfile, Withheld
from audit.wording import use_language
from reports.findings import said_by_staff
from reports.kinds import Form, Kind
from reports.manuscript import Asked, Exhibited, Manuscript, Paragraph, Points
from reports.manuscripts import written
from reports.printing import Paper, pdf_of
from reports.rendering import html_of, render
from tests.exhibits.rounds import ROUNDS, named, texts_of
from tests.exhibits.test_cells import NUMBER, tellable
from tests.once import once
from tests.pages import NEVER_SAID, parsed
from tests.reports.documents import fonts, pages, sizes_in_points

SHORT = (Kind.BOARD, Kind.STAFF, Kind.APPENDIX, Kind.FACILITATION)
FULLEST = ("core 105", "core+stepped-care+empathy 60", "core+priorities 60")
QUESTIONS = ("Can we trust this?", "Where do we stand?", "What will we do?")
NOT_SAID = (*NEVER_SAID, "please", "sorry", "easy", "simple", "weakest", "no change", "unchanged", "best", "worst")
PAGES = {Kind.BOARD: 2, Kind.STAFF: 3}
"""The third page of the staff sheet is for the wall."""
TAKEN_FOR_FAULTS = {"TBL-010"}
"""Two columns with a heading for each row have more headings than cells; a reader hears each row by its heading."""


@cache
def told(name: str, kind: Kind) -> Manuscript:
    """A short report of an invented round as values, made once."""
    return written(named(name), kind=kind)


@once
def printed(name: str, kind: Kind, *, paper: Paper = "a4") -> bytes:
    """A short report of an invented round, made once."""
    return render(named(name), kind=kind, form=Form.PDF, paper=paper)


def bare(name: str) -> RoundFacts:
    """The same round with no plan, nothing to propose and no earlier round."""
    return replace(named(name), plan=(), proposals=(), change=None, verdicts=(), contacts=(), leader_gaps=())


def texts(manuscript: Manuscript) -> Iterator[str]:
    """Everything that a manuscript says, apart from drawings."""
    yield manuscript.title
    for part in manuscript.parts:
        yield part.title
        for block in part.blocks:
            match block:
                case Paragraph(text=text):
                    yield text
                case Points(texts=said):
                    yield from said
                case Asked(title=title, texts=said):
                    yield from (title, *said)
                case Exhibited(table=table):
                    yield table.caption
                    yield from (text for row in table.rows for value in row for text in texts_of(value))


@pytest.mark.parametrize("kind", [Kind.BOARD, Kind.STAFF])
@pytest.mark.parametrize("name", ROUNDS)
def test_board_and_staff_get_two_pages_whatever_was_asked(name: str, kind: Kind) -> None:
    assert len(pages(printed(name, kind))) == PAGES[kind]


@pytest.mark.parametrize("kind", [Kind.BOARD, Kind.STAFF])
@pytest.mark.parametrize("name", FULLEST)
def test_on_letter_they_are_two_pages_too(name: str, kind: Kind) -> None:
    assert len(pages(printed(name, kind, paper="letter"))) == PAGES[kind]


@pytest.mark.parametrize("kind", [Kind.BOARD, Kind.STAFF])
@pytest.mark.parametrize("name", ["core 12", "core 105"])
def test_board_and_staff_get_two_pages_where_nothing_is_planned_and_nothing_is_earlier(name: str, kind: Kind) -> None:
    assert len(pages(render(bare(name), kind=kind, form=Form.PDF))) == PAGES[kind]


@pytest.mark.parametrize("kind", [Kind.BOARD, Kind.STAFF])
@pytest.mark.parametrize("name", ["core 105", "core+stepped-care+empathy 60"])
def test_with_all_that_could_be_said_in_spanish_on_letter_they_are_two_pages_too(name: str, kind: Kind) -> None:
    known = named(name)
    longest = sorted(known.actions.values(), key=lambda a: -len(a.title))[:MOST_ACTIVE]
    owner = "The deputy director of services, with the staff representative"
    plan = tuple(replace(known.plan[0], action=a.id, title=a.title, owner=owner) for a in longest)
    crowded = replace(known, plan=plan, organisation="The Larkfield Family and Recovery Association of the North")
    with use_language("es"):
        assert len(pages(render(crowded, kind=kind, form=Form.PDF, paper="letter"))) == PAGES[kind]


@pytest.mark.parametrize("kind", SHORT)
@pytest.mark.parametrize("name", ["core 8", "core 12", "core 105", "stepped-care 60"])
def test_the_first_page_answers_three_questions_in_order(name: str, kind: Kind) -> None:
    first = pages(printed(name, kind))[0]
    places = [first.find(question) for question in QUESTIONS]
    assert -1 not in places
    assert places == sorted(places)


def test_paper_is_a4_or_letter() -> None:
    assert sizes_in_points(printed("core 12", Kind.BOARD)) == {(595, 842)}
    assert sizes_in_points(printed("core 12", Kind.BOARD, paper="letter")) == {(612, 792)}


@pytest.mark.parametrize("kind", SHORT)
def test_checkers_and_a_screen_reader_find_nothing_in_any_kind(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(printed("core 105", kind))
    assert not [f for f in validate(str(path)).findings if f.severity >= Severity.WARNING]
    heard = outloud.check(str(path)).findings
    assert not [f for f in heard if f.severity == "error" and f.rule not in TAKEN_FOR_FAULTS]


@pytest.mark.parametrize("kind", SHORT)
def test_the_same_facts_give_the_same_bytes_in_our_own_fonts(kind: Kind) -> None:
    assert render(named("core 12"), kind=kind, form=Form.PDF) == printed("core 12", kind)
    assert all(name.startswith("Source-Sans-3") for name in fonts(printed("core 12", kind)))


@pytest.mark.parametrize("kind", SHORT)
@pytest.mark.parametrize("name", ROUNDS)
def test_headings_nest_and_every_id_is_there_once(name: str, kind: Kind) -> None:
    root = parsed(html_of(named(name), kind=kind))
    levels = [int(e.tag[1]) for e in root.iter() if re.fullmatch("h[1-6]", str(e.tag))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind", SHORT)
@pytest.mark.parametrize("name", ROUNDS)
def test_no_word_says_more_than_it_may_and_no_text_is_empty(name: str, kind: Kind) -> None:
    library = "\n".join(_own_texts(named(name))).lower()
    for manuscript in (told(name, kind), written(bare(name), kind=kind)):
        for text in texts(manuscript):
            assert not [w for w in NOT_SAID if re.search(rf"\b{w}\b", text.lower()) and w not in library], text
        for part in manuscript.parts:
            assert part.blocks, part.id
            assert all(block.texts for block in part.blocks if isinstance(block, Points)), part.id


@pytest.mark.parametrize("kind", [Kind.BOARD, Kind.STAFF, Kind.FACILITATION])
@pytest.mark.parametrize("name", ROUNDS)
def test_every_number_was_released_or_stands_in_plan_and_dates(name: str, kind: Kind) -> None:
    known = named(name)
    allowed = tellable(known) | _counted(known)
    for text in texts(told(name, kind)):
        for own in _own_texts(known):
            text = text.replace(own, " ")
        assert not {n for n in NUMBER.findall(text) if n not in allowed}, text


def _counted(known: RoundFacts) -> set[str]:
    """Counted from what is shown: practices, parts withheld, actions; minutes of the hour and a half."""
    return {str(n) for n in range(len(known.questionnaire.items) + 1)}


def _own_texts(known: RoundFacts) -> list[str]:
    days = [known.opened_on, known.closed_on, *(a.due_on for a in known.plan)]
    actions = known.actions.values()
    dates = [words.day(d) for d in days if d]
    return [
        *dates,
        *(d.replace(" ", "\u00a0") for d in dates),
        "13 December 2026",  # ninety days after it opened
        *(i.text.rstrip(".") for i in known.questionnaire.items),
        *(t for a in actions for t in (a.title, a.first_step, a.cost, a.owner, a.sign_of_success)),
        *(c.phone for c in known.contacts),
        known.profile.release_hash[:12],
    ]


@pytest.mark.parametrize("name", ["core 105", "core+stepped-care+empathy 60"])
def test_staff_read_nothing_about_a_group(name: str) -> None:
    known = named(name)
    groups = {part for g in (*known.profile.places, *known.profile.roles) for part in g.path}
    assert groups
    said = "\n".join(texts(written(known, kind=Kind.STAFF)))
    assert not [group for group in groups if re.search(rf"\b{re.escape(group)}\b", said)]


@pytest.mark.parametrize("name", [n for n in ROUNDS if n != "core 8"])
def test_staff_read_four_sentences_each_with_a_number(name: str) -> None:
    known = named(name)
    whole = known.profile.whole
    assert isinstance(whole, GroupProfile)
    said = said_by_staff(known, whole)
    assert len(said) == len(set(said)) == 4
    assert all(NUMBER.search(text) for text in said)


def test_with_eleven_answers_nothing_is_called_strong_for_certain() -> None:
    said = "\n".join(texts(written(named("core 12"), kind=Kind.BOARD)))
    assert "clearly above the mean" not in said


def test_under_ten_answers_no_kind_tells_a_number_and_all_say_what_helps() -> None:
    known = named("core 8")
    assert isinstance(known.profile.whole, Withheld)
    for kind in SHORT:
        said = "\n".join(texts(written(known, kind=kind)))
        assert "of 100, interval" not in said
        assert "90 days" in said


def test_what_was_set_aside_is_told_with_its_reason() -> None:
    known = named("core 30")
    aside = replace(known.plan[0], status=PlanStatus.SET_ASIDE, note="There is no money for it this year")
    said = list(texts(written(replace(known, plan=(aside, *known.plan[1:])), kind=Kind.STAFF)))
    assert f"{aside.title}: There is no money for it this year." in said


def test_the_board_is_asked_for_five_decisions_at_most_with_who_cost_and_day() -> None:
    manuscript = written(named("core 105"), kind=Kind.BOARD)
    (table,) = [
        b.table for p in manuscript.parts for b in p.blocks if isinstance(b, Exhibited) and b.table.id.startswith("dec")
    ]
    assert 1 <= len(table.rows) <= 5
    assert [c.text for c in table.columns] == ["What", "Who", "Cost", "By when"]
    assert all(text for row in table.rows for value in row for text in [*texts_of(value)][:1])


def test_the_pack_asks_leaders_the_team_and_people_served_about_each_finding() -> None:
    manuscript = written(named("core+priorities 60"), kind=Kind.FACILITATION)
    findings = [part for part in manuscript.parts if part.id.startswith("talk-")]
    assert len(findings) >= 8
    for part in findings:
        (table,) = [b.table for b in part.blocks if isinstance(b, Exhibited)]
        whom = [next(texts_of(row[0])) for row in table.rows]
        assert whom == ["Leaders", "The team", "People who are served here"]


def test_the_appendix_has_every_practice_with_its_stage_and_every_released_table() -> None:
    known = named("core 30")
    manuscript = written(known, kind=Kind.APPENDIX)
    said = set(texts(manuscript))
    assert {i.text for i in known.questionnaire.items} <= said
    assert known.profile.release_hash in said
    ids = {b.table.id for p in manuscript.parts for b in p.blocks if isinstance(b, Exhibited)}
    assert {"formulas-scores", "numbers-whole-principles", "trust-table", "glossary-table"} <= ids


def test_what_somebody_left_out_is_gone_and_their_note_stands_under_the_rest() -> None:
    hand = Hand(notes={"change": "We moved house in May."}, left_out=frozenset({"stepped-care", "groups"}))
    known = named("core+stepped-care+empathy 60")
    board, pack = (written(known, kind=kind, hand=hand) for kind in (Kind.BOARD, Kind.FACILITATION))
    assert "Note: We moved house in May." in set(texts(board)) & set(texts(pack))
    assert not {"support-for-staff", "talk-stepped-care", "talk-groups"} & {p.id for p in (*board.parts, *pack.parts)}


def test_whose_report_it_is_and_whether_it_is_final_stands_on_it() -> None:
    brand = Brand("Castellan & Co", "12 Quay Street", "castellan.example", "#5a194a", "#494c22")
    known = named("core 12")
    final = Hand(brand=brand, final=Final(on=date(2026, 11, 2), edition=2))
    html = html_of(known, kind=Kind.BOARD, hand=final)
    text = " ".join("\n".join(pages(pdf_of(html))).split())
    assert "Prepared by Castellan & Co" in text
    assert "Final, edition 2, 2 November 2026" in text
    assert "Draft" not in text
    assert "#5a194a" in html
    assert "Draft" in "\n".join(pages(printed("core 12", Kind.BOARD)))
