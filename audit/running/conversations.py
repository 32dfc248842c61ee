"""The team conversation of a small organisation: begun, put down page by page, agreed on, and then never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from audit.exhibits.agreed import TeamFacts
from audit.library import Library
from audit.method.conversation import (
    OFFERED_BELOW,
    Record,
    can_be_talked_about,
    profile_of,
    propose,
    record_of,
    talked_about,
)
from audit.method.planning import PlannedAction, Proposal
from audit.method.questionnaire import Questionnaire
from audit.refusals import Refusal
from audit.running.asking import QuestionnaireNotHere
from audit.running.results import planned
from audit.running.rights import one_of
from audit.running.trail import note
from audit.spoken import spoken, spoken_actions
from audit.store.models import Conversation, ConversationState, PlanAction, Role
from audit.store.queries import closed_rounds_of, conversations_of, headcount_of, one_conversation, plan_of
from audit.wording import gettext as _
from audit.wording import language, ngettext

MAY_WRITE = (Role.LEADER, Role.CONSULTANT, Role.STAFF_REP)
MAY_REMOVE = (Role.LEADER, Role.STAFF_REP)


class TooManyPeople(Refusal):
    """From 20 people on a round with sealed answers is the way."""


class ConversationUnderWay(Refusal):
    """The organisation has a conversation that is not agreed on yet."""


class NotHeldYet(Refusal):
    """The day of the conversation is still to come."""


class NotForConversations(Refusal):
    """The questionnaire has no stages to climb."""


class AlreadyAgreed(Refusal):
    """What was agreed on stays as it is."""


class NothingAgreed(Refusal):
    """No item has a record yet."""


def begin(
    session: Session, *, organisation_id: int, questionnaire: Questionnaire, held_on: date, by: int, today: date
) -> Conversation:
    """A conversation without records. TooManyPeople, ConversationUnderWay, NotHeldYet, NotForConversations."""
    person = one_of(session, by=by, organisation_id=organisation_id, roles=MAY_WRITE)
    _check_size(session, organisation_id=organisation_id)
    if find_draft(session, organisation_id=organisation_id) is not None:
        raise ConversationUnderWay(_("A team conversation is begun already. Finish it, or remove it first."))
    if not can_be_talked_about(questionnaire):
        raise NotForConversations(
            _("“%(title)s” has no stages. Choose a questionnaire that has them.", title=questionnaire.title)
        )
    _check_day(held_on, today=today)
    row = Conversation(
        organisation_id=organisation_id,
        questionnaire=questionnaire.id,
        edition=questionnaire.edition,
        held_on=held_on,
        state=ConversationState.DRAFT,
        records={},
    )
    session.add(row)
    _note(session, row, who=person.name, what=_("Began the record of a team conversation"), on=today)
    session.commit()
    return row


def save_records(session: Session, *, conversation_id: int, records: Mapping[str, Record | None], by: int) -> None:
    """Records by item id, None for none yet, in place of what was saved for those items. AlreadyAgreed."""
    row = one_conversation(session, conversation_id=conversation_id)
    one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_WRITE)
    _hold_draft(session, row)
    kept = {item: word for item, word in row.records.items() if item not in records}
    row.records = kept | {item: word_of(record) for item, record in records.items() if record is not None}
    session.commit()


def agree(session: Session, *, conversation_id: int, by: int, today: date) -> None:
    """From now on the records stay as they are. AlreadyAgreed, NothingAgreed."""
    row = one_conversation(session, conversation_id=conversation_id)
    person = one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_WRITE)
    _hold_draft(session, row)
    if not row.records:
        raise NothingAgreed(_("Nothing is put down yet. Open the first page and record one statement at least."))
    row.state, row.agreed_on = ConversationState.AGREED, today
    _note(session, row, who=person.name, what=_("Fixed what a team conversation agreed on"), on=today)
    session.commit()


def remove(session: Session, *, conversation_id: int, by: int, today: date) -> None:
    """The whole record goes, agreed on or not, and with it every action that was taken into the plan from it; only the
    trail still knows that there was one."""
    row = one_conversation(session, conversation_id=conversation_id)
    person = one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_REMOVE)
    _note(session, row, who=person.name, what=_removed(len(adopted_from(session, row))), on=today)
    session.delete(row)
    session.commit()


def _removed(actions: int) -> str:
    if not actions:
        return _("Removed the record of a team conversation")
    return ngettext(
        "Removed the record of a team conversation, with %(num)s action of the plan",
        "Removed the record of a team conversation, with %(num)s actions of the plan",
        actions,
    )


def adopted_from(session: Session, row: Conversation) -> Sequence[PlanAction]:
    """What was taken into the plan after this conversation, in that order."""
    plan = plan_of(session, organisation_id=row.organisation_id)
    return [p for p in plan if p.conversation_id == row.id]


def plan_after(session: Session, row: Conversation) -> tuple[PlannedAction, ...]:
    """What was adopted after this conversation, and what was adopted earlier, after a round too, and is active."""
    plan, rounds = plan_of(session, organisation_id=row.organisation_id), _rounds_before(session, row)
    return tuple(
        planned(p)
        for p in plan
        if p.conversation_id == row.id or (p.slot is not None and _adopted_before(p, row, rounds=rounds))
    )


def _adopted_before(planned: PlanAction, row: Conversation, *, rounds: frozenset[int]) -> bool:
    return planned.round_id in rounds or (planned.conversation_id is not None and planned.conversation_id < row.id)


def _rounds_before(session: Session, row: Conversation) -> frozenset[int]:
    """Rounds that had closed by the day on which the conversation was fixed."""
    found, agreed_on = closed_rounds_of(session, organisation_id=row.organisation_id), row.agreed_on
    return frozenset(r.id for r in found if r.closed_on and agreed_on and r.closed_on <= agreed_on)


def open_proposals(facts: TeamFacts) -> Sequence[Proposal]:
    """Proposals that are not in the plan yet, in order."""
    adopted = {p.action for p in facts.plan}
    return [p for p in facts.proposals if p.action not in adopted]


def find_draft(session: Session, *, organisation_id: int) -> Conversation | None:
    """The one conversation that is not agreed on yet."""
    found = conversations_of(session, organisation_id=organisation_id)
    return next((c for c in found if c.state is ConversationState.DRAFT), None)


def records_of(row: Conversation, asked: Questionnaire) -> dict[str, Record]:
    """What was put down for the items that are talked about."""
    known = {i.id for i in talked_about(asked)}
    return {item: record_of(word) for item, word in row.records.items() if item in known}


def word_of(record: Record) -> str:
    """How a record is stored, and sent by forms."""
    return str(record.value)


def talked_about_in(row: Conversation, *, library: Library) -> Questionnaire:
    """What a conversation is about, in its edition and the language spoken now; QuestionnaireNotHere."""
    try:
        whole = library.questionnaire(row.questionnaire, edition=row.edition, language=language())
    except KeyError:
        raise QuestionnaireNotHere(
            _(
                "This conversation was about “%(id)s”, edition %(edition)s, and its files are not here."
                " Put them back into the questionnaires folder, then start again.",
                id=row.questionnaire,
                edition=row.edition,
            )
        ) from None
    return spoken(whole)


def is_small_enough(session: Session, *, organisation_id: int) -> bool:
    """Whether a conversation is offered: under 20 people, or nobody has said yet how many there are."""
    return headcount_of(session, organisation_id=organisation_id) < OFFERED_BELOW


def _check_size(session: Session, *, organisation_id: int) -> None:
    if not is_small_enough(session, organisation_id=organisation_id):
        raise TooManyPeople(
            _(
                "With %(least)s people or more a round fits better: answers are sealed and nobody speaks in front of"
                " others. Prepare a round.",
                least=OFFERED_BELOW,
            )
        )


def _check_day(held_on: date, *, today: date) -> None:
    if held_on > today:
        raise NotHeldYet(_("This day is still to come. Print the cards first, and come back once you have talked."))


def _hold_draft(session: Session, row: Conversation) -> None:
    """Nobody else writes the record until the commit, and it is read anew: two people may copy in pages at once."""
    mine = (Conversation.id == row.id, Conversation.state == ConversationState.DRAFT)
    held = session.execute(
        update(Conversation).where(*mine).values(state=ConversationState.DRAFT).returning(Conversation.id)
    )
    if held.first() is None:
        raise AlreadyAgreed(_("What was agreed on is fixed. Read it, or hold a new conversation."))
    session.refresh(row)


def _note(session: Session, row: Conversation, *, who: str, what: str, on: date) -> None:
    note(session, organisation_id=row.organisation_id, who=who, what=what, on=on)


def team_facts(session: Session, row: Conversation, *, library: Library) -> TeamFacts:
    """Everything that a conversation comes to, for the page that shows it; QuestionnaireNotHere."""
    asked = talked_about_in(row, library=library)
    records = records_of(row, asked)
    profile = profile_of(asked, records)
    return TeamFacts(
        asked,
        row.held_on,
        records,
        profile,
        spoken_actions(library),
        propose(profile, asked, library.actions),
        plan_after(session, row),
    )
