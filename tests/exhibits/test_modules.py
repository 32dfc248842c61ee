"""Modules, stepped care, and rounds that did not ask core: what they show, and what they leave out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.exhibits import RoundFacts, exhibit_of, exhibits_of
from audit.exhibits.items import module_items_of
from audit.exhibits.modules import module_parts, modules_of
from audit.exhibits.plan import plan_of, why_words
from audit.exhibits.principle import sections_of
from audit.exhibits.stepped_care import stepped_care_of
from audit.exhibits.values import Drawn, Exhibit, Kept, Lines
from audit.method.planning import Why, propose
from audit.method.profile import GroupProfile, ItemFinding, ModuleFinding, Shown
from audit.method.release import Share
from audit.method.telling import item_finding, shown_score
from tests.exhibits.rounds import named, said_by, table, texts_of, values_of
from tests.method.releases import band, item, number

CORE_ONLY = {"principles", "gates", "grid", "items"}


def whole(known: RoundFacts) -> GroupProfile:
    found = known.profile.whole
    assert isinstance(found, GroupProfile)
    return found


@pytest.mark.parametrize("name", ["stepped-care 60", "pulse 30", "digital 24"])
def test_without_core_there_is_no_ladder_no_grid_and_no_page_of_a_principle(name: str) -> None:
    known = replace(named(name), plan=())
    assert not CORE_ONLY & {e.id for e in exhibits_of(known)}
    assert sections_of(known, whole(known)) == ()
    text = "\n".join(t for e in exhibits_of(known) if e.id != "appendix" for t in said_by(e))
    assert "mean of the five" not in text
    assert "next stage" not in text


def test_core_alone_has_neither_topics_nor_tiers() -> None:
    assert not {"modules", "module-items", "stepped-care"} & {e.id for e in exhibits_of(named("core 105"))}


def test_topics_stand_part_by_part_in_the_order_asked_never_ranked() -> None:
    known = named("core+stepped-care+empathy 60")
    shown = modules_of(known, whole(known))
    assert shown is not None
    names = [next(texts_of(row[0])) for t in shown.tables for row in t.rows]
    assert names == [g.name for g in known.questionnaire.groups]
    assert [t.id for t in shown.tables] == ["modules-tier-1", "modules-tier-2", "modules-tier-3", "modules-empathy"]


def test_in_pulse_the_principles_are_topics() -> None:
    parts = module_parts(named("pulse 30").questionnaire)
    assert [(p.id, [m.id for m in p.modules]) for p in parts] == [("partly", ["S", "T", "C", "E", "H"])]


def with_scores(known: RoundFacts, **scores: float) -> RoundFacts:
    """The same round with these scores of topics; all others lie around the line."""
    told = {
        m.id: ModuleFinding(shown_score(number(scores.get(m.id, 62), se=3)), 2, 2) for m in known.questionnaire.modules
    }
    return replace(known, profile=replace(known.profile, whole=replace(whole(known), modules=told)))


def finding(known: RoundFacts) -> str:
    shown = modules_of(known, whole(known))
    assert shown is not None
    return shown.finding


def test_the_finding_says_only_what_whole_intervals_allow() -> None:
    known = named("pulse 30")
    assert finding(with_scores(known)) == "Of no topic can we tell on which side of 62.5 it lies"
    assert finding(with_scores(known, S=40)) == "Clearly below 62.5: “Safety”"
    assert (
        finding(with_scores(known, S=40, T=80, C=80, E=80))
        == "Clearly below 62.5: “Safety”. Clearly above it: 3 topics"
    )


def test_a_topic_that_is_withheld_says_so_and_has_no_number() -> None:
    known = named("stepped-care 14")
    shown = modules_of(known, whole(known))
    assert shown is not None
    rows = [row for t in shown.tables for row in t.rows if isinstance(row[1], Kept)]
    assert all(not isinstance(cell, Drawn) for row in rows for cell in row)


def test_the_line_is_said_to_be_our_own() -> None:
    known = named("pulse 30")
    assert "not validated" in exhibit_of(known, "modules").note


def told(*, usually: Share | None = None, known: Share | None = None) -> ItemFinding:
    return item_finding(item(cannot_tell=band(0, 10), usually=usually, known=known))


def tier_round(*, known: Share, trusted: Share, ratings: dict[str, int]) -> RoundFacts:
    """Stepped care in which all supports and all tiers are told alike."""
    facts = named("stepped-care 60")
    asked = facts.questionnaire
    supports = {i.id for i in asked.supports}
    items = {i.id: told(known=known) if i.id in supports else told(usually=trusted) for i in asked.items}
    profile = replace(facts.profile, whole=replace(whole(facts), items=items))
    return replace(facts, profile=profile, ratings=ratings)


def tiers_shown(facts: RoundFacts) -> Exhibit:
    shown = stepped_care_of(facts, whole(facts))
    assert shown is not None
    return shown


MANY, FEW, HALF = band(90, 100), band(0, 10), band(40, 50)


def rated(value: int) -> dict[str, int]:
    return {i.id: value for i in named("stepped-care 60").questionnaire.items}


@pytest.mark.parametrize(
    ("known", "trusted", "ratings", "says"),
    [
        (MANY, FEW, rated(3), "Support is there and known, but fewer than half would use it without fear"),
        (FEW, FEW, rated(3), "28 supports are there, but fewer than half know of them"),
        (MANY, FEW, {}, "Fewer than half would use this support without fear"),
        (MANY, MANY, rated(0), "By the leaders’ own form, 28 supports are not there yet"),
        (MANY, MANY, rated(2), "In all tiers, support is there, most know of it, and most would use it without fear"),
        (HALF, MANY, rated(2), "Most would use this support without fear; of some"),
        (MANY, HALF, rated(2), "Of some of this support we cannot tell"),
    ],
)
def test_the_gravest_thing_that_can_be_told_of_the_tiers_is_the_heading(
    known: Share, trusted: Share, ratings: dict[str, int], says: str
) -> None:
    found = tiers_shown(tier_round(known=known, trusted=trusted, ratings=ratings)).finding
    supports = len(named("stepped-care 60").questionnaire.supports)
    assert found.startswith(says.replace("28", str(supports)))


def test_a_page_without_room_names_the_tiers_by_their_numbers() -> None:
    assert tiers_shown(tier_round(known=MANY, trusted=FEW, ratings=rated(3))).brief == (
        "Support is there and known, but fewer than half would use it without fear: tiers 1, 2 and 3"
    )
    assert not tiers_shown(tier_round(known=MANY, trusted=MANY, ratings=rated(3))).brief


def test_what_is_said_of_trust_is_not_said_of_knowing() -> None:
    rows = table(tiers_shown(tier_round(known=MANY, trusted=FEW, ratings=rated(2))), "funnel-1").rows
    *supports, trust = [list(texts_of(row[-1]))[1] for row in rows]
    assert set(supports) == {"most know of it"}
    assert trust == "fewer than half"


def test_a_tier_has_a_row_for_each_support_and_one_for_trust() -> None:
    facts = tier_round(known=MANY, trusted=FEW, ratings=rated(2))
    for tier in (1, 2, 3):
        rows = table(tiers_shown(facts), f"funnel-{tier}").rows
        assert len(rows) == 1 + sum(i.tier == tier for i in facts.questionnaire.supports)
        assert "Would be used without fear" in list(texts_of(rows[-1][0]))


def test_what_leaders_left_open_is_not_called_absent() -> None:
    first = next(iter(rated(3)))
    text = "\n".join(said_by(tiers_shown(tier_round(known=MANY, trusted=MANY, ratings={first: 3}))))
    assert "Not said" in text
    assert "not there" not in text


def test_where_there_is_no_leadership_form_no_table_asks_for_it() -> None:
    shown = tiers_shown(tier_round(known=MANY, trusted=MANY, ratings={}))
    assert "leaders" not in "\n".join(said_by(shown))
    assert all(len(row) == len(t.columns) for t in shown.tables for row in t.rows)
    assert all(95 <= sum(c.width for c in t.columns) <= 101 for t in shown.tables)


def test_support_that_may_not_be_told_is_a_word() -> None:
    facts = named("stepped-care 14")
    rows = table(tiers_shown(facts), "funnel-1").rows
    assert all(isinstance(cell, Kept) for row in rows for cell in row[2:4])
    assert tiers_shown(facts).finding


def test_practices_of_topics_stand_with_their_topic() -> None:
    facts = named("core+stepped-care+empathy 60")
    shown = module_items_of(facts, whole(facts))
    assert shown is not None
    names = {m.name for m in facts.questionnaire.modules}
    for shown_table in shown.tables:
        assert {list(texts_of(row[0]))[1] for row in shown_table.rows} <= names


def test_every_released_number_of_modules_stands_in_the_appendix() -> None:
    known = named("stepped-care 60")
    shown = "\n".join(t for v in values_of(exhibit_of(known, "appendix")) for t in texts_of(v)).replace("\u00a0", " ")
    release = known.release.whole
    assert release is not None
    for found in release.modules.values():
        assert found.score is None or f"({found.score.se} / {found.score.se_plain}; {found.score.row})" in shown
    assert any(i.known for i in release.items.values())
    for part, hash_ in known.release.lists.items():
        assert hash_[:12] in shown, part


def test_each_reason_beside_core_has_its_own_words() -> None:
    facts = tier_round(known=MANY, trusted=FEW, ratings=rated(3))
    found = propose(facts.profile, facts.questionnaire, facts.actions, ratings=facts.ratings)
    said = {p.why: why_words(facts, p) for p in found}
    assert "fewer than half would use it without fear" in said[Why.NOT_TRUSTED]
    facts = tier_round(known=FEW, trusted=MANY, ratings=rated(3))
    found = propose(facts.profile, facts.questionnaire, facts.actions, ratings=facts.ratings)
    said = {p.why: why_words(facts, p) for p in found}
    assert "fewer than half of staff know of it" in said[Why.NOT_KNOWN]
    assert all("“”" not in words for words in said.values())


def test_a_plan_without_core_says_that_its_order_is_our_own() -> None:
    facts = named("stepped-care 60")
    shown = plan_of(facts, whole(facts))
    assert shown is not None
    assert "not validated" in shown.sentence


def test_a_cell_with_two_practices_shows_both_and_an_empty_one_says_so() -> None:
    known = named("own copy 40")
    cells = [v for v in values_of(exhibit_of(known, "grid")) if isinstance(v, Lines)]
    assert [len(c.texts) for c in cells] == [2]
    empty = [v for v in values_of(exhibit_of(known, "grid")) if "nothing asked here" in list(texts_of(v))]
    assert len(empty) == 2


def test_a_principle_with_a_practice_less_has_its_page_and_its_score() -> None:
    known = named("own copy 40")
    safety = whole(known).principles["S"]
    assert isinstance(safety.score, Shown)
    page = sections_of(known, whole(known))[0]
    assert len(page.climb.rows) == 4
