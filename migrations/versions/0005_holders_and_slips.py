"""Key holders who are replaced, slips printed later, and how long results are kept."""

from __future__ import annotations

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the work on this part."""
