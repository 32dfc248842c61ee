"""A release in words: every word a function of released numbers, and none where nothing may be told."""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest

from audit.method.groups import ROOT, Lens
from audit.method.profile import (
    Agreement,
    ContrastWord,
    End,
    GroupProfile,
    Profile,
    Reason,
    Shown,
    StageFinding,
    Withheld,
)
from audit.method.questionnaire import Stage
from audit.method.release import AUDITED, Hidden, Release, canonical, from_json, hash_of
from audit.method.telling import contrast_of, item_finding, profile_of, shown_difference, shown_score
from tests.method.releases import (
    FIFTY,
    HIGH,
    LOW,
    TEN,
    TWENTY,
    band,
    group,
    item,
    number,
    principle,
    release,
    split_item,
)

NOBODY = Withheld(Reason.TOO_FEW_PEOPLE)


def whole_of(profile: Profile) -> GroupProfile:
    assert isinstance(profile.whole, GroupProfile)
    return profile.whole


def test_fewer_than_k_people_leave_no_word_and_no_number() -> None:
    found = profile_of(replace(release(None, response=band(0, 25)), process={}))
    assert found.headline == NOBODY
    assert found.whole == NOBODY
    assert (found.process, found.places, found.roles, found.absent) == ({}, (), (), {})
    assert found.response is None


def test_a_number_that_slipped_into_such_a_release_is_not_told_either() -> None:
    told = release(group(), places=[group(path=("North",))], process={"P1": number(50)}, response=band(50, 60))
    found = profile_of(replace(told, people=None))
    assert found.whole == NOBODY
    assert (found.process, found.places, found.absent) == ({}, (), {})


def test_where_the_audit_let_nothing_pass_that_is_the_reason() -> None:
    found = profile_of(replace(release(None), hidden=(Hidden(Lens.PLACE, ROOT, "group", AUDITED),)))
    assert found.headline == Withheld(Reason.AUDITED)


def test_a_team_that_the_audit_hid_is_not_why_too_few_people_answered() -> None:
    hidden = (Hidden(Lens.PLACE, ("North",), "group", AUDITED),)
    assert profile_of(replace(release(None), hidden=hidden)).headline == NOBODY


def test_a_score_is_told_with_its_interval_and_its_open_end() -> None:
    highest = shown_score(number(90, se=2, se_plain=3))
    assert isinstance(highest, Shown)
    assert (highest.value, highest.step, highest.row, highest.se, highest.se_plain) == (90, 1, 50, 2, 3)
    assert (highest.end, highest.high) == (End.OR_MORE, 100)
    assert highest.low == pytest.approx(90 - 2.0096 * (4 + 1 / 12) ** 0.5, abs=1e-3)
    lowest = shown_score(number(10))
    assert isinstance(lowest, Shown)
    assert (lowest.end, lowest.low) == (End.OR_LESS, 0)


def test_a_difference_never_has_an_open_end() -> None:
    found = shown_difference(number(-12.5, row=20))
    assert isinstance(found, Shown)
    assert found.end is End.NONE


def test_what_too_few_people_rated_has_a_reason_instead_of_a_number() -> None:
    told = group(principles={"T": principle(HIGH, HIGH, None, HIGH, told=False)}, domains={"D3": None})
    whole = whole_of(profile_of(release(told)))
    too_few = Withheld(Reason.TOO_FEW_ANSWERS)
    assert whole.principles["T"].score == too_few
    assert whole.principles["T"].stage == too_few
    assert whole.principles["T"].gates[2].score == too_few
    assert not whole.principles["T"].gates[2].passed
    assert whole.domains["D3"].score == too_few


def test_a_withheld_principle_withholds_the_headline() -> None:
    told = group(principles={"T": principle(HIGH, None, HIGH, HIGH)})
    assert profile_of(release(told)).headline == Withheld(Reason.TOO_FEW_ANSWERS)


def test_the_headline_is_that_of_the_whole_organisation() -> None:
    told = group(principles={p: principle(HIGH, HIGH, LOW, LOW) for p in "ST"})
    north = group(path=("North",), principles={p: principle(LOW, LOW, LOW, LOW) for p in "STC"})
    found = profile_of(release(told, places=[north]))
    assert found.headline == StageFinding(Stage.SENSITIVE, Stage.SENSITIVE, Stage.SENSITIVE)
    assert found.places[0].lens is Lens.PLACE
    assert found.places[0].path == ("North",)


def test_a_gate_that_is_not_visible_keeps_its_figure_and_does_not_pass() -> None:
    told = principle(HIGH, HIGH, HIGH, HIGH)
    one, two, three, last = told.cells
    hidden = replace(told, cells=(one, replace(two, visible=False), three, last))
    found = whole_of(profile_of(release(group(principles={"C": hidden})))).principles["C"]
    assert isinstance(found.gates[1].score, Shown)
    assert (found.gates[1].visible, found.gates[1].passed) == (False, False)
    assert found.stopped_at is Stage.SENSITIVE
    assert found.ahead == (Stage.RESPONSIVE, Stage.INFORMED)


