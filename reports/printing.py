"""From HTML to a tagged PDF. Only our own style sheets and fonts are ever read."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from jinja2 import Environment
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

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
    """Reads the files of `own_files` and refuses everything else, loudly: a report that refers to anything else is a
    fault of ours, and no report is better than one that asked the network."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        parts = urlsplit(url)
        path = Path(unquote(parts.path))
        if parts.scheme != "file" or parts.netloc or path not in own_files():
            raise FatalURLFetchingError(f"reports read their own files only, not {url}")
        kind = mimetypes.guess_type(path.name)[0] or "font/woff2"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


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
