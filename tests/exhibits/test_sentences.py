"""Findings and sentences: one for each case, and never more than the intervals allow."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from audit.exhibits import RoundFacts, exhibit_of, exhibits_of
from audit.exhibits.standing import contrast_sentence, headline_of
from audit.method.changes import Change
from audit.method.comparison import Comparison, NotCompared, WhyNot
from audit.method.groups import Lens
from audit.method.profile import (
    ChangeWord,
    Contrast,
    ContrastWord,
    GroupProfile,
    PrincipleFinding,
    Reason,
    Shown,
    StageFinding,
    Withheld,
)
from audit.method.questionnaire import Stage
from audit.method.release import Share
from audit.promise import Keys, Ledger, NewRep, WayIn
from tests.exhibits.rounds import HERE, facts, said, said_by, table, texts_of

SIZES = (8, 12, 30, 105)


def whole(known: RoundFacts) -> GroupProfile:
    found = known.profile.whole
    assert isinstance(found, GroupProfile)
    return found


def with_headline(finding: StageFinding | Withheld) -> RoundFacts:
    known = facts(30)
    return replace(known, change=None, profile=replace(known.profile, headline=finding))


def with_contrasts(words: list[ContrastWord]) -> GroupProfile:
    group = whole(facts(105))
    changed: dict[str, PrincipleFinding] = {}
    for (id_, found), word in zip(group.principles.items(), words, strict=True):
        assert found.contrast is not None
        changed[id_] = replace(found, contrast=Contrast(found.contrast.number, word))
    return replace(group, principles=changed)


@pytest.mark.parametrize("people", SIZES)
def test_no_sentence_says_more_than_can_be_known(people: int) -> None:
    text = said(people).lower()
    for word in (
        "weakest",
        "strongest",
        "no change",
        "no gap",
        "no difference",
        "unchanged",
        "best team",
        "significant",
    ):
        assert word not in text


@pytest.mark.parametrize("people", SIZES)
def test_interface_text_has_none_of_the_words_that_blame(people: int) -> None:
    words = set(re.findall(r"[a-z]+", said(people).lower()))
    assert not words & {"invalid", "illegal", "failed", "must", "victim", "forbidden", "please", "sorry", "oops"}


@pytest.mark.parametrize("people", SIZES)
def test_no_text_is_left_with_a_hole_for_a_value(people: int) -> None:
    assert "%(" not in said(people)
    assert "%%" not in said(people)


def test_under_ten_answers_there_is_one_exhibit_that_says_so() -> None:
    (only,) = exhibits_of(facts(8))
    assert only.id == "trust"
    assert only.finding == "Too few people answered for anything to be told"
    text = "\n".join(said_by(only))
    assert "Withheld" in text
    assert "Fewer than 10 people answered" in text
    assert "Sit down as a team" in text
    assert not any(hasattr(v, "drawing") for t in only.tables for row in t.rows for v in row)


def test_a_sure_stage_is_the_headline() -> None:
    known = with_headline(StageFinding(Stage.SENSITIVE, Stage.SENSITIVE, Stage.SENSITIVE))
    assert headline_of(known) == "As a whole, we stand at “Sensitive”"


def test_an_unsure_stage_makes_the_range_the_headline() -> None:
    known = with_headline(StageFinding(Stage.SENSITIVE, Stage.AWARE, Stage.RESPONSIVE))
    assert headline_of(known) == "As a whole, we stand between “Aware” and “Responsive”"


def test_a_withheld_stage_is_never_called_absent() -> None:
    known = with_headline(Withheld(Reason.TOO_FEW_ANSWERS))
    assert headline_of(known) == "Too few answers to name one stage for the whole"


@pytest.mark.parametrize(
    ("strong", "weak", "begins"),
    [
        (1, 1, "Clearly above the mean of the five: “Safety”. Clearly below it: “Trustworthiness and transparency”."),
        (1, 0, "Clearly above the mean of the five: “Safety”."),
        (0, 1, "Clearly below the mean of the five: “Safety”."),
        (0, 0, "Scores differ, but none lies clearly above or below the mean of the five. We cannot tell."),
    ],
)
def test_only_clear_contrasts_are_named(strong: int, weak: int, begins: str) -> None:
    words = [ContrastWord.STRONG] * strong + [ContrastWord.WEAK] * weak
    words += [ContrastWord.NONE] * (5 - len(words))
    assert contrast_sentence(facts(105), with_contrasts(words)) == begins


def test_with_few_answers_no_principle_is_set_apart() -> None:
    assert "no principle can be told to stand apart" in exhibit_of(facts(12), "principles").sentence


@pytest.mark.parametrize(
    ("response", "says"),
    [
        (Share(75.0, 100.0), "Three quarters of staff or more answered."),
        (Share(50.0, 75.0), "Half of staff or more answered."),
        (Share(40.0, 50.0), "Fewer than half of staff may have answered."),
        (None, "We do not know how many could have answered."),
    ],
)
def test_the_response_is_told_in_words(response: Share | None, says: str) -> None:
    known = facts(30)
    finding = exhibit_of(replace(known, profile=replace(known.profile, response=response)), "trust").finding
    assert finding.startswith(says)


def test_a_ledger_that_does_not_add_up_is_said_first_of_all() -> None:
    trust = exhibit_of(replace(facts(30), ledger=Ledger.DOES_NOT), "trust")
    assert "do not add up" in trust.finding


def test_what_weakened_the_promise_is_said_in_the_report() -> None:
    new_rep = NewRep("Sam", "Ida", handed_over=False)
    weaker = replace(HERE, keys=Keys.ONE, way_in=WayIn.MAILED, host_holds_key=True, trial=True, new_rep=new_rep)
    text = "\n".join(said_by(exhibit_of(replace(facts(30), circumstances=weaker), "trust")))
    for part in (
        "One person alone held the key",
        "weaker than slips from a hat",
        "also held one of the keys",
        "a trial",
        "on the leaders’ word alone",
    ):
        assert part in text


def test_a_file_of_answers_says_that_anonymity_was_not_in_our_hands() -> None:
    text = "\n".join(said_by(exhibit_of(replace(facts(30), circumstances=None, ledger=None), "trust")))
    assert "Anonymity was not in this product’s hands" in text


def test_who_did_not_answer_is_said_beside_the_response() -> None:
    assert "happier people" in exhibit_of(facts(30), "trust").sentence


def test_the_missing_validation_is_said_where_the_stages_are() -> None:
    assert "not yet validated and has no norms" in exhibit_of(facts(30), "principles").note


def test_a_gap_or_change_that_is_not_clear_reads_cannot_tell() -> None:
    known = facts(30)
    change = known.change
    assert isinstance(change, Comparison)
    for cell, found in zip(
        (row[-1] for row in table(exhibit_of(known, "change"), "change-principles").rows),
        change.whole.principles.values(),
        strict=True,
    ):
        assert isinstance(found.score, Change)
        expected = {
            ChangeWord.CANNOT_TELL: "Cannot tell",
            ChangeWord.CLEARLY_HIGHER: "Clearly higher",
            ChangeWord.CLEARLY_LOWER: "Clearly lower",
        }[found.score.word]
        assert expected in list(texts_of(cell))


@pytest.mark.parametrize("reason", list(WhyNot))
def test_rounds_that_are_not_compared_say_why(reason: WhyNot) -> None:
    exhibit = exhibit_of(replace(facts(30), change=NotCompared(reason)), "change")
    assert exhibit.finding == "This round is not compared with an earlier one"
    assert exhibit.sentence
    assert not exhibit.tables


def test_a_first_round_has_no_word_about_change() -> None:
    with pytest.raises(KeyError):
        exhibit_of(replace(facts(30), change=None), "change")


def test_groups_stand_in_their_own_order_never_ranked() -> None:
    known = facts(105)
    names = [next(texts_of(row[0])) for row in table(exhibit_of(known, "groups"), "groups-place").rows]
    assert names == ["Whole organisation", *(g.path[-1] for g in known.profile.places)]


def test_small_groups_ask_for_care() -> None:
    known = facts(105)
    shown = table(exhibit_of(known, "groups"), f"groups-{Lens.PLACE.value}")
    for row, group in zip(shown.rows[1:], known.profile.places, strict=True):
        assert ("few answers" in " ".join(texts_of(row[1]))) == (group.tier < 50)


def test_each_gate_says_whether_it_holds() -> None:
    known = facts(105)
    rows = table(exhibit_of(known, "gates"), "gates-table").rows
    for row, found in zip(rows, whole(known).principles.values(), strict=True):
        for cell, gate in zip(row[1:], found.gates, strict=True):
            text = " ".join(texts_of(cell))
            assert ("Holds" in text) == gate.passed


def test_a_gate_that_most_cannot_see_is_not_called_absent() -> None:
    known = facts(105)
    group = whole(known)
    first = group.principles["S"]
    unseen = replace(first.gates[0], visible=False, passed=False)
    changed = replace(
        group,
        principles={**group.principles, "S": replace(first, gates=(unseen, *first.gates[1:]), stopped_at=Stage.AWARE)},
    )
    exhibits = {e.id: e for e in exhibits_of(replace(known, profile=replace(known.profile, whole=changed)))}
    assert "Most cannot see this" in "\n".join(said_by(exhibits["gates"]))
    assert "Safety" in "\n".join(said_by(exhibits["visibility"]))
    score = unseen.score
    assert isinstance(score, Shown)


def test_nothing_agreed_is_said_and_proposals_stand_in_their_order() -> None:
    known = replace(facts(30), plan=())
    plan = exhibit_of(known, "plan")
    assert plan.finding.startswith("Nothing is agreed yet")
    titles = [next(texts_of(row[0])) for row in table(plan, "proposals-table").rows]
    assert titles == [known.actions[p.action].title for p in known.proposals[:5]]


def test_principles_and_items_stand_in_the_order_in_which_they_are_asked() -> None:
    """Not in that of their ids: a release is written with its ids sorted."""
    known = facts(105)
    asked = [p.id for p in known.questionnaire.principles]
    assert asked != sorted(asked)
    assert [p for p, _found in known.in_order(whole(known).principles)] == asked
    names = [p.name for p in known.questionnaire.principles]
    text = " ".join(said_by(exhibit_of(known, "gates")))
    places = [text.index(name) for name in names if name in text]
    assert places == sorted(places)
