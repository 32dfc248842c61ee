"""Every word that a profile can say, with how often it is said though untrue, and how often where it is true.

`python -m tests.simulation.words` prints the table of docs/method.md, in ten minutes or less. SAID names the rows of
each word of the program; SILENT names those that claim nothing of the staff, and why. tests/house holds both against
the program, so that nobody adds a word without a rate.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from audit.method.comparison import WhyNot
from audit.method.conversation import CellState, Said
from audit.method.profile import Agreement, Reason
from audit.method.questionnaire import Stage
from audit.method.verdict import WhyNotJudged
from tests.simulation import one_round, two_rounds
from tests.simulation.cases import Case
from tests.simulation.invented import answers_of, held, leanings, level, odd, ordinary, risen
from tests.simulation.study import SEED
from tests.simulation.two_rounds import Waves

HEADCOUNTS = (25, 50, 150, 300)
RUNS = 200
FEWEST = 30  # cases of a rate that is printed
HEADS = ("word", "true if, of all staff", *(f"{n} staff, {answers_of(n)} answers" for n in HEADCOUNTS))
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """A word as the table names it, and what has to be so of all N people for it to be true."""

    word: str
    true: str


ROWS: Mapping[str, Row] = {
    "interval-principle": Row("95 % interval of a principle", "the score lies in it"),
    "interval-stage": Row("95 % interval of a stage", "the score lies in it"),
    "interval-topic": Row("95 % interval of a topic", "the score lies in it"),
    "interval-difference": Row("95 % interval of a contrast or a domain", "the difference lies in it"),
    "interval-share": Row("95 % interval of a share", "the share lies in it"),
    "interval-choice": Row("95 % interval of what comes first", "the score lies in it"),
    "absent": Row("if all absent said the lowest, or the highest", "the score lies between"),
    "range": Row("a stage “could be A to B”", "the stage lies in the range"),
    "sure": Row("a stage without a range", "it is that stage"),
    "between": Row("as a whole, “between A and B”", "the stage of the whole lies in the range"),
    "stand-at": Row("as a whole, “at A”", "the whole is at that stage"),
    "starting-out": Row("bare stage “Starting out”", "the stage is this"),
    "aware": Row("bare stage “Aware”", "the stage is this"),
    "sensitive": Row("bare stage “Sensitive”", "the stage is this"),
    "responsive": Row("bare stage “Responsive”", "the stage is this"),
    "informed": Row("bare stage “Informed”", "the stage is this"),
    "holds": Row("gate “Holds”", "62.5 or more *"),
    "not-yet": Row("gate “Not yet”", "under 62.5 *"),
    "ahead": Row("gate “Holds, ahead”", "62.5 or more, and an earlier gate does not hold"),
    "unseen-stage": Row("gate “Most cannot see this”", "more than half can tell neither statement *"),
    "strong": Row("“clearly above the mean of the five”", "3 points above or more; untrue: nothing apart"),
    "weak": Row("“clearly below the mean of the five”", "3 points below or more; untrue: nothing apart"),
    "contrast-any": Row("any principle named above or below", "untrue: nothing apart"),
    "most": Row("“usually or reliably” by most", "half or more say 3 or 4 *"),
    "not-most": Row("clearly not by most", "under half say 3 or 4 *"),
    "above": Row("practice “above” its stage", "its share is above the mean share *"),
    "below": Row("practice “below” its stage", "its share is below the mean share *"),
    "beside-any": Row("any of 40 practices above or below", "untrue: nothing apart"),
    "out-of-sight": Row("practice “out of sight”", "30 % or more cannot tell *"),
    "shared": Row("“shared view”", "rwg\\* is .85 or more"),
    "mostly-shared": Row("“mostly shared view”", "rwg\\* is .75 to .85"),
    "mixed": Row("“mixed views”", "rwg\\* is .65 to .75"),
    "divided": Row("“divided views”", "rwg\\* is under .65"),
    "split": Row("staff are “split”", "two camps by the rule of splits"),
    "topic-above": Row("topic “clearly above 62.5”", "62.5 or more *"),
    "topic-below": Row("topic “clearly below 62.5”", "under 62.5 *"),
    "known": Row("support: “most know of it”", "half or more know of it *"),
    "unheard-of": Row("support: “fewer than half know”", "under half know of it *"),
    "trusted": Row("tier: “most” without fear", "half or more say 3 or 4 *"),
    "not-trusted": Row("tier: “fewer than half” without fear", "under half say 3 or 4 *"),
    "feared": Row("“there and known, but” not without fear", "under half say 3 or 4 *, and 60 % know a support"),
    "first": Row("comes “first” in choice sets", "more often the most than the least *"),
    "last": Row("comes “last” in choice sets", "more often the least than the most *"),
    "first-any": Row("anything named first or last", "untrue: nothing apart"),
    "free": Row("“they could answer freely”", "the lowest of those items is at 62.5 or more *"),
    "doubts": Row("“they have doubts about this audit”", "the lowest of those items is under 62.5 *"),
    "leaders-higher": Row("leaders “clearly higher”, a principle", "leaders stand above all staff *"),
    "leaders-lower": Row("leaders “clearly lower”, a principle", "leaders stand below all staff *"),
    "leaders-domain-higher": Row("leaders “clearly higher”, a domain", "leaders stand above all staff *"),
    "leaders-domain-lower": Row("leaders “clearly lower”, a domain", "leaders stand below all staff *"),
    "change-higher": Row("“clearly higher” than before, a principle", "10 points up; untrue: nothing changed"),
    "change-lower": Row("“clearly lower” than before, a principle", "10 points down; untrue: nothing changed"),
    "change-topic-higher": Row("“clearly higher” than before, a topic", "10 points up; untrue: nothing changed"),
    "change-topic-lower": Row("“clearly lower” than before, a topic", "10 points down; untrue: nothing changed"),
    "change-item-higher": Row("“clearly higher”, about the audit itself", "10 points up; untrue: nothing changed"),
    "change-item-lower": Row("“clearly lower”, about the audit itself", "10 points down; untrue: nothing changed"),
    "change-choice-higher": Row("“clearly higher”, in choice sets", "10 points up or more; untrue: nothing changed"),
    "change-choice-lower": Row("“clearly lower”, in choice sets", "10 points down or more; untrue: nothing changed"),
    "change-any": Row("any of five principles higher or lower", "10 points up; untrue: nothing changed"),
    "moved": Row("label of a stage moved", "10 points up, another stage; untrue: nothing changed"),
    "held": Row("label held against another stage", "nothing changed; untrue: 10 points up, another stage"),
    "stands": Row("label stands, the same stage", "nothing changed; untrue: 10 points up, another stage"),
    "verdict-higher": Row("finished action: “clearly higher”", "10 points up; untrue: nothing changed"),
    "verdict-lower": Row("finished action: “clearly lower”", "10 points down; untrue: nothing changed"),
    "verdict-proposed": Row("the same, of what was proposed", "10 points up; untrue: nothing changed"),
    "groups": Row("two groups told apart on a principle", "its people stand higher *"),
    "groups-any": Row("“some groups differ”, in a report", "one 10 points up; untrue: nothing apart"),
}


def name_of(word: Enum) -> str:
    """ "Agreement.MIXED": words of different kinds are equal where their values are, their names are not."""
    return f"{type(word).__name__}.{word.name}"


SAID: Mapping[str, tuple[str, ...]] = {
    **{name_of(stage): (stage.slug,) for stage in Stage},
    "ContrastWord.STRONG": ("strong", "contrast-any"),
    "ContrastWord.WEAK": ("weak", "contrast-any"),
    "ChangeWord.CLEARLY_HIGHER": (
        "change-higher",
        "change-topic-higher",
        "change-item-higher",
        "change-choice-higher",
        "change-any",
        "leaders-higher",
        "leaders-domain-higher",
        "verdict-higher",
        "verdict-proposed",
    ),
    "ChangeWord.CLEARLY_LOWER": (
        "change-lower",
        "change-topic-lower",
        "change-item-lower",
        "change-choice-lower",
        "change-any",
        "leaders-lower",
        "leaders-domain-lower",
        "verdict-lower",
    ),
    **{name_of(word): (word.value,) for word in Agreement},
    "PriorityWord.FIRST": ("first", "first-any"),
    "PriorityWord.LAST": ("last", "first-any"),
    "LabelWord.MOVED": ("moved",),
    "LabelWord.HELD": ("held",),
    "LabelWord.STANDS": ("stands",),
    "GateState.PASSED": ("holds", "ahead"),
    "GateState.BELOW": ("not-yet",),
    "GateState.NOT_VISIBLE": ("unseen-stage",),
    **dict.fromkeys(("End.OR_LESS", "End.OR_MORE"), ("interval-principle", "interval-stage", "interval-topic")),
    "Why.NEXT_GATE": ("not-yet",),
    "Why.NEXT_GATE_NOT_VISIBLE": ("unseen-stage",),
    "Why.NOT_VISIBLE": ("unseen-stage", "out-of-sight"),
    "Why.SPLIT": ("split",),
    "Why.LEADER_GAP": ("leaders-higher", "leaders-lower", "leaders-domain-higher", "leaders-domain-lower"),
    "Why.NOT_TRUSTED": ("feared",),
    "Why.NOT_KNOWN": ("unheard-of",),
    "Why.LOW_MODULE": ("topic-below",),
    "StageFinding.provisional": ("range", "sure", "between", "stand-at"),
    "Gate.passed": ("holds", "not-yet"),
    "Gate.visible": ("unseen-stage",),
    "ItemFinding.visible": ("out-of-sight",),
    "ItemFinding.divided": ("split",),
    "Told.most": ("known", "unheard-of", "trusted", "not-trusted"),
    "Support.found": ("known",),
    "Support.unheard_of": ("unheard-of",),
    "TierFinding.feared": ("feared",),
}
"""Words of the program, and facts of findings that pages turn into words ("Class.NAME", "Class.name") -> rows."""

DOUBT = "says that nobody can tell"
COUNTED = "a fact of the round itself: counted, or said by a name"
TOGETHER = "a team conversation draws nobody: it says what those in the room agreed on"

SILENT: Mapping[str, str] = {
    "ContrastWord.NONE": DOUBT,
    "ChangeWord.CANNOT_TELL": DOUBT,
    "PriorityWord.NONE": DOUBT,
    "LabelWord.FIRST": COUNTED,
    "LabelWord.WITHHELD": COUNTED,
    "GateState.TOO_FEW_ANSWERS": COUNTED,
    "End.NONE": "a number without a word; its interval has a row",
    **{name_of(why): COUNTED for why in (*Reason, *WhyNot, *WhyNotJudged)},
    **{name_of(agreed): TOGETHER for agreed in (*Said, *CellState)},
    "Profile.more_than_invited": COUNTED,
    "Support.exists": COUNTED,
    "Judged.too_high_to_rise": "follows from two released numbers",
}
"""Words that claim nothing of the staff, and so have no rate -> why."""


def cases(people: int, run: int) -> Iterator[Case]:
    """Every case of one run: so many staff, in organisations of the three sorts."""
    chance = np.random.default_rng((SEED, people, run, 3))
    leaning = leanings(chance)
    waves = Waves(*(held(ordinary(at, people, chance)) for at in (leaning, leaning, risen(leaning))))
    for of_one in OF_ONE_ROUND:
        yield from of_one(waves.now)
    yield from one_round.of_answering(waves.up)
    yield from one_round.of_leaders(waves.now, chance)
    yield from two_rounds.of_changes(waves)
    yield from two_rounds.of_labels(waves)
    yield from two_rounds.of_verdicts(waves, chance)
    yield from one_round.of_level(held(ordinary(level(leaning), people, chance)))
    yield from one_round.of_odd(held(odd(leaning, people, chance)))
    yield from one_round.of_groups(leaning, people, chance)
    yield from one_round.of_preferences(people, np.random.default_rng((SEED, people, run, 4)))
    yield from two_rounds.of_choices(people, np.random.default_rng((SEED, people, run, 5)))


OF_ONE_ROUND = (
    one_round.of_numbers,
    one_round.of_stages,
    one_round.of_contrasts,
    one_round.of_items,
    one_round.of_topics,
    one_round.of_stepped_care,
    one_round.of_answering,
)


Rates = Mapping[str, tuple[float | None, float | None]]


def rates_of(found: Iterable[Case]) -> Rates:
    """For each word how often it was said though untrue, and where true; None where there were too few cases."""
    tried: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    for case in found:
        tried[case.word, case.true].append(case.said)

    def rate(word: str, true: bool) -> float | None:
        said = tried[word, true]
        return sum(said) / len(said) if len(said) >= FEWEST else None

    return {word: (rate(word, False), rate(word, True)) for word in ROWS}


def rates(people: int, *, runs: int = RUNS) -> Rates:
    """The rates of one size."""
    return rates_of(case for run in range(runs) for case in cases(people, run))


def table(*, runs: int = RUNS, headcounts: Sequence[int] = HEADCOUNTS) -> str:
    """Words down, sizes across; in each cell said though untrue, a stroke, said where true."""
    found = [rates(people, runs=runs) if people in headcounts else {} for people in HEADCOUNTS]
    rows = [(row.word, row.true, *(_cell(one.get(word, (None, None))) for one in found)) for word, row in ROWS.items()]
    return "\n".join(f"| {' | '.join(row)} |" for row in (HEADS, ("---", "---", *("--:",) * len(HEADCOUNTS)), *rows))


def _cell(found: tuple[float | None, float | None]) -> str:
    return NOTHING if found == (None, None) else " / ".join(_printed(rate) for rate in found)


def _printed(rate: float | None) -> str:
    return NOTHING if rate is None else f"{rate:.3f}"


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
