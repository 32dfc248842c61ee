"""TELL: a release in words, intervals and stages. Reads the release, nothing else, so it costs the same for a
thousand people and for a million."""

from __future__ import annotations

from audit.method.agreement import agreement_word, is_split, rwg_of_spread, staff_can_see
from audit.method.groups import ROOT, Lens
from audit.method.intervals import (
    choice_interval,
    contrast_interval,
    difference_interval,
    priority_interval,
    score_interval,
    share_interval,
    with_absent,
)
from audit.method.profile import (
    Absent,
    ChoiceFinding,
    Contrast,
    ContrastWord,
    DomainFinding,
    End,
    Gate,
    GroupProfile,
    ItemFinding,
    ModuleFinding,
    PrincipleFinding,
    PriorityWord,
    Profile,
    Reason,
    Shown,
    StageFinding,
    Withheld,
)
from audit.method.questionnaire import GATES
from audit.method.release import (
    AUDITED,
    Cell,
    ChoiceNumbers,
    DomainNumbers,
    GroupNumbers,
    ItemNumbers,
    ModuleNumbers,
    Number,
    PrincipleNumbers,
    Release,
    Share,
    Split3,
    hash_of,
)
from audit.method.stages import GateState, climb, gate_state, headline
from audit.method.tiers import CHOICE_END, HIGHEST, LOWEST

CONTRASTS_FROM = 20  # people in the group
ABSENT_FROM = 50  # people who answered
LEAST_CONTRAST = 3  # points
SPLIT_STEP = 5  # shares of a three-way split are rounded to it


def profile_of(release: Release) -> Profile:
    """Everything a release says. A pure function of the release: equal releases, equal profiles.

    Fewer than k people, or fewer than ten, or nothing that passed the audit: headline and whole are Withheld,
    everything else is empty.
    """
    told = release.whole if release.people is not None else None
    whole = _group(told, lens=None) if told is not None else Withheld(_why_nothing(release))
    return Profile(
        questionnaire=release.questionnaire,
        edition=release.edition,
        item_list=release.item_list,
        release_hash=hash_of(release),
        k=release.k,
        people=release.people,
        invited=release.invited,
        response=release.response if told else None,
        more_than_invited=release.more_than_invited,
        headline=_headline(whole),
        whole=whole,
        process={item: shown_score(n) for item, n in release.process.items()} if told else {},
        choices={design: choice_finding(n) for design, n in release.choices.items()} if told else {},
        places=tuple(_group(g, lens=Lens.PLACE) for g in release.places) if told else (),
        roles=tuple(_group(g, lens=Lens.ROLE) for g in release.roles) if told else (),
        hidden=release.hidden,
        absent=_absent(release, told) if told else {},
    )


def shown_score(number: Number | None) -> Shown | Withheld:
    """A score of 0..100 with its 95 % interval (`intervals.score_interval`) and its open end, if it has one."""
    if number is None:
        return Withheld(Reason.TOO_FEW_ANSWERS)
    interval = score_interval(number)
    return _shown(number, interval.low, interval.high, _end_of(number.value))


def shown_difference(number: Number | None) -> Shown | Withheld:
    """A relative domain, in signed points: 95 % interval (`intervals.difference_interval`), neither ends nor clip."""
    return Withheld(Reason.TOO_FEW_ANSWERS) if number is None else _shown_difference(number)


def contrast_of(number: Number) -> Contrast:
    """A principle against the mean of the five: strong or weak only where it is at least 3 points from 0 and its
    interval S ± t(.995, m-1) SE*, .05 shared among five, without population correction, excludes 0 (method section 6).
    """
    interval = contrast_interval(number)
    word = ContrastWord.NONE
    if interval.low > 0 and number.value >= LEAST_CONTRAST:
        word = ContrastWord.STRONG
    elif interval.high < 0 and number.value <= -LEAST_CONTRAST:
        word = ContrastWord.WEAK
    return Contrast(_shown_difference(number), word)


def choice_finding(numbers: ChoiceNumbers) -> ChoiceFinding:
    """What was chosen in one design: 95 % intervals (`intervals.choice_interval`), and first or last only where the
    interval at .05 shared among its attributes (`intervals.priority_interval`) excludes 0 (method section 8)."""
    scores = {attribute: _shown_choice(n) for attribute, n in numbers.scores.items()}
    many = len(numbers.scores)
    return ChoiceFinding(scores, {a: _priority_word(n, many=many) for a, n in numbers.scores.items()})


def _shown_choice(number: Number | None) -> Shown | Withheld:
    if number is None:
        return Withheld(Reason.TOO_FEW_ANSWERS)
    interval = choice_interval(number)
    return _shown(number, interval.low, interval.high, _end_beyond(number.value, low=-CHOICE_END, high=CHOICE_END))


