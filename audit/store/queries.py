"""Every SELECT of the office's store. find_ may give None, one_ raises NothingThere, ..._of lists, count_ counts.

Whoever asks for something of an organisation says which organisation: no query answers across two of them, except
those about accounts and about the whole installation.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer, joinedload

from audit.method.groups import ROOT, Group, Lens, Tree
from audit.refusals import Refusal
from audit.store.models import (
    Account,
    AlsoUsedRow,
    BrandRow,
    Conversation,
    GroupRow,
    Holder,
    Invitation,
    LeadershipRating,
    Membership,
    OneTimeCodes,
    Organisation,
    OuterRemoved,
    PlanAction,
    RecoveryCode,
    ReleaseRow,
    ReportChapter,
    ReportFinal,
    ReportHandRow,
    ReportPicture,
    ReportWork,
    Role,
    Round,
    RoundState,
    SaidSize,
    SignIn,
    Size,
    TrailEntry,
    WorkState,
)
from audit.wording import gettext as _

T = TypeVar("T")
UNDER_WAY = (RoundState.DRAFT, RoundState.COSIGNED, RoundState.OPEN)


class NothingThere(Refusal):
    """What was asked for is not there (any more), or is not this organisation's."""


def _there(found: T | None) -> T:
    if found is None:
        raise NothingThere(_("This is not here any more. Go back to the start page of the office."))
    return found


def find_account(session: Session, *, email: str) -> Account | None:
    """The account of an address, whatever its capitals."""
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))


def one_account(session: Session, *, account_id: int) -> Account:
    """An account by its id."""
    return _there(session.get(Account, account_id))


def count_accounts(session: Session) -> int:
    """Accounts in this installation; 0 on the first visit."""
    return session.scalar(select(func.count()).select_from(Account)) or 0


def find_sign_in(session: Session, *, id_hash: bytes) -> SignIn | None:
    """A signed-in browser."""
    return session.get(SignIn, id_hash)


def find_one_time_codes(session: Session, *, account_id: int) -> OneTimeCodes | None:
    """Somebody's one-time codes, where they have set them up."""
    return session.get(OneTimeCodes, account_id)


def recovery_codes_of(session: Session, *, account_id: int) -> Sequence[bytes]:
    """What is kept of the recovery codes that somebody has left."""
    return session.scalars(select(RecoveryCode.code_hash).where(RecoveryCode.account_id == account_id)).all()


def count_recovery_codes(session: Session, *, account_id: int) -> int:
    """How many recovery codes somebody has left."""
    mine = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account_id)
    return session.scalar(mine) or 0


def is_second_step_due(session: Session, *, account_id: int) -> bool:
    """Whether somebody belongs to an organisation that has agreed on a real round; the invented agency never asks."""
    found = session.scalar(
        select(Round.id)
        .join(Membership, Membership.organisation_id == Round.organisation_id)
        .join(Organisation, Organisation.id == Round.organisation_id)
        .where(
            Membership.account_id == account_id,
            Round.cosigned_on.is_not(None),
            Round.trial.is_(False),
            Organisation.sample.is_(False),
        )
        .limit(1)
    )
    return found is not None


def organisations_of(session: Session, *, account_id: int) -> Sequence[Organisation]:
    """The organisations somebody belongs to, in the order they were set up."""
    mine = select(Membership.organisation_id).where(Membership.account_id == account_id)
    return session.scalars(select(Organisation).where(Organisation.id.in_(mine)).order_by(Organisation.id)).all()


def find_organisation(session: Session, *, public_id: str) -> Organisation | None:
    """The organisation of an address."""
    return session.scalar(select(Organisation).where(Organisation.public_id == public_id))


def one_organisation(session: Session, *, organisation_id: int) -> Organisation:
    """An organisation by its id."""
    return _there(session.get(Organisation, organisation_id))


def find_sample(session: Session) -> Organisation | None:
    """The invented agency, where it has been made."""
    return session.scalar(select(Organisation).where(Organisation.sample).order_by(Organisation.id))


def find_membership(session: Session, *, account_id: int, organisation_id: int) -> Membership | None:
    """What somebody is to an organisation."""
    return session.get(Membership, (account_id, organisation_id))


def memberships_of(session: Session, *, organisation_id: int) -> Sequence[Membership]:
    """Everybody of an organisation, each with `account` loaded."""
    return session.scalars(
        select(Membership)
        .where(Membership.organisation_id == organisation_id)
        .options(joinedload(Membership.account))
        .order_by(Membership.account_id)
    ).all()


def names_of(session: Session, *, organisation_id: int, role: Role) -> Sequence[str]:
    """The names of those who have a role in an organisation."""
    return [m.account.name for m in memberships_of(session, organisation_id=organisation_id) if m.role is role]


def find_invitation(session: Session, *, code_hash: bytes) -> Invitation | None:
    """An invitation by the hash of its code, expired or not."""
    return session.get(Invitation, code_hash)


