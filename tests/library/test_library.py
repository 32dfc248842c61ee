"""The library as others use it."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from audit.library import load, problems_in
from audit.library.minutes import range_for
from audit.method.asking import leaders_rate
from tests.builders import core, library
from tests.library.folders import folder_without_fault

TABLE = {
    "core": (44, (12, 15)),
    "stepped-care": (30, (8, 10)),
    "relationships": (14, (8, 8)),
    "empathy": (21, (6, 6)),
    "digital": (15, (5, 5)),
    "inclusion": (15, (5, 5)),
    "direct-practice": (20, (7, 7)),
    "priorities": (0, (1, 2)),
    "pulse": (12, (3, 3)),
}
"""Every questionnaire with its items and minutes."""
SETS = {"priorities": 2, "relationships": 5}


def test_core_has_one_item_in_each_of_forty_cells_and_four_about_the_audit() -> None:
    cells = {(i.principle, i.domain) for i in core().items if i.principle}
    assert len(cells) == 40
    assert [i.id for i in core().process_items] == ["P.honest", "P.untraceable", "P.heard", "P.changed"]


def test_there_are_nine_questionnaires_of_the_size_that_is_promised() -> None:
    found = {q.id: (len(q.items), q.minutes) for q in library().questionnaires if q.language == "en"}
    assert found == TABLE
    shown = {q.id: sum(c.shown for c in q.choices) for q in library().questionnaires if q.choices}
    assert shown == SETS


@pytest.mark.parametrize("id_of", TABLE)
def test_the_minutes_that_are_promised_lie_within_the_rule(id_of: str) -> None:
    items, (low, high) = TABLE[id_of]
    fewest, most = range_for(items=items, sets=SETS.get(id_of, 0))
    assert fewest <= low <= high <= most


def test_stepped_care_has_three_tiers_of_nineteen_groups() -> None:
    asked = library().questionnaire("stepped-care")
    assert Counter(i.tier for i in asked.items) == {1: 12, 2: 11, 3: 7}
    assert Counter(g.tier for g in asked.groups) == {1: 7, 2: 5, 3: 7}
    assert [g.tier for g in asked.groups if g.trust] == [1, 2, 3]


def test_the_pulse_is_core_s_items_of_stages_two_and_three_in_all_domains() -> None:
    pulse = library().questionnaire("pulse")
    cells = [i for i in pulse.items if i.principle]
    assert all(i == core().item(i.id) for i in pulse.items)
    assert sorted((str(i.principle), int(i.stage or 0)) for i in cells) == [(p, s) for p in "CEHST" for s in (2, 3)]
    assert {i.domain for i in cells} == {d.id for d in core().domains}


def test_modules_have_groups_and_no_stage() -> None:
    modules = {"relationships": 7, "empathy": 8, "digital": 5, "inclusion": 5, "direct-practice": 6}
    for id_of, groups in modules.items():
        asked = library().questionnaire(id_of)
        assert len(asked.groups) == groups
        assert not any(i.stage or i.domain or i.tier for i in asked.items)


def test_every_item_that_counts_has_an_action() -> None:
    bare = [i.id for q in library().questionnaires for i in q.items if i.group != "process" and not i.actions]
    assert bare == []


def test_items_carry_the_actions_that_move_them_those_of_their_own_file_first(tmp_path: Path) -> None:
    folder = folder_without_fault(tmp_path)
    text = (folder / "actions/side.en.toml").read_text()
    (folder / "actions/side.en.toml").write_text(text.replace('"X.3"]', '"X.3", "S.D1"]'))
    found = load(folder)
    assert found.questionnaire("small").item("S.D1").actions == ("talk", "listen")
    assert found.questionnaire("side").item("X.1").actions == ("listen",)
    assert found.questionnaire("short").item("S.D2").actions == ("talk",)
    assert found.questionnaire("small").item("P.honest").actions == ()


def test_editions_are_ordered_as_numbers(tmp_path: Path) -> None:
    folder = folder_without_fault(tmp_path)
    text = (folder / "small/1.en.toml").read_text()
    kept = ", ".join(f'"{i.id}"' for i in load(folder).questionnaire("small").items)
    for edition, before in (("2", "1"), ("10", "2")):
        (folder / f"small/{edition}.en.toml").write_text(text.replace('edition = "1"', f'edition = "{edition}"'))
        walk = f'from_questionnaire = "small"\nfrom_edition = "{before}"\nkept = [{kept}]\n'
        (folder / f"small/{edition}.crosswalk.toml").write_text(walk)
    assert problems_in(folder) == ()
    assert load(folder).questionnaire("small").edition == "10"
    assert load(folder).questionnaire("small", edition="2").edition == "2"


def test_what_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="nothing"):
        library().questionnaire("nothing")
    with pytest.raises(KeyError, match="core"):
        library().questionnaire("core", edition="99")
    with pytest.raises(KeyError, match="nothing"):
        library().guide("nothing")


def test_leaders_are_prompted_for_what_they_rate_and_for_nothing_else() -> None:
    form = library().leadership
    rated = [i.id for own in form.mirrors for i in leaders_rate(library().questionnaire(own))]
    assert sorted(form.prompts) == sorted(rated)
    assert len(rated) == 67


def test_reading_everything_takes_less_than_half_a_second_of_a_processor() -> None:
    spent = []
    for _again in range(3):
        before = time.process_time()
        load()
        spent.append(time.process_time() - before)
    assert min(spent) < 0.5
