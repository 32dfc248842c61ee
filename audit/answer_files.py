"""Files of answers that somebody already holds: reading them without guessing, writing invented ones.

Their shape is in `steadyground analyse --help`. Nothing is computed from a file with a fault:
every fault is listed, each with its row and column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

import numpy as np

from audit.file_faults import SPARE, Reading, too_many_cells
from audit.method.answers import LEFT_BLANK, WORDS, AnswerSheet, code_of, word_of
from audit.method.groups import Tree
from audit.people_files import path_of, text_of
from audit.spreadsheet_cells import plain_cell
from audit.wording import gettext as _

ALLOWED = "0, 1, 2, 3, 4, dk, na"
CODES: Mapping[str, int] = {word: code_of(answer) for word, answer in WORDS.items()}
NOTE = "about_"
"""How the notes of our own forms for other survey tools begin (`audit.xlsform`); nobody can write into them."""
TEXTS: tuple[str, ...] = tuple(
    word_of(next(a for a in WORDS.values() if code_of(a) == code)) for code in range(LEFT_BLANK + 1)
)


def read_answers(source: TextIO, *, name: str, items: Sequence[str], places: Tree, roles: Tree) -> AnswerSheet:
    """Everybody's answers from a file with the columns place, role and one for each item. Raises FileFaults.

    A heading may carry the groups of a form, as survey tools write them (`columns_of`).
    """
    reading = Reading(name)
    rows = csv.reader(source)
    header, people = columns_of(next(rows, []), items=items), list(rows)
    notes = _empty_notes(header, people)
    _check_header([h for h in header if h not in notes], items, reading)
    reading.finish()
    where = {item: header.index(item) for item in items if item in header}
    columns = _Columns(
        _GroupColumn(places, header.index("place")),
        _GroupColumn(roles, header.index("role")),
        items,
        where,
        len(header),
    )
    read = [columns.read(row, number, reading) for number, row in enumerate(people, 2) if not _is_no_row(row)]
    reading.finish()
    return AnswerSheet(
        tuple(items),
        places.paths,
        roles.paths,
        np.array([codes for _place, _role, codes in read], dtype=np.uint8).reshape(len(read), len(items)),
        np.array([place for place, _role, _codes in read], dtype=np.intp),
        np.array([role for _place, role, _codes in read], dtype=np.intp),
    )


def _empty_notes(header: Sequence[str], people: Sequence[Sequence[str]]) -> set[str]:
    """Columns of notes in which nothing stands, as nobody can write into a note."""
    return {h for at, h in enumerate(header) if _is_note(h) and not any(r[at:] and r[at].strip() for r in people)}


def _is_no_row(row: Sequence[str]) -> bool:
    return len(row) <= 1 and not any(cell.strip() for cell in row)


def columns_of(headings: Sequence[str], *, items: Sequence[str]) -> list[str]:
    """The columns that headings mean. Those of survey tools carry the groups of the form: "leaders/S.D1" in
    KoboToolbox, "leaders-S.D1" in ODK; both are S.D1. What is no column of such a file is left as it is."""
    known = ("place", "role", *items)
    return [_column(heading.strip(), known) for heading in headings]


def _column(heading: str, known: Sequence[str]) -> str:
    meant = [name for name in known if heading == name or heading.endswith((f"/{name}", f"-{name}"))]
    return max(meant, key=len, default=heading)


def _is_note(heading: str) -> bool:
    return heading.startswith(NOTE) or f"/{NOTE}" in heading or f"-{NOTE}" in heading


def _check_header(header: Sequence[str], items: Sequence[str], reading: Reading) -> None:
    for wanted in ("place", "role"):
        if wanted not in header:
            reading.fault(_("the column “%(name)s” is not there; add it, it may be empty.", name=wanted))
    known = {"place", "role", *items}
    for column in dict.fromkeys(header):
        if header.count(column) > 1:
            reading.fault(_("the column “%(name)s” is there twice; keep one.", name=column))
        elif column not in known:
            reading.fault(
                _(
                    "the column “%(name)s” is no item of this questionnaire and may tell who somebody is; take it out,"
                    " or leave it out of the export.",
                    name=column,
                )
            )
    if not any(item in header for item in items):
        reading.fault(
            _("no column is an item of this questionnaire; name the columns by item, such as %(item)s.", item=items[0])
        )


@dataclass(frozen=True, slots=True)
class _GroupColumn:
    """The column place or role, and the tree its paths belong to."""

    tree: Tree
    column: int

    def read(self, row: Sequence[str], number: int, reading: Reading) -> int:
        path = path_of(row[self.column])
        try:
            return self.tree.paths.index(path)
        except ValueError:
            reading.fault(
                _(
                    "row %(row)s, column %(column)s: “%(found)s” is not in the file of people;"
                    " add it there or leave the cell empty.",
                    row=number,
                    column=self.tree.lens.value,
                    found=row[self.column],
                )
            )
            return 0


@dataclass(frozen=True, slots=True)
class _Columns:
    """What stands where in a row. where: items that have a column; width: cells in a row."""

    place: _GroupColumn
    role: _GroupColumn
    items: Sequence[str]
    where: Mapping[str, int]
    width: int

    def read(self, row: Sequence[str], number: int, reading: Reading) -> tuple[int, int, list[int]]:
        """One person: place, role, a code for each item. A row of another length is a fault and reads as blanks."""
        if len(row) != self.width:
            reading.fault(
                _(
                    "row %(row)s has %(found)s cells; the first line names %(wanted)s columns.",
                    row=number,
                    found=len(row),
                    wanted=self.width,
                )
            )
            return 0, 0, [LEFT_BLANK] * len(self.items)
        place, role = self.place.read(row, number, reading), self.role.read(row, number, reading)
        return place, role, [self._code(item, row, number, reading) for item in self.items]

    def _code(self, item: str, row: Sequence[str], number: int, reading: Reading) -> int:
        cell = row[self.where[item]].strip() if item in self.where else ""
        code = CODES.get(cell)
        if code is None:
            reading.fault(
                _(
                    "row %(row)s, column %(column)s: “%(found)s” is no answer;"
                    " write %(allowed)s, or leave the cell empty.",
                    row=number,
                    column=item,
                    found=cell,
                    allowed=ALLOWED,
                )
            )
        return LEFT_BLANK if code is None else code


def read_leaders(source: TextIO, *, name: str, items: Sequence[str]) -> dict[str, int]:
    """The leadership team's ratings: item id -> 0..4, empty ratings left out. Raises FileFaults."""
    reading = Reading(name)
    rows = csv.DictReader(source, restkey=SPARE, restval="")
    if not {"item", "rating"} <= set(rows.fieldnames or ()) <= {"item", "rating", "evidence"}:
        reading.fault(_("the first line names the columns item, rating and, if wanted, evidence."))
        reading.finish()
    ratings: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        item, rating = row["item"].strip(), row["rating"].strip()
        if SPARE in row:
            too_many_cells(row, number, reading)
        elif item not in items:
            reading.fault(_("row %(row)s: “%(found)s” is no item of this questionnaire.", row=number, found=item))
        elif rating and (rating not in CODES or CODES[rating] > 4):
            reading.fault(
                _(
                    "row %(row)s: the rating of %(item)s is “%(found)s”; write 0 to 4, or leave it empty.",
                    row=number,
                    item=item,
                    found=rating,
                )
            )
        elif rating:
            ratings[item] = CODES[rating]
    reading.finish()
    return ratings


def answers_text(sheet: AnswerSheet) -> str:
    """Answers as a file that `read_answers` reads."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("place", "role", *sheet.items))
    for place, role, codes in zip(sheet.places, sheet.roles, sheet.codes, strict=True):
        where = (plain_cell(text_of(path)) for path in (sheet.place_paths[place], sheet.role_paths[role]))
        writer.writerow((*where, *(TEXTS[c] for c in codes)))
    return out.getvalue()
