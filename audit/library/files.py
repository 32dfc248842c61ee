"""From the tables of each kind of file to values. Checks the form of every table; what they say is for `rules`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from audit.library import tables
from audit.library.tables import Key, Notes, Table, check, number, one_of, pair, text, texts
from audit.method.questionnaire import (
    GATES,
    Action,
    Audience,
    Domain,
    Effort,
    Item,
    Page,
    Principle,
    Provenance,
    Questionnaire,
    Stage,
)
from audit.wording import gettext as _

OWN = "own"
"""The seed of a thought that is ours."""

HEAD: Mapping[str, Key] = {
    "id": text(),
    "edition": text(),
    "language": text(),
    "title": text(),
    "purpose": text(),
    "minutes": pair(),
}
QUESTIONNAIRE: Mapping[str, Key] = {
    **HEAD,
    "principle": tables.tables("principle", needed=False),
    "domain": tables.tables("domain", needed=False),
    "page": tables.tables("page"),
    "item": tables.tables("item"),
}
PRINCIPLE: Mapping[str, Key] = {"id": text(), "name": text()}
DOMAIN: Mapping[str, Key] = {"id": text(), "name": text(), "intro": text()}
PAGE: Mapping[str, Key] = {"id": text(), "title": text(), "note": text(), "items": texts()}
ITEM: Mapping[str, Key] = {
    "id": text(),
    "text": text(),
    "help": text(),
    "short": text(),
    "audience": one_of(*Audience),
    "provenance": tables.tables("item.provenance"),
    "principle": text(needed=False),
    "domain": text(needed=False),
    "stage": number(needed=False),
    "tier": number(needed=False),
    "group": text(needed=False),
    "since_round": number(needed=False),
}
PROVENANCE: Mapping[str, Key] = {"seed": text(), "why": text(), "row": text(needed=False)}
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
LEADERSHIP: Mapping[str, Key] = {**HEAD, "mirrors": text(), "prompt": tables.tables("prompt")}
PROMPT: Mapping[str, Key] = {"item": text(), "evidence": text()}
ROW: Mapping[str, Key] = {"id": text(), "text": text(), "name": text()}


@dataclass(frozen=True, slots=True)
class LeadershipForm:
    """What leaders fill in together about the items of the questionnaire that it mirrors.

    minutes: from, to; prompts: item id -> what evidence would show.
    """

    id: str
    edition: str
    language: str
    title: str
    purpose: str
    minutes: tuple[int, int]
    mirrors: str
    prompts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sources:
    """The rows that provenance may name: row id -> the text it belongs to."""

    rows: Mapping[str, str]


def read_sources(raw: Mapping[str, Any], notes: Notes) -> Sources:
    """From sources.toml."""
    top = check(raw, {"row": tables.tables("row")}, notes, item="")
    rows = _all(top, "row", ROW, notes)
    _no_twins(rows, notes)
    return Sources({r.text("id"): r.text("text") for r in rows if r.text("id")})


def read_questionnaire(raw: Mapping[str, Any], notes: Notes, *, sources: Sources) -> Questionnaire:
    """From <id>/<edition>.<language>.toml. Items hold no actions yet."""
    top = check(raw, QUESTIONNAIRE, notes, item="")
    below = {name: _all(top, name, keys, notes) for name, keys in _BELOW.items()}
    for found in below.values():
        _no_twins(found, notes)
    _no_strangers(below, notes)
    return Questionnaire(
        top.text("id"),
        top.text("edition"),
        top.text("language"),
        top.text("title"),
        top.text("purpose"),
        top.pair("minutes"),
        tuple(Principle(t.text("id"), t.text("name")) for t in below["principle"]),
        tuple(Domain(t.text("id"), t.text("name"), t.text("intro")) for t in below["domain"]),
        tuple(Page(t.text("id"), t.text("title"), t.text("note"), t.texts("items")) for t in below["page"]),
        tuple(_item(t, notes, sources) for t in below["item"]),
    )


_BELOW = {"principle": PRINCIPLE, "domain": DOMAIN, "page": PAGE, "item": ITEM}


def _item(table: Table, notes: Notes, sources: Sources) -> Item:
    return Item(
        table.text("id"),
        table.text("text"),
        table.text("help"),
        table.text("short"),
        Audience(table.text("audience") or Audience.EVERYONE),
        _provenance(table, notes, sources),
        (),
        table.text("principle") or None,
        table.text("domain") or None,
        _stage(table, notes),
        table.number("tier") or None,
        table.text("group") or None,
        table.number("since_round", 1),
    )


def _stage(table: Table, notes: Notes) -> Stage | None:
    if "stage" not in table.values:
        return None
    found = table.number("stage")
    if found in GATES:
        return Stage(found)
    notes.add(table.item, _("“stage” is %(found)s.", found=found), _("Write 1, 2, 3 or 4."))
    return None


def read_actions(raw: Mapping[str, Any], notes: Notes, *, sources: Sources) -> tuple[Action, ...]:
    """From actions.<language>.toml."""
    top = check(raw, {"action": tables.tables("action")}, notes, item="")
    found = _all(top, "action", ACTION, notes)
    _no_twins(found, notes)
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
            _provenance(t, notes, sources),
        )
        for t in found
    )


def read_leadership(raw: Mapping[str, Any], notes: Notes) -> LeadershipForm:
    """From leadership/<edition>.<language>.toml."""
    top = check(raw, LEADERSHIP, notes, item="")
    prompts = _all(top, "prompt", PROMPT, notes)
    _no_twins(prompts, notes)
    return LeadershipForm(
        top.text("id"),
        top.text("edition"),
        top.text("language"),
        top.text("title"),
        top.text("purpose"),
        top.pair("minutes"),
        top.text("mirrors"),
        {t.text("item"): t.text("evidence") for t in prompts if t.text("item")},
    )


def _provenance(table: Table, notes: Notes, sources: Sources) -> tuple[Provenance, ...]:
    found = [check(raw, PROVENANCE, notes, item=table.item) for raw in table.raw("provenance")]
    for entry in found:
        _check_row(entry, notes, sources)
    return tuple(Provenance(e.text("seed"), e.text("row"), e.text("why")) for e in found)


def _check_row(entry: Table, notes: Notes, sources: Sources) -> None:
    seed, row = entry.text("seed"), entry.text("row")
    if seed == OWN or not seed:
        return
    if not row:
        notes.add(entry.item, _("A provenance entry from text %(seed)s names no row.", seed=seed), _row_way_out(row))
    elif row not in sources.rows:
        notes.add(entry.item, _("The provenance row “%(row)s” is not in sources.toml.", row=row), _row_way_out(row))
    elif sources.rows[row] != seed:
        notes.add(
            entry.item,
            _("The provenance row “%(row)s” belongs to text %(text)s.", row=row, text=sources.rows[row]),
            _("Write that text instead of “%(seed)s”, or another row.", seed=seed),
        )


def _row_way_out(row: str) -> str:
    if row:
        return _("Add it there, or name another row.")
    return _('Add row = "…" as in sources.toml, or seed = "own" if the thought is ours.')


def _all(top: Table, name: str, keys: Mapping[str, Key], notes: Notes) -> tuple[Table, ...]:
    """Every [[name]] table, checked; each is called by its id, or by its place where it has none."""
    return tuple(check(raw, keys, notes, item=_called(raw, name, at)) for at, raw in enumerate(top.raw(name), 1))


def _called(raw: Mapping[str, Any], name: str, at: int) -> str:
    found = raw.get("id", raw.get("item"))
    return found if isinstance(found, str) and found else _("%(name)s number %(at)s", name=name, at=at)


def _no_twins(found: Iterable[Table], notes: Notes) -> None:
    seen: set[str] = set()
    for table in found:
        own = table.text("id") or table.text("item")
        if own in seen:
            notes.add(own, _("This id is used twice."), _("Give one of the two another id, or take one out."))
        elif own:
            seen.add(own)


def _no_strangers(below: Mapping[str, tuple[Table, ...]], notes: Notes) -> None:
    """What items and pages name is there."""
    for key in ("principle", "domain"):
        known = [t.text("id") for t in below[key]]
        for table in below["item"]:
            if (named := table.text(key)) and named not in known:
                what = _("It names the %(key)s “%(named)s”, which is not in this file.", key=key, named=named)
                notes.add(table.item, what, nearest(named, known))


def nearest(named: str, known: Iterable[str]) -> str:
    """The way out where something names what is not there."""
    names = [k for k in known if k]
    near = difflib.get_close_matches(named, names, n=1)
    if near:
        return _("Write “%(near)s”, or add it.", near=near[0])
    return _("Add it, or name one that is there: %(known)s.", known=", ".join(names[:8]) or "–")
