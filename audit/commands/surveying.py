"""`steadyground questionnaires export ID --xlsform`: the form for another survey tool."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from audit.commands.reading import csv_in
from audit.commands.saying import say_note, write_file
from audit.library import Library
from audit.method.groups import Tree
from audit.method.questionnaire import TOGETHER, Questionnaire
from audit.people_files import read_people
from audit.wording import gettext as _


@dataclass(frozen=True, slots=True)
class Wanted:
    """out: the file to write; people: headcounts, None where place and role are not asked; language: to open in."""

    out: Path
    people: Path | None
    language: str


def write_xlsform(asked: Questionnaire, library: Library, wanted: Wanted) -> None:
    """As a first round asks it, in every language that is there; what is left out is said."""
    from audit.xlsform import form_of, workbook_of  # wanted here only

    trees = () if wanted.people is None else _trees(wanted.people)
    every = tuple(one.as_asked_in(1) for one in _in_every_language(asked, library))
    write_file(wanted.out, workbook_of(form_of(every, trees=trees, first=wanted.language)))
    for sentence in _left_out(asked, wanted):
        say_note(sentence)


def refuse_leadership(questionnaire: str, library: Library) -> None:
    """One form that a whole team agrees on is no survey."""
    if library.leadership.id in questionnaire.split(TOGETHER):
        raise click.UsageError(
            _(
                "The leadership form is filled in once, by the leadership team together, so it is no survey: write what"
                " they agree on into a file with the columns item, rating and evidence, and hand it to"
                " `steadyground analyse --leaders`."
            )
        )


def _trees(people: Path) -> tuple[Tree, Tree]:
    return read_people(csv_in(people), name=people.name)


def _in_every_language(asked: Questionnaire, library: Library) -> tuple[Questionnaire, ...]:
    """English first. What one of several questionnaires does not have in a language stands in English there."""
    ids = asked.id.split(TOGETHER)
    languages = dict.fromkeys(q.language for q in library.questionnaires if q.id in ids)
    source = library.questionnaire(asked.id, edition=asked.edition)
    others = [code for code in languages if code != source.language]
    return (source, *(library.questionnaire(asked.id, edition=asked.edition, language=code) for code in others))


def _left_out(asked: Questionnaire, wanted: Wanted) -> list[str]:
    said = []
    if wanted.people is None:
        said.append(_("Place and role are not asked: name your file of headcounts with --people to ask them."))
    if asked.choices:
        said.append(_("Choice sets are left out: a file of answers has no columns for them."))
    said.append(_("Who can read the answers is in the hands of the survey tool, not of this product."))
    return said
