"""The team conversation (method section 10): one record an item, agreed on together; no ballots, no intervals, no n.

For organisations too small for ten answers. The gates are those of a round; what stops a climb has words of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from audit.method import planning
from audit.method.answers import Rated
from audit.method.asking import Kind, kind_of
from audit.method.planning import Concern, Proposal, Why
from audit.method.profile import StageFinding
from audit.method.questionnaire import GATES, Action, Item, Page, Questionnaire, Stage
from audit.method.stages import GATE, SAFETY, headline

OFFERED_BELOW = 20
"""Staff. From here on ten answers are likely enough that a round is the way."""


class Said(StrEnum):
    """What a team may record in place of a rating; the words are those of stored records."""

    DIFFERENTLY = "differently"  # we see it differently
    CANNOT_TELL = "dk"  # nobody in the room can tell
    NOT_OURS = "na"  # does not apply to us


Record = Rated | Said
"""What is agreed on for one item."""


class CellState(StrEnum):
    """What the team said about one stage of one principle; all but IN_PLACE stop a climb."""

    IN_PLACE = "in-place"
    BELOW = "below"
    NOT_AGREED = "not-agreed"
    NOT_VISIBLE = "not-visible"
    NOT_OURS = "not-ours"
    NOT_TALKED_ABOUT = "not-talked-about"


@dataclass(frozen=True, slots=True)
class AgreedCell:
    """points: 25 times the mean of the agreed ratings, 0..100; None where no item has one."""

    stage: Stage
    items: tuple[str, ...]
    points: float | None
    state: CellState


@dataclass(frozen=True, slots=True)
class AgreedPrinciple:
    """One climb. stopped_at: the first cell not in place, None when all four are. ahead: in place beyond it."""

    id: str
    stage: Stage
    cells: tuple[AgreedCell, ...]
    stopped_at: Stage | None
    ahead: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class AgreedProfile:
    """What a team agreed on, in words. headline: None where no principle climbs, or Safety is not among them.

    The four last: ids of the items seen differently, that nobody can tell, that do not apply, and that were not talked
    about, each in the questionnaire's order.
    """

    headline: Stage | None
    principles: tuple[AgreedPrinciple, ...]
    differently: tuple[str, ...]
    unseen: tuple[str, ...]
    not_ours: tuple[str, ...]
    not_talked_about: tuple[str, ...]


def can_be_talked_about(asked: Questionnaire) -> bool:
    """Whether a team conversation can be held about a questionnaire: it climbs all four stages."""
    return kind_of(asked) is Kind.STAGED and bool(asked.climbing)


def talked_about(asked: Questionnaire) -> tuple[Item, ...]:
    """The items of a conversation, in order: one card and one record each. Not those about the audit itself."""
    return asked.staged_items


def pages_of(asked: Questionnaire) -> tuple[Page, ...]:
    """The questionnaire's pages (one a domain) with the items of the conversation; pages without any fall away."""
    kept = {i.id for i in talked_about(asked)}
    pages = (replace(p, items=tuple(i for i in p.items if i in kept)) for p in asked.pages)
    return tuple(p for p in pages if p.items)


def record_of(word: str) -> Record:
    """The record that a stored word stands for: "0".."4", "differently", "dk", "na"; ValueError for another."""
    return Rated(int(word)) if word in {"0", "1", "2", "3", "4"} else Said(word)


def profile_of(asked: Questionnaire, records: Mapping[str, Record]) -> AgreedProfile:
    """Stages from what was agreed (item id -> record). Records of items that are not talked about count for nothing.

    A cell holds at 62.5 points or more (method section 5), its mean taken over its items that have a rating.
    """
    principles = tuple(_principle(asked, p.id, records) for p in asked.climbing)
    return AgreedProfile(
        _headline(principles),
        principles,
        _with(asked, records, Said.DIFFERENTLY),
        _with(asked, records, Said.CANNOT_TELL),
        _with(asked, records, Said.NOT_OURS),
        _with(asked, records, None),
    )


def propose(profile: AgreedProfile, asked: Questionnaire, actions: Mapping[str, Action]) -> tuple[Proposal, ...]:
    """Actions in the order of method section 9: the next cells, lowest stage first; what nobody can tell; what is seen
    differently, which is talked about first. What does not apply, or was not talked about, proposes nothing."""
    concerns = (*_next_cells(profile, asked), *_single(profile, asked))
    return planning.proposals_from(concerns, actions)


def _principle(asked: Questionnaire, principle: str, records: Mapping[str, Record]) -> AgreedPrinciple:
    cells = tuple(_cell(stage, asked.items_of(principle, stage), records) for stage in GATES)
    stopped_at = next((c.stage for c in cells if c.state is not CellState.IN_PLACE), None)
    reached = Stage.INFORMED if stopped_at is None else Stage(stopped_at - 1)
    ahead = tuple(c.stage for c in cells if c.stage > reached and c.state is CellState.IN_PLACE)
    return AgreedPrinciple(principle, reached, cells, stopped_at, ahead)


def _cell(stage: Stage, items: Sequence[Item], records: Mapping[str, Record]) -> AgreedCell:
    ids = tuple(i.id for i in items)
    found = [records.get(i) for i in ids]
    ratings = [r.value for r in found if isinstance(r, Rated)]
    if not ratings:
        return AgreedCell(stage, ids, None, _without_rating(found))
    points = 25 * sum(ratings) / len(ratings)
    return AgreedCell(stage, ids, points, CellState.IN_PLACE if points >= GATE else CellState.BELOW)


def _without_rating(found: Sequence[Record | None]) -> CellState:
    """Why a cell has no figure; what asks for a talk comes first."""
    if Said.DIFFERENTLY in found:
        return CellState.NOT_AGREED
    if Said.CANNOT_TELL in found:
        return CellState.NOT_VISIBLE
    return CellState.NOT_TALKED_ABOUT if None in found else CellState.NOT_OURS


def _headline(principles: Sequence[AgreedPrinciple]) -> Stage | None:
    """The rule of a round (`stages.headline`), on stages that have no range."""
    if SAFETY not in {p.id for p in principles}:
        return None
    found = headline({p.id: StageFinding(p.stage, p.stage, p.stage) for p in principles})
    return found.stage if isinstance(found, StageFinding) else None


def _with(asked: Questionnaire, records: Mapping[str, Record], said: Said | None) -> tuple[str, ...]:
    return tuple(i.id for i in talked_about(asked) if records.get(i.id) is said)


_WHY_STOPPED = {
    CellState.BELOW: Why.NEXT_GATE,
    CellState.NOT_VISIBLE: Why.NEXT_GATE_NOT_VISIBLE,
    CellState.NOT_AGREED: Why.SPLIT,
}


def _next_cells(profile: AgreedProfile, asked: Questionnaire) -> Iterator[Concern]:
    for principle in profile.principles:
        if principle.stopped_at is None:
            continue
        cell = principle.cells[principle.stopped_at - 1]
        if cell.state in _WHY_STOPPED:
            items = asked.items_of(principle.id, cell.stage)
            yield Concern(_WHY_STOPPED[cell.state], (1, cell.stage), items)


def _single(profile: AgreedProfile, asked: Questionnaire) -> Iterator[Concern]:
    for at, why, ids in ((2, Why.NOT_VISIBLE, profile.unseen), (3, Why.SPLIT, profile.differently)):
        for item in (asked.item(i) for i in ids):
            yield Concern(why, (at, item.stage or Stage.INFORMED), (item,))
