"""The auditor: finds groups that betray others, and numbers that together pin a few people down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import milp

from audit.method import attack, auditor
from audit.method.counting import Counted, Plans, count, plan_all
from audit.method.disclosure import Published
from audit.method.groups import ROOT, Lens, Path
from audit.method.rounding import Telling, build_release
from tests.method.modular import codes_of, core_and, module, pulse, sheet_of, stepped
from tests.method.sheets import CORE, alone, answers, sheet_of_codes, tree

A, B, C = ("A",), ("B",), ("C",)
ALL = frozenset({ROOT})


def counts_of(sizes: Mapping[Path, int], *, seed: int = 1) -> Counted:
    where = [path for path, n in sizes.items() for _ in range(n)]
    places = tree(Lens.PLACE, sizes, people=len(where))
    sheet = sheet_of_codes(answers(len(where), seed=seed), places=where)
    return count(sheet, questionnaire=CORE, places=places, roles=alone(Lens.ROLE, len(where)))


def telling(counts: Counted, plans: Plans) -> Telling:
    return Telling(CORE, counts, plans, 10, coarsened=0)


def test_a_plan_that_betrays_nine_people_does_not_pass() -> None:
    counts = counts_of({A: 12, B: 9})
    plans = plan_all(counts, k=10)
    unsafe = replace(plans, tiers={**plans.tiers, 10: Published(frozenset({ROOT, A}), ALL)})
    assert auditor.passes(telling(counts, plans), build_release(telling(counts, plans)))
    assert not auditor.passes(telling(counts, unsafe), build_release(telling(counts, unsafe)))


def test_tiers_that_are_safe_one_by_one_and_betray_nine_together_do_not_pass() -> None:
    counts = counts_of({A: 12, B: 9, C: 12})
    plans = plan_all(counts, k=10)
    apart = {
        10: Published(frozenset({ROOT, A}), ALL),
        20: Published(frozenset({ROOT, C}), ALL),
        50: Published(frozenset(), frozenset()),
    }
    tricky = replace(plans, tiers=apart)
    assert not auditor._nobody_derivable(telling(counts, tricky))


def test_sets_under_k_that_the_trees_can_name_are_hidden_groups_and_crossings() -> None:
    where = [A] * 12 + [B] * 14
    roles = [("care",)] * 9 + [("office",)] * 17
    sheet = sheet_of_codes(answers(26), places=where, roles=roles)
    trees = tree(Lens.PLACE, {A: 12, B: 14}, people=26), tree(Lens.ROLE, {("care",): 9, ("office",): 17}, people=26)
    counts = count(sheet, questionnaire=CORE, places=trees[0], roles=trees[1])
    sets = auditor.named_sets(counts, Published(frozenset({ROOT, A, B}), ALL), k=10)
    assert sorted(int(s @ counts.crossings.people) for s in sets) == [3, 9]  # office in A; care in A, all of care


def test_where_no_set_under_k_can_be_named_no_programme_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(attack, "milp", never)
    counts = counts_of({A: 12, B: 14})
    whole = telling(counts, plan_all(counts, k=10))
    assert auditor.passes(whole, build_release(whole))


def test_numbers_that_pin_a_hidden_team_down_do_not_pass() -> None:
    counts = counts_of({A: 24, B: 6}, seed=4)
    plans = plan_all(counts, k=10)
    release = build_release(telling(counts, plans))
    hunt = attack.hunt_of(counts, release)
    sets = auditor.named_sets(counts, plans.tiers[10], k=10)
    truth = attack.Fact(1, sets[0], np.full(hunt.items.size, 25 / 8 / 6), "s", 0.0, 1e9)
    mean = float(sets[0] @ hunt.answers["s"] @ truth.weights)
    pinned = replace(truth, low=mean - 0.01, high=mean + 0.01)
    blocks = list(auditor._blocks(counts, release))
    assert auditor._block_passes(hunt, sets, blocks[0])
    everything = [replace(pinned, weights=np.eye(hunt.items.size)[c]) for c in hunt.items]
    exact = [
        replace(
            f, low=float(sets[0] @ hunt.answers["s"] @ f.weights), high=float(sets[0] @ hunt.answers["s"] @ f.weights)
        )
        for f in everything
    ]
    betrayed = replace(hunt, facts=(*hunt.facts, *exact))
    assert not auditor._block_passes(betrayed, sets, blocks[0])


def test_a_programme_without_an_answer_is_no_pass() -> None:
    counts = counts_of({A: 24, B: 6})
    release = build_release(telling(counts, plan_all(counts, k=10)))
    hunt = attack.hunt_of(counts, release)
    impossible = replace(hunt.facts[0], low=1e6, high=2e6)
    programme = attack.programme(hunt, open_=hunt.everywhere, columns=hunt.items, facts=[impossible])
    with pytest.raises(attack.AttackUnfinished):
        programme.farthest(np.ones((hunt.everywhere.size, hunt.items.size)))


def test_a_programme_that_does_not_end_in_time_is_tried_another_way_and_then_is_no_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts = counts_of({A: 24, B: 6})
    hunt = attack.hunt_of(counts, build_release(telling(counts, plan_all(counts, k=10))))
    programme = attack.programme(hunt, open_=hunt.everywhere, columns=hunt.items, facts=hunt.facts)
    direction = np.ones((hunt.everywhere.size, hunt.items.size))
    asked = list[bool]()

    def hurried(*what: object, options: dict[str, float], **how: object) -> object:
        asked.append(bool(options["presolve"]))
        return milp(*what, options={**options, "time_limit": 0.0}, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(attack, "milp", hurried)
    with pytest.raises(attack.AttackUnfinished):
        programme.farthest(direction)
    assert asked == [False, True]


def a_large_organisation() -> Counted:
    """Seventeen teams by three roles are more crossings than are attacked one by one; one team has six people."""
    sizes: dict[Path, int] = {**{(f"{n:02}",): 18 for n in range(16)}, ("small",): 6}
    where = [path for path, n in sizes.items() for _ in range(n)]
    jobs: list[Path] = [(f"role {at % 3}",) for at in range(len(where))]
    sheet = sheet_of_codes(answers(len(where)), places=where, roles=jobs)
    trees = (
        tree(Lens.PLACE, sizes, people=len(where)),
        tree(Lens.ROLE, {job: jobs.count(job) for job in dict.fromkeys(jobs)}, people=len(where)),
    )
    return count(sheet, questionnaire=CORE, places=trees[0], roles=trees[1])


def test_in_a_large_organisation_hidden_groups_are_attacked_and_crossings_are_not() -> None:
    counts = a_large_organisation()
    assert counts.crossings.people.size > auditor.MOST_CROSSINGS
    sets = auditor.named_sets(counts, plan_all(counts, k=10).tiers[10], k=10)
    assert [int(s @ counts.crossings.people) for s in sets] == [6]
    assert auditor.passes(
        telling(counts, plan_all(counts, k=10)), build_release(telling(counts, plan_all(counts, k=10)))
    )


def test_in_a_large_organisation_a_team_that_is_pinned_down_is_found_through_every_window() -> None:
    """Scores alone are looked at: with shares of items the last window, over everything, takes seconds."""
    counts = a_large_organisation()
    plans = plan_all(counts, k=10)
    release = build_release(telling(counts, plans))
    hunt, sets = attack.hunt_of(counts, release), auditor.named_sets(counts, plans.tiers[10], k=10)
    hunt = replace(hunt, facts=tuple(fact for fact in hunt.facts if fact.of == "s"))
    block = next(auditor._blocks(counts, release))
    assert auditor._block_passes(hunt, sets, block)
    known = (attack.Fact(1, sets[0], weight, "s", 0.0, 0.0) for weight in np.eye(hunt.items.size))
    sums = ((fact, float(sets[0] @ hunt.answers["s"] @ fact.weights)) for fact in known)
    exact = [replace(fact, low=value, high=value) for fact, value in sums]
    assert not auditor._block_passes(replace(hunt, facts=(*hunt.facts, *exact)), sets, block)


def test_a_direction_is_pushed_once_where_the_next_turns_would_only_say_it_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One set has one direction; the auditor's time goes into programmes, so none is solved for nothing."""
    counts = a_large_organisation()
    plans = plan_all(counts, k=10)
    release = build_release(telling(counts, plans))
    hunt, sets = attack.hunt_of(counts, release), auditor.named_sets(counts, plans.tiers[10], k=10)
    siege = auditor._Siege(hunt, sets, next(auditor._blocks(counts, release)))
    pushed = list[float]()
    monkeypatch.setattr(auditor._Siege, "push", lambda _siege, _programme, way: pushed.append(float(way.sum())))
    siege.probe(hunt.everywhere[:12], [0])
    assert len(pushed) == 1


