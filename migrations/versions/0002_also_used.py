"""Other instruments that were used in the year of a round."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; it starts empty."""
    op.create_table(
        "also_used",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.CheckConstraint("length(sentence) <= 200", name=op.f("ck_also_used_sentence")),
        sa.CheckConstraint("name <> '' AND length(name) <= 120", name=op.f("ck_also_used_name")),
        sa.CheckConstraint("position BETWEEN 1 AND 5", name=op.f("ck_also_used_position")),
        sa.CheckConstraint(
            "sentence NOT LIKE '%0%' AND sentence NOT LIKE '%1%' AND sentence NOT LIKE '%2%'"
            " AND sentence NOT LIKE '%3%' AND sentence NOT LIKE '%4%' AND sentence NOT LIKE '%5%'"
            " AND sentence NOT LIKE '%6%' AND sentence NOT LIKE '%7%' AND sentence NOT LIKE '%8%'"
            " AND sentence NOT LIKE '%9%'",
            name=op.f("ck_also_used_no_number"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_also_used_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "position", name=op.f("pk_also_used")),
    )
