"""Proposals: what the profile shows, in the order of their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from audit.method.leaders import LeaderGap, leader_gaps
from audit.method.planning import MOST_ACTIVE, Concern, PlanStatus, Proposal, Why, proposals_from, propose
from audit.method.profile import Profile
from audit.method.questionnaire import Action, ChoiceDesign, Effort, Stage
from audit.method.release import ChoiceNumbers, GroupNumbers, Number, PrincipleNumbers, Share
from audit.method.telling import profile_of
from tests import builders
from tests.builders import core
from tests.method.choosing import PRIORITIES, asking, valued
from tests.method.modular import core_and, pulse, stepped
from tests.method.releases import DOMAINS, HIGH, LOW, band, group, item, number, principle, release, split_item


def action(name: str, *moves: str, effort: Effort = Effort.MEDIUM) -> Action:
    return Action(name, name.title(), "Start", "It shows", effort, "Little", "A leader", moves, ())


def library(*given: Action) -> dict[str, Action]:
    return {a.id: a for a in given}


def one_each() -> dict[str, Action]:
    """One action for every item that has a stage, named after it."""
    return library(*(action(f"do-{i.id}", i.id) for i in core().items if i.stage))


def items_of(letter: str, stage: Stage) -> tuple[str, ...]:
    return tuple(i.id for i in core().items_of(letter, stage))


def told(whole: GroupNumbers | None) -> Profile:
    return profile_of(release(whole))


def proposed(whole: GroupNumbers | None, actions: dict[str, Action] | None = None) -> tuple[Proposal, ...]:
    return propose(told(whole), core(), one_each() if actions is None else actions)


def not_seen(numbers: PrincipleNumbers, stage: Stage) -> PrincipleNumbers:
    one, two, three, four = (
        replace(c, visible=c.visible and at != stage) for at, c in enumerate(numbers.cells, Stage.AWARE)
    )
    return replace(numbers, cells=(one, two, three, four))


ALL_IN_PLACE = principle(HIGH, HIGH, HIGH, HIGH)


def test_where_everything_is_in_place_nothing_is_proposed() -> None:
    assert proposed(group()) == ()


def test_fewer_than_k_people_lead_to_no_proposal() -> None:
    assert proposed(None) == ()


def test_only_the_next_gate_is_proposed_not_those_beyond() -> None:
    found = proposed(group(principles={"T": principle(HIGH, LOW, LOW, LOW)}))
    assert {p.stage for p in found} == {Stage.SENSITIVE}
    assert {p.items[0] for p in found} == set(items_of("T", Stage.SENSITIVE))
    assert {(p.why, p.principle) for p in found} == {(Why.NEXT_GATE, "T")}


def test_the_lowest_stage_comes_first_whatever_the_principle() -> None:
    found = proposed(
        group(
            principles={
                "S": principle(HIGH, HIGH, HIGH, LOW),
                "C": principle(HIGH, LOW, LOW, LOW),
                "H": principle(LOW, HIGH, HIGH, HIGH),
            }
        )
    )
    stages = [p.stage for p in found]
    assert stages == sorted(s for s in stages if s is not None)
    assert [p.principle for p in found] == ["H", "H", "C", "C", "S", "S"]


def test_every_principle_has_its_best_action_before_another_has_its_second() -> None:
    found = proposed(group(principles={p: principle(LOW, LOW, LOW, LOW) for p in "STCEH"}))
    assert [p.principle for p in found] == list("STCEH") * 2


def test_a_next_gate_that_staff_cannot_see_has_its_own_reason() -> None:
    found = proposed(group(principles={"E": not_seen(ALL_IN_PLACE, Stage.AWARE)}))
    assert {p.why for p in found} == {Why.NEXT_GATE_NOT_VISIBLE}
    assert {i for p in found for i in p.items} == set(items_of("E", Stage.AWARE))


def test_a_gate_with_too_few_answers_proposes_nothing() -> None:
    assert proposed(group(principles={"E": principle(HIGH, None, LOW, LOW)})) == ()


def test_a_cell_beyond_the_next_gate_that_staff_cannot_see_comes_after_all_gates() -> None:
    found = proposed(
        group(
            principles={
                "S": not_seen(principle(LOW, HIGH, HIGH, HIGH), Stage.SENSITIVE),
                "T": principle(HIGH, HIGH, HIGH, LOW),
            }
        )
    )
    assert [(p.why, p.stage) for p in found] == [
        *[(Why.NEXT_GATE, Stage.AWARE)] * 2,
        *[(Why.NEXT_GATE, Stage.INFORMED)] * 2,
        *[(Why.NOT_VISIBLE, Stage.SENSITIVE)] * 2,
    ]


def test_reasons_come_in_their_order() -> None:
    unseen, split = items_of("S", Stage.RESPONSIVE)[0], items_of("C", Stage.AWARE)[0]
    profile = told(
        group(
            principles={"H": principle(HIGH, HIGH, HIGH, LOW)},
            items={unseen: item(cannot_tell=band(30, 40)), split: split_item(40, 15, 45, spread=40)},
            domains={d: number(0) for d in DOMAINS},
        )
    )
    found = propose(profile, core(), one_each(), gaps_about("D1", profile))
    assert [(p.why, p.items) for p in found[2:4]] == [(Why.NOT_VISIBLE, (unseen,)), (Why.SPLIT, (split,))]
    assert [p.why for p in found[:2]] == [Why.NEXT_GATE] * 2
    assert [(p.why, p.domain) for p in found[4:]] == [(Why.LEADER_GAP, "D1")]


def gaps_about(domain: str, profile: Profile) -> tuple[LeaderGap, ...]:
    """Leaders who see one domain far better than all else, and the rest as staff do."""
    ratings = {i.id: 4 if i.domain == domain else 2 for i in core().items if i.stage}
    found = leader_gaps(profile, ratings=ratings, questionnaire=core())
    return tuple(g for g in found if g.id == domain)


def test_the_widest_gap_comes_first() -> None:
    profile = told(group())
    ratings = {i.id: {"D2": 3, "D7": 4}.get(i.domain or "", 2) for i in core().items if i.stage}
    gaps = leader_gaps(profile, ratings=ratings, questionnaire=core())
    found = propose(profile, core(), one_each(), tuple(g for g in gaps if g.id in ("D2", "D7")))
    assert [p.domain for p in found] == ["D7", "D2"]


def test_a_leader_gap_proposes_one_action_for_the_lowest_stage_not_in_place() -> None:
    profile = told(group(principles={p: principle(HIGH, HIGH, HIGH, LOW) for p in "STCEH"}))
    everything = {i.id: 4 for i in core().items if i.stage}
    gaps = leader_gaps(profile, ratings=everything, questionnaire=core())
    found = propose(profile, core(), one_each(), gaps)
    # The gap about each principle is served by the action its next gate proposes already.
    assert {p.why for p in found} == {Why.NEXT_GATE}
    assert len(found) == 10


def test_a_gap_that_cannot_be_told_proposes_nothing() -> None:
    profile = told(group())
    same = {i.id: 2 for i in core().items if i.stage}
    gaps = tuple(g for g in leader_gaps(profile, ratings=same, questionnaire=core()) if g.id in DOMAINS)
    assert propose(profile, core(), one_each(), gaps) == ()


def test_an_action_is_proposed_once_under_its_best_reason() -> None:
    gate, elsewhere = items_of("S", Stage.AWARE)[0], items_of("T", Stage.RESPONSIVE)[0]
    found = proposed(
        group(
            principles={"S": principle(LOW, HIGH, HIGH, HIGH)},
            items={elsewhere: item(cannot_tell=band(50, 60))},
        ),
        library(action("both", elsewhere, gate)),
    )
    assert found == (Proposal("both", Why.NEXT_GATE, "S", Stage.AWARE, (gate,)),)


def test_the_better_action_moves_more_of_the_items_then_asks_for_less() -> None:
    first, second = items_of("S", Stage.AWARE)
    found = proposed(
        group(principles={"S": principle(LOW, HIGH, HIGH, HIGH)}),
        library(
            action("b-small", first, effort=Effort.SMALL),
            action("a-small", second, effort=Effort.SMALL),
            action("a-large", first, effort=Effort.LARGE),
            action("large-for-both", second, first, effort=Effort.LARGE),
            action("elsewhere", items_of("T", Stage.AWARE)[0], effort=Effort.SMALL),
        ),
    )
    assert [p.action for p in found] == ["large-for-both", "a-small", "b-small", "a-large"]
    assert found[0].items == (first, second)


def test_an_action_aimed_at_the_item_alone_comes_before_one_aimed_at_much() -> None:
    first, _second = items_of("S", Stage.AWARE)
    found = proposed(
        group(principles={"S": principle(LOW, HIGH, HIGH, HIGH)}),
        library(
            action("a-broad", first, *items_of("T", Stage.AWARE), effort=Effort.SMALL),
            action("b-narrow", first, effort=Effort.LARGE),
        ),
    )
    assert [p.action for p in found] == ["b-narrow", "a-broad"]


def test_every_item_has_its_action_before_another_has_its_second() -> None:
    first, second = items_of("S", Stage.AWARE)
    found = proposed(
        group(principles={"S": principle(LOW, HIGH, HIGH, HIGH)}),
        library(
            action("a-small", first, effort=Effort.SMALL),
            action("b-small", first, effort=Effort.SMALL),
            action("c-large", second, effort=Effort.LARGE),
        ),
    )
    assert [p.action for p in found] == ["a-small", "c-large", "b-small"]


def test_the_order_does_not_depend_on_the_order_of_the_library() -> None:
    whole = group(principles={p: principle(HIGH, LOW, LOW, LOW) for p in "STC"})
    backwards = dict(reversed(one_each().items()))
    assert proposed(whole) == proposed(whole, backwards)


def test_a_process_item_that_staff_cannot_judge_may_have_its_action() -> None:
    process = core().process_items[0].id
    found = proposed(group(items={process: item(cannot_tell=band(40, 50))}), library(action("tell-people", process)))
    assert found == (Proposal("tell-people", Why.NOT_VISIBLE, "", None, (process,), group="process"),)


def test_at_most_five_actions_are_under_way() -> None:
    assert MOST_ACTIVE == 5
    assert [s for s in PlanStatus if s.active] == [PlanStatus.NOT_STARTED, PlanStatus.UNDER_WAY]


@pytest.mark.parametrize("stage", [Stage.AWARE, Stage.SENSITIVE, Stage.RESPONSIVE, Stage.INFORMED])
def test_the_library_has_an_answer_to_every_gate(stage: Stage) -> None:
    scores = [LOW if t >= stage else HIGH for t in range(Stage.AWARE, Stage.INFORMED + 1)]
    found = proposed(group(principles={p: principle(*scores) for p in "STCEH"}), dict(builders.library().actions))
    assert {p.principle for p in found} == set("STCEH")
    assert {p.stage for p in found} == {stage}


def stepped_profile(*, known: Share, trusted: Share, modules: dict[str, Number | None] | None = None) -> Profile:
    """Core in place but for one gate; of the first tier a support and its trust may be told."""
    items = {
        "help-1.1": item(cannot_tell=band(0, 10), known=known),
        "trust-1.1": item(cannot_tell=band(0, 10), usually=trusted),
    }
    scores = {m.id: number(70) for m in core_and(stepped()).modules} | (modules or {})
    return told(group(principles={"H": principle(HIGH, HIGH, HIGH, LOW)}, items=items, modules=scores))


def beside_core(profile: Profile, *, ratings: dict[str, int]) -> list[tuple[Why, tuple[str, ...], str]]:
    asked = core_and(stepped())
    actions = library(*(action(f"do-{i.id}", i.id) for i in asked.items if i.group != "process"))
    found = propose(profile, asked, actions, ratings=ratings)
    assert [p.why for p in found[:2]] == [Why.NEXT_GATE] * 2
    return [(p.why, p.items, p.group) for p in found[2:]]


def test_support_that_is_known_and_not_trusted_asks_for_what_builds_trust() -> None:
    profile = stepped_profile(known=band(90, 100), trusted=band(0, 10))
    assert beside_core(profile, ratings={"help-1.1": 3}) == [(Why.NOT_TRUSTED, ("trust-1.1",), "trust-1")]
    assert beside_core(profile, ratings={}) == []


def test_support_that_exists_and_is_not_known_asks_to_be_told_of() -> None:
    profile = stepped_profile(known=band(0, 10), trusted=band(90, 100))
    assert beside_core(profile, ratings={"help-1.1": 1}) == [(Why.NOT_KNOWN, ("help-1.1",), "help-1")]
    assert beside_core(profile, ratings={"help-1.1": 0}) == []


def test_a_module_proposes_something_only_where_its_whole_interval_lies_below_the_line() -> None:
    steady = {"known": band(50, 60), "trusted": band(50, 60)}
    low = stepped_profile(**steady, modules={"help-2": number(50, se=2), "help-3": number(60, se=3)})
    assert beside_core(low, ratings={}) == [
        (Why.LOW_MODULE, ("help-2.1",), "help-2"),
        (Why.LOW_MODULE, ("help-2.2",), "help-2"),
    ]
    assert beside_core(stepped_profile(**steady, modules={"help-2": None}), ratings={}) == []


def test_stepped_care_and_modules_come_after_core_in_their_own_order() -> None:
    profile = stepped_profile(
        known=band(90, 100), trusted=band(0, 10), modules={"help-1": number(50, se=2), "help-3": number(40, se=2)}
    )
    found = beside_core(profile, ratings={"help-1.1": 3})
    assert [why for why, *_rest in found] == [Why.NOT_TRUSTED, *[Why.LOW_MODULE] * 4]


def test_pulse_has_no_gates_and_proposes_what_lies_low() -> None:
    asked = pulse()
    profile = told(group(climbs=(), modules={p: number(50 if p == "S" else 70, se=2) for p in "STCEH"}))
    found = propose(profile, asked, one_each())
    assert {(p.why, p.principle) for p in found} == {(Why.LOW_MODULE, "S")}
    assert {i for p in found for i in p.items} == {i.id for i in asked.items_of("S")}


def wanting(scores: Mapping[str, float | None], *, design: ChoiceDesign = PRIORITIES) -> tuple[Proposal, ...]:
    """What is proposed where every principle stands before its first gate and staff chose so among the domains."""
    numbers = {a.id: scores.get(a.id, 0.0) for a in design.attributes}
    chosen = ChoiceNumbers("", {a: None if value is None else number(value) for a, value in numbers.items()})
    whole = group(principles={p: principle(LOW, LOW, LOW, LOW) for p in "STCEH"})
    profile = profile_of(release(whole, choices={design.id: chosen}))
    return propose(profile, asking(design), one_each())


def domains_of(proposals: Sequence[Proposal]) -> list[str | None]:
    return [core().item(p.items[0]).domain for p in proposals]


def test_what_staff_chose_first_comes_first_among_proposals_of_the_same_weight() -> None:
    plain = wanting({})
    domains = sorted({d for d in domains_of(plain) if d})
    scores = {d: 10.0 * at for at, d in enumerate(domains)}
    found = wanting(scores)
    assert found != plain
    assert domains_of(found) == sorted(domains_of(plain), key=lambda d: -scores[d or ""])
    assert set(found) == set(plain)


def test_priorities_leave_the_lowest_stage_first() -> None:
    later = core().items_of("T", Stage.INFORMED)[0]
    whole = group(principles={"S": principle(LOW, HIGH, HIGH, HIGH), "T": principle(HIGH, HIGH, HIGH, LOW)})
    chosen = ChoiceNumbers("", {d: number(80 if d == later.domain else -20) for d in DOMAINS})
    profile = profile_of(release(whole, choices={"priorities": chosen}))
    stages = [p.stage for p in propose(profile, asking(PRIORITIES), one_each())]
    assert stages == [Stage.AWARE] * 2 + [Stage.INFORMED] * 2


def test_of_equal_priorities_every_principle_has_its_best_action_first_as_ever() -> None:
    assert [p.principle for p in wanting(dict.fromkeys(DOMAINS, 30.0))] == list("STCEH") * 2


@pytest.mark.parametrize("scores", [dict.fromkeys(DOMAINS), dict.fromkeys(DOMAINS, 0.0)])
def test_priorities_that_are_withheld_or_level_change_no_order(scores: dict[str, float | None]) -> None:
    whole = group(principles={p: principle(LOW, LOW, LOW, LOW) for p in "STCEH"})
    assert wanting(scores) == proposed(whole)


def test_choices_about_other_things_than_domains_sort_nothing() -> None:
    scores = {a.id: 10.0 * at for at, a in enumerate(valued().attributes)}
    assert wanting(scores, design=valued()) == wanting({})


def test_what_has_no_domain_stands_between_what_staff_want_and_what_they_put_last() -> None:
    process = core().process_items[0]
    staged = {d: next(i for i in core().items if i.domain == d and i.stage) for d in ("D1", "D8")}
    concerns = [Concern(Why.NOT_VISIBLE, (2,), (item,)) for item in (staged["D8"], process, staged["D1"])]
    actions = library(*(action(f"do-{i.id}", i.id) for i in (*staged.values(), process)))
    found = proposals_from(concerns, actions, priorities={"D1": 40.0, "D8": -40.0})
    assert [p.items for p in found] == [(staged["D1"].id,), (process.id,), (staged["D8"].id,)]
