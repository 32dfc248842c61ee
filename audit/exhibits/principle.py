"""One principle by itself: its climb, its practices where they may be told, the next step."""

from __future__ import annotations

from dataclasses import dataclass

from audit.exhibits import drawing, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.gates import gate_word, practices
from audit.exhibits.items import short_item_note, short_item_table
from audit.exhibits.notes import marked
from audit.exhibits.standing import badge, stage_of
from audit.exhibits.values import Badge, Column, Drawn, Figure, Kept, Lines, Strong, Table, Value
from audit.method.profile import Gate, GroupProfile, PrincipleFinding, Shown, StageFinding, Withheld
from audit.wording import gettext as _


@dataclass(frozen=True, slots=True)
class PrincipleSection:
    """badge and title; two sentences; the climb; practices (no rows where they may not be told) with their note; the
    next step."""

    id: str
    badge: Badge
    title: str
    stage: str
    score: str
    climb: Table
    practices: Table
    note: str
    next_step: str


def sections_of(facts: RoundFacts, whole: GroupProfile) -> tuple[PrincipleSection, ...]:
    """All principles, in their fixed order."""
    return tuple(_section(facts, whole, p.id) for p in facts.questionnaire.principles if p.id in whole.principles)


def _section(facts: RoundFacts, whole: GroupProfile, principle: str) -> PrincipleSection:
    found, named = whole.principles[principle], badge(facts, principle)
    told = short_item_table(facts, whole, principle)
    below = short_item_note() if told.rows else _("Single practices are told from 20 people who rated them.")
    return PrincipleSection(
        f"principle-{named.order}-{principle.lower()}",
        named,
        named.text,
        _stage_sentence(stage_of(facts, principle, found)),
        _score_sentence(found),
        _climb(facts, found, principle),
        Table(told.id, _("Practice by practice"), told.columns, told.rows, "close"),
        marked(facts, below),
        _next_step(facts, found, principle),
    )


def _stage_sentence(stage: StageFinding | Withheld) -> str:
    match stage:
        case Withheld():
            return _("Too few answers to name a stage.")
        case StageFinding() as known if known.provisional:
            return _(
                "Stage: %(stage)s. It could be anywhere from %(range)s.",
                stage=words.stage_word(known.stage),
                range=words.stage_range(known),
            )
        case StageFinding(known_stage, _low, _high):
            return _("Stage: %(stage)s.", stage=words.stage_word(known_stage))


def _score_sentence(found: PrincipleFinding) -> str:
    match found.score:
        case Withheld():
            return _("The score is withheld: too few people could rate its practices.")
        case Shown() as shown:
            return _(
                "Score: %(score)s of 100, interval %(interval)s.",
                score=words.score(shown),
                interval=words.interval(shown.low, shown.high),
            )


def _climb(facts: RoundFacts, found: PrincipleFinding, principle: str) -> Table:
    columns = (
        Column(_("Stage"), "words", 13),
        Column(_("Its practices"), "words", 46),
        Column(_("Score, gate at 62.5"), "drawn", 18, drawing.short_score_axis()),
        Column(_("Interval"), "figure", 11),
        Column(_("Now"), "words", 12),
    )
    rows = tuple(_climb_row(facts, found, principle, gate) for gate in found.gates)
    return Table(f"climb-{principle}", _("The climb"), columns, rows, "close")


def _climb_row(facts: RoundFacts, found: PrincipleFinding, principle: str, gate: Gate) -> tuple[Value, ...]:
    stage, word = words.stage_word(gate.stage), gate_word(found, gate)
    first = (Strong(stage), Lines(practices(facts, principle, gate.stage)))
    match gate.score:
        case Withheld():
            return (*first, Kept(_("Withheld")), Kept(_("Withheld")), Kept(word))
        case Shown() as shown:
            drawn = Drawn(drawing.gate(stage, shown))
            return (*first, drawn, Figure(words.interval(shown.low, shown.high)), Strong(word, words.score(shown)))


def _next_step(facts: RoundFacts, found: PrincipleFinding, principle: str) -> str:
    if found.stopped_at is None:
        return _("All four stages hold. Keep watch, and ask again next time.")
    stage = words.stage_word(found.stopped_at)
    step = next(
        (p for p in facts.proposals if p.principle == principle and p.stage and p.action in facts.actions), None
    )
    if step is None:
        return _("Next: “%(stage)s”. Talk about its practices first.", stage=stage)
    action = facts.actions[step.action]
    return _("%(title)s. First step: %(step)s", title=action.title, step=action.first_step)
