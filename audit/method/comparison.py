"""TELL: this round beside an earlier one (method section 6).

People are never linked: two rounds are two independent waves, and nothing here is corrected for the number of staff,
because next year's staff is another population.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit.method import weights
from audit.method.changes import Change, change_of
from audit.method.groups import Path
from audit.method.labels import Label, Setting, labels_of, settings_of, settings_through
from audit.method.profile import ChoiceFinding, GroupProfile, PrincipleFinding, StageFinding, Withheld
from audit.method.release import Release
from audit.method.stages import headline
from audit.method.telling import profile_of


class WhyNot(StrEnum):
    """Why two rounds, or two groups, are not put beside each other."""

    ASKED_DIFFERENTLY = "asked-differently"  # no part with the same list of items
    GROUP_CHANGED = "group-changed"  # it consists of other groups now
    NOT_TOLD_BEFORE = "not-told-before"  # a group that was not told in the earlier round
    NOTHING_TOLD_BEFORE = "nothing-told-before"  # fewer than k answered, or the audit let nothing pass
    NOTHING_TOLD_NOW = "nothing-told-now"
    EARLIER_EXPIRED = "earlier-expired"  # every earlier release went when its time was over


@dataclass(frozen=True, slots=True)
class NotCompared:
    """No comparison, and why."""

    reason: WhyNot


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
class Comparison:
    """Two rounds of one organisation. labels, headline: of the whole organisation, by `label_of`. choices: design id ->
    attribute -> how its score has changed, for designs that are the same in both.

    The profile of a round tells what that round alone shows; `labels` and `headline` are what may be called its stage
    when an earlier round is known.
    """

    whole: GroupChange
    process: dict[str, Change | Withheld]
    places: tuple[GroupComparison, ...]
    roles: tuple[GroupComparison, ...]
    labels: dict[str, Label]
    headline: StageFinding | Withheld
    choices: dict[str, dict[str, Change | Withheld]]


def compare(
    before: Release, now: Release, *, settings: Mapping[str, Setting] | None = None
) -> Comparison | NotCompared:
    """Two rounds beside each other, from their releases alone, part by part: pulse with pulse, core with core.

    A part is all that climbs (principles and domains together), or one module; it is compared where both rounds asked
    the same items of it, whatever else they asked. Process items are compared one by one, choices where both rounds had
    the same sets.
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
    labels = labels_of(current.whole, settings=known if weights.STAGES in shared else {})
    return Comparison(
        _group_change(earlier.whole, current.whole, shared),
        {i: change_of(earlier.process[i], n) for i, n in current.process.items() if i in earlier.process},
        _groups(earlier.places, current.places, shared),
        _groups(earlier.roles, current.roles, shared),
        labels,
        headline({p: label.stage for p, label in labels.items()}),
        {name: _choice_change(earlier.choices[name], current.choices[name]) for name in _same_choices(before, now)},
    )


def _same_choices(before: Release, now: Release) -> tuple[str, ...]:
    """Designs that are the same in both rounds."""
    earlier = {name: told.design for name, told in before.choices.items()}
    return tuple(name for name, told in now.choices.items() if earlier.get(name) == told.design)


def _choice_change(before: ChoiceFinding, now: ChoiceFinding) -> dict[str, Change | Withheld]:
    return {attribute: change_of(before.scores[attribute], score) for attribute, score in now.scores.items()}


def shared_parts(before: Release, now: Release) -> frozenset[str]:
    """Parts of which both rounds asked the same items: STAGES for all that climbs, ids of modules."""
    return frozenset(part for part, items in now.lists.items() if before.lists.get(part) == items)


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
