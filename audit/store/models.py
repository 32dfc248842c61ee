"""The tables of the office's store. A promise is a constraint here, or a column that is not there.

There is no table of answers, slips or ballots: those live in a sealed box outside this store, one file a round.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from audit.also_used import LONGEST_NAME, LONGEST_SENTENCE, MOST
from audit.comments import How, Told
from audit.hand import Where
from audit.method.groups import Lens
from audit.method.planning import MOST_ACTIVE, PlanStatus
from audit.promise import Hosting, Keys, Ledger, WayIn


class Role(StrEnum):
    """What somebody who signs in is to one organisation."""

    LEADER = "leader"
    STAFF_REP = "staff-rep"
    CONSULTANT = "consultant"
    REVIEWER = "reviewer"


class RoundState(StrEnum):
    """Where a round stands. From open on it leads to closed, or to cancelled where the keys are lost."""

    DRAFT = "draft"
    COSIGNED = "cosigned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Stage(StrEnum):
    """How far somebody has come in signing in: asked for a code, setting codes up, or in."""

    CODE = "code"
    SET_UP = "set-up"
    IN = "in"


class Size(StrEnum):
    """How many people work in an organisation, roughly."""

    UNDER_15 = "under-15"
    FROM_15 = "15-19"
    FROM_20 = "20-and-more"


class ConversationState(StrEnum):
    """Where a team conversation stands. What is agreed on is never changed."""

    DRAFT = "draft"
    AGREED = "agreed"


class WorkState(StrEnum):
    """Where a report stands that was asked for."""

    WAITING = "waiting"
    UNDER_WAY = "under-way"
    READY = "ready"
    STOPPED = "stopped"


class ResponseWord(StrEnum):
    """All that leaders hear while a round is open; NOTHING until k people answered."""

    NOTHING = "nothing"
    UNDER_A_QUARTER = "under-a-quarter"
    OVER_A_QUARTER = "over-a-quarter"
    OVER_HALF = "over-half"
    OVER_THREE_QUARTERS = "over-three-quarters"


class Moment(TypeDecorator[datetime]):
    """A point in time: aware and UTC in the program, without zone in the database."""

    impl = SqlDateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - a hook
        """Aware to UTC without zone; a time without zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - a hook
        """Always aware."""
        return None if value is None else value.replace(tzinfo=UTC)


def _words(kind: type[StrEnum], *, name: str) -> Enum:
    """A column that holds one of an enumeration's words, checked by the database too."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda members: [m.value for m in members],
    )


class Stored(DeclarativeBase):
    """What all tables share: names of constraints that stay the same in every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text, bytes: LargeBinary, datetime: Moment}  # noqa: RUF012 - read by SQLAlchemy


def _of_organisation(*, primary_key: bool = False) -> Mapped[int]:
    return mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=primary_key, index=not primary_key
    )


def _of_round(*, primary_key: bool = False) -> Mapped[int]:
    return mapped_column(ForeignKey("round.id", ondelete="CASCADE"), primary_key=primary_key, index=not primary_key)


class Organisation(Stored):
    """public_id: its part of the address on slips. leave_to: where "leave this page" leads, "" for no such button.
    contacts: list of {"name", "phone", "more"}, see `audit.store.frozen.contacts_of`."""

    __tablename__ = "organisation"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    hosting: Mapped[Hosting] = mapped_column(_words(Hosting, name="hosting"))
    contacts: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    leave_to: Mapped[str] = mapped_column(default="")
    sample: Mapped[bool] = mapped_column(default=False)


class SaidSize(Stored):
    """How many work in an organisation, as somebody said who set it up: it decides what is offered first, until
    headcounts are given."""

    __tablename__ = "said_size"

    organisation_id: Mapped[int] = _of_organisation(primary_key=True)
    size: Mapped[Size] = mapped_column(_words(Size, name="size"))


