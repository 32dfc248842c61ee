"""Comments: whether a round asks for them, who reviews them, and what waits to be reviewed."""

from __future__ import annotations

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the work on this part."""