def invitations_of(session: Session, *, organisation_id: int, now: datetime) -> Sequence[Invitation]:
    """Invitations of an organisation that still work."""
    return session.scalars(
        select(Invitation)
        .where(Invitation.organisation_id == organisation_id, Invitation.expires > now)
        .order_by(Invitation.expires, Invitation.name)
    ).all()


def group_rows_of(session: Session, *, organisation_id: int, lens: Lens) -> Sequence[GroupRow]:
    """The rows of one tree, in order."""
    return session.scalars(
        select(GroupRow)
        .where(GroupRow.organisation_id == organisation_id, GroupRow.lens == lens)
        .order_by(GroupRow.position)
    ).all()


def tree_of(session: Session, *, organisation_id: int, lens: Lens) -> Tree:
    """Places or roles with their headcounts; nothing but an empty root where none were entered."""
    rows = group_rows_of(session, organisation_id=organisation_id, lens=lens)
    return Tree(lens, tuple(Group(tuple(r.path), r.headcount) for r in rows) or (Group(ROOT, 0),))


def headcount_of(session: Session, *, organisation_id: int) -> int:
    """How many people work there; 0 where nobody has said."""
    return tree_of(session, organisation_id=organisation_id, lens=Lens.PLACE).headcount


def find_said_size(session: Session, *, organisation_id: int) -> Size | None:
    """How many work there, as somebody said who set the organisation up."""
    said = session.get(SaidSize, organisation_id)
    return said.size if said else None


def rounds_of(session: Session, *, organisation_id: int) -> Sequence[Round]:
    """All rounds of an organisation, cancelled ones too, the oldest first."""
    return session.scalars(select(Round).where(Round.organisation_id == organisation_id).order_by(Round.id)).all()


def closed_rounds_of(session: Session, *, organisation_id: int) -> Sequence[Round]:
    """Rounds with a release, the oldest first."""
    return [r for r in rounds_of(session, organisation_id=organisation_id) if r.state is RoundState.CLOSED]


def find_round(session: Session, *, organisation_id: int, number: int) -> Round | None:
    """The round of that number; cancelled ones have none."""
    return session.scalar(
        select(Round).where(
            Round.organisation_id == organisation_id, Round.number == number, Round.state != RoundState.CANCELLED
        )
    )


def find_round_under_way(session: Session, *, organisation_id: int) -> Round | None:
    """The one round that is neither closed nor cancelled."""
    return session.scalar(select(Round).where(Round.organisation_id == organisation_id, Round.state.in_(UNDER_WAY)))


def one_round(session: Session, *, round_id: int) -> Round:
    """A round by its id, as operations get it; pages ask by organisation and number."""
    return _there(session.get(Round, round_id))


def rounds_in(session: Session, *states: RoundState) -> Sequence[Round]:
    """Rounds of the whole installation in these states, for the doors."""
    return session.scalars(select(Round).where(Round.state.in_(states)).order_by(Round.id)).all()


def holders_of(session: Session, *, round_id: int) -> Sequence[Holder]:
    """Who holds a key to a round, by seat."""
    return session.scalars(select(Holder).where(Holder.round_id == round_id).order_by(Holder.seat)).all()


def one_holder(session: Session, *, round_id: int, seat: int) -> Holder:
    """The holder in one seat of a round."""
    return _there(session.get(Holder, (round_id, seat)))


def outer_removed_of(session: Session, *, round_id: int) -> Sequence[OuterRemoved]:
    """Round keys that wait for their second holder."""
    return session.scalars(
        select(OuterRemoved)
        .where(OuterRemoved.round_id == round_id)
        .order_by(OuterRemoved.outer_seat, OuterRemoved.inner_seat)
    ).all()


def seats_given_of(session: Session, *, round_id: int) -> Sequence[int]:
    """Seats whose phrase was given while the round waits for the second one."""
    return sorted({o.outer_seat for o in outer_removed_of(session, round_id=round_id)})


def ratings_of(session: Session, *, round_id: int) -> Sequence[LeadershipRating]:
    """What the leadership team put down for a round."""
    return session.scalars(
        select(LeadershipRating).where(LeadershipRating.round_id == round_id).order_by(LeadershipRating.item)
    ).all()


def find_release(session: Session, *, round_id: int) -> ReleaseRow | None:
    """The release of a closed round."""
    return session.get(ReleaseRow, round_id)


def also_used_of(session: Session, *, round_id: int) -> Sequence[AlsoUsedRow]:
    """Other instruments that were used in the year of a round, in the order of the page."""
    return session.scalars(
        select(AlsoUsedRow).where(AlsoUsedRow.round_id == round_id).order_by(AlsoUsedRow.position)
    ).all()


def plan_of(session: Session, *, organisation_id: int) -> Sequence[PlanAction]:
    """The plan of an organisation, of all rounds, in the order in which actions were adopted."""
    return session.scalars(
        select(PlanAction).where(PlanAction.organisation_id == organisation_id).order_by(PlanAction.id)
    ).all()


def one_plan_action(session: Session, *, organisation_id: int, plan_action_id: int) -> PlanAction:
    """One action of an organisation's plan."""
    return _there(
        session.scalar(
            select(PlanAction).where(PlanAction.organisation_id == organisation_id, PlanAction.id == plan_action_id)
        )
    )


