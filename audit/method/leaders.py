"""TELL: what the leadership team says beside what staff say (method section 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from audit.method import weights
from audit.method.answers import Rated
from audit.method.changes import word_for
from audit.method.intervals import Interval, difference_interval_uncorrected, score_interval_uncorrected
from audit.method.profile import ChangeWord, GroupProfile, Profile, Reason, Shown, Withheld
from audit.method.questionnaire import GATES, Questionnaire
from audit.method.scoring import FloatArray


class About(StrEnum):
    """What a leader gap is about. Never a single item: that would be a word about few people."""

    PRINCIPLE = "principle"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class Gap:
    """The leaders' rating less the staff's score, in points, with the interval that the staff's gives it.

    word: whether the leaders stand clearly higher or clearly lower than staff; never "no gap".
    """

    value: float
    low: float
    high: float
    word: ChangeWord


@dataclass(frozen=True, slots=True)
class LeaderGap:
    """A principle or domain as leaders and staff see it.

    leaders: points, exact, for their form is named; Withheld (not rated) where they left too much open.
    items_rated: of its items, how many the leaders rated. staff: in the whole organisation.
    """

    about: About
    id: str
    leaders: float | Withheld
    items_rated: int
    staff: Shown | Withheld
    gap: Gap | Withheld


def leader_gaps(profile: Profile, *, ratings: Mapping[str, int], questionnaire: Questionnaire) -> tuple[LeaderGap, ...]:
    """Every principle, then every domain, in the questionnaire's order: the leaders' rating beside the staff's score.

    The leaders' ratings (item id -> 0..4, items left open not in it) go through the very weights of the staff's
    scores (method section 3), S = 25 sum(w_i x_i), over the items they rated: a principle needs one at each stage. A
    domain therefore is compared relative to its stages on both sides: staff have no other released domain score, and
    raw domain means could not be compared with each other. A domain's gap so says where leaders see better or worse
    *beside all else*; how they see things in general is in the principles' gaps.
    Interval: leaders - high .. leaders - low of the staff's 95 % interval without population correction; a
    principle's open end stays open. KeyError for an item that is not asked, ValueError for a rating beyond 0..4.
    """
    form = _form(ratings, questionnaire)
    return (
        *(_principle_gap(form, profile.whole, p) for p in form.layout.principles),
        *(_domain_gap(form, profile.whole, d) for d in form.layout.domains),
    )


@dataclass(frozen=True, slots=True)
class _Form:
    """The leaders' form as arrays over the items: which they rated, and how."""

    layout: weights.Layout
    rated: weights.Counted
    values: FloatArray

    def points(self, weight: FloatArray | None) -> float | Withheld:
        return Withheld(Reason.NOT_RATED) if weight is None else float(25 * weight @ self.values)

    def rated_of(self, columns: Sequence[int]) -> int:
        return int(self.rated[list(columns)].sum())


def _form(ratings: Mapping[str, int], questionnaire: Questionnaire) -> _Form:
    layout = weights.layout_of(questionnaire)
    rated, values = np.zeros(len(layout.items), dtype=np.bool_), np.zeros(len(layout.items))
    for item, rating in ratings.items():
        column = layout.items.index(questionnaire.item(item).id)
        rated[column], values[column] = True, Rated(rating).value
    return _Form(layout, rated, values)


def _principle_gap(form: _Form, whole: GroupProfile | Withheld, principle: str) -> LeaderGap:
    leaders = form.points(weights.principle_weights(form.layout, form.rated, principle=principle))
    columns = [c for stage in GATES for c in form.layout.cell[principle, stage]]
    staff = whole if isinstance(whole, Withheld) else whole.principles[principle].score
    gap = _gap(leaders, staff, score_interval_uncorrected)
    return LeaderGap(About.PRINCIPLE, principle, leaders, form.rated_of(columns), staff, gap)


def _domain_gap(form: _Form, whole: GroupProfile | Withheld, domain: str) -> LeaderGap:
    leaders = form.points(weights.domain_weights(form.layout, form.rated, domain=domain))
    staff = whole if isinstance(whole, Withheld) else whole.domains[domain].score
    gap = _gap(leaders, staff, difference_interval_uncorrected)
    return LeaderGap(About.DOMAIN, domain, leaders, form.rated_of(form.layout.domain[domain]), staff, gap)


def _gap(
    leaders: float | Withheld, staff: Shown | Withheld, interval_of: Callable[[Shown], Interval]
) -> Gap | Withheld:
    if isinstance(staff, Withheld):
        return staff
    if isinstance(leaders, Withheld):
        return leaders
    around = interval_of(staff)
    interval = Interval(leaders - around.high, leaders - around.low)
    return Gap(leaders - staff.value, interval.low, interval.high, word_for(interval))
