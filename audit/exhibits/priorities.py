"""What staff want to change first, and what they think that others value: choice sets, told of the whole alone.

A design whose attributes are domains is what staff want first. Any other says how staff see somebody else's view; it
stands beside what is known from elsewhere and is never called a result of the people served.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.exhibits import drawing, notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.values import Column, Drawn, Exhibit, Figure, Kept, Strong, Table, Value, Words
from audit.method.planning import staff_priorities
from audit.method.priorities import is_of_domains
from audit.method.profile import ChoiceFinding, GroupProfile, PriorityWord, Shown, Withheld
from audit.method.questionnaire import Attribute, ChoiceDesign
from audit.wording import gettext as _


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen in one design."""

    design: ChoiceDesign
    found: ChoiceFinding

    @property
    def ranked(self) -> tuple[Attribute, ...]:
        """Attributes, what was chosen most first; those with equal scores, or with none, in the order of the design."""
        scores = self.found.scores
        points = {a: -score.value if isinstance(score, Shown) else 0.0 for a, score in scores.items()}
        return tuple(sorted(self.design.attributes, key=lambda a: points[a.id]))

    @property
    def told(self) -> Shown | None:
        """The first score that is told; None where none is."""
        return next((s for s in self.found.scores.values() if isinstance(s, Shown)), None)

    def named(self, word: PriorityWord) -> list[str]:
        """Names of what carries a word, what was chosen most first."""
        return [a.name for a in self.ranked if self.found.words[a.id] is word]


def choices_of(facts: RoundFacts) -> tuple[Choices, ...]:
    """What was chosen in every design that this round asked, in the order asked; () where nothing is told."""
    found = facts.profile.choices
    return tuple(Choices(design, found[design.id]) for design in facts.questionnaire.choices if design.id in found)


def _sorted_out(facts: RoundFacts, *, of_domains: bool) -> tuple[Choices, ...]:
    asked = facts.questionnaire
    return tuple(c for c in choices_of(facts) if is_of_domains(c.design, asked) is of_domains)


def priorities_told(facts: RoundFacts) -> bool:
    """Whether it may be told what staff want first, so that it sorts proposals that are equal otherwise."""
    return bool(staff_priorities(facts.profile, facts.questionnaire))


def priorities_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit | None:
    """What staff want first; None where they were not asked."""
    asked = _sorted_out(facts, of_domains=True)
    if not asked:
        return None
    return Exhibit(
        "priorities",
        ". ".join(_wanted(choices) for choices in asked),
        _(
            "In sets of four, people chose what matters most to change first, and what can wait longest. What can wait"
            " may still matter."
        ),
        tuple(_table(choices, id_=f"priorities-{choices.design.id}") for choices in asked),
        _note(facts, whole, asked),
        "formulas-choices",
        (
            _("What would be different for you if the first of these changed?"),
            _("Which of these can we change ourselves, and for which do we need others?"),
        ),
        brief=". ".join(_first(choices) or _wanted(choices) for choices in asked),
    )


def perspectives_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit | None:
    """How staff see what others value; None where they were not asked."""
    asked = _sorted_out(facts, of_domains=False)
    if not asked:
        return None
    tables = [t for c in asked for t in (_table(c, id_=f"perspectives-{c.design.id}"), _beside(c.design)) if t.rows]
    return Exhibit(
        "perspectives",
        ". ".join(_seen(choices) for choices in asked),
        _("Staff chose, and nobody else was asked. It does not say what people who are supported here would choose."),
        tuple(tables),
        _note(facts, whole, asked),
        "formulas-choices",
        (_("Where might people who are supported here see it differently, and how could you ask them?"),),
    )


def _first(choices: Choices) -> str:
    """What comes first, "" where we cannot tell."""
    first = choices.named(PriorityWord.FIRST)
    return _("Clearly among what people want first: %(first)s", first=words.chosen(first)) if first else ""


def _last(choices: Choices) -> str:
    last = choices.named(PriorityWord.LAST)
    return _("Clearly among what can wait: %(last)s", last=words.chosen(last)) if last else ""


def _wanted(choices: Choices) -> str:
    """What comes first and what can wait, as far as that can be said."""
    if choices.told is None:
        return _("Too few people chose to tell what they want first")
    first, last = _first(choices), _last(choices)
    untold = _("What people want first, we cannot tell yet") if not first else ""
    return ". ".join(part for part in (first, last, untold) if part)


def _seen(choices: Choices) -> str:
    """The same of what others value; what comes last stands in the table."""
    title, first = choices.design.title, choices.named(PriorityWord.FIRST)
    if choices.told is None:
        return _("%(title)s, as staff see it: too few people chose to tell", title=title)
    if first:
        chosen = words.chosen(first)
        return _("%(title)s, as staff see it. Clearly among the first: %(first)s", title=title, first=chosen)
    return _("%(title)s, as staff see it: what comes first, we cannot tell yet", title=title)


def _note(facts: RoundFacts, whole: GroupProfile, asked: Sequence[Choices]) -> str:
    told = [c.told for c in asked if c.told]
    how = (
        _("Dot: score; 0 means as often first as last. Bar: 95 % interval."),
        _("Neighbours in this list can change places by chance."),
        _("“Clearly” asks for more than a bar beside 0, because many things are compared at once."),
        *dict.fromkeys(notes.rounding(shown) for shown in told),
    )
    return notes.note(
        facts,
        *(how if told else ()),
        _("Told of the whole organisation only."),
        people=whole.people,
    )


def _table(choices: Choices, *, id_: str) -> Table:
    columns = (
        Column(_("What people chose among"), "words", 38),
        Column(_("Score"), "figure", 11),
        Column(_("From last to first"), "drawn", 26, drawing.choice_axis()),
        Column(_("What can be said"), "words", 25),
    )
    rows = tuple(_row(a.name, choices.found.scores[a.id], choices.found.words[a.id]) for a in choices.ranked)
    return Table(id_, choices.design.title, columns, rows)


def _row(name: str, score: Shown | Withheld, word: PriorityWord) -> tuple[Value, ...]:
    match score:
        case Withheld():
            kept = Kept(_("Withheld"))
            return (Words(name), kept, kept, Kept(_("Too few people chose")))
        case Shown(low=low, high=high) as shown:
            small = _("interval %(interval)s", interval=words.difference_interval(low, high))
            said = priority_word(word)
            drawn = Drawn(drawing.choice(name, shown))
            last = Words(said, small) if word is PriorityWord.NONE else Strong(said, small)
            return (Words(name), Figure(words.choice_score(shown)), drawn, last)


def priority_word(word: PriorityWord) -> str:
    """What is said of something that people chose among."""
    return {
        PriorityWord.FIRST: _("Clearly among the first"),
        PriorityWord.LAST: _("Clearly among the last"),
        PriorityWord.NONE: _("Cannot tell"),
    }[word]


def _beside(design: ChoiceDesign) -> Table:
    """What staff read when they chose, and what is known from elsewhere; no rows where there is neither."""
    columns = (Column(_("What stands beside it"), "words", 28), Column(_("In words"), "words", 72))
    said = ((_("Beside the question stood"), design.note), (_("Known from elsewhere"), design.published))
    rows = tuple((Words(what), Words(text)) for what, text in said if text)
    caption = _("%(title)s: what to read it beside", title=design.title)
    return Table(f"perspectives-{design.id}-beside", caption, columns, rows, "facts")
