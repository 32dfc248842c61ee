"""Second step of signing in: one-time codes and recovery codes."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the work on this part."""
