"""Our fonts unpacked, for files and libraries that read none that are packed for the web."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from fontTools.ttLib import TTFont

from reports.printing import FONTS

FAMILY = "Source Sans 3"


@cache
def unpacked(face: str) -> bytes:
    """A face of our family ("Regular", "Bold", "It") as TrueType: the same bytes each time."""
    written = BytesIO()
    with TTFont(FONTS / f"SourceSans3-{face}.ttf.woff2", recalcTimestamp=False) as font:
        font.flavor = None
        font.save(written)
    return written.getvalue()
