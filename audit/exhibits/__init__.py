"""What a round shows, as frozen values: every word and position is made here, macros only place them."""

from __future__ import annotations

from audit.exhibits.appendix import appendix_of
from audit.exhibits.change import change_of
from audit.exhibits.facts import RoundFacts
from audit.exhibits.gates import ahead_of, gates_of
from audit.exhibits.grid import grid_of
from audit.exhibits.groups import groups_of
from audit.exhibits.items import items_of, visibility_of
from audit.exhibits.leaders import leaders_of
from audit.exhibits.plan import plan_of
from audit.exhibits.standing import principles_of
from audit.exhibits.trust import nothing_told, trust_of
from audit.exhibits.values import Exhibit
from audit.exhibits.withheld import withheld_of
from audit.method.profile import Withheld

__all__ = ["Exhibit", "RoundFacts", "exhibit_of", "exhibits_of"]


def exhibits_of(facts: RoundFacts) -> tuple[Exhibit, ...]:
    """Everything a round shows, in the order of a report: trust, principles, visibility, gates, ahead, grid, items,
    groups, leaders, change, plan, withheld, appendix.

    What a round does not have (no earlier round, no leadership form, no plan, nothing ahead) is left out. Where fewer
    than k people answered there is one exhibit, trust, which says so.
    """
    whole = facts.profile.whole
    if isinstance(whole, Withheld):
        return (nothing_told(facts),)
    found = (
        trust_of(facts, whole),
        principles_of(facts, whole),
        visibility_of(facts, whole),
        gates_of(facts, whole),
        ahead_of(facts, whole),
        grid_of(facts, whole),
        items_of(facts, whole),
        groups_of(facts, whole),
        leaders_of(facts, whole) if facts.leader_gaps else None,
        change_of(facts, whole),
        plan_of(facts, whole),
        withheld_of(facts, whole),
        appendix_of(facts),
    )
    return tuple(e for e in found if e is not None)


def exhibit_of(facts: RoundFacts, id: str) -> Exhibit:  # noqa: A002 - what templates and pages call it
    """One exhibit by its id; KeyError where this round does not have it."""
    for exhibit in exhibits_of(facts):
        if exhibit.id == id:
            return exhibit
    raise KeyError(id)
