"""From HTML to a tagged PDF. Only our own style sheets and fonts are ever read."""

from __future__ import annotations

import mimetypes
from base64 import b64decode
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from jinja2 import Environment
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from audit.own_text import INSIDE
from audit.pictures import PNG
from audit.wording import ROOT, jinja_environment
from reports.tagging import tagged

STATIC = ROOT / "static"
STYLE_SHEETS = (STATIC / "report.css", STATIC / "handouts.css")
FONTS = STATIC / "fonts"
VARIANT = "pdf/ua-1"

Paper = Literal["a4", "letter"]
PAGE_SIZES: Mapping[str, str] = {"a4": "A4", "letter": "letter"}


@cache
def own_files() -> frozenset[Path]:
    """The files that a report may read."""
    return frozenset((*STYLE_SHEETS, *FONTS.glob("*.woff2")))


class OwnFiles(URLFetcher):
    """Reads the files of `own_files`, and pictures that lie in the report itself, and refuses everything else, loudly:
    a report that refers to anything else is a fault of ours, and no report is better than one that asked the
    network."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        if url.startswith(INSIDE):
            return URLFetcherResponse(url, _png_in(url), {"Content-Type": "image/png"})
        parts = urlsplit(url)
        path = Path(unquote(parts.path))
        if parts.scheme != "file" or parts.netloc or path not in own_files():
            raise FatalURLFetchingError(f"reports read their own files only, not {url}")
        kind = mimetypes.guess_type(path.name)[0] or "font/woff2"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def _png_in(url: str) -> bytes:
    """Such pictures were drawn anew by us (audit.pictures), whatever else they once were."""
    content = b64decode(url.removeprefix(INSIDE))
    if not content.startswith(PNG):
        raise FatalURLFetchingError("reports hold PNG pictures only")
    return content


@cache
def environment() -> Environment:
    """The templates, read once."""
    return jinja_environment()


def pdf_of(html: str) -> bytes:
    """The HTML as PDF/UA-1, the same bytes for the same HTML."""
    return tagged(bare_pdf_of(html))


def bare_pdf_of(html: str) -> bytes:
    """What WeasyPrint alone makes of it."""
    return HTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=OwnFiles()).write_pdf(pdf_variant=VARIANT)
