"""The plan after a team conversation: what was agreed on together proposes it; nobody answered anything alone."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.exhibits.agreed import TeamFacts, why_words
from audit.office import plan_pages
from audit.office.plan_pages import PlanOf, Pointing, Proposed, proposed_action, whole_plan
from audit.office.talks import agreed_talk, facts_of
from audit.office.visit import visit
from audit.office.words import day_words
from audit.running import plans
from audit.running.conversations import open_proposals
from audit.store.models import Conversation
from audit.wording import gettext as _

pages = Blueprint("conversation_plan", __name__)


@pages.get("/conversation/<int:talk>/plan")
def show(talk: int) -> Response:
    """What is agreed, then what else is proposed."""
    row = agreed_talk(talk)
    return plan_pages.plan_page(plan_of(row), _pointing(row))


@pages.post("/conversation/<int:talk>/plan")
def adopt(talk: int) -> AnyResponse:
    """Take a proposal into the plan and go on to say who does it."""
    row = agreed_talk(talk)
    return plan_pages.adopt_sent(plan_of(row), _pointing(row))


@pages.get("/conversation/<int:talk>/plan/<int:planned>")
def action_page(talk: int, planned: int) -> Response:
    """One action."""
    return plan_pages.action_page(plan_of(agreed_talk(talk)), planned)


@pages.post("/conversation/<int:talk>/plan/<int:planned>")
def change(talk: int, planned: int) -> AnyResponse:
    """Keep what is agreed about it."""
    return plan_pages.change_sent(plan_of(agreed_talk(talk)), planned)


def plan_of(row: Conversation) -> PlanOf:
    """Where the plan of a conversation lives."""
    return PlanOf(
        "conversation_plan",
        {"talk": row.id},
        _("The plan after the conversation of %(day)s", day=day_words(row.held_on)),
        (_("What we agreed together"), url_for("conversation.profile", talk=row.id)),
    )


def proposed_in(facts: TeamFacts) -> list[Proposed]:
    """What is not in the plan yet, in order; what is seen differently says that one talks about it first."""
    return [proposed_action(facts.actions[p.action], why=why_words(facts, p)) for p in open_proposals(facts)]


def _pointing(row: Conversation) -> Pointing:
    facts = facts_of(row)
    return Pointing(
        agreed=[p for p in whole_plan() if p.conversation_id == row.id or p.status.active],
        proposed=proposed_in(facts),
        take_in=partial(plans.adopt_agreed, visit().session, conversation_id=row.id),
        heading=_("What this points to"),
        order=_(
            "In this order: what keeps the next stage from being reached, what nobody can tell, what you see"
            " differently."
        ),
        nothing=_("Nothing yet. Read what you agreed on together first; then choose one or two from below."),
        no_more=_("There is nothing more to propose from what you agreed on."),
        draft=facts.questionnaire.draft,
    )
