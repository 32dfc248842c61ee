"""What was chosen in choice sets: sums, scores, what is released of them, and what holds whatever people choose."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.method import across_rounds
from audit.method.answers import NOT_CHOSEN, Ballot, ChoiceSheet, Chosen, sheet_of
from audit.method.comparison import Comparison, compare
from audit.method.counting import Counted, Plans, count, plan_all, whole_only
from audit.method.groups import ROOT, Lens
from audit.method.priorities import (
    ChoiceTally,
    are_of,
    estimate_choice,
    hash_of_design,
    is_of_domains,
    tally_choices,
)
from audit.method.profile import ChangeWord, PriorityWord, Withheld
from audit.method.questionnaire import Attribute, ChoiceDesign
from audit.method.release import Band, ChoiceNumbers, Number, Release, canonical, from_json
from audit.method.releasing import release_of
from audit.method.rounding import Telling, build_release
from audit.method.telling import profile_of
from audit.method.verification import Broken, faults_of, strangers_in
from tests.method.choosing import (
    DOMAINS,
    PRIORITIES,
    all_alike,
    asking,
    choices_told,
    chosen,
    design_of,
    nobody_chose,
    released,
    sheet_with,
    some_of,
    together,
    valued,
)
from tests.method.sheets import CORE, alone, answers, sheet_of_codes, tree

DESIGNS = (PRIORITIES, valued())
both = pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.id)
seeds = st.integers(0, 9_999)
which = st.sampled_from(DESIGNS)


def scores_of(tally: ChoiceTally) -> list[float]:
    """Every score, in the order of the design."""
    return [estimate_choice(tally, a.id, headcount=None).score for a in tally.design.attributes]


def numbers_of(told: ChoiceNumbers) -> list[Number]:
    """Every number, all of which are told."""
    found = [n for n in told.scores.values() if n is not None]
    assert len(found) == len(told.scores)
    return found


def net_and_shown(sheet: ChoiceSheet, design: ChoiceDesign, attribute: str) -> tuple[list[int], list[int]]:
    """x and c of each person, one set after the other."""
    at = [a.id for a in design.attributes].index(attribute)
    net, shown = [0] * len(sheet.most), [0] * len(sheet.most)
    for person, (most, least) in enumerate(zip(sheet.most, sheet.least, strict=True)):
        for place, its in enumerate(design.sets):
            if attribute in its and most[place] != NOT_CHOSEN:
                shown[person] += 1
                net[person] += int(most[place] == at) - int(least[place] == at)
    return net, shown


@both
def test_sums_and_errors_are_those_that_every_person_gives_one_by_one(design: ChoiceDesign) -> None:
    sheet = together(chosen(design, 23, seed=5, skipped=0.2), nobody_chose(design, 4))
    tally, people = tally_choices(sheet, design), 27
    assert (tally.people, tally.chose) == (people, int((sheet.most >= 0).any(axis=1).sum()))
    for at, attribute in enumerate(design.attributes):
        net, shown = net_and_shown(sheet, design, attribute.id)
        assert (tally.net[at], tally.shown[at], tally.heard[at]) == (sum(net), sum(shown), sum(c > 0 for c in shown))
        total = sum(shown)
        pulls = [100 * people / total * (x - sum(net) / total * c) for x, c in zip(net, shown, strict=True)]
        found = estimate_choice(tally, attribute.id, headcount=40)
        plain = float(np.std(pulls, ddof=1)) / math.sqrt(people)
        assert found.score == pytest.approx(100 * sum(net) / total)
        assert found.se_plain == pytest.approx(plain, rel=1e-12)
        assert found.se == pytest.approx(
            plain * math.sqrt(1 - total / 40 / (7 if design is PRIORITIES else 6)), rel=1e-12
        )


def test_without_headcounts_nothing_is_corrected_and_answers_of_everybody_leave_the_other_sets_to_chance() -> None:
    tally = tally_choices(chosen(PRIORITIES, 30), PRIORITIES)
    free, all_of_them, more = (estimate_choice(tally, "D1", headcount=staff) for staff in (None, 30, 20))
    assert free.se == free.se_plain > 0
    assert all_of_them.se == pytest.approx(free.se * math.sqrt(1 - 1 / 7))
    assert more == all_of_them


def test_where_everybody_was_shown_every_set_nothing_is_left_to_chance() -> None:
    design = design_of(["abcd"], [(0,)])
    tally = tally_choices(chosen(design, 30), design)
    found = estimate_choice(tally, "a", headcount=30)
    assert found.se == 0.0 < found.se_plain


@settings(max_examples=10, deadline=None)
@given(design=which, people=st.integers(10, 60), seed=seeds)
def test_who_comes_first_changes_no_sum(design: ChoiceDesign, people: int, seed: int) -> None:
    sheet = chosen(design, people, seed=seed, skipped=0.1)
    turned = tally_choices(some_of(sheet, np.random.default_rng(seed).permutation(people)), design)
    assert str(turned) == str(tally_choices(sheet, design))


@settings(max_examples=10, deadline=None)
@given(design=which, people=st.integers(10, 60), blank=st.integers(1, 20), seed=seeds)
def test_blank_ballots_move_no_score(design: ChoiceDesign, people: int, blank: int, seed: int) -> None:
    sheet = chosen(design, people, seed=seed)
    more = tally_choices(together(sheet, nobody_chose(design, blank)), design)
    before = tally_choices(sheet, design)
    assert scores_of(more) == scores_of(before)
    assert (more.people, more.chose) == (people + blank, before.chose)


@settings(max_examples=10, deadline=None)
@given(design=which, people=st.integers(10, 60), seed=seeds, skipped=st.floats(0, 0.5))
def test_what_some_choose_as_the_most_others_lose(design: ChoiceDesign, people: int, seed: int, skipped: float) -> None:
    tally = tally_choices(chosen(design, people, seed=seed, skipped=skipped), design)
    assert tally.net.sum() == 0
    assert tally.shown.sum() == 4 * np.count_nonzero(chosen(design, people, seed=seed, skipped=skipped).most >= 0)


@settings(max_examples=10, deadline=None)
@given(design=which, people=st.integers(10, 60), seed=seeds)
def test_turning_most_and_least_round_turns_the_sign_and_no_error(design: ChoiceDesign, people: int, seed: int) -> None:
    sheet = chosen(design, people, seed=seed)
    told, turned = (tally_choices(one, design) for one in (sheet, replace(sheet, most=sheet.least, least=sheet.most)))
    assert scores_of(turned) == [-score for score in scores_of(told)]
    for a in design.attributes:
        errors = [estimate_choice(tally, a.id, headcount=None).se_plain for tally in (told, turned)]
        assert errors[0] == errors[1]


@settings(max_examples=10, deadline=None)
@given(design=which, people=st.integers(10, 60), seed=seeds)
def test_how_attributes_are_called_changes_no_score(design: ChoiceDesign, people: int, seed: int) -> None:
    sheet = chosen(design, people, seed=seed)
    renamed = replace(
        design,
        attributes=tuple(Attribute(f"other {a.id}", a.name) for a in design.attributes),
        sets=tuple(tuple(f"other {one}" for one in its) for its in design.sets),
    )
    assert scores_of(tally_choices(sheet, renamed)) == scores_of(tally_choices(sheet, design))
    assert hash_of_design(renamed) != hash_of_design(design)


@settings(max_examples=15, deadline=None)
@given(design=which, people=st.integers(5, 30), seed=seeds)
def test_one_person_moves_a_score_by_no_more_than_what_stands_behind_it_allows(
    design: ChoiceDesign, people: int, seed: int
) -> None:
    sheet, chance = chosen(design, people, seed=seed), np.random.default_rng(seed)
    before = tally_choices(sheet, design)
    place = {a.id: at for at, a in enumerate(design.attributes)}
    for _turn in range(4):
        changed = replace(sheet, most=sheet.most.copy(), least=sheet.least.copy())
        for at in np.flatnonzero(sheet.most[0] >= 0):
            changed.most[0, at], changed.least[0, at] = chance.permutation([place[a] for a in design.sets[at]])[:2]
        after = tally_choices(changed, design)
        for a, one, two in zip(design.attributes, scores_of(before), scores_of(after), strict=True):
            assert abs(one - two) <= 200 / before.behind(a.id) + 1e-9


def test_that_bound_is_reached_where_a_person_is_shown_it_most_often_and_turns_round() -> None:
    design = valued()
    alike = all_alike(design, 12)
    turned = replace(alike, most=alike.most.copy(), least=alike.least.copy())
    turned.most[0], turned.least[0] = alike.least[0], alike.most[0]
    one, two = tally_choices(alike, design), tally_choices(turned, design)
    pairs = zip(design.attributes, scores_of(one), scores_of(two), strict=True)
    moved = [abs(before - after) * one.behind(a.id) for a, before, after in pairs]
    assert max(moved) == pytest.approx(200.0)


@pytest.mark.parametrize("staff", [None, 20])
@both
def test_where_everybody_chooses_the_same_the_error_is_exactly_0(design: ChoiceDesign, staff: int | None) -> None:
    tally = tally_choices(all_alike(design, 12), design)
    first = [a.id for a in design.attributes if tally.shown[tally.at(a.id)]]
    found = [estimate_choice(tally, a, headcount=staff) for a in first]
    assert {(one.se, one.se_plain) for one in found} == {(0.0, 0.0)}
    assert max(one.score for one in found) == 100.0
    assert min(one.score for one in found) == -100.0


def unanimous_but(others: int, people: int) -> ChoiceSheet:
    """Everybody puts D1 first and D8 last in the first block; but so many put D2 first and D7 last in its stead."""
    sheet = all_alike(PRIORITIES, people)
    most, least = sheet.most.copy(), sheet.least.copy()
    most[:others, 0], least[:others, 1] = 1, 6
    return ChoiceSheet(sheet.design, most, least)


@pytest.mark.parametrize("people", [10, 11, 13, 19, 20, 25, 39, 40, 60, 99, 100, 150])
def test_that_everybody_chose_the_same_does_not_show(people: int) -> None:
    """One who chose otherwise leaves the same number and the same errors, so nobody can tell that there is none."""
    alike, but_one = (choices_told(unanimous_but(others, people), PRIORITIES, staff=2 * people) for others in (0, 1))
    assert (alike.scores["D1"], alike.scores["D8"]) == (but_one.scores["D1"], but_one.scores["D8"])
    first, last = alike.scores["D1"], alike.scores["D8"]
    assert first is not None
    assert last is not None
    assert (first.value, last.value) == (80.0, -80.0)


def candidates() -> Iterator[ChoiceSheet]:
    """Everything that one person can choose in the first block."""
    place = {a.id: at for at, a in enumerate(PRIORITIES.attributes)}
    one, two = (list(permutations([place[a] for a in its], 2)) for its in PRIORITIES.sets[:2])
    for first in one:
        for second in two:
            most = np.full((1, len(PRIORITIES.sets)), NOT_CHOSEN, dtype=np.int8)
            least = most.copy()
            (most[0, 0], least[0, 0]), (most[0, 1], least[0, 1]) = first, second
            yield ChoiceSheet(PRIORITIES.id, most, least)


def what_the_tenth_said(sheet: ChoiceSheet, at: int) -> int:
    """1, -1 or 0: an attribute came first, last, or neither."""
    return int((sheet.most == at).sum()) - int((sheet.least == at).sum())


@pytest.mark.parametrize("seed", range(4))
def test_nine_who_pool_their_choices_never_tell_all_that_the_tenth_can_have_said_apart(seed: int) -> None:
    """First, last or neither: every score puts two of the three under one number, whatever the nine agreed on."""
    nine, sheets = chosen(PRIORITIES, 9, seed=seed), list(candidates())
    for at, attribute in enumerate(PRIORITIES.attributes):
        told = []
        for said in (-1, 0, 1):
            tenth = next(one for one in sheets if what_the_tenth_said(one, at) == said)
            number = choices_told(together(nine, tenth), PRIORITIES).scores[attribute.id]
            assert number is not None
            told.append(number.value)
        assert told == sorted(told)
        assert len(set(told)) <= 2
        assert told[2] - told[0] <= 40  # two steps of twenty


@both
@pytest.mark.parametrize("chose", [0, 9, 10])
def test_ten_have_to_choose_before_anything_is_told_of_it(design: ChoiceDesign, chose: int) -> None:
    told = choices_told(together(chosen(design, chose), nobody_chose(design, 20)), design)
    assert (None in told.scores.values()) == (chose < 10)
    assert set(told.scores) == {a.id for a in design.attributes}
    assert len({n is None for n in told.scores.values()}) == 1


def test_an_attribute_that_nine_were_shown_hides_all_of_them() -> None:
    """Twelve chose, and only nine of them in the set that holds the first four domains."""
    sheet = all_alike(PRIORITIES, 12)
    sheet.most[9:, 0] = sheet.least[9:, 0] = NOT_CHOSEN
    assert set(choices_told(sheet, PRIORITIES).scores.values()) == {None}
    sheet.most[9, 0], sheet.least[9, 0] = 0, 3
    assert None not in choices_told(sheet, PRIORITIES).scores.values()


@pytest.mark.parametrize(("people", "row"), [(10, 5), (19, 5), (20, 10), (39, 10), (40, 20), (99, 20), (100, 50)])
def test_a_step_is_never_finer_than_two_choices_of_one_person(people: int, row: int) -> None:
    told = numbers_of(choices_told(chosen(PRIORITIES, people), PRIORITIES, staff=2 * people))
    assert {n.row for n in told} == {row}
    assert all(n.step >= 2 * 100 / people for n in told)
    assert all(n.se >= 100 / people for n in told)


@both
def test_all_attributes_are_told_in_the_row_of_the_one_with_the_fewest_behind_it(design: ChoiceDesign) -> None:
    sheet = chosen(design, 80, seed=3)
    for at in range(0, len(design.sets), 2):
        sheet.most[:40, at] = sheet.least[:40, at] = NOT_CHOSEN
    tally = tally_choices(sheet, design)
    behind = [tally.behind(a.id) for a in design.attributes]
    (row,) = {n.row for n in numbers_of(choices_told(sheet, design))}
    assert tally.least_behind == min(behind) < max(behind)
    assert row == max(edge for edge in (5, 10, 20, 50) if edge <= min(behind))


@both
def test_a_release_with_choices_survives_being_written_and_read_and_breaks_no_rule(design: ChoiceDesign) -> None:
    for people in (10, 15, 33, 130):
        release = released(sheet_with(chosen(design, people, seed=people)), design, staff=160)
        assert profile_of(from_json(canonical(release))) == profile_of(release)
        assert faults_of(release) == ()
        assert strangers_in(release, asking(design)) == ()


def test_answers_without_choices_leave_every_score_open() -> None:
    release = released(sheet_of_codes(answers(30)), PRIORITIES, staff=40)
    assert release.choices == {"priorities": ChoiceNumbers(hash_of_design(PRIORITIES), dict.fromkeys(DOMAINS))}
    found = profile_of(release).choices["priorities"]
    assert set(found.words.values()) == {PriorityWord.NONE}
    assert all(isinstance(score, Withheld) for score in found.scores.values())


def test_under_ten_answers_no_choice_is_told() -> None:
    release = released(sheet_with(all_alike(PRIORITIES, 9)), PRIORITIES, staff=20)
    assert (release.whole, release.choices) == (None, {})


def test_choices_of_another_design_or_of_other_people_are_not_counted() -> None:
    fitting = chosen(PRIORITIES, 12)
    places, roles = alone(Lens.PLACE, 12), alone(Lens.ROLE, 12)
    for choices in (
        (chosen(valued(), 12),),
        (fitting, fitting),
        (chosen(PRIORITIES, 13),),
        (replace(fitting, design="other"),),
        (replace(fitting, most=fitting.least),),
        (replace(fitting, most=fitting.most[:, :-1], least=fitting.least[:, :-1]),),
        (replace(fitting, most=np.where(fitting.most == NOT_CHOSEN, fitting.most, np.int8(8))),),
        (replace(fitting, most=np.where(fitting.most == NOT_CHOSEN, fitting.most, (fitting.most + 1) % 8)),),
    ):
        sheet = replace(sheet_of_codes(answers(12)), choices=choices)
        with pytest.raises(ValueError, match=r"not of|does not stand"):
            count(sheet, questionnaire=asking(PRIORITIES), places=places, roles=roles)


def test_one_person_cannot_have_chosen_in_several_blocks() -> None:
    sheet = all_alike(PRIORITIES, 12)
    sheet.most[0, 2], sheet.least[0, 2] = 0, 1
    with pytest.raises(ValueError, match="several blocks"):
        tally_choices(sheet, PRIORITIES)


@pytest.mark.parametrize(
    ("choices", "fits"),
    [
        ({}, True),
        ({"priorities": {}}, True),
        ({"priorities": {0: Chosen("D1", "D4"), 1: Chosen("D5", "D8")}}, True),
        ({"priorities": {0: Chosen("D1", "D4"), 2: Chosen("D1", "D2")}}, False),
        ({"priorities": {0: Chosen("D1", "D5")}}, False),
        ({"priorities": {14: Chosen("D1", "D4")}}, False),
        ({"valued": {0: Chosen("rights", "kindness")}}, False),
    ],
)
def test_a_ballot_chooses_what_stands_in_the_sets_of_one_block(
    choices: Mapping[str, Mapping[int, Chosen]], fits: bool
) -> None:
    assert are_of(choices, [PRIORITIES]) is fits


def test_ballots_become_scores() -> None:
    ballots = [
        Ballot(ROOT, ROOT, {}, {"priorities": {0: Chosen("D1", "D4"), 1: Chosen("D5", "D8")}}) for _person in range(10)
    ]
    sheet = sheet_of(ballots, [i.id for i in CORE.items], [PRIORITIES])
    told = released(sheet, PRIORITIES, staff=20).choices["priorities"]
    values = {a: n.value for a, n in told.scores.items() if n is not None}
    assert values == {"D1": 80, "D2": 0, "D3": 0, "D4": -80, "D5": 80, "D6": 0, "D7": 0, "D8": -80}


def test_choices_are_told_of_the_whole_only_and_as_coarse_as_everything_else() -> None:
    people = 60
    places = tree(Lens.PLACE, {("North",): 40, ("South",): 40}, people=80)
    sheet = sheet_of_codes(answers(people), places=[("North",)] * 30 + [("South",)] * 30)
    sheet = replace(sheet, choices=(chosen(PRIORITIES, people),))
    asked = asking(PRIORITIES)
    counts = count(sheet, questionnaire=asked, places=places, roles=alone(Lens.ROLE, 80))

    def build(plans: Plans, coarsened: int) -> Release:
        return build_release(Telling(asked, counts, plans, 10, coarsened=coarsened))

    assert len(build(plan_all(counts, k=10), 0).places) == 2
    rows = [
        {n.row for n in numbers_of(build(planning(counts, k=10), coarsened).choices["priorities"])}
        for planning in (plan_all, whole_only)
        for coarsened in (0, 1, 2)
    ]
    assert rows == [{20}, {10}, {5}] * 2


def test_what_is_told_of_choices_does_not_depend_on_groups() -> None:
    sheet = sheet_with(chosen(valued(), 60), codes=answers(60))
    grouped = replace(sheet_of_codes(answers(60), places=[("North",)] * 25 + [("South",)] * 35), choices=sheet.choices)
    places = tree(Lens.PLACE, {("North",): 40, ("South",): 40}, people=80)
    with_groups = release_of(grouped, questionnaire=asking(valued()), places=places, roles=alone(Lens.ROLE, 80))
    assert len(with_groups.places) == 2
    assert with_groups.choices == released(sheet, valued(), staff=80).choices


def broken(release: Release, design: str, **changed: Number | None) -> set[tuple[str, Broken]]:
    """The rules that a release breaks with other numbers of one design."""
    told = release.choices[design]
    numbers = replace(told, scores={**told.scores, **changed})
    return {(f.where, f.rule) for f in faults_of(replace(release, choices={design: numbers}))}


def test_every_rule_about_choices_that_a_changed_release_breaks_is_named() -> None:
    release = released(sheet_with(chosen(PRIORITIES, 30)), PRIORITIES, staff=50)
    number = release.choices["priorities"].scores["D1"]
    assert number is not None
    at, whole = "choices/priorities/D1", "choices/priorities"
    for other, faults in (
        (replace(number, value=3.0), {(at, Broken.STEP)}),
        (replace(number, step=5.0), {(at, Broken.STEP)}),
        (replace(number, value=90.0), {(at, Broken.END)}),
        (replace(number, value=-90.0), {(at, Broken.END)}),
        (replace(number, se=5), {(at, Broken.FLOOR)}),
        (replace(number, se=number.se_plain + 1), {(at, Broken.FLOOR)}),
        (replace(number, row=50), {(at, Broken.ROW), (at, Broken.STEP), (whole, Broken.CHOICE)}),
        (replace(number, row=7), {(at, Broken.ROW), (whole, Broken.CHOICE)}),
        (None, {(whole, Broken.CHOICE)}),
    ):
        assert broken(release, "priorities", D1=other) == faults
    nothing = replace(release, whole=None, people=None, response=None, places=(), roles=(), process={})
    assert ("whole", Broken.WHOLE) in {(f.where, f.rule) for f in faults_of(nothing)}


def test_choices_of_sets_that_were_not_asked_are_named() -> None:
    release = released(sheet_with(chosen(PRIORITIES, 30)), PRIORITIES)
    told = release.choices["priorities"]
    assert strangers_in(release, asking(valued())) == ("choices/priorities",)
    for other in (replace(told, design="other"), replace(told, scores={**told.scores, "D9": None})):
        changed = replace(release, choices={"priorities": other})
        assert strangers_in(changed, asking(PRIORITIES)) == ("choices/priorities",)


def test_the_hash_of_a_design_is_of_what_stands_together_in_whatever_order() -> None:
    turned = replace(
        PRIORITIES,
        attributes=PRIORITIES.attributes[::-1],
        sets=tuple(its[::-1] for its in PRIORITIES.sets[::-1]),
        title="Otherwise said",
    )
    assert hash_of_design(turned) == hash_of_design(PRIORITIES)
    assert hash_of_design(valued()) != hash_of_design(PRIORITIES)
    fewer = replace(PRIORITIES, sets=PRIORITIES.sets[:-1])
    assert hash_of_design(fewer) != hash_of_design(PRIORITIES)


def test_only_sets_of_domains_are_priorities() -> None:
    assert is_of_domains(PRIORITIES, CORE)
    assert not is_of_domains(valued(), CORE)


@both
def test_every_attribute_and_every_pair_stand_together_as_often_as_any_other(design: ChoiceDesign) -> None:
    """Counted one by one; R's own count stands in tests/references."""
    pairs = [
        sum({a, b} <= set(its) for its in design.sets) for a, b in combinations([x.id for x in design.attributes], 2)
    ]
    times = [sum(a.id in its for its in design.sets) for a in design.attributes]
    assert (set(times), set(pairs)) == (({7}, {3}) if design is PRIORITIES else ({6}, {2}))


