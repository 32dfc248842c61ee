"""Principles by domains: one practice a cell, read beside the other practices of its stage."""

from __future__ import annotations

from audit.exhibits import notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.items import ITEM_RATERS
from audit.exhibits.standing import badge
from audit.exhibits.values import Column, Exhibit, Kept, Lines, Marked, Table, Value
from audit.method.profile import GroupProfile, ItemFinding
from audit.method.questionnaire import GATES, Item, Questionnaire, Stage
from audit.wording import gettext as _


def grid_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit | None:
    """The grid; without cells where single practices may not be told, None where the round did not ask core."""
    if not whole.principles:
        return None
    if not any(i.id in whole.items for i in facts.questionnaire.staged_items):
        return _no_grid(facts, whole)
    table = _table(facts, whole)
    return Exhibit(
        "grid",
        _finding(table),
        _(
            "Each cell is one practice. Practices of a later stage are harder, so each is read beside the mean of its"
            " own stage: above, below, or no mark where we cannot tell."
        ),
        (table,),
        notes.note(
            facts,
            _("Share of those who rated it who see it usually or reliably; the word on top is its stage."),
            _("A mark stands only where the whole interval lies on one side. Domains are not ranked."),
            people=whole.people,
        ),
        "formulas-items",
        (_("Look along one column: what do these practices have in common, and who looks after them?"),),
    )


def _no_grid(facts: RoundFacts, whole: GroupProfile) -> Exhibit:
    return Exhibit(
        "grid",
        _("Single practices cannot be told, so there is no grid"),
        _(
            "A practice is told only where %(raters)s people or more rated it. The five principles are told above;"
            " they need fewer answers.",
            raters=ITEM_RATERS,
        ),
        (),
        notes.note(facts, people=whole.people),
        "appendix-rows",
    )


def _table(facts: RoundFacts, whole: GroupProfile) -> Table:
    asked, means = facts.questionnaire, stage_means(facts, whole)
    columns = (
        Column(_("Principle"), "words", 16),
        *(Column(d.name, "words", 84 // len(asked.domains)) for d in asked.domains),
    )
    rows = tuple(
        (badge(facts, p.id), *(_place(_practices(asked, p.id, d.id), whole, means) for d in asked.domains))
        for p in asked.climbing
    )
    return Table("grid-table", _("Principles by domains"), columns, rows, "grid")


def middle(found: ItemFinding) -> float:
    """The share of a practice as one number: as told, or the middle of its band."""
    return float(found.split.high) if found.split else (found.usually.low + found.usually.high) / 2


def stage_means(facts: RoundFacts, whole: GroupProfile) -> dict[Stage, float]:
    """Mean share of the practices of each stage that may be told, in per cent."""
    means = {}
    for stage in GATES:
        told = [
            middle(whole.items[i.id])
            for i in facts.questionnaire.staged_items
            if i.stage is stage and i.id in whole.items
        ]
        if told:
            means[stage] = sum(told) / len(told)
    return means


def _practices(asked: Questionnaire, principle: str, domain: str) -> list[Item]:
    return [i for i in asked.staged_items if (i.principle, i.domain) == (principle, domain)]


def _place(items: list[Item], whole: GroupProfile, means: dict[Stage, float]) -> Value:
    """Usually one practice; an organisation's own questionnaire may ask none here, or several."""
    if not items:
        return Kept("–", _("nothing asked here"))
    cells = [_cell(item, whole, means) for item in items]
    return cells[0] if len(cells) == 1 else Lines(tuple(_in_one_line(c) for c in cells))


def _in_one_line(cell: Marked | Kept) -> str:
    mark = cell.mark if isinstance(cell, Marked) else ""
    return " ".join(t for t in (f"{cell.small}:", cell.text, mark) if t)


def _cell(item: Item, whole: GroupProfile, means: dict[Stage, float]) -> Marked | Kept:
    word = words.stage_word(item.stage) if item.stage else ""
    if item.id not in whole.items or item.stage is None:
        return Kept(_("Withheld"), word)
    found = whole.items[item.id]
    share = words.usually(found)
    if found.usually_interval.low > means[item.stage]:
        return Marked("high", share, _("above"), word)
    if found.usually_interval.high < means[item.stage]:
        return Marked("low", share, _("below"), word)
    return Marked("plain", share, "", word)


def _finding(table: Table) -> str:
    tones = [v.tone for row in table.rows for v in row if isinstance(v, Marked)]
    match "high" in tones, "low" in tones:
        case True, True:
            return _("Some practices stand clearly above or below others of their stage")
        case True, False:
            return _("Some practices stand clearly above others of their stage")
        case False, True:
            return _("Some practices stand clearly below others of their stage")
        case _:
            return _("No practice can be told apart from the others of its stage")