@pytest.mark.parametrize(
    ("value", "se", "word"),
    [
        (8, 2, ContrastWord.STRONG),
        (-8, 2, ContrastWord.WEAK),
        (3, 1, ContrastWord.STRONG),  # t(.995, 49) SE* = 2.68 x 1.041 = 2.79
        (2.7, 0, ContrastWord.NONE),  # clearly not 0, but too small to name
        (8, 3, ContrastWord.NONE),  # 2.68 x 3.01 = 8.07
        (0, 1, ContrastWord.NONE),
    ],
)
def test_a_principle_is_named_only_where_it_clearly_stands_out(value: float, se: int, word: ContrastWord) -> None:
    assert contrast_of(number(value, se=se)).word is word


def test_a_contrast_is_judged_without_population_correction() -> None:
    assert contrast_of(number(8, se=1, se_plain=3)).word is ContrastWord.NONE


def test_no_principle_is_named_in_a_group_of_fewer_than_twenty() -> None:
    strong = {"S": principle(HIGH, HIGH, HIGH, HIGH, contrast=number(20, row=10, step=5))}
    small = whole_of(profile_of(release(group(principles=strong, tier=10, people=TEN))))
    large = whole_of(profile_of(release(group(principles=strong, tier=20, people=TWENTY))))
    assert small.principles["S"].contrast is None
    named = large.principles["S"].contrast
    assert named is not None
    assert named.word is ContrastWord.STRONG


def test_the_absent_are_reckoned_with_from_fifty_people() -> None:
    fifty = profile_of(release(group(), response=band(70, 80)))
    assert set(fifty.absent) == set("STCEH")
    assert astuple(fifty.absent["S"]) == pytest.approx((57, 42, 72))
    fewer = profile_of(release(group(people=TWENTY, tier=20), response=band(50, 75)))
    assert fewer.absent == {}


def test_without_headcounts_nothing_is_said_about_the_absent() -> None:
    assert profile_of(release(group(people=FIFTY))).absent == {}


def test_a_principle_without_a_score_has_no_bounds() -> None:
    told = group(principles={"E": principle(HIGH, HIGH, None, HIGH, told=False)})
    assert set(profile_of(release(told, response=band(70, 80))).absent) == set("STCH")


def test_an_item_from_twenty_raters_has_bands_and_no_word_about_agreement() -> None:
    found = item_finding(item(cannot_tell=band(30, 40)))
    assert found.usually == band(50, 60)
    assert (found.split, found.spread, found.rwg, found.agreement, found.divided) == (None,) * 5
    assert not found.visible
    assert found.usually_interval.low < 50 < 60 < found.usually_interval.high


def test_an_item_from_fifty_raters_has_its_words() -> None:
    found = item_finding(split_item(40, 15, 45, spread=40))
    assert found.rwg == pytest.approx(0.36)
    assert found.agreement is Agreement.DIVIDED
    assert found.divided is True
    assert found.visible
    assert found.usually == band(42.5, 47.5)


def test_a_split_at_an_end_leaves_its_band_open() -> None:
    assert item_finding(split_item(80, 10, 10, spread=20)).usually == band(0, 12.5)
    assert item_finding(split_item(10, 10, 90, spread=20)).usually == band(87.5, 100)


def test_an_item_that_tells_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="band of 3 or 4"):
        item_finding(replace(item(cannot_tell=band(0, 10)), usually=None))


def test_a_process_item_has_its_own_score() -> None:
    found = profile_of(release(group(), process={"P1": number(70), "P2": None}))
    assert isinstance(found.process["P1"], Shown)
    assert found.process["P2"] == Withheld(Reason.TOO_FEW_ANSWERS)


def told_richly() -> Release:
    contrasted = {p: principle(HIGH, 65, 60, LOW, contrast=number(4)) for p in "SH"}
    items = {"S.D1": split_item(40, 15, 45, spread=35), "S.D2": item(cannot_tell=band(40, 50))}
    return release(
        group(principles=contrasted, items=items),
        places=[group(path=("North", "Team 3"), tier=20, people=TWENTY)],
        response=band(60, 70),
        process={"P1": number(55)},
    )


def test_the_profile_depends_on_nothing_but_the_release() -> None:
    told = told_richly()
    assert profile_of(told) == profile_of(from_json(canonical(told)))


def test_the_profile_names_the_release_it_was_made_from() -> None:
    told = told_richly()
    assert profile_of(told).release_hash == hash_of(told)
    assert profile_of(told).release_hash != profile_of(replace(told, coarsened=1)).release_hash
