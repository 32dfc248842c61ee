"""What a team agreed on, as exhibits: every record in words, and neither people counted nor intervals drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from audit.exhibits.agreed import TeamFacts, agreed_exhibits, cell_word, findings_of, headline_of, why_words
from audit.exhibits.values import Drawn, Table
from audit.method.answers import Rated
from audit.method.conversation import CellState, Record, Said, profile_of, propose, talked_about
from audit.method.planning import PlannedAction, PlanStatus, Why
from audit.method.questionnaire import Stage
from audit.wording import ROOT
from tests.builders import core, library
from tests.exhibits.rounds import said_by

ITEMS = [i.id for i in talked_about(core())]
MIXED: list[Record | None] = [Rated(3), Rated(1), Said.DIFFERENTLY, Rated(4), Said.CANNOT_TELL, Said.NOT_OURS, None]


def facts(records: Mapping[str, Record | None]) -> TeamFacts:
    kept = {i: r for i, r in records.items() if r is not None}
    profile = profile_of(core(), kept)
    actions = library().actions
    return TeamFacts(core(), date(2026, 3, 2), kept, profile, actions, propose(profile, core(), actions))


def mixed() -> TeamFacts:
    return facts({item: MIXED[n % len(MIXED)] for n, item in enumerate(ITEMS)})


def with_a_plan() -> TeamFacts:
    """The best proposal is under way."""
    known = mixed()
    action = known.actions[known.proposals[0].action]
    under_way = PlannedAction(
        action=action.id,
        title=action.title,
        why="It waits.",
        owner="Ada",
        first_step=action.first_step,
        sign_of_success=action.sign_of_success,
        due_on=date(2026, 4, 1),
        status=PlanStatus.UNDER_WAY,
        note="going well",
    )
    return replace(known, plan=(under_way,))


def everywhere(record: Record) -> TeamFacts:
    return facts(dict.fromkeys(ITEMS, record))


def tables(known: TeamFacts) -> list[Table]:
    return [t for e in agreed_exhibits(known) for t in e.tables]


def cells_said(known: TeamFacts) -> str:
    shown = next(t for t in tables(known) if t.id == "agreed-stages-table")
    return " ".join(v.text for row in shown.rows for v in row[1:] if not isinstance(v, Drawn) and hasattr(v, "text"))


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (Rated(0), "Not yet"),
        (Rated(3), "Holds"),
        (Said.DIFFERENTLY, "Not agreed"),
        (Said.CANNOT_TELL, "Nobody can tell"),
        (Said.NOT_OURS, "Does not apply to us"),
    ],
)
def test_each_record_has_its_own_words_in_every_cell(record: Record, said: str) -> None:
    assert cells_said(everywhere(record)) == " ".join([said] * 20)


def test_every_state_of_a_cell_has_a_word_of_its_own() -> None:
    assert len({cell_word(s) for s in CellState}) == len(CellState)


def test_every_statement_without_a_rating_is_listed_once() -> None:
    known = mixed()
    listed = [row[0] for t in tables(known) if t.columns[0].text == "Statement" for row in t.rows]
    without = [i for i in ITEMS if not isinstance(known.records.get(i), Rated)]
    assert sorted(v.text for v in listed if hasattr(v, "text")) == sorted(core().item(i).text for i in without)


def test_where_all_is_in_place_nothing_waits_and_nothing_is_proposed() -> None:
    known = everywhere(Rated(4))
    assert [e.id for e in agreed_exhibits(known)] == ["agreed-standing", "agreed-stages"]
    assert headline_of(known) == "Together we see ourselves at “Informed”"


def test_a_whole_without_a_stage_says_why() -> None:
    known = mixed()
    assert headline_of(replace(known, profile=replace(known.profile, headline=None))).startswith("No stage")
    assert headline_of(replace(known, profile=replace(known.profile, headline=Stage.AWARE))).endswith("“Aware”")


def test_what_is_planned_stands_before_what_else_is_proposed_and_is_proposed_no_more() -> None:
    known = with_a_plan()
    shown = agreed_exhibits(known)
    assert [e.id for e in shown][-2:] == ["agreed-plan", "agreed-proposals"]
    plan, rest = ([said for e in shown[-2:][n : n + 1] for said in said_by(e)] for n in (0, 1))
    title = known.plan[0].title
    assert {title, "Ada", "going well", "1 action is agreed"} <= set(plan)
    assert title not in rest
    assert "What else this points to" in rest
    assert [e.id for e in findings_of(known)] == [e.id for e in shown[:-1]]


def test_nothing_is_drawn_no_people_are_counted_and_no_interval_is_told() -> None:
    shown = agreed_exhibits(mixed())
    text = " ".join(t for e in shown for t in said_by(e)).lower()
    assert not [v for e in shown for t in e.tables for row in t.rows for v in row if isinstance(v, Drawn)]
    assert "people answered" not in text
    assert "95 %" not in text
    assert "no anonymous answers, no intervals" in text


def test_columns_fill_the_table_in_widths_that_the_style_sheet_knows() -> None:
    css = (ROOT / "static" / "exhibits.css").read_text(encoding="utf-8")
    for shown in tables(with_a_plan()):
        assert sum(c.width for c in shown.columns) == 100
        assert all(f".w{c.width}" in css for c in shown.columns)


def test_why_an_action_is_proposed_is_said_for_each_of_the_four_reasons() -> None:
    known = facts(
        {
            **dict.fromkeys(ITEMS, Rated(4)),
            **{i.id: Rated(1) for i in core().items_of("S", Stage.AWARE)},
            **{i.id: Said.CANNOT_TELL for i in core().items_of("T", Stage.AWARE)},
            core().items_of("C", Stage.INFORMED)[0].id: Said.CANNOT_TELL,
            core().items_of("E", Stage.INFORMED)[0].id: Said.DIFFERENTLY,
        }
    )
    said = {p.why: why_words(known, p) for p in known.proposals}
    assert set(said) == {Why.NEXT_GATE, Why.NEXT_GATE_NOT_VISIBLE, Why.NOT_VISIBLE, Why.SPLIT}
    assert len(set(said.values())) == 4
    assert "Talk about it first" in said[Why.SPLIT]
