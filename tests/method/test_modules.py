"""Modules and stepped care: counted with equal weights, told by the same rows, never mixed into core."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.method import weights
from audit.method.counting import count
from audit.method.exact import exact_of
from audit.method.groups import ROOT, Lens, Path
from audit.method.profile import GroupProfile, Reason, Shown, Withheld
from audit.method.questionnaire import Questionnaire, hash_of_items
from audit.method.release import GroupNumbers, ModuleNumbers, Release, Share, as_json, canonical, from_json
from audit.method.scoring import counted, estimate
from audit.method.telling import profile_of
from audit.method.tiers import ROWS
from audit.method.verification import Broken, faults_of
from tests.builders import core
from tests.method.modular import (
    BLANK,
    DONT_KNOW,
    codes_of,
    column,
    core_and,
    module,
    own_copy,
    pulse,
    release_for,
    sheet_of,
    stepped,
    whole_of,
)
from tests.method.sheets import alone
from tests.method.test_scoring import by_definition

NORTH, SOUTH, WEST = ("North",), ("South",), ("West",)
SIZES: dict[Path, int] = {NORTH: 26, SOUTH: 15, WEST: 15}  # from twenty people on, North alone may be told
EVERYTHING = (module(), stepped(), pulse(), own_copy(), core_and(module()), core_and(stepped(), module()))


def value_of(numbers: ModuleNumbers) -> float:
    assert numbers.score is not None
    return numbers.score.value


def test_a_module_score_worked_by_hand() -> None:
    """Twelve people: the first item all of them rated, the second six, the third four, which is too few to count."""
    asked = module()
    codes = np.full((12, 5), BLANK, dtype=np.uint8)
    codes[:, 0] = [4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 0, 0]  # mean 2.5
    codes[:6, 1] = [4, 4, 3, 3, 3, 1]  # mean 3.0
    codes[:4, 2] = [0, 0, 0, 0]
    told = whole_of(asked, codes).modules["teams"]
    # 25 (2.5 / 2 + 3.0 / 2) = 68.75; n* = 1 / (.5 / 12 + .5 / 6) = 8, so the row from 5 on, in steps of 10
    assert told.score is not None
    assert (told.score.value, told.score.step, told.score.row) == (70.0, 10.0, 5)
    assert (told.items_counted, told.items_asked) == (2, 3)


def test_a_known_share_worked_by_hand() -> None:
    """Thirty people: 4 say "not here", 18 rate it higher, 8 can't tell: 18 of 30 know of it, 60 per cent."""
    asked = stepped()
    codes = np.full((30, len(asked.items)), 3, dtype=np.uint8)
    codes[:, 0] = [0] * 4 + [1] * 6 + [2] * 6 + [4] * 6 + [DONT_KNOW] * 8
    told = whole_of(asked, codes, staff=40).items[asked.items[0].id]
    assert told.known == Share(60.0, 70.0)
    assert told.cannot_tell == Share(20.0, 30.0)


def test_only_supports_say_how_many_know_of_them() -> None:
    asked = core_and(stepped())
    told = whole_of(asked, codes_of(asked, 60, unseen=0.0)).items
    assert {i for i, found in told.items() if found.known is not None} == {i.id for i in asked.supports}
    assert {i.id for i in asked.supports} == {f"help-{tier}.{n}" for tier in (1, 2, 3) for n in (1, 2)}


@settings(max_examples=20, deadline=None)
@given(people=st.integers(12, 50), seed=st.integers(0, 999), unseen=st.floats(0, 0.5))
def test_a_module_score_equals_its_definition(people: int, seed: int, unseen: float) -> None:
    asked = module()
    codes = codes_of(asked, people, seed=seed, unseen=unseen)
    trees = alone(Lens.PLACE, people + 7), alone(Lens.ROLE, people + 7)
    counts = count(sheet_of(asked, codes), questionnaire=asked, places=trees[0], roles=trees[1])
    tally = counts.tally_of(Lens.PLACE, ROOT)
    weight = weights.module_weights(counts.layout, counted(tally), module="teams")
    if weight is None:
        return
    ours, theirs = estimate(weight, tally, headcount=people + 7), by_definition(codes, weight, headcount=people + 7)
    for name in ("score", "se", "se_plain", "behind"):
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), rel=1e-9, abs=1e-9)
    exact = exact_of(counts, k=10).whole.modules["teams"]
    assert exact is not None
    assert (exact.score, exact.se) == pytest.approx((theirs.score, theirs.se), rel=1e-9)