def _priority_word(number: Number | None, *, many: int) -> PriorityWord:
    if number is None:
        return PriorityWord.NONE
    interval = priority_interval(number, many=many)
    if interval.low > 0:
        return PriorityWord.FIRST
    return PriorityWord.LAST if interval.high < 0 else PriorityWord.NONE


def item_finding(item: ItemNumbers) -> ItemFinding:
    """One item: bands with Wilson intervals, from 50 raters rwg*, its word and the split rule (method sections 4, 6).

    The share of 3 or 4 is told as a band of ten points, from 50 raters as a split rounded to 5: then its band is what
    that rounding leaves, [high - 2.5, high + 2.5), open to 0 at "10 or less" and to 100 at "90 or more".
    """
    usually = item.usually if item.split is None else _band_of(item.split)
    if usually is None:
        raise ValueError("an item tells a band of 3 or 4, or a split")
    rwg = None if item.spread is None else rwg_of_spread(item.spread)
    return ItemFinding(
        usually=usually,
        usually_interval=share_interval(usually, row=item.row),
        cannot_tell=item.cannot_tell,
        cannot_tell_interval=share_interval(item.cannot_tell, row=item.row),
        split=item.split,
        spread=item.spread,
        rwg=rwg,
        agreement=None if rwg is None else agreement_word(rwg),
        divided=None if rwg is None or item.split is None else _divided(item.split, rwg),
        visible=staff_can_see(item.cannot_tell),
        known=item.known,
        known_interval=None if item.known is None else share_interval(item.known, row=item.row),
    )


def _divided(split: Split3, rwg: float) -> bool:
    return is_split(rwg, low=split.low, middle=split.middle, high=split.high)


def _band_of(split: Split3) -> Share:
    half = SPLIT_STEP / 2
    return Share(
        0.0 if split.high <= LOWEST else split.high - half,
        100.0 if split.high >= HIGHEST else split.high + half,
    )


def _group(group: GroupNumbers, *, lens: Lens | None) -> GroupProfile:
    return GroupProfile(
        lens,
        group.path,
        group.definition,
        group.tier,
        group.people,
        {p: _principle(n, tier=group.tier) for p, n in group.principles.items()},
        {d: _domain(n) for d, n in group.domains.items()},
        {m: _module(n) for m, n in group.modules.items()},
        {i: item_finding(n) for i, n in group.items.items()},
    )


def _principle(numbers: PrincipleNumbers, *, tier: int) -> PrincipleFinding:
    climbed = climb(numbers.cells)
    one, two, three, four = (_gate(numbers.cells, at) for at in range(len(GATES)))
    named = numbers.contrast is not None and tier >= CONTRASTS_FROM
    return PrincipleFinding(
        shown_score(numbers.score),
        numbers.items_counted,
        numbers.items_asked,
        climbed.stage,
        (one, two, three, four),
        climbed.stopped_at,
        climbed.ahead,
        contrast_of(numbers.contrast) if named and numbers.contrast is not None else None,
    )


def _gate(cells: tuple[Cell, ...], at: int) -> Gate:
    cell = cells[at]
    passed = gate_state(cell) is GateState.PASSED
    return Gate(GATES[at], shown_score(cell.number), passed, cell.visible, cell.items_counted, cell.items_asked)


def _domain(numbers: DomainNumbers) -> DomainFinding:
    return DomainFinding(shown_difference(numbers.score), numbers.items_counted, numbers.items_asked)


def _module(numbers: ModuleNumbers) -> ModuleFinding:
    return ModuleFinding(shown_score(numbers.score), numbers.items_counted, numbers.items_asked)


def _why_nothing(release: Release) -> Reason:
    audited = any(h.path == ROOT and h.rule == AUDITED for h in release.hidden)
    return Reason.AUDITED if audited else Reason.TOO_FEW_PEOPLE


def _headline(whole: GroupProfile | Withheld) -> StageFinding | Withheld:
    if isinstance(whole, Withheld):
        return whole
    return headline({p: f.stage for p, f in whole.principles.items()})


def _absent(release: Release, whole: GroupNumbers) -> dict[str, Absent]:
    """By principle, from 50 people and where a response is known."""
    if release.people is None or release.people.low < ABSENT_FROM or release.response is None:
        return {}
    scores = {p: n.score for p, n in whole.principles.items()}
    return {p: with_absent(s, response=release.response) for p, s in scores.items() if s is not None}


def _shown_difference(number: Number) -> Shown:
    interval = difference_interval(number)
    return _shown(number, interval.low, interval.high, End.NONE)


def _shown(number: Number, low: float, high: float, end: End) -> Shown:
    return Shown(number.value, number.step, number.row, number.se, number.se_plain, low, high, end)


def _end_of(value: float) -> End:
    return _end_beyond(value, low=LOWEST, high=HIGHEST)


def _end_beyond(value: float, *, low: float, high: float) -> End:
    if value <= low:
        return End.OR_LESS
    return End.OR_MORE if value >= high else End.NONE
