"""Key holders who are replaced, slips printed later, and how long results are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; they start empty. A round from before keeps its results as long as is usual."""
    _newcomers()
    _more_slips()
    op.create_table(
        "retention",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("expired_on", sa.Date(), nullable=True),
        sa.CheckConstraint("years IN (2, 5, 10)", name=op.f("ck_retention_years")),
        _of_round("retention"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_retention")),
    )


def _newcomers() -> None:
    op.create_table(
        "newcomer",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("seat BETWEEN 1 AND 3", name=op.f("ck_newcomer_seat")),
        sa.CheckConstraint("label <> ''", name=op.f("ck_newcomer_label")),
        sa.CheckConstraint("NOT confirmed OR public_key IS NOT NULL", name=op.f("ck_newcomer_confirmed")),
        sa.CheckConstraint("(salt IS NULL) = (public_key IS NULL)", name=op.f("ck_newcomer_salt_and_key")),
        _of_round("newcomer"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_newcomer")),
    )
    op.create_table(
        "layer_for_newcomer",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("outer_seat", sa.Integer(), nullable=False),
        sa.Column("inner_seat", sa.Integer(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("outer_seat <> inner_seat", name=op.f("ck_layer_for_newcomer_two_people")),
        _of_round("layer_for_newcomer"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_layer_for_newcomer")),
    )
    op.create_table(
        "holder_replaced",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("at", sa.Date(), nullable=False),
        sa.CheckConstraint("seat BETWEEN 1 AND 3", name=op.f("ck_holder_replaced_seat")),
        _of_round("holder_replaced"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holder_replaced")),
    )
    op.create_index(op.f("ix_holder_replaced_round_id"), "holder_replaced", ["round_id"])


def _more_slips() -> None:
    op.create_table(
        "more_slips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("many", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("from_staff", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.CheckConstraint("many BETWEEN 1 AND 200", name=op.f("ck_more_slips_many")),
        sa.CheckConstraint("reason <> '' AND length(reason) <= 200", name=op.f("ck_more_slips_reason")),
        sa.CheckConstraint("agreed_by <> asked_by", name=op.f("ck_more_slips_two_people")),
        sa.CheckConstraint("made_on IS NULL OR agreed_on IS NOT NULL", name=op.f("ck_more_slips_agreed_first")),
        _of_round("more_slips"),
        _of_account("asked_by"),
        _of_account("agreed_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_more_slips")),
    )
    op.create_index(op.f("ix_more_slips_round_id"), "more_slips", ["round_id"])


def _of_round(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f(f"fk_{table}_round_id"), ondelete="CASCADE")


def _of_account(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["account.id"], name=op.f(f"fk_more_slips_{column}"), ondelete="SET NULL")
