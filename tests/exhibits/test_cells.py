"""Cells: withheld is a word, drawings follow the numbers, and every number is one that was released."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum

import pytest

from audit.exhibits import RoundFacts, exhibit_of, exhibits_of, words
from audit.exhibits.values import Drawn, Kept, Shape
from audit.method.profile import GroupProfile, Shown, Withheld
from audit.method.verdict import Verdict
from audit.wording import ROOT
from tests.exhibits.rounds import ROUNDS, facts, named, said_by, table, texts_of, values_of

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w])")
# Scales and conventions that stand in headings and notes: ends, gate, k, floors of tiers, rows and what they mean.
CONSTANTS = {0, 1, 2, 2.5, 3, 5, 7, 8, 10, 15, 19, 20, 25, 30, 35, 40, 45, 49, 50, 55, 62.5, 75, 90, 95, 99, 100}


@pytest.mark.parametrize("name", ROUNDS)
def test_every_row_fills_every_column_and_no_cell_is_empty(name: str) -> None:
    for exhibit in exhibits_of(named(name)):
        for shown in exhibit.tables:
            for row in shown.rows:
                assert len(row) == len(shown.columns), shown.id
                for value in row:
                    assert any(t.strip() for t in texts_of(value)), shown.id


@pytest.mark.parametrize("name", ROUNDS)
def test_column_widths_fill_the_table_and_have_a_rule_in_both_style_sheets(name: str) -> None:
    sheets = [(ROOT / "static" / css).read_text(encoding="utf-8") for css in ("report.css", "exhibits.css")]
    for exhibit in exhibits_of(named(name)):
        for shown in exhibit.tables:
            assert 95 <= sum(c.width for c in shown.columns) <= 101, shown.id
            for column in shown.columns:
                assert all(f".w{column.width} {{" in sheet for sheet in sheets), column.width


@pytest.mark.parametrize("name", ROUNDS)
def test_ids_of_tables_are_unique(name: str) -> None:
    shown = exhibits_of(named(name))
    ids = [t.id for e in shown for t in e.tables] + [e.id for e in shown]
    assert len(ids) == len(set(ids))


def test_a_withheld_principle_is_a_word_in_its_cells() -> None:
    known = facts(12)
    withheld = [c for c in values_of(exhibit_of(known, "appendix")) if isinstance(c, Kept)]
    assert withheld, "with twelve people no contrast is told"
    assert all(c.text in ("Withheld", "Too few answers to say", "Not rated") for c in withheld)


def test_every_hidden_group_is_listed_with_a_reason() -> None:
    known = facts(105)
    text = "\n".join(said_by(exhibit_of(known, "withheld")))
    assert known.profile.hidden
    for hidden in known.profile.hidden:
        assert words.group(hidden.path) in text
    assert "Which of the two is not said" in text


def test_below_twenty_people_the_grid_says_why_it_has_no_cells() -> None:
    grid = exhibit_of(facts(12), "grid")
    assert not grid.tables
    assert "20 people or more" in grid.sentence


def test_an_interval_is_drawn_where_its_numbers_are() -> None:
    known = facts(105)
    whole = known.profile.whole
    assert isinstance(whole, GroupProfile)
    for row, found in zip(
        table(exhibit_of(known, "principles"), "principles-table").rows, whole.principles.values(), strict=True
    ):
        drawn = next(v for v in row if isinstance(v, Drawn))
        assert isinstance(found.score, Shown)
        dot, bar = _shape(drawn, "dot"), _shape(drawn, "interval")
        assert float(dot["cx"].rstrip("%")) == pytest.approx(found.score.value)
        assert float(bar["x"].rstrip("%")) == pytest.approx(found.score.low, abs=1e-3)
        assert float(bar["width"].rstrip("%")) == pytest.approx(found.score.high - found.score.low, abs=1e-3)
        assert words.interval(found.score.low, found.score.high) in drawn.drawing.title


def _shape(drawn: Drawn, tone: str) -> dict[str, str]:
    found: Shape = next(s for s in drawn.drawing.shapes if s.tone == tone)
    return dict(found.attributes)


@pytest.mark.parametrize("name", ROUNDS)
def test_nothing_is_drawn_beyond_its_cell(name: str) -> None:
    for exhibit in exhibits_of(named(name)):
        for value in values_of(exhibit):
            if isinstance(value, Drawn):
                for shape in value.drawing.shapes:
                    across = [float(v.rstrip("%")) for _name, v in shape.attributes if v.endswith("%")]
                    assert all(-1e-6 <= a <= 100 + 1e-6 for a in across), (exhibit.id, shape)


def numbers_in(value: object) -> Iterator[float]:
    """Every number of a frozen value."""
    if isinstance(value, bool | str | Enum | date) or value is None:
        return
    if isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, dict):
        for part in value.values():
            yield from numbers_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from numbers_in(part)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from numbers_in(asdict(value))


def tellable(known: RoundFacts) -> set[str]:
    """Every number that may stand in a text, as it would be written."""
    verdicts = [r.found for r in known.verdicts if isinstance(r.found, Verdict)]
    found = set(numbers_in([known.release, known.profile, known.change, list(known.leader_gaps), verdicts]))
    found |= {j.seen_from for v in verdicts for j in v.judged if j.seen_from is not None}
    found |= {1 - v for v in found if 0 <= v <= 1} | {float(n) for n in CONSTANTS}
    return {w.lstrip("+−") for v in found for w in (words.number(v), words.whole(v), words.signed(v))}


@pytest.mark.parametrize("name", ROUNDS)
def test_every_number_in_an_exhibit_was_released(name: str) -> None:
    known = named(name)
    allowed = tellable(known)
    own = [
        *(i.text for i in known.questionnaire.items),
        *(c.published for c in known.questionnaire.choices if c.published),
    ]
    plans = (*known.plan, *(r.planned for r in known.verdicts))
    days = (known.opened_on, known.closed_on, *(d for a in plans for d in (a.due_on, a.done_on)))
    dates = [words.day(d) for d in days if d]
    counts = {str(n) for n in range(45)}  # "6 practices", "4 parts are withheld": counted from what is shown
    for exhibit in exhibits_of(known):
        text = "\n".join(said_by(exhibit)) if exhibit.id != "appendix" else _released_part(known)
        for part in (*own, *dates, known.profile.release_hash[:12], *_names(known), *_action_texts(known)):
            text = text.replace(part, " ")
        text = re.sub(r"^\W*\d+ (practice|part|action|principle).*$", "", text, flags=re.MULTILINE)
        text = re.sub(r"\d+ principles?", "", text)
        strangers = {n for n in NUMBER.findall(text) if n not in allowed}
        assert not strangers - (
            counts if exhibit.id in {"items", "module-items", "visibility", "stepped-care", "last-plan"} else set()
        ), exhibit.id


def _released_part(known: RoundFacts) -> str:
    parts = [t for t in exhibit_of(known, "appendix").tables if t.id.startswith("numbers-")]
    return "\n".join(text for t in parts for row in t.rows for v in row for text in texts_of(v))


def _names(known: RoundFacts) -> list[str]:
    groups = [g.path for g in (*known.profile.places, *known.profile.roles)] + [h.path for h in known.profile.hidden]
    return sorted({words.group(p) for p in groups} | {part for p in groups for part in p}, key=len, reverse=True)


def _action_texts(known: RoundFacts) -> list[str]:
    return [t for a in known.actions.values() for t in (a.title, a.first_step, a.sign_of_success, a.cost, a.owner)]


def test_every_released_number_stands_in_the_appendix() -> None:
    known = facts(30)
    shown = _released_part(known).replace("\u00a0", " ")
    whole = known.release.whole
    assert whole is not None
    for numbers in whole.principles.values():
        for number in (numbers.score, *(c.number for c in numbers.cells)):
            assert number is not None
            assert f"({number.se} / {number.se_plain}; {number.row})" in shown
            assert words.number(number.value) in shown
    for found in (*whole.domains.values(),):
        assert found.score is None or words.signed(found.score.value) in shown


@pytest.mark.parametrize("name", ["core 30", "core 105", "core+stepped-care+empathy 60"])
def test_every_released_number_of_a_practice_stands_with_its_group(name: str) -> None:
    known = named(name)
    whole = known.release.whole
    assert whole is not None
    for group in (whole, *known.release.places, *known.release.roles):
        rows = _practices_of(known, words.group(group.path)) if group.items else {}
        for id_, told in group.items.items():
            text = rows[known.questionnaire.item(id_).short]
            for share in (told.usually, told.cannot_tell, told.known):
                assert share is None or words.bare_share(share) in text, (group.path, id_)
            if told.split is not None:
                assert f"{told.split.low} / {told.split.middle} / {told.split.high}" in text
                assert str(told.row) in text
            assert told.spread is None or words.number(told.spread) in text
            assert told.split is not None or told.row == 20, "tables of bands say so of all their rows"


def _practices_of(known: RoundFacts, group: str) -> dict[str, str]:
    """What is told of each practice in a group: a table of its own, or a column of a table of several groups."""
    for shown in exhibit_of(known, "appendix").tables:
        if shown.caption == f"{group}: practices":
            return {next(texts_of(row[0])): " ".join(t for v in row for t in texts_of(v)) for row in shown.rows}
        heads = [c.text for c in shown.columns]
        if shown.id.endswith("-items") and group in heads:
            return {next(texts_of(row[0])): " ".join(texts_of(row[heads.index(group)])) for row in shown.rows}
    raise AssertionError(group)


@pytest.mark.parametrize("name", ROUNDS)
def test_tables_of_a_page_can_be_told_apart_by_their_captions(name: str) -> None:
    shown = exhibits_of(named(name))
    for page in ([e for e in shown if e.id != "appendix"], [e for e in shown if e.id == "appendix"]):
        captions = [t.caption for e in page for t in e.tables]
        assert len(captions) == len(set(captions))


def test_a_number_is_never_printed_for_a_withheld_one() -> None:
    known = facts(12)
    whole = known.profile.whole
    assert isinstance(whole, GroupProfile)
    for row, found in zip(
        table(exhibit_of(known, "principles"), "principles-table").rows, whole.principles.values(), strict=True
    ):
        if isinstance(found.score, Withheld):
            assert all(isinstance(v, Kept) for v in row[1:])
