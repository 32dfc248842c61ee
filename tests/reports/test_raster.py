"""Drawings as pictures made of dots: the same bytes, sharp, whole, in our font."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from audit.exhibits import drawing
from audit.exhibits.values import Drawing, Shape
from audit.method.profile import End, Shown
from reports.raster import SHARPNESS, SIDE, png_of, svg_of

BLUE = (31, 86, 115, 255)


def shown(value: float) -> Shown:
    return Shown(value, 1.0, 50, 2, 2, value, value, End.NONE)


def dots(drawn: Drawing, *, width: int = 160) -> Image.Image:
    return Image.open(BytesIO(png_of(drawn, width=width))).convert("RGBA")


def test_the_same_drawing_gives_the_same_bytes() -> None:
    drawn = drawing.score("Safety", shown(64))
    first = png_of(drawn, width=160)
    png_of.cache_clear()
    assert png_of(drawn, width=160) == first


def test_a_picture_has_three_hundred_dots_an_inch() -> None:
    drawn = drawing.score("Safety", shown(64))
    assert dots(drawn).size == (round(160 * SHARPNESS), round(drawn.height * SHARPNESS))
    assert SHARPNESS * 96 == 300


def test_a_dot_lies_where_its_score_is() -> None:
    for value in (0.0, 50.0, 100.0):
        found = dots(drawing.score("Safety", shown(value)))
        across = round((SIDE + value / 100 * (160 - 2 * SIDE)) * SHARPNESS)
        assert found.getpixel((min(across, found.width - 1), found.height // 2)) == BLUE


def test_a_dot_at_the_end_of_the_scale_is_whole() -> None:
    for value in (0.0, 100.0):
        found = dots(drawing.score("Safety", shown(value)))
        for edge in (0, found.width - 1):
            strip = found.crop((edge, 0, edge + 1, found.height))
            assert strip.getbbox() is None


def test_labels_are_drawn_whatever_fonts_the_machine_has() -> None:
    labelled = dots(drawing.score_axis())
    bare = dots(Drawing("", drawing.score_axis().height, ()))
    assert labelled.tobytes() != bare.tobytes()
    assert bare.getbbox() is None


def test_what_a_label_says_is_never_markup() -> None:
    evil = Drawing(
        "x", 14, (Shape("text", "label", (("x", "1%"), ("y", '"><g')), "<image href='file:///etc/hostname'/>"),)
    )
    assert "<image" not in svg_of(evil, width=100)
    assert png_of(evil, width=100)
