"""Colours of a brand: read as people type them, and dark enough to be read on white paper."""

from __future__ import annotations

import colorsys
import re

from audit.refusals import Refusal
from audit.wording import gettext as _

LEAST_CONTRAST = 4.5
"""What text on white needs for people who see less well (WCAG 2.2, level AA)."""
MAIN, SECOND = "#1f5673", "#1f5673"
"""Colours of reports that nobody gave others."""
TYPED = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
SHADES = 1000


class NoColour(Refusal):
    """What was typed is no colour."""


class TooPale(Refusal):
    """A colour that many people could not read on white. suggestion: the nearest darker shade that they can."""

    def __init__(self, colour: str, suggestion: str) -> None:
        super().__init__(
            _(
                "%(colour)s is too pale to be read on white paper. The nearest shade that works is %(suggestion)s.",
                colour=colour,
                suggestion=suggestion,
            )
        )
        self.suggestion = suggestion


def readable_colour(typed: str) -> str:
    """A colour as #rrggbb in small letters; NoColour, TooPale."""
    colour = colour_of(typed)
    if contrast_on_white(colour) < LEAST_CONTRAST:
        raise TooPale(colour, darker(colour))
    return colour


def colour_of(typed: str) -> str:
    """#rrggbb in small letters, from that or from #rgb, with or without the sign in front; NoColour."""
    found = TYPED.fullmatch(typed.strip())
    if found is None:
        raise NoColour(_("“%(typed)s” is not a colour. Type six signs, such as #1f5673.", typed=typed.strip()[:20]))
    digits = found.group(1).lower()
    return f"#{digits if len(digits) == 6 else ''.join(d * 2 for d in digits)}"


def contrast_on_white(colour: str) -> float:
    """From 1, white on white, to 21, black on white."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def darker(colour: str) -> str:
    """The nearest shade of the same hue that can be read on white; the colour itself where it can."""
    hue, light, full = colorsys.rgb_to_hls(*_parts(colour))
    shades = (_written(colorsys.hls_to_rgb(hue, light * n / SHADES, full)) for n in range(SHADES, -1, -1))
    return next(shade for shade in shades if contrast_on_white(shade) >= LEAST_CONTRAST)


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
