"""TELL: what could be done next, and why: proposals from a profile, in the order of method section 9."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from audit.method.leaders import About, LeaderGap
from audit.method.priorities import is_of_domains
from audit.method.profile import ChangeWord, Gate, GroupProfile, Profile, Shown, Withheld
from audit.method.questionnaire import GATES, Action, Effort, Item, Questionnaire, Stage
from audit.method.stages import GATE
from audit.method.stepped_care import TierFinding, tiers_of

MODULE_LINE = GATE
"""Points. Own convention, borrowed from the gates: modules have no stage, so only where the whole 95 % interval of a
score lies below it does a module propose anything."""

MOST_ACTIVE = 5
"""Actions under way at one time: capacity is the known barrier."""


class Why(StrEnum):
    """Why an action is proposed, best reason first."""

    NEXT_GATE = "next-gate"  # a cell of the next gate is below it
    NEXT_GATE_NOT_VISIBLE = "next-gate-not-visible"  # most cannot tell whether it is there
    NOT_VISIBLE = "not-visible"  # beyond the next gate, staff cannot see it: tell people
    SPLIT = "split"  # staff are of two minds: talk first
    LEADER_GAP = "leader-gap"  # leaders and staff clearly see it differently
    NOT_TRUSTED = "not-trusted"  # support exists and is known, but clearly fewer than half would use it without fear
    NOT_KNOWN = "not-known"  # support exists, but clearly fewer than half know of it: tell people
    LOW_MODULE = "low-module"  # a module's score lies below MODULE_LINE with its whole interval


@dataclass(frozen=True, slots=True)
class Proposal:
    """An action of the library, with its best reason.

    principle, stage: of the first of the items ("", None: it has none), group: that it is counted in, "" for an item
    that has a stage. items: those the reason is about and the
    action should move, in the questionnaire's order. domain: where a domain is what leaders and staff see differently.
    """

    action: str
    why: Why
    principle: str
    stage: Stage | None
    items: tuple[str, ...]
    domain: str | None = None
    group: str = ""


class PlanStatus(StrEnum):
    """Where an action stands, in words."""

    NOT_STARTED = "not-started"
    UNDER_WAY = "under-way"
    DONE = "done"
    SET_ASIDE = "set-aside"

    @property
    def active(self) -> bool:
        """Whether it takes one of the MOST_ACTIVE places."""
        return self in (PlanStatus.NOT_STARTED, PlanStatus.UNDER_WAY)


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action that the organisation adopted. why: in words, as it was proposed.

    done_on: the day on which it was said to be done; None where it is not, or where the day was not kept.
    """

    action: str
    title: str
    why: str
    owner: str
    first_step: str
    sign_of_success: str
    due_on: date | None
    status: PlanStatus
    note: str
    done_on: date | None = None


def propose(
    profile: Profile,
    questionnaire: Questionnaire,
    actions: Mapping[str, Action],
    gaps: Sequence[LeaderGap] = (),
    *,
    ratings: Mapping[str, int] = MappingProxyType({}),
) -> tuple[Proposal, ...]:
    """Actions that answer what the whole organisation's profile shows, each once, under its best reason.

    Order (method section 9): cells of the next gate that are below it or not visible, lowest stage first; other cells
    and items that staff cannot see; split items; clear leader gaps, widest first (one action each, for the lowest
    stage of the principle or domain that is not in place). Then, for what has no gate (own order and lines, not
    validated): tiers of stepped care with support that exists and is known, but is not trusted; support that exists,
    but is not known; modules whose score lies below MODULE_LINE with its whole 95 % interval.
    A gate with too few answers proposes nothing, for nothing is known of it. Ties: first what staff chose as a priority
    (`staff_priorities`): the higher the score of the domain of the first item that an action moves here, the earlier;
    an item without a domain stands at 0, as everything does where nobody was asked or too few chose. Then every
    principle's best action before anybody's second, principles in the questionnaire's order; an action is better if it
    moves more of the items that no better one moves, then more of the items, then fewer others, then if it asks for
    less effort, then by its id.
    ratings: the leadership team's own, for what exists (`audit.method.stepped_care`).
    Fewer than k people: nothing. profile and gaps are of the questionnaire given (else KeyError).
    """
    whole = profile.whole
    if isinstance(whole, Withheld):
        return ()
    concerns = (*_of_gates(whole, questionnaire, gaps), *_without_gates(whole, questionnaire, ratings))
    return proposals_from(concerns, actions, priorities=staff_priorities(profile, questionnaire))


