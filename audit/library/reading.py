"""Reading a folder of questionnaires, and an organisation's own beside it: every file, each with its problems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from audit.library.actions import read_actions
from audit.library.crosswalks import Crosswalk, read_crosswalk
from audit.library.files import read_questionnaire
from audit.library.guides import Guide, read_guide
from audit.library.leadership import LeadershipForm, read_leadership
from audit.library.problems import Problem
from audit.library.provenance import Sources, read_sources
from audit.library.tables import Notes, read_toml
from audit.library.words import Words, read_words
from audit.method.questionnaire import Action, Questionnaire
from audit.wording import SOURCE_LANGUAGE
from audit.wording import gettext as _

SOURCES, LEADERSHIP, ACTIONS, GUIDES = "sources.toml", "leadership", "actions", "guides"
RESERVED = frozenset({LEADERSHIP, ACTIONS, GUIDES})
"""Folders that are no questionnaire, so no questionnaire is called that."""

LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z]+)?"
WALK = "crosswalk"
OF_AN_EDITION = re.compile(rf"(?P<edition>[1-9][0-9]*)\.(?P<language>{LANGUAGE}|{WALK})\.toml")
OF_AN_ID = re.compile(rf"(?P<id>[a-z0-9-]+)\.(?P<language>{LANGUAGE})\.toml")


class Kind(StrEnum):
    """What a words file translates."""

    QUESTIONNAIRE = "questionnaire"
    LEADERSHIP = "leadership"
    ACTIONS = "actions"
    GUIDE = "guide"


@dataclass(frozen=True, slots=True)
class Everything:
    """What all files hold, each with where its problems are noted down, and every problem found so far.

    questionnaires: in English, by id, oldest edition first; own: ids of an organisation's own questionnaires; taking:
    (id, edition) of those without items of their own -> (id, edition) of those whose items they take; unread: files
    that could not be read at all.
    """

    questionnaires: list[tuple[Questionnaire, Notes]] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    taking: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    crosswalks: dict[tuple[str, str], tuple[Crosswalk, Notes]] = field(default_factory=dict)
    leadership: list[tuple[LeadershipForm, Notes]] = field(default_factory=list)
    actions: list[tuple[str, tuple[Action, ...], Notes]] = field(default_factory=list)
    guides: list[tuple[Guide, Notes]] = field(default_factory=list)
    words: list[tuple[Kind, Words, Notes]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def asked(self, id: str, edition: str) -> Questionnaire | None:  # noqa: A002 - what it is called everywhere
        """The questionnaire of an id and an edition, in English."""
        return next((q for q, _notes in self.questionnaires if (q.id, q.edition) == (id, edition)), None)

    def newest(self, id: str) -> Questionnaire | None:  # noqa: A002 - what it is called everywhere
        """The newest edition of a questionnaire, in English."""
        return next((q for q, _notes in reversed(self.questionnaires) if q.id == id), None)


@dataclass(frozen=True, slots=True)
class _File:
    """One TOML file that could be read. about: what it is about: the questionnaire's folder, or the id in its name."""

    about: str
    edition: str
    language: str
    raw: Mapping[str, Any]
    notes: Notes
    sources: Sources
    is_own: bool


