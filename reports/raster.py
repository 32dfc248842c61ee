"""A drawing as a picture made of dots, for files that know no drawings: the same drawing, the same bytes."""

from __future__ import annotations

import atexit
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape, quoteattr

import resvg_py

from audit.exhibits.values import Drawing, Shape
from reports.fonts import FAMILY, unpacked

SHARPNESS = 3.125
"""Dots a CSS px: 300 to the inch, as printers have them."""
SIDE = 6
"""px left free on both sides, so that a dot at an end of the scale is whole."""


@lru_cache(maxsize=4096)
def png_of(drawing: Drawing, *, width: int) -> bytes:
    """The drawing as PNG on nothing, `width` CSS px wide with its free sides; no time, no name and no text in it."""
    return resvg_py.svg_to_bytes(
        svg_string=svg_of(drawing, width=width),
        zoom=SHARPNESS,
        skip_system_fonts=True,
        font_files=[_font_file()],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )


def svg_of(drawing: Drawing, *, width: int) -> str:
    """The drawing as an SVG file of its own, its scale between the free sides."""
    inner = width - 2 * SIDE
    shapes = "".join(_element(s, scale=inner) for s in drawing.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{drawing.height}">'
        f'<g transform="translate({SIDE} 0)">{shapes}</g></svg>'
    )


def _element(shape: Shape, *, scale: int) -> str:
    attributes = "".join(f" {name}={quoteattr(_in_px(value, scale=scale))}" for name, value in shape.attributes)
    return f"<{shape.tag}{attributes}>{escape(shape.text)}</{shape.tag}>"


def _in_px(value: str, *, scale: int) -> str:
    """Per cent of the scale as px: a group has no width of its own that they could be taken of."""
    return f"{float(value[:-1]) * scale / 100:.6g}" if value.endswith("%") else value


@lru_cache(maxsize=1)
def _font_file() -> str:
    """Our font unpacked, once a process: who draws here reads no font that is packed for the web."""
    folder = TemporaryDirectory(prefix="steadyground-font-")
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "labels.ttf"
    path.write_bytes(unpacked("Regular"))
    return str(path)
