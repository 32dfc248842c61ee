"""TELL: this round beside an earlier one, and beside what the leadership team says (method section 6).

People are never linked: two rounds are two independent waves, and nothing here is corrected for the number of staff,
because next year's staff is another population.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from audit.method import weights
from audit.method.answers import Rated
from audit.method.groups import Path
from audit.method.intervals import (
    Interval,
    change_interval,
    difference_interval_uncorrected,
    score_interval_uncorrected,
)
from audit.method.profile import (
    ChangeWord,
    GroupProfile,
    PrincipleFinding,
    Profile,
    Reason,
    Shown,
    StageFinding,
    Withheld,
)
from audit.method.questionnaire import GATES, Questionnaire
from audit.method.release import Release
from audit.method.scoring import FloatArray
from audit.method.stages import headline
from audit.method.telling import profile_of


class WhyNot(StrEnum):
    """Why two rounds, or two groups, are not put beside each other."""

    ASKED_DIFFERENTLY = "asked-differently"  # no part with the same list of items
    GROUP_CHANGED = "group-changed"  # it consists of other groups now
    NOT_TOLD_BEFORE = "not-told-before"  # a group that was not told in the earlier round
    NOTHING_TOLD_BEFORE = "nothing-told-before"  # fewer than k answered, or the audit let nothing pass
    NOTHING_TOLD_NOW = "nothing-told-now"


@dataclass(frozen=True, slots=True)
class NotCompared:
    """No comparison, and why."""

    reason: WhyNot


@dataclass(frozen=True, slots=True)
class Change:
    """Now less before, in points, with its 95 % Welch interval and the word that it allows.

    Where either score is an open end ("90 or more"), the true change may be larger in that direction, never smaller.
    """

    before: Shown
    now: Shown
    difference: float
    low: float
    high: float
    word: ChangeWord


@dataclass(frozen=True, slots=True)
class PrincipleChange:
    """A principle's score and its four stage cells, each beside the earlier round's; withheld if either one is."""

    score: Change | Withheld
    cells: tuple[Change | Withheld, ...]


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One group in both rounds. domains: change of their place relative to their stages; modules: of their groups of
    items. Empty where the two rounds asked different items of that part."""

    principles: dict[str, PrincipleChange]
    domains: dict[str, Change | Withheld]
    modules: dict[str, Change | Withheld]


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """A place or role that is told now, with its change or the reason why there is none."""

    path: Path
    change: GroupChange | NotCompared


@dataclass(frozen=True, slots=True)
class Setting:
    """What set a principle's label: the stage and the score of that round. It stays until a later round moves it."""

    stage: StageFinding
    score: Shown | Withheld


class LabelWord(StrEnum):
    """What a round does to a label."""

    FIRST = "first"  # nothing was known before
    STANDS = "stands"  # the same stage again
    MOVED = "moved"  # another stage, and a score clearly other than that of the round that set the label
    HELD = "held"  # another stage, but the score cannot be told from that of the round that set the label
    WITHHELD = "withheld"  # too few answers this time; the setting waits


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a principle once earlier rounds are known: what is printed as its stage.

    stage: where the label is held, the earlier stage with a range that covers both rounds. setting: what the next
    round is held against; None while no round has set a label.
    """

    word: LabelWord
    stage: StageFinding | Withheld
    setting: Setting | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rounds of one organisation. labels, headline: of the whole organisation, by `label_of`.

    The profile of a round tells what that round alone shows; `labels` and `headline` are what may be called its stage
    when an earlier round is known.
    """

    whole: GroupChange
    process: dict[str, Change | Withheld]
    places: tuple[GroupComparison, ...]
    roles: tuple[GroupComparison, ...]
    labels: dict[str, Label]
    headline: StageFinding | Withheld


def compare(
    before: Release, now: Release, *, settings: Mapping[str, Setting] | None = None
) -> Comparison | NotCompared:
    """Two rounds beside each other, from their releases alone, part by part: pulse with pulse, core with core.

    A part is all that climbs (principles and domains together), or one module; it is compared where both rounds asked
    the same items of it, whatever else they asked. Process items are compared one by one.
    settings: what set each principle's label (`settings_through` all earlier rounds); without it, `before` did. Where
    the earlier round asked other principles, nothing did.
    Not compared: no part in common, or a round of which nothing is told. A group is compared where both rounds tell it
    and it consists of the same groups; the whole organisation always does.
    """
    shared = shared_parts(before, now)
    if not shared:
        return NotCompared(WhyNot.ASKED_DIFFERENTLY)
    earlier, current = profile_of(before), profile_of(now)
    if isinstance(earlier.whole, Withheld):
        return NotCompared(WhyNot.NOTHING_TOLD_BEFORE)
    if isinstance(current.whole, Withheld):
        return NotCompared(WhyNot.NOTHING_TOLD_NOW)
    known = settings_of(earlier) if settings is None else settings
    labels = _labels(current.whole, known if weights.STAGES in shared else {})
    return Comparison(
        _group_change(earlier.whole, current.whole, shared),
        {i: change_of(earlier.process[i], n) for i, n in current.process.items() if i in earlier.process},
        _groups(earlier.places, current.places, shared),
        _groups(earlier.roles, current.roles, shared),
        labels,
        headline({p: label.stage for p, label in labels.items()}),
    )


def shared_parts(before: Release, now: Release) -> frozenset[str]:
    """Parts of which both rounds asked the same items: STAGES for all that climbs, ids of modules."""
    return frozenset(part for part, items in now.lists.items() if before.lists.get(part) == items)


