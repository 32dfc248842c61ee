"""Files of answers that somebody already holds: reading them without guessing, writing invented ones.

Shapes are in docs/commands and in `steadyground analyse --help`. Nothing is computed from a file with a fault:
every fault is listed, each with its row and column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

import numpy as np

from audit.method.answers import LEFT_BLANK, WORDS, AnswerSheet, code_of, word_of
from audit.method.groups import ROOT, Group, Lens, Path, Tree
from audit.refusals import Refusal
from audit.wording import gettext as _

ALLOWED = "0, 1, 2, 3, 4, dk, na"
CODES: Mapping[str, int] = {word: code_of(answer) for word, answer in WORDS.items()}
SPARE = "more cells than columns"
NOTE = "about_"
"""How the notes of our own forms for other survey tools begin (`audit.xlsform`); nobody can write into them."""
TEXTS: tuple[str, ...] = tuple(
    word_of(next(a for a in WORDS.values() if code_of(a) == code)) for code in range(LEFT_BLANK + 1)
)


class FileFaults(Refusal):
    """A file cannot be used; `faults` holds one sentence each, in the order of the file."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(*faults)
        self.faults = faults


@dataclass(slots=True)
class _Reading:
    """Faults found so far, and where we are."""

    file: str
    faults: list[str] = field(default_factory=list)

    def fault(self, sentence: str) -> None:
        self.faults.append(f"{self.file}: {sentence}")

    def finish(self) -> None:
        if self.faults:
            raise FileFaults(tuple(self.faults))


def path_of(text: str) -> Path:
    """The path that a file means: "North/Team 3", spaces around the names dropped; nothing is the whole."""
    return tuple(part.strip() for part in text.split("/") if part.strip())


def text_of(path: Path) -> str:
    """A path as files write it."""
    return "/".join(path)


def read_people(source: TextIO, *, name: str) -> tuple[Tree, Tree]:
    """Place tree and role tree from a file with the columns tree, path, headcount.

    Parents are sums of their children unless given; groups keep the order of the file. Raises FileFaults.
    """
    reading = _Reading(name)
    given: dict[Lens, dict[Path, int]] = {Lens.PLACE: {}, Lens.ROLE: {}}
    rows = csv.DictReader(source, restkey=SPARE, restval="")
    if set(rows.fieldnames or ()) != {"tree", "path", "headcount"}:
        reading.fault(_("the first line names the columns tree, path and headcount, and no others."))
        reading.finish()
    for number, row in enumerate(rows, 2):
        _read_group(row, number, given, reading)
    reading.finish()
    places, roles = (_tree(lens, given[lens], reading) for lens in Lens)
    _same_people(places, roles, reading)
    return _of_size(places, roles.headcount), _of_size(roles, places.headcount)


def _of_size(tree: Tree, people: int) -> Tree:
    """A tree without groups still holds everybody."""
    return tree if len(tree.groups) > 1 or tree.headcount else Tree(tree.lens, (Group(ROOT, people),))


def _read_group(row: dict[str, str], number: int, given: dict[Lens, dict[Path, int]], reading: _Reading) -> None:
    tree, path = row["tree"].strip(), path_of(row["path"])
    headcount = row["headcount"].strip()
    if SPARE in row:
        _too_many_cells(row, number, reading)
    elif tree not in set(Lens):
        reading.fault(_("row %(row)s: tree is “%(found)s”; write place or role.", row=number, found=tree))
    elif not headcount.isdecimal():
        reading.fault(
            _(
                "row %(row)s: headcount of “%(path)s” is “%(found)s”; write a whole number.",
                row=number,
                path=text_of(path),
                found=headcount,
            )
        )
    elif path in given[Lens(tree)]:
        reading.fault(
            _(
                "row %(row)s: “%(path)s” is there twice; keep one of the two rows.",
                row=number,
                path=text_of(path),
            )
        )
    else:
        given[Lens(tree)][path] = int(headcount)


def _too_many_cells(row: Mapping[str, str], number: int, reading: _Reading) -> None:
    wanted = len(row) - 1
    reading.fault(
        _(
            "row %(row)s has %(found)s cells; the first line names %(wanted)s columns.",
            row=number,
            found=wanted + len(row[SPARE]),
            wanted=wanted,
        )
    )


def _tree(lens: Lens, given: dict[Path, int], reading: _Reading) -> Tree:
    """Groups in the order of the file, each parent before its children, parents summed where not given."""
    order: dict[Path, None] = {ROOT: None}
    for path in given:
        for depth in range(1, len(path) + 1):
            order.setdefault(path[:depth])
    paths = tuple(order)
    groups = tuple(Group(path, _headcount(path, given, paths)) for path in _preorder(paths))
    for group in groups:
        below = sum(_headcount(p, given, paths) for p in _children(paths, group.path))
        if below > group.headcount:
            reading.fault(
                _(
                    "“%(path)s” has %(people)s people, and the groups below it add up to %(below)s; mend one of them.",
                    path=text_of(group.path) or _("the whole organisation"),
                    people=group.headcount,
                    below=below,
                )
            )
    return Tree(lens, groups)


