"""The library: every questionnaire, the leadership form, the actions and the guides, read once at start.

Two kinds of problem are told apart. What would make a page, a number or a report wrong stops: the product does not
start with it, and all such problems of all files are listed at once, each with file, line, item, what it is and the way
out. What is unfinished or reads badly (wording, reading age, minutes, a translation that is behind, an item without an
action) does not stop; `problems_in`, which is `steadyground questionnaires check`, lists both kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from audit.library import across, blueprint, published, rules
from audit.library.blueprint import Rule
from audit.library.guides import Guide, GuidePart
from audit.library.leadership import LeadershipForm
from audit.library.problems import Problem, QuestionnaireFaults
from audit.library.reading import Everything, read_everything
from audit.library.translating import Translations
from audit.library.words import reword_questionnaire, strings_of
from audit.method.questionnaire import TOGETHER, Action, Questionnaire, together
from audit.wording import SOURCE_LANGUAGE

__all__ = [
    "QUESTIONNAIRES",
    "Guide",
    "GuidePart",
    "LeadershipForm",
    "Library",
    "Problem",
    "QuestionnaireFaults",
    "load",
    "problems_in",
]

QUESTIONNAIRES = Path(__file__).resolve().parent.parent.parent / "questionnaires"


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that can be asked and done.

    questionnaires: by id, oldest edition first, English first, an organisation's own after ours. actions: by id, in
    English; leadership: the form in English; guides: by id, in English. *_elsewhere: the same in other languages.
    """

    questionnaires: tuple[Questionnaire, ...]
    actions: Mapping[str, Action]
    leadership: LeadershipForm
    guides: Mapping[str, Guide] = field(default_factory=dict)
    actions_elsewhere: Mapping[str, Mapping[str, Action]] = field(default_factory=dict)
    leadership_elsewhere: Mapping[str, LeadershipForm] = field(default_factory=dict)
    guides_elsewhere: Mapping[str, Mapping[str, Guide]] = field(default_factory=dict)

    def questionnaire(self, id: str, *, edition: str = "", language: str = SOURCE_LANGUAGE) -> Questionnaire:  # noqa: A002 - what it is called everywhere
        """An edition, the newest where none is named; English where the language is not there; KeyError.

        "core+digital" is two asked together (edition "1+1"; see `audit.method.questionnaire.together`).
        """
        ids = id.split(TOGETHER)
        editions = edition.split(TOGETHER) if edition else [""] * len(ids)
        if len(editions) != len(ids):
            raise KeyError(id)
        pairs = zip(ids, editions, strict=True)
        asked = [self._one(one, edition=its, language=language) for one, its in pairs]
        mixed = len({one.language for one in asked}) > 1
        return together([_told_in(one, language) for one in asked] if mixed else asked)

    def _one(self, id: str, *, edition: str, language: str) -> Questionnaire:  # noqa: A002 - what it is called everywhere
        of_id = [q for q in self.questionnaires if q.id == id and edition in ("", q.edition)]
        if not of_id:
            raise KeyError(id)
        newest = [q for q in of_id if q.edition == of_id[-1].edition]
        for wanted in (language, SOURCE_LANGUAGE):
            for found in newest:
                if found.language == wanted:
                    return found
        raise KeyError(id)

    def actions_in(self, language: str) -> Mapping[str, Action]:
        """Every action by its id; in English what the language lacks."""
        return self.actions_elsewhere.get(language, self.actions)

    def leadership_in(self, language: str) -> LeadershipForm:
        """The leadership form; in English what the language lacks."""
        return self.leadership_elsewhere.get(language, self.leadership)

    def guide(self, id: str, *, language: str = SOURCE_LANGUAGE) -> Guide:  # noqa: A002 - what it is called everywhere
        """A guide; English where the language is not there; KeyError."""
        return self.guides_elsewhere.get(language, {}).get(id) or self.guides[id]


def _told_in(asked: Questionnaire, language: str) -> Questionnaire:
    """One of several in this language; one that is not there in it has every string still to be translated."""
    if asked.language == language:
        return asked
    return replace(asked, language=language, untranslated=frozenset(strings_of(asked, reword_questionnaire)))


def load(folder: Path = QUESTIONNAIRES, *, own: Path | None = None) -> Library:
    """Everything in the folder, and in the folder of an organisation's own questionnaires where there is one.

    QuestionnaireFaults with all problems that stop, of all files, where there is any.
    """
    read = _read(folder, own)
    if any(p.stops for p in read.problems):
        raise QuestionnaireFaults(tuple(p for p in _in_order(read.problems) if p.stops))
    return _library(read)


def problems_in(folder: Path = QUESTIONNAIRES, *, own: Path | None = None) -> tuple[Problem, ...]:
    """Every problem of every file, those that stop and those that do not, by file and line."""
    from audit.library import editing  # reading age and all that only editors need

    read = _read(folder, own)
    editing.check(read)
    return tuple(_in_order(read.problems))


def _in_order(problems: list[Problem]) -> Iterator[Problem]:
    yield from sorted(problems, key=lambda p: (p.file, p.line))


def _read(folder: Path, own: Path | None) -> Everything:
    """What all files hold, with every problem that stops."""
    read = read_everything(folder, own)
    for asked, notes in read.questionnaires:
        rule = _rule_for(asked, read)
        if rule is Rule.TAKEN and not asked.items:
            continue  # what it takes could not be read, or is not there, which is said
        check = rules.check_pages if rule is Rule.TAKEN else rules.check_questionnaire
        check(asked, notes)
        blueprint.check(asked, notes, rule=rule)
    if not read.unread:  # what an unread file holds would be missed everywhere
        across.check(read)
    for one in (folder, own):
        if one is not None and (one is folder or one.is_dir()):
            published.check(one, read, needed=one is folder)
    return read


def _rule_for(asked: Questionnaire, read: Everything) -> Rule:
    if (asked.id, asked.edition) in read.taking:
        return Rule.TAKEN
    return Rule.COPY if asked.id in read.own else Rule.FULL


def _library(read: Everything) -> Library:
    translations = Translations.of(read)
    asked = []
    for questionnaire, _notes in read.questionnaires:
        full = _with_actions(questionnaire, read)
        asked += [full, *translations.of_questionnaire(full)]
    return Library(
        tuple(asked),
        {a.id: a for _id, actions, _notes in read.actions for a in actions},
        read.leadership[0][0],
        {guide.id: guide for guide, _notes in read.guides},
        translations.actions(),
        translations.leadership(),
        translations.guides(),
    )


def _with_actions(asked: Questionnaire, read: Everything) -> Questionnaire:
    """Each item with the actions that move it: those written for its questionnaire first."""
    first = (asked.id, asked.copied_from[0])
    files = sorted(read.actions, key=lambda one: first.index(one[0]) if one[0] in first else len(first))
    actions = [a for _id, found, _notes in files for a in found]
    return replace(
        asked,
        items=tuple(replace(i, actions=tuple(a.id for a in actions if i.id in a.moves)) for i in asked.items),
    )
