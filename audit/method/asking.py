"""What may be asked in one round: core, stepped care or both, with modules beside them; a pulse by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from audit.method.questionnaire import GATES, PROCESS, Item, Questionnaire

MOST_ITEMS = 110
"""Statements in one round; choice sets count apart. More than half an hour of reading on a break helps nobody."""


class Kind(StrEnum):
    """What a questionnaire is for, read from what its items carry."""

    STAGED = "staged"  # every principle has an item at each of the four stages: core, or a copy of it
    TIERED = "tiered"  # items in tiers: stepped care, or a copy of it
    SHORT = "short"  # some stages only: a pulse
    MODULE = "module"  # groups, neither stages nor tiers


class Clash(StrEnum):
    """Why questionnaires cannot be asked together."""

    NOTHING = "nothing"
    MODULES_ALONE = "modules-alone"  # neither core nor stepped care is among them
    SHORT_WITH_OTHERS = "short-with-others"  # a pulse stands by itself
    SAME_ITEMS = "same-items"  # two ask some of the same, such as core and a copy of it
    TOO_MANY_ITEMS = "too-many-items"


def kind_of(asked: Questionnaire) -> Kind:
    """What a questionnaire is for."""
    if any(i.tier is not None for i in asked.items):
        return Kind.TIERED
    if not any(i.stage for i in asked.items):
        return Kind.MODULE
    complete = all(asked.items_of(p.id, stage) for p in asked.principles for stage in GATES)
    return Kind.STAGED if complete else Kind.SHORT


def in_order(asked: Sequence[Questionnaire]) -> tuple[Questionnaire, ...]:
    """Core first, then stepped care, then modules, each kind in the order given."""
    return tuple(sorted(asked, key=lambda q: list(Kind).index(kind_of(q))))


def clash_in(asked: Sequence[Questionnaire]) -> Clash | None:
    """Why these cannot be asked in one round; None where they can."""
    kinds = [kind_of(q) for q in asked]
    if not kinds:
        return Clash.NOTHING
    if Kind.SHORT in kinds:
        return Clash.SHORT_WITH_OTHERS if len(kinds) > 1 else None
    if not {Kind.STAGED, Kind.TIERED} & set(kinds):
        return Clash.MODULES_ALONE
    times = Counter(i.id for q in asked for i in q.items if i.group != PROCESS)
    if max(times.values(), default=0) > 1 or kinds.count(Kind.STAGED) > 1:
        return Clash.SAME_ITEMS
    return Clash.TOO_MANY_ITEMS if count_items(asked) > MOST_ITEMS else None


def count_items(asked: Sequence[Questionnaire]) -> int:
    """How many statements they have together."""
    return len({i.id for q in asked for i in q.items})


def leaders_rate(asked: Questionnaire) -> tuple[Item, ...]:
    """What the leadership team rates, too: items with a stage, and the supports of stepped care.

    Not what staff alone can say: the process items, whether a tier is trusted, modules, a pulse.
    """
    if kind_of(asked) is Kind.SHORT:
        return ()
    trust = {g.id for g in asked.groups if g.trust}
    return tuple(i for i in asked.items if i.stage is not None or (i.tier is not None and i.group not in trust))
