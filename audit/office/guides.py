"""Guides: texts to read, and to print, beside an audit. Nobody is noted down for reading one."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from audit.library import Guide
from audit.office.downloads import pdf
from audit.office.drawing import draw
from audit.office.visit import office, person
from audit.spoken import spoken_guide
from audit.store.frozen import contacts_of
from audit.wording import language
from reports import guide_pdf

pages = Blueprint("guides", __name__)


@pages.get("/guides")
def list_all() -> Response:
    """Every guide, with what it is for."""
    found = [spoken_guide(_in_this_language(id_)) for id_ in office().library.guides]
    return draw("guides", guides=found, draft=any(guide.draft for guide in found))


@pages.get("/guides/<guide>")
def show(guide: str) -> Response:
    """One guide."""
    found = spoken_guide(_one(guide))
    return draw("guide", guide=found, draft=found.draft)


@pages.get("/guides/<guide>/guide.pdf")
def printed(guide: str) -> Response:
    """The same to print, on the paper that `paper` names, with the organisation's contacts at its end."""
    found = _one(guide)
    content = guide_pdf(
        found,
        contacts=contacts_of(person().organisation.contacts),
        paper="letter" if request.args.get("paper") == "letter" else "a4",
    )
    return pdf(content, name=found.id)


def _one(id_: str) -> Guide:
    if id_ not in office().library.guides:
        abort(404)
    return _in_this_language(id_)


def _in_this_language(id_: str) -> Guide:
    return office().library.guide(id_, language=language())