def read_everything(folder: Path, own: Path | None) -> Everything:
    """All files of both folders."""
    found = Everything()
    ours = _Folder(folder, found)
    ours.sources.update(ours.rows())
    files = ours.files()
    if own is not None and own.is_dir():
        beside = _Folder(own, found, is_own=True, taken=frozenset(f.about for f in files))
        beside.sources.update({**beside.rows(), **ours.sources})
        files += beside.files()
    _read_questionnaires(files, found)
    if not found.leadership:
        found.unread.append(LEADERSHIP)
        what, way_out = _("The leadership form is not there."), _("Put leadership/1.en.toml back.")
        Notes(LEADERSHIP, found.problems).add("", what, way_out)
    return found


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder of questionnaires that is being read.

    is_own: an organisation's own, where everything is optional; taken: ids that are ours already.
    """

    path: Path
    found: Everything
    is_own: bool = False
    taken: frozenset[str] = frozenset()
    sources: dict[str, str] = field(default_factory=dict)

    def rows(self) -> Mapping[str, str]:
        """The rows of sources.toml."""
        if self.is_own and not (self.path / SOURCES).is_file():
            return {}
        raw, notes = self.read(SOURCES)
        return read_sources(raw, notes).rows if raw else {}

    def read(self, name: str) -> tuple[Mapping[str, Any], Notes]:
        shown = str(self.path / name) if self.is_own else name
        raw, notes = read_toml(self.path / name, shown, self.found.problems)
        if not raw:
            self.found.unread.append(shown)
        return raw, notes

    def files(self) -> list[_File]:
        """The questionnaires' own files; everything else is read at once."""
        asked = []
        for path in sorted(p for p in self.path.glob("*/") if p.name not in (ACTIONS, GUIDES)):
            for file in self.named(path.name, OF_AN_EDITION, such_as="1.en.toml"):
                if file.language not in (WALK, SOURCE_LANGUAGE):
                    self.take_words(file, Kind.LEADERSHIP if file.about == LEADERSHIP else Kind.QUESTIONNAIRE)
                elif file.about == LEADERSHIP:
                    self.take_form(file)
                elif file.about in self.taken:
                    what = _("One of our questionnaires is called “%(id)s”.", id=file.about)
                    way_out = _("Give your own another id, in the file and as the name of its folder.")
                    file.notes.add("", what, way_out, key="id")
                elif file.language == WALK:
                    self.found.crosswalks[file.about, file.edition] = read_crosswalk(file.raw, file.notes), file.notes
                else:
                    asked.append(file)
        self.read_actions_and_guides()
        if not asked and not self.is_own and not self.found.unread:
            Notes("", self.found.problems).add(
                "", _("No questionnaire is here."), _("Put the questionnaires folder back.")
            )
        return asked

    def named(self, about: str, pattern: re.Pattern[str], *, such_as: str) -> Iterator[_File]:
        """Every TOML file below a folder whose name has the right form; any other name is a problem."""
        for path in sorted((self.path / about).glob("*.toml")):
            parts = pattern.fullmatch(path.name)
            if parts is None:
                what, way_out = _("The file’s name does not say what it is."), _("Rename it, such as %(name)s.")
                shown = str(path) if self.is_own else f"{about}/{path.name}"
                Notes(shown, self.found.problems).add("", what, way_out % {"name": such_as})
                continue
            raw, notes = self.read(f"{about}/{path.name}")
            if raw:
                known = parts.groupdict()
                own = known.get("id", about)
                sources = Sources(self.sources)
                yield _File(own, known.get("edition", ""), parts["language"], raw, notes, sources, self.is_own)

    def take_words(self, file: _File, kind: Kind) -> None:
        words = read_words(file.raw, file.notes)
        _check_name((words.id, words.edition, words.language), file)
        self.found.words.append((kind, words, file.notes))

    def take_form(self, file: _File) -> None:
        """The newest edition of the form counts."""
        if self.is_own:
            what = _("The leadership form is ours; an organisation has no own one.")
            file.notes.add("", what, _("Take the file out; a translation may stay beside it."))
            return
        form = read_leadership(file.raw, file.notes)
        _check_name((form.id, form.edition, form.language), file)
        if not self.found.leadership or int(file.edition) > int(self.found.leadership[0][0].edition or 0):
            self.found.leadership[:] = [(form, file.notes)]

    def read_actions_and_guides(self) -> None:
        for file in self.named(ACTIONS, OF_AN_ID, such_as="core.en.toml"):
            if file.language == SOURCE_LANGUAGE:
                actions = read_actions(file.raw, file.notes, sources=file.sources)
                self.found.actions.append((file.about, actions, file.notes))
            else:
                self.take_words(file, Kind.ACTIONS)
        for file in self.named(GUIDES, OF_AN_ID, such_as="workshop.en.toml"):
            if file.language == SOURCE_LANGUAGE:
                guide = read_guide(file.raw, file.notes, sources=file.sources)
                _check_name((guide.id, "", ""), file)
                self.found.guides.append((guide, file.notes))
            else:
                self.take_words(file, Kind.GUIDE)


def _read_questionnaires(files: Sequence[_File], found: Everything) -> None:
    """Those that take another's items come after it."""
    for file in sorted(files, key=lambda f: "takes" in f.raw):
        if file.is_own:
            found.own.add(file.about)
        asked = read_questionnaire(file.raw, file.notes, sources=file.sources, taken=found.asked)
        _check_name((asked.id, asked.edition, asked.language), file)
        found.questionnaires.append((asked, file.notes))
        if isinstance(other := file.raw.get("takes"), str):
            found.taking[asked.id, asked.edition] = other, str(file.raw.get("takes_edition", ""))
    found.questionnaires.sort(key=lambda one: (one[0].id in found.own, one[0].id, _in_order(one[0].edition)))


def _in_order(edition: str) -> int:
    return int(edition) if edition.isdecimal() else 0


def _check_name(found: tuple[str, str, str], file: _File) -> None:
    """What the file calls itself is where it lies."""
    wanted = (file.about, file.edition, file.language)
    for key, says, lies in zip(("id", "edition", "language"), found, wanted, strict=True):
        if says and says != lies:
            what = _("“%(key)s” is “%(says)s”, and the file’s name says “%(lies)s”.", key=key, says=says, lies=lies)
            file.notes.add("", what, _("Let the two say the same."), key=key)
