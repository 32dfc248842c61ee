"""Headcounts as people have them: pasted from a spreadsheet, or typed. Forgiving about form, strict about the rest.

One row a group: its names from the outside in, then how many people work there.
    North<TAB>Team 3<TAB>12      North / Team 3, 12      North; Team 3; 12
A row that names a group with groups below it gives its total; without such a row the total is their sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audit.method.groups import ROOT, Group, Lens, Path, Tree
from audit.refusals import Refusal
from audit.wording import gettext as _

DEEPEST = 2  # site and team; family and role: more than that would single people out
LONGEST_NAME = 80
MOST_PEOPLE = 1_000_000
MOST_ROWS = 1_000
NUMBER = re.compile(r"\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+|\d+")
WITHOUT_SPACES = r"\d{1,3}(?:[.,'’]\d{3})+|\d+"
WITHOUT_COMMAS = r"\d{1,3}(?:[ .'’\u00a0\u202f]\d{3})+|\d+"
TYPED = (  # tried in this order, so that "Team 3 120" and "North,3,120" are 120 people and "North, 1,200" are 1,200
    re.compile(rf"(?P<names>.*?)\s*(?:[;:]\s*|,\s+)(?P<number>{NUMBER.pattern})"),
    re.compile(rf"(?P<names>.*?)\s*,(?P<number>{WITHOUT_COMMAS})"),
    re.compile(rf"(?P<names>.*?)\s+(?P<number>{WITHOUT_SPACES})"),
)
SEPARATORS = re.compile(r"[\t;/,:]")
WHOLE = frozenset({"total", "all", "everyone", "whole organisation", "organisation", "everybody"})


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """row: from 1, as in what was pasted; found: what stands there; sentence: what it is and the way out."""

    row: int
    found: str
    sentence: str


class HeadcountFaults(Refusal):
    """Rows that cannot be read, all of them."""

    def __init__(self, rows: Sequence[BrokenRow]) -> None:
        super().__init__(*(r.sentence for r in rows))
        self.rows = tuple(rows)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    text: str
    path: Path
    headcount: int


def read_headcounts(text: str, *, lens: Lens) -> Tree:
    """The tree of the table; an empty text gives a root with nobody. HeadcountFaults names every broken row."""
    broken: list[BrokenRow] = []
    rows = [row for row in _rows_of(text, broken) if row is not None]
    given = _given(rows, broken)
    _check_totals(rows, given, broken)
    if broken:
        raise HeadcountFaults(sorted(broken, key=lambda b: b.row))
    return Tree(lens, tuple(_groups(given)))


def as_text(tree: Tree) -> str:
    """A tree as rows that `read_headcounts` reads back, for a form that is opened again."""
    return "\n".join("\t".join((*g.path, str(g.headcount))) for g in tree if g.path and not tree.children_of(g.path))


def _rows_of(text: str, broken: list[BrokenRow]) -> Iterator[_Row | None]:
    lines = [(n, line.replace('"', "").strip(" \u00a0\r")) for n, line in enumerate(text.split("\n"), start=1)]
    full = [(n, line) for n, line in lines if line.strip("\t,; ")]
    if len(full) > MOST_ROWS:
        number, line = full[MOST_ROWS]
        broken.append(_broken(number, line, _("more rows than a table may have; leave some out")))
        full = full[:MOST_ROWS]
    for position, (number, line) in enumerate(full):
        if position == 0 and not any(c.isdigit() for c in line):
            continue  # the names of the columns
        yield _row_of(number, line, broken)


def _row_of(number: int, line: str, broken: list[BrokenRow]) -> _Row | None:
    names, count = _parted(line)
    fault = _fault_of(names, count)
    if fault:
        broken.append(_broken(number, line, fault))
        return None
    path = ROOT if len(names) == 1 and names[0].casefold() in WHOLE else names
    return _Row(number, line, path, int(re.sub(r"\D", "", count)))


def _parted(line: str) -> tuple[Path, str]:
    """Names and what stands where the number is expected."""
    if "\t" in line:
        *names, count = [cell.strip() for cell in line.strip("\t").split("\t")]
        return _names(names), count
    for form in TYPED:
        if found := form.fullmatch(line):
            return _names(SEPARATORS.split(found["names"])), found["number"]
    *names, count = SEPARATORS.split(line)
    return _names(names), count.strip()


def _names(cells: Sequence[str]) -> Path:
    """Names without empty cells and doubled spaces; a spreadsheet's "North / Team 3" in one cell is two names."""
    single = (" ".join(part.split()) for cell in cells for part in cell.split("/"))
    return tuple(name for name in single if name)


def _fault_of(names: Path, count: str) -> str:
    if not NUMBER.fullmatch(count):
        shown = count[:LONGEST_NAME]
        return _("“%(found)s” is no whole number of people; type one such as 12", found=shown)
    if not names:
        return _("the name of the group is missing; type it before the number")
    if len(names) > DEEPEST:
        return _("%(here)s names stand in one row; two at most, such as site and team", here=len(names))
    if max(map(len, names)) > LONGEST_NAME:
        return _("a name is longer than %(most)s letters; shorten it", most=LONGEST_NAME)
    if int(re.sub(r"\D", "", count)) > MOST_PEOPLE:
        return _("“%(found)s” is more people than an organisation has; check the number", found=count[:LONGEST_NAME])
    return ""


def _given(rows: Sequence[_Row], broken: list[BrokenRow]) -> Mapping[Path, int]:
    """Headcounts by path, parents filled in. The same group twice is a fault."""
    given: dict[Path, int] = {}
    spelled: dict[tuple[str, ...], Path] = {}
    for row in rows:
        key = tuple(name.casefold() for name in row.path)
        if key in spelled:
            broken.append(_broken(row.number, row.text, _("this group is there twice; keep one of the two rows")))
        spelled.setdefault(key, row.path)
        given.setdefault(row.path, row.headcount)
    return given


def _check_totals(rows: Sequence[_Row], given: Mapping[Path, int], broken: list[BrokenRow]) -> None:
    """A total that is given is no less than what stands below it."""
    for row in rows:
        below = _sum_below(row.path, given)
        if row.headcount < below:
            fault = _("%(total)s people in all, but %(below)s in the groups below it", total=row.headcount, below=below)
            broken.append(_broken(row.number, row.text, _("%(fault)s; change one of them", fault=fault)))


def _sum_below(path: Path, given: Mapping[Path, int]) -> int:
    return sum(_people(child, given) for child in _children(path, given))


def _people(path: Path, given: Mapping[Path, int]) -> int:
    return given[path] if path in given else _sum_below(path, given)


def _children(path: Path, given: Mapping[Path, int]) -> tuple[Path, ...]:
    """The groups right below, those that only their own groups name included, in order of appearance."""
    depth = len(path) + 1
    return tuple(dict.fromkeys(p[:depth] for p in given if len(p) >= depth and p[: len(path)] == path))


def _groups(given: Mapping[Path, int], path: Path = ROOT) -> Iterator[Group]:
    """Parents before their children."""
    yield Group(path, _people(path, given))
    for child in _children(path, given):
        yield from _groups(given, child)


def _broken(number: int, line: str, fault: str) -> BrokenRow:
    found = " ".join(line.split())[:LONGEST_NAME]
    return BrokenRow(number, found, _("Row %(row)s, “%(found)s”: %(fault)s.", row=number, found=found, fault=fault))