def staff_priorities(profile: Profile, questionnaire: Questionnaire) -> dict[str, float]:
    """What staff chose to change first: domain id -> released score, -100..100, of the first design whose attributes
    are all domains of the questionnaire. Empty where there is none, or where its scores are withheld."""
    for design in questionnaire.choices:
        if design.id in profile.choices and is_of_domains(design, questionnaire):
            scores = profile.choices[design.id].scores.items()
            return {domain: score.value for domain, score in scores if isinstance(score, Shown)}
    return {}


_EFFORTS = tuple(Effort)


@dataclass(frozen=True, slots=True)
class Concern:
    """Something a profile shows. weight: the smaller, the earlier its actions; most: how many it may propose."""

    why: Why
    weight: tuple[float, ...]
    items: tuple[Item, ...]
    domain: str | None = None
    most: int | None = None

    def answers(self, actions: Mapping[str, Action]) -> list[Action]:
        """Actions that move any of the items, best first."""
        left = {a.id: {i.id for i in self.items} & set(a.moves) for a in actions.values()}
        left = {name: moved for name, moved in left.items() if moved}
        served: set[str] = set()
        best: list[Action] = []
        while left:
            chosen = min(left, key=lambda name: _rank(actions[name], moved=left[name], unserved=left[name] - served))
            served |= left.pop(chosen)
            best.append(actions[chosen])
        return best[: self.most]


def proposals_from(
    concerns: Sequence[Concern],
    actions: Mapping[str, Action],
    *,
    priorities: Mapping[str, float] = MappingProxyType({}),
) -> tuple[Proposal, ...]:
    """The actions that answer concerns, each once, under its best reason; ties as `propose` says.

    priorities: domain id -> score; a domain that has none stands at 0.
    """
    ranked = [
        (concern.weight, -_wanted(action, concern, priorities), rank, at, _proposal(action, concern))
        for at, concern in enumerate(concerns)
        for rank, action in enumerate(concern.answers(actions))
    ]
    first: dict[str, Proposal] = {}
    for *_, proposal in sorted(ranked, key=lambda r: r[:4]):
        first.setdefault(proposal.action, proposal)
    return tuple(first.values())


def _rank(action: Action, *, moved: set[str], unserved: set[str]) -> tuple[int, int, int, int, str]:
    elsewhere = len(action.moves) - len(moved)
    return -len(unserved), -len(moved), elsewhere, _EFFORTS.index(action.effort), action.id


def _wanted(action: Action, concern: Concern, priorities: Mapping[str, float]) -> float:
    """How staff chose the domain of the first item that an action moves."""
    return priorities.get(_moved(action, concern)[0].domain or "", 0.0)


def _moved(action: Action, concern: Concern) -> tuple[Item, ...]:
    return tuple(i for i in concern.items if i.id in action.moves)


def _proposal(action: Action, concern: Concern) -> Proposal:
    moved = _moved(action, concern)
    first = moved[0]
    return Proposal(
        action.id,
        concern.why,
        first.principle or "",
        first.stage,
        tuple(i.id for i in moved),
        concern.domain,
        first.group or "",
    )


def _of_gates(whole: GroupProfile, questionnaire: Questionnaire, gaps: Sequence[LeaderGap]) -> Iterator[Concern]:
    """What the stages ask for, in the order of method section 9."""
    yield from _next_gates(whole, questionnaire)
    yield from _unseen(whole, questionnaire)
    yield from _split(whole, questionnaire)
    yield from _seen_differently(gaps, whole, questionnaire)


def _without_gates(whole: GroupProfile, questionnaire: Questionnaire, ratings: Mapping[str, int]) -> Iterator[Concern]:
    """What stepped care and modules ask for, in that order."""
    tiers = tiers_of(whole, questionnaire, ratings=ratings)
    yield from _not_trusted(tiers, questionnaire)
    yield from _not_known(tiers, questionnaire)
    yield from _low_modules(whole, questionnaire)


