"""The method as a page. It holds nothing of any organisation, so it is there for whoever comes."""

from __future__ import annotations

from flask import Blueprint, Response

from audit.method_text import the_method
from audit.office.drawing import draw
from audit.wording import SOURCE_LANGUAGE, language

pages = Blueprint("method", __name__)


@pages.get("/method")
def show() -> Response:
    """How answers become a profile, with the example that was worked out by hand."""
    return draw("method", styles=("method.css",), method=the_method(), english=language() == SOURCE_LANGUAGE)
