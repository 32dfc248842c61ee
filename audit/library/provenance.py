"""Where a thought comes from: rows of sources.toml, and the entries that name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audit.library import tables
from audit.library.tables import Key, Notes, Table, check, check_all, no_twins, text
from audit.method.questionnaire import Provenance
from audit.wording import gettext as _

OWN = "own"
"""The seed of a thought that is ours."""


PROVENANCE: Mapping[str, Key] = {"seed": text(), "why": text(), "row": text(needed=False)}


ROW: Mapping[str, Key] = {"id": text(), "text": text(), "name": text()}


@dataclass(frozen=True, slots=True)
class Sources:
    """The rows that provenance may name: row id -> the text it belongs to."""

    rows: Mapping[str, str]


def read_sources(raw: Mapping[str, Any], notes: Notes) -> Sources:
    """From sources.toml."""
    top = check(raw, {"row": tables.tables("row")}, notes, item="")
    rows = check_all(top, "row", ROW, notes)
    no_twins(rows, notes)
    return Sources({r.text("id"): r.text("text") for r in rows if r.text("id")})


def read_provenance(table: Table, notes: Notes, *, header: str, sources: Sources) -> tuple[Provenance, ...]:
    """Where a thought comes from: every entry below a table, each naming a row of sources.toml or "own"."""
    found = [
        check(raw, PROVENANCE, notes, item=table.item, place=(*table.place, (header, at)))
        for at, raw in enumerate(table.tables("provenance"), 1)
    ]
    for entry in found:
        _check_row(entry, notes, sources)
    return tuple(Provenance(e.text("seed"), e.text("row"), e.text("why")) for e in found)


def _check_row(entry: Table, notes: Notes, sources: Sources) -> None:
    seed, row = entry.text("seed"), entry.text("row")
    if seed == OWN or not seed:
        return
    if not row:
        what = _("A provenance entry from text %(seed)s names no row.", seed=seed)
        way_out = _('Add row = "…" as in sources.toml, or seed = "own" if the thought is ours.')
    elif row not in sources.rows:
        what = _("The provenance row “%(row)s” is not in sources.toml.", row=row)
        way_out = _("Add it there, or name another row.")
    elif sources.rows[row] != seed:
        what = _("The provenance row “%(row)s” belongs to text %(text)s.", row=row, text=sources.rows[row])
        way_out = _("Write that text instead of “%(seed)s”, or another row.", seed=seed)
    else:
        return
    notes.add(entry.item, what, way_out, key="row", place=entry.place)