@pytest.mark.parametrize("asked", EVERYTHING, ids=lambda q: q.id)
def test_releases_of_every_questionnaire_obey_every_rule_and_are_read_back(asked: Questionnaire) -> None:
    for people in (12, 30, 60):
        release = release_for(asked, codes_of(asked, people), staff=people + 5)
        assert release.whole is not None
        assert faults_of(release) == ()
        assert from_json(canonical(release)) == release
        assert set(release.whole.modules) == {m.id for m in asked.modules}


def test_groups_tell_of_modules_as_the_whole_does() -> None:
    asked = core_and(stepped(), module())
    release = release_for(asked, codes_of(asked, 56, unseen=0.0), sizes=SIZES)
    assert [(g.path, g.tier) for g in release.places] == [(NORTH, 20), (SOUTH, 10), (WEST, 10)]
    assert faults_of(release) == ()
    for group in release.places:
        told = group.modules["teams"].score
        assert told is not None
        assert told.row == group.tier


def test_the_order_in_which_people_answered_changes_no_byte() -> None:
    asked = core_and(stepped())
    codes = codes_of(asked, 40)
    assert canonical(release_for(asked, codes)) == canonical(release_for(asked, codes[::-1]))


def test_the_order_in_which_items_are_asked_changes_no_number() -> None:
    asked, codes = module(), codes_of(module(), 30)
    turned = replace(asked, items=asked.items[::-1])
    assert canonical(release_for(asked, codes)) == canonical(release_for(turned, codes[:, ::-1]))


@pytest.mark.parametrize(("rating", "score", "known"), [(0, 10.0, Share(0.0, 10.0)), (4, 90.0, Share(90.0, 100.0))])
def test_where_all_say_the_lowest_or_the_highest_every_module_stands_at_that_end(
    rating: int, score: float, known: Share
) -> None:
    asked = stepped()
    whole = whole_of(asked, np.full((30, len(asked.items)), rating, dtype=np.uint8), staff=40)
    assert {value_of(m) for m in whole.modules.values()} == {score}
    assert {i.known for i in whole.items.values()} == {known, None}


def test_a_blank_ballot_moves_no_score_and_no_share() -> None:
    asked = stepped()
    codes = codes_of(asked, 40)
    more = np.vstack([codes, np.full((3, len(asked.items)), BLANK, dtype=np.uint8)])
    before, after = (whole_of(asked, c, staff=60) for c in (codes, more))
    assert {m: value_of(n) for m, n in before.modules.items()} == {m: value_of(n) for m, n in after.modules.items()}
    assert before.items == after.items


@settings(max_examples=10, deadline=None)
@given(people=st.integers(10, 70), seed=st.integers(0, 99))
def test_modules_are_rounded_to_the_step_of_their_row(people: int, seed: int) -> None:
    asked = module()
    steps = {row.people: row for row in ROWS}
    for told in whole_of(asked, codes_of(asked, people, seed=seed), staff=80).modules.values():
        if told.score is not None:
            row = steps[told.score.row]
            assert told.score.step == row.step
            assert told.score.value % row.step == 0
            assert 10 <= told.score.value <= 90
            assert told.score.se >= row.se_floor


def test_what_is_asked_besides_never_moves_a_number_of_core() -> None:
    asked = core_and(stepped(), module())
    codes = codes_of(asked, 45)
    own = [column(asked, i.id) for i in core().items]
    alone_, beside = whole_of(core(), codes[:, own]), whole_of(asked, codes)
    assert beside.principles == alone_.principles
    assert beside.domains == alone_.domains
    assert {i: n for i, n in beside.items.items() if i in alone_.items} == alone_.items


def test_a_module_in_which_no_item_counts_has_no_score() -> None:
    asked = module()
    codes = codes_of(asked, 20, unseen=0.0)
    codes[:, [column(asked, i.id) for i in asked.items_in("lead")]] = DONT_KNOW
    told = whole_of(asked, codes).modules["lead"]
    assert told == ModuleNumbers(None, 0, 2)


def single(raters: int, *, people: int = 56) -> Release:
    """A round in which so many rated the one item about trust, all others everything."""
    asked = stepped()
    codes = np.full((people, len(asked.items)), 3, dtype=np.uint8)
    codes[raters:, column(asked, "trust-1.1")] = DONT_KNOW
    return release_for(asked, codes, sizes=SIZES, staff=people + 8)


def trust_in(group: GroupNumbers | None) -> ModuleNumbers:
    assert group is not None
    return group.modules["trust-1"]


def test_a_group_of_one_item_is_told_of_the_whole_from_ten_raters() -> None:
    assert trust_in(single(9).whole) == ModuleNumbers(None, 1, 1)
    assert trust_in(single(10).whole).score is not None