def conversations_of(session: Session, *, organisation_id: int) -> Sequence[Conversation]:
    """Team conversations of an organisation, the newest first."""
    return session.scalars(
        select(Conversation).where(Conversation.organisation_id == organisation_id).order_by(Conversation.id.desc())
    ).all()


def find_conversation(session: Session, *, organisation_id: int, conversation_id: int) -> Conversation | None:
    """One team conversation of an organisation."""
    return session.scalar(
        select(Conversation).where(Conversation.organisation_id == organisation_id, Conversation.id == conversation_id)
    )


def one_conversation(session: Session, *, conversation_id: int) -> Conversation:
    """A team conversation by its id, as operations get it; pages ask by organisation, too."""
    return _there(session.get(Conversation, conversation_id))


def trail_of(session: Session, *, organisation_id: int) -> Sequence[TrailEntry]:
    """What happened in an organisation, the newest first."""
    return session.scalars(
        select(TrailEntry).where(TrailEntry.organisation_id == organisation_id).order_by(TrailEntry.id.desc())
    ).all()


UNFINISHED = (WorkState.WAITING, WorkState.UNDER_WAY)


def report_work_of(session: Session, *, round_id: int) -> Sequence[ReportWork]:
    """Reports of a round that were asked for and are not tidied away yet, the newest first."""
    return session.scalars(
        _without_content(select(ReportWork)).where(ReportWork.round_id == round_id).order_by(ReportWork.id.desc())
    ).all()


def unfinished_reports_of(session: Session, *, organisation_id: int) -> Sequence[ReportWork]:
    """Reports of an organisation that wait or are under way, the oldest first."""
    return session.scalars(
        _without_content(select(ReportWork))
        .join(Round, Round.id == ReportWork.round_id)
        .where(Round.organisation_id == organisation_id, ReportWork.state.in_(UNFINISHED))
        .order_by(ReportWork.id)
    ).all()


def find_report_work(session: Session, *, round_id: int, work_id: int) -> ReportWork | None:
    """One report of a round that was asked for."""
    return session.scalar(select(ReportWork).where(ReportWork.round_id == round_id, ReportWork.id == work_id))


def report_work_in(session: Session, *states: WorkState) -> Sequence[ReportWork]:
    """Reports of the whole installation in these states, the oldest first, for the worker and for `doctor`."""
    rows = _without_content(select(ReportWork)).where(ReportWork.state.in_(states))
    return session.scalars(rows.order_by(ReportWork.id)).all()


def _without_content(rows: Select[ReportWork]) -> Select[ReportWork]:
    """A file of some megabytes is read only where it is fetched."""
    return rows.options(defer(ReportWork.content))


def find_brand(session: Session, *, organisation_id: int) -> BrandRow | None:
    """The brand of an organisation."""
    return session.scalar(select(BrandRow).where(BrandRow.organisation_id == organisation_id))


def find_own_brand(session: Session, *, account_id: int) -> BrandRow | None:
    """The brand of a consultant, for organisations without one."""
    return session.scalar(select(BrandRow).where(BrandRow.account_id == account_id))


def find_report_hand(session: Session, *, round_id: int) -> ReportHandRow | None:
    """What somebody chose for the reports of a round."""
    return session.get(ReportHandRow, round_id)


def report_chapters_of(session: Session, *, round_id: int) -> Sequence[ReportChapter]:
    """Chapters of somebody's own in the reports of a round, in their order."""
    return session.scalars(
        select(ReportChapter)
        .where(ReportChapter.round_id == round_id)
        .order_by(ReportChapter.position, ReportChapter.id)
    ).all()


def one_report_chapter(session: Session, *, round_id: int, chapter_id: int) -> ReportChapter:
    """One of them."""
    return _there(
        session.scalar(select(ReportChapter).where(ReportChapter.round_id == round_id, ReportChapter.id == chapter_id))
    )


def report_pictures_of(session: Session, *, round_id: int) -> Sequence[ReportPicture]:
    """Pictures for chapters of a round, by name."""
    return session.scalars(
        select(ReportPicture).where(ReportPicture.round_id == round_id).order_by(ReportPicture.name)
    ).all()


def one_report_picture(session: Session, *, round_id: int, picture_id: int) -> ReportPicture:
    """One of them."""
    return _there(
        session.scalar(select(ReportPicture).where(ReportPicture.round_id == round_id, ReportPicture.id == picture_id))
    )


def finals_of(session: Session, *, round_id: int) -> Sequence[ReportFinal]:
    """Final reports of a round, the newest first, whatever their kind."""
    return session.scalars(
        select(ReportFinal)
        .where(ReportFinal.round_id == round_id)
        .order_by(ReportFinal.id.desc())
        .options(defer(ReportFinal.content))
    ).all()


def find_final(session: Session, *, round_id: int, final_id: int) -> ReportFinal | None:
    """One final report of a round."""
    return session.scalar(select(ReportFinal).where(ReportFinal.round_id == round_id, ReportFinal.id == final_id))