def stepped_hunt(*, seed: int = 1) -> tuple[Counted, attack.Hunt]:
    """Core and stepped care in three places, with all that is told of them as rows."""
    asked = core_and(stepped(), module())
    sizes: dict[Path, int] = {A: 26, B: 24, C: 6}
    where = [path for path, n in sizes.items() for _ in range(n)]
    sheet = sheet_of(asked, codes_of(asked, len(where), seed=seed), places=where)
    places = tree(Lens.PLACE, sizes, people=len(where))
    counts = count(sheet, questionnaire=asked, places=places, roles=alone(Lens.ROLE, len(where)))
    release = build_release(Telling(asked, counts, plan_all(counts, k=10), 10, coarsened=0))
    return counts, attack.hunt_of(counts, release)


def test_the_truth_obeys_every_row_of_the_attack() -> None:
    for seed in range(5):
        _counts, hunt = stepped_hunt(seed=seed)
        assert {f.of for f in hunt.facts} >= {"s", "h", "z"}
        for fact in hunt.facts:
            value = float(fact.group @ hunt.answers[fact.of] @ fact.weights)
            assert fact.low - 1e-6 <= value <= fact.high + 1e-6


def test_module_scores_and_known_shares_are_rows_of_the_attack() -> None:
    counts, hunt = stepped_hunt()
    layout = counts.layout
    for module_ in ("teams", "help-1", "trust-2"):
        columns = list(layout.module[module_])
        rows = [f for f in hunt.facts if f.of == "s" and set(np.flatnonzero(f.weights)) == set(columns)]
        assert rows, module_
    known = {int(np.flatnonzero(f.weights)[0]) for f in hunt.facts if f.of == "z"}
    assert known == layout.supports


