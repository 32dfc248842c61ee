"""Attacks on what is released: sums and differences, intervals, two rounds, chosen ballots, words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import product
from pathlib import Path as FilePath
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.method.answers import DontKnow, Rated
from audit.method.disclosure import NOTHING, Crosstab, Published, min_disclosed, nested_plans, ring_of
from audit.method.groups import ROOT, Lens, Path
from audit.method.questionnaire import GATES
from tests.attacks.released import (
    ITEMS,
    Json,
    Person,
    agency_of,
    close_round,
    fewest_derivable,
    pinned_down,
    span,
)
from tests.attacks.twins import disclosing
from tests.attacks.verdicts import Verdict
from tests.builders import core
from tests.running.agencies import TODAY

K = 10
Twin = Callable[[pytest.MonkeyPatch], None]
PRACTICE, OFFICE, MANAGERS = ("Practice",), ("Office",), ("Managers",)
LEAST_LEFT = 1 / 3


@pytest.fixture(name="close")
def _close(tmp_path: FilePath) -> Callable[[Sequence[Person], Twin | None], Json]:
    """A round of an agency of its own, closed by ours or by a twin: what it released."""
    made = iter(range(100))

    def close(staff: Sequence[Person], twin: Twin | None) -> Json:
        with pytest.MonkeyPatch.context() as patch:
            if twin is not None:
                twin(patch)
            return close_round(agency_of(tmp_path / f"{next(made)}", staff), staff)

    return close


Close = Callable[[Sequence[Person], Twin | None], Json]


def people(many: int, place: Path, role: Path, says: int = 3) -> list[Person]:
    return [Person(place, role, says)] * many


def derives(close: Close, *agencies: Sequence[Person]) -> Callable[[Twin | None], Callable[[], bool]]:
    """The attack on these agencies: some sum or difference is about fewer than ten people."""

    def attack(twin: Twin | None) -> Callable[[], bool]:
        return lambda: any(fewest_derivable(close(staff, twin), staff) < K for staff in agencies)

    return attack


def random_staff(seed: int) -> list[Person]:
    """Forty to seventy people in up to five teams of two sites and three roles; some would rather not say."""
    chance = Random(seed)
    teams = [("North", f"Team {n}") for n in range(3)] + [("South", f"Team {n}") for n in range(2)]
    sizes = [chance.randint(3, 16) for _team in teams]
    staff = []
    for team, size in zip(teams, sizes, strict=True):
        for _n in range(size):
            place = chance.choice([team] * 9 + [ROOT])
            role = chance.choice([PRACTICE] * 6 + [OFFICE] * 2 + [MANAGERS] + [ROOT])
            staff.append(Person(place, role, chance.choice((1, 2, 3, 3, 4))))
    return staff


MANAGERS_IN_A = people(12, ("A",), MANAGERS) + people(9, ("A",), PRACTICE, 1) + people(25, ("B",), PRACTICE)
AGENCIES = [MANAGERS_IN_A, *map(random_staff, range(3))]


def test_every_sum_and_difference_of_what_is_published_is_about_ten_people(verdict: Verdict, close: Close) -> None:
    attack = derives(close, *AGENCIES)
    verdict(
        "brute-force",
        rule="every group of ten is told",
        ours=attack(None),
        twin=attack(disclosing.only_a_threshold),
    )


def test_all_numbers_together_pin_nobody_down(verdict: Verdict, close: Close) -> None:
    def attack(twin: Twin | None) -> Callable[[], bool]:
        def pins() -> bool:
            widths = (width for staff in AGENCIES for width in pinned_down(close(staff, twin), staff))
            return any(width < LEAST_LEFT for width in widths)

        return pins

    verdict(
        "interval-attack",
        rule="a group is told where it and the rest beside it are ten",
        ours=attack(None),
        twin=attack(disclosing.threshold_and_remainder),
    )


def test_managers_who_all_sit_in_one_team_are_not_subtracted_from_it(verdict: Verdict, close: Close) -> None:
    attack = derives(close, MANAGERS_IN_A)
    verdict(
        "managers-in-one-team",
        rule="places and roles are looked at apart",
        ours=attack(None),
        twin=attack(disclosing.threshold_and_remainder),
    )


def test_three_hidden_teams_of_four_are_not_worked_out(verdict: Verdict, close: Close) -> None:
    sites = ("North", "South", "West")
    large = [p for site in sites for p in people(14, (site, "Day"), PRACTICE)]
    small = [p for site in sites for p in people(4, (site, "Night"), PRACTICE, 1)]
    attack = derives(close, large + small)
    verdict(
        "three-hidden-teams",
        rule="a group of ten is told, whatever stands beside it",
        ours=attack(None),
        twin=attack(disclosing.only_a_threshold),
    )


def test_plans_of_three_resolutions_tell_nothing_together(verdict: Verdict, close: Close) -> None:
    table = ((7, 13, 0), (0, 3, 0), (0, 3, 0), (0, 0, 14))
    roles = (PRACTICE, OFFICE, MANAGERS)
    staff = [
        p
        for at, row in enumerate(table)
        for role, n in zip(roles, row, strict=True)
        for p in people(n, (f"{at}",), role)
    ]
    attack = derives(close, staff)
    verdict(
        "tiers-together",
        rule="each resolution has a plan of its own",
        ours=attack(None),
        twin=attack(disclosing.plans_made_apart),
    )


def test_the_one_who_joined_is_not_read_off_two_rounds(verdict: Verdict, tmp_path: FilePath) -> None:
    """Nineteen, then twenty: the bands say so. The nineteen stand at 72.37, shown as 70; the one who joined says
    "reliably" to everything, which gives 73.75, shown as 75 in the finer row."""
    items = [i.id for i in core().items_of("S")]
    ratings = [0] * len(items) * 19
    for at in range(440):  # of 608
        ratings[at % len(ratings)] += 1
    before = [
        Person(ROOT, ROOT, {item: Rated(r) for item, r in zip(items, ratings[at::19], strict=True)}) for at in range(19)
    ]
    joiner = Person(ROOT, ROOT, {item: Rated(4) for item in items})

    def attack(twin: Twin, side: str) -> Callable[[], bool]:
        def reads() -> bool:
            with pytest.MonkeyPatch.context() as patch:
                twin(patch)
                here = agency_of(tmp_path / side, before)
                first = close_round(here, before)
                second = close_round(here, [*before, joiner], today=TODAY + timedelta(days=200))
            return _width_of_the_joiner(first, second) < 100 * LEAST_LEFT

        return reads

    verdict(
        "joiner",
        rule="nobody looks at the round before",
        ours=attack(lambda _patch: None, "ours"),
        twin=attack(disclosing.rounds_apart, "twin"),
    )


def _width_of_the_joiner(first: Json, second: Json) -> float:
    """What two releases leave of one more person, where their bands meet between nineteen and twenty."""
    if second["whole"] is None or (first["people"]["high"], second["people"]["low"]) != (19, 20):
        return 100.0
    scores = [release["whole"]["principles"]["S"]["score"] for release in (first, second)]
    if None in scores:
        return 100.0
    (then_low, then_high), (now_low, now_high) = map(span, scores)
    low, high = max(0, 20 * now_low - 19 * then_high), min(100, 20 * now_high - 19 * then_low)
    return high - low


def test_that_a_team_all_said_the_same_is_not_read_off_its_number(verdict: Verdict, close: Close) -> None:
    """A standard error of nothing says that nobody differs: then everybody's score is the team's."""
    staff = people(12, ("A",), PRACTICE, 4) + people(20, ("B",), PRACTICE, 2) + people(8, ("B",), PRACTICE, 3)

    def attack(twin: Twin | None) -> Callable[[], bool]:
        return lambda: _farthest_from_mean(close(staff, twin), ("A",), people=12) < 10

    verdict(
        "all-the-same",
        rule="standard errors have no floor",
        ours=attack(None),
        twin=attack(disclosing.exact_standard_errors),
    )


def _farthest_from_mean(release: Json, place: Path, *, people: int) -> float:
    """How far, in points, one person can be from the mean of their team, by its standard error."""
    (team,) = [g for g in release["places"] if tuple(g["path"]) == place]
    return float(team["principles"]["S"]["score"]["se_plain"] * (people * (people - 1)) ** 0.5)


def test_an_item_that_three_of_twelve_could_answer_is_not_read_off(verdict: Verdict, close: Close) -> None:
    cell = [i.id for i in core().items_of("S") if i.stage is GATES[3]]
    three = Person(ROOT, ROOT, {i: Rated(4 if i in cell else 2) for i in ITEMS})
    nine = Person(ROOT, ROOT, {i: DontKnow() if i in cell else Rated(2) for i in ITEMS})

    def attack(twin: Twin | None) -> Callable[[], bool]:
        def reads() -> bool:
            release = close([three] * 3 + [nine] * 9, twin)
            return release["whole"]["principles"]["S"]["cells"][3]["number"] is not None

        return reads

    verdict(
        "three-of-twelve",
        rule="whoever sent a ballot counts as a rater",
        ours=attack(None),
        twin=attack(disclosing.ballots_for_raters),
    )


PATTERNS = ((0,) * 8 + (2,), (0, 0, 4, 4, 4, 4, 2, 2, 2))


def test_nine_who_agree_on_what_to_say_do_not_read_the_tenth_off_a_score(verdict: Verdict, close: Close) -> None:
    """Subtracting nine from ten leaves more than one rating possible. Standard errors may say more, and the promise
    says so in print: nine who pool their answers may learn much about the tenth."""

    def attack(twin: Twin | None) -> Callable[[], bool]:
        return lambda: any(_possible(close, nine, tenth, twin) < 2 for nine in PATTERNS for tenth in (1, 4))

    verdict(
        "nine-chosen-ballots",
        rule="scores are told to a tenth of a point",
        ours=attack(None),
        twin=attack(disclosing.exact_numbers),
    )


def _possible(close: Close, nine: Sequence[int], tenth: int, twin: Twin | None) -> int:
    """How many ratings of the tenth give the score that is shown, as whoever shows it rounds."""
    release = close([Person(ROOT, ROOT, says) for says in (*nine, tenth)], twin)
    score = release["whole"]["principles"]["S"]["score"]
    low, high = span(score) if twin is None else (score["value"] - 0.05, score["value"] + 0.05)
    return sum(low <= 2.5 * (sum(nine) + rating) <= high for rating in range(5))


def test_no_word_tells_more_than_the_numbers_beside_it(verdict: Verdict, close: Close) -> None:
    """Ten answer, eight rate: cells are told to ten points. One rating more takes a cell from under the gate of 62.5 to
    it and changes no number: nothing else may change."""
    aware = [i.id for i in core().items_of("S") if i.stage is GATES[0]]
    silent = [Person(ROOT, ROOT, {i: DontKnow() for i in ITEMS})] * 2

    def staff(more: int) -> list[Person]:
        ratings = (0, 0, 3, 4, 4, 4, 4)
        third = {i: Rated(1 - (i == aware[0] and not more)) for i in ITEMS}
        return [*silent, *(Person(ROOT, ROOT, says) for says in ratings), Person(ROOT, ROOT, third)]

    def attack(twin: Twin | None) -> Callable[[], bool]:
        def tells() -> bool:
            one, other = (close(staff(more), twin) for more in (0, 1))
            return _numbers_of(one) == _numbers_of(other) and one != other

        return tells

    verdict(
        "words-from-exact-values",
        rule="whether a gate is passed is worked out before rounding",
        ours=attack(None),
        twin=attack(disclosing.words_from_exact_values),
    )


def _numbers_of(release: Json) -> list[object]:
    """Every number of the whole organisation, standard errors and all."""
    whole = release["whole"]
    principles = [(p["score"], p["contrast"], [c["number"] for c in p["cells"]]) for p in whole["principles"].values()]
    return [*principles, *(d["score"] for d in whole["domains"].values())]


@st.composite
def trees(draw: st.DrawFn) -> tuple[Crosstab, Published]:
    """Up to twelve groups of two trees with three levels, people also right at sites, families and roots ("rather not
    say"), and some of the groups told. Sizes are drawn one by one, people from a seed: that is fast."""
    sites, teams, families, jobs = (draw(st.integers(0, most)) for most in (3, 2, 2, 2))
    places = _paths(sites, teams)[: draw(st.integers(2, 8))]
    roles = _paths(families, jobs)[: 12 - len(places)]
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    cells = chance.integers(0, 15, (len(places), len(roles))) * (chance.random((len(places), len(roles))) < 0.6)
    told = (frozenset([ROOT, *(p for p in paths if chance.random() < 0.7)]) for paths in (places, roles))
    return Crosstab(places, roles, cells.astype(np.int64)), Published(*told)


def _paths(outer: int, inner: int) -> tuple[Path, ...]:
    below = [path for n in range(outer) for path in [(f"{n}",), *((f"{n}", f"{m}") for m in range(inner))]]
    return (ROOT, *below)


def by_every_side(crosstab: Crosstab, told: Published) -> int:
    """The fewest people between the two sides of any division of the rings in two."""
    rings = [sorted(told.of(lens)) for lens in Lens]
    at = [[own.index(ring_of(p, own)) for p in crosstab.paths(lens)] for lens, own in zip(Lens, rings, strict=True)]
    weights = np.zeros((len(rings[0]), len(rings[1])), dtype=np.int64)
    np.add.at(weights, (np.array(at[0])[:, None], np.array(at[1])[None, :]), crosstab.people)
    sides = np.array(list(product((0, 1), repeat=sum(weights.shape))), dtype=np.int64)
    left, right = sides[:, : weights.shape[0]], sides[:, weights.shape[0] :]
    people = ((left @ weights) * (1 - right)).sum(axis=1) + (((1 - left) @ weights) * right).sum(axis=1)
    return int(people[people > 0].min())


def by_every_sum(crosstab: Crosstab, told: Published) -> int:
    """The fewest people in any sum of told groups, each added, left out or subtracted."""
    places, roles = (
        np.array([[p[: len(g)] == g for p in crosstab.paths(lens)] for g in sorted(told.of(lens))], dtype=np.int64)
        for lens in Lens
    )
    of_places, of_roles = (
        np.unique(np.array(list(product((-1, 0, 1), repeat=len(groups)))) @ groups, axis=0)
        for groups in (places, roles)
    )
    apart = of_places[:, None, :, None] != -of_roles[None, :, None, :]
    people = (apart * crosstab.people).sum(axis=(2, 3))
    return int(people[people > 0].min())


FEW_ENOUGH = 8  # told groups, so that every sum of them is tried


@settings(max_examples=2_000, deadline=None)
@given(trees())
def test_the_rule_equals_every_sum_and_difference_on_two_thousand_trees(drawn: tuple[Crosstab, Published]) -> None:
    crosstab, told = drawn
    if not crosstab.total:
        return
    least = by_every_side(crosstab, told)
    assert min_disclosed(crosstab, told) == least
    if len(told.places) + len(told.roles) <= FEW_ENOUGH:
        assert by_every_sum(crosstab, told) == least
    plans = [p for p in nested_plans(crosstab, tiers=(10, 20, 50)).values() if p != NOTHING]
    for tier, found in zip((10, 20, 50), plans, strict=False):
        assert by_every_side(crosstab, found) >= tier
    if plans:
        together = Published(
            frozenset[Path]().union(*(p.places for p in plans)), frozenset[Path]().union(*(p.roles for p in plans))
        )
        assert by_every_side(crosstab, together) >= K
