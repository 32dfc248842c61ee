"""The plan after a round: what its results propose, and what is agreed."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.exhibits import RoundFacts
from audit.exhibits.plan import among_equals, why_words
from audit.office import plan_pages
from audit.office.last_plan import looked_back
from audit.office.plan_pages import PlanOf, Pointing, proposed_action, whole_plan
from audit.office.profile import facts_of
from audit.office.visit import round_numbered, visit
from audit.running import plans
from audit.running.results import open_proposals
from audit.store.models import Round
from audit.wording import gettext as _

pages = Blueprint("plan", __name__)


@pages.get("/rounds/<int:number>/plan")
def show(number: int) -> Response:
    """What is agreed, then what else is proposed."""
    asked = round_numbered(number)
    return plan_pages.plan_page(_plan(asked), _pointing(asked))


@pages.post("/rounds/<int:number>/plan")
def adopt(number: int) -> AnyResponse:
    """Take a proposal into the plan and go on to say who does it."""
    asked = round_numbered(number)
    return plan_pages.adopt_sent(_plan(asked), _pointing(asked))


@pages.get("/rounds/<int:number>/plan/<int:planned>")
def action_page(number: int, planned: int) -> Response:
    """One action."""
    return plan_pages.action_page(_plan(round_numbered(number)), planned)


@pages.post("/rounds/<int:number>/plan/<int:planned>")
def change(number: int, planned: int) -> AnyResponse:
    """Keep what is agreed about it."""
    return plan_pages.change_sent(_plan(round_numbered(number)), planned)


def _plan(asked: Round) -> PlanOf:
    return PlanOf(
        "plan",
        {"number": asked.number},
        _("The plan after round %(number)s", number=asked.number),
        (_("Results"), url_for("profile.show", number=asked.number)),
    )


def _order(facts: RoundFacts) -> str:
    gates = _(
        "In this order: what keeps the next stage from being reached, what staff cannot see, where they differ,"
        " where leaders and staff differ."
    )
    return " ".join(part for part in (gates, among_equals(facts)) if part)


def _pointing(asked: Round) -> Pointing:
    facts = facts_of(asked)
    return Pointing(
        agreed=[p for p in whole_plan() if p.round_id == asked.id or p.status.active],
        proposed=[proposed_action(facts.actions[p.action], why=why_words(facts, p)) for p in open_proposals(facts)],
        take_in=partial(plans.adopt, visit().session, round_id=asked.id),
        heading=_("What the answers point to"),
        order=_order(facts),
        nothing=_("Nothing yet. Read the results together first; then choose one or two from below."),
        no_more=_("There is nothing more to propose from these answers."),
        draft=facts.questionnaire.draft,
        looked_back=looked_back(asked, facts),
    )