@both
def test_what_is_chosen_far_more_often_is_called_first_and_what_is_not_is_not(design: ChoiceDesign) -> None:
    many = len(design.attributes)
    liking = [2.5, *[0.0] * (many - 2), -2.5]
    found = profile_of(released(sheet_with(chosen(design, 80, liking=liking)), design)).choices[design.id]
    words = [found.words[a.id] for a in design.attributes]
    assert (words[0], words[-1]) == (PriorityWord.FIRST, PriorityWord.LAST)
    assert set(words[1:-1]) == {PriorityWord.NONE}


def compared(before: Release, now: Release) -> Comparison:
    found = compare(before, now)
    assert isinstance(found, Comparison)
    return found


def test_choices_of_two_rounds_are_compared_where_the_sets_are_the_same() -> None:
    low, high = (
        released(sheet_with(chosen(PRIORITIES, 70, seed=seed, liking=[worth, *[0.0] * 7])), PRIORITIES, staff=90)
        for seed, worth in ((1, -2.0), (2, 2.0))
    )
    found = compared(low, high).choices["priorities"]
    assert set(found) == set(DOMAINS)
    first = found["D1"]
    assert not isinstance(first, Withheld)
    assert first.word is ChangeWord.CLEARLY_HIGHER
    assert first.difference == first.now.value - first.before.value
    told = high.choices["priorities"]
    other = replace(high, choices={"priorities": replace(told, design="another")})
    assert compared(low, other).choices == {}
    assert compared(replace(low, choices={}), high).choices == {}


