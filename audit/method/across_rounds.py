"""COUNT: two rounds against each other. What does a new release tell of a few people beside an earlier one?

Of the earlier round only its release is left. What the attacker is taken to know, which is more than anybody does:
that everybody who answered both times said the same again; by name, fewer than k people who answered only now, and
that all others who answered now had answered before (or the other way round: fewer than k who answered only then, and
that all others who had answered answered again); how many answered this time, and how many stand behind every number;
and both releases. How many answered then, the attacker knows by the band of people. Where two bands meet, that is
exact: nineteen at the most then, twenty now and one who joined, so nobody left. There

    j X = (n + j) S_now - n S_then,    0 <= X <= 100,

with X the mean of the j who joined, n of those who stayed, and each S within half a step of what is shown, has to leave
X at least a third of the width that the one round alone leaves. Where nothing fits for some number of a group, not
everybody in it can have said the same again, and nothing is learnt of the group.

Where somebody else may have left (or joined), unknown and with answers unknown, a few are not looked for: those answers
move X more than a few steps do, and what looks narrow there rests on others having said the utmost.

Looked at: scores, stage cells, modules, process items and shares of 3 or 4 of every group that both rounds tell, that
consists of the same groups, and of parts with the same items; and of the whole what was chosen in the same choice sets,
-100..100 laid on 0..100. Choices stand by themselves: people are shown other sets next time, so other choices do not
show that anybody rated otherwise. A score counts as the mean of n* people, a choice as that of those to whom it was
shown. Not looked at: contrasts and relative domains, standard errors, spreads and shares of "can't tell"; and more than
one earlier round at a time. Whoever could find out that exactly the same people answered would know more; nobody is
told who answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from audit.method import weights
from audit.method.answers import DONT_KNOW
from audit.method.counting import Counted
from audit.method.groups import ROOT, Lens
from audit.method.priorities import FULL, ChoiceTally
from audit.method.questionnaire import GATES
from audit.method.release import Band, ChoiceNumbers, GroupNumbers, ItemNumbers, Number, PrincipleNumbers, Release
from audit.method.scoring import FloatArray, Tally, counted, people_behind
from audit.method.tiers import CHOICE_END, HIGHEST, LOWEST
from audit.method.weights import STAGES

LEAST_LEFT = 1 / 3
WHOLE = 100.0
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Span:
    """Where a score or a share lies: points of 0..100."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pair:
    """One number of a group in both rounds. people: how many stand behind it now."""

    now: Span
    then: Span
    people: float


@dataclass(frozen=True, slots=True)
class Beside:
    """A group in both rounds. people: who answered now; then: the band that is told of who answered then."""

    people: int
    then: Band
    pairs: tuple[Pair, ...]


def passes(counts: Counted, release: Release, earlier: Release, *, k: int) -> bool:
    """Whether no number of the release, beside the same one of an earlier round, pins fewer than k people down."""
    return all(group_passes(beside, k=k) for beside in groups_beside(counts, release, earlier))


def group_passes(beside: Beside, *, k: int) -> bool:
    """Whether all numbers of one group leave enough of a few who joined, and of a few who left; or one of them shows
    that those who stayed cannot all have said the same again."""
    more, fewer = few_who_joined(beside), few_who_left(beside)
    found = []
    if 0 < more < k:
        found.append([joined(pair, more) for pair in beside.pairs])
    if 0 < fewer < k:
        found.append([left(pair, fewer) for pair in beside.pairs])
    return all(Left.LITTLE not in one or Left.REFUTED in one for one in found)


def few_who_joined(beside: Beside) -> int:
    """How many have joined where nobody has left: known where all who stayed fill the band of the earlier round. 0 or
    less: not known."""
    return 0 if beside.then.high is None else beside.people - beside.then.high


def few_who_left(beside: Beside) -> int:
    """How many have left where nobody has joined: known where all who stayed are not enough for the band of the earlier
    round. 0 or less: not known."""
    return beside.then.low - beside.people


class Left(Enum):
    """What two rounds leave of a few people."""

    ENOUGH = "enough"
    LITTLE = "little"
    REFUTED = "refuted"  # nothing fits: those who stayed did not all say the same again


def joined(pair: Pair, few: int) -> Left:
    """What is left of so many who answered only now, where everybody else answered both times."""
    return Left.ENOUGH if pair.people <= few else _judged(pair.now, pair.then, pair.people - few, few)


def left(pair: Pair, few: int) -> Left:
    """What is left of so many who answered only then, where everybody else answered both times."""
    return _judged(pair.then, pair.now, pair.people, few)


def _judged(own: Span, other: Span, stayed: float, few: int) -> Left:
    """The mean of a few who are in one round only; own: that round's number, other: that of those who stayed alone."""
    alone = _left_of(own, Span(0.0, WHOLE), stayed, few)
    both = _left_of(own, other, stayed, few)
    if both.low > both.high + TOLERANCE:
        return Left.REFUTED
    width, least = both.high - both.low, LEAST_LEFT * (alone.high - alone.low)
    return Left.ENOUGH if width >= least - TOLERANCE else Left.LITTLE


def _left_of(own: Span, rest: Span, stayed: float, few: int) -> Span:
    """Where the mean of a few can lie, by the number of all of them and the number of the rest."""
    everybody = stayed + few
    low = (everybody * own.low - stayed * rest.high) / few
    high = (everybody * own.high - stayed * rest.low) / few
    return Span(max(0.0, low), min(WHOLE, high))


