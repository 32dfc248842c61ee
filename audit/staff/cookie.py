"""The one cookie: random bytes that open this person's page state and mean nothing else."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

from flask import Request, Response

BYTES = 32


@dataclass(frozen=True, slots=True)
class Cookie:
    """name and secure: browsers drop __Host- cookies on plain http, so loopback http goes without both."""

    name: str
    secure: bool

    def read(self, request: Request) -> bytes | None:
        """The random bytes this browser holds; None where it holds none, or something we never gave."""
        try:
            held = base64.urlsafe_b64decode(request.cookies.get(self.name, "") + "=")
        except (binascii.Error, ValueError):
            return None
        return held if len(held) == BYTES else None

    def give(self, response: Response, held: bytes) -> None:
        """Let the browser hold these bytes until it is closed."""
        value = base64.urlsafe_b64encode(held).decode().rstrip("=")
        response.set_cookie(self.name, value, path="/", secure=self.secure, httponly=True, samesite="Strict")

    def take_back(self, response: Response) -> None:
        """Let the browser forget them."""
        response.delete_cookie(self.name, path="/", secure=self.secure, httponly=True, samesite="Strict")


def cookie_for(*, https: bool) -> Cookie:
    """The cookie as this installation's address allows it."""
    return Cookie("__Host-answering", True) if https else Cookie("answering", False)


def proof_of(held: bytes) -> str:
    """What a form must carry to show that it came from a page given to the holder of the cookie."""
    return hmac.new(held, b"this form came from our own page", hashlib.sha256).hexdigest()