def test_a_choice_withheld_in_one_of_two_rounds_is_not_compared() -> None:
    told = released(sheet_with(chosen(PRIORITIES, 30)), PRIORITIES)
    silent = released(sheet_with(nobody_chose(PRIORITIES, 30)), PRIORITIES)
    for before, now in ((told, silent), (silent, told)):
        found = compared(before, now).choices["priorities"]
        assert all(isinstance(change, Withheld) for change in found.values())


def beside(before: ChoiceSheet, after: ChoiceSheet) -> tuple[Counted, Release, Release]:
    """What is counted now, what would be told of it if nobody looked, and what was told then."""
    asked, places, roles = asking(PRIORITIES), alone(Lens.PLACE, 60), alone(Lens.ROLE, 60)
    codes = np.vstack([answers(len(before.most)), answers(1, seed=2)])
    earlier = released(sheet_with(before, codes=codes[:-1]), PRIORITIES, staff=60)
    counts = count(sheet_with(after, codes=codes), questionnaire=asked, places=places, roles=roles)
    return counts, build_release(Telling(asked, counts, plan_all(counts, k=10), 10, coarsened=0)), earlier


def of_d1(first: int, last: int, people: int) -> ChoiceSheet:
    """So many put D1 first in the first set, so many put it last there; where D1 is not first, D2 is."""
    sheet = all_alike(PRIORITIES, people)
    sheet.most[first:, 0] = 1
    sheet.least[people - last :, 0] = 0
    return sheet


