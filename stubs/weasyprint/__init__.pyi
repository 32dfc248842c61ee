# What this project uses of WeasyPrint 70, which ships no types.
from collections.abc import Sequence

from weasyprint.urls import URLFetcher

class HTML:
    def __init__(self, *, string: str, base_url: str, url_fetcher: URLFetcher) -> None: ...
    def write_pdf(
        self,
        *,
        pdf_variant: str | None = None,
        stylesheets: Sequence[CSS] | None = None,
        uncompressed_pdf: bool = False,
    ) -> bytes: ...

class CSS:
    def __init__(self, *, string: str, base_url: str, url_fetcher: URLFetcher) -> None: ...

__version__: str
