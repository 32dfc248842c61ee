"""Single practices, where they may be told: how staff see them, and what staff cannot see."""

from __future__ import annotations

from collections.abc import Callable

from audit.exhibits import drawing, notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.standing import badge
from audit.exhibits.values import Column, Drawn, Exhibit, Figure, Kept, Strong, Table, Value, Words
from audit.method.profile import GroupProfile, ItemFinding
from audit.method.questionnaire import Item
from audit.wording import gettext as _
from audit.wording import ngettext

ITEM_RATERS = 20
SPLIT_RATERS = 50
CANNOT_SEE = 30


def items_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit:
    """All practices that may be told, a table for each principle."""
    tables = tuple(t for p in facts.questionnaire.principles if (t := item_table(facts, whole, p.id)).rows)
    return Exhibit(
        "items",
        _finding(whole),
        _sentence(whole),
        tables,
        item_note(facts, whole) if tables else notes.note(facts, people=whole.people),
        "formulas-items",
        (_("Which practice here surprises you? Who could tell you more about it?"),) if tables else (),
    )


def _finding(whole: GroupProfile) -> str:
    if not whole.items:
        return _("Single practices cannot be told")
    high = sum(1 for found in whole.items.values() if found.usually_interval.low >= 50)
    low = sum(1 for found in whole.items.values() if found.usually_interval.high < 50)
    if not high and not low:
        return _("For no practice can we tell whether most people see it usually or reliably")
    parts = []
    if high:
        parts.append(
            ngettext(
                "%(num)s practice is seen usually or reliably by most people",
                "%(num)s practices are seen usually or reliably by most people",
                high,
            )
        )
    if low:
        parts.append(ngettext("%(num)s clearly is not", "%(num)s clearly are not", low))
    return "; ".join(parts)


def _sentence(whole: GroupProfile) -> str:
    if not whole.items:
        return _(
            "A practice is told only where %(raters)s people or more rated it. Fewer did, so that nobody’s"
            " view stands out.",
            raters=ITEM_RATERS,
        )
    return _("For the others, the intervals lie on both sides of one half, so we cannot tell.")


def short_item_note() -> str:
    """As `item_note`, where people and source stand elsewhere on the page."""
    return _("Shares of those who rated a practice; “can’t tell” of all asked. They are rounded and need not add up.")


def item_note(facts: RoundFacts, whole: GroupProfile) -> str:
    """How to read a table of practices."""
    return notes.note(
        facts,
        _("Shares of those who rated a practice; “can’t tell” is a share of those who rated it or cannot tell."),
        _("Shares are rounded and need not add up to 100."),
        _("Fewer than %(raters)s rated: only the share of “usually or reliably”, as a band.", raters=SPLIT_RATERS),
        people=whole.people,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Practice"), "words", 31),
        Column(_("Stage"), "words", 12),
        Column(_("Not here or rarely"), "figure", 10),
        Column(_("Per cent"), "drawn", 17, drawing.split_axis()),
        Column(_("Usually or reliably"), "figure", 10),
        Column(_("Sometimes"), "figure", 10),
        Column(_("Can’t tell"), "figure", 10),
    )


def _band_columns() -> tuple[Column, ...]:
    return (
        Column(_("Practice"), "words", 34),
        Column(_("Stage"), "words", 14),
        Column(_("Usually or reliably, per cent"), "drawn", 26, drawing.share_axis()),
        Column(_("Usually or reliably"), "figure", 13),
        Column(_("Can’t tell"), "figure", 13),
    )


def item_table(facts: RoundFacts, whole: GroupProfile, principle: str) -> Table:
    """The practices of one principle, as staff were asked; in full where at least one is told in full."""
    return _table_of(facts, whole, principle, lambda item: item.text)


def short_item_table(facts: RoundFacts, whole: GroupProfile, principle: str) -> Table:
    """As `item_table`, for a page that has the statements beside it already."""
    return _table_of(facts, whole, principle, lambda item: item.short)


