"""Two rounds against each other: what one release more tells of the few who joined or left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from audit.method import across_rounds
from audit.method.across_rounds import Beside, Left, Pair, Span, group_passes, joined, left
from audit.method.counting import Counted, count, plan_all
from audit.method.groups import Lens
from audit.method.release import AUDITED, Band, Release
from audit.method.releasing import release_from
from audit.method.rounding import Telling, build_release
from tests.method.sheets import CORE, ITEMS, alone, answers, sheet_of_codes

S = [ITEMS.index(i.id) for i in CORE.items_of("S")]


def counts_of(codes: NDArray[np.uint8]) -> Counted:
    trees = alone(Lens.PLACE, 60), alone(Lens.ROLE, 60)
    return count(sheet_of_codes(codes), questionnaire=CORE, places=trees[0], roles=trees[1])


def told(counts: Counted, *, coarsened: int = 0) -> Release:
    return build_release(Telling(CORE, counts, plan_all(counts, k=10), 10, coarsened=coarsened))


def nineteen() -> NDArray[np.uint8]:
    """Nineteen who stand at 72.37 for S, shown as 70 in steps of five."""
    codes = np.full((19, len(ITEMS)), 2, dtype=np.uint8)
    spread = np.zeros(19 * len(S), dtype=np.uint8)
    for at in range(440):
        spread[at % spread.size] += 1
    codes[:, S] = spread.reshape(19, len(S))
    return codes


def with_a_joiner() -> NDArray[np.uint8]:
    return np.vstack([nineteen(), np.full((1, len(ITEMS)), 4, dtype=np.uint8)])


def test_one_who_joined_between_nineteen_and_twenty_and_said_the_best_of_all_does_not_pass() -> None:
    earlier, counts = told(counts_of(nineteen())), counts_of(with_a_joiner())
    assert not across_rounds.passes(counts, told(counts), earlier, k=10)


def test_then_the_release_becomes_coarser_until_it_tells_no_more_than_one_round_may() -> None:
    earlier, counts = told(counts_of(nineteen())), counts_of(with_a_joiner())
    release = release_from(counts, questionnaire=CORE, earlier=earlier)
    assert release.coarsened > 0
    assert release.whole is not None
    assert across_rounds.passes(counts, release, earlier, k=10)
    assert release_from(counts, questionnaire=CORE).coarsened == 0


def test_where_no_coarseness_is_enough_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(across_rounds, "passes", lambda *_args, **_more: False)
    counts = counts_of(answers(30))
    release = release_from(counts, questionnaire=CORE, earlier=told(counts))
    assert release.whole is None
    assert {h.rule for h in release.hidden} == {AUDITED}


def test_where_the_comparison_breaks_off_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> bool:
        raise ArithmeticError

    monkeypatch.setattr(across_rounds, "passes", broken)
    counts = counts_of(answers(30))
    assert release_from(counts, questionnaire=CORE, earlier=told(counts)).whole is None


def test_other_items_another_group_or_a_round_that_told_nothing_are_compared_with_nothing() -> None:
    earlier, counts = told(counts_of(nineteen())), counts_of(with_a_joiner())
    now = told(counts)
    assert earlier.whole is not None
    others = (
        replace(earlier, lists={"stages": "other"}),
        replace(earlier, whole=replace(earlier.whole, definition="other")),
        replace(earlier, whole=None),
    )
    for other in others:
        assert across_rounds.passes(counts, now, replace(other, process={}), k=10)


MORE = Pair(Span(73.75, 76.25), Span(67.5, 72.5), 20)
SAME = Pair(Span(67.5, 72.5), Span(67.5, 72.5), 20)


def test_only_where_two_bands_meet_it_is_known_that_nobody_left() -> None:
    assert not group_passes(Beside(20, Band(10, 19), (MORE,)), k=10)
    for people, band in ((19, Band(10, 19)), (12, Band(10, 19)), (20, Band(20, 49)), (29, Band(10, 19))):
        assert group_passes(Beside(people, band, (MORE,)), k=10), (people, band)
    assert group_passes(Beside(120, Band(100, None), (replace(MORE, people=120),)), k=10)


def test_one_who_left_is_found_as_one_who_joined() -> None:
    """Twenty then, nineteen now: the one who left had said nothing but 4."""
    fewer = Pair(Span(67.5, 72.5), Span(73.75, 76.25), 19)
    assert left(fewer, 1) is Left.LITTLE
    assert not group_passes(Beside(19, Band(20, 49), (fewer,)), k=10)
    assert group_passes(Beside(19, Band(20, 49), (replace(SAME, people=19),)), k=10)


def test_a_group_in_which_one_number_cannot_come_from_the_same_answers_tells_nothing() -> None:
    refuted = Pair(Span(10, 12.5), Span(80, 85), 20)
    assert joined(refuted, 1) is Left.REFUTED
    assert group_passes(Beside(20, Band(10, 19), (MORE, refuted)), k=10)


def by_brute_force(pair: Pair, few: int) -> Left:
    """The mean of a few who joined, on a grid: everything that they and who stayed can have given."""
    stayed = int(pair.people) - few
    grid = np.linspace(0, 100, 401)
    mean, rest = np.meshgrid(grid, grid, indexing="ij")  # of those who joined, of those who stayed
    now = (few * mean + stayed * rest) / pair.people
    alone = (now >= pair.now.low) & (now <= pair.now.high)
    both = alone & (rest >= pair.then.low) & (rest <= pair.then.high)
    if not both.any():
        return Left.REFUTED
    return Left.ENOUGH if np.ptp(mean[both]) >= np.ptp(mean[alone]) / 3 else Left.LITTLE


def test_those_who_joined_are_judged_as_on_a_grid_of_all_that_can_have_been() -> None:
    chance = np.random.default_rng(5)
    seen = set()
    for _n in range(100):
        few = int(chance.integers(1, 10))
        then = int(chance.integers(2, 19)) * 5
        now = min(90.0, max(10.0, then + int(chance.integers(-8, 9)) * 2.5))
        pair = Pair(Span(now - 1.25, now + 1.25), Span(then - 2.5, then + 2.5), 19 + few)
        ours = joined(pair, few)
        seen.add(ours)
        if ours is not by_brute_force(pair, few):
            nearly = [joined(replace(pair, now=Span(now - w, now + w)), few) for w in (1.0, 1.5)]
            assert len(set(nearly)) == 2, (pair, few)  # the grid is coarse: they may differ at the very edge only
    assert seen == set(Left)
