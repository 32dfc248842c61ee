"""From the tables of questionnaires, actions and the leadership form to values.

Checks the form of every table; what they say together is for `rules`, `blueprint` and `across`, how it reads for
`wording`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from audit.library import tables
from audit.library.tables import (
    Key,
    Notes,
    Table,
    check,
    check_all,
    nearest,
    no_twins,
    number,
    one_of,
    pair,
    text,
    texts,
)
from audit.method.questionnaire import (
    GATES,
    PROCESS,
    Action,
    Attribute,
    Audience,
    ChoiceDesign,
    Domain,
    Effort,
    Item,
    ItemGroup,
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
    "copied_from": tables.pair_of_texts(needed=False),
    "principle": tables.tables("principle", needed=False),
    "domain": tables.tables("domain", needed=False),
    "group": tables.tables("group", needed=False),
    "page": tables.tables("page"),
    "item": tables.tables("item"),
    "best_worst": tables.table("best_worst", needed=False),
}
TAKING: Mapping[str, Key] = {
    **HEAD,
    "copied_from": tables.pair_of_texts(needed=False),
    "takes": text(),
    "takes_edition": text(),
    "page": tables.tables("page"),
}
"""A questionnaire without items of its own."""
PRINCIPLE: Mapping[str, Key] = {"id": text(), "name": text()}
DOMAIN: Mapping[str, Key] = {"id": text(), "name": text(), "intro": text()}
GROUP: Mapping[str, Key] = {**DOMAIN, "tier": number(needed=False), "trust": tables.yes_or_no()}
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
LEADERSHIP: Mapping[str, Key] = {**HEAD, "mirrors": texts(), "prompt": tables.tables("prompt")}
PROMPT: Mapping[str, Key] = {"item": text(), "evidence": text()}
ROW: Mapping[str, Key] = {"id": text(), "text": text(), "name": text()}


@dataclass(frozen=True, slots=True)
class LeadershipForm:
    """What leaders fill in together about the items of the questionnaires that it mirrors.

    minutes: from, to; prompts: item id -> what evidence would show; draft, untranslated: as in `Questionnaire`.
    """

    id: str
    edition: str
    language: str
    title: str
    purpose: str
    minutes: tuple[int, int]
    mirrors: tuple[str, ...]
    prompts: Mapping[str, str]
    draft: bool = False
    untranslated: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Sources:
    """The rows that provenance may name: row id -> the text it belongs to."""

    rows: Mapping[str, str]


Taken = Callable[[str, str], Questionnaire | None]
"""The questionnaire of an id and an edition whose items another one takes; None where it is not here."""


def read_sources(raw: Mapping[str, Any], notes: Notes) -> Sources:
    """From sources.toml."""
    top = check(raw, {"row": tables.tables("row")}, notes, item="")
    rows = check_all(top, "row", ROW, notes)
    no_twins(rows, notes)
    return Sources({r.text("id"): r.text("text") for r in rows if r.text("id")})


def read_questionnaire(raw: Mapping[str, Any], notes: Notes, *, sources: Sources, taken: Taken) -> Questionnaire:
    """From <id>/<edition>.en.toml. Items hold no actions yet."""
    if "takes" in raw or "takes_edition" in raw:
        return _read_taking(check(raw, TAKING, notes, item=""), notes, taken)
    top = check(raw, QUESTIONNAIRE, notes, item="")
    below = {name: check_all(top, name, keys, notes) for name, keys in _BELOW.items()}
    for found in below.values():
        no_twins(found, notes)
    _no_strangers(below, notes)
    return Questionnaire(
        *_head(top),
        tuple(Principle(t.text("id"), t.text("name")) for t in below["principle"]),
        tuple(Domain(t.text("id"), t.text("name"), t.text("intro")) for t in below["domain"]),
        _pages(below["page"]),
        tuple(_item(t, notes, sources) for t in below["item"]),
        tuple(_group(t) for t in below["group"]),
        _choices(top, notes),
        copied_from=top.pair_of_texts("copied_from"),
    )


_BELOW = {"principle": PRINCIPLE, "domain": DOMAIN, "group": GROUP, "page": PAGE, "item": ITEM}


def _head(top: Table) -> tuple[str, str, str, str, str, tuple[int, int]]:
    words = [top.text(key) for key in ("id", "edition", "language", "title", "purpose")]
    return words[0], words[1], words[2], words[3], words[4], top.pair("minutes")


def _pages(found: tuple[Table, ...]) -> tuple[Page, ...]:
    return tuple(Page(t.text("id"), t.text("title"), t.text("note"), t.texts("items")) for t in found)


def _read_taking(top: Table, notes: Notes, taken: Taken) -> Questionnaire:
    """A questionnaire of pages; its items, and what they belong to, are another's."""
    pages = check_all(top, "page", PAGE, notes)
    no_twins(pages, notes)
    other = taken(top.text("takes"), top.text("takes_edition"))
    asked = {i for page in pages for i in page.texts("items")}
    items = tuple(i for i in other.items if i.id in asked) if other else ()
    groups = {i.group for i in items}
    return Questionnaire(
        *_head(top),
        other.principles if other else (),
        other.domains if other else (),
        _pages(pages),
        items,
        tuple(g for g in other.groups if g.id in groups) if other else (),
        copied_from=top.pair_of_texts("copied_from"),
    )


def _group(table: Table) -> ItemGroup:
    return ItemGroup(
        table.text("id"), table.text("name"), table.text("intro"), table.number("tier") or None, table.yes("trust")
    )


def _item(table: Table, notes: Notes, sources: Sources) -> Item:
    return Item(
        table.text("id"),
        table.text("text"),
        table.text("help"),
        table.text("short"),
        Audience(table.text("audience") or Audience.EVERYONE),
        read_provenance(table, notes, header="item.provenance", sources=sources),
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
    what = _("“stage” is %(found)s.", found=found)
    notes.add(table.item, what, _("Write 1, 2, 3 or 4."), key="stage", place=table.place)
    return None


def _choices(top: Table, notes: Notes) -> tuple[ChoiceDesign, ...]:
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


def read_leadership(raw: Mapping[str, Any], notes: Notes) -> LeadershipForm:
    """From leadership/<edition>.en.toml."""
    top = check(raw, LEADERSHIP, notes, item="")
    prompts = check_all(top, "prompt", PROMPT, notes)
    no_twins(prompts, notes)
    evidence = {t.text("item"): t.text("evidence") for t in prompts if t.text("item")}
    return LeadershipForm(*_head(top), top.texts("mirrors"), evidence)


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


def _no_strangers(below: Mapping[str, tuple[Table, ...]], notes: Notes) -> None:
    """What items name is there. The principle of an item in a group may be another questionnaire's (see `across`)."""
    for key, always in (("principle", ()), ("domain", ()), ("group", (PROCESS,))):
        known = [*(t.text("id") for t in below[key]), *always]
        for table in below["item"]:
            named = table.text(key)
            elsewhere = key == "principle" and table.text("group")
            if named and named not in known and not elsewhere:
                what = _("It names the %(key)s “%(named)s”, which is not in this file.", key=key, named=named)
                notes.add(table.item, what, nearest(named, known), key=key, place=table.place)
