"""The plan: what the organisation will do. At most five actions are active at once; capacity is the known barrier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from audit.method.planning import MOST_ACTIVE, PlanStatus
from audit.method.questionnaire import Action
from audit.refusals import Refusal
from audit.running.rights import one_of
from audit.running.trail import note
from audit.store.models import ConversationState, PlanAction, Role, RoundState
from audit.store.queries import one_conversation, one_plan_action, one_round, plan_of
from audit.wording import gettext as _

ACTIVE = (PlanStatus.NOT_STARTED, PlanStatus.UNDER_WAY)
MAY_PLAN = (Role.LEADER, Role.CONSULTANT)


class TooManyActions(Refusal):
    """Five actions are active already."""


class NoReleaseYet(Refusal):
    """A plan follows from results, and the round has none yet."""


class NotAgreedYet(Refusal):
    """A plan follows from what a team agreed on, and that is not fixed yet."""


class AlreadyPlanned(Refusal):
    """The action is active in the plan already."""


def adopt(
    session: Session,
    *,
    round_id: int,
    action: Action,
    why: str,
    by: int,
    today: date,
    owner: str = "",
    first_step: str = "",
    due_on: date | None = None,
) -> PlanAction:
    """An action of the library taken into the plan, for the results of a closed round. why: in words, as proposed.

    first_step: "" for the library's own. TooManyActions at a sixth active one, AlreadyPlanned, NoReleaseYet.
    """
    row = one_round(session, round_id=round_id)
    leader = one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_PLAN)
    if row.state is not RoundState.CLOSED:
        raise NoReleaseYet(_("This round has no results yet. The plan can start when it has closed."))
    planned = _not_started(action, why=why, organisation_id=row.organisation_id)
    planned.round_id = row.id
    planned.owner, planned.due_on = owner.strip(), due_on
    planned.first_step = first_step.strip() or action.first_step
    _take(session, planned, who=leader.name, on=today)
    session.commit()
    return planned


def adopt_agreed(
    session: Session, *, conversation_id: int, action: Action, why: str, by: int, today: date
) -> PlanAction:
    """The same for what a team agreed on together: TooManyActions, AlreadyPlanned, NotAgreedYet."""
    row = one_conversation(session, conversation_id=conversation_id)
    leader = one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_PLAN)
    if row.state is not ConversationState.AGREED:
        raise NotAgreedYet(_("What you agreed on is not fixed yet. Look it over and fix it, then choose what to do."))
    planned = _not_started(action, why=why, organisation_id=row.organisation_id)
    planned.conversation_id = row.id
    _take(session, planned, who=leader.name, on=today)
    session.commit()
    return planned


def _take(session: Session, planned: PlanAction, *, who: str, on: date) -> None:
    """A slot of the one plan that an organisation has, wherever the action comes from."""
    plan = plan_of(session, organisation_id=planned.organisation_id)
    if any(p.action == planned.action and p.slot is not None for p in plan):
        raise AlreadyPlanned(_("“%(title)s” is in the plan already. Change it there.", title=planned.title))
    planned.slot = _free_slot(plan)
    session.add(planned)
    what = _("Took “%(title)s” into the plan", title=planned.title)
    note(session, organisation_id=planned.organisation_id, who=who, what=what, on=on)


def _not_started(action: Action, *, why: str, organisation_id: int) -> PlanAction:
    return PlanAction(
        organisation_id=organisation_id,
        action=action.id,
        title=action.title,
        why=why,
        first_step=action.first_step,
        sign_of_success=action.sign_of_success,
        status=PlanStatus.NOT_STARTED,
        note="",
    )


def change_action(
    session: Session,
    *,
    organisation_id: int,
    plan_action_id: int,
    owner: str,
    first_step: str,
    due_on: date | None,
    status: PlanStatus,
    note_text: str,
    by: int,
    today: date,
) -> None:
    """New owner, first step, due date, status and note; the day is kept on which it was done. TooManyActions where a
    finished one is taken up as a sixth."""
    leader = one_of(session, by=by, organisation_id=organisation_id, roles=MAY_PLAN)
    planned = one_plan_action(session, organisation_id=organisation_id, plan_action_id=plan_action_id)
    before = planned.status
    planned.slot = _slot_for(session, planned, status=status)
    planned.done_on = _done_on(planned, status=status, today=today)
    planned.status = status
    planned.owner = owner.strip()
    planned.first_step = first_step.strip() or planned.first_step
    planned.due_on = due_on
    planned.note = note_text.strip()
    if status is not before:
        what = _("Changed the status of “%(title)s”", title=planned.title)
        note(session, organisation_id=organisation_id, who=leader.name, what=what, on=today)
    session.commit()


def _done_on(planned: PlanAction, *, status: PlanStatus, today: date) -> date | None:
    """The day on which it was first said to be done; gone where it is taken up again or set aside."""
    if status is not PlanStatus.DONE:
        return None
    return planned.done_on if planned.status is PlanStatus.DONE else today


def _slot_for(session: Session, planned: PlanAction, *, status: PlanStatus) -> int | None:
    if status not in ACTIVE:
        return None
    return planned.slot or _free_slot(plan_of(session, organisation_id=planned.organisation_id))


def _free_slot(plan: Sequence[PlanAction]) -> int:
    taken = {p.slot for p in plan}
    for slot in range(1, MOST_ACTIVE + 1):
        if slot not in taken:
            return slot
    raise TooManyActions(
        _(
            "%(most)s actions are active, and more than that seldom get done. Finish one or set one aside first.",
            most=MOST_ACTIVE,
        )
    )
