"""Questionnaires, actions, the leadership form and guides in the languages that words files bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audit.library.guides import Guide
from audit.library.leadership import LeadershipForm
from audit.library.reading import Everything, Kind
from audit.library.words import (
    Words,
    reword_actions,
    reword_guide,
    reword_leadership,
    reword_questionnaire,
    translate,
)
from audit.method.questionnaire import Action, Questionnaire

_About = tuple[Kind, str, str]


@dataclass(frozen=True, slots=True)
class Translations:
    """Words by what they are about (kind, id, edition), then by language; an organisation's own before ours."""

    read: Everything
    words: Mapping[_About, Mapping[str, Sequence[Words]]]

    @classmethod
    def of(cls, read: Everything) -> Translations:
        """Every words file."""
        found: dict[_About, dict[str, list[Words]]] = {}
        for kind, words, _notes in reversed(read.words):  # an organisation's own were read last
            found.setdefault((kind, words.id, words.edition), {}).setdefault(words.language, []).append(words)
        return cls(read, found)

    def about(self, kind: Kind, id: str, edition: str = "") -> Mapping[str, Sequence[Words]]:  # noqa: A002 - what it is called everywhere
        """Languages, in order, with their words."""
        return dict(sorted(self.words.get((kind, id, edition), {}).items()))

    def words_for(self, asked: Questionnaire) -> Mapping[str, Sequence[Words]]:
        """Languages of a questionnaire. One that takes its items takes their words, too."""
        its = self.about(Kind.QUESTIONNAIRE, asked.id, asked.edition)
        taken = self.read.taking.get((asked.id, asked.edition))
        if taken is None:
            return its
        theirs = self.about(Kind.QUESTIONNAIRE, *taken)
        return {language: (*words, *map(_of_items, theirs.get(language, ()))) for language, words in its.items()}

    def of_questionnaire(self, asked: Questionnaire) -> tuple[Questionnaire, ...]:
        """A questionnaire in every other language that it has."""
        found = []
        for language, words in self.words_for(asked).items():
            said, untranslated = translate(asked, reword_questionnaire, *words)
            draft = any(w.draft for w in words)
            found.append(replace(said, language=language, draft=draft, untranslated=untranslated))
        return tuple(found)

    def actions(self) -> Mapping[str, Mapping[str, Action]]:
        """Every action in every language that translates some."""
        languages = sorted({w.language for kind, w, _notes in self.read.words if kind is Kind.ACTIONS})
        return {language: dict(self._actions_in(language)) for language in languages}

    def _actions_in(self, language: str) -> list[tuple[str, Action]]:
        found: list[tuple[str, Action]] = []
        for id_of_file, actions, _notes in self.read.actions:
            words = self.about(Kind.ACTIONS, id_of_file).get(language, ())
            said, _untranslated = translate(actions, reword_actions, *words)
            found += [(a.id, a) for a in said]
        return found

    def leadership(self) -> Mapping[str, LeadershipForm]:
        """The leadership form in every other language that it has."""
        form = self.read.leadership[0][0]
        found = {}
        for language, words in self.about(Kind.LEADERSHIP, form.id, form.edition).items():
            said, untranslated = translate(form, reword_leadership, *words)
            draft = any(w.draft for w in words)
            found[language] = replace(said, language=language, draft=draft, untranslated=untranslated)
        return found

    def guides(self) -> Mapping[str, Mapping[str, Guide]]:
        """Guides in every other language that some have."""
        found: dict[str, dict[str, Guide]] = {}
        for guide, _notes in self.read.guides:
            for language, words in self.about(Kind.GUIDE, guide.id).items():
                said, untranslated = translate(guide, reword_guide, *words)
                draft = any(w.draft for w in words)
                said = replace(said, language=language, draft=draft, untranslated=untranslated)
                found.setdefault(language, {})[guide.id] = said
        return found


def _of_items(words: Words) -> Words:
    """The words of another questionnaire, without its title, purpose and pages."""
    return replace(
        words,
        strings={
            name: said
            for name, said in words.strings.items()
            if name not in ("title", "purpose") and not name.startswith("page.")
        },
    )
