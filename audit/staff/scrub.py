"""What a browser or a proxy tells about a person is removed before the application can see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEPT_HEADERS = frozenset({"HTTP_HOST", "HTTP_COOKIE"})
WHO_AND_WHERE = frozenset({"REMOTE_ADDR", "REMOTE_PORT", "REMOTE_HOST", "REMOTE_USER", "REMOTE_IDENT", "AUTH_TYPE"})
AS_WRITTEN = frozenset({"RAW_URI", "REQUEST_URI"})  # servers put the query in here, too
SOCKETS = frozenset({"gunicorn.socket", "werkzeug.socket"})
DROPPED = WHO_AND_WHERE | AS_WRITTEN | SOCKETS


class Scrubbed:
    """A WSGI application that is told nothing about who asks.

    Of the request headers only those in KEPT_HEADERS get through, of the cookies only `cookie`. There is no
    query string: whatever stood after a question mark changes nothing and is kept nowhere.
    """

    def __init__(self, application: WSGIApplication, *, cookie: str) -> None:
        self.application = application
        self.cookie = cookie

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.application(scrubbed(environ, cookie=self.cookie), start_response)


def scrubbed(environ: WSGIEnvironment, *, cookie: str) -> WSGIEnvironment:
    """A copy of a request without its sender."""
    kept = {name: value for name, value in environ.items() if _may_stay(name)}
    kept["QUERY_STRING"] = ""
    if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        kept["HTTP_ACCEPT_ENCODING"] = "gzip"  # that much, and not what else this browser says it reads
    own = [c for c in (part.strip() for part in kept.pop("HTTP_COOKIE", "").split(";")) if c.startswith(f"{cookie}=")]
    if own:
        kept["HTTP_COOKIE"] = own[0]
    return kept


def _may_stay(name: str) -> bool:
    if name.startswith("HTTP_"):
        return name in KEPT_HEADERS
    return name not in DROPPED
