"""How often a finished action is said to have moved something, where nothing changed and where its items rose.

`python -m tests.simulation.verdicts` prints the table of docs/method.md, in three minutes or so. Each run invents an
organisation and a round of it, as `tests.simulation.study` does, and adopts two plans: the five actions that the round
proposes first, and five by lot. Rounds of other people follow: nothing changed; all items of the plan RISE points up;
twice that. Actions that are proposed answer low scores, and part of a low score is chance, so they are held apart from
those by lot.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtr

from audit.method.answers import DONT_KNOW
from audit.method.counting import K, plan_all
from audit.method.planning import MOST_ACTIVE, propose
from audit.method.profile import ChangeWord
from audit.method.questionnaire import Action
from audit.method.release import Release
from audit.method.rounding import Telling, build_release
from audit.method.telling import profile_of
from audit.method.verdict import Judged, Verdict, judge
from tests.builders import core, library
from tests.simulation import study
from tests.simulation.study import ANSWER, CANNOT_TELL, PERSON, Floats

HEADCOUNTS = (15, 25, 50, 150, 300)
RESPONSE = 0.7
RUNS = 400
SEED = 20_27
RISE = 10.0  # points
COLUMNS = (
    "staff", "answers", "by lot, nothing changed: higher", "lower", "proposed, nothing changed: higher", "lower",
    "10 points up: higher", "20 points up: higher", "points that could show",
)  # fmt: skip


@cache
def actions() -> tuple[Action, ...]:
    """Those of the library that move an item of core."""
    asked = {i.id for i in core().staged_items}
    return tuple(a for a in library().actions.values() if asked & set(a.moves))


def held(leaning: Floats, people: int, chance: np.random.Generator) -> Release:
    """A round of people who lean so; RESPONSE of them answer."""
    codes = study.opinions(leaning, people, chance)[: answers_of(people)]
    unseen = np.array([CANNOT_TELL.get(int(t), 0.0) for t in study.layout().stage_of])
    codes[chance.random(codes.shape) < unseen] = DONT_KNOW
    counts = study.counted(codes, people)
    return build_release(Telling(core(), counts, plan_all(counts, k=K), K, coarsened=0))


def answers_of(people: int) -> int:
    """How many of so many people answer: ten at the least."""
    return max(round(people * RESPONSE), study.LEAST)


def raised(leaning: Floats, moved: Sequence[str], *, by: float) -> Floats:
    """The same organisation with these items so many points up, as their ratings show it."""
    found = leaning.copy()
    for column in (study.layout().items.index(i) for i in moved):
        aim, low, high = _points(leaning[column]) + by, 0.0, 6.0
        for _ in range(30):
            middle = (low + high) / 2
            low, high = (middle, high) if _points(leaning[column] + middle) < aim else (low, middle)
        found[column] += low
    return found


def _points(leaning: float) -> float:
    """The mean rating, in points, that a leaning comes to."""
    return float(25 * ndtr((leaning - (np.arange(1, 5) - 0.5)) / np.hypot(PERSON, ANSWER)).sum())


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of one action, and from where on it could have been seen; nan where it was withheld."""

    word: ChangeWord
    seen_from: float


def told(plan: Sequence[Action], then: Release, now: Release) -> Iterator[Told]:
    """Of every action of a plan that has a verdict."""
    for action in plan:
        found = judge(action.moves, then=then, now=now, asked=core())
        if isinstance(found, Verdict):
            yield Told(found.word, float(np.mean([_seen_from(j) for j in found.judged])))


def _seen_from(judged: Judged) -> float:
    return np.nan if judged.seen_from is None else judged.seen_from


@dataclass(frozen=True, slots=True)
class Found:
    """What was said in one run: of a plan by lot, of what was proposed, and of that where its items rose."""

    lot: list[Told]
    same: list[Told]
    up: list[Told]
    twice: list[Told]


def run(people: int, chance: np.random.Generator) -> Found:
    """One organisation: its round, its two plans, and the rounds that could follow."""
    leaning = study.leanings(chance)
    then = held(leaning, people, chance)
    proposed = propose(profile_of(then), core(), library().actions)[:MOST_ACTIVE]
    plan = [library().actions[p.action] for p in proposed]
    lot = [actions()[i] for i in chance.permutation(len(actions()))[:MOST_ACTIVE]]
    moved = sorted({i for a in plan for i in a.moves} & set(study.layout().items))
    rises = (raised(leaning, moved, by=by) for by in (0.0, RISE, 2 * RISE))
    same, up, twice = (held(at, people, chance) for at in rises)
    return Found(
        list(told(lot, then, same)),
        list(told(plan, then, same)),
        list(told(plan, then, up)),
        list(told(plan, then, twice)),
    )


def line(people: int, *, runs: int) -> tuple[str, ...]:
    """One row of the table."""
    found = [run(people, np.random.default_rng((SEED, people, at))) for at in range(runs)]

    def rate(name: str, word: ChangeWord) -> str:
        said = [t.word is word for f in found for t in getattr(f, name)]
        return f"{np.mean(said):.3f}" if said else "–"

    return (
        str(people),
        str(answers_of(people)),
        *(rate(name, w) for name in ("lot", "same") for w in (ChangeWord.CLEARLY_HIGHER, ChangeWord.CLEARLY_LOWER)),
        rate("up", ChangeWord.CLEARLY_HIGHER),
        rate("twice", ChangeWord.CLEARLY_HIGHER),
        f"{np.nanmedian([t.seen_from for f in found for t in f.same]):.0f}",
    )


def table(*, runs: int = RUNS) -> str:
    """The table, as it is printed."""
    rows = [COLUMNS, ("--:",) * len(COLUMNS), *(line(people, runs=runs) for people in HEADCOUNTS)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
