"""Where do we stand: five principles with score, interval, stage and range."""

from __future__ import annotations

from audit.exhibits import drawing, notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.values import Badge, Column, Drawn, Exhibit, Figure, Kept, Placed, Table, Value
from audit.method.comparison import Comparison
from audit.method.profile import ContrastWord, GroupProfile, PrincipleFinding, Reason, Shown, StageFinding, Withheld
from audit.wording import gettext as _


def principles_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit | None:
    """Five principles, in their fixed order; None where the round did not ask the core questionnaire."""
    if not whole.principles:
        return None
    rows = tuple(_row(facts, whole, p.id) for p in facts.questionnaire.principles if p.id in whole.principles)
    return Exhibit(
        "principles",
        headline_of(facts),
        contrast_sentence(facts, whole),
        (Table("principles-table", _("Score, interval and stage of each principle"), _columns(), rows),),
        notes.note(
            facts,
            notes.how_to_read_scores(),
            _("Under each stage: the stages it could also be."),
            notes.rounding(notes.first_score(whole.principles)),
            notes.not_validated(),
            people=whole.people,
        ),
        "formulas-scores",
        (
            _("Which of these results did you expect, and which not?"),
            _("What have you seen here that speaks for a higher stage, or for a lower one?"),
        ),
    )


def headline_of(facts: RoundFacts) -> str:
    """The headline stage as a sentence; where it has a range, the range is the headline."""
    match headline_stage(facts):
        case Withheld(Reason.NO_STAGE):
            return _("No stage: this round did not ask the core questionnaire")
        case Withheld():
            return _("Too few answers to name one stage for the whole")
        case StageFinding(stage, low, high) if low == high:
            return _("As a whole, we stand at “%(stage)s”", stage=words.stage_word(stage))
        case StageFinding(_stage, low, high):
            return _(
                "As a whole, we stand between “%(low)s” and “%(high)s”",
                low=words.stage_word(low),
                high=words.stage_word(high),
            )


def headline_stage(facts: RoundFacts) -> StageFinding | Withheld:
    """The headline; where an earlier round is known, by the labels that it may carry."""
    return facts.change.headline if isinstance(facts.change, Comparison) else facts.profile.headline


def stage_of(facts: RoundFacts, principle: str, found: PrincipleFinding) -> StageFinding | Withheld:
    """A principle's stage; where an earlier round is known, the label that it may carry."""
    if isinstance(facts.change, Comparison) and principle in facts.change.labels:
        return facts.change.labels[principle].stage
    return found.stage


def contrast_sentence(facts: RoundFacts, whole: GroupProfile) -> str:
    """Which principles stand apart from the mean of the five, as far as the intervals allow."""
    if all(p.contrast is None for p in whole.principles.values()):
        return _("With this many answers, no principle can be told to stand apart from the others.")
    high, low = _named(facts, whole, ContrastWord.STRONG), _named(facts, whole, ContrastWord.WEAK)
    match bool(high), bool(low):
        case True, True:
            return _(
                "Clearly above the mean of the five: %(high)s. Clearly below it: %(low)s.",
                high=words.quoted(high),
                low=words.quoted(low),
            )
        case True, False:
            return _("Clearly above the mean of the five: %(high)s.", high=words.quoted(high))
        case False, True:
            return _("Clearly below the mean of the five: %(low)s.", low=words.quoted(low))
        case _:
            return _("Scores differ, but none lies clearly above or below the mean of the five. We cannot tell.")


def _named(facts: RoundFacts, whole: GroupProfile, word: ContrastWord) -> list[str]:
    named = []
    for principle in facts.questionnaire.principles:
        found = whole.principles.get(principle.id)
        if found and found.contrast and found.contrast.word is word:
            named.append(principle.name)
    return named


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Principle"), "words", 27),
        Column(_("Score"), "figure", 10),
        Column(_("Out of 100, with its 95 % interval"), "drawn", 26, drawing.score_axis()),
        Column(_("Interval"), "figure", 11),
        Column(_("Stage"), "words", 26),
    )


def _row(facts: RoundFacts, whole: GroupProfile, principle: str) -> tuple[Value, ...]:
    found = whole.principles[principle]
    named = badge(facts, principle, small=items_counted(found))
    match found.score:
        case Shown() as shown:
            drawn = Drawn(drawing.score(named.text, shown))
            interval = Figure(words.interval(shown.low, shown.high))
            return (named, Figure(words.score(shown)), drawn, interval, stage_value(stage_of(facts, principle, found)))
        case Withheld() as kept:
            word = Kept(_("Withheld"))
            return (named, word, Kept(words.kept(kept)), word, stage_value(stage_of(facts, principle, found)))


def items_counted(found: PrincipleFinding) -> str:
    """ "7 of 8 practices", where not all of them count."""
    if found.items_counted == found.items_asked:
        return ""
    return _("%(counted)s of %(asked)s practices", counted=found.items_counted, asked=found.items_asked)


def badge(facts: RoundFacts, principle: str, *, small: str = "") -> Badge:
    """A principle's letter and name."""
    for order, known in enumerate(facts.questionnaire.principles, 1):
        if known.id == principle:
            return Badge(known.id, order, known.name, small)
    raise KeyError(principle)


def stage_value(found: StageFinding | Withheld) -> Placed | Kept:
    """A stage on its ground with its range under it."""
    match found:
        case Withheld() as kept:
            return Kept(words.kept(kept))
        case StageFinding() as stage:
            small = _("could be %(range)s", range=words.stage_range(stage)) if stage.provisional else ""
            return Placed(stage.stage.slug, words.stage_word(stage.stage), small)
