from collections.abc import Mapping, Sequence
from typing import IO

class URLFetcher:
    def __init__(self, *, allowed_protocols: Sequence[str] | None = None, allow_redirects: bool = True) -> None: ...
    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse: ...

class URLFetcherResponse:
    def __init__(
        self,
        url: str,
        body: bytes | IO[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        status: str = "200 OK",
    ) -> None: ...

class FatalURLFetchingError(BaseException): ...
