"""What changed since an earlier round: the latest that this one can stand beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audit.exhibits import drawing, notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.priorities import choices_of
from audit.exhibits.standing import badge, stage_value
from audit.exhibits.values import Badge, Column, Drawn, Exhibit, Figure, Kept, Strong, Table, Value, Words
from audit.method.changes import Change
from audit.method.comparison import Comparison, NotCompared, WhyNot
from audit.method.labels import LabelWord
from audit.method.profile import ChangeWord, GroupProfile, Shown, Withheld
from audit.wording import gettext as _

REACH = 50


@dataclass(frozen=True, slots=True)
class _Scale:
    """How scores of a kind are written, and how far their differences are drawn."""

    said: Callable[[Shown], str]
    reach: int


_SCORES, _CHOICES = _Scale(words.score, REACH), _Scale(words.choice_score, 2 * REACH)


def change_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit | None:
    """This round beside an earlier one; None where there is none."""
    match facts.change:
        case None:
            return None
        case NotCompared(reason):
            return _not_compared(facts, whole, reason)
        case Comparison() as comparison:
            return _compared(facts, whole, comparison)


def _not_compared(facts: RoundFacts, whole: GroupProfile, reason: WhyNot) -> Exhibit:
    sentences = {
        WhyNot.ASKED_DIFFERENTLY: _("The two rounds asked different practices, so a difference would mean nothing."),
        WhyNot.GROUP_CHANGED: _("The groups were made up differently in the two rounds."),
        WhyNot.NOT_TOLD_BEFORE: _("The earlier round told nothing that could stand beside this one."),
        WhyNot.NOTHING_TOLD_BEFORE: _("Nothing could be told of the earlier round."),
        WhyNot.NOTHING_TOLD_NOW: _("Nothing may be told of this round."),
        WhyNot.EARLIER_EXPIRED: _("The results of earlier rounds were kept as long as agreed, and are gone."),
    }
    return Exhibit(
        "change",
        _("This round is not compared with an earlier one"),
        sentences[reason],
        (),
        notes.note(facts, people=whole.people),
        "formulas-comparing",
    )


def _compared(facts: RoundFacts, whole: GroupProfile, comparison: Comparison) -> Exhibit:
    scores = [(badge(facts, p), found.score) for p, found in facts.in_order(comparison.whole.principles)]
    topics = {m.id: m.name for m in facts.questionnaire.modules}
    modules = [(Words(topics[m]), found) for m, found in facts.in_order(comparison.whole.modules)]
    process = [(Words(facts.questionnaire.item(i).text), found) for i, found in facts.in_order(comparison.process)]
    tables = (
        _table(
            "change-principles", _("Principles, in the two rounds"), _("Principle"), [_row(n, c) for n, c in scores]
        ),
        _labels_table(facts, comparison),
        *_choice_tables(facts, comparison),
        _table("change-modules", _("Topics, in the two rounds"), _("Topic"), [_row(n, c) for n, c in modules]),
        _table("change-process", _("About the audit itself"), _("What staff say"), [_row(n, c) for n, c in process]),
    )
    return Exhibit(
        "change",
        _finding(facts, comparison),
        _(
            "It stands beside the latest earlier round that asked the same; other people may have answered. “Clearly”"
            " stands only where the whole interval lies on one side of 0."
        ),
        tuple(t for t in tables if t.rows),
        notes.note(
            facts,
            _("Dot: difference in points, now less before. Bar: 95 % interval."),
            _("A stage moves only if its score differs clearly from that of the round that set it.") if scores else "",
            people=whole.people,
        ),
        "formulas-comparing",
        (_("What did you do in between that could have moved this? What else happened?"),),
    )


def _finding(facts: RoundFacts, comparison: Comparison) -> str:
    if not comparison.whole.principles:
        return _topics_finding(facts, comparison)
    higher = _moved(facts, comparison, ChangeWord.CLEARLY_HIGHER)
    lower = _moved(facts, comparison, ChangeWord.CLEARLY_LOWER)
    if higher and lower:
        return _(
            "Clearly higher than before: %(higher)s. Clearly lower: %(lower)s",
            higher=words.principles(higher),
            lower=words.principles(lower),
        )
    if higher:
        return _("Clearly higher than before: %(higher)s", higher=words.principles(higher))
    if lower:
        return _("Clearly lower than before: %(lower)s", lower=words.principles(lower))
    return _("Whether any principle moved since the earlier round, we cannot tell")


def _topics_finding(facts: RoundFacts, comparison: Comparison) -> str:
    """As `_finding`, where the rounds have modules in common and no principle."""
    higher, lower = (
        [
            m.name
            for m in facts.questionnaire.modules
            if isinstance(found := comparison.whole.modules.get(m.id), Change) and found.word is word
        ]
        for word in (ChangeWord.CLEARLY_HIGHER, ChangeWord.CLEARLY_LOWER)
    )
    parts = (
        _("Clearly higher than before: %(higher)s", higher=words.topics(higher)) if higher else "",
        _("Clearly lower than before: %(lower)s", lower=words.topics(lower)) if lower else "",
    )
    return ". ".join(p for p in parts if p) or _("Whether any topic moved since the earlier round, we cannot tell")


def _moved(facts: RoundFacts, comparison: Comparison, word: ChangeWord) -> list[str]:
    return [
        badge(facts, p).text
        for p, found in facts.in_order(comparison.whole.principles)
        if isinstance(found.score, Change) and found.score.word is word
    ]


def change_word(word: ChangeWord) -> str:
    """What is said of a difference between two rounds."""
    return {
        ChangeWord.CLEARLY_HIGHER: _("Clearly higher"),
        ChangeWord.CLEARLY_LOWER: _("Clearly lower"),
        ChangeWord.CANNOT_TELL: _("Cannot tell"),
    }[word]


def _table(id_: str, caption: str, first: str, rows: list[tuple[Value, ...]], *, reach: int = REACH) -> Table:
    columns = (
        Column(first, "words", 34),
        Column(_("Before"), "figure", 8),
        Column(_("Now"), "figure", 7),
        Column(_("Difference in points"), "drawn", 25, drawing.difference_axis(reach)),
        Column(_("What can be said"), "words", 26),
    )
    return Table(id_, caption, columns, tuple(rows))


def _choice_tables(facts: RoundFacts, comparison: Comparison) -> Iterator[Table]:
    """One for each design of choice sets that is the same in both rounds."""
    for choices in choices_of(facts):
        design, told = choices.design, comparison.choices.get(choices.design.id, {})
        rows = [_row(Words(a.name), told[a.id], scale=_CHOICES) for a in design.attributes if a.id in told]
        caption = _("%(title)s, in the two rounds", title=design.title)
        yield _table(f"change-choices-{design.id}", caption, _("What people chose among"), rows, reach=_CHOICES.reach)


def _row(named: Badge | Words, found: Change | Withheld, *, scale: _Scale = _SCORES) -> tuple[Value, ...]:
    match found:
        case Withheld() as kept:
            word = Kept(_("Withheld"))
            return (named, word, word, word, Kept(words.kept(kept)))
        case Change(before, now, difference, low, high, word):
            name = named.text
            small = _(
                "%(value)s, interval %(interval)s",
                value=words.signed(difference),
                interval=words.difference_interval(low, high),
            )
            drawn = drawing.difference(name, value=difference, low=low, high=high, reach=scale.reach)
            return (
                named,
                Figure(scale.said(before)),
                Figure(scale.said(now)),
                Drawn(drawn),
                Strong(change_word(word), small),
            )


def _labels_table(facts: RoundFacts, comparison: Comparison) -> Table:
    columns = (
        Column(_("Principle"), "words", 34),
        Column(_("Stage that it carries"), "words", 33),
        Column(_("Why"), "words", 33),
    )
    told = comparison.labels if comparison.whole.principles else {}
    rows = tuple(
        (
            badge(facts, p),
            stage_value(label.stage),
            Words(label_word(label.word)),
        )
        for p, label in facts.in_order(told)
    )
    return Table("change-labels", _("What this means for the stages"), columns, rows)


def label_word(word: LabelWord) -> str:
    """What this round did to a stage."""
    return {
        LabelWord.FIRST: _("The first round that could tell it."),
        LabelWord.STANDS: _("The same stage as before."),
        LabelWord.MOVED: _("It moved: the score differs clearly from that of the round that set it."),
        LabelWord.HELD: _("This round alone says another stage, but the scores cannot be told apart. So it stays."),
        LabelWord.WITHHELD: _("Too few answers this time. What was known before waits."),
    }[word]
