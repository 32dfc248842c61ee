"""The full report in the browser as it will print: its own document, with no page of the office around it."""

from __future__ import annotations

import re
from base64 import b64decode
from hashlib import sha256

from flask import Blueprint, Response, abort, url_for
from markupsafe import escape

from audit.fallback import plain
from audit.hand import Hand
from audit.office.profile import facts_of
from audit.office.visit import person, round_numbered, visit
from audit.own_text import INSIDE
from audit.running.hands import hand_of
from audit.store.models import Round
from audit.wording import gettext as _
from reports.full import report_html, report_style

pages = Blueprint("preview", __name__)
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
LINK = '<link rel="stylesheet" href="report.css">'
PICTURE = re.compile(rf'src="{re.escape(INSIDE)}([^"]+)"')


@pages.get("/rounds/<int:number>/report/preview")
def show(number: int) -> Response:
    """The document that the PDF is drawn from. What lies inside it there has addresses of ours here, because pages of
    this plane hold neither styles nor pictures inside."""
    asked = round_numbered(number)
    html = report_html(facts_of(asked), hand=_hand(asked))
    html = STYLE.sub("", html, count=1).replace(LINK, _links(number), 1)
    html = PICTURE.sub(lambda found: f'src="{_address(number, b64decode(found.group(1)))}"', html)
    return Response(
        re.sub(r"<body[^>]*>", lambda body: body.group() + _bar(number), html, count=1), mimetype="text/html"
    )


@pages.get("/rounds/<int:number>/report/preview.css")
def style(number: int) -> Response:
    """What this report alone has of style."""
    asked = round_numbered(number)
    return Response(report_style(facts_of(asked), hand=_hand(asked)), mimetype="text/css")


@pages.get("/rounds/<int:number>/report/preview/<string:digest>.png")
def picture(number: int, digest: str) -> Response:
    """A picture of this report, by the hash of it."""
    found = next((c for c in _pictures(_hand(round_numbered(number))) if _digest(c) == digest), None)
    if found is None:
        abort(404)
    return Response(found, mimetype="image/png")


def _hand(asked: Round) -> Hand:
    return hand_of(visit().session, round_id=asked.id, account_id=person().account_id)


def _pictures(hand: Hand) -> list[bytes]:
    logo = hand.brand.logo if hand.brand else None
    return [*([logo.content] if logo else []), *(p.content for c in hand.chapters for p in c.pictures.values())]


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _address(number: int, content: bytes) -> str:
    return url_for("preview.picture", number=number, digest=_digest(content))


def _links(number: int) -> str:
    sheets = (
        url_for("static", filename="report.css"),
        url_for("static", filename="preview.css"),
        url_for("preview.style", number=number),
    )
    return "\n".join(f'<link rel="stylesheet" href="{address}">' for address in sheets)


def _bar(number: int) -> str:
    """The way back, which no paper shows."""
    back = escape(plain(_("Reports of round %(number)s", number=number)))
    said = escape(plain(_("So it will print, but for page numbers and what runs along the edges.")))
    return f'<p class="preview-bar"><a href="{url_for("reports.show", number=number)}">{back}</a> {said}</p>'
