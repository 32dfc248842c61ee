"""The style sheets of exhibits: readable in both themes, in grey, and by people who see few colours."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from audit.wording import ROOT
from tests.exhibits.rounds import facts
from tests.reports.documents import pages_of_macro

WEB = (ROOT / "static" / "exhibits.css").read_text(encoding="utf-8")
PRINT = (ROOT / "static" / "report.css").read_text(encoding="utf-8")
STAGES = ("starting-out", "aware", "sensitive", "responsive", "informed")


def linear(channel: int) -> float:
    part = channel / 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def lightness(colour: str) -> float:
    y = luminance(colour)
    return float(116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27)


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def stage_grounds() -> list[str]:
    return [_found(rf"\.placed--{s} \{{ background: (#[0-9a-f]{{6}})", PRINT) for s in STAGES]


def _found(pattern: str, css: str) -> str:
    match = re.search(pattern, css)
    assert match, pattern
    return match.group(1)


def test_stages_differ_in_lightness_so_that_grey_print_keeps_them_apart() -> None:
    levels = [lightness(c) for c in stage_grounds()]
    assert levels == sorted(levels, reverse=True)
    assert all(a - b >= 10 for a, b in pairwise(levels))


def test_words_on_stage_grounds_can_be_read() -> None:
    *light, dark = stage_grounds()
    assert all(contrast("#1b1f24", c) >= 4.5 for c in light)
    assert contrast("#ffffff", dark) >= 4.5


def test_stages_have_the_same_colours_on_the_web_as_in_print() -> None:
    web = [_found(rf"--stage-{n}: (#[0-9a-f]{{6}})", WEB) for n in range(5)]
    assert web == stage_grounds()


def test_column_widths_are_the_same_list_in_both_style_sheets() -> None:
    assert re.findall(r"\.w\d+ \{ width: \d+%; \}", WEB) == re.findall(r"\.w\d+ \{ width: \d+%; \}", PRINT)


def test_a_drawing_has_a_colour_of_its_own_on_a_dark_screen() -> None:
    tones = set(re.findall(r'class="mark mark--([a-z]+)"', pages_of_macro(facts(105)) + pages_of_macro(facts(30))))
    assert tones
    for tone in tones:
        assert f".mark--{tone} {{" in WEB, tone


@pytest.mark.parametrize("people", [8, 30, 105])
def test_macros_write_no_inline_style_and_no_script(people: int) -> None:
    html = pages_of_macro(facts(people))
    assert "style=" not in html
    assert "<script" not in html
    assert "http" not in html


def test_a_drawing_is_hidden_from_screen_readers_and_described_for_print() -> None:
    html = pages_of_macro(facts(30))
    drawings = re.findall(r"<svg[^>]*>.{0,8}", html)
    assert drawings
    assert all('aria-hidden="true"' in d and "<title>" in d for d in drawings)
