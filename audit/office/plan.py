"""The plan: proposals in order with why, at most five active actions, each with owner, first step, day and status."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, TextAreaField

from audit.exhibits import RoundFacts
from audit.exhibits.plan import why_words
from audit.method.planning import MOST_ACTIVE, PlanStatus
from audit.office.access import may
from audit.office.drawing import draw
from audit.office.forms import AtMost, Chosen, Day, Given, Line, OfficeForm, refusals_on
from audit.office.profile import facts_of
from audit.office.visit import office, person, round_numbered, visit
from audit.office.words import day_words, efforts, statuses, text_of
from audit.refusals import Refusal
from audit.running import plans
from audit.running.results import open_proposals
from audit.store import queries
from audit.store.models import PlanAction, Round
from audit.wording import gettext as _
from audit.wording import language

pages = Blueprint("plan", __name__)
PROPOSED_AT_ONCE = 5


class NoSuchProposal(Refusal):
    """The action is not, or not any more, among the proposals of this round."""


class AdoptForm(OfficeForm):
    """An action to be taken into the plan."""

    action = HiddenField()


class ActionForm(OfficeForm):
    """What is agreed about one action."""

    owner = Line(validators=[AtMost(120)])
    first_step = TextAreaField(validators=[Given(lambda: _("Type the first step; a small one is best.")), AtMost(600)])
    due_on = Day()
    status = Chosen(statuses, lambda: _("Choose where this action stands."))
    note_text = TextAreaField(validators=[AtMost(2000)])


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposal as the page places it."""

    action: str
    title: str
    why: str
    first_step: str
    sign: str
    effort: str
    cost: str
    owner: str


@pages.get("/rounds/<int:number>/plan")
def show(number: int) -> Response:
    """What is agreed, then what else is proposed."""
    return _page(AdoptForm.shown(), number=number)


@pages.post("/rounds/<int:number>/plan")
def adopt(number: int) -> AnyResponse:
    """Take a proposal into the plan and go on to say who does it."""
    form, asked = AdoptForm.sent(), round_numbered(number)
    with refusals_on(form, at="proposals"):
        if form.validate():
            made = _adopted(asked, str(form.action.data))
            return redirect(url_for("plan.action_page", number=number, planned=made.id), 303)
    return _page(form, number=number)


def _adopted(asked: Round, action: str) -> PlanAction:
    facts = facts_of(asked)
    found = next((p for p in open_proposals(facts) if p.action == action), None)
    if found is None:
        raise NoSuchProposal(_("This action is not among the proposals any more. Choose another one."))
    return plans.adopt(
        visit().session,
        round_id=asked.id,
        action=office().library.actions_in(language())[action],
        why=why_words(facts, found),
        by=person().account_id,
        today=visit().today,
    )


def _page(form: AdoptForm, *, number: int) -> Response:
    asked = round_numbered(number)
    facts = facts_of(asked)
    proposed = [_proposed(facts, p.action, why_words(facts, p)) for p in open_proposals(facts)]
    agreed = _agreed(asked)
    return draw(
        "plan",
        form=form,
        draft=facts.questionnaire.draft,
        number=number,
        agreed=[(p, text_of(statuses(), p.status), day_words(p.due_on), _overdue(p)) for p in agreed],
        active=sum(p.status.active for p in agreed),
        most=MOST_ACTIVE,
        first=proposed[:PROPOSED_AT_ONCE],
        more=proposed[PROPOSED_AT_ONCE:],
        may_plan=may(person().role, "plan.adopt"),
    )


def _agreed(asked: Round) -> list[PlanAction]:
    everything = queries.plan_of(visit().session, organisation_id=asked.organisation_id)
    return [p for p in everything if p.round_id == asked.id or p.status.active]


def _overdue(planned: PlanAction) -> bool:
    return planned.status.active and planned.due_on is not None and planned.due_on < visit().today


def _proposed(facts: RoundFacts, action: str, why: str) -> Proposed:
    known = facts.actions[action]
    return Proposed(
        action,
        known.title,
        why,
        known.first_step,
        known.sign_of_success,
        text_of(efforts(), known.effort),
        known.cost,
        known.owner,
    )


@pages.get("/rounds/<int:number>/plan/<int:planned>")
def action_page(number: int, planned: int) -> Response:
    """One action."""
    found = _one(planned)
    known = {"owner": found.owner, "first_step": found.first_step, "due_on": found.due_on}
    return _action_page(
        ActionForm.shown({**known, "status": found.status.value, "note_text": found.note}), number=number, found=found
    )


@pages.post("/rounds/<int:number>/plan/<int:planned>")
def change(number: int, planned: int) -> AnyResponse:
    """Keep what is agreed about it."""
    form, found = ActionForm.sent(), _one(planned)
    with refusals_on(form, at="status"):
        if form.validate():
            _change(form, planned=planned)
            return redirect(url_for("plan.show", number=number), 303)
    return _action_page(form, number=number, found=found)


def _change(form: ActionForm, *, planned: int) -> None:
    plans.change_action(
        visit().session,
        organisation_id=person().organisation.id,
        plan_action_id=planned,
        owner=str(form.owner.data),
        first_step=str(form.first_step.data),
        due_on=form.due_on.data,
        status=PlanStatus(form.status.data),
        note_text=str(form.note_text.data or ""),
        by=person().account_id,
        today=visit().today,
    )


def _one(planned: int) -> PlanAction:
    everything = queries.plan_of(visit().session, organisation_id=person().organisation.id)
    found = next((p for p in everything if p.id == planned), None)
    if found is None:
        abort(404)
    return found


def _action_page(form: ActionForm, *, number: int, found: PlanAction) -> Response:
    round_numbered(number)
    return draw("plan_action", form=form, number=number, found=found, may_plan=may(person().role, "plan.change"))
