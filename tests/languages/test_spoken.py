"""Questionnaires in another language: what is still English in them is marked, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.fallback import END, START, marking
from audit.library import Library
from audit.library.words import reword_actions, reword_questionnaire, strings_of
from audit.method.questionnaire import Questionnaire
from audit.spoken import spoken, spoken_actions
from audit.wording import use_language
from tests.builders import core, library


def in_esperanto(*, without: frozenset[str] = frozenset()) -> Questionnaire:
    """Core in what stands in for Esperanto, without some of its strings."""
    said = reword_questionnaire(core(), lambda name, text: text if name in without else f"¡{text}!")
    return replace(said, language="eo", draft=True, untranslated=without)


def marked_names(asked: Questionnaire) -> set[str]:
    return {name for name, text in strings_of(asked, reword_questionnaire).items() if START in text or END in text}


def test_only_what_is_still_english_is_marked() -> None:
    names = frozenset({"S.D1.text", "title", f"page.{core().pages[0].id}.note"})
    with use_language("eo"), marking():
        assert marked_names(spoken(in_esperanto(without=names))) == names
        assert marked_names(spoken(in_esperanto())) == set()


def test_a_questionnaire_that_is_not_there_in_a_language_is_marked_throughout() -> None:
    with use_language("eo"), marking():
        assert marked_names(spoken(core())) == set(strings_of(core(), reword_questionnaire))
    with use_language("en"), marking():
        assert spoken(core()) is core()


def test_outside_pages_nothing_is_marked() -> None:
    with use_language("eo"):
        assert spoken(core()) == core()


def test_of_two_asked_together_only_the_one_without_translation_is_marked() -> None:
    ours = library()
    both = Library((*ours.questionnaires, in_esperanto()), ours.actions, ours.leadership)
    with use_language("eo"), marking():
        asked = spoken(both.questionnaire("core+digital", language="eo"))
    assert asked.language == "eo"
    other = {item.id for item in ours.questionnaire("digital").items}
    for item in asked.items:
        assert (START in item.text) is (item.id in other), item.id
    assert all((START in page.title) is page.id.startswith("digital-") for page in asked.pages)


@pytest.mark.parametrize("translated", [True, False])
def test_actions_are_marked_where_they_are_still_english(translated: bool) -> None:
    ours = library()
    said = {a.id: a for a in reword_actions(tuple(ours.actions.values()), lambda _name, text: f"¡{text}!")}
    there = replace(ours, actions_elsewhere={"eo": said} if translated else {})
    with use_language("eo"), marking():
        assert all((START in action.title) is not translated for action in spoken_actions(there).values())
    assert spoken_actions(there) == ours.actions
