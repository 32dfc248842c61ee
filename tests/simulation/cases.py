"""What a case is, and what is true of all N people of an organisation, by the weights of the program.

A case is said or not, true or not. Words that hold a number against a line are tried where it is hardest: untrue means
up to NEAR points on the wrong side of the line (what lies farther off is said more rarely still), true means FAR points
or more beyond it. Words that sort into classes are tried wherever the organisation happens to stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from audit.method import weights
from audit.method.questionnaire import GATES, Stage
from audit.method.stages import GATE
from tests.simulation.invented import Everybody, layout

NEAR = FAR = 10.0  # points, or per cent


class Case(NamedTuple):
    """Whether a word (its key in `tests.simulation.words`) was said, and whether it was true."""

    word: str
    said: bool
    true: bool


def beyond(word: str, said: bool, value: float) -> Iterator[Case]:
    """A word about a number against a line. value: how far beyond it all N stand, negative on the wrong side."""
    if -NEAR <= value < 0:
        yield Case(word, said, true=False)
    elif value >= FAR:
        yield Case(word, said, true=True)


def claimed(word: str, holds: bool) -> Iterator[Case]:
    """A word whose truth hangs on what it says, such as a range: of all that are told, the wrong and the right ones."""
    yield Case(word, said=not holds, true=False)
    yield Case(word, said=holds, true=True)


def _all() -> weights.Counted:
    return np.ones(len(layout().items), dtype=np.bool_)


def score_of(everybody: Everybody, principle: str) -> float:
    return everybody.score(weights.principle_weights(layout(), _all(), principle=principle))


def cell_of(everybody: Everybody, principle: str, stage: Stage) -> float:
    return everybody.score(weights.cell_weights(layout(), _all(), principle=principle, stage=stage))


def contrast_of(everybody: Everybody, principle: str) -> float:
    return everybody.score(weights.contrast_weights(layout(), _all(), principle=principle))


def domain_of(everybody: Everybody, domain: str) -> float:
    return everybody.score(weights.domain_weights(layout(), _all(), domain=domain))


def topic_of(everybody: Everybody, module: str) -> float:
    return everybody.score(weights.module_weights(layout(), _all(), module=module))


def stage_of(everybody: Everybody, principle: str) -> Stage:
    """The highest stage whose gate, and every one before it, all N pass."""
    reached = Stage.STARTING_OUT
    for stage in GATES:
        if cell_of(everybody, principle, stage) < GATE:
            break
        reached = stage
    return reached


def column_of(item: str) -> int:
    return layout().items.index(item)
