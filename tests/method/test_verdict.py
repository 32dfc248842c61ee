"""A finished action beside the round that it answered: by which score it is judged, and what may be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.method.changes import Change
from audit.method.planning import PlannedAction, PlanStatus
from audit.method.profile import ChangeWord, Reason, Withheld
from audit.method.questionnaire import Action, Effort, Questionnaire, Stage
from audit.method.release import Cell, GroupNumbers, Number, PrincipleNumbers, Release
from audit.method.verdict import (
    Judged,
    Level,
    NotJudged,
    Verdict,
    WhyNotJudged,
    judge,
    measures_of,
    verdict_on,
)
from tests.builders import core, library
from tests.method.releases import band, group, item, number, numbers, principle, release

CLOSES = date(2027, 3, 16)
HIGHER, LOWER, UNKNOWN = ChangeWord.CLEARLY_HIGHER, ChangeWord.CLEARLY_LOWER, ChangeWord.CANNOT_TELL
AWARE_S, SENSITIVE_S = (tuple(i.id for i in core().items_of("S", t)) for t in (Stage.AWARE, Stage.SENSITIVE))


@cache
def asking(name: str = "core") -> Questionnaire:
    return library().questionnaire(name).as_asked_in(2)


def with_cells(*values: float | None, score: float = 50, of: str = "S") -> Release:
    """A round in which one principle has these cells; all else is high."""
    return release(group(principles={of: principle(*values, score=number(score, se=2))}))


def with_modules(questionnaire: str = "core+empathy", **scores: float | None) -> Release:
    asked = asking(questionnaire)
    told: dict[str, Number | None] = {m.id: number(50, se=2) for m in asked.modules}
    told |= {m.replace("_", "-"): None if v is None else number(v, se=2) for m, v in scores.items()}
    whole = group(modules=told)
    counts = {m: replace(whole.modules[m], items_asked=len(asked.items_of_module(m))) for m in told}
    whole = replace(whole, modules={m: replace(n, items_counted=n.items_asked) for m, n in counts.items()})
    return release(whole, questionnaire=questionnaire)


def judged(
    items: Sequence[str], then: Release, now: Release, *, questionnaire: str = "core"
) -> tuple[Verdict, tuple[Judged, ...]]:
    found = judge(items, then=then, now=now, asked=asking(questionnaire))
    assert isinstance(found, Verdict)
    return found, found.judged


def names(verdict: Verdict) -> list[tuple[Level, str, Stage | None]]:
    return [(j.measure.level, j.measure.id, j.measure.stage) for j in verdict.judged]


def test_an_action_on_one_practice_is_judged_by_its_stage_and_not_by_its_principle() -> None:
    found, (only,) = judged(AWARE_S[:1], with_cells(40, 40, 40, 40), with_cells(80, 40, 40, 40, score=60))
    assert names(found) == [(Level.CELL, "S", Stage.AWARE)]
    assert only.items == AWARE_S[:1]
    assert isinstance(only.change, Change)
    assert (only.change.before.value, only.change.now.value, found.word) == (40, 80, HIGHER)


def test_practices_of_two_stages_are_judged_by_the_principle_that_holds_both() -> None:
    found, (only,) = judged([AWARE_S[0], SENSITIVE_S[0]], with_cells(40, 40, 40, 40), with_cells(80, 80, 40, 40))
    assert names(found) == [(Level.PRINCIPLE, "S", None)]
    assert only.items == tuple(i.id for i in core().items if i.id in (AWARE_S[0], SENSITIVE_S[0]))


def test_practices_that_no_one_score_holds_are_judged_each_by_its_smallest_and_each_score_once() -> None:
    trust = core().items_of("T", Stage.RESPONSIVE)[0].id
    found, parts = judged([*AWARE_S, trust], with_cells(40, 40, 40, 40), with_cells(80, 40, 40, 40))
    assert names(found) == [(Level.CELL, "S", Stage.AWARE), (Level.CELL, "T", Stage.RESPONSIVE)]
    assert [j.items for j in parts] == [AWARE_S, (trust,)]


def test_an_action_moved_only_where_every_score_that_judges_it_did() -> None:
    trust = core().items_of("T", Stage.AWARE)[0].id
    then, now = with_cells(40, 40, 40, 40), with_cells(80, 40, 40, 40)
    assert judged([AWARE_S[0], trust], then, now)[0].word is UNKNOWN
    both = release(group(principles={"S": principle(80, 40, 40, 40), "T": principle(80, 80, 80, 80)}))
    low = release(group(principles={"S": principle(40, 40, 40, 40), "T": principle(40, 80, 80, 80)}))
    assert judged([AWARE_S[0], trust], low, both)[0].word is HIGHER
    fell = release(group(principles={"S": principle(80, 40, 40, 40), "T": principle(20, 80, 80, 80)}))
    assert judged([AWARE_S[0], trust], then, fell)[0].word is LOWER


def test_a_topic_is_judged_as_a_whole_and_other_parts_may_have_been_asked_otherwise() -> None:
    then = with_modules(em_leadership=40)
    now = with_modules(em_leadership=60)
    now = replace(now, lists={**now.lists, "stages": "other items"})
    found, (only,) = judged(["EM.1"], then, now, questionnaire="core+empathy")
    assert names(found) == [(Level.MODULE, "em-leadership", None)]
    assert (found.word, only.items) == (HIGHER, ("EM.1",))


def test_what_one_of_the_rounds_did_not_ask_is_left_and_said() -> None:
    found, _only = judged([AWARE_S[0], "EM.1"], with_cells(40, 40, 40, 40), with_cells(80, 40, 40, 40))
    assert names(found) == [(Level.CELL, "S", Stage.AWARE)]
    assert found.left == ("EM.1",)


def test_a_statement_about_the_audit_itself_is_judged_by_its_own_score() -> None:
    then, now = (release(group(), process={"P.honest": number(v, se=2)}) for v in (50, 70))
    found, _only = judged(["P.honest"], then, now)
    assert names(found) == [(Level.PROCESS, "P.honest", None)]
    assert found.word is HIGHER
    new = judge(["P.heard"], then=then, now=replace(now, process={"P.heard": number(70)}), asked=asking())
    assert new == NotJudged(WhyNotJudged.ASKED_DIFFERENTLY), "it is asked from the second round on"


def test_a_domain_is_no_score_to_judge_by_because_it_is_relative_to_the_others() -> None:
    found = measures_of(asking(), then=with_cells(40, 40, 40, 40), now=with_cells(40, 40, 40, 40))
    assert not {m.id for m in found} & {d.id for d in core().domains}


def test_asking_differently_or_not_at_all_gives_no_verdict() -> None:
    then = with_cells(40, 40, 40, 40)
    now = replace(then, lists={"stages": "other items"})
    assert judge(AWARE_S, then=then, now=now, asked=asking()) == NotJudged(WhyNotJudged.ASKED_DIFFERENTLY)
    assert judge(["DI.1"], then=then, now=then, asked=asking()) == NotJudged(WhyNotJudged.NOT_ASKED)
    assert judge([], then=then, now=then, asked=asking()) == NotJudged(WhyNotJudged.NOT_ASKED)


def test_a_round_of_which_nothing_is_told_gives_no_verdict() -> None:
    told, nothing = with_cells(40, 40, 40, 40), release(None)
    assert judge(AWARE_S, then=nothing, now=told, asked=asking()) == NotJudged(WhyNotJudged.NOTHING_TOLD_THEN)
    assert judge(AWARE_S, then=told, now=nothing, asked=asking()) == NotJudged(WhyNotJudged.NOTHING_TOLD_NOW)


def test_where_nothing_that_holds_the_practice_is_told_the_smallest_is_named_as_withheld() -> None:
    gone = release(group(principles={"S": principle(None, 40, 40, 40, told=False)}))
    found, (only,) = judged(AWARE_S, with_cells(40, 40, 40, 40), gone)
    assert names(found) == [(Level.CELL, "S", Stage.AWARE)]
    assert (only.change, only.word, only.seen_from) == (Withheld(Reason.TOO_FEW_ANSWERS), UNKNOWN, None)
    assert found.word is UNKNOWN


def counting_one(told: Release) -> Release:
    """The same round, had too few rated one of the two practices of S at Aware."""
    assert told.whole is not None
    s = told.whole.principles["S"]
    first = replace(s.cells[0], items_counted=1)
    lowered = replace(s, items_counted=7, cells=(first, *s.cells[1:]))
    return replace(told, whole=replace(told.whole, principles={**told.whole.principles, "S": lowered}))


def test_a_score_that_may_not_hold_the_practice_judges_nothing() -> None:
    then, now = with_cells(40, 40, 40, 40), with_cells(80, 40, 40, 40)
    for pair in ((counting_one(then), now), (then, counting_one(now))):
        assert judged(AWARE_S[:1], *pair)[0].word is UNKNOWN


def test_a_practice_whose_own_numbers_are_told_counts_for_certain() -> None:
    then, now = counting_one(with_cells(40, 40, 40, 40)), with_cells(80, 40, 40, 40)
    assert then.whole is not None
    told = replace(then.whole, items={AWARE_S[0]: item(cannot_tell=band(0, 10))})
    assert judged(AWARE_S[:1], replace(then, whole=told), now)[0].word is HIGHER
    assert judged(AWARE_S[1:], replace(then, whole=told), now)[0].word is UNKNOWN


def test_what_could_have_been_seen_is_half_the_width_of_the_interval() -> None:
    _found, (only,) = judged(AWARE_S, with_cells(40, 40, 40, 40), with_cells(45, 40, 40, 40))
    assert isinstance(only.change, Change)
    assert only.seen_from == pytest.approx(only.change.high - only.change.difference)
    assert only.word is UNKNOWN
    assert not only.too_high_to_rise


def test_a_practice_that_stood_near_the_top_had_no_room_for_a_clear_rise() -> None:
    _found, (only,) = judged(AWARE_S, with_cells(85, 40, 40, 40), with_cells(90, 40, 40, 40))
    assert only.too_high_to_rise
    assert only.word is UNKNOWN


ACTION = Action("a", "Do it", "Ask", "It is there", Effort.SMALL, "", "Lea", AWARE_S, ())


def planned(status: PlanStatus, *, done_on: date | None = None, action: str = "a") -> PlannedAction:
    return PlannedAction(action, "Do it", "because", "Sam", "Ask", "It is there", None, status, "", done_on)


def on(known: PlannedAction, *, then: Release | WhyNotJudged | None = None) -> Verdict | NotJudged:
    told = with_cells(40, 40, 40, 40) if then is None else then
    now = with_cells(80, 40, 40, 40)
    return verdict_on(known, closes_on=CLOSES, then=told, now=now, asked=asking(), actions={"a": ACTION})


@pytest.mark.parametrize("day", [None, date(2026, 9, 1), CLOSES])
def test_what_was_done_by_the_last_day_of_answers_is_judged_though_its_day_was_not_kept(day: date | None) -> None:
    assert isinstance(on(planned(PlanStatus.DONE, done_on=day)), Verdict)


@pytest.mark.parametrize(
    ("status", "day"),
    [
        (PlanStatus.UNDER_WAY, None),
        (PlanStatus.NOT_STARTED, None),
        (PlanStatus.SET_ASIDE, None),
        (PlanStatus.DONE, date(2027, 3, 17)),
    ],
)
def test_what_was_not_finished_by_then_has_no_verdict(status: PlanStatus, day: date | None) -> None:
    assert on(planned(status, done_on=day)) == NotJudged(WhyNotJudged.NOT_FINISHED)


def test_an_action_without_a_round_to_stand_beside_says_why() -> None:
    done = planned(PlanStatus.DONE)
    for why in (WhyNotJudged.FROM_A_CONVERSATION, WhyNotJudged.FROM_A_TRIAL, WhyNotJudged.EXPIRED):
        assert on(done, then=why) == NotJudged(why)
    gone = planned(PlanStatus.DONE, action="gone")
    assert on(gone) == NotJudged(WhyNotJudged.NOT_IN_LIBRARY)


DRAWN = ("S", "T")
ITEMS = tuple(i.id for i in asking().items if i.principle in DRAWN)


@st.composite
def rounds(draw: st.DrawFn) -> Release:
    """What core can release of two principles: cells withheld, items not counted, any errors."""

    def one() -> PrincipleNumbers:
        made = [draw(st.none() | numbers()) for _ in range(4)]
        score = draw(numbers()) if None not in made else None
        counted = [0 if n is None else draw(st.sampled_from((2, 2, 2, 1))) for n in made]
        four = tuple(Cell(n, True, c, 2) for n, c in zip(made, counted, strict=True))
        one, two, three, last = four
        return PrincipleNumbers(score, sum(counted), 8, (one, two, three, last), None)

    told = draw(st.lists(st.sampled_from(ITEMS), unique=True, max_size=8))
    items = {i: item(cannot_tell=band(0, 10)) for i in told}
    return release(group(principles={p: one() for p in DRAWN}, items=items))


moves = st.lists(st.sampled_from(ITEMS), unique=True, min_size=1, max_size=5)


@settings(max_examples=40)
@given(then=rounds(), now=rounds(), items=moves)
def test_nothing_is_said_where_an_interval_holds_zero(then: Release, now: Release, items: list[str]) -> None:
    found, parts = judged(items, then, now)
    changes = [j.change for j in parts]
    if found.word is HIGHER:
        assert all(isinstance(c, Change) and c.low > 0 for c in changes)
    if all(not isinstance(c, Change) or c.low <= 0 <= c.high for c in changes):
        assert found.word is UNKNOWN
    for one in parts:
        if isinstance(one.change, Change) and one.seen_from is not None:
            assert (one.word is UNKNOWN) == (abs(one.change.difference) <= one.seen_from + 1e-9)
            assert not (one.too_high_to_rise and one.word is HIGHER)


@settings(max_examples=40)
@given(then=rounds(), now=rounds(), items=moves)
def test_every_practice_is_judged_and_none_by_a_larger_score_than_need_be(
    then: Release, now: Release, items: list[str]
) -> None:
    found, parts = judged(items, then, now)
    assert {i for j in parts for i in j.items} == set(items)
    together = [m for m in measures_of(asking(), then=then, now=now) if set(items) <= set(m.items)]
    if together:
        (only,) = parts
        smaller = [m for m in together if len(m.items) < len(only.measure.items)]
        assert all(not_told(m.id, m.stage, items, (then, now)) for m in smaller)
    assert found.left == ()


def not_told(principle_id: str, stage: Stage | None, items: Sequence[str], pair: Sequence[Release]) -> bool:
    """By hand: a cell is missing, or may not hold the items, in either round."""
    assert stage is not None, "only a cell is smaller than a principle"
    for told in pair:
        assert told.whole is not None
        one = told.whole.principles[principle_id].cells[stage - 1]
        if one.number is None or (one.items_counted < 2 and not set(items) <= set(told.whole.items)):
            return True
    return False


@settings(max_examples=40)
@given(then=rounds(), now=rounds(), items=moves)
def test_other_names_for_the_practices_change_no_word(then: Release, now: Release, items: list[str]) -> None:
    asked = asking()
    other = replace(asked, items=tuple(replace(i, id=f"new {i.id}") for i in asked.items))
    found = judge(items, then=then, now=now, asked=asked)
    renamed = judge([f"new {i}" for i in items], then=with_new_names(then), now=with_new_names(now), asked=other)
    assert isinstance(found, Verdict)
    assert isinstance(renamed, Verdict)
    assert renamed.word is found.word
    assert [(j.measure.level, j.measure.id, j.change) for j in renamed.judged] == [
        (j.measure.level, j.measure.id, j.change) for j in found.judged
    ]


def with_new_names(told: Release) -> Release:
    assert told.whole is not None
    return replace(told, whole=replace(told.whole, items={f"new {i}": n for i, n in told.whole.items.items()}))


@settings(max_examples=40)
@given(now=rounds(), items=moves)
def test_the_same_round_twice_never_shows_a_move(now: Release, items: list[str]) -> None:
    assert judged(items, now, now)[0].word is UNKNOWN


def test_every_action_of_the_library_has_a_verdict_or_a_reason_in_every_questionnaire() -> None:
    for name in ("core", "core+stepped-care+empathy", "pulse", "stepped-care", "digital"):
        asked = asking(name)
        told = whole_of(asked)
        for action in library().actions.values():
            found = judge(action.moves, then=told, now=told, asked=asked)
            wanted = {i.id for i in asked.items} & set(action.moves)
            assert isinstance(found, Verdict) == bool(wanted), (name, action.id)


def whole_of(asked: Questionnaire) -> Release:
    """A round that asked this and told everything."""
    climbs = tuple(p.id for p in asked.climbing)
    modules: Mapping[str, Number | None] = {m.id: number(50) for m in asked.modules}
    whole: GroupNumbers = group(climbs=climbs, modules=modules)
    return release(whole, process={i.id: number(50) for i in asked.process_items})
