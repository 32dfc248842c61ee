"""Before a round: what it will be able to say, from headcounts alone (method section 6, promise section 3).

Numbers and facts only; whoever shows them finds the words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from scipy.special import bdtrc, stdtrit

from audit.method.folding import LEAST_STAFF, folded
from audit.method.groups import ROOT, Group, Lens, Path, Tree
from audit.method.intervals import PEOPLE_MEANT, TWO_SIDED_95, t_quantile, widened
from audit.method.tiers import TIERS, rounded, row_for

NEEDED = TIERS[0]
"""Answers needed before anything is told."""

RESPONSES = (50, 70, 90)
"""Responses (per cent) for which the width of the intervals is foretold."""

SPREAD_PLANNED = 25.0
"""Planning assumption of ours, on the careful side: how far people's scores of a principle lie apart (sd, points)."""

USUAL_RESPONSE = 0.60
"""Planning assumption of ours: the response at which the chance of ten answers is told."""

CHANCE_TOLD_BELOW = 25
TWO_IN_THREE_BELOW = 20


class Way(StrEnum):
    """What suits an organisation of this size."""

    TEAM_CONVERSATION = "team-conversation"  # under 15 staff: no ballots
    TWO_IN_THREE = "two-in-three"  # 15 to 19: about two in three answers are needed
    ROUND = "round"


class Outlook(StrEnum):
    """What becomes of a group."""

    FOLDS = "folds"  # not offered on the form: counts in the group above
    IF_TEN_ANSWER = "if-ten-answer"  # offered; appears if ten answer and nobody beside it could be worked out
    TOO_SMALL = "too-small"  # fewer people than answers are needed


@dataclass(frozen=True, slots=True)
class Precision:
    """What a group's principle score can say at one response.

    response: per cent; answers: how many that is; half_width: of the 95 % interval, points; smallest_change: the
    least difference to a second round of the same size that could be told apart from chance, points. None where
    so few answers tell nothing.
    """

    response: int
    answers: int
    half_width: float | None
    smallest_change: float | None


@dataclass(frozen=True, slots=True)
class GroupForesight:
    """One group. folds_into: the group it counts in, None where it is offered. needed_share: of its people, 0..1,
    who would have to answer. at: one entry for each of RESPONSES, none for a group that folds."""

    path: Path
    headcount: int
    outlook: Outlook
    folds_into: Path | None
    needed_share: float
    at: tuple[Precision, ...]


@dataclass(frozen=True, slots=True)
class Foresight:
    """What a round of this organisation could tell.

    chance_of_ten: probability of at least ten answers at USUAL_RESPONSE, told below CHANCE_TOLD_BELOW staff, else
    None. places, roles: every group but the whole, in the order of the trees.
    """

    headcount: int
    way: Way
    whole: GroupForesight
    chance_of_ten: float | None
    places: tuple[GroupForesight, ...]
    roles: tuple[GroupForesight, ...]

    def of(self, lens: Lens) -> tuple[GroupForesight, ...]:
        return self.places if lens is Lens.PLACE else self.roles


def foresee(places: Tree, roles: Tree, *, least: int = LEAST_STAFF) -> Foresight:
    """What a round could tell, from headcounts. least: groups under it fold (see `audit.method.folding`)."""
    people = places.headcount
    return Foresight(
        people,
        _way(people),
        _group(places.groups[0], folds_into=None),
        chance_of_ten(people) if people < CHANCE_TOLD_BELOW else None,
        _groups(places, least),
        _groups(roles, least),
    )


def chance_of_ten(people: int, *, response: float = USUAL_RESPONSE) -> float:
    """Probability that at least ten of `people` answer when each does so with `response`, by itself: binomial."""
    return float(bdtrc(NEEDED - 1, people, response)) if people >= NEEDED else 0.0


def _way(people: int) -> Way:
    if people < LEAST_STAFF:
        return Way.TEAM_CONVERSATION
    return Way.TWO_IN_THREE if people < TWO_IN_THREE_BELOW else Way.ROUND


def _groups(tree: Tree, least: int) -> tuple[GroupForesight, ...]:
    offered = set(folded(tree, least=least).paths)
    return tuple(_group(g, folds_into=_upper(g.path, offered)) for g in tree if g.path != ROOT)


def _upper(path: Path, offered: set[Path]) -> Path | None:
    """The nearest offered group above one that is not offered."""
    if path in offered:
        return None
    return next(path[:depth] for depth in range(len(path) - 1, -1, -1) if path[:depth] in offered)


def _group(group: Group, *, folds_into: Path | None) -> GroupForesight:
    if folds_into is not None:
        outlook = Outlook.FOLDS
    else:
        outlook = Outlook.IF_TEN_ANSWER if group.headcount >= NEEDED else Outlook.TOO_SMALL
    offered = outlook is Outlook.IF_TEN_ANSWER
    return GroupForesight(
        group.path,
        group.headcount,
        outlook,
        folds_into,
        NEEDED / group.headcount if group.headcount else math.inf,
        tuple(precision(group.headcount, response=r) for r in RESPONSES) if offered else (),
    )


def precision(people: int, *, response: int) -> Precision:
    """How sure a principle score can be when `response` per cent of `people` rate everything.

    SE = SPREAD_PLANNED / sqrt(n), at least the floor of the row, with population correction for the interval and
    without for the change; then as in `audit.method.intervals`: t SE*, and t sqrt(2) SE* with twice the degrees.
    """
    answers = int(rounded(people * response / 100, 1))
    row = row_for(answers, tier=answers) if answers >= NEEDED else None
    if row is None:
        return Precision(response, answers, None, None)
    plain = SPREAD_PLANNED / math.sqrt(answers)
    corrected = plain * math.sqrt(1 - answers / people)
    widths = [widened(max(row.se_floor, se), step=row.step) for se in (corrected, plain)]
    apart = float(stdtrit(2 * (PEOPLE_MEANT[row.people] - 1), TWO_SIDED_95)) * math.sqrt(2)
    return Precision(response, answers, t_quantile(TWO_SIDED_95, row=row.people) * widths[0], apart * widths[1])
