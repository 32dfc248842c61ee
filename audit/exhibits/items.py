"""Single practices, where they may be told: how staff see them, and what staff cannot see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from audit.exhibits import drawing, notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.modules import ModulePart, module_parts
from audit.exhibits.standing import badge
from audit.exhibits.values import Column, Drawn, Exhibit, Figure, Kept, Strong, Table, Value, Words
from audit.method.profile import GroupProfile, ItemFinding
from audit.method.questionnaire import Item
from audit.wording import gettext as _
from audit.wording import ngettext

ITEM_RATERS = 20
SPLIT_RATERS = 50
CANNOT_SEE = 30


def items_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit | None:
    """All practices that may be told, a table for each principle; None where the round did not ask core."""
    asked = facts.questionnaire
    tables = tuple(t for p in asked.climbing if (t := item_table(facts, whole, p.id)).rows)
    return _exhibit("items", facts, whole, asked.staged_items, tables) if whole.principles else None


def module_items_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit | None:
    """All practices of modules that may be told, a table for each questionnaire or tier; None where none was asked."""
    asked = facts.questionnaire
    tables = tuple(t for part in module_parts(asked) if (t := _module_item_table(facts, whole, part)).rows)
    items = [i for m in asked.modules for i in asked.items_of_module(m.id)]
    return _exhibit("module-items", facts, whole, items, tables) if whole.modules else None


def _exhibit(
    id_: str, facts: RoundFacts, whole: GroupProfile, items: Sequence[Item], tables: tuple[Table, ...]
) -> Exhibit:
    told = [whole.items[i.id] for i in items if i.id in whole.items]
    return Exhibit(
        id_,
        _finding(told),
        _sentence(told),
        tables,
        item_note(facts, whole) if tables else notes.note(facts, people=whole.people),
        "formulas-items",
        (_("Which practice here surprises you? Who could tell you more about it?"),) if tables else (),
    )


def _finding(told: Sequence[ItemFinding]) -> str:
    if not told:
        return _("Single practices cannot be told")
    high = sum(1 for found in told if found.usually_interval.low >= 50)
    low = sum(1 for found in told if found.usually_interval.high < 50)
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
    if low and high:
        parts.append(ngettext("%(num)s clearly is not", "%(num)s clearly are not", low))
    elif low:
        parts.append(
            ngettext(
                "%(num)s practice clearly is not seen usually or reliably by most people",
                "%(num)s practices clearly are not seen usually or reliably by most people",
                low,
            )
        )
    return "; ".join(parts)


def _sentence(told: Sequence[ItemFinding]) -> str:
    if not told:
        return _(
            "A practice is told only where %(raters)s people or more rated it. Fewer did, so that nobody’s"
            " view stands out.",
            raters=ITEM_RATERS,
        )
    return _("For the others, the intervals lie on both sides of one half, so we cannot tell.")


def short_item_note() -> str:
    """As `item_note`, where people and source stand elsewhere on the page."""
    return _(
        "Shares of those who rated; “can’t tell” of those who rated or cannot tell. Rounded: they need not add up."
    )


def item_note(facts: RoundFacts, whole: GroupProfile) -> str:
    """How to read a table of practices."""
    return notes.note(
        facts,
        _("Shares of those who rated a practice; “can’t tell” is a share of those who rated it or cannot tell."),
        _("Shares are rounded and need not add up to 100."),
        _("Fewer than %(raters)s rated: only the share of “usually or reliably”, as a band.", raters=SPLIT_RATERS),
        people=whole.people,
    )


def _columns(second: str) -> tuple[Column, ...]:
    """second: what the second column is called, "" where there is none."""
    named = Column(_("Practice"), "words", 32 if second else 44)
    return (
        named,
        *((Column(second, "words", 12),) if second else ()),
        Column(_("Not here or rarely"), "figure", 10),
        Column(_("Per cent"), "drawn", 14, drawing.split_axis()),
        Column(_("Usually or reliably"), "figure", 12),
        Column(_("Sometimes"), "figure", 10),
        Column(_("Can’t tell"), "figure", 10),
    )


def _band_columns(second: str) -> tuple[Column, ...]:
    named = Column(_("Practice"), "words", 34 if second else 48)
    return (
        named,
        *((Column(second, "words", 14),) if second else ()),
        Column(_("Usually or reliably, per cent"), "drawn", 26, drawing.share_axis()),
        Column(_("Usually or reliably"), "figure", 13),
        Column(_("Can’t tell"), "figure", 13),
    )


def item_table(facts: RoundFacts, whole: GroupProfile, principle: str) -> Table:
    """The practices of one principle, as staff were asked; in full where at least one is told in full."""
    return _principle_table(facts, whole, principle, lambda item: item.text)


def short_item_table(facts: RoundFacts, whole: GroupProfile, principle: str) -> Table:
    """As `item_table`, for a page that has the statements beside it already."""
    return _principle_table(facts, whole, principle, lambda item: item.short)


def _principle_table(facts: RoundFacts, whole: GroupProfile, principle: str, name: Callable[[Item], str]) -> Table:
    """Practices by stage; those that may not be told come last."""
    items = sorted(facts.questionnaire.items_of(principle), key=lambda i: (i.id not in whole.items, i.stage or 0))
    named: dict[str, tuple[Words, ...]] = {i.id: (Words(name(i)), Words(home_of(facts, i))) for i in items}
    return _table_of(f"items-{principle}", badge(facts, principle).text, _("Stage"), whole, items, named)


def _module_item_table(facts: RoundFacts, whole: GroupProfile, part: ModulePart) -> Table:
    """Practices in the order asked, each with its topic under it."""
    named: dict[str, tuple[Words, ...]] = {}
    items = []
    for module in part.modules:
        for item in facts.questionnaire.items_of_module(module.id):
            items.append(item)
            named[item.id] = (Words(item.text, module.name),)
    caption = _("%(part)s: practices", part=part.title)
    return replace(_table_of(f"items-{part.id}", caption, "", whole, items, named), shape="close")


def _table_of(
    id_: str,
    caption: str,
    second: str,
    whole: GroupProfile,
    items: Sequence[Item],
    named: Mapping[str, tuple[Words, ...]],
) -> Table:
    """No rows where none of the practices may be told. named: the first values of each row, two where there is a second
    column."""
    told = [whole.items[i.id] for i in items if i.id in whole.items]
    full = any(found.split for found in told)
    row = _full_row if full else _band_row
    kept = [Kept(_("Withheld"))] * (5 if full else 3)
    rows = tuple((*named[i.id], *(row(i, whole.items[i.id]) if i.id in whole.items else kept)) for i in items if told)
    return Table(id_, caption, _columns(second) if full else _band_columns(second), rows)


def home_of(facts: RoundFacts, item: Item) -> str:
    """Where an item belongs, as a word: its stage, where its principle climbs, else its topic."""
    topics = {m.id: m.name for m in facts.questionnaire.modules}
    topic = topics.get(item.group or item.principle or "")
    return topic or (words.stage_word(item.stage) if item.stage else _("About the audit itself"))


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
        Column(_("Stage or topic") if whole.modules else _("Stage"), "words", 20),
        Column(_("Can’t tell, per cent"), "drawn", 25, drawing.share_axis()),
        Column(_("Can’t tell"), "figure", 13),
    )
    rows = tuple(
        (
            Words(item.text),
            Words(home_of(facts, item)),
            Drawn(drawing.band(item.text, whole.items[item.id].cannot_tell)),
            Figure(words.share(whole.items[item.id].cannot_tell)),
        )
        for item in facts.questionnaire.items
        if item.id in whole.items and not whole.items[item.id].visible and item.group != "process"
    )
    return Table("hidden-items-table", _("Practices that many cannot tell about"), columns, rows)