class Account(Stored):
    """Somebody who signs in. email: in small letters. password_hash: Argon2id in its standard text form."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_small"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]

    memberships: Mapped[list[Membership]] = relationship(lazy="raise", back_populates="account")


class Membership(Stored):
    """One role for each person and organisation: nobody is leader and staff representative at once."""

    __tablename__ = "membership"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = _of_organisation(primary_key=True)
    role: Mapped[Role] = mapped_column(_words(Role, name="role"))

    account: Mapped[Account] = relationship(lazy="raise", back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(lazy="raise")


class SignIn(Stored):
    """A browser that is signed in, or half so. id_hash: SHA-256 of the random id that only the browser's cookie holds.
    stage: until it is IN, this row opens nothing but the page of the second step."""

    __tablename__ = "sign_in"

    id_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    stage: Mapped[Stage] = mapped_column(_words(Stage, name="stage"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class OneTimeCodes(Stored):
    """Somebody's one-time codes. sealed: their secret under a key that lies outside this store. last_step: the half
    minute of the last code that was taken, so that no code is taken twice."""

    __tablename__ = "one_time_codes"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes]
    last_step: Mapped[int] = mapped_column(BigInteger)


class RecoveryCode(Stored):
    """A code that works once in place of a one-time code. code_hash: see `audit.running.recovery_codes`."""

    __tablename__ = "recovery_code"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(primary_key=True)


class Invitation(Stored):
    """Somebody who may join with a code. code_hash: SHA-256; the code itself is kept nowhere."""

    __tablename__ = "invitation"

    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _of_organisation()
    role: Mapped[Role] = mapped_column(_words(Role, name="role"))
    name: Mapped[str]
    expires: Mapped[datetime]


class GroupRow(Stored):
    """A place or role with its people, those below included. path: list of names from below the root; [] is all."""

    __tablename__ = "group_row"
    __table_args__ = (
        UniqueConstraint("organisation_id", "lens", "position"),
        CheckConstraint("headcount >= 0", name="headcount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _of_organisation()
    lens: Mapped[Lens] = mapped_column(_words(Lens, name="lens"))
    path: Mapped[list[str]] = mapped_column(JSON)
    headcount: Mapped[int]
    position: Mapped[int]


class Round(Stored):
    """One time of asking.

    number: 1, 2, 3 within the organisation; a cancelled round gives its number back. asked: hash of what is asked.
    slips: how many are printed and work; 0 where none, or where a new phrase made them useless. frozen: what the
    staff representative co-signed, see `audit.store.frozen.Frozen`; fingerprint: its short hash, on every slip.
    response_on: the day whose night renewed the word. cosigned_by, prepared_by: accounts.
    There is no column for how many answered.
    """

    __tablename__ = "round"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("slips >= 0", name="slips"),
        CheckConstraint(
            "state IN ('draft', 'cancelled') OR (frozen IS NOT NULL AND fingerprint <> '' AND cosigned_on IS NOT NULL)",
            name="cosigned_first",
        ),
        CheckConstraint("state NOT IN ('open', 'closed') OR (opened_on IS NOT NULL AND slips > 0)", name="opened"),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed"),
        CheckConstraint("(state = 'closed') = (ledger IS NOT NULL)", name="ledger_at_close"),
        CheckConstraint("state <> 'closed' OR trial OR closed_on > closes_on", name="not_before_its_day"),
        CheckConstraint("state <> 'closed' OR leadership_frozen_at IS NOT NULL", name="leaders_first"),
        Index(
            "ix_round_one_at_a_time",
            "organisation_id",
            unique=True,
            sqlite_where=text("state IN ('draft', 'cosigned', 'open')"),
            postgresql_where=text("state IN ('draft', 'cosigned', 'open')"),
        ),
        Index(
            "ix_round_number",
            "organisation_id",
            "number",
            unique=True,
            sqlite_where=text("state <> 'cancelled'"),
            postgresql_where=text("state <> 'cancelled'"),
        ),
        {"sqlite_autoincrement": True},  # a number used once never names another round's box
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _of_organisation()
    number: Mapped[int]
    state: Mapped[RoundState] = mapped_column(_words(RoundState, name="state"), default=RoundState.DRAFT)
    questionnaire: Mapped[str]
    edition: Mapped[str]
    language: Mapped[str]
    asked: Mapped[str]
    way_in: Mapped[WayIn] = mapped_column(_words(WayIn, name="way_in"))
    keys: Mapped[Keys] = mapped_column(_words(Keys, name="keys"))
    host_holds_key: Mapped[bool] = mapped_column(default=False)
    trial: Mapped[bool] = mapped_column(default=False)
    prepared_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    closes_on: Mapped[date]
    cosigned_on: Mapped[date | None]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    fingerprint: Mapped[str] = mapped_column(default="")
    cosigned_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    slips: Mapped[int] = mapped_column(default=0)
    response_word: Mapped[ResponseWord] = mapped_column(
        _words(ResponseWord, name="response_word"), default=ResponseWord.NOTHING
    )
    response_on: Mapped[date | None]
    ledger: Mapped[Ledger | None] = mapped_column(_words(Ledger, name="ledger"))
    leadership_frozen_at: Mapped[date | None]


class Holder(Stored):
    """Who holds a key. label: as people there call them; seat 1 is the leader's, 2 the staff representative's, 3 a
    third person's. salt and public_key come with the phrase, which itself is kept nowhere; confirmed: words of it were
    given back."""

    __tablename__ = "holder"
    __table_args__ = (
        CheckConstraint("seat BETWEEN 1 AND 3", name="seat"),
        CheckConstraint("NOT confirmed OR public_key IS NOT NULL", name="confirmed"),
        CheckConstraint("(salt IS NULL) = (public_key IS NULL)", name="salt_and_key"),
    )

    round_id: Mapped[int] = _of_round(primary_key=True)
    seat: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    salt: Mapped[bytes | None]
    public_key: Mapped[bytes | None]
    confirmed: Mapped[bool] = mapped_column(default=False)


class OuterRemoved(Stored):
    """The round key with the first holder's layer off, still sealed to the second; gone once the release is there."""

    __tablename__ = "outer_removed"
    __table_args__ = (CheckConstraint("outer_seat <> inner_seat", name="two_people"),)

    round_id: Mapped[int] = _of_round(primary_key=True)
    outer_seat: Mapped[int] = mapped_column(primary_key=True)
    inner_seat: Mapped[int] = mapped_column(primary_key=True)
    blob: Mapped[bytes]


