"""Pictures for tests, small and made here."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, PngImagePlugin


def png(size: tuple[int, int] = (60, 20), *, colour: str = "#305abe", words: str = "") -> bytes:
    """A PNG of one colour. words: noted in it, where no eye sees them."""
    noted = PngImagePlugin.PngInfo()
    if words:
        noted.add_text("Comment", words)
    kept = BytesIO()
    Image.new("RGB", size, colour).save(kept, "PNG", pnginfo=noted)
    return kept.getvalue()


def jpeg(size: tuple[int, int] = (60, 20), *, turned: bool = False, words: str = "") -> bytes:
    """A JPEG. turned: a camera that was held upright noted so."""
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    kept = BytesIO()
    Image.new("RGB", size, "#305abe").save(kept, "JPEG", exif=exif, comment=words.encode())
    return kept.getvalue()


def moving() -> bytes:
    """A PNG of two pictures, one after the other."""
    kept = BytesIO()
    first, second = Image.new("RGB", (9, 9), "#000000"), Image.new("RGB", (9, 9), "#ffffff")
    first.save(kept, "PNG", save_all=True, append_images=[second])
    return kept.getvalue()