def _children(paths: Sequence[Path], parent: Path) -> list[Path]:
    return [p for p in paths if len(p) == len(parent) + 1 and p[: len(parent)] == parent]


def _preorder(paths: Sequence[Path], parent: Path = ROOT) -> Iterator[Path]:
    yield parent
    for path in _children(paths, parent):
        yield from _preorder(paths, path)


def _headcount(path: Path, given: dict[Path, int], paths: Sequence[Path]) -> int:
    if path in given:
        return given[path]
    return sum(_headcount(p, given, paths) for p in _children(paths, path))


def _same_people(places: Tree, roles: Tree, reading: _Reading) -> None:
    """Both trees divide the same people; one that has no groups is no contradiction."""
    if min(len(places.groups), len(roles.groups)) > 1 and places.headcount != roles.headcount:
        reading.fault(
            _(
                "places add up to %(places)s people and roles to %(roles)s; both count the same people.",
                places=places.headcount,
                roles=roles.headcount,
            )
        )
    reading.finish()


def read_answers(source: TextIO, *, name: str, items: Sequence[str], places: Tree, roles: Tree) -> AnswerSheet:
    """Everybody's answers from a file with the columns place, role and one for each item. Raises FileFaults.

    A heading may carry the groups of a form, as survey tools write them (`columns_of`).
    """
    reading = _Reading(name)
    rows = csv.reader(source)
    header, people = columns_of(next(rows, []), items=items), list(rows)
    notes = {h for at, h in enumerate(header) if _is_note(h) and not any(r[at:] and r[at].strip() for r in people)}
    _check_header([h for h in header if h not in notes], items, reading)
    reading.finish()
    groups = (_GroupColumn(places, header.index("place")), _GroupColumn(roles, header.index("role")))
    columns = {item: header.index(item) for item in items if item in header}
    codes, place_index, role_index = [], [], []
    for number, row in enumerate(people, 2):
        if not any(cell.strip() for cell in row) and len(row) <= 1:
            continue
        if len(row) != len(header):
            reading.fault(
                _(
                    "row %(row)s has %(found)s cells; the first line names %(wanted)s columns.",
                    row=number,
                    found=len(row),
                    wanted=len(header),
                )
            )
            continue
        place_index.append(groups[0].read(row, number, reading))
        role_index.append(groups[1].read(row, number, reading))
        codes.append(_read_codes(row, number, items, columns, reading))
    reading.finish()
    return AnswerSheet(
        tuple(items),
        places.paths,
        roles.paths,
        np.array(codes, dtype=np.uint8).reshape(len(codes), len(items)),
        np.array(place_index, dtype=np.intp),
        np.array(role_index, dtype=np.intp),
    )


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


def _check_header(header: Sequence[str], items: Sequence[str], reading: _Reading) -> None:
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
            _(
                "no column is an item of this questionnaire; name the columns by item, such as %(item)s.",
                item=items[0],
            )
        )


@dataclass(frozen=True, slots=True)
class _GroupColumn:
    """The column place or role, and the tree its paths belong to."""

    tree: Tree
    column: int

    def read(self, row: Sequence[str], number: int, reading: _Reading) -> int:
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


def _read_codes(
    row: Sequence[str], number: int, items: Sequence[str], columns: Mapping[str, int], reading: _Reading
) -> list[int]:
    codes = []
    for item in items:
        cell = row[columns[item]].strip() if item in columns else ""
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
        codes.append(LEFT_BLANK if code is None else code)
    return codes


def read_leaders(source: TextIO, *, name: str, items: Sequence[str]) -> dict[str, int]:
    """The leadership team's ratings: item id -> 0..4, empty ratings left out. Raises FileFaults."""
    reading = _Reading(name)
    rows = csv.DictReader(source, restkey=SPARE, restval="")
    if not {"item", "rating"} <= set(rows.fieldnames or ()) <= {"item", "rating", "evidence"}:
        reading.fault(_("the first line names the columns item, rating and, if wanted, evidence."))
        reading.finish()
    ratings: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        item, rating = row["item"].strip(), row["rating"].strip()
        if SPARE in row:
            _too_many_cells(row, number, reading)
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
        writer.writerow(
            (text_of(sheet.place_paths[place]), text_of(sheet.role_paths[role]), *(TEXTS[c] for c in codes))
        )
    return out.getvalue()


def people_text(trees: Iterable[Tree]) -> str:
    """Headcounts as a file that `read_people` reads."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("tree", "path", "headcount"))
    writer.writerows(
        (tree.lens.value, text_of(group.path), group.headcount) for tree in trees for group in tree if group.path
    )
    return out.getvalue()
