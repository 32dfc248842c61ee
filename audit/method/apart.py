"""TELL: which groups can be told apart from each other, and on what (method section 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from audit.method.groups import Path
from audit.method.intervals import apart_interval
from audit.method.profile import GroupProfile, Profile, Shown, Withheld


def told_apart(profile: Profile, ids: Sequence[str]) -> tuple[str, ...]:
    """Those of `ids` (principles or modules) on which two groups of one lens, neither within the other, can be told
    apart: the Welch interval of their difference leaves out 0, at .05 shared among all differences that are looked at
    (Bonferroni, `intervals.apart_interval`). Shared among the pairs of one principle only, a report with two teams
    would err in nine of a hundred cases (simulated: tests/simulation/words.py).

    Without population correction: whoever works there now does differ, if only by chance; to say so would make a
    finding of it, the surer the more groups there are. Groups whose score is withheld are in no pair.
    """
    differences = [(id_, one, other) for id_ in ids for one, other in _pairs(profile, id_)]
    apart = {id_ for id_, one, other in differences if _beyond(one, other, many=len(differences))}
    return tuple(id_ for id_ in ids if id_ in apart)


def score_in(group: GroupProfile, id_: str) -> Shown | Withheld:
    """A principle's score in a group, or a module's; KeyError where the round asked neither."""
    found = group.principles.get(id_) or group.modules[id_]
    return found.score


def _pairs(profile: Profile, id_: str) -> Iterator[tuple[Shown, Shown]]:
    for groups in (profile.places, profile.roles):
        for one, other in combinations(groups, 2):
            first, second = score_in(one, id_), score_in(other, id_)
            if isinstance(first, Shown) and isinstance(second, Shown) and not _nested(one.path, other.path):
                yield first, second


def _nested(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _beyond(one: Shown, other: Shown, *, many: int) -> bool:
    interval = apart_interval(one, other, many=many)
    return interval.low > 0 or interval.high < 0
