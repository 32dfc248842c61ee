"""Choice sets (Best-Worst Scaling), from their table in a questionnaire to values."""

from __future__ import annotations

from collections.abc import Mapping

from audit.library import tables
from audit.library.tables import Key, Notes, Table, check, check_all, nearest, no_twins, number, text, texts
from audit.method.questionnaire import Attribute, ChoiceDesign
from audit.wording import gettext as _

BEST_WORST: Mapping[str, Key] = {
    "id": text(),
    "title": text(),
    "question": text(),
    "most": text(),
    "least": text(),
    "note": text(),
    "published": tables.text_or_nothing(),
    "shown": number(),
    "attribute": tables.tables("best_worst.attribute"),
    "set": tables.tables("best_worst.set"),
}


ATTRIBUTE: Mapping[str, Key] = {"id": text(), "name": text()}


SET: Mapping[str, Key] = {"block": number(), "attributes": texts()}


def choices_in(top: Table, notes: Notes) -> tuple[ChoiceDesign, ...]:
    """The choice design of a questionnaire; () where it has none."""
    if "best_worst" not in top.values:
        return ()
    named = top.table("best_worst").get("id")
    item = named if isinstance(named, str) and named else "best_worst"
    design = check(top.table("best_worst"), BEST_WORST, notes, item=item, place=(("best_worst", 1),))
    attributes = check_all(design, "attribute", ATTRIBUTE, notes, header="best_worst.attribute")
    no_twins(attributes, notes)
    sets = check_all(design, "set", SET, notes, header="best_worst.set")
    _no_strangers_in_sets(sets, attributes, notes)
    of_block = [one.number("block") for one in sets]
    return (
        ChoiceDesign(
            design.text("id"),
            design.text("title"),
            design.text("question"),
            design.text("most"),
            design.text("least"),
            design.text("note"),
            design.text("published"),
            design.number("shown"),
            tuple(Attribute(t.text("id"), t.text("name")) for t in attributes),
            tuple(t.texts("attributes") for t in sets),
            tuple(tuple(at for at, its in enumerate(of_block) if its == block) for block in sorted(set(of_block))),
        ),
    )


def _no_strangers_in_sets(sets: tuple[Table, ...], attributes: tuple[Table, ...], notes: Notes) -> None:
    known = [t.text("id") for t in attributes]
    for one in sets:
        for named in one.texts("attributes"):
            if named not in known:
                what = _("It names the attribute “%(named)s”, which is not in this file.", named=named)
                notes.add(one.item, what, nearest(named, known), key="attributes", place=one.place)
