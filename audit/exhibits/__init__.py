"""What a round shows, as frozen values: every word and position is made here, macros only place them."""

from __future__ import annotations

from dataclasses import replace

from audit.exhibits.also_used import also_used_of
from audit.exhibits.appendix import appendix_of
from audit.exhibits.change import change_of
from audit.exhibits.comments import comments_of
from audit.exhibits.facts import RoundFacts
from audit.exhibits.gates import ahead_of, gates_of
from audit.exhibits.grid import grid_of
from audit.exhibits.groups import groups_of
from audit.exhibits.items import items_of, module_items_of, visibility_of
from audit.exhibits.leaders import leaders_of
from audit.exhibits.modules import modules_of
from audit.exhibits.notes import marked
from audit.exhibits.plan import plan_of
from audit.exhibits.priorities import perspectives_of, priorities_of
from audit.exhibits.standing import principles_of
from audit.exhibits.stepped_care import stepped_care_of
from audit.exhibits.trust import nothing_told, trust_of
from audit.exhibits.values import Exhibit
from audit.exhibits.verdict import last_plan_of
from audit.exhibits.withheld import withheld_of
from audit.method.profile import Withheld

__all__ = ["Exhibit", "RoundFacts", "exhibit_of", "exhibits_of"]


def exhibits_of(facts: RoundFacts) -> tuple[Exhibit, ...]:
    """Everything a round shows, in the order of a report: trust, principles, visibility, gates, ahead, grid, items,
    stepped-care, modules, module-items, groups, leaders, change, priorities, perspectives, comments, also-used, plan,
    last-plan, withheld, appendix.

    What a round does not have (core, modules or choice sets not asked, no earlier round, no leadership form, no plan,
    nothing ahead) is left out. Where fewer than k people answered there is trust, which says so, comments, which says
    that there are none, and also-used, which holds no number of this round.
    """
    whole = facts.profile.whole
    if isinstance(whole, Withheld):
        few = (nothing_told(facts), comments_of(facts), also_used_of(facts))
        return tuple(_marked(facts, e) for e in few if e is not None)
    found = (
        trust_of(facts, whole),
        principles_of(facts, whole),
        visibility_of(facts, whole),
        gates_of(facts, whole),
        ahead_of(facts, whole),
        grid_of(facts, whole),
        items_of(facts, whole),
        stepped_care_of(facts, whole),
        modules_of(facts, whole),
        module_items_of(facts, whole),
        groups_of(facts, whole),
        leaders_of(facts, whole) if facts.leader_gaps else None,
        change_of(facts, whole),
        priorities_of(facts, whole),
        perspectives_of(facts, whole),
        comments_of(facts),
        also_used_of(facts),
        plan_of(facts, whole),
        last_plan_of(facts, whole),
        withheld_of(facts, whole),
        appendix_of(facts),
    )
    return tuple(_marked(facts, e) for e in found if e is not None)


def _marked(facts: RoundFacts, exhibit: Exhibit) -> Exhibit:
    """What comes out of a rehearsal says so in every part of it, so that no part can be taken for a finding."""
    return replace(exhibit, note=marked(facts, exhibit.note))


def exhibit_of(facts: RoundFacts, id: str) -> Exhibit:  # noqa: A002 - what templates and pages call it
    """One exhibit by its id; KeyError where this round does not have it."""
    for exhibit in exhibits_of(facts):
        if exhibit.id == id:
            return exhibit
    raise KeyError(id)
