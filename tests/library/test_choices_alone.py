"""A questionnaire of choice sets alone: no pages, no statements, and the same rules for what it has."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from audit.library import QuestionnaireFaults, load, problems_in
from audit.method.asking import Kind, clash_in, count_items, kind_of, leaders_rate
from audit.method.questionnaire import together
from tests.builders import core, library
from tests.library.folders import SIDE, folder_without_fault, write

ALONE = "alone/1.en.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder without a fault, with such a questionnaire in it: the design of its module under another id."""
    made = folder_without_fault(tmp_path)
    side = (made / SIDE).read_text(encoding="utf-8")
    design = side[side.index("[best_worst]") :].replace('id = "valued"', 'id = "other"')
    head = side[: side.index("[[group]]")].replace('id = "side"', 'id = "alone"').replace("[4, 4]", "[3, 3]")
    write(made / ALONE, head + design)
    return made


def said(folder: Path) -> list[str]:
    """What is wrong with it."""
    return [problem.what for problem in problems_in(folder) if problem.file == ALONE]


def change(folder: Path, old: str, new: str) -> None:
    text = (folder / ALONE).read_text(encoding="utf-8")
    assert old in text
    write(folder / ALONE, text.replace(old, new, 1))


def test_it_is_read_with_no_items_and_no_pages(folder: Path) -> None:
    assert said(folder) == []
    asked = load(folder).questionnaire("alone")
    assert (asked.items, asked.pages, len(asked.choices)) == ((), (), 1)
    assert kind_of(asked) is Kind.MODULE


def test_without_choice_sets_pages_and_items_are_missed(folder: Path) -> None:
    text = (folder / ALONE).read_text(encoding="utf-8")
    write(folder / ALONE, text[: text.index("[best_worst]")])
    assert said(folder) == ["The key “page” is missing.", "The key “item” is missing."]
    with pytest.raises(QuestionnaireFaults):
        load(folder)


def test_with_anything_to_count_items_in_they_are_missed_too(folder: Path) -> None:
    text = (folder / ALONE).read_text(encoding="utf-8")
    write(folder / ALONE, text + '\n[[group]]\nid = "third"\nname = "Third"\nintro = "What it covers."\n')
    assert "The key “item” is missing." in said(folder)


def test_its_minutes_are_held_against_its_sets(folder: Path) -> None:
    change(folder, "[3, 3]", "[9, 9]")
    assert said(folder) == ["“minutes” is [9, 9]."]


def test_its_design_is_held_to_every_rule(folder: Path) -> None:
    change(folder, 'attributes = ["a", "b", "c"]', 'attributes = ["a", "b", "d"]')
    assert any("not in equally many sets" in what for what in said(folder))


def test_what_to_change_first_asks_of_the_domains_of_core_and_of_nothing_else() -> None:
    (design,) = library().questionnaire("priorities").choices
    assert [attribute.id for attribute in design.attributes] == [domain.id for domain in core().domains]
    assert core().choices == ()


def test_every_domain_is_shown_once_to_everybody_and_every_pair_equally_often() -> None:
    (design,) = library().questionnaire("priorities").choices
    assert (len(design.sets), len(design.blocks), design.shown) == (14, 7, 2)
    for block in design.blocks:
        assert sorted(a for at in block for a in design.sets[at]) == sorted(a.id for a in design.attributes)
    pairs = Counter(pair for one in design.sets for pair in combinations(sorted(one), 2))
    assert set(pairs.values()) == {3}
    assert len(pairs) == 28


def test_it_counts_no_statements_and_leaders_rate_none_of_it() -> None:
    asked = [core(), library().questionnaire("priorities")]
    assert clash_in(asked) is None
    assert count_items(asked) == count_items(asked[:1])
    assert leaders_rate(together(asked)) == leaders_rate(core())
    assert together(asked).item_list == core().item_list
