"""The office's store as it began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of an empty store."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_account_email_small")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "hosting",
            sa.Enum(
                "this-machine",
                "employer",
                "outside",
                name="hosting",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("contacts", sa.JSON(), nullable=False),
        sa.Column("leave_to", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_public_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "group_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "lens",
            sa.Enum("place", "role", name="lens", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("headcount >= 0", name=op.f("ck_group_row_headcount")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_group_row_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_row")),
        sa.UniqueConstraint(
            "organisation_id", "lens", "position", name=op.f("uq_group_row_organisation_id_lens_position")
        ),
    )
    op.create_index("ix_group_row_organisation_id", "group_row", ["organisation_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "leader",
                "staff-rep",
                "consultant",
                "reviewer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_invitation")),
    )
    op.create_index("ix_invitation_organisation_id", "invitation", ["organisation_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "leader",
                "staff-rep",
                "consultant",
                "reviewer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "organisation_id", name=op.f("pk_membership")),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "cosigned",
                "open",
                "closed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("questionnaire", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column(
            "way_in",
            sa.Enum("drawn", "mailed", name="way_in", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "keys",
            sa.Enum("two-of-three", "one", name="keys", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("host_holds_key", sa.Boolean(), nullable=False),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("prepared_by", sa.Integer(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("cosigned_on", sa.Date(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("frozen", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("cosigned_by", sa.Integer(), nullable=True),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.Column(
            "response_word",
            sa.Enum(
                "nothing",
                "under-a-quarter",
                "over-a-quarter",
                "over-half",
                "over-three-quarters",
                name="response_word",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("response_on", sa.Date(), nullable=True),
        sa.Column(
            "ledger",
            sa.Enum("adds-up", "does-not", name="ledger", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("leadership_frozen_at", sa.Date(), nullable=True),
        sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_round_closed")),
        sa.CheckConstraint("(state = 'closed') = (ledger IS NOT NULL)", name=op.f("ck_round_ledger_at_close")),
        sa.CheckConstraint(
            "state <> 'closed' OR leadership_frozen_at IS NOT NULL", name=op.f("ck_round_leaders_first")
        ),
        sa.CheckConstraint(
            "state <> 'closed' OR trial OR closed_on > closes_on", name=op.f("ck_round_not_before_its_day")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'cancelled') OR (frozen IS NOT NULL AND fingerprint <> '' AND cosigned_on IS NOT NULL)",
            name=op.f("ck_round_cosigned_first"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('open', 'closed') OR (opened_on IS NOT NULL AND slips > 0)", name=op.f("ck_round_opened")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_round_number")),
        sa.CheckConstraint("slips >= 0", name=op.f("ck_round_slips")),
        sa.ForeignKeyConstraint(
            ["cosigned_by"], ["account.id"], name=op.f("fk_round_cosigned_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_round_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["account.id"], name=op.f("fk_round_prepared_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_round_number",
        "round",
        ["organisation_id", "number"],
        unique=True,
        sqlite_where=sa.text("state <> 'cancelled'"),
        postgresql_where=sa.text("state <> 'cancelled'"),
    )
    op.create_index(
        "ix_round_one_at_a_time",
        "round",
        ["organisation_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'cosigned', 'open')"),
        postgresql_where=sa.text("state IN ('draft', 'cosigned', 'open')"),
    )
    op.create_index("ix_round_organisation_id", "round", ["organisation_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_sign_in")),
    )
    op.create_index("ix_sign_in_account_id", "sign_in", ["account_id"], unique=False)

    op.create_table(
        "trail_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Date(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_trail_entry_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_entry")),
    )
    op.create_index("ix_trail_entry_organisation_id", "trail_entry", ["organisation_id"], unique=False)

    op.create_table(
        "holder",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(salt IS NULL) = (public_key IS NULL)", name=op.f("ck_holder_salt_and_key")),
        sa.CheckConstraint("NOT confirmed OR public_key IS NOT NULL", name=op.f("ck_holder_confirmed")),
        sa.CheckConstraint("seat BETWEEN 1 AND 3", name=op.f("ck_holder_seat")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_holder_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "seat", name=op.f("pk_holder")),
    )
    op.create_table(
        "leadership_rating",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.CheckConstraint("rating BETWEEN 0 AND 4", name=op.f("ck_leadership_rating_rating")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_leadership_rating_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "item", name=op.f("pk_leadership_rating")),
    )
    op.create_table(
        "outer_removed",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("outer_seat", sa.Integer(), nullable=False),
        sa.Column("inner_seat", sa.Integer(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("outer_seat <> inner_seat", name=op.f("ck_outer_removed_two_people")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_outer_removed_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "outer_seat", "inner_seat", name=op.f("pk_outer_removed")),
    )
    op.create_table(
        "plan_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("first_step", sa.Text(), nullable=False),
        sa.Column("sign_of_success", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "not-started",
                "under-way",
                "done",
                "set-aside",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.CheckConstraint("(slot IS NULL) = (status IN ('done', 'set-aside'))", name=op.f("ck_plan_action_active")),
        sa.CheckConstraint("slot BETWEEN 1 AND 5", name=op.f("ck_plan_action_slot")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_plan_action_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_plan_action_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_action")),
        sa.UniqueConstraint("organisation_id", "slot", name=op.f("uq_plan_action_organisation_id_slot")),
    )
    op.create_index("ix_plan_action_organisation_id", "plan_action", ["organisation_id"], unique=False)
    op.create_index("ix_plan_action_round_id", "plan_action", ["round_id"], unique=False)

    op.create_table(
        "release",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_release_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_release")),
    )
