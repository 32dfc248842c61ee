"""How sure the words about choice sets are: invented people, counted and told by the very functions of the product.

`python -m tests.simulation.priorities` prints a table for both designs. Each run invents an organisation of N people,
each with a liking of every attribute, of which some answer one block each, chosen at random. What is told is held
against what all N would choose in all sets. Once nothing differs between attributes; once they differ.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from audit.method.answers import NOT_CHOSEN, AnswerSheet, ChoiceSheet
from audit.method.counting import K, count, plan_all
from audit.method.groups import ROOT, Group, Lens, Tree
from audit.method.intervals import Interval, choice_interval
from audit.method.profile import ChoiceFinding, PriorityWord, Shown
from audit.method.questionnaire import ChoiceDesign, Questionnaire
from audit.method.rounding import Telling, build_release
from audit.method.telling import profile_of
from tests.builders import core, library

SIZES = ((15, 11), (25, 17), (50, 35), (100, 70), (150, 105), (300, 210))  # staff, answers
RUNS = 1_000
SEED = 2026
APART = 0.6  # sd of attributes around each other, where they differ
PERSON, MOMENT = 1.0, 0.5  # sd of a person's own liking of an attribute, and of what moves it from set to set
CLEAR, VERY_CLEAR = (20.0, 40.0), (40.0, 100.0)  # points of the true score
SKIPPED = 0.05  # sets left out
COLUMNS = (
    "asked", "staff", "answers", "anything told", "some word, nothing differs", "95 % holds",
    "95 % holds, corrected by people alone", "wrong word", "found, 20 to 40", "found, 40 and more",
)  # fmt: skip

Floats = NDArray[np.float64]
WORDS = {PriorityWord.FIRST: 1, PriorityWord.LAST: -1, PriorityWord.NONE: 0}


@cache
def designs() -> tuple[ChoiceDesign, ...]:
    """Which domains come first (eight, two sets a person); what people value in a worker (ten, five sets a person)."""
    return tuple(library().questionnaire(asked).choices[0] for asked in ("priorities", "relationships"))


@cache
def asking(design: ChoiceDesign) -> Questionnaire:
    """A questionnaire of nothing but the choice sets."""
    return replace(core(), items=(), pages=(), choices=(design,))


@dataclass(frozen=True, slots=True)
class Round:
    """By attribute: the score if everybody had chosen in all sets; what is told, and the words (1 first, -1 last)."""

    true: Floats
    told: ChoiceFinding

    @property
    def words(self) -> NDArray[np.intp]:
        return np.array([WORDS[word] for word in self.told.words.values()], dtype=np.intp)

    @property
    def held(self) -> NDArray[np.bool_]:
        """Whether the 95 % interval holds the truth."""
        return self._between(Interval(one.low, one.high) for one in self.shown)

    def held_by_people(self, answered: float) -> NDArray[np.bool_]:
        """The same if the error were corrected by the share of people who answered, and not by that of sets as well."""
        left = math.sqrt(1 - answered)
        return self._between(choice_interval(replace(one, se=round(one.se_plain * left))) for one in self.shown)

    @property
    def shown(self) -> list[Shown]:
        return [one for one in self.told.scores.values() if isinstance(one, Shown)]

    def _between(self, intervals: Iterable[Interval]) -> NDArray[np.bool_]:
        low, high = np.array([(one.low, one.high) for one in intervals]).T
        return np.asarray((low <= self.true) & (self.true <= high))


def choices_of(design: ChoiceDesign, people: int, liking: Floats, chance: np.random.Generator) -> ChoiceSheet:
    """What so many people choose in all sets."""
    place = {one.id: at for at, one in enumerate(design.attributes)}
    worth = liking + chance.normal(0, PERSON, size=(people, liking.size))
    most = np.empty((people, len(design.sets)), dtype=np.int8)
    least = most.copy()
    for at, its in enumerate(design.sets):
        stands = np.array([place[one] for one in its])
        liked = worth[:, stands] + chance.normal(0, MOMENT, size=(people, stands.size))
        most[:, at], least[:, at] = stands[liked.argmax(axis=1)], stands[liked.argmin(axis=1)]
    return ChoiceSheet(design.id, most, least)


def true_scores(everybody: ChoiceSheet, design: ChoiceDesign) -> Floats:
    """Most less least over times shown, of all people in all sets."""
    many = len(design.attributes)
    chosen = [np.bincount(one.ravel(), minlength=many) for one in (everybody.most, everybody.least)]
    shown = [sum(a.id in its for its in design.sets) * len(everybody.most) for a in design.attributes]
    return np.asarray(100 * (chosen[0] - chosen[1]) / np.array(shown))


def answered(everybody: ChoiceSheet, design: ChoiceDesign, answers: int, chance: np.random.Generator) -> ChoiceSheet:
    """The first so many, each in a block of their own, some sets left out."""
    block = chance.integers(0, len(design.blocks), size=answers)
    shown = np.array([[at in its for at in range(len(design.sets))] for its in design.blocks])[block]
    shown &= chance.random(shown.shape) >= SKIPPED
    most, least = (
        np.where(shown, one[:answers], NOT_CHOSEN).astype(np.int8) for one in (everybody.most, everybody.least)
    )
    return ChoiceSheet(design.id, most, least)


def told_of(sheet: ChoiceSheet, design: ChoiceDesign, staff: int) -> ChoiceFinding:
    """What the product tells of the choices of a whole organisation."""
    people = len(sheet.most)
    nowhere = np.zeros(people, dtype=np.intp)
    answers = AnswerSheet((), (ROOT,), (ROOT,), np.empty((people, 0), dtype=np.uint8), nowhere, nowhere, (sheet,))
    places, roles = (Tree(lens, (Group(ROOT, staff),)) for lens in (Lens.PLACE, Lens.ROLE))
    counts = count(answers, questionnaire=asking(design), places=places, roles=roles)
    release = build_release(Telling(asking(design), counts, plan_all(counts, k=K), K, coarsened=0))
    return profile_of(release).choices[design.id]


def one_round(design: ChoiceDesign, staff: int, answers: int, *, apart: float, chance: np.random.Generator) -> Round:
    """An invented organisation."""
    liking = chance.normal(0, apart, size=len(design.attributes))
    everybody = choices_of(design, staff, liking, chance)
    told = told_of(answered(everybody, design, answers, chance), design, staff)
    return Round(true_scores(everybody, design), told)


def row_of(design: ChoiceDesign, staff: int, answers: int, *, runs: int) -> tuple[str, ...]:
    """One line of the table. Where too few were shown something nothing is told; the other columns are of the rest."""

    def rounds(apart: float) -> Iterator[Round]:
        for run in range(runs):
            found = one_round(design, staff, answers, apart=apart, chance=np.random.default_rng((SEED, staff, run)))
            if found.shown:
                yield found

    level, apart = list(rounds(0.0)), list(rounds(APART))
    some = [bool(one.words.any()) for one in level]
    told = [True] * len(apart) + [False] * (runs - len(apart))
    held = ([one.held for one in apart], [one.held_by_people(answers / staff) for one in apart])
    said = np.array([one.words * np.sign(one.true) for one in apart]).ravel()
    size = np.array([np.abs(one.true) for one in apart]).ravel()
    found = [said[(size >= low) & (size < high)] > 0 for low, high in (CLEAR, VERY_CLEAR)]
    shares = [np.array(one).ravel() for one in (told, some, *held, said < 0, *found)]
    return (
        f"{len(design.attributes)} things",
        str(staff),
        str(answers),
        *(f"{np.mean(one):.3f}" if one.size else "–" for one in shares),
    )


def table(*, runs: int = RUNS) -> str:
    """The whole table."""
    rows = [row_of(design, *size, runs=runs) for design in designs() for size in SIZES]
    return "\n".join(f"| {' | '.join(row)} |" for row in (COLUMNS, ("--:",) * len(COLUMNS), *rows))


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
