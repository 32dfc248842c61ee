"""The style sheet: contrast, sides, sizes, and that each class has its macro."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tinycss2

from audit.wording import ROOT

CSS = (ROOT / "static" / "steadyground.css").read_text(encoding="utf-8")
MACROS = "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "templates").rglob("*.html")))
# What stands on what, and the contrast it needs: text 4.5, edges that mean something 3 (WCAG 2.2, 1.4.3, 1.4.11).
PAIRS = [
    ("ink", "paper", 7.0),
    ("ink", "card", 7.0),
    ("ink", "wash", 7.0),
    ("soft", "paper", 4.5),
    ("soft", "card", 4.5),
    ("soft", "wash", 4.5),
    ("link", "paper", 4.5),
    ("link", "card", 4.5),
    ("link", "wash", 4.5),
    ("lead", "paper", 4.5),
    ("lead", "card", 4.5),
    ("on-lead", "lead", 4.5),
    ("line", "paper", 3.0),
    ("line", "card", 3.0),
    ("look", "look-wash", 4.5),
    ("look", "card", 4.5),
    ("look", "paper", 4.5),
    ("good", "good-wash", 4.5),
]


def declarations(css: str) -> Iterator[tuple[str, str, str]]:
    """Every declaration as (selector, property, value), those inside @media, too."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.content is not None:
            yield from declarations(tinycss2.serialize(rule.content))
        elif rule.type == "qualified-rule":
            selector = tinycss2.serialize(rule.prelude).strip()
            for part in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
                if part.type == "declaration":
                    yield selector, part.name, tinycss2.serialize(part.value).strip()


def colours(block: str) -> dict[str, str]:
    """The colour variables of one block of the style sheet."""
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def themes() -> dict[str, dict[str, str]]:
    light, dark = CSS.split("@media (prefers-color-scheme: dark)")
    return {"light": colours(light), "dark": colours(dark)}


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_what_is_read_stands_out_from_what_it_stands_on(theme: str, front: str, ground: str, least: float) -> None:
    colour = themes()[theme]
    assert contrast(colour[front], colour[ground]) >= least


def test_both_themes_name_the_same_colours() -> None:
    assert themes()["light"].keys() == themes()["dark"].keys()


def test_no_declaration_names_a_physical_side() -> None:
    sides = re.compile(r"(^|-)(left|right)($|-)|^(left|right)$")
    named = [(s, p, v) for s, p, v in declarations(CSS) if sides.search(p) or v in ("left", "right")]
    assert named == []


def test_no_text_is_smaller_than_sixteen_pixels() -> None:
    sizes = [v for _s, p, v in declarations(CSS) if p in ("font-size", "font")]
    rems = [float(m) for v in sizes for m in re.findall(r"(?<![\d/])(\d*\.?\d+)rem", v)]
    assert rems
    assert min(rems) >= 1


@pytest.mark.parametrize(
    ("block", "pixels"),
    [(".choice", 48), (".button", 48), (".field__input", 48), (".leave", 44), (".disclosure summary", 44)],
)
def test_targets_are_large_enough_for_a_thumb(block: str, pixels: int) -> None:
    heights = [v for s, p, v in declarations(CSS) if p == "min-height" and block in s.split(", ")]
    assert [float(h.removesuffix("rem")) * 16 for h in heights] == [pixels]


def test_a_radio_button_is_24_pixels() -> None:
    sizes = {p: v for s, p, v in declarations(CSS) if s == ".choice input"}
    assert (sizes["width"], sizes["height"]) == ("1.5rem", "1.5rem")


def test_the_style_sheet_fetches_nothing() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert "@font-face" not in CSS


def test_every_class_of_the_style_sheet_is_drawn_somewhere() -> None:
    classes = {c for s, _p, _v in declarations(CSS) for c in re.findall(r"\.([a-z][a-z_-]*)", s)}
    drawn = (
        MACROS + " field__input--short field__input--middle status--look page--wide"
    )  # sizes and kinds are arguments
    built = re.compile(r"([a-z_-]+--)\{\{")
    prefixes = tuple(built.findall(MACROS))
    assert {c for c in classes if c not in drawn and not c.startswith(prefixes)} == set()


def test_the_style_sheet_is_small() -> None:
    assert len(gzip.compress(CSS.encode())) < 4_000


def test_no_template_holds_a_script_or_a_style() -> None:
    for path in sorted(Path(ROOT / "templates" / "staff").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|\|\s*safe", text), path.name
