"""From the tables of a questionnaire to its value.

Checks the form of every table; what they say together is for `rules`, `blueprint` and `across`, how it reads for
`wording`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from audit.library import tables
from audit.library.choice_sets import choices_in
from audit.library.provenance import Sources, read_provenance
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
    Audience,
    Domain,
    Item,
    ItemGroup,
    Page,
    Principle,
    Questionnaire,
    Stage,
)
from audit.wording import gettext as _

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
CHOOSING: Mapping[str, Key] = {
    **HEAD,
    "copied_from": tables.pair_of_texts(needed=False),
    "best_worst": tables.table("best_worst"),
}
"""A questionnaire of choice sets alone: no statements, so no pages and nothing that they are counted in."""
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


Taken = Callable[[str, str], Questionnaire | None]
"""The questionnaire of an id and an edition whose items another one takes; None where it is not here."""


def read_questionnaire(raw: Mapping[str, Any], notes: Notes, *, sources: Sources, taken: Taken) -> Questionnaire:
    """From <id>/<edition>.en.toml. Items hold no actions yet."""
    if "takes" in raw or "takes_edition" in raw:
        return _read_taking(check(raw, TAKING, notes, item=""), notes, taken)
    top = check(raw, CHOOSING if _asks_choices_alone(raw) else QUESTIONNAIRE, notes, item="")
    below = {name: check_all(top, name, keys, notes) for name, keys in _BELOW.items()}
    for found in below.values():
        no_twins(found, notes)
    _no_strangers(below, notes)
    return Questionnaire(
        *head_of(top),
        tuple(Principle(t.text("id"), t.text("name")) for t in below["principle"]),
        tuple(Domain(t.text("id"), t.text("name"), t.text("intro")) for t in below["domain"]),
        _pages(below["page"]),
        tuple(_item(t, notes, sources) for t in below["item"]),
        tuple(_group(t) for t in below["group"]),
        choices_in(top, notes),
        copied_from=top.pair_of_texts("copied_from"),
    )


_BELOW = {"principle": PRINCIPLE, "domain": DOMAIN, "group": GROUP, "page": PAGE, "item": ITEM}


def head_of(top: Table) -> tuple[str, str, str, str, str, tuple[int, int]]:
    """id, edition, language, title, purpose, minutes."""
    words = [top.text(key) for key in ("id", "edition", "language", "title", "purpose")]
    return words[0], words[1], words[2], words[3], words[4], top.pair("minutes")


def _asks_choices_alone(raw: Mapping[str, Any]) -> bool:
    return "best_worst" in raw and not {"principle", "domain", "group", "page", "item"} & set(raw)


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
        *head_of(top),
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
