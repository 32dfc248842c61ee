"""How sure the words are: invented organisations, counted and told by the very functions of the product.

`python -m tests.simulation.study` prints the table of docs/method.md. Each run invents an organisation of N people with
an opinion on every item of core, draws those who answer, makes the release of the whole and holds it against what all
N think. Two more waves follow: other people of the same organisation where nothing changed, and where every principle
rose by ten points. Those who cannot tell become more with the stage.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from audit.method.answers import DONT_KNOW, AnswerSheet
from audit.method.changes import Change, change_of
from audit.method.counting import Counted, K, count, plan_all
from audit.method.exact import ExactGroup, exact_group
from audit.method.groups import ROOT, Group, Lens, Tree
from audit.method.labels import LabelWord, label_of, settings_of
from audit.method.profile import ChangeWord, GroupProfile, Profile, Shown, StageFinding
from audit.method.questionnaire import GATES
from audit.method.rounding import Telling, build_release
from audit.method.stages import GATE
from audit.method.telling import profile_of
from audit.method.weights import Layout, layout_of
from tests.builders import core

HEADCOUNTS = (15, 25, 50, 150, 300)
RESPONSES = (50, 70, 90)  # per cent
LEAST = 10
RUNS = 400
SEED = 20_26
RISE = 10.0  # points
CANNOT_TELL = {1: 0.05, 2: 0.10, 3: 0.15, 4: 0.20}
APART = 0.25  # sd of an organisation's principles, on 0..4
PERSON, ANSWER = 0.7, 0.9  # sd of people around their organisation, and of single answers around the person, on 0..4
COLUMNS = (
    "staff", "answers", "95 % holds, exact", "95 % holds, told", "told / exact width", "range holds the stage",
    "another stage, nothing changed", "label moved, nothing changed", "“clearly”, nothing changed",
    "“clearly higher”, 10 points up",
)  # fmt: skip

Floats = NDArray[np.float64]
Codes = NDArray[np.uint8]


@cache
def layout() -> Layout:
    return layout_of(core())


@dataclass(frozen=True, slots=True)
class Wave:
    """What all N people think, by item (means, 0..4), and what was counted and told of those who answered."""

    means: Floats
    exact: ExactGroup
    told: Profile

    @property
    def whole(self) -> GroupProfile:
        assert isinstance(self.told.whole, GroupProfile)
        return self.told.whole


def leanings(chance: np.random.Generator, *, apart: float = APART) -> Floats:
    """Where an organisation stands on each item, latent 0..4: itself, its principles, its stages, its items.

    apart: sd of its principles around it.
    """
    found = np.full(len(layout().items), 2.7 + chance.normal(0, 0.3))
    for principle in layout().principles:
        own = chance.normal(0, apart)
        for at, stage in enumerate(GATES):
            found[list(layout().cell[principle, stage])] += own - 0.2 * at
    return found + chance.normal(0, 0.25, size=found.size)


def opinions(leaning: Floats, people: int, chance: np.random.Generator) -> Codes:
    """What so many people think: whole ratings of every item."""
    person = chance.normal(0, PERSON, size=(people, 1))
    latent = leaning + person + chance.normal(0, ANSWER, size=(people, leaning.size))
    return np.clip(np.rint(latent), 0, 4).astype(np.uint8)


def risen(leaning: Floats, chance: np.random.Generator) -> Floats:
    """The same organisation with every principle ten points up, as its ratings show it."""
    found = leaning.copy()
    for principle in layout().principles:
        columns = [c for t in GATES for c in layout().cell[principle, t]]
        found[columns] += _shift(leaning[columns], chance)
    return found


def _shift(leaning: Floats, chance: np.random.Generator) -> float:
    """By how much latent leanings have to rise so that the mean rating rises by RISE points."""
    around = chance.normal(0, np.hypot(PERSON, ANSWER), size=(4_000, 1))

    def score(by: float) -> float:
        return 25 * float(np.clip(np.rint(leaning + by + around), 0, 4).mean())

    aim, low, high = score(0) + RISE, 0.0, 3.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if score(middle) < aim else (low, middle)
    return (low + high) / 2


def wave(leaning: Floats, people: int, answers: int, chance: np.random.Generator) -> Wave:
    """One round of one organisation."""
    everybody = opinions(leaning, people, chance)
    codes = everybody[:answers].copy()  # all people are alike, so the first are a random part
    unseen = np.array([CANNOT_TELL.get(int(t), 0.0) for t in layout().stage_of])
    codes[chance.random(codes.shape) < unseen] = DONT_KNOW
    counts = counted(codes, people)
    telling = Telling(core(), counts, plan_all(counts, k=K), K, coarsened=0)
    exact = exact_group(counts, lens=Lens.PLACE, path=ROOT)
    return Wave(everybody.mean(axis=0), exact, profile_of(build_release(telling)))


def counted(codes: Codes, people: int) -> Counted:
    """Answers of an organisation without groups."""
    nowhere = np.zeros(len(codes), dtype=np.intp)
    sheet = AnswerSheet(layout().items, (ROOT,), (ROOT,), codes, nowhere, nowhere)
    places, roles = (Tree(lens, (Group(ROOT, people),)) for lens in (Lens.PLACE, Lens.ROLE))
    return count(sheet, questionnaire=core(), places=places, roles=roles)


def true_score(means: Floats, principle: str) -> float:
    return float(25 * np.mean([means[list(layout().cell[principle, t])].mean() for t in GATES]))


def true_stage(means: Floats, principle: str) -> int:
    """The highest stage whose gate, and every one before it, all N people pass."""
    reached = 0
    for stage in GATES:
        if 25 * means[list(layout().cell[principle, stage])].mean() < GATE:
            break
        reached = stage.value
    return reached


@dataclass(frozen=True, slots=True)
class Facts:
    """What one principle showed in one run, in the order of COLUMNS from the third on; nan where it was withheld."""

    exact_holds: float
    told_holds: float
    exact_width: float
    told_width: float
    range_holds: float
    flipped: float
    moved: float
    clearly: float
    higher: float


def facts_of(principle: str, now: Wave, same: Wave, up: Wave) -> Facts | None:
    """None where the exact score is withheld."""
    exact, told = now.exact.principles[principle].score, now.whole.principles[principle].score
    if exact is None or not isinstance(told, Shown):
        return None
    truth = true_score(now.means, principle)
    half = float(stdtrit(now.exact.n - 1, 0.975)) * exact.se
    return Facts(
        abs(exact.score - truth) <= half,
        told.low <= truth <= told.high,
        2 * half,
        told.high - told.low,
        *_of_stages(principle, now, same),
        _word(principle, now, same) is not ChangeWord.CANNOT_TELL,
        _word(principle, now, up) is ChangeWord.CLEARLY_HIGHER,
    )


def _of_stages(principle: str, now: Wave, same: Wave) -> tuple[float, float, float]:
    """Whether the range holds the true stage, whether the next wave shows another, whether the label moves."""
    first, next_ = (w.whole.principles[principle] for w in (now, same))
    if not isinstance(first.stage, StageFinding) or not isinstance(next_.stage, StageFinding):
        return np.nan, np.nan, np.nan
    label = label_of(next_, setting=settings_of(now.told)[principle])
    return (
        first.stage.low <= true_stage(now.means, principle) <= first.stage.high,
        first.stage.stage != next_.stage.stage,
        label.word is LabelWord.MOVED,
    )


def _word(principle: str, before: Wave, now: Wave) -> ChangeWord:
    found = change_of(before.whole.principles[principle].score, now.whole.principles[principle].score)
    return found.word if isinstance(found, Change) else ChangeWord.CANNOT_TELL


def settings() -> Iterator[tuple[int, int]]:
    """(staff, answers) of the study: where at least ten answer."""
    for people in HEADCOUNTS:
        for response in RESPONSES:
            answers = round(people * response / 100)
            if answers >= LEAST:
                yield people, answers


def line(people: int, answers: int, *, runs: int) -> tuple[str, ...]:
    """One row of the table."""
    found: list[Facts] = []
    for run in range(runs):
        chance = np.random.default_rng((SEED, people, answers, run))
        leaning = leanings(chance)
        waves = [wave(at, people, answers, chance) for at in (leaning, leaning, risen(leaning, chance))]
        found += [f for p in layout().principles if (f := facts_of(p, *waves)) is not None]

    def mean(name: str) -> float:
        return float(np.nanmean([getattr(f, name) for f in found]))

    shares = ("range_holds", "flipped", "moved", "clearly", "higher")
    return (
        str(people),
        str(answers),
        f"{mean('exact_holds'):.3f}",
        f"{mean('told_holds'):.3f}",
        f"{mean('told_width') / mean('exact_width'):.2f}",
        *(f"{mean(name):.3f}" for name in shares),
    )


def table(*, runs: int = RUNS) -> str:
    """The table, as docs/method.md has it."""
    rows = [COLUMNS, ("--:",) * len(COLUMNS), *(line(*setting, runs=runs) for setting in settings())]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
