"""Reading what was printed."""

from __future__ import annotations

import re
import subprocess

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def text_of_pdf(pdf: bytes) -> str:
    """The words of a PDF, page by page, as poppler reads them."""
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def codes_on(pdf: bytes) -> list[str]:
    """The codes of a sheet of slips."""
    return CODE.findall(text_of_pdf(pdf))
