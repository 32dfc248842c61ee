"""Reports: whose they look like, what somebody adds to them, those that are being made, and those that are final."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; they start empty."""
    _brands()
    _what_somebody_adds()
    _finals()
    _asked_for()


def _round(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f(f"fk_{table}_round_id"), ondelete="CASCADE")


def _brands() -> None:
    op.create_table(
        "brand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("footer", sa.Text(), nullable=False),
        sa.Column("main", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("logo_alt", sa.Text(), nullable=False),
        sa.CheckConstraint("(organisation_id IS NULL) <> (account_id IS NULL)", name=op.f("ck_brand_one_owner")),
        sa.CheckConstraint("length(main) = 7 AND length(second) = 7", name=op.f("ck_brand_colours")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_brand_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_brand_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brand")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_brand_organisation_id")),
        sa.UniqueConstraint("account_id", name=op.f("uq_brand_account_id")),
    )


def _what_somebody_adds() -> None:
    op.create_table(
        "report_hand",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        _round("report_hand"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_report_hand")),
    )
    places = sa.Enum(
        "before-findings", "before-plan", name="place", native_enum=False, create_constraint=True, length=24
    )
    op.create_table(
        "report_chapter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", places, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f("ck_report_chapter_title")),
        _round("report_chapter"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_chapter")),
    )
    op.create_index(op.f("ix_report_chapter_round_id"), "report_chapter", ["round_id"])
    op.create_table(
        "report_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("alt <> ''", name=op.f("ck_report_picture_alt")),
        _round("report_picture"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_picture")),
        sa.UniqueConstraint("round_id", "name", name=op.f("uq_report_picture_round_id_name")),
    )
    op.create_index(op.f("ix_report_picture_round_id"), "report_picture", ["round_id"])


def _finals() -> None:
    op.create_table(
        "report_final",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        *_which(),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_report_final_edition")),
        _round("report_final"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_final")),
        sa.UniqueConstraint(
            "round_id",
            "kind",
            "form",
            "paper",
            "language",
            "edition",
            name=op.f("uq_report_final_round_id_kind_form_paper_language_edition"),
        ),
    )
    op.create_index(op.f("ix_report_final_round_id"), "report_final", ["round_id"])


def _asked_for() -> None:
    states = sa.Enum(
        "waiting",
        "under-way",
        "ready",
        "stopped",
        name="work_state",
        native_enum=False,
        create_constraint=True,
        length=24,
    )
    op.create_table(
        "report_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        *_which(),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        _round("report_work"),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_report_work_asked_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_work")),
    )
    op.create_index(op.f("ix_report_work_round_id"), "report_work", ["round_id"])


def _which() -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "form", "paper", "language")]
