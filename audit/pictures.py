"""Pictures that people send: looked at under limits, and drawn anew, so that nothing of the file itself is kept.

A file can be a picture and something else at once. Only its points are kept; notes, places, scripts and whatever hangs
on to its end stay behind.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from audit.hand import Picture
from audit.refusals import Refusal
from audit.wording import gettext as _

LARGEST_LOGO = 512 * 1024  # bytes
LARGEST_PICTURE = 2 * 1024 * 1024
LONGEST_SIDE = 2000  # points a side, of what is kept
MOST_POINTS = 25_000_000  # of what is sent: unpacked, it lies in memory once
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
PNG_END = b"IEND\xaeB`\x82"
JPEG_END = b"\xff\xd9"


class NotAPicture(Refusal):
    """A file that cannot be shown as a picture. Its sentence names the file and says what to do."""


def logo_of(content: bytes, *, file: str, alt: str) -> Picture:
    """A logo, drawn anew; NotAPicture."""
    return _drawn(content, file=file, alt=alt, largest=LARGEST_LOGO)


def chapter_picture_of(content: bytes, *, file: str, alt: str) -> Picture:
    """A picture for a chapter, drawn anew and no larger than paper shows; NotAPicture."""
    return _drawn(content, file=file, alt=alt, largest=LARGEST_PICTURE)


def kept_picture(content: bytes, *, alt: str) -> Picture:
    """A picture as it is kept: one that was drawn anew by this module."""
    with Image.open(BytesIO(content), formats=("PNG",)) as image:
        return Picture(content, image.width, image.height, alt)


def _drawn(content: bytes, *, file: str, alt: str, largest: int) -> Picture:
    _check_file(content, file=file, largest=largest)
    image = _opened(content, file=file)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    kept = BytesIO()
    image.save(kept, "PNG", optimize=True)
    return Picture(kept.getvalue(), image.width, image.height, alt)


def _check_file(content: bytes, *, file: str, largest: int) -> None:
    """What can be said before anything is unpacked."""
    name = file[:80] or _("The file")
    if len(content) > largest:
        raise NotAPicture(_("“%(file)s” is larger than %(most)s KB. Save it smaller.", file=name, most=largest // 1024))
    if b"<svg" in content[:2000].lower():
        raise NotAPicture(
            _("“%(file)s” is an SVG drawing, and those can hold a script. Save it as PNG and send that.", file=name)
        )
    if not content.startswith((PNG, JPEG)):
        raise NotAPicture(_("“%(file)s” is neither a PNG nor a JPEG picture. Save it as one of them.", file=name))
    if not _ends_as_it_began(content):
        raise NotAPicture(
            _("“%(file)s” does not end where its picture ends. Open it, save it anew as PNG, and send that.", file=name)
        )


def _ends_as_it_began(content: bytes) -> bool:
    """Nothing hangs on to the picture; cameras fill up with noughts."""
    return content.rstrip(b"\0").endswith(PNG_END if content.startswith(PNG) else JPEG_END)


def _opened(content: bytes, *, file: str) -> Image.Image:
    """Its points alone, the right way up: whatever was noted about them stays behind."""
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as image:
            _check_image(image, file=file)
            upright = ImageOps.exif_transpose(image)
            clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            points = upright.convert("RGBA" if clear else "RGB")
            return Image.frombytes(points.mode, points.size, points.tobytes())
    except Refusal:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise _too_many_points(file) from fault
    except Exception as fault:  # each decoder stumbles in its own way over what is no picture
        raise NotAPicture(
            _("“%(file)s” cannot be read as a picture. Open it, save it anew as PNG, and send that.", file=file[:80])
        ) from fault


def _check_image(image: Image.Image, *, file: str) -> None:
    if image.width * image.height > MOST_POINTS:
        raise _too_many_points(file)
    if getattr(image, "n_frames", 1) > 1:
        raise NotAPicture(_("“%(file)s” moves, and paper does not. Save one picture of it as PNG.", file=file[:80]))


def _too_many_points(file: str) -> NotAPicture:
    return NotAPicture(
        _(
            "“%(file)s” has more than %(most)s million points. Save it smaller.",
            file=file[:80],
            most=MOST_POINTS // 1_000_000,
        )
    )