def groups_beside(counts: Counted, release: Release, earlier: Release) -> Iterator[Beside]:
    """Every group that both rounds tell, with every number that both tell of it."""
    before = {(lens, g.path): g for lens, g in _groups(earlier)}
    parts = {part for part, items in release.lists.items() if earlier.lists.get(part) == items}
    for lens, now in _groups(release):
        then = before.get((lens, now.path))
        if then is not None and then.definition == now.definition:
            tally = counts.tally_of(lens, now.path)
            pairing = _Pairing(counts, tally, earlier, then)
            process = pairing.process(release) if now.path == ROOT else ()
            yield Beside(tally.people, then.people, (*pairing.scores(now, parts), *pairing.items(now), *process))
            for pairs in pairing.choices(release) if now.path == ROOT else ():
                yield Beside(tally.people, then.people, pairs)


def _groups(release: Release) -> Iterator[tuple[Lens, GroupNumbers]]:
    if release.whole is not None:
        yield Lens.PLACE, release.whole
    yield from ((Lens.PLACE, g) for g in release.places)
    yield from ((Lens.ROLE, g) for g in release.roles)


@dataclass(frozen=True, slots=True)
class _Pairing:
    """One group: its sums now, and its numbers then."""

    counts: Counted
    tally: Tally
    earlier: Release
    then: GroupNumbers

    def scores(self, now: GroupNumbers, parts: set[str]) -> Iterator[Pair]:
        """Principles, stage cells and modules."""
        layout, kept = self.counts.layout, counted(self.tally)
        for p in set(now.principles) & set(self.then.principles) if STAGES in parts else ():
            weight = weights.principle_weights(layout, kept, principle=p)
            yield from self._principle(p, now.principles[p], weight)
        for m in set(now.modules) & set(self.then.modules) & parts:
            one, other = now.modules[m], self.then.modules[m]
            if one.items_counted == other.items_counted:
                weight = weights.module_weights(layout, kept, module=m)
                yield from self._number(weight, one.score, other.score)

    def _principle(self, principle: str, now: PrincipleNumbers, weight: FloatArray | None) -> Iterator[Pair]:
        then, kept = self.then.principles[principle], counted(self.tally)
        if now.items_counted == then.items_counted:
            yield from self._number(weight, now.score, then.score)
        for stage, one, other in zip(GATES, now.cells, then.cells, strict=True):
            if one.items_counted == other.items_counted:
                of_cell = weights.cell_weights(self.counts.layout, kept, principle=principle, stage=stage)
                yield from self._number(of_cell, one.number, other.number)

    def process(self, release: Release) -> Iterator[Pair]:
        """Process items that both rounds asked."""
        for item in set(release.process) & set(self.earlier.process):
            weight = weights.process_weights(self.counts.layout.items.index(item), self.tally.rated > 0)
            yield from self._number(weight, release.process[item], self.earlier.process[item])

    def choices(self, release: Release) -> Iterator[tuple[Pair, ...]]:
        """What was chosen in each design that is the same in both rounds."""
        for name, now in release.choices.items():
            then = self.earlier.choices.get(name)
            if then is not None and then.design == now.design and name in self.counts.choices:
                yield tuple(self._choices(self.counts.choices[name], now, then))

    def _choices(self, tally: ChoiceTally, now: ChoiceNumbers, then: ChoiceNumbers) -> Iterator[Pair]:
        for attribute, one in now.scores.items():
            other = then.scores[attribute]
            if one is not None and other is not None:
                yield Pair(_span_of_choice(one), _span_of_choice(other), float(tally.heard[tally.at(attribute)]))

    def items(self, now: GroupNumbers) -> Iterator[Pair]:
        """Shares of 3 or 4 of items that both rounds tell."""
        for item in set(now.items) & set(self.then.items):
            raters = float(self.tally.histogram[self.counts.layout.items.index(item), :DONT_KNOW].sum())
            yield Pair(_share(now.items[item]), _share(self.then.items[item]), raters)

    def _number(self, weight: FloatArray | None, now: Number | None, then: Number | None) -> Iterator[Pair]:
        if weight is not None and now is not None and then is not None:
            yield Pair(_span(now), _span(then), people_behind(weight, self.tally.rated))


def _span(number: Number) -> Span:
    half = number.step / 2
    low = 0.0 if number.value <= LOWEST else number.value - half
    return Span(low, WHOLE if number.value >= HIGHEST else number.value + half)


def _span_of_choice(number: Number) -> Span:
    """Where a score of choice sets lies, from -100..100 to 0..100."""
    half = number.step / 2
    low = -FULL if number.value <= -CHOICE_END else number.value - half
    high = FULL if number.value >= CHOICE_END else number.value + half
    return Span((low + FULL) / 2, (high + FULL) / 2)


def _share(told: ItemNumbers) -> Span:
    """The share of 3 or 4: a band, or a part of the split to 5 points with ends."""
    if told.split is None:
        return Span(0.0, WHOLE) if told.usually is None else Span(told.usually.low, told.usually.high)
    part = told.split.high
    return Span(0.0 if part <= LOWEST else part - 2.5, WHOLE if part >= HIGHEST else part + 2.5)