class Newcomer(Stored):
    """Whoever is to take over a seat of an open round. salt, public_key, confirmed: of the newcomer's own phrase."""

    __tablename__ = "newcomer"
    __table_args__ = (
        CheckConstraint("seat BETWEEN 1 AND 3", name="seat"),
        CheckConstraint("label <> ''", name="label"),
        CheckConstraint("NOT confirmed OR public_key IS NOT NULL", name="confirmed"),
        CheckConstraint("(salt IS NULL) = (public_key IS NULL)", name="salt_and_key"),
    )

    round_id: Mapped[int] = _of_round(primary_key=True)
    seat: Mapped[int]
    label: Mapped[str]
    salt: Mapped[bytes | None]
    public_key: Mapped[bytes | None]
    confirmed: Mapped[bool] = mapped_column(default=False)


class LayerForNewcomer(Stored):
    """The round key with the layer of the first holder who agreed to a newcomer off, still sealed to the second."""

    __tablename__ = "layer_for_newcomer"
    __table_args__ = (CheckConstraint("outer_seat <> inner_seat", name="two_people"),)

    round_id: Mapped[int] = _of_round(primary_key=True)
    outer_seat: Mapped[int]
    inner_seat: Mapped[int]
    blob: Mapped[bytes]


class HolderReplaced(Stored):
    """A key holder was replaced while the round was open; the report says so."""

    __tablename__ = "holder_replaced"
    __table_args__ = (CheckConstraint("seat BETWEEN 1 AND 3", name="seat"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = _of_round()
    seat: Mapped[int]
    at: Mapped[date]


MOST_SLIPS_AT_ONCE, LONGEST_REASON = 200, 200


class MoreSlips(Stored):
    """Slips that were asked for while the round is open: two people of two sides, or none are made.

    from_staff: the staff representative asked, so somebody of the leaders' side agrees; else the other way round.
    """

    __tablename__ = "more_slips"
    __table_args__ = (
        CheckConstraint(f"many BETWEEN 1 AND {MOST_SLIPS_AT_ONCE}", name="many"),
        CheckConstraint(f"reason <> '' AND length(reason) <= {LONGEST_REASON}", name="reason"),
        CheckConstraint("agreed_by <> asked_by", name="two_people"),
        CheckConstraint("made_on IS NULL OR agreed_on IS NOT NULL", name="agreed_first"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = _of_round()
    many: Mapped[int]
    reason: Mapped[str]
    from_staff: Mapped[bool]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    agreed_on: Mapped[date | None]
    made_on: Mapped[date | None]


class Retention(Stored):
    """For how many years results of a round are kept, and the day on which they went."""

    __tablename__ = "retention"
    __table_args__ = (CheckConstraint("years IN (2, 5, 10)", name="years"),)

    round_id: Mapped[int] = _of_round(primary_key=True)
    years: Mapped[int]
    expired_on: Mapped[date | None]


class LeadershipRating(Stored):
    """What the leadership team agreed on for one item: 0..4 or nothing, and the evidence."""

    __tablename__ = "leadership_rating"
    __table_args__ = (CheckConstraint("rating BETWEEN 0 AND 4", name="rating"),)

    round_id: Mapped[int] = _of_round(primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    rating: Mapped[int | None]
    evidence: Mapped[str] = mapped_column(default="")


class ReleaseRow(Stored):
    """The one release of a round: its canonical text and the text's SHA-256 in hex."""

    __tablename__ = "release"

    round_id: Mapped[int] = _of_round(primary_key=True)
    text: Mapped[str]
    hash: Mapped[str]


class PlanAction(Stored):
    """One thing the organisation will do, adopted from the results of a round or from a team conversation.

    slot: 1..5 while it is active, so that a sixth has nowhere to go. done_on: the day on which it was said to be done;
    None where it is not, or was before this was kept.
    """

    __tablename__ = "plan_action"
    __table_args__ = (
        UniqueConstraint("organisation_id", "slot"),
        CheckConstraint(f"slot BETWEEN 1 AND {MOST_ACTIVE}", name="slot"),
        CheckConstraint("(slot IS NULL) = (status IN ('done', 'set-aside'))", name="active"),
        CheckConstraint("done_on IS NULL OR status = 'done'", name="done_on"),
        CheckConstraint("(round_id IS NULL) <> (conversation_id IS NULL)", name="one_origin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _of_organisation()
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"), index=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    action: Mapped[str]
    title: Mapped[str]
    why: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    first_step: Mapped[str]
    sign_of_success: Mapped[str]
    due_on: Mapped[date | None]
    status: Mapped[PlanStatus] = mapped_column(_words(PlanStatus, name="status"), default=PlanStatus.NOT_STARTED)
    note: Mapped[str] = mapped_column(default="")
    slot: Mapped[int | None]
    done_on: Mapped[date | None]


class BrandRow(Stored):
    """Whose reports look like whose: an organisation's own, or a consultant's for all organisations without one.

    main, second: colours, #rrggbb in small letters. logo: PNG, drawn anew from what was sent; logo_alt: it in words.
    """

    __tablename__ = "brand"
    __table_args__ = (
        UniqueConstraint("organisation_id"),
        UniqueConstraint("account_id"),
        CheckConstraint("(organisation_id IS NULL) <> (account_id IS NULL)", name="one_owner"),
        CheckConstraint("length(main) = 7 AND length(second) = 7", name="colours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    footer: Mapped[str] = mapped_column(default="")
    main: Mapped[str]
    second: Mapped[str]
    logo: Mapped[bytes | None]
    logo_alt: Mapped[str] = mapped_column(default="")


class ReportHandRow(Stored):
    """What somebody chose for the reports of a round. left_out: list of exhibit ids; notes: exhibit id -> text."""

    __tablename__ = "report_hand"

    round_id: Mapped[int] = _of_round(primary_key=True)
    left_out: Mapped[list[str]] = mapped_column(JSON, default=list)
    notes: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)


class ReportChapter(Stored):
    """A chapter of somebody's own in the reports of a round. position: in the order of the page, from 1; text:
    Markdown."""

    __tablename__ = "report_chapter"
    __table_args__ = (CheckConstraint("title <> ''", name="title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = _of_round()
    position: Mapped[int]
    place: Mapped[Where] = mapped_column(_words(Where, name="place"))
    title: Mapped[str]
    text: Mapped[str]


class ReportPicture(Stored):
    """A picture for chapters of a round, under a name that texts call it by. content: PNG, drawn anew."""

    __tablename__ = "report_picture"
    __table_args__ = (UniqueConstraint("round_id", "name"), CheckConstraint("alt <> ''", name="alt"))

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = _of_round()
    name: Mapped[str]
    alt: Mapped[str]
    content: Mapped[bytes]


class ReportFinal(Stored):
    """A final report as it was made, to be fetched again next year: the same bytes. hash: SHA-256 of them, in hex.
    There is no way to change one."""

    __tablename__ = "report_final"
    __table_args__ = (
        UniqueConstraint("round_id", "kind", "form", "paper", "language", "edition"),
        CheckConstraint("edition >= 1", name="edition"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = _of_round()
    kind: Mapped[str]
    form: Mapped[str]
    paper: Mapped[str]
    language: Mapped[str]
    edition: Mapped[int]
    made_on: Mapped[date]
    hash: Mapped[str]
    content: Mapped[bytes]


class ReportWork(Stored):
    """A report that was asked for and is made outside the request. done: how many of its steps; why: in words, where it
    came to nothing. content: of a draft that is ready, until the night; a final one goes to `report_final`."""

    __tablename__ = "report_work"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = _of_round()
    kind: Mapped[str]
    form: Mapped[str]
    paper: Mapped[str]
    language: Mapped[str]
    final: Mapped[bool]
    state: Mapped[WorkState] = mapped_column(_words(WorkState, name="work_state"))
    done: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    why: Mapped[str] = mapped_column(default="")
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime]
    content: Mapped[bytes | None]


class AlsoUsedRow(Stored):
    """Another instrument that was used in the year of a round, named in its report. position: 1..5 in the order of the
    page. No digit fits into the sentence, so no result of another instrument does."""

    __tablename__ = "also_used"
    __table_args__ = (
        CheckConstraint(f"position BETWEEN 1 AND {MOST}", name="position"),
        CheckConstraint(f"name <> '' AND length(name) <= {LONGEST_NAME}", name="name"),
        CheckConstraint(f"length(sentence) <= {LONGEST_SENTENCE}", name="sentence"),
        CheckConstraint(" AND ".join(f"sentence NOT LIKE '%{n}%'" for n in range(10)), name="no_number"),
    )

    round_id: Mapped[int] = _of_round(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    day: Mapped[date]
    sentence: Mapped[str] = mapped_column(default="")


class Conversation(Stored):
    """A team conversation. records: item id -> the word of what was agreed on (`audit.method.conversation.record_of`),
    said by nobody in particular; held_on: the day on which people sat together."""

    __tablename__ = "conversation"
    __table_args__ = (
        CheckConstraint("(state = 'agreed') = (agreed_on IS NOT NULL)", name="agreed"),
        Index(
            "ix_conversation_one_at_a_time",
            "organisation_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _of_organisation()
    questionnaire: Mapped[str]
    edition: Mapped[str]
    held_on: Mapped[date]
    state: Mapped[ConversationState] = mapped_column(
        _words(ConversationState, name="conversation_state"), default=ConversationState.DRAFT
    )
    agreed_on: Mapped[date | None]
    records: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)


class CommentsAsked(Stored):
    """A round that asks for comments. reviewer: the account that reads them first, never a leader's; salt and
    public_key come with that account's phrase, which itself is kept nowhere. lead, reach: to whom a comment goes that
    is passed on for safety. told: what became of them."""

    __tablename__ = "comments_asked"
    __table_args__ = (
        CheckConstraint("lead <> '' AND reach <> ''", name="lead"),
        CheckConstraint("NOT confirmed OR public_key IS NOT NULL", name="confirmed"),
        CheckConstraint("(salt IS NULL) = (public_key IS NULL)", name="salt_and_key"),
    )

    round_id: Mapped[int] = _of_round(primary_key=True)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    lead: Mapped[str]
    reach: Mapped[str]
    salt: Mapped[bytes | None]
    public_key: Mapped[bytes | None]
    confirmed: Mapped[bool] = mapped_column(default=False)
    told: Mapped[Told] = mapped_column(_words(Told, name="told"), default=Told.ASKED)


class CommentWaiting(Stored):
    """A comment sealed to the reviewer. id: random, so that rows lie in an order of chance; no time, no writer."""

    __tablename__ = "comment_waiting"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    round_id: Mapped[int] = _of_round()
    sealed: Mapped[bytes]


class CommentShown(Stored):
    """A comment as its reviewer let it pass; everybody reads it once the batch is handed over."""

    __tablename__ = "comment_shown"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    round_id: Mapped[int] = _of_round()
    question: Mapped[str]
    how: Mapped[How] = mapped_column(_words(How, name="how"))
    text: Mapped[str]


class TrailEntry(Stored):
    """What happened, by whom, on which day. Read by the organisation's own people."""

    __tablename__ = "trail_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = _of_organisation()
    at: Mapped[date]
    who: Mapped[str]
    what: Mapped[str]
