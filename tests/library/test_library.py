"""The library as others use it."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.library import load
from tests.builders import core, library
from tests.library.folders import FORM, folder_without_fault


def test_core_has_one_item_in_each_of_forty_cells_and_four_about_the_audit() -> None:
    cells = {(i.principle, i.domain) for i in core().items if i.principle}
    assert len(cells) == 40
    assert [i.id for i in core().process_items] == ["P.honest", "P.untraceable", "P.heard", "P.changed"]


def test_items_carry_the_actions_that_move_them(tmp_path: Path) -> None:
    asked = load(folder_without_fault(tmp_path)).questionnaire("small")
    assert asked.item("S.D1").actions == ("talk",)
    assert asked.item("S.D8").actions == ("agree",)
    assert asked.item("P.honest").actions == ()


def test_the_newest_edition_is_given_where_none_is_named(tmp_path: Path) -> None:
    folder = folder_without_fault(tmp_path)
    text = (folder / FORM).read_text()
    for edition in ("2", "10"):
        (folder / f"small/{edition}.en.toml").write_text(text.replace('edition = "1"', f'edition = "{edition}"'))
    found = load(folder)
    assert found.questionnaire("small").edition == "10"
    assert found.questionnaire("small", edition="2").edition == "2"


def test_a_language_that_is_not_there_falls_back_to_english(tmp_path: Path) -> None:
    folder = folder_without_fault(tmp_path)
    text = (folder / FORM).read_text()
    (folder / "small/1.de.toml").write_text(text.replace('language = "en"', 'language = "de"'))
    found = load(folder)
    assert found.questionnaire("small", language="de").language == "de"
    assert found.questionnaire("small", language="fr").language == "en"


def test_what_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="nothing"):
        library().questionnaire("nothing")
    with pytest.raises(KeyError, match="core"):
        library().questionnaire("core", edition="99")


def test_the_leadership_form_mirrors_every_core_item_that_feeds_a_score() -> None:
    assert set(library().leadership.prompts) == {i.id for i in core().items if i.group != "process"}
