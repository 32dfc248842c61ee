"""What a questionnaire has to hold so that what is worked out from it is fair: stages, groups, tiers, choice sets."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from itertools import combinations

from audit.library.tables import Notes
from audit.method.questionnaire import GATES, PROCESS, ChoiceDesign, ItemGroup, Questionnaire, Stage
from audit.wording import gettext as _

ITEMS_A_STAGE = 2
PULSE_STAGES = (Stage.SENSITIVE, Stage.RESPONSIVE)
TIERS = (1, 2, 3)
FEWEST_IN_A_SET = 3
NAMED_AT_ONCE = 3


class Rule(Enum):
    """How a questionnaire's stages are to be filled."""

    FULL = "full"  # ours: one item in each cell, two for each principle and stage
    COPY = "copy"  # an organisation's own: at least one for each principle and stage
    TAKEN = "taken"  # a pulse: items of another one, for each principle one of stage 2 and one of stage 3


def check(asked: Questionnaire, notes: Notes, *, rule: Rule) -> None:
    """Stages, groups, tiers and choice sets."""
    if any(i.stage or i.domain for i in asked.items):
        _check_stages(asked, notes, rule)
    _check_groups(asked, notes)
    _check_tiers(asked, notes)
    for design in asked.choices:
        _check_design(design, notes)


def _check_stages(asked: Questionnaire, notes: Notes, rule: Rule) -> None:
    if rule is Rule.FULL:
        _check_cells(asked, notes)
    for principle in asked.principles:
        if not _half_placed(asked, principle.id):
            for stage in GATES:
                _check_stage(asked, principle.id, stage, notes, rule)


def _check_cells(asked: Questionnaire, notes: Notes) -> None:
    """One item for each principle and domain. A cell whose item is only half placed is not reported twice."""
    cells = Counter((i.principle, i.domain) for i in asked.items if i.principle and i.domain)
    for principle in asked.principles:
        for domain in asked.domains:
            found = cells[principle.id, domain.id]
            if found != 1 and not _half_placed(asked, principle.id):
                what = _(
                    "Principle %(principle)s has %(found)s items in domain %(domain)s.",
                    principle=principle.id,
                    found=found,
                    domain=domain.id,
                )
                notes.add(f"{principle.id}.{domain.id}", what, _("Keep one item in each cell."))


def _check_stage(asked: Questionnaire, principle: str, stage: Stage, notes: Notes, rule: Rule) -> None:
    found = len(asked.items_of(principle, stage))
    match rule:
        case Rule.FULL:
            fits, way_out = found == ITEMS_A_STAGE, _("Give each principle two items a stage.")
        case Rule.COPY:
            fits, way_out = found >= 1, _("Keep at least one, or no stage can be told.")
        case Rule.TAKEN:
            fits = found == (1 if stage in PULSE_STAGES else 0)
            way_out = _("Take one item of stage 2 and one of stage 3 for each principle.")
    if not fits:
        what = _(
            "Principle %(principle)s has %(found)s items at stage %(stage)s.",
            principle=principle,
            found=found,
            stage=int(stage),
        )
        notes.add(principle, what, way_out)


def _half_placed(asked: Questionnaire, principle: str) -> bool:
    """Whether an item of this principle lacks something, which was said already and would echo in every count."""
    halves = (i for i in asked.items if i.principle == principle and i.group is None)
    return any(i.stage is None or i.domain is None for i in halves)


def _check_groups(asked: Questionnaire, notes: Notes) -> None:
    for group in asked.groups:
        if group.id == PROCESS:
            what = _("“process” is the group of the items about the audit itself, and has no table.")
            notes.add(group.id, what, _("Give the group another id."))
        elif not asked.items_in(group.id):
            notes.add(group.id, _("The group has no items."), _("Add one, or take the group out."))