def test_what_is_known_of_a_support_bounds_what_its_people_can_have_said() -> None:
    """Thirty people, of whom the band lets at most three have said "not here"."""
    asked = stepped()
    codes = np.full((30, len(asked.items)), 1, dtype=np.uint8)
    trees = alone(Lens.PLACE, 30), alone(Lens.ROLE, 30)
    counts = count(sheet_of(asked, codes), questionnaire=asked, places=trees[0], roles=trees[1])
    release = build_release(Telling(asked, counts, plan_all(counts, k=10), 10, coarsened=0))
    hunt = attack.hunt_of(counts, release)
    zeros = [f for f in hunt.facts if f.of == "z"]
    alone_ = attack.programme(hunt, open_=hunt.everywhere, columns=hunt.items[:1], facts=zeros)
    least = alone_.farthest(-np.ones((1, 1)))
    assert alone_.kinds == ("s", "h", "l", "z")
    assert least["s"][0, 0] == pytest.approx(27)
    assert least["z"][0, 0] == pytest.approx(3)


@pytest.mark.parametrize("people", [14, 40, 90])
def test_rounds_of_every_questionnaire_pass_the_audit(people: int) -> None:
    for asked in (stepped(), module(), pulse(), core_and(stepped(), module())):
        sizes: dict[Path, int] = {A: people - 14, B: 8, C: 6} if people > 24 else {A: people - 4, B: 4}
        where = [path for path, n in sizes.items() for _ in range(n)]
        sheet = sheet_of(asked, codes_of(asked, people), places=where)
        places = tree(Lens.PLACE, sizes, people=people)
        counts = count(sheet, questionnaire=asked, places=places, roles=alone(Lens.ROLE, people))
        step = Telling(asked, counts, plan_all(counts, k=10), 10, coarsened=0)
        assert auditor.passes(step, build_release(step)), asked.id
