"""What is asked, done and told, as pages in another language show it: whatever is still English in it is marked."""

from __future__ import annotations

from collections.abc import Container, Mapping

from audit.fallback import as_english
from audit.library import Guide, LeadershipForm, Library
from audit.library.words import Say, reword_actions, reword_guide, reword_leadership, reword_questionnaire, strings_of
from audit.method.questionnaire import Action, Questionnaire
from audit.wording import SOURCE_LANGUAGE, language


def spoken(asked: Questionnaire) -> Questionnaire:
    """The questionnaire as a page in the language spoken now shows it; itself where nothing in it is in another."""
    if language() == asked.language and not asked.untranslated:
        return asked
    return reword_questionnaire(asked, _marking(asked.language, asked.untranslated))


def spoken_leadership(form: LeadershipForm) -> LeadershipForm:
    """The leadership form as a page in the language spoken now shows it."""
    return reword_leadership(form, _marking(form.language, form.untranslated))


def spoken_guide(guide: Guide) -> Guide:
    """The guide as a page in the language spoken now shows it."""
    return reword_guide(guide, _marking(guide.language, guide.untranslated))


def _marking(written_in: str, untranslated: Container[str]) -> Say:
    foreign = written_in != language()
    return lambda name, text: as_english(text) if foreign or name in untranslated else text


def spoken_actions(library: Library) -> Mapping[str, Action]:
    """Every action by its id, as a page in the language spoken now shows it."""
    said = library.actions_in(language())
    if language() == SOURCE_LANGUAGE:
        return said
    english = strings_of(tuple(library.actions.values()), reword_actions)
    shown = reword_actions(
        tuple(said.values()), lambda name, text: as_english(text) if english.get(name) == text else text
    )
    return {action.id: action for action in shown}
