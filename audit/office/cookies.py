"""The cookies of this plane: one names a session, one proves that a form before it came from our own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Request, request
from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Cookie:
    """Browsers drop __Secure- cookies on plain http, so loopback http goes without prefix and flag."""

    name: str
    secure: bool

    def read(self, request: Request) -> str:
        """What the browser holds, or "" where that cannot be ours."""
        held = request.cookies.get(self.name, "")
        return held if len(held) <= LONGEST and held.isascii() else ""

    def give(self, response: Response, held: str) -> None:
        """Let the browser hold this until it is closed."""
        response.set_cookie(self.name, held, path=cookie_path(), secure=self.secure, httponly=True, samesite="Lax")

    def take_back(self, response: Response) -> None:
        """Let the browser forget it."""
        response.delete_cookie(self.name, path=cookie_path(), secure=self.secure, httponly=True, samesite="Lax")


@dataclass(frozen=True, slots=True)
class Cookies:
    """session: who is signed in. before: random bytes for forms that nobody is signed in for. at: for somebody of
    several organisations, the public part of the address of the one they look at; it opens nothing. language: which one
    pages speak."""

    session: Cookie
    before: Cookie
    at: Cookie
    language: Cookie

    @property
    def names(self) -> frozenset[str]:
        """What they are called."""
        return frozenset(cookie.name for cookie in (self.session, self.before, self.at, self.language))


def cookies_for(*, https: bool) -> Cookies:
    """The cookies as this installation's address allows them."""
    prefix = "__Secure-" if https else ""
    return Cookies(
        Cookie(f"{prefix}office", https),
        Cookie(f"{prefix}office-before", https),
        Cookie(f"{prefix}office-at", https),
        Cookie(f"{prefix}office-language", https),
    )


def only_ours(environ: WSGIEnvironment, cookies: Cookies) -> WSGIEnvironment:
    """A copy of a request with no cookie but these. Somebody may be answering in the same browser, and what opens their
    pages is sent along: this plane never sees it."""
    kept = {name: value for name, value in environ.items() if name != "HTTP_COOKIE"}
    sent = (part.strip() for part in environ.get("HTTP_COOKIE", "").split(";"))
    own = [cookie for cookie in sent if cookie.partition("=")[0] in cookies.names]
    return kept | {"HTTP_COOKIE": "; ".join(own)} if own else kept


def cookie_path() -> str:
    """Cookies of this plane go to this plane only."""
    return request.script_root or "/"