@pytest.mark.parametrize(("first", "last", "passes"), [(0, 2, False), (10, 0, True)])
def test_one_who_joined_and_chose_is_not_read_off_two_rounds(first: int, last: int, passes: bool) -> None:
    """Nineteen, and then one more, who puts D1 first. Where two of the nineteen put it last and nobody first, -10.5 is
    told as -20 in steps of 20, and -5 as 0 in steps of 10: that leaves the joiner nothing but D1. Where ten put it
    first, much is left."""
    before = of_d1(first, last, 19)
    counts, now, then = beside(before, together(before, of_d1(1, 0, 1)))
    assert (then.people, now.people) == (Band(10, 19), Band(20, 49))
    found = [one for one in across_rounds.groups_beside(counts, now, then) if len(one.pairs) == len(DOMAINS)]
    assert len(found) == 1
    assert across_rounds.group_passes(found[0], k=10) is passes
    assert across_rounds.passes(counts, now, then, k=10) is passes


def test_choices_of_other_sets_are_not_put_beside_each_other() -> None:
    counts, now, then = beside(of_d1(10, 0, 19), together(of_d1(10, 0, 19), of_d1(1, 0, 1)))
    many = len(list(across_rounds.groups_beside(counts, now, then)))
    told = then.choices["priorities"]
    for other in ({}, {"priorities": replace(told, design="other")}, {"others": told}):
        assert len(list(across_rounds.groups_beside(counts, now, replace(then, choices=other)))) == many - 1
