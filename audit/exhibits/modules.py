"""Modules: groups of practices with a score of their own and no stage; told in their order, never ranked."""

from __future__ import annotations

from dataclasses import dataclass

from audit.exhibits import drawing, notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.values import Column, Drawn, Exhibit, Figure, Kept, Table, Value, Words
from audit.method.planning import MODULE_LINE
from audit.method.profile import GroupProfile, ModuleFinding, Shown, Withheld
from audit.method.questionnaire import ItemGroup, Questionnaire
from audit.wording import gettext as _


@dataclass(frozen=True, slots=True)
class ModulePart:
    """Modules that stand in one table: those of one questionnaire, or of one tier of stepped care."""

    id: str
    title: str
    modules: tuple[ItemGroup, ...]


def module_parts(asked: Questionnaire) -> tuple[ModulePart, ...]:
    """In the order asked: principles that were asked at some stages only, then part by part; each tier by itself."""
    groups = {g.id for g in asked.groups}
    partly = tuple(m for m in asked.modules if m.id not in groups)
    found = [ModulePart("partly", _("Principles, asked in part"), partly)]
    for part in asked.parts:
        own = [m for m in asked.modules if m.id in part.groups]
        found += [
            ModulePart(f"tier-{tier}", words.tier(tier), tuple(m for m in own if m.tier == tier))
            for tier in sorted({m.tier for m in own if m.tier is not None})
        ]
        found.append(ModulePart(part.id, part.title, tuple(m for m in own if m.tier is None)))
    return tuple(part for part in found if part.modules)


def modules_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit | None:
    """Every module's score; None where the round asked none."""
    if not whole.modules:
        return None
    tables = tuple(_table(whole, part) for part in module_parts(facts.questionnaire))
    return Exhibit(
        "modules",
        _finding(facts, whole),
        _(
            "A topic’s score is the mean of its own practices. Topics have no stages and are not ranked: each stands"
            " for itself."
        ),
        tables,
        notes.note(
            facts,
            notes.how_to_read_scores(),
            _("Dashed line: 62.5, our own line, borrowed from the stages and not validated."),
            _("“Clearly” stands only where the whole interval lies on one side of it."),
            notes.no_norms(),
            people=whole.people,
        ),
        "formulas-scores",
        (
            _("Which of these topics matters most for the people you work with?"),
            _("Where have you seen it done well here, and what made that possible?"),
        ),
    )


def _finding(facts: RoundFacts, whole: GroupProfile) -> str:
    scores = [(m.name, whole.modules[m.id].score) for m in facts.questionnaire.modules]
    low = [name for name, score in scores if isinstance(score, Shown) and score.high < MODULE_LINE]
    high = [name for name, score in scores if isinstance(score, Shown) and score.low >= MODULE_LINE]
    if not any(isinstance(score, Shown) for _name, score in scores):
        return _("Too few answers to tell any topic")
    match bool(low), bool(high):
        case True, True:
            return _(
                "Clearly below 62.5: %(low)s. Clearly above it: %(high)s",
                low=words.topics(low),
                high=words.topics(high),
            )
        case True, False:
            return _("Clearly below 62.5: %(low)s", low=words.topics(low))
        case False, True:
            return _("Clearly above 62.5: %(high)s", high=words.topics(high))
        case _:
            return _("Of no topic can we tell on which side of 62.5 it lies")


def _table(whole: GroupProfile, part: ModulePart) -> Table:
    columns = (
        Column(_("Topic"), "words", 45),
        Column(_("Score"), "figure", 10),
        Column(_("Out of 100, with its 95 % interval"), "drawn", 22, drawing.short_score_axis()),
        Column(_("Interval"), "figure", 11),
        Column(_("Practices counted"), "figure", 12),
    )
    rows = tuple(_row(m, whole.modules[m.id]) for m in part.modules)
    return Table(f"modules-{part.id}", _("%(part)s: topics", part=part.title), columns, rows)


def short_table(facts: RoundFacts, whole: GroupProfile) -> Table:
    """Modules outside the tiers in one table, for a page that has no room for more; no rows where there are none."""
    columns = (
        Column(_("Topic"), "words", 40),
        Column(_("Score"), "figure", 14),
        Column(_("Out of 100, with its 95 % interval"), "drawn", 28, drawing.short_score_axis()),
        Column(_("Interval"), "figure", 16),
    )
    rows = tuple(
        (Words(m.name), *_row(m, whole.modules[m.id])[1:4]) for m in facts.questionnaire.modules if m.tier is None
    )
    return Table("modules-table", _("Score and interval of each topic"), columns, rows)


def _row(module: ItemGroup, found: ModuleFinding) -> tuple[Value, ...]:
    named = Words(module.name, module.intro)
    counted = Figure(_("%(counted)s of %(asked)s", counted=found.items_counted, asked=found.items_asked))
    match found.score:
        case Withheld() as kept:
            word = Kept(_("Withheld"))
            return (named, word, Kept(words.kept(kept)), word, counted)
        case Shown() as shown:
            interval = Figure(words.interval(shown.low, shown.high))
            return (named, Figure(words.score(shown)), Drawn(drawing.gate(module.name, shown)), interval, counted)
