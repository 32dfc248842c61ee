"""The library: every questionnaire, the leadership form and the actions, read once at start.

Nothing starts on a faulty file. All faults of all files are listed, each with file, item, what it is and the way out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from audit.library import rules
from audit.library.files import (
    LeadershipForm,
    Sources,
    read_actions,
    read_leadership,
    read_questionnaire,
    read_sources,
)
from audit.library.problems import Problem, QuestionnaireFaults
from audit.library.tables import Notes, read_toml
from audit.method.questionnaire import TOGETHER, Action, Questionnaire, together
from audit.wording import SOURCE_LANGUAGE
from audit.wording import gettext as _

__all__ = ["QUESTIONNAIRES", "LeadershipForm", "Library", "Problem", "QuestionnaireFaults", "load", "problems_in"]

QUESTIONNAIRES = Path(__file__).resolve().parent.parent.parent / "questionnaires"
SOURCES, ACTIONS, PUBLISHED = "sources.toml", f"actions.{SOURCE_LANGUAGE}.toml", "PUBLISHED"
LEADERSHIP = "leadership"
FILE_NAME = re.compile(r"(?P<edition>[0-9]+)\.(?P<language>[a-z]{2,3}(-[A-Za-z]+)?)\.toml")


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that can be asked and done. questionnaires: by id, oldest edition first, English first."""

    questionnaires: tuple[Questionnaire, ...]
    actions: Mapping[str, Action]
    leadership: LeadershipForm

    def questionnaire(self, id: str, *, edition: str = "", language: str = SOURCE_LANGUAGE) -> Questionnaire:  # noqa: A002 - what it is called everywhere
        """An edition, the newest where none is named; English where the language is not there; KeyError.

        "core+digital" is two asked together (edition "1+1"; see `audit.method.questionnaire.together`).
        """
        ids = id.split(TOGETHER)
        editions = edition.split(TOGETHER) if edition else [""] * len(ids)
        if len(editions) != len(ids):
            raise KeyError(id)
        pairs = zip(ids, editions, strict=True)
        return together([self._one(one, edition=its, language=language) for one, its in pairs])

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


def load(folder: Path = QUESTIONNAIRES) -> Library:
    """Everything in the folder; QuestionnaireFaults with all problems of all files where there is any."""
    library, problems = read(folder)
    if problems:
        raise QuestionnaireFaults(problems)
    return library


def problems_in(folder: Path = QUESTIONNAIRES) -> tuple[Problem, ...]:
    """Every fault of every file in the folder, files in the order of their names."""
    return read(folder)[1]


def read(folder: Path) -> tuple[Library, tuple[Problem, ...]]:
    """What could be read, and every fault. With a fault the library has gaps and is good for nothing but checking."""
    reading = _Reading(folder, [], [])
    sources = read_sources(*reading.file(SOURCES))
    asked = tuple(reading.questionnaires(sources))
    raw, notes = reading.file(ACTIONS)
    actions = read_actions(raw, notes, sources=sources)
    form, notes_of_form = reading.leadership()
    if not reading.unread:  # what an unread file holds would be missed everywhere
        rules.check_actions(actions, asked, notes)
        rules.check_leadership(form, asked, notes_of_form)
    reading.check_published()
    asked = tuple(_with_actions(q, actions) for q in asked)
    problems = tuple(sorted(reading.problems, key=lambda p: p.file))
    return Library(asked, {a.id: a for a in actions}, form), problems