def change_of(before: Shown | Withheld, now: Shown | Withheld) -> Change | Withheld:
    """Two released scores of the same kind: D = now - before with `intervals.change_interval`; withheld if one is."""
    if isinstance(before, Withheld):
        return before
    if isinstance(now, Withheld):
        return now
    interval = change_interval(before, now)
    return Change(before, now, now.value - before.value, interval.low, interval.high, word_for(interval))


def word_for(interval: Interval) -> ChangeWord:
    """Clearly higher or lower where the interval of a difference lies beyond 0, else cannot tell: never "no change"."""
    if interval.low > 0:
        return ChangeWord.CLEARLY_HIGHER
    return ChangeWord.CLEARLY_LOWER if interval.high < 0 else ChangeWord.CANNOT_TELL


def label_of(now: PrincipleFinding, *, setting: Setting | None) -> Label:
    """A label moves only where the score differs clearly from that of the round that set it (method section 6).

    Held against last year's score alone, a slow drift would free a label only by luck; against the setting round it
    does so once it can be seen. Whether up or down: a gate that broke lowers the label also where the mean rose.
    """
    if isinstance(now.stage, Withheld):
        return Label(LabelWord.WITHHELD, now.stage, setting)
    fresh = Setting(now.stage, now.score)
    if setting is None:
        return Label(LabelWord.FIRST, now.stage, fresh)
    if now.stage.stage is setting.stage.stage:
        return Label(LabelWord.STANDS, now.stage, setting)
    since = change_of(setting.score, now.score)
    if isinstance(since, Change) and since.word is not ChangeWord.CANNOT_TELL:
        return Label(LabelWord.MOVED, now.stage, fresh)
    return Label(LabelWord.HELD, _covering(setting.stage, now.stage), setting)


def settings_of(profile: Profile) -> dict[str, Setting]:
    """What a first round sets: principle -> setting, where the stage is shown. Empty where nothing is told."""
    if isinstance(profile.whole, Withheld):
        return {}
    found = profile.whole.principles.items()
    return {p: Setting(f.stage, f.score) for p, f in found if not isinstance(f.stage, Withheld)}


def compare_with_earlier(earlier: Sequence[Release], now: Release) -> Comparison | NotCompared | None:
    """This round beside the latest earlier one that it can stand beside; None where there is no earlier one.

    earlier: oldest first. The latest that asked the same of what climbs, where this round asks that; else the latest
    with any part in common. Labels are held against the rounds that set them. A round in between with too few answers,
    or that asked something else, such as pulse, changes nothing: neither the label nor what this round stands beside.
    """
    if not earlier:
        return None
    told = [release for release in earlier if not isinstance(profile_of(release).whole, Withheld)]
    before = _latest_beside(told, now) or (told or earlier)[-1]
    return compare(before, now, settings=settings_through(earlier[: earlier.index(before) + 1]))


def _latest_beside(told: Sequence[Release], now: Release) -> Release | None:
    shared = [(release, shared_parts(release, now)) for release in told]
    climbing = [release for release, parts in shared if weights.STAGES in parts]
    return next(reversed(climbing or [release for release, parts in shared if parts]), None)


def settings_through(releases: Sequence[Release]) -> dict[str, Setting]:
    """What set each principle's label after some rounds, oldest first.

    A round that asked other items of what climbs sets every label anew; one that asked nothing of it, or of which
    nothing is told, leaves them as they were.
    """
    settings: dict[str, Setting] = {}
    asked = ""
    for release in releases:
        profile, climbed = profile_of(release), release.lists.get(weights.STAGES, "")
        if isinstance(profile.whole, Withheld) or not climbed:
            continue
        labels = _labels(profile.whole, settings if asked == climbed else {})
        asked = climbed
        settings = {p: label.setting for p, label in labels.items() if label.setting is not None}
    return settings


def _labels(whole: GroupProfile, settings: Mapping[str, Setting]) -> dict[str, Label]:
    return {p: label_of(f, setting=settings.get(p)) for p, f in whole.principles.items()}


def _covering(label: StageFinding, other: StageFinding) -> StageFinding:
    """A held label, with the range of both rounds."""
    return StageFinding(label.stage, min(label.low, other.low), max(label.high, other.high))


def _groups(
    before: tuple[GroupProfile, ...], now: tuple[GroupProfile, ...], shared: frozenset[str]
) -> tuple[GroupComparison, ...]:
    earlier = {g.path: g for g in before}
    return tuple(GroupComparison(g.path, _compared(earlier.get(g.path), g, shared)) for g in now)


def _compared(before: GroupProfile | None, now: GroupProfile, shared: frozenset[str]) -> GroupChange | NotCompared:
    if before is None:
        return NotCompared(WhyNot.NOT_TOLD_BEFORE)
    if before.definition != now.definition:
        return NotCompared(WhyNot.GROUP_CHANGED)
    return _group_change(before, now, shared)


def _group_change(before: GroupProfile, now: GroupProfile, shared: frozenset[str]) -> GroupChange:
    climbed = weights.STAGES in shared
    principles = now.principles if climbed else {}
    domains = now.domains if climbed else {}
    return GroupChange(
        {p: _principle_change(before.principles[p], f) for p, f in principles.items() if p in before.principles},
        {d: change_of(before.domains[d].score, f.score) for d, f in domains.items() if d in before.domains},
        {m: change_of(before.modules[m].score, f.score) for m, f in now.modules.items() if m in shared},
    )


def _principle_change(before: PrincipleFinding, now: PrincipleFinding) -> PrincipleChange:
    cells = zip(before.gates, now.gates, strict=True)
    return PrincipleChange(change_of(before.score, now.score), tuple(change_of(b.score, n.score) for b, n in cells))


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
