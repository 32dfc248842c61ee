"""What holds for whatever people answer: who they are, how groups are called and what is left blank moves nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from audit.method.answers import DONT_KNOW, LEFT_BLANK
from audit.method.counting import count
from audit.method.exact import ExactGroup, ExactScore, exact_of
from audit.method.groups import ROOT, Lens, Path
from audit.method.release import GroupNumbers, Release, canonical, from_json
from audit.method.releasing import release_of
from audit.method.telling import profile_of
from tests.method.sheets import CORE, ITEMS, alone, answers, sheet_of_codes, tree

PLACES: tuple[Path, ...] = (("North",), ("North", "1"), ("South",), ("West",))
OTHERS: tuple[Path, ...] = (("Zest",), ("Zest", "Ω"), ("Ash",), ("Moor",))
STAFF = 120

Codes = NDArray[np.uint8]
seeds = st.integers(0, 9_999)


def released(codes: Codes, where: Sequence[Path], *, called: tuple[Path, ...] = PLACES) -> Release:
    """The release of answers from four places of equal headcount, called as given."""
    staff = tree(Lens.PLACE, {path: STAFF // len(called) for path in called}, people=STAFF)
    sheet = sheet_of_codes(codes, places=where)
    return release_of(sheet, questionnaire=CORE, places=staff, roles=alone(Lens.ROLE, STAFF))


def exactly(codes: Codes) -> ExactGroup:
    """Exact numbers of an organisation without groups, headcounts not given."""
    trees = alone(Lens.PLACE, 0), alone(Lens.ROLE, 0)
    return exact_of(count(sheet_of_codes(codes), questionnaire=CORE, places=trees[0], roles=trees[1]), k=10).whole


def scores_of(group: ExactGroup) -> list[ExactScore]:
    """Every score of 0..100 that there is: principles and their stages."""
    found = [s for p in group.principles.values() for s in (p.score, *p.gates)]
    return [s for s in found if s is not None]


def numbers_of(group: GroupNumbers) -> tuple[object, ...]:
    """All that is told of a group but how it is called."""
    return group.tier, group.people, group.principles, group.domains, group.items


def somewhere(people: int, seed: int, *, called: tuple[Path, ...] = PLACES) -> list[Path]:
    """A place for each person; some say none."""
    at = np.random.default_rng(seed).integers(0, len(called) + 1, size=people)
    return [(*called, ROOT)[n] for n in at]


def rated(people: int, seed: int) -> Codes:
    """Ratings only."""
    return np.random.default_rng(seed).integers(0, 5, size=(people, len(ITEMS))).astype(np.uint8)


@settings(max_examples=3, deadline=None)
@given(people=st.integers(30, 90), seed=seeds)
def test_who_comes_first_changes_no_byte_whatever_their_places(people: int, seed: int) -> None:
    codes, where = answers(people, seed=seed), somewhere(people, seed)
    order = np.random.default_rng(seed + 1).permutation(people)
    turned = released(codes[order], [where[n] for n in order])
    assert canonical(turned) == canonical(released(codes, where))


@settings(max_examples=3, deadline=None)
@given(people=st.integers(30, 90), seed=seeds)
def test_how_groups_are_called_changes_no_number(people: int, seed: int) -> None:
    codes = answers(people, seed=seed)
    first = released(codes, somewhere(people, seed))
    other = released(codes, somewhere(people, seed, called=OTHERS), called=OTHERS)
    renamed = dict(zip(PLACES, OTHERS, strict=True)) | {ROOT: ROOT}
    assert [renamed[g.path] for g in first.places] == [g.path for g in other.places]
    assert [renamed[h.path] for h in first.hidden] == [h.path for h in other.hidden]
    assert [*map(numbers_of, first.places)] == [*map(numbers_of, other.places)]
    assert first.whole is not None
    assert other.whole is not None
    assert numbers_of(first.whole) == numbers_of(other.whole)


@settings(max_examples=4, deadline=None)
@given(people=st.integers(10, 70), seed=seeds)
def test_what_a_release_says_survives_being_written_and_read(people: int, seed: int) -> None:
    release = released(answers(people, seed=seed, unseen=0.3), somewhere(people, seed))
    assert profile_of(from_json(canonical(release))) == profile_of(release)


@settings(max_examples=6, deadline=None)
@given(people=st.integers(10, 60), blank=st.integers(1, 5), seed=seeds)
def test_a_blank_ballot_moves_no_score_of_the_core(people: int, blank: int, seed: int) -> None:
    codes = answers(people, seed=seed)
    more = np.vstack([codes, np.full((blank, len(ITEMS)), LEFT_BLANK, dtype=np.uint8)])
    before, after = exactly(codes), exactly(more)
    assert after.n == before.n + blank
    assert [s.score for s in scores_of(after)] == [s.score for s in scores_of(before)]
    assert [i.mean for i in after.items.values()] == [i.mean for i in before.items.values()]


@settings(max_examples=6, deadline=None)
@given(rating=st.integers(0, 4), gaps=st.floats(0, 0.6), seed=seeds)
def test_a_blank_is_no_zero_and_cannot_tell_is_none_either(rating: int, gaps: float, seed: int) -> None:
    chance = np.random.default_rng(seed)
    codes = np.full((40, len(ITEMS)), rating, dtype=np.uint8)
    codes[chance.random(codes.shape) < gaps / 2] = LEFT_BLANK
    codes[chance.random(codes.shape) < gaps / 2] = DONT_KNOW
    codes[:5] = rating  # so that every item counts
    told = scores_of(exactly(codes))
    assert len(told) == 25
    assert [s.score for s in told] == pytest.approx([25.0 * rating] * 25, rel=1e-12)
    assert {s.se for s in told} == {0.0}


@pytest.mark.parametrize(("rating", "score", "shown"), [(0, 0.0, 10.0), (4, 100.0, 90.0)])
def test_the_lowest_answers_give_0_the_highest_100_and_are_told_as_open_ends(
    rating: int, score: float, shown: float
) -> None:
    codes = np.full((30, len(ITEMS)), rating, dtype=np.uint8)
    assert {s.score for s in scores_of(exactly(codes))} == {score}
    whole = released(codes, [ROOT] * 30).whole
    assert whole is not None
    assert {p.score.value for p in whole.principles.values() if p.score} == {shown}


@settings(max_examples=6, deadline=None)
@given(people=st.integers(10, 60), seed=seeds)
def test_turning_the_scale_round_turns_every_score_and_no_error(people: int, seed: int) -> None:
    codes = rated(people, seed)
    told, turned = scores_of(exactly(codes)), scores_of(exactly((4 - codes).astype(np.uint8)))
    assert [s.score for s in turned] == pytest.approx([100 - s.score for s in told], rel=1e-9, abs=1e-9)
    assert [s.se for s in turned] == pytest.approx([s.se for s in told], rel=1e-9)


@settings(max_examples=6, deadline=None)
@given(people=st.integers(10, 60), seed=seeds, unseen=st.floats(0, 0.5))
def test_no_score_leaves_the_scale(people: int, seed: int, unseen: float) -> None:
    assert all(0 <= s.score <= 100 for s in scores_of(exactly(answers(people, seed=seed, unseen=unseen))))
