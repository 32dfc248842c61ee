"""Two things measured in turn, in one run: only their ratio means something on another machine."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """Medians in `unit`; smaller is better; goal: what it may be at the most."""

    name: str
    ours: float
    other: float
    unit: str
    ratio: float
    goal: float


@dataclass(frozen=True, slots=True)
class Part:
    """Something timed apart, for the picture; it has no goal."""

    name: str
    seconds: float


def in_turn(
    name: str, *, ours: Callable[[], object], other: Callable[[], object], goal: float, repeats: int = 7
) -> Ratio:
    """Both in turn, `repeats` times after one that does not count: medians, and the ratio of the medians."""
    ours()
    other()
    times = [(seconds_of(ours), seconds_of(other)) for _ in range(repeats)]
    medians = [statistics.median(side) for side in zip(*times, strict=True)]
    return Ratio(name, medians[0], medians[1], "s", medians[0] / medians[1], goal)


def seconds_of(work: Callable[[], object]) -> float:
    """Wall time of one go."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
