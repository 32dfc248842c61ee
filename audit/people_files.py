"""Files of headcounts: places and roles as paths, each with its people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from audit.file_faults import SPARE, Reading, too_many_cells
from audit.method.groups import ROOT, Group, Lens, Path, Tree
from audit.spreadsheet_cells import as_typed, plain_cell
from audit.wording import gettext as _

MOST_DIGITS = 7
"""Of a headcount; more is a slip of the finger, and numbers without an end are not for reading."""


def path_of(text: str) -> Path:
    """The path that a file means: "North/Team 3", spaces around the names dropped; nothing is the whole."""
    return tuple(part.strip() for part in as_typed(text).split("/") if part.strip())


def text_of(path: Path) -> str:
    """A path as files write it."""
    return "/".join(path)


def read_people(source: TextIO, *, name: str) -> tuple[Tree, Tree]:
    """Place tree and role tree from a file with the columns tree, path, headcount.

    Parents are sums of their children unless given; groups keep the order of the file. Raises FileFaults.
    """
    reading = Reading(name)
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


def _read_group(row: dict[str, str], number: int, given: dict[Lens, dict[Path, int]], reading: Reading) -> None:
    tree, path = row["tree"].strip(), path_of(row["path"])
    headcount = row["headcount"].strip()
    if SPARE in row:
        too_many_cells(row, number, reading)
    elif tree not in set(Lens):
        reading.fault(_("row %(row)s: tree is “%(found)s”; write place or role.", row=number, found=tree))
    elif not headcount.isdecimal() or len(headcount) > MOST_DIGITS:
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
            _("row %(row)s: “%(path)s” is there twice; keep one of the two rows.", row=number, path=text_of(path))
        )
    else:
        given[Lens(tree)][path] = int(headcount)


def _tree(lens: Lens, given: dict[Path, int], reading: Reading) -> Tree:
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


def _same_people(places: Tree, roles: Tree, reading: Reading) -> None:
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


def people_text(trees: Iterable[Tree]) -> str:
    """Headcounts as a file that `read_people` reads."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("tree", "path", "headcount"))
    writer.writerows(
        (tree.lens.value, plain_cell(text_of(group.path)), group.headcount)
        for tree in trees
        for group in tree
        if group.path
    )
    return out.getvalue()
