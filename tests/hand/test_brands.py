"""Colours of a brand: read as typed, and never too pale for paper."""

from __future__ import annotations

import colorsys

import pytest

from audit.brands import MAIN, NoColour, TooPale, colour_of, contrast_on_white, darker, readable_colour


@pytest.mark.parametrize("typed", ["#1F5673", "1f5673", "  #1f5673 "])
def test_a_colour_is_read_as_people_type_it(typed: str) -> None:
    assert readable_colour(typed) == "#1f5673"


def test_three_signs_stand_for_six() -> None:
    assert colour_of("#a0f") == "#aa00ff"


@pytest.mark.parametrize("typed", ["", "blue", "#12345", "#1f5673; } body { display: none", "rgb(1,2,3)", "#ggg"])
def test_what_is_no_colour_is_told_how_one_looks(typed: str) -> None:
    with pytest.raises(NoColour, match="such as #1f5673"):
        readable_colour(typed)


@pytest.mark.parametrize(("colour", "contrast"), [("#ffffff", 1), ("#000000", 21), ("#767676", 4.54), ("#ff0000", 4.0)])
def test_contrast_is_that_of_the_guidelines(colour: str, contrast: float) -> None:
    assert contrast_on_white(colour) == pytest.approx(contrast, abs=0.005)


@pytest.mark.parametrize("pale", ["#ffd500", "#7fdbff", "#ff0000", "#cccccc", "#ffffff"])
def test_a_pale_colour_comes_with_the_nearest_shade_that_works(pale: str) -> None:
    with pytest.raises(TooPale) as told:
        readable_colour(pale)
    suggestion = told.value.suggestion
    assert suggestion in told.value.sentences[0]
    assert 4.5 <= contrast_on_white(suggestion) < 4.65
    assert readable_colour(suggestion) == suggestion


@pytest.mark.parametrize("pale", ["#ffd500", "#7fdbff", "#ff0000"])
def test_the_shade_has_the_same_hue(pale: str) -> None:
    def hue(colour: str) -> float:
        return colorsys.rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))[0]

    assert hue(darker(pale)) == pytest.approx(hue(pale), abs=0.01)


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert darker(MAIN) == MAIN
