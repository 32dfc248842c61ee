"""The files that an analyst hands in: all of them read, every fault of all of them listed at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from audit.answer_files import columns_of, read_answers, read_leaders
from audit.file_faults import FileFaults
from audit.method.answers import AnswerSheet
from audit.method.asking import leaders_rate
from audit.method.groups import Tree
from audit.method.questionnaire import Questionnaire
from audit.method.release import Release
from audit.outcome.checking import read_json, releases_in
from audit.people_files import read_people
from audit.refusals import Refusal
from audit.wording import gettext as _

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Files:
    """Where they lie. leaders, previous None: not given."""

    answers: Path
    people: Path
    leaders: Path | None
    previous: Path | None


@dataclass(frozen=True, slots=True)
class Handed:
    """What they hold. ratings None: no leadership form; earlier: releases of earlier rounds, oldest first."""

    places: Tree
    roles: Tree
    sheet: AnswerSheet
    ratings: Mapping[str, int] | None
    earlier: tuple[Release, ...]


@dataclass(frozen=True, slots=True)
class _Faults:
    """Every sentence that a file was refused with."""

    sentences: list[str] = field(default_factory=list)

    def reading(self, read: Callable[[], Value], otherwise: Value) -> Value:
        """What was read, or `otherwise` and the reasons kept."""
        try:
            return read()
        except Refusal as no:
            self.sentences.extend(no.sentences)
            return otherwise


def read_files(files: Files, *, asked: Questionnaire) -> Handed:
    """Everything in the files; FileFaults with all sentences of all files."""
    faults = _Faults()
    trees = faults.reading(lambda: _people(files.people), None)
    sheet = None if trees is None else faults.reading(lambda: _answers(files.answers, asked, trees), None)
    ratings = faults.reading(lambda: _ratings(files.leaders, asked), None)
    nothing: tuple[Release, ...] = ()
    earlier = faults.reading(lambda: _earlier(files.previous), nothing)
    if faults.sentences or trees is None or sheet is None:
        raise FileFaults(tuple(faults.sentences))
    return Handed(*trees, sheet, ratings, earlier)


def as_asked_in(answers: Path, *, asked: Questionnaire) -> Questionnaire:
    """The questionnaire as the file was asked it: without a column for what only later rounds ask, it was the first."""
    items = [item.id for item in asked.items]
    columns = set(columns_of(next(csv.reader(csv_in(answers)), []), items=items))
    first = asked.as_asked_in(1)
    later = {item.id for item in asked.items} - {item.id for item in first.items}
    return asked if later & columns else first


def text_in(path: Path) -> str:
    """A text file, with or without a byte order mark; FileFaults where it is not UTF-8 or cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise FileFaults(
            (_("%(file)s: it is not written in UTF-8; save it as CSV in UTF-8.", file=path.name),)
        ) from None
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise FileFaults((_("%(file)s cannot be read: %(why)s.", file=path, why=why),)) from error


def csv_in(path: Path) -> io.StringIO:
    """A CSV file, to be read row by row; FileFaults as `text_in`, and where a cell goes on without an end."""
    source = io.StringIO(text_in(path), newline="")
    try:
        for _row in csv.reader(source):
            pass
    except csv.Error:
        what = _(
            "%(file)s: a cell is longer than a cell can be, so a quotation mark is missing at its end; add it.",
            file=path.name,
        )
        raise FileFaults((what,)) from None
    source.seek(0)
    return source


def _people(path: Path) -> tuple[Tree, Tree]:
    return read_people(csv_in(path), name=path.name)


def _answers(path: Path, asked: Questionnaire, trees: tuple[Tree, Tree]) -> AnswerSheet:
    items = tuple(i.id for i in asked.items)
    return read_answers(csv_in(path), name=path.name, items=items, places=trees[0], roles=trees[1])


def _ratings(path: Path | None, asked: Questionnaire) -> Mapping[str, int] | None:
    if path is None:
        return None
    return read_leaders(csv_in(path), name=path.name, items=tuple(i.id for i in leaders_rate(asked)))


def _earlier(path: Path | None) -> tuple[Release, ...]:
    return () if path is None else releases_in(read_json(text_in(path), name=path.name), name=path.name)
