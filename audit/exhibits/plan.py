"""What the organisation will do: the actions it adopted, and what else the answers point to."""

from __future__ import annotations

from collections.abc import Sequence

from audit.exhibits import notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.priorities import priorities_told
from audit.exhibits.values import Column, Exhibit, Lines, Strong, Table, Value, Words
from audit.method.planning import MOST_ACTIVE, PlannedAction, PlanStatus, Proposal, Why
from audit.method.profile import GroupProfile
from audit.method.questionnaire import PROCESS
from audit.wording import gettext as _
from audit.wording import ngettext

PROPOSED_SHOWN = 5


def plan_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit | None:
    """Plan and proposals; None where there is neither."""
    tables = tuple(t for t in (plan_table(facts.plan), _proposal_table(facts)) if t.rows)
    if not tables:
        return None
    return Exhibit(
        "plan",
        _finding(facts),
        _(
            "At most %(most)s actions at a time: people’s time is what most plans run out of. %(order)s",
            most=MOST_ACTIVE,
            order=" ".join(part for part in (_order(whole), among_equals(facts)) if part),
        ),
        tables,
        notes.note(facts, _("Proposals come from the action library; the organisation decides."), people=whole.people),
        "formulas-stages",
        (_("Who will notice first if this works, and how will they tell you?"),),
    )


def _order(whole: GroupProfile) -> str:
    """What comes first among the proposals, and that part of it is our own convention."""
    if whole.principles and whole.modules:
        return _(
            "The order comes from the answers: the next stage first, then what staff cannot see. Modules come last, in"
            " an order of our own that is not validated."
        )
    if whole.principles:
        return _("The order comes from the answers: the next stage first, then what staff cannot see.")
    return _(
        "The order comes from the answers: what staff cannot see first, then support that is not trusted or not known,"
        " then topics that lie low. It is our own and not validated."
    )


def among_equals(facts: RoundFacts) -> str:
    """That what staff want first sorts proposals that are equal otherwise; "" where it does not."""
    return _("Among equals, what staff want first comes first.") if priorities_told(facts) else ""


def _finding(facts: RoundFacts) -> str:
    if not facts.plan:
        return _("Nothing is agreed yet; this is what the answers point to")
    return agreed_actions(facts.plan)


def agreed_actions(plan: Sequence[PlannedAction]) -> str:
    """How many actions are active, as a sentence."""
    active = sum(1 for a in plan if a.status.active)
    return ngettext("%(num)s action is agreed", "%(num)s actions are agreed", active)


def status_word(status: PlanStatus) -> str:
    """Where an action stands."""
    return {
        PlanStatus.NOT_STARTED: _("Not started"),
        PlanStatus.UNDER_WAY: _("Under way"),
        PlanStatus.DONE: _("Done"),
        PlanStatus.SET_ASIDE: _("Set aside"),
    }[status]


def plan_table(plan: Sequence[PlannedAction]) -> Table:
    """Each action that was adopted, with why, first step, owner, day, status and note."""
    columns = (
        Column(_("Action and why"), "words", 34),
        Column(_("First step, and how you know that it works"), "words", 36),
        Column(_("Who, and by when"), "words", 17),
        Column(_("Status"), "words", 13),
    )
    return Table("plan-table", _("What is agreed"), columns, tuple(_plan_row(a) for a in plan))


def _plan_row(action: PlannedAction) -> tuple[Value, ...]:
    due = words.day(action.due_on) if action.due_on else _("no date yet")
    return (
        Strong(action.title, action.why),
        Lines(tuple(t for t in (action.first_step, action.sign_of_success) if t)),
        Words(action.owner or _("nobody yet"), due),
        Words(status_word(action.status), action.note),
    )


def why_words(facts: RoundFacts, proposal: Proposal) -> str:
    """Why an action is proposed, as a sentence."""
    about = _about(facts, proposal)
    stage = words.stage_word(proposal.stage) if proposal.stage else ""
    return {
        Why.NEXT_GATE: _("“%(stage)s” in %(about)s waits for this.", stage=stage, about=about),
        Why.NEXT_GATE_NOT_VISIBLE: _("Most staff cannot see “%(stage)s” in %(about)s.", stage=stage, about=about),
        Why.NOT_VISIBLE: _("Many staff cannot see this part of %(about)s.", about=about),
        Why.SPLIT: _("Staff are split about this part of %(about)s.", about=about),
        Why.LEADER_GAP: _("Leaders and staff see %(about)s differently.", about=about),
        Why.NOT_TRUSTED: _(
            "Support in “%(about)s” is there and known, but fewer than half would use it without fear.", about=about
        ),
        Why.NOT_KNOWN: _("“%(about)s” is there, but fewer than half of staff know of it.", about=about),
        Why.LOW_MODULE: _("“%(about)s” lies clearly below 62.5, our own line for topics.", about=about),
    }[proposal.why]


def _about(facts: RoundFacts, proposal: Proposal) -> str:
    """What a proposal is about: a domain, a tier, a support, a module or a principle, by name."""
    asked, first = facts.questionnaire, facts.questionnaire.item(proposal.items[0])
    if proposal.why is Why.NOT_TRUSTED and first.tier is not None:
        return words.tier(first.tier)
    if proposal.why is Why.NOT_KNOWN:
        return first.short
    names = {p.id: p.name for p in asked.principles} | {d.id: d.name for d in asked.domains}
    names |= {g.id: g.name for g in asked.groups} | {PROCESS: _("this audit")}
    return names.get(proposal.domain or proposal.group or proposal.principle, "")


def _proposal_table(facts: RoundFacts) -> Table:
    adopted = {a.action for a in facts.plan}
    open_ = [p for p in facts.proposals if p.action not in adopted and p.action in facts.actions][:PROPOSED_SHOWN]
    columns = (
        Column(_("Action and why"), "words", 38),
        Column(_("First step this month"), "words", 40),
        Column(_("Who could lead it, and what it costs"), "words", 22),
    )
    caption = _("What else the answers point to") if facts.plan else _("What the answers point to")
    return Table("proposals-table", caption, columns, tuple(_proposal_row(facts, p) for p in open_))


def _proposal_row(facts: RoundFacts, proposal: Proposal) -> tuple[Value, ...]:
    action = facts.actions[proposal.action]
    return (
        Strong(action.title, why_words(facts, proposal)),
        Words(action.first_step),
        Words(action.owner, action.cost),
    )
