"""The climb: which gates hold, which practices stop the next stage, what is in place ahead of it."""

from __future__ import annotations

from collections import Counter

from audit.exhibits import drawing, notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.standing import badge
from audit.exhibits.values import Column, Drawn, Exhibit, Figure, Kept, Lines, Strong, Table, Value
from audit.method.profile import Gate, GroupProfile, PrincipleFinding, Shown, Withheld
from audit.method.questionnaire import GATES, Stage
from audit.wording import gettext as _
from audit.wording import ngettext


def gates_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit | None:
    """What holds and what does not, gate by gate, and what the next stage waits for; None where nothing climbs."""
    if not whole.principles:
        return None
    ladder = Table("gates-table", _("Gates of each principle"), _ladder_columns(), _ladder_rows(facts, whole))
    stops = stops_table(facts, whole, _climbing(facts, whole))
    return Exhibit(
        "gates",
        _finding(whole),
        gate_sentence(),
        (ladder, stops) if stops.rows else (ladder,),
        notes.note(
            facts,
            _("Dashed line: 62.5, what a gate asks for."),
            _("A score close to the line could lie on either side of it."),
            _("“Ahead” means that an earlier gate does not hold yet.") if _any_ahead(whole) else "",
            people=whole.people,
        ),
        "formulas-stages",
        (
            _("Which of these practices would staff notice first if it changed?"),
            _("Who would have to agree, and by when could they?"),
        ),
    )


def _any_ahead(whole: GroupProfile) -> bool:
    return any(p.ahead for p in whole.principles.values())


def gate_sentence() -> str:
    """How the climb works, in one breath."""
    return _(
        "A stage is reached when staff put its practices together at 62.5 or more, and every earlier stage"
        " holds, too. A high mean never makes up for a missing basic."
    )


def _finding(whole: GroupProfile) -> str:
    stops = Counter(p.stopped_at for p in whole.principles.values() if p.stopped_at is not None)
    if not stops:
        return _("All four stages hold for every principle")
    (stage, count), *others = sorted(stops.items())
    parts = [
        ngettext(
            "“%(stage)s” for %(num)s principle",
            "“%(stage)s” for %(num)s principles",
            count,
            stage=words.stage_word(stage),
        ),
        *(_("“%(stage)s” for %(num)s", stage=words.stage_word(s), num=n) for s, n in others),
    ]
    return _("The next step: %(steps)s", steps=words.listed(parts))


def _ladder_columns() -> tuple[Column, ...]:
    return (
        Column(_("Principle"), "words", 28),
        *(Column(words.stage_word(t), "drawn", 18, drawing.short_score_axis()) for t in GATES),
    )


def _ladder_rows(facts: RoundFacts, whole: GroupProfile) -> tuple[tuple[Value, ...], ...]:
    return tuple(
        (badge(facts, p), *(gate_value(whole.principles[p], gate) for gate in whole.principles[p].gates))
        for p in _climbing(facts, whole)
    )


def _climbing(facts: RoundFacts, whole: GroupProfile) -> tuple[str, ...]:
    """Principles in the order in which they are asked."""
    return tuple(p for p, _found in facts.in_order(whole.principles))


def gate_word(found: PrincipleFinding, gate: Gate) -> str:
    """What is said of a gate."""
    if not gate.visible:
        return _("Most cannot see this")
    if isinstance(gate.score, Withheld):
        return words.kept(gate.score)
    if not gate.passed:
        return _("Not yet")
    return _("Holds, ahead") if gate.stage in found.ahead else _("Holds")


def gate_value(found: PrincipleFinding, gate: Gate) -> Drawn | Kept:
    """A gate as a drawn cell, its word and its number under it."""
    word = gate_word(found, gate)
    match gate.score:
        case Withheld():
            return Kept(word)
        case Shown() as shown:
            return Drawn(drawing.gate(words.stage_word(gate.stage), shown), word, words.score(shown))


