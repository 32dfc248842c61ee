"""What became of each item from one edition to the next, or from a questionnaire to its copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from audit.library import tables
from audit.library.lines import line_with
from audit.library.tables import Key, Notes, Table, check, check_all, nearest, one_of, text, texts
from audit.method.questionnaire import Item, Questionnaire
from audit.wording import gettext as _


class Became(StrEnum):
    """What an item became."""

    REWORDED = "reworded"  # other words, the same question: it keeps its id and its place
    SPLIT = "split"
    MERGED = "merged"
    DROPPED = "dropped"
    NEW = "new"


CROSSWALK: Mapping[str, Key] = {
    "from_questionnaire": text(),
    "from_edition": text(),
    "kept": texts(needed=False),
    "change": tables.tables("change", needed=False),
}
CHANGE: Mapping[str, Key] = {
    "became": one_of(*Became),
    "from": texts(needed=False),
    "to": texts(needed=False),
    "why": text(),
}
SHAPES: Mapping[Became, tuple[range, range]] = {
    Became.REWORDED: (range(1, 2), range(1, 2)),
    Became.SPLIT: (range(1, 2), range(2, 99)),
    Became.MERGED: (range(2, 99), range(1, 2)),
    Became.DROPPED: (range(1, 99), range(1)),
    Became.NEW: (range(1), range(1, 99)),
}
"""How many ids each kind of change has in `from` and in `to`."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: ids of the earlier edition, ids of the later one, and why."""

    became: Became
    before: tuple[str, ...]
    after: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """From an edition of a questionnaire to the edition that the file lies beside."""

    from_questionnaire: str
    from_edition: str
    kept: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def reworded(self) -> frozenset[str]:
        """Ids that are the same and ask the same in other words."""
        return frozenset(c.after[0] for c in self.changes if c.became is Became.REWORDED and c.before == c.after)


def read_crosswalk(raw: Mapping[str, Any], notes: Notes) -> Crosswalk:
    """From <id>/<edition>.crosswalk.toml."""
    top = check(raw, CROSSWALK, notes, item="")
    changes = [_change(t, notes) for t in check_all(top, "change", CHANGE, notes)]
    return Crosswalk(
        top.text("from_questionnaire"),
        top.text("from_edition"),
        top.texts("kept"),
        tuple(c for c in changes if c),
    )


def _change(table: Table, notes: Notes) -> Change | None:
    if not table.text("became"):
        return None  # reported
    became, before, after = Became(table.text("became")), table.texts("from"), table.texts("to")
    for key, ids, wanted in (("from", before, SHAPES[became][0]), ("to", after, SHAPES[became][1])):
        if len(ids) not in wanted:
            what = _(
                "A change called %(became)s has %(found)s ids in “%(key)s”.", became=became, found=len(ids), key=key
            )
            notes.add(table.item, what, _way_out(wanted), key=key, place=table.place)
    if became is Became.REWORDED and before != after:
        what = _("A reworded item has another id than before.")
        way_out = _("Keep the id where it asks the same; where it asks something new, write one dropped and one new.")
        notes.add(table.item, what, way_out, key="to", place=table.place)
    return Change(became, before, after, table.text("why"))


def _way_out(wanted: range) -> str:
    if wanted.stop == 1:
        return _("Leave the key out.")
    if wanted.stop == 2:
        return _("Name exactly one.")
    return _("Name at least %(fewest)s.", fewest=wanted.start)


def check_crosswalk(walk: Crosswalk, before: Questionnaire, after: Questionnaire, notes: Notes) -> None:
    """Every item of both editions stands in it exactly once, and what is called kept or reworded is that."""
    gone = Counter([*walk.kept, *(i for c in walk.changes for i in c.before)])
    come = Counter([*walk.kept, *(i for c in walk.changes for i in c.after)])
    then, now = {i.id: i for i in before.items}, {i.id: i for i in after.items}
    is_new = _("If it is new, take it out of “kept”, and write a [[change]] that says so.")
    is_dropped = _("If it was dropped, take it out of “kept”, and write a [[change]] that says so.")
    _check_once(gone, before, notes, known=dict.fromkeys(now, is_new))
    _check_once(come, after, notes, known=dict.fromkeys(then, is_dropped))
    for item in walk.kept:
        if item in then and item in now and then[item].text != now[item].text:
            what = _("It is called kept, and its words differ from edition %(edition)s.", edition=before.edition)
            notes.add(item, what, _("Put the words back, or call it reworded."), line=_line(notes, item))
    for item in sorted(walk.reworded):
        if item in then and item in now and then[item].text == now[item].text:
            what = _("It is called reworded, and its words are the same.")
            notes.add(item, what, _("Move it to “kept”."), line=_line(notes, item))
    for item in (*walk.kept, *sorted(walk.reworded)):
        if item in then and item in now and _place(then[item]) != _place(now[item]):
            what = _("It keeps its id, and its principle, domain, stage, tier or group is another.")
            notes.add(item, what, _("Put it back in its place, or give it a new id."), line=_line(notes, item))


def _place(item: Item) -> tuple[object, ...]:
    return item.principle, item.domain, item.stage, item.tier, item.group


def _check_once(times: Mapping[str, int], asked: Questionnaire, notes: Notes, *, known: Mapping[str, str]) -> None:
    """known: the way out for items that the other of the two editions has."""
    ids = [i.id for i in asked.items]
    missing = [i for i in ids if not times.get(i)]
    if missing:
        what = _(
            "Nothing is said about %(items)s of “%(id)s”, edition %(edition)s.",
            items=", ".join(missing),
            id=asked.id,
            edition=asked.edition,
        )
        notes.add("", what, _("Add each to “kept” or to a [[change]]."))
    for item, found in times.items():
        if item not in ids:
            what = _(
                "“%(id)s”, edition %(edition)s, has no item “%(item)s”.", id=asked.id, edition=asked.edition, item=item
            )
            notes.add(item, what, known.get(item) or nearest(item, ids), line=_line(notes, item))
        elif found > 1:
            what = _("It stands in the crosswalk more than once.")
            notes.add(item, what, _("Keep it in “kept” or in one [[change]]."), line=_line(notes, item))


def _line(notes: Notes, item: str) -> int:
    return line_with(notes.text, f'"{item}"')


def introduced(after: Questionnaire, before: Iterable[Item]) -> tuple[str, ...]:
    """Ids that an edition has and the one before it did not."""
    known = {i.id for i in before}
    return tuple(i.id for i in after.items if i.id not in known)
