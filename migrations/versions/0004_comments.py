"""Comments: whether a round asks for them, who reviews them, and what waits to be reviewed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

HOW = ("word", "paraphrase", "theme")
TOLD = ("asked", "too-few", "waiting", "handed-over", "destroyed")


def upgrade() -> None:
    """Make the tables; rounds from before ask for no comments."""
    op.create_table(
        "comments_asked",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("told", _words("told", TOLD), nullable=False),
        sa.CheckConstraint("lead <> '' AND reach <> ''", name=op.f("ck_comments_asked_lead")),
        sa.CheckConstraint("NOT confirmed OR public_key IS NOT NULL", name=op.f("ck_comments_asked_confirmed")),
        sa.CheckConstraint("(salt IS NULL) = (public_key IS NULL)", name=op.f("ck_comments_asked_salt_and_key")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_comments_asked_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["account.id"], name=op.f("fk_comments_asked_reviewer_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_comments_asked")),
    )
    _of_round("comment_waiting", sa.Column("sealed", sa.LargeBinary(), nullable=False))
    _of_round(
        "comment_shown",
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("how", _words("how", HOW), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )


def _of_round(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f(f"fk_{name}_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f(f"ix_{name}_round_id"), name, ["round_id"])


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)