def stops_table(facts: RoundFacts, whole: GroupProfile, principles: tuple[str, ...]) -> Table:
    """For each principle that is stopped: the gate, its practices, what staff say."""
    columns = (
        Column(_("Principle"), "words", 26),
        Column(_("Next stage"), "words", 12),
        Column(_("It waits for these practices"), "words", 44),
        Column(_("Now"), "words", 18),
    )
    rows = []
    for principle in principles:
        found = whole.principles[principle]
        if found.stopped_at is not None:
            gate = found.gates[GATES.index(found.stopped_at)]
            rows.append((badge(facts, principle), *_stop(facts, found, principle, gate)))
    return Table("stops-table", _("What the next stage waits for"), columns, tuple(rows))


def _stop(facts: RoundFacts, found: PrincipleFinding, principle: str, gate: Gate) -> tuple[Value, ...]:
    return (
        Strong(words.stage_word(gate.stage)),
        Lines(practices(facts, principle, gate.stage)),
        score_value(gate, word=gate_word(found, gate)),
    )


def practices(facts: RoundFacts, principle: str, stage: Stage) -> tuple[str, ...]:
    """What staff were asked about a stage of a principle."""
    return tuple(i.text for i in facts.questionnaire.items_of(principle, stage))


def score_value(gate: Gate, *, word: str) -> Strong | Kept:
    """A gate in words and numbers, undrawn."""
    match gate.score:
        case Withheld():
            return Kept(word)
        case Shown() as shown:
            small = _(
                "%(score)s, interval %(interval)s",
                score=words.score(shown),
                interval=words.interval(shown.low, shown.high),
            )
            return Strong(word, small)


def ahead_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit | None:
    """What is in place beyond the gate that stops, and where staff see things differently; None if neither."""
    tables = tuple(t for t in (_ahead_table(facts, whole), _divided_table(facts, whole)) if t.rows)
    if not tables:
        return None
    return Exhibit(
        "ahead",
        _("Already in place, and seen differently") if _any_ahead(whole) else _("Where staff see things differently"),
        _ahead_sentence(facts, whole),
        tables,
        notes.note(facts, _divided_note(whole), people=whole.people),
        "formulas-stages",
        (_("How did this come about, and what could other practices learn from it?"),),
    )


def _ahead_sentence(facts: RoundFacts, whole: GroupProfile) -> str:
    ahead = [badge(facts, p).text for p, found in facts.in_order(whole.principles) if found.ahead]
    if not ahead:
        return _("On these practices staff are split: many see them, many do not. Talk before acting.")
    return _(
        "Later practices hold although an earlier one does not: in %(principles)s.", principles=words.quoted(ahead)
    )


def _ahead_table(facts: RoundFacts, whole: GroupProfile) -> Table:
    columns = (
        Column(_("Principle"), "words", 27),
        Column(_("In place ahead"), "words", 18),
        Column(_("These practices"), "words", 55),
    )
    rows = tuple(
        (badge(facts, p), Strong(words.stage_word(t)), Lines(practices(facts, p, t)))
        for p, found in facts.in_order(whole.principles)
        for t in found.ahead
    )
    return Table("ahead-table", _("In place ahead of the gate"), columns, rows)


def _divided(whole: GroupProfile) -> list[str]:
    return [i for i, found in whole.items.items() if found.divided and found.split]


def _divided_note(whole: GroupProfile) -> str:
    if not _divided(whole):
        return ""
    return _("Split: at least 25 % see it rarely or not, at least 25 % usually, fewer in the middle.")


def _divided_table(facts: RoundFacts, whole: GroupProfile) -> Table:
    columns = (
        Column(_("Practice"), "words", 38),
        Column(_("Not here or rarely"), "figure", 14),
        Column(_("Per cent"), "drawn", 34, drawing.split_axis()),
        Column(_("Usually or reliably"), "figure", 14),
    )
    rows = []
    for item in _divided(whole):
        told, text = whole.items[item].split, facts.questionnaire.item(item).text
        if told is not None:
            low, high = Figure(words.split_share(told.low)), Figure(words.split_share(told.high))
            rows.append((Lines((text,)), low, Drawn(drawing.split(text, told)), high))
    return Table("divided-table", _("Where staff are split"), columns, tuple(rows))