def _table_of(facts: RoundFacts, whole: GroupProfile, principle: str, name: Callable[[Item], str]) -> Table:
    items = [i for i in facts.questionnaire.items_of(principle) if i.id in whole.items]
    full = any(whole.items[i.id].split for i in items)
    row = _full_row if full else _band_row
    rows: list[tuple[Value, ...]] = [(*_named(i, name(i)), *row(i, whole.items[i.id])) for i in _by_stage(items)]
    if rows:
        kept = [Kept(_("Withheld"))] * (5 if full else 3)
        rows += [
            (*_named(i, name(i)), *kept) for i in facts.questionnaire.items_of(principle) if i.id not in whole.items
        ]
    return Table(
        f"items-{principle}", badge(facts, principle).text, _columns() if full else _band_columns(), tuple(rows)
    )


def _by_stage(items: list[Item]) -> list[Item]:
    return sorted(items, key=lambda i: (i.stage or 0, items.index(i)))


def _named(item: Item, text: str) -> tuple[Words, Words]:
    return Words(text), Words(words.stage_word(item.stage) if item.stage else "")


def _full_row(item: Item, found: ItemFinding) -> tuple[Value, ...]:
    cannot = Figure(words.share(found.cannot_tell))
    if found.split is None:
        kept = Kept(_("Withheld"))
        return (kept, Kept(_("Fewer people rated this")), Figure(words.usually(found)), kept, cannot)
    return (
        Figure(words.split_share(found.split.low)),
        Drawn(drawing.split(item.text, found.split)),
        Figure(words.split_share(found.split.high)),
        Figure(words.split_share(found.split.middle)),
        cannot,
    )


def _band_row(item: Item, found: ItemFinding) -> tuple[Value, ...]:
    usually = Figure(words.usually(found))
    drawn = Drawn(drawing.band(item.text, found.usually))
    return (drawn, usually, Figure(words.share(found.cannot_tell)))


def visibility_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit:
    """What staff cannot see: gates that most cannot tell, and practices that many cannot tell."""
    gates, items = _hidden_gates(facts, whole), _hidden_items(facts, whole)
    return Exhibit(
        "visibility",
        _visibility_finding(whole, gates=len(gates.rows), items=len(items.rows)),
        _("What staff cannot see may well exist. Telling people costs little, and it comes before building more."),
        tuple(t for t in (gates, items) if t.rows),
        notes.note(
            facts,
            _("A practice is named here where %(share)s %% or more cannot tell.", share=CANNOT_SEE),
            _("Single practices are told where %(raters)s people or more rated them.", raters=ITEM_RATERS),
            people=whole.people,
        ),
        "formulas-items",
        (_("Does this exist here? If so, who could show it to whom, and when?"),),
    )


def _visibility_finding(whole: GroupProfile, *, gates: int, items: int) -> str:
    if items:
        return ngettext(
            "%(num)s practice is out of sight for many of the staff",
            "%(num)s practices are out of sight for many of the staff",
            items,
        )
    if gates:
        return _("Some of what we ask about is out of sight for most of the staff")
    if not whole.items:
        return _("With this many answers, we cannot tell which single practices staff cannot see")
    return _("None of the practices told here is out of sight for many of the staff")


def _hidden_gates(facts: RoundFacts, whole: GroupProfile) -> Table:
    columns = (Column(_("Principle"), "words", 50), Column(_("Stage that most cannot see"), "words", 50))
    rows = tuple(
        (badge(facts, p), Strong(words.stage_word(gate.stage)))
        for p, found in facts.in_order(whole.principles)
        for gate in found.gates
        if not gate.visible
    )
    return Table("hidden-gates-table", _("Stages that most of the staff cannot see"), columns, rows, "facts")


def _hidden_items(facts: RoundFacts, whole: GroupProfile) -> Table:
    columns = (
        Column(_("Practice"), "words", 42),
        Column(_("Stage"), "words", 14),
        Column(_("Can’t tell, per cent"), "drawn", 28, drawing.share_axis()),
        Column(_("Can’t tell"), "figure", 16),
    )
    rows = tuple(
        (
            *_named(item, item.text),
            Drawn(drawing.band(item.text, whole.items[item.id].cannot_tell)),
            Figure(words.share(whole.items[item.id].cannot_tell)),
        )
        for item in facts.questionnaire.items
        if item.id in whole.items and not whole.items[item.id].visible and item.group != "process"
    )
    return Table("hidden-items-table", _("Practices that many cannot tell about"), columns, rows)