def _next_gates(whole: GroupProfile, asked: Questionnaire) -> Iterator[Concern]:
    for principle in asked.climbing:
        finding = whole.principles[principle.id]
        if isinstance(finding.stage, Withheld) or finding.stopped_at is None:
            continue
        gate = finding.gates[finding.stopped_at - 1]
        why = Why.NEXT_GATE if gate.visible else Why.NEXT_GATE_NOT_VISIBLE
        yield Concern(why, (1, gate.stage), asked.items_of(principle.id, gate.stage))


def _unseen(whole: GroupProfile, asked: Questionnaire) -> Iterator[Concern]:
    """Cells that most cannot tell of; elsewhere the single items that 30 % or more cannot."""
    for items in _cells(asked):
        gate = _gate_of(items[0], whole)
        unseen = items if gate and not gate.visible else tuple(i for i in items if _is_unseen(i, whole))
        if unseen:
            yield Concern(Why.NOT_VISIBLE, (2, _height(unseen)), unseen)


def _split(whole: GroupProfile, asked: Questionnaire) -> Iterator[Concern]:
    for items in _cells(asked):
        split = tuple(i for i in items if i.id in whole.items and whole.items[i.id].divided)
        if split:
            yield Concern(Why.SPLIT, (3, _height(split)), split)


def _seen_differently(gaps: Sequence[LeaderGap], whole: GroupProfile, asked: Questionnaire) -> Iterator[Concern]:
    for gap in gaps:
        if isinstance(gap.gap, Withheld) or gap.gap.word is ChangeWord.CANNOT_TELL:
            continue
        domain = gap.id if gap.about is About.DOMAIN else None
        items = [i for i in asked.items if i.stage and gap.id in (i.principle, i.domain)]
        not_in_place = [i for i in items if not _in_place(i, whole)] or items
        lowest = tuple(i for i in not_in_place if _height([i]) == _height(not_in_place))
        yield Concern(Why.LEADER_GAP, (4, -abs(gap.gap.value)), lowest, domain, most=1)


def _not_trusted(tiers: Sequence[TierFinding], asked: Questionnaire) -> Iterator[Concern]:
    """What builds trust in a tier: the actions of its trust item."""
    for tier in tiers:
        if tier.feared and tier.trust_item is not None:
            yield Concern(Why.NOT_TRUSTED, (5,), (asked.item(tier.trust_item),))


def _not_known(tiers: Sequence[TierFinding], asked: Questionnaire) -> Iterator[Concern]:
    for tier in tiers:
        for support in tier.supports.values():
            if support.unheard_of:
                yield Concern(Why.NOT_KNOWN, (6,), (asked.item(support.item),))


def _low_modules(whole: GroupProfile, asked: Questionnaire) -> Iterator[Concern]:
    for module in asked.modules:
        score = whole.modules[module.id].score
        if isinstance(score, Shown) and score.high < MODULE_LINE:
            yield Concern(Why.LOW_MODULE, (7,), asked.items_of_module(module.id))


def _cells(asked: Questionnaire) -> Iterator[tuple[Item, ...]]:
    """Items that stand together: those of each stage cell, principle by principle; then each of the others alone."""
    for principle in asked.principles:
        for stage in GATES:
            if items := asked.items_of(principle.id, stage):
                yield items
    yield from ((i,) for i in asked.items if i.stage is None)


def _gate_of(item: Item, whole: GroupProfile) -> Gate | None:
    if item.principle is None or not item.stage:
        return None
    found = whole.principles.get(item.principle)
    return None if found is None else found.gates[item.stage - 1]


def _in_place(item: Item, whole: GroupProfile) -> bool:
    gate = _gate_of(item, whole)
    return gate is not None and gate.passed


def _is_unseen(item: Item, whole: GroupProfile) -> bool:
    return item.id in whole.items and not whole.items[item.id].visible


def _height(items: Sequence[Item]) -> int:
    """The lowest stage among items; those without a stage come last."""
    return min(i.stage or Stage.INFORMED + 1 for i in items)
