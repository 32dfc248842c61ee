"""Letting somebody in: a new id in the cookie, then home, the second step, or back to what was on its way."""

from __future__ import annotations

from typing import TypeVar

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.office.coming_back import carried
from audit.office.drawing import draw
from audit.office.forms import proof_of
from audit.office.visit import office, visit
from audit.running import sign_ins
from audit.store.models import Stage

R = TypeVar("R", bound=AnyResponse)


def let_in(raw: str, *, to: str = "", other: str = "home.home") -> AnyResponse:
    """What comes after the password, with the new session's cookie; the cookie from before is gone.

    to: where what was typed before a long absence is to go; other: the page where nothing waits.
    """
    _end_the_one_before(raw)
    kept = carried()
    stage = _stage_of(raw)
    if stage is not Stage.IN:
        from audit.office.second_step import page_at

        return with_session(page_at(stage, raw=raw, kept=kept if to else (), back_to=to), raw)
    if to and kept:
        return with_session(draw("go_on", kept=kept, to=to, proof=proof_of(raw)), raw)
    return with_session(redirect(url_for(other), 303), raw)


def _end_the_one_before(raw: str) -> None:
    """A browser holds one session: the id that it brought works no more."""
    before = office().cookies.session.read(request)
    if before and before != raw:
        sign_ins.sign_out(visit().session, raw=before)


def with_session(response: R, raw: str) -> R:
    """The same answer, with the cookie of this session."""
    cookies = office().cookies
    cookies.session.give(response, raw)
    cookies.before.take_back(response)
    g.signed_in = True
    return response


def _stage_of(raw: str) -> Stage:
    found = sign_ins.find(visit().session, raw=raw, now=visit().now)
    return found.stage if found else Stage.IN
