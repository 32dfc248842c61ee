"""The pages of a plan, whatever it comes from: proposals in order with why, and what is agreed with owner and day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, TextAreaField

from audit.method.planning import MOST_ACTIVE, PlanStatus
from audit.method.questionnaire import Action
from audit.office.access import may
from audit.office.drawing import draw
from audit.office.forms import AtMost, Chosen, Day, Given, Line, OfficeForm, refusals_on
from audit.office.last_plan import LookedAt
from audit.office.visit import office, person, visit
from audit.office.words import day_words, efforts, statuses, text_of
from audit.refusals import Refusal
from audit.running import plans
from audit.store import queries
from audit.store.models import PlanAction
from audit.wording import gettext as _
from audit.wording import language

PROPOSED_AT_ONCE = 5


class NoSuchProposal(Refusal):
    """The action is not, or not any more, among the proposals."""


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
    """One proposal as pages place it."""

    action: str
    title: str
    why: str
    first_step: str
    sign: str
    effort: str
    cost: str
    owner: str


@dataclass(frozen=True, slots=True)
class PlanOf:
    """Where a plan comes from. family, at: of the addresses of its pages; back: where they lead back to, as (text,
    address)."""

    family: str
    at: Mapping[str, int]
    heading: str
    back: tuple[str, str]

    def address(self, page: str, **more: int) -> str:
        """Of one of its pages."""
        values: dict[str, Any] = {**self.at, **more}
        return url_for(f"{self.family}.{page}", **values)

    def may(self, page: str) -> bool:
        """Whether whoever is signed in may do what this page does."""
        return may(person().role, f"{self.family}.{page}")


@dataclass(frozen=True, slots=True)
class Pointing:
    """What a plan is made of. agreed: its actions, and all that are active; heading, order: what stands above the
    proposals; nothing, no_more: where there is no action, no proposal. take_in: an operation that adopts one of them,
    given action, why, by and today. looked_back: finished actions of earlier plans."""

    agreed: Sequence[PlanAction]
    proposed: Sequence[Proposed]
    take_in: Callable[..., PlanAction]
    heading: str
    order: str
    nothing: str
    no_more: str
    draft: bool
    looked_back: Sequence[LookedAt] = ()


def proposed_action(known: Action, *, why: str) -> Proposed:
    """An action of the library, proposed for this reason."""
    return Proposed(
        known.id,
        known.title,
        why,
        known.first_step,
        known.sign_of_success,
        text_of(efforts(), known.effort),
        known.cost,
        known.owner,
    )


def whole_plan() -> Sequence[PlanAction]:
    """All that was ever planned in the organisation of whoever is signed in."""
    return queries.plan_of(visit().session, organisation_id=person().organisation.id)


def plan_page(plan: PlanOf, what: Pointing, *, form: AdoptForm | None = None) -> Response:
    """What is agreed, then what else is proposed."""
    return draw(
        "plan",
        form=form or AdoptForm.shown(),
        plan=plan,
        what=what,
        draft=what.draft,
        agreed=[(p, text_of(statuses(), p.status), day_words(p.due_on), _overdue(p)) for p in what.agreed],
        active=sum(p.status.active for p in what.agreed),
        most=MOST_ACTIVE,
        first=what.proposed[:PROPOSED_AT_ONCE],
        more=what.proposed[PROPOSED_AT_ONCE:],
    )


def adopt_sent(plan: PlanOf, what: Pointing) -> AnyResponse:
    """Take the proposal that was sent into the plan and go on to say who does it."""
    form = AdoptForm.sent()
    with refusals_on(form, at="proposals"):
        if form.validate():
            made = _adopted(what, str(form.action.data))
            return redirect(plan.address("action_page", planned=made.id), 303)
    return plan_page(plan, what, form=form)


def _adopted(what: Pointing, action: str) -> PlanAction:
    found = next((p for p in what.proposed if p.action == action), None)
    if found is None:
        raise NoSuchProposal(_("This action is not among the proposals any more. Choose another one."))
    known = office().library.actions_in(language())[action]
    return what.take_in(action=known, why=found.why, by=person().account_id, today=visit().today)


def _overdue(planned: PlanAction) -> bool:
    return planned.status.active and planned.due_on is not None and planned.due_on < visit().today


def action_page(plan: PlanOf, planned: int) -> Response:
    """One action."""
    found = _one(planned)
    known = {"owner": found.owner, "first_step": found.first_step, "due_on": found.due_on}
    form = ActionForm.shown({**known, "status": found.status.value, "note_text": found.note})
    return _action_page(form, plan=plan, found=found)


def change_sent(plan: PlanOf, planned: int) -> AnyResponse:
    """Keep what is agreed about it."""
    form, found = ActionForm.sent(), _one(planned)
    with refusals_on(form, at="status"):
        if form.validate():
            _change(form, planned=planned)
            return redirect(plan.address("show"), 303)
    return _action_page(form, plan=plan, found=found)


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
    found = next((p for p in whole_plan() if p.id == planned), None)
    if found is None:
        abort(404)
    return found


def _action_page(form: ActionForm, *, plan: PlanOf, found: PlanAction) -> Response:
    return draw("plan_action", form=form, plan=plan, found=found)
