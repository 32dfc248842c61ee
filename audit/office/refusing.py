"""Every kind of no, in the same look: what happened, and the way out."""

from __future__ import annotations

from flask import Flask, Response, g
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from audit.office.drawing import draw_with
from audit.office.visit import visit
from audit.refusals import Refusal
from audit.wording import gettext as _


def refuse_kindly(app: Flask) -> None:
    """Pages for refusals that no form took, and for what HTTP itself refuses."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(IntegrityError, collided)
    app.register_error_handler(HTTPException, answered)


def refused(refusal: Refusal) -> Response:
    """A refusal that belongs to no form: its sentences, and the way home."""
    return _notice(_("This is not possible"), refusal.sentences, status=422)


def collided(error: IntegrityError) -> Response:
    """Two people at the same moment, or one finger twice: the store let one of them through. Anything else goes on."""
    if "visit" not in g or "unique" not in f"{type(error.orig).__name__} {error.orig}".lower():
        raise error
    visit().session.rollback()
    sentence = _("One of the two counted. Go to the start page and look before you send anything again.")
    return _notice(_("This was sent twice at once"), (sentence,), status=409)


def answered(error: HTTPException) -> Response:
    """403, 404 and their like."""
    status = error.code or 500
    if "visit" not in g:  # a style sheet that is not there has no page
        return Response("", status, mimetype="text/plain")
    if status >= 500:
        visit().session.rollback()  # what broke may have left it unable to read what the page needs
    heading, sentence = _words(status)
    return _notice(heading, (sentence,), status=status)


def _words(status: int) -> tuple[str, str]:
    if status == 403:
        return (
            _("This page is for somebody else"),
            _("Your part in this organisation does not include it. The people page says who does what."),
        )
    if status == 404:
        return _("There is no such page"), _("Check the address, or go to the start page and look from there.")
    if status == 413:
        return _("This is too much at once"), _("What was sent is too long. Shorten it, then send it again.")
    return _("This did not work"), _("Go to the start page and try again from there.")


def _notice(heading: str, sentences: tuple[str, ...], *, status: int) -> Response:
    return draw_with(status, "notice", title=heading, sentences=sentences)
