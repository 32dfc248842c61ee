"""Nothing typed is lost: whoever was away too long signs in again and gets back what was on its way."""

from __future__ import annotations

import hmac

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from audit.office.forms import proof_of
from audit.office.visit import office

SECRET = frozenset(
    {"csrf_token", "password", "phrase", "held", "words", "back_to", "email", "one_time_code", "new_password"}
)
PREFIX = "kept-"


def on_its_way() -> tuple[tuple[str, str], ...]:
    """What a POST of an ended session carried, without proofs, passwords and phrases.

    Only where it carries the proof of the cookie that the browser still holds: nobody else's form is ever brought back.
    """
    ended = office().cookies.session.read(request)
    if not ended or not hmac.compare_digest(request.form.get("csrf_token", "").encode(), proof_of(ended).encode()):
        return ()
    return tuple((name, value) for name, value in request.form.items(multi=True) if not _secret(name))


def carried() -> tuple[tuple[str, str], ...]:
    """What the sign-in form carries along of it."""
    return tuple(
        (name.removeprefix(PREFIX), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(PREFIX) and not _secret(name.removeprefix(PREFIX))
    )


def own_address(path: str) -> str:
    """The address if it is one of ours that takes forms, otherwise ""."""
    root = request.script_root
    inside = path.removeprefix(root) if path.startswith(root + "/") and path.isprintable() else ""
    try:
        current_app.create_url_adapter(request).match(inside, method="POST")  # type: ignore[union-attr]  # a request is there
    except HTTPException:
        return ""
    return path


def _secret(name: str) -> bool:
    return name in SECRET
