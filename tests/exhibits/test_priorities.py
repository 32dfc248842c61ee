"""What people want first, and what staff think that others value: never more than the numbers allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from audit.exhibits import RoundFacts, exhibit_of, exhibits_of, words
from audit.exhibits.choice_formulas import AMONG, ANSWERED, LEAST, MOST, STAFF, choice_rows
from audit.exhibits.plan import among_equals
from audit.exhibits.priorities import Choices, choices_of
from audit.exhibits.values import Drawn, Exhibit, Kept, Table
from audit.method.changes import Change, change_of
from audit.method.comparison import Comparison
from audit.method.profile import PriorityWord, Shown, Withheld
from audit.method.release import ChoiceNumbers, Number
from audit.method.telling import choice_finding, profile_of
from audit.method.tiers import ROWS
from reports.chapters import contents_of, later_chapters_of
from reports.glance import glance_of
from tests.exhibits.rounds import named, said_by, table, texts_of, values_of
from tests.method import choosing

PRIORITIES, VALUED = "core+priorities 60", "relationships 24"
FIFTY = ROWS[-1]


def number(value: float, *, se: int = 4) -> Number:
    """A score of choice sets, as it is told from fifty people on."""
    return Number(float(value), 2 * FIFTY.step, FIFTY.people, se, se)


def chose(name: str, scores: Mapping[str, float | None], *, se: int = 4) -> RoundFacts:
    """A round with these scores of its design, by the id of the attribute; all others stand at 0, and all are withheld
    where one is None."""
    known = named(name)
    (design,) = known.questionnaire.choices
    told: dict[str, Number | None] = {}
    for attribute in design.attributes:
        score = scores.get(attribute.id, 0)
        told[attribute.id] = None if score is None else number(score, se=se)
    if None in scores.values():
        told = dict.fromkeys(told)
    numbers = ChoiceNumbers("hash", told)
    return replace(
        known,
        release=replace(known.release, choices={design.id: numbers}),
        profile=replace(known.profile, choices={design.id: choice_finding(numbers)}),
        change=None,
    )


def shown(known: RoundFacts) -> Exhibit:
    return exhibit_of(known, "priorities" if known.questionnaire.domains else "perspectives")


def names(known: RoundFacts) -> Mapping[str, str]:
    (design,) = known.questionnaire.choices
    return {a.id: a.name for a in design.attributes}


def first_table(exhibit: Exhibit) -> Table:
    return exhibit.tables[0]


def test_the_heading_names_what_is_clearly_first_and_what_can_clearly_wait() -> None:
    known = chose(PRIORITIES, {"D5": 60, "D2": -40})
    assert shown(known).finding == (
        f"Clearly among what people want first: “{names(known)['D5']}”."
        f" Clearly among what can wait: “{names(known)['D2']}”"
    )


def test_where_nothing_is_clear_the_heading_says_that_we_cannot_tell() -> None:
    known = chose(PRIORITIES, {"D5": 20, "D2": -20}, se=12)
    assert shown(known).finding == "What people want first, we cannot tell yet"
    assert not any(name in shown(known).finding for name in names(known).values())


def test_what_can_wait_never_says_what_comes_first() -> None:
    finding = shown(chose(PRIORITIES, {"D2": -60})).finding
    assert finding.startswith("Clearly among what can wait")
    assert finding.endswith("What people want first, we cannot tell yet")


def test_many_that_are_clear_are_counted_not_listed() -> None:
    known = chose(PRIORITIES, {"D1": 40, "D2": 40, "D3": 40, "D4": 40})
    assert shown(known).finding == "Clearly among what people want first: 4 of these"


@pytest.mark.parametrize("name", [PRIORITIES, VALUED])
@pytest.mark.parametrize("se", [4, 9, 14, 30])
def test_only_what_carries_a_word_is_named_in_the_heading_or_called_clear_in_its_row(name: str, se: int) -> None:
    ids = [a.id for a in named(name).questionnaire.choices[0].attributes]
    scores = dict(zip(ids, (70, 40, 30, 24, 0, -18, -30, -60), strict=False))
    known = chose(name, scores, se=se)
    (choices,) = choices_of(known)
    finding = shown(known).finding
    for row, attribute in zip(first_table(shown(known)).rows, choices.ranked, strict=True):
        word = choices.found.words[attribute.id]
        clear = any("Clearly" in text for text in texts_of(row[-1]))
        assert clear is (word is not PriorityWord.NONE)
        assert word is not PriorityWord.NONE or f"“{attribute.name}”" not in finding


def test_rows_go_by_their_score_and_equals_stand_as_they_were_asked() -> None:
    known = chose(PRIORITIES, {"D3": 30, "D8": 30, "D1": -50})
    rows = [next(texts_of(row[0])) for row in first_table(shown(known)).rows]
    assert rows == [names(known)[d] for d in ("D3", "D8", "D2", "D4", "D5", "D6", "D7", "D1")]


def test_neighbours_are_said_to_change_places_by_chance() -> None:
    assert "can change places by chance" in shown(chose(PRIORITIES, {"D5": 60})).note


def test_an_open_end_is_said_and_its_interval_goes_to_the_end() -> None:
    known = chose(PRIORITIES, {"D5": 80, "D2": -80})
    rows = first_table(shown(known)).rows
    assert [next(texts_of(row[1])) for row in (rows[0], rows[-1])] == ["+80 or more", "−80 or less"]
    assert "to +100" in " ".join(texts_of(rows[0][-1]))
    assert "−100 to" in " ".join(texts_of(rows[-1][-1]))


def test_a_score_is_drawn_where_it_lies_between_minus_a_hundred_and_a_hundred() -> None:
    row = first_table(shown(chose(PRIORITIES, {"D5": 60}))).rows[0]
    (drawn,) = [v for v in row if isinstance(v, Drawn)]
    dot = next(dict(s.attributes) for s in drawn.drawing.shapes if s.tone == "dot")
    assert dot["cx"] == "80%"
    zero = next(dict(s.attributes) for s in drawn.drawing.shapes if s.tone == "zero")
    assert zero["x1"] == "50%"


@pytest.mark.parametrize("name", [PRIORITIES, VALUED])
def test_where_too_few_chose_every_cell_says_so_and_no_number_is_told(name: str) -> None:
    known = chose(name, {next(iter(names(named(name)))): None})
    told = shown(known)
    assert "too few people chose" in told.finding.lower()
    assert all(isinstance(cell, Kept) for row in first_table(told).rows for cell in row[1:])
    assert not any(isinstance(v, Drawn) for row in first_table(told).rows for v in row)
    (design,) = known.questionnaire.choices
    why = [next(texts_of(row[2])) for row in exhibit_of(known, "withheld").tables[0].rows]
    assert "Too few people chose in these sets." in why
    assert design.title in " ".join(said_by(exhibit_of(known, "withheld")))


@pytest.mark.parametrize(("people", "is_told"), [(9, False), (10, True)])
def test_what_fewer_than_ten_of_thirty_chose_is_not_told(people: int, *, is_told: bool) -> None:
    design = choosing.PRIORITIES
    who = choosing.together(choosing.chosen(design, people), choosing.nobody_chose(design, 30 - people))
    release = choosing.released(choosing.sheet_with(who), design)
    known = replace(
        named("core 30"),
        questionnaire=choosing.asking(design),
        release=release,
        profile=profile_of(release),
        change=None,
    )
    drawn = [v for v in values_of(exhibit_of(known, "priorities")) if isinstance(v, Drawn)]
    numbers = table(exhibit_of(known, "appendix"), f"numbers-choices-{design.id}").rows
    assert bool(drawn) is is_told
    assert any(isinstance(row[1], Kept) for row in numbers) is not is_told


def test_what_too_few_chose_is_no_finding_at_a_glance_and_sorts_nothing() -> None:
    known = chose(PRIORITIES, {"D1": None})
    assert not [f for f in glance_of(known, exhibits_of(known)).findings if "chose" in f]
    assert among_equals(known) == ""
    assert "Among equals" not in exhibit_of(known, "plan").sentence


def test_under_ten_answers_nothing_is_said_of_choices() -> None:
    known = named("core 8")
    assert not {"priorities", "perspectives"} & {e.id for e in exhibits_of(known)}


def test_where_nobody_was_asked_to_choose_there_is_no_such_exhibit() -> None:
    assert not {"priorities", "perspectives"} & {e.id for e in exhibits_of(named("core 30"))}


def test_that_priorities_sort_proposals_is_said_with_the_proposals() -> None:
    assert exhibit_of(named(PRIORITIES), "plan").sentence.endswith("Among equals, what staff want first comes first.")
    assert "Among equals" not in exhibit_of(named("core 30"), "plan").sentence


def test_at_a_glance_it_says_what_people_want_first() -> None:
    known = chose(PRIORITIES, {"D5": 60})
    assert any("what people want first" in f for f in glance_of(known, exhibits_of(known)).findings)


def test_what_staff_think_that_others_value_is_called_that_and_stands_beside_what_is_published() -> None:
    known = chose(VALUED, {"kindness": 60})
    (design,) = known.questionnaire.choices
    told = shown(known)
    assert told.finding.startswith(f"{design.title}, as staff see it")
    assert "does not say what people who are supported here would choose" in told.sentence
    text = "\n".join(said_by(told))
    assert design.published in text
    assert design.note in text
    assert "people want first" not in text


def test_what_others_value_is_never_among_what_staff_want_first() -> None:
    both = named("relationships 24")
    assert "perspectives" in {e.id for e in exhibits_of(both)}
    assert "priorities" not in {e.id for e in exhibits_of(both)}


def test_every_number_of_choices_stands_in_the_appendix_with_its_errors_and_its_row() -> None:
    for name in (PRIORITIES, VALUED):
        known = named(name)
        for design in known.questionnaire.choices:
            rows = table(exhibit_of(known, "appendix"), f"numbers-choices-{design.id}").rows
            said = {next(texts_of(row[0])): " ".join(texts_of(row[1])).replace("\u00a0", " ") for row in rows}
            told = known.release.choices[design.id]
            assert len(said) == len(told.scores)
            for attribute in design.attributes:
                score = told.scores[attribute.id]
                assert score is not None
                expected = f"{words.signed(score.value)} ({score.se} / {score.se_plain}; {score.row})"
                assert said[attribute.name].startswith(expected)
            facts = " ".join(said_by(exhibit_of(known, "appendix")))
            assert told.design[:12] in facts


def test_the_change_of_each_choice_has_its_word_and_its_own_scale() -> None:
    known = named(PRIORITIES)
    (design,) = known.questionnaire.choices
    before, now = (
        choice_finding(ChoiceNumbers("hash", {a.id: number(v) for a in design.attributes})) for v in (-30, 30)
    )
    assert isinstance(known.change, Comparison)
    moved = {a.id: change_of(before.scores[a.id], now.scores[a.id]) for a in design.attributes}
    told = replace(known, change=replace(known.change, choices={design.id: moved}))
    rows = table(exhibit_of(told, "change"), f"change-choices-{design.id}").rows
    assert [next(texts_of(row[0])) for row in rows] == [a.name for a in design.attributes]
    for row in rows:
        assert [next(texts_of(row[1])), next(texts_of(row[2]))] == ["−30", "+30"]
        assert "Clearly higher" in list(texts_of(row[-1]))
        drawn = row[3]
        assert isinstance(drawn, Drawn)
        assert next(dict(s.attributes)["cx"] for s in drawn.drawing.shapes if s.tone == "dot") == "80%"


def test_two_rounds_that_asked_the_same_stand_beside_each_other() -> None:
    known = named(PRIORITIES)
    assert isinstance(known.change, Comparison)
    (design,) = known.questionnaire.choices
    rows = table(exhibit_of(known, "change"), f"change-choices-{design.id}").rows
    for row, attribute in zip(rows, design.attributes, strict=True):
        found = known.change.choices[design.id][attribute.id]
        assert isinstance(found, Change)
        assert words.signed(found.difference) in " ".join(texts_of(row[-1]))


def test_without_an_earlier_round_of_the_same_sets_there_is_no_such_table() -> None:
    known = named(PRIORITIES)
    assert isinstance(known.change, Comparison)
    told = replace(known, change=replace(known.change, choices={}))
    assert not [t for t in exhibit_of(told, "change").tables if t.id.startswith("change-choices")]


def test_in_print_it_stands_after_the_change_and_before_the_plan() -> None:
    known = named(PRIORITIES)
    ids = [c.exhibit.id for c in later_chapters_of(exhibits_of(known))]
    assert ids.index("change") < ids.index("priorities") < ids.index("plan")
    assert "What do people want first?" in [e.title for e in contents_of(known, exhibits_of(known))]


def test_the_worked_example_is_the_ratio_of_two_sums() -> None:
    priority, error, first = (next(texts_of(row[2])) for row in choice_rows())
    shown_times = sum(MOST)
    assert f"= {100 * (MOST[0] - LEAST[0]) / shown_times:.0f};" in priority
    x = [1] * MOST[0] + [0] * (shown_times - MOST[0] - LEAST[0]) + [-1] * LEAST[0]
    score = sum(x) / shown_times
    e = [100 * ANSWERED / shown_times * (one - score) for one in x] + [0.0] * (ANSWERED - shown_times)
    plain = (sum(one * one for one in e) / (ANSWERED - 1)) ** 0.5 / ANSWERED**0.5
    assert f"plain {plain:.2f};" in error
    assert error.endswith(f"= {plain * (1 - shown_times / STAFF) ** 0.5:.2f}".rstrip("0"))
    assert f"one of {len(AMONG)}" in first


def test_equal_scores_keep_their_order_and_withheld_ones_too() -> None:
    (design,) = named(PRIORITIES).questionnaire.choices
    kept = choice_finding(ChoiceNumbers("hash", dict.fromkeys(a.id for a in design.attributes)))
    assert all(isinstance(score, Withheld) for score in kept.scores.values())
    assert Choices(design, kept).ranked == design.attributes
    equal = choice_finding(ChoiceNumbers("hash", {a.id: number(10) for a in design.attributes}))
    assert Choices(design, equal).ranked == design.attributes
    assert isinstance(Choices(design, equal).told, Shown)
