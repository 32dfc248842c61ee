"""Two rounds beside each other, labels over several rounds, leaders beside staff."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from audit.method.changes import Change, change_of, word_for
from audit.method.comparison import Comparison, GroupChange, NotCompared, WhyNot, compare, compare_with_earlier
from audit.method.intervals import Interval
from audit.method.labels import LabelWord, Setting, settings_through
from audit.method.leaders import About, Gap, LeaderGap, leader_gaps
from audit.method.profile import ChangeWord, Reason, Shown, StageFinding, Withheld
from audit.method.questionnaire import Questionnaire, Stage
from audit.method.release import PrincipleNumbers, Release
from audit.method.telling import profile_of, shown_score
from tests.builders import core
from tests.method.releases import HIGH, LOW, group, number, principle, release

TOO_FEW = Withheld(Reason.TOO_FEW_ANSWERS)


def compared(before: Release, now: Release, *, settings: dict[str, Setting] | None = None) -> Comparison:
    found = compare(before, now, settings=settings)
    assert isinstance(found, Comparison)
    return found


def with_safety(*cells: float | None, score: float = 60, se: int = 2) -> Release:
    """A release in which Safety has these cells and this score, and all else passes every gate."""
    return release(group(principles={"S": principle(*cells, score=number(score, se=se))}))


def with_score(score: float, *, se: int = 2) -> Release:
    return with_safety(HIGH, HIGH, HIGH, HIGH, score=score, se=se)


def change_in(before: Release, now: Release) -> Change:
    found = compared(before, now).whole.principles["S"].score
    assert isinstance(found, Change)
    return found


def test_a_clear_change_has_its_word() -> None:
    assert change_in(with_score(50), with_score(60)).word is ChangeWord.CLEARLY_HIGHER
    assert change_in(with_score(60), with_score(50)).word is ChangeWord.CLEARLY_LOWER


def test_a_small_change_cannot_be_told_and_is_never_called_none() -> None:
    found = change_in(with_score(50), with_score(54))
    assert found.word is ChangeWord.CANNOT_TELL
    assert found.low < 0 < found.difference < found.high


def test_the_word_is_that_of_a_welch_test_at_five_per_cent() -> None:
    for difference in range(1, 15):
        found = change_in(with_score(50, se=2), with_score(50 + difference, se=3))
        sd_before, sd_now = (math.sqrt(50 * (se * se + 1 / 12)) for se in (2, 3))
        tested = stats.ttest_ind_from_stats(50 + difference, sd_now, 50, 50, sd_before, 50, equal_var=False)
        assert (found.word is ChangeWord.CLEARLY_HIGHER) == (tested.pvalue < 0.05)


def test_an_interval_that_touches_zero_says_nothing() -> None:
    assert word_for(Interval(0, 5)) is ChangeWord.CANNOT_TELL
    assert word_for(Interval(-5, 0)) is ChangeWord.CANNOT_TELL


@given(value=st.floats(10, 90), se=st.integers(1, 30))
def test_the_same_score_twice_never_shows_a_change(value: float, se: int) -> None:
    told = shown_score(number(value, se=se))
    found = change_of(told, told)
    assert isinstance(found, Change)
    assert found.word is ChangeWord.CANNOT_TELL


def test_what_was_withheld_in_either_round_is_not_compared() -> None:
    gone = release(group(principles={"S": principle(HIGH, HIGH, None, HIGH, told=False)}))
    for pair in ((gone, with_score(60)), (with_score(60), gone)):
        found = compared(*pair).whole.principles["S"]
        assert found.score == TOO_FEW
        assert found.cells[2] == TOO_FEW
        assert isinstance(found.cells[1], Change)


def test_other_items_are_not_compared() -> None:
    found = compare(with_score(60), asking_others(with_score(60)))
    assert found == NotCompared(WhyNot.ASKED_DIFFERENTLY)


def asking_others(told: Release) -> Release:
    """The same round, had it asked other items in every part."""
    return replace(told, item_list="others", lists={part: f"other {part}" for part in told.lists})


def of_pulse(score: float) -> Release:
    """A round that asked two items of each principle: scores of modules, nothing that climbs."""
    whole = group(climbs=(), modules={p: number(score, se=2) for p in "STCEH"})
    return release(whole, questionnaire="pulse")


def with_module(score: float, *, safety: float = 60) -> Release:
    """A round that asked core and a module."""
    whole = group(
        principles={"S": principle(HIGH, HIGH, HIGH, HIGH, score=number(safety, se=2))},
        modules={"em-culture": number(score, se=2)},
    )
    return release(whole, questionnaire="core+empathy")


def test_pulse_is_compared_with_pulse_and_with_nothing_else() -> None:
    assert compare(with_score(60), of_pulse(60)) == NotCompared(WhyNot.ASKED_DIFFERENTLY)
    found = compared(of_pulse(50), of_pulse(60))
    assert (found.whole.principles, found.labels) == ({}, {})
    assert found.headline == Withheld(Reason.NO_STAGE)
    assert {c.word for c in found.whole.modules.values() if isinstance(c, Change)} == {ChangeWord.CLEARLY_HIGHER}


def test_what_both_rounds_asked_is_compared_whatever_else_one_of_them_asked() -> None:
    found = compared(with_score(50), with_module(40, safety=60))
    assert found.whole.modules == {}
    assert isinstance(found.whole.principles["S"].score, Change)
    found = compared(with_module(40), with_module(60))
    change = found.whole.modules["em-culture"]
    assert isinstance(change, Change)
    assert change.word is ChangeWord.CLEARLY_HIGHER


def test_a_module_with_the_same_list_is_compared_where_core_has_another() -> None:
    before = with_module(60)
    now = replace(before, item_list="others", lists={**before.lists, "stages": "other items"})
    found = compared(before, now)
    assert set(found.whole.modules) == {"em-culture"}
    assert (found.whole.principles, found.whole.domains) == ({}, {})
    assert {label.word for label in found.labels.values()} == {LabelWord.FIRST}


def test_a_pulse_in_between_changes_neither_labels_nor_what_a_round_stands_beside() -> None:
    assert settings_through([AWARE_50, of_pulse(50)]) == settings_through([AWARE_50])
    assert compare_with_earlier([AWARE_50, of_pulse(50)], SENSITIVE_54) == compare(AWARE_50, SENSITIVE_54)
    assert compare_with_earlier([of_pulse(50), AWARE_50], of_pulse(60)) == compare(of_pulse(50), of_pulse(60))


def test_a_new_edition_of_the_same_items_is_compared() -> None:
    assert isinstance(compare(with_score(60), replace(with_score(60), edition="2")), Comparison)


def test_a_round_of_too_few_people_is_not_compared() -> None:
    assert compare(release(None), with_score(60)) == NotCompared(WhyNot.NOTHING_TOLD_BEFORE)
    assert compare(with_score(60), release(None)) == NotCompared(WhyNot.NOTHING_TOLD_NOW)


def test_a_group_is_compared_only_with_itself() -> None:
    north, south, west = (group(path=(name,)) for name in ("North", "South", "West"))
    before = release(group(), places=[north, south])
    now = release(group(), places=[north, replace(south, definition="two teams now"), west])
    found = {c.path: c.change for c in compared(before, now).places}
    assert isinstance(found[("North",)], GroupChange)
    assert found[("South",)] == NotCompared(WhyNot.GROUP_CHANGED)
    assert found[("West",)] == NotCompared(WhyNot.NOT_TOLD_BEFORE)


def test_a_process_item_is_compared_from_its_second_asking() -> None:
    before = release(group(), process={"P1": number(50)})
    now = release(group(), process={"P1": number(70), "P3": number(40)})
    found = compared(before, now).process
    assert set(found) == {"P1"}
    assert isinstance(found["P1"], Change)
    assert found["P1"].word is ChangeWord.CLEARLY_HIGHER


def test_domains_are_compared_relative_to_their_stages() -> None:
    before, now = (release(group(domains={"D2": number(v, se=2)})) for v in (-8, 3))
    found = compared(before, now).whole.domains["D2"]
    assert isinstance(found, Change)
    assert (found.difference, found.word) == (11, ChangeWord.CLEARLY_HIGHER)


AWARE_50 = with_safety(HIGH, LOW, LOW, LOW, score=50)
SENSITIVE_54 = with_safety(HIGH, HIGH, LOW, LOW, score=54)
SENSITIVE_58 = with_safety(HIGH, HIGH, LOW, LOW, score=58)


def test_the_first_round_sets_the_label() -> None:
    found = settings_through([AWARE_50])["S"]
    assert found.stage.stage is Stage.AWARE
    assert isinstance(found.score, Shown)
    assert found.score.value == 50


def test_a_label_is_held_while_the_score_cannot_be_told_from_the_setting_round() -> None:
    found = compared(AWARE_50, SENSITIVE_54).labels["S"]
    assert found.word is LabelWord.HELD
    assert found.stage == StageFinding(Stage.AWARE, Stage.AWARE, Stage.SENSITIVE)


def test_a_label_moves_with_a_clearly_other_score() -> None:
    found = compared(AWARE_50, SENSITIVE_58).labels["S"]
    assert found.word is LabelWord.MOVED
    assert found.stage == StageFinding(Stage.SENSITIVE, Stage.SENSITIVE, Stage.SENSITIVE)
    assert found.setting is not None
    assert isinstance(found.setting.score, Shown)
    assert found.setting.score.value == 58


def test_a_slow_climb_frees_the_label_though_no_single_year_shows_it() -> None:
    rounds = [AWARE_50, SENSITIVE_54, SENSITIVE_58]
    assert change_in(*rounds[1:]).word is ChangeWord.CANNOT_TELL
    against_last_year = compared(*rounds[1:], settings=settings_through(rounds[1:2]))
    assert against_last_year.labels["S"].word is LabelWord.STANDS
    found = compared(*rounds[1:], settings=settings_through(rounds[:2])).labels["S"]
    assert found.word is LabelWord.MOVED


def test_the_same_stage_again_keeps_the_round_that_set_it() -> None:
    later = with_safety(HIGH, LOW, LOW, LOW, score=70)
    found = compared(AWARE_50, later).labels["S"]
    assert found.word is LabelWord.STANDS
    assert found.setting == settings_through([AWARE_50])["S"]


def test_a_broken_basic_lowers_the_label_though_the_mean_rose() -> None:
    broken = with_safety(LOW, 90, 90, 90, score=75)
    found = compared(AWARE_50, broken).labels["S"]
    assert found.word is LabelWord.MOVED
    assert isinstance(found.stage, StageFinding)
    assert found.stage.stage is Stage.STARTING_OUT


def test_too_few_answers_leave_the_setting_waiting() -> None:
    quiet = with_safety(None, HIGH, HIGH, HIGH)
    found = compared(AWARE_50, quiet).labels["S"]
    assert (found.word, found.stage) == (LabelWord.WITHHELD, TOO_FEW)
    assert settings_through([AWARE_50, quiet, release(None)]) == settings_through([AWARE_50])


def test_a_principle_first_told_now_sets_its_label_now() -> None:
    found = compared(with_safety(None, HIGH, HIGH, HIGH), AWARE_50).labels["S"]
    assert found.word is LabelWord.FIRST


def test_a_stage_without_a_score_cannot_move_a_label() -> None:
    def unscored(told: PrincipleNumbers) -> Release:
        return release(group(principles={"S": replace(told, score=None)}))

    found = compared(AWARE_50, unscored(principle(HIGH, HIGH, LOW, None))).labels["S"]
    assert found.word is LabelWord.HELD


def test_asking_differently_sets_all_labels_anew() -> None:
    other = asking_others(SENSITIVE_54)
    assert settings_through([AWARE_50, other]) == settings_through([other])


def test_the_headline_follows_the_labels() -> None:
    found = compared(AWARE_50, SENSITIVE_54)
    assert isinstance(found.headline, StageFinding)
    assert found.headline.stage is Stage.AWARE


def ratings_of(questionnaire: Questionnaire, rating: int) -> dict[str, int]:
    return {i.id: rating for i in questionnaire.items if i.stage}


def gaps_of(told: Release, ratings: dict[str, int]) -> dict[str, LeaderGap]:
    return {g.id: g for g in leader_gaps(profile_of(told), ratings=ratings, questionnaire=core())}


def test_leaders_are_scored_with_the_weights_of_the_staff() -> None:
    found = gaps_of(with_score(50), ratings_of(core(), 3))
    assert [found[p].leaders for p in "STCEH"] == pytest.approx([75] * 5)
    assert [found[d.id].leaders for d in core().domains] == pytest.approx([0] * 8, abs=1e-9)
    assert found["S"].items_rated == 8
    assert [g.about for g in found.values()] == [About.PRINCIPLE] * 5 + [About.DOMAIN] * 8


def test_a_gap_is_the_leaders_rating_less_the_staff_with_the_staff_interval() -> None:
    told = with_score(50)
    gap = gaps_of(told, ratings_of(core(), 3))["S"].gap
    assert isinstance(gap, Gap)
    half = float(stats.t.ppf(0.975, 49)) * math.sqrt(4 + 1 / 12)
    assert gap.value == pytest.approx(25)
    assert (gap.low, gap.high) == pytest.approx((25 - half, 25 + half), rel=1e-9)
    assert gap.word is ChangeWord.CLEARLY_HIGHER


def test_a_gap_is_judged_without_population_correction() -> None:
    told = release(group(principles={"S": principle(HIGH, HIGH, HIGH, HIGH, score=number(68, se=1, se_plain=6))}))
    gap = gaps_of(told, ratings_of(core(), 3))["S"].gap
    assert isinstance(gap, Gap)
    assert gap.word is ChangeWord.CANNOT_TELL


def test_an_open_end_of_the_staff_leaves_the_gap_open() -> None:
    gap = gaps_of(with_score(90), ratings_of(core(), 4))["S"].gap
    assert isinstance(gap, Gap)
    assert (gap.value, gap.low, gap.word) == (10, 0, ChangeWord.CANNOT_TELL)


def test_leaders_who_see_one_domain_better_than_all_else_show_it_there() -> None:
    ratings = {**ratings_of(core(), 2), **{i.id: 4 for i in core().items if i.domain == "D5"}}
    found = gaps_of(with_score(50), ratings)
    # Its five items stand 50 points above the rest; each is one of ten items of its stage, D5's stages 1, 1, 2, 3, 4.
    stages = [i.stage for i in core().items if i.domain == "D5"]
    expected = 50 - sum(50 * stages.count(s) / 10 for s in stages) / 5
    assert found["D5"].leaders == pytest.approx(expected)
    gap = found["D5"].gap
    assert isinstance(gap, Gap)
    assert gap.word is ChangeWord.CLEARLY_HIGHER


def test_what_leaders_left_open_has_no_gap() -> None:
    only = {i.id: 3 for i in core().items if i.principle == "S" and i.stage is not Stage.INFORMED}
    found = gaps_of(with_score(50), only)
    assert found["S"].leaders == Withheld(Reason.NOT_RATED)
    assert found["S"].gap == Withheld(Reason.NOT_RATED)
    assert (found["S"].items_rated, found["T"].items_rated) == (6, 0)


def test_nothing_is_told_of_a_gap_where_too_few_people_answered() -> None:
    found = gaps_of(release(None), ratings_of(core(), 3))
    assert {g.gap for g in found.values()} == {Withheld(Reason.TOO_FEW_PEOPLE)}


def test_an_unknown_item_or_rating_in_the_leaders_form_is_refused() -> None:
    with pytest.raises(KeyError):
        gaps_of(with_score(50), {"nowhere": 3})
    with pytest.raises(ValueError, match="0 to 4"):
        gaps_of(with_score(50), {core().items[0].id: 5})


def test_a_round_with_too_few_answers_in_between_changes_nothing() -> None:
    before, now = with_score(60), with_score(62)
    assert compare_with_earlier([], now) is None
    beside = compare_with_earlier([before, release(None)], now)
    assert isinstance(beside, Comparison)
    assert beside == compare_with_earlier([before], now) == compare(before, now)
    assert compare_with_earlier([release(None)], now) == NotCompared(WhyNot.NOTHING_TOLD_BEFORE)
