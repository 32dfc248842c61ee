"""Pictures are drawn anew; what is no picture, or more than one, is told why."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from audit.pictures import NotAPicture, chapter_picture_of, kept_picture, logo_of
from tests.hand.drawn import jpeg, moving, png

SCRIPT = "<script>alert(1)</script>"


def points(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content), formats=("PNG",))


@pytest.mark.parametrize("sent", [png(), jpeg()])
def test_a_picture_is_kept_as_png_with_its_size_and_words(sent: bytes) -> None:
    kept = logo_of(sent, file="logo", alt="A river")
    assert (kept.width, kept.height, kept.alt) == (60, 20, "A river")
    assert points(kept.content).size == (60, 20)
    assert kept_picture(kept.content, alt="A river") == kept


@pytest.mark.parametrize("sent", [png(words=SCRIPT), jpeg(words=SCRIPT)])
def test_nothing_that_was_noted_in_a_picture_is_kept(sent: bytes) -> None:
    assert SCRIPT.encode() in sent
    assert SCRIPT.encode() not in logo_of(sent, file="logo", alt="x").content


def test_a_picture_is_kept_the_right_way_up() -> None:
    assert logo_of(jpeg(turned=True), file="logo", alt="x").height == 60


def test_what_can_be_seen_through_stays_so() -> None:
    sent = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(sent, "PNG")
    assert points(logo_of(sent.getvalue(), file="logo", alt="x").content).mode == "RGBA"


def test_a_large_picture_is_made_as_small_as_paper_shows_it() -> None:
    kept = chapter_picture_of(png((4000, 1000)), file="wide.png", alt="x")
    assert (kept.width, kept.height) == (2000, 500)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"", "neither a PNG nor a JPEG"),
        (b"%PDF-1.7 not at all", "neither a PNG nor a JPEG"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "is an SVG drawing"),
        (png() + SCRIPT.encode(), "does not end where its picture ends"),
        (jpeg() + SCRIPT.encode(), "does not end where its picture ends"),
        (png()[:40] + png()[-12:], "cannot be read as a picture"),
        (moving(), "moves, and paper does not"),
        (png((5001, 5000)), "more than 25 million points"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 600_000, "is larger than 512 KB"),
    ],
)
def test_what_is_no_picture_is_told_by_name_with_a_way_out(sent: bytes, why: str) -> None:
    with pytest.raises(NotAPicture) as told:
        logo_of(sent, file="logo.png", alt="x")
    assert "“logo.png”" in told.value.sentences[0]
    assert why in told.value.sentences[0]


def test_a_picture_that_says_it_is_huge_is_not_unpacked() -> None:
    huge = bytearray(png())
    huge[16:24] = (60_000).to_bytes(4, "big") * 2
    with pytest.raises(NotAPicture):
        logo_of(bytes(huge), file="huge.png", alt="x")