def _check_tiers(asked: Questionnaire, notes: Notes) -> None:
    """In each tier there is one group about trust, with one item: it is asked once, and counted apart."""
    tiered = any(g.tier is not None for g in asked.groups)
    for group in asked.groups:
        _check_tier_of_group(group, notes, tiered=tiered)
        if group.trust and len(asked.items_in(group.id)) > 1:
            what = _("A group about trust has %(found)s items.", found=len(asked.items_in(group.id)))
            notes.add(group.id, what, _("Keep one item in it."))
    for tier in sorted({g.tier for g in asked.groups if g.tier in TIERS}):
        trust = [g for g in asked.groups if g.tier == tier and g.trust]
        if len(trust) != 1:
            what = _("Tier %(tier)s has %(found)s groups about trust.", tier=tier, found=len(trust))
            way_out = _("Write trust = true in the one group that asks whether people here would use this tier.")
            notes.add(trust[-1].id if trust else "", what, way_out, key="trust")


def _check_tier_of_group(group: ItemGroup, notes: Notes, *, tiered: bool) -> None:
    if group.tier is not None and group.tier not in TIERS:
        notes.add(group.id, _("“tier” is %(found)s.", found=group.tier), _("Write 1, 2 or 3."), key="tier")
    elif group.tier is None and tiered:
        what = _("Other groups here have a tier, and this one has none.")
        notes.add(group.id, what, _("Write 1, 2 or 3."))
    elif group.tier is None and group.trust:
        what = _("The group is about trust in a tier, and has no tier.")
        notes.add(group.id, what, _("Write its tier, or take “trust” out."), key="trust")


def _check_design(design: ChoiceDesign, notes: Notes) -> None:
    """Best-worst counts are fair only where everything is shown equally often, also beside everything else."""
    if not design.sets or not design.attributes or any(len(set(s)) != len(s) for s in design.sets):
        if design.sets and design.attributes:
            what, way_out = _("A set names an attribute twice."), _("Name different attributes in each set.")
            notes.add(design.id, what, way_out)
        return
    sizes = {len(s) for s in design.sets}
    if len(sizes) != 1 or min(sizes) < FEWEST_IN_A_SET:
        what, way_out = _("The sets are of different sizes, or too small."), _("Put four attributes in each set.")
        notes.add(design.id, what, way_out)
    _check_attributes(design, notes)
    _check_pairs(design, notes)
    _check_blocks(design, notes)


UNEVEN = 2
"""How much more often one attribute may stand in a block than another: not every design has blocks that are even."""


def _check_attributes(design: ChoiceDesign, notes: Notes) -> None:
    times = Counter({a.id: 0 for a in design.attributes})
    times.update(a for s in design.sets for a in s)
    usual = Counter(times.values()).most_common(1)[0][0]
    odd = [f"{a} ({n})" for a, n in times.items() if n != usual]
    if odd:
        what = _(
            "Attributes are not in equally many sets: most in %(usual)s, %(odd)s.", usual=usual, odd=", ".join(odd)
        )
        notes.add(design.id, what, _("Put each attribute in equally many sets."))


def _check_pairs(design: ChoiceDesign, notes: Notes) -> None:
    ids = [a.id for a in design.attributes]
    times = Counter(dict.fromkeys(combinations(sorted(ids), 2), 0))
    times.update(pair for s in design.sets for pair in combinations(sorted(s), 2))
    usual = Counter(times.values()).most_common(1)[0][0]
    odd = [f"{one} + {other} ({n})" for (one, other), n in times.items() if n != usual]
    if odd:
        what = _(
            "Pairs of attributes are not together equally often: most %(usual)s times, but %(odd)s.",
            usual=usual,
            odd=", ".join(odd[:NAMED_AT_ONCE]) + (" …" if len(odd) > NAMED_AT_ONCE else ""),
        )
        notes.add(design.id, what, _("Arrange the sets so that each pair is together equally often."))


def _check_blocks(design: ChoiceDesign, notes: Notes) -> None:
    for number, block in enumerate(design.blocks, 1):
        if len(block) != design.shown:
            what = _("Block %(block)s has %(found)s sets.", block=number, found=len(block))
            way_out = _("Put “shown” sets in each block: %(shown)s.", shown=design.shown)
            notes.add(design.id, what, way_out, key="shown")
        times = Counter(a for at in block for a in design.sets[at])
        seen = [times[a.id] for a in design.attributes]
        if min(seen) == 0 or max(seen) - min(seen) > UNEVEN:
            what = _("Block %(block)s leaves attributes out, or shows some far more often than others.", block=number)
            notes.add(design.id, what, _("Move sets between blocks until each shows every attribute."))
