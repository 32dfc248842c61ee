"""Less to carry on a slow line: what holds no secret is sent compressed to those who take it so."""

from __future__ import annotations

import gzip

from flask import Request, Response

WORTH_IT = ("text/html", "text/css")


def smaller(request: Request, response: Response, *, secret: bool) -> Response:
    """The response compressed, where the browser said that it reads that. secret: whether it may depend on the cookie;
    such a page is sent as it is, because the length of compressed text tells about the text."""
    if secret or response.mimetype not in WORTH_IT or "gzip" not in request.headers.get("Accept-Encoding", ""):
        return response
    response.direct_passthrough = False
    response.set_data(gzip.compress(response.get_data(), mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers.pop("ETag", None)
    return response
