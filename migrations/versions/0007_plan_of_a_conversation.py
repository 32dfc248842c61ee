"""Actions adopted from a team conversation, the day an action was done, and the size said at set-up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Everything that is there keeps its round; no day is known for what was done before."""
    _let_plans_come_from_conversations()
    _keep_the_size_that_was_said()


def _let_plans_come_from_conversations() -> None:
    with op.batch_alter_table("plan_action") as table:
        table.alter_column("round_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("conversation_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("done_on", sa.Date(), nullable=True))
        table.create_foreign_key(
            op.f("fk_plan_action_conversation_id"), "conversation", ["conversation_id"], ["id"], ondelete="CASCADE"
        )
        table.create_check_constraint(op.f("ck_plan_action_done_on"), "done_on IS NULL OR status = 'done'")
        table.create_check_constraint(
            op.f("ck_plan_action_one_origin"), "(round_id IS NULL) <> (conversation_id IS NULL)"
        )
    op.create_index(op.f("ix_plan_action_conversation_id"), "plan_action", ["conversation_id"])


def _keep_the_size_that_was_said() -> None:
    sizes = sa.Enum(
        "under-15", "15-19", "20-and-more", name="size", native_enum=False, create_constraint=True, length=24
    )
    op.create_table(
        "said_size",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("size", sizes, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_said_size_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_said_size")),
    )
