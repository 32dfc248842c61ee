"""Three choices of the method, each against what it was chosen over, on invented organisations.

`python -m tests.simulation.choices` prints the tables of docs/method.md: what happens when happier people answer more
often, how far the mean of people's own means flatters, how often the lowest of five principles is truly the lowest.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import numpy as np
from scipy.special import stdtrit

from audit.method.answers import DONT_KNOW
from audit.method.exact import exact_group
from audit.method.groups import ROOT, Lens
from audit.method.questionnaire import GATES
from tests.simulation.study import counted, layout, leanings, opinions, true_score

SEED = 2026
RUNS = 2_000
FEWER = 500  # runs in which whole organisations are counted
SPREAD, RESPONSE, ODDS = 18.0, 0.6, 1.5
APART = (0.25, 0.1)  # sd of an organisation's principles on 0..4; that of their items comes on top


def happier_answer_more(*, runs: int = RUNS) -> str:
    """Coverage of the corrected 95 % interval where the odds of answering are ODDS times as high for each sd up."""
    rows = []
    for people in (25, 80, 300):
        chance = np.random.default_rng((SEED, people))
        held = [np.mean([_held(people, odds, chance) for _ in range(runs)]) for odds in (1.0, ODDS)]
        rows.append((str(people), *(f"{share:.2f}" for share in held)))
    return _written(("staff", "95 % holds, all as likely", f"95 % holds, odds of {ODDS} for each sd"), rows)


def _held(people: int, odds: float, chance: np.random.Generator) -> bool:
    z = chance.normal(size=people)
    each = RESPONSE / (1 - RESPONSE) * odds**z
    answers = chance.random(people) < each / (1 + each)
    x, n = 50 + SPREAD * z[answers], int(answers.sum())
    if n < 2 or n == people:
        return True
    half = stdtrit(n - 1, 0.975) * x.std(ddof=1) / np.sqrt(n) * np.sqrt(1 - n / people)
    return bool(abs(x.mean() - (50 + SPREAD * z.mean())) <= half)


def own_means_flatter(*, runs: int = FEWER) -> str:
    """Mean error in points, of item means and of people's own means, where more and more cannot tell with the stage."""
    rows = []
    for most in (0.2, 0.4, 0.6):
        found = [_errors(most, np.random.default_rng((SEED, run))) for run in range(runs)]
        rows.append((f"{most:.0%}", *(f"{e:+.1f}" for e in np.mean(found, axis=0))))
    return _written(("cannot tell at the last stage", "item means", "people’s own means"), rows)


def _errors(most: float, chance: np.random.Generator) -> tuple[float, float]:
    people, principle = 60, layout().principles[0]
    leaning = leanings(chance) - 0.3 * np.maximum(layout().stage_of - 1, 0)
    everybody = opinions(leaning, people, chance)
    codes = everybody[:30].copy()
    codes[chance.random(codes.shape) < most * layout().stage_of / len(GATES)] = DONT_KNOW
    exact = exact_group(counted(codes, people), lens=Lens.PLACE, path=ROOT).principles[principle].score
    columns = [c for t in GATES for c in layout().cell[principle, t]]
    own = np.ma.masked_equal(codes[:, columns], DONT_KNOW).mean(axis=1).mean()
    truth = true_score(everybody.mean(axis=0), principle)
    return (np.nan if exact is None else exact.score - truth), 25 * float(own) - truth


def lowest_is_lowest(*, runs: int = FEWER) -> str:
    """How often the principle with the lowest score is the one that truly stands lowest."""
    rows = []
    for answers in (10, 15, 30, 60):
        found = [
            np.mean([_lowest(answers, apart, np.random.default_rng((SEED, answers, run))) for run in range(runs)])
            for apart in APART
        ]
        rows.append((str(answers), *(f"{share:.2f}" for share in found)))
    return _written(("answers", "right, principles 6 points apart (sd)", "right, 3 points apart"), rows)


def _lowest(answers: int, apart: float, chance: np.random.Generator) -> bool:
    people = round(answers / RESPONSE)
    everybody = opinions(leanings(chance, apart=apart), people, chance)
    seen, true = (
        [true_score(some.mean(axis=0), p) for p in layout().principles] for some in (everybody[:answers], everybody)
    )
    return int(np.argmin(seen)) == int(np.argmin(true))


def _written(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ("--:",) * len(heads), *rows))


TABLES: tuple[Callable[..., str], ...] = (happier_answer_more, own_means_flatter, lowest_is_lowest)

if __name__ == "__main__":
    sys.stdout.write("\n\n".join(make() for make in TABLES) + "\n")
