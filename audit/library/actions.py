"""The action library, from its files to values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audit.library import tables
from audit.library.provenance import Sources, read_provenance
from audit.library.tables import Key, Notes, check, check_all, no_twins, one_of, text, texts
from audit.method.questionnaire import Action, Effort

ACTION: Mapping[str, Key] = {
    "id": text(),
    "title": text(),
    "first_step": text(),
    "sign_of_success": text(),
    "effort": one_of(*Effort),
    "cost": text(),
    "owner": text(),
    "moves": texts(),
    "provenance": tables.tables("action.provenance"),
}


def read_actions(raw: Mapping[str, Any], notes: Notes, *, sources: Sources) -> tuple[Action, ...]:
    """From actions/<id>.en.toml."""
    top = check(raw, {"action": tables.tables("action")}, notes, item="")
    found = check_all(top, "action", ACTION, notes)
    no_twins(found, notes)
    return tuple(
        Action(
            t.text("id"),
            t.text("title"),
            t.text("first_step"),
            t.text("sign_of_success"),
            Effort(t.text("effort") or Effort.SMALL),
            t.text("cost"),
            t.text("owner"),
            t.texts("moves"),
            read_provenance(t, notes, header="action.provenance", sources=sources),
        )
        for t in found
    )
