"""From answers to the release: what is in it, what never is, and what happens when something goes wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from audit.method import auditor
from audit.method.groups import ROOT, Lens, Path
from audit.method.questionnaire import Stage
from audit.method.release import AUDITED, NotARelease, Release, as_json, canonical, from_json, hash_of
from audit.method.releasing import release_of
from audit.method.verification import Broken, faults_of
from audit.method.weights import layout_of
from tests.method.sheets import CORE, ITEMS, alone, answers, sheet_of_codes, tree

NORTH, SOUTH = ("North",), ("South",)
SIZES: dict[Path, int] = {NORTH: 18, SOUTH: 16}


def release_of_codes(codes: NDArray[np.uint8], *, people: int) -> Release:
    """The release of an organisation without groups."""
    trees = alone(Lens.PLACE, people), alone(Lens.ROLE, people)
    return release_of(sheet_of_codes(codes), questionnaire=CORE, places=trees[0], roles=trees[1])


def of_teams(sizes: Mapping[Path, int], *, codes: NDArray[np.uint8] | None = None, silent: int = 0) -> Release:
    """The release of teams of so many answers each, some people saying no team; more staff than answers."""
    where = [path for path, n in sizes.items() for _ in range(n)] + [ROOT] * silent
    staff = tree(Lens.PLACE, {path: n + 3 for path, n in sizes.items()}, people=len(where) + 3 * len(sizes))
    told = answers(len(where)) if codes is None else codes
    roles = alone(Lens.ROLE, staff.headcount)
    return release_of(sheet_of_codes(told, places=where), questionnaire=CORE, places=staff, roles=roles)


def test_a_release_obeys_every_rule_that_can_be_checked_without_counts() -> None:
    for people in (10, 14, 34):
        assert faults_of(release_of_codes(answers(people, unseen=0.3), people=40)) == ()
    assert faults_of(of_teams(SIZES)) == ()


def test_nine_answers_tell_nothing_at_all() -> None:
    release = release_of_codes(answers(9), people=30)
    assert (release.people, release.whole, release.response, release.process) == (None, None, None, {})
    assert release == release_of_codes(answers(4, seed=5), people=30)


def test_a_group_of_nine_is_absent_everywhere() -> None:
    release = of_teams({NORTH: 30, ("Nine",): 9}, silent=15)
    told = json.loads(canonical(replace(release, hidden=())))
    assert "Nine" not in json.dumps(told)
    assert [h.path for h in release.hidden] == [("Nine",)]
    assert [g.path for g in release.places] == [NORTH]


def _numbers(value: Any) -> Iterator[float]:
    """Every number of a JSON value but standard errors, which are whole points of any size."""
    if isinstance(value, dict | list):
        for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if name not in ("se", "se_plain"):
                yield from _numbers(inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def test_exact_counts_and_numbers_between_the_steps_never_occur() -> None:
    told = list(_numbers(as_json(of_teams(SIZES))))
    assert all(number == round(number * 2) / 2 for number in told)
    assert not {34, 18, 16, 21} & set(told)


def test_the_same_release_has_the_same_text_and_any_change_another_hash() -> None:
    release = of_teams(SIZES)
    assert canonical(release) == canonical(of_teams(SIZES))
    changed = replace(release, edition="2"), replace(release, coarsened=1), replace(release, places=release.places[1:])
    assert len({hash_of(r) for r in (release, *changed)}) == 4


def test_the_order_in_which_people_answered_changes_no_byte() -> None:
    codes = answers(30)
    assert canonical(release_of_codes(codes, people=40)) == canonical(release_of_codes(codes[::-1], people=40))


def test_a_release_is_read_back_exactly_and_anything_else_is_refused() -> None:
    release = of_teams(SIZES)
    assert from_json(canonical(release)) == release
    assert from_json(as_json(release)) == release
    value = as_json(release)
    for broken in ({**value, "n": 34}, {**value, "k": "10"}, {**value, "format": 0}, {**value, "places": [3]}):
        with pytest.raises(NotARelease):
            from_json(broken)
    for text in ("", "[]", "{", '{"format": NaN}'):
        with pytest.raises(NotARelease):
            from_json(text)


def test_a_team_that_all_answered_the_same_is_not_shown_to_agree_exactly() -> None:
    codes = answers(34)
    codes[:18] = 4
    north = of_teams(SIZES, codes=codes).places[0]
    score = north.principles["S"].score
    assert score is not None
    assert (score.value, score.se) == (90.0, 3)


@pytest.mark.parametrize("known", [(0,) * 8 + (2,), (0, 0, 4, 4, 4, 4, 2, 2, 2)])
def test_nine_chosen_ballots_learn_of_the_tenth_what_the_told_numbers_allow_and_no_more(known: tuple[int, ...]) -> None:
    ratings = [np.array([*known, tenth]) for tenth in range(5)]
    releases = [
        release_of_codes(np.repeat(r[:, None], len(ITEMS), axis=1).astype(np.uint8), people=12) for r in ratings
    ]
    scores = [r.whole.principles["S"].score for r in releases if r.whole is not None]
    told = [(s.value, s.se, s.se_plain) for s in scores if s is not None]
    assert len(told) == 5
    assert max(t[0] for t in told) - min(t[0] for t in told) <= 10  # two steps of five
    assert len({canonical(r) for r in releases}) == len(set(told))


def test_an_item_answered_by_three_of_twelve_counts_nowhere_and_is_told_nowhere() -> None:
    codes = answers(12, unseen=0.0)
    column = ITEMS.index(CORE.items_of("S")[0].id)
    codes[3:, column] = 5
    release = release_of_codes(codes, people=14)
    assert release.whole is not None
    assert release.whole.items == {}
    assert release.whole.principles["S"].items_counted == 7


def test_items_are_told_from_twenty_raters_and_split_from_fifty() -> None:
    twenty, fifty = (release_of_codes(answers(n, unseen=0.0), people=70).whole for n in (24, 60))
    assert twenty is not None
    assert fifty is not None
    assert {i.row for i in twenty.items.values()} == {20}
    assert all(i.split is not None and i.usually is None for i in fifty.items.values() if i.row == 50)


def test_a_cell_that_most_cannot_tell_is_not_visible() -> None:
    codes = answers(12, unseen=0.0)
    layout = layout_of(CORE)
    stage = Stage.INFORMED
    codes[:7, list(layout.cell["S", stage])] = 5
    codes[7:, list(layout.cell["S", stage])] = 3
    release = release_of_codes(codes, people=14)
    assert release.whole is not None
    assert [c.visible for c in release.whole.principles["S"].cells] == [True, True, True, False]


def test_where_the_auditor_finds_too_much_all_groups_get_one_row_coarser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditor, "passes", lambda telling, release: release.coarsened == 1)  # noqa: ARG005
    release = of_teams(SIZES)
    assert release.coarsened == 1
    assert release.whole is not None
    assert {p.score.row for p in release.whole.principles.values() if p.score} == {10}
    assert faults_of(release) == ()


def test_then_the_organisation_alone_and_it_is_said_that_the_audit_hid_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(auditor, "passes", lambda telling, release: not release.places)  # noqa: ARG005
    release = of_teams(SIZES)
    assert release.whole is not None
    assert {h.rule for h in release.hidden} == {AUDITED}


def breaks(*_: object, **__: object) -> None:
    raise RuntimeError


def test_where_the_audit_breaks_off_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditor, "passes", breaks)
    release = of_teams(SIZES)
    assert (release.whole, release.people, release.places) == (None, None, ())
    assert {h.rule for h in release.hidden} == {AUDITED}


def test_where_the_plan_breaks_off_the_organisation_alone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.method.releasing.plan_all", breaks)
    release = of_teams(SIZES)
    assert release.whole is not None
    assert release.places == ()


def test_faults_of_a_changed_release_are_named() -> None:
    release = of_teams(SIZES)
    assert release.whole is not None
    principle = release.whole.principles["S"]
    assert principle.score is not None
    score = replace(principle.score, value=51.3, se=1)
    whole = replace(release.whole, principles={**release.whole.principles, "S": replace(principle, score=score)})
    rules = {(f.where, f.rule) for f in faults_of(replace(release, whole=whole, k=9))}
    assert {
        ("k", Broken.K),
        ("whole/principles/S/score", Broken.STEP),
        ("whole/principles/S/score", Broken.FLOOR),
    } == rules


def test_unnested_tiers_are_a_fault() -> None:
    release = of_teams(SIZES)
    moved = {**release.published, 20: {**release.published[20], Lens.PLACE: (ROOT, ("West",))}}
    assert Broken.NESTING in {f.rule for f in faults_of(replace(release, published=moved))}


def test_answers_to_another_questionnaire_are_refused() -> None:
    sheet = replace(sheet_of_codes(answers(12)), items=ITEMS[::-1])
    with pytest.raises(ValueError, match="not to this questionnaire"):
        release_of(sheet, questionnaire=CORE, places=alone(Lens.PLACE, 12), roles=alone(Lens.ROLE, 12))


def test_every_told_group_stands_in_the_plan_of_the_first_tier() -> None:
    release = of_teams(SIZES, silent=12)
    assert [g.path for g in release.places] == [p for p in release.published[10][Lens.PLACE] if p != ROOT]