@dataclass(frozen=True, slots=True)
class _Reading:
    """A folder, the problems found in it so far, and the files that could not be read at all."""

    folder: Path
    problems: list[Problem]
    unread: list[str]

    def notes(self, name: str) -> Notes:
        return Notes(name, self.problems)

    def file(self, name: str) -> tuple[Mapping[str, object], Notes]:
        notes = self.notes(name)
        raw = read_toml(self.folder / name, notes)
        if not raw:
            self.unread.append(name)
        return raw, notes

    def editions(self, folder: Path) -> Iterator[tuple[str, re.Match[str]]]:
        """Names of a questionnaire's files, oldest edition first, English first."""
        found = []
        for path in folder.glob("*.toml"):
            name = f"{folder.name}/{path.name}"
            if parts := FILE_NAME.fullmatch(path.name):
                found.append((int(parts["edition"]), parts["language"] != SOURCE_LANGUAGE, name, parts))
            else:
                self.notes(name).add(
                    "", _("The name is not <edition>.<language>.toml."), _("Rename it, such as 1.en.toml.")
                )
        for _edition, _other, name, parts in sorted(found, key=lambda f: f[:3]):
            yield name, parts

    def questionnaires(self, sources: Sources) -> Iterator[Questionnaire]:
        folders = sorted(p for p in self.folder.glob("*/") if p.name != LEADERSHIP)
        if not folders:
            self.notes("").add("", _("No questionnaire is here."), _("Put the questionnaires folder back."))
        for folder in folders:
            in_english: Questionnaire | None = None
            for name, parts in self.editions(folder):
                raw, notes = self.file(name)
                if not raw:
                    continue
                asked = read_questionnaire(raw, notes, sources=sources)
                rules.check_questionnaire(asked, notes)
                _check_name((asked.id, asked.edition, asked.language), folder.name, parts, notes)
                in_english = self._compared(asked, in_english, notes)
                yield asked

    def _compared(self, asked: Questionnaire, in_english: Questionnaire | None, notes: Notes) -> Questionnaire | None:
        """The English file of the edition that comes next or was just read."""
        if asked.language == SOURCE_LANGUAGE:
            return asked
        if in_english is None or in_english.edition != asked.edition:
            notes.add("", _("This edition has no English file."), _("Add it; others are checked against it."))
        else:
            rules.check_translation(in_english, asked, notes)
        return in_english

    def leadership(self) -> tuple[LeadershipForm, Notes]:
        """The newest edition of the form, in English."""
        names = [n for n in self.editions(self.folder / LEADERSHIP) if n[1]["language"] == SOURCE_LANGUAGE]
        if not names:
            self.unread.append(LEADERSHIP)
            self.notes(LEADERSHIP).add("", _("The leadership form is not there."), _("Put leadership/1.en.toml back."))
            return read_leadership({}, Notes(LEADERSHIP, [])), self.notes(LEADERSHIP)
        name, parts = names[-1]
        raw, notes = self.file(name)
        found = read_leadership(raw, notes if raw else Notes(name, []))
        _check_name((found.id, found.edition, found.language), LEADERSHIP, parts, notes)
        return found, notes

    def check_published(self) -> None:
        """Editions that are out have not changed by a byte."""
        notes = self.notes(PUBLISHED)
        try:
            lines = (self.folder / PUBLISHED).read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            notes.add("", _("The file is not there."), _("Put it back; it may be empty."))
            return
        for line in lines:
            if line.strip() and not line.startswith("#"):
                self._check_line(line, notes)

    def _check_line(self, line: str, notes: Notes) -> None:
        wanted, _space, name = line.partition("  ")
        path = self.folder / name
        if not re.fullmatch(r"[0-9a-f]{64}", wanted) or not name:
            notes.add(line[:40], _("The line is not a hash, two spaces and a path."), _("Write it as sha256sum does."))
        elif not path.is_file():
            notes.add(name, _("This published file is not there."), _("Put it back; it is never taken away."))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            self.notes(name).add(
                "",
                _("This edition is published, and the file has changed."),
                _("Put the published file back, and make a new edition beside it."),
            )


def _check_name(found: tuple[str, str, str], folder: str, parts: re.Match[str], notes: Notes) -> None:
    """What the file calls itself is where it lies."""
    wanted = (folder, parts["edition"], parts["language"])
    for key, says, lies in zip(("id", "edition", "language"), found, wanted, strict=True):
        if says and says != lies:
            notes.add(
                "",
                _("“%(key)s” is “%(says)s”, and the file’s name says “%(lies)s”.", key=key, says=says, lies=lies),
                _("Let the two say the same."),
            )


def _with_actions(asked: Questionnaire, actions: tuple[Action, ...]) -> Questionnaire:
    return replace(
        asked,
        items=tuple(replace(i, actions=tuple(a.id for a in actions if i.id in a.moves)) for i in asked.items),
    )