def test_a_group_of_one_item_is_told_of_a_place_only_where_the_item_is() -> None:
    north, south, _west = single(56).places
    assert "trust-1.1" in north.items
    assert trust_in(north).score is not None
    assert "trust-1.1" not in south.items
    assert trust_in(south) == ModuleNumbers(None, 1, 1)
    assert south.modules["help-1"].score is not None


def profile_whole(release: Release) -> GroupProfile:
    whole = profile_of(release).whole
    assert isinstance(whole, GroupProfile)
    return whole


def test_in_pulse_each_principle_is_a_module_and_nothing_has_a_stage() -> None:
    release = release_for(pulse(), codes_of(pulse(), 60))
    whole = profile_whole(release)
    assert (whole.principles, whole.domains) == ({}, {})
    assert list(whole.modules) == ["S", "T", "C", "E", "H"]
    assert all(isinstance(m.score, Shown) and m.items_asked == 2 for m in whole.modules.values())
    assert profile_of(release).headline == Withheld(Reason.NO_STAGE)


def test_under_ten_answers_the_reason_is_too_few_people_whatever_was_asked() -> None:
    assert profile_of(release_for(pulse(), codes_of(pulse(), 9))).headline == Withheld(Reason.TOO_FEW_PEOPLE)


def test_a_copy_with_cells_missing_and_doubled_climbs_as_core_does() -> None:
    whole = profile_whole(release_for(own_copy(), codes_of(own_copy(), 60, unseen=0.0)))
    safety = whole.principles["S"]
    assert (safety.items_asked, safety.gates[0].items_asked) == (7, 1)
    assert isinstance(safety.score, Shown)
    assert whole.modules == {}


def test_a_release_says_which_items_stand_behind_each_part() -> None:
    asked = core_and(module())
    lists = release_for(asked, codes_of(asked, 12)).lists
    assert set(lists) == {"stages", "teams", "lead"}
    assert lists["stages"] == hash_of_items(i for i in core().items if i.stage)
    assert lists["teams"] == hash_of_items(module().items_in("teams"))
    assert release_for(core(), codes_of(core(), 12)).lists["stages"] == lists["stages"]
    assert set(release_for(pulse(), codes_of(pulse(), 12)).lists) == set("STCEH")


def changed(release: Release, module_: str, numbers: ModuleNumbers) -> Release:
    assert release.whole is not None
    whole = replace(release.whole, modules={**release.whole.modules, module_: numbers})
    return replace(release, whole=whole)


def broken(release: Release) -> set[tuple[str, Broken]]:
    return {(f.where, f.rule) for f in faults_of(release)}


def test_broken_rules_of_a_module_are_found() -> None:
    release = release_for(module(), codes_of(module(), 60))
    assert release.whole is not None
    told = release.whole.modules["teams"]
    assert told.score is not None
    where = "whole/modules/teams"
    for number, rule in (
        (replace(told.score, value=51.3), Broken.STEP),
        (replace(told.score, step=5.0), Broken.STEP),
        (replace(told.score, value=95.0), Broken.END),
        (replace(told.score, se=0), Broken.FLOOR),
        (replace(told.score, se=told.score.se_plain + 1), Broken.FLOOR),
        (replace(told.score, row=7), Broken.ROW),
    ):
        assert (where, rule) in broken(changed(release, "teams", replace(told, score=number)))
    assert broken(changed(release, "teams", replace(told, items_counted=4))) == {(where, Broken.COUNT)}
    assert broken(changed(release, "teams", replace(told, items_counted=0))) == {(where, Broken.COUNT)}


def test_a_part_without_its_list_and_a_list_without_its_part_are_faults() -> None:
    release = release_for(module(), codes_of(module(), 60))
    lists = release.lists
    for other in ({"teams": lists["teams"]}, {**lists, "stages": "more"}, {}):
        assert broken(replace(release, lists=other)) == {("whole", Broken.LIST)}


def test_broken_rules_of_a_known_share_are_found() -> None:
    release = release_for(stepped(), codes_of(stepped(), 60))
    assert release.whole is not None
    item = stepped().items[0].id
    told = release.whole.items[item]
    for known, cannot in ((Share(61.0, 71.0), told.cannot_tell), (Share(60.0, 70.0), Share(50.0, 60.0))):
        items = {**release.whole.items, item: replace(told, known=known, cannot_tell=cannot)}
        assert broken(replace(release, whole=replace(release.whole, items=items))) == {
            (f"whole/items/{item}", Broken.BAND)
        }


def test_a_release_of_the_first_format_is_not_read() -> None:
    value = as_json(release_for(module(), codes_of(module(), 12)))
    with pytest.raises(ValueError, match="format"):
        from_json({**value, "format": 1})
