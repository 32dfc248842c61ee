"""Drawing a page: the template's own values, and what every page of this plane has."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from wtforms import HiddenField, RadioField

from audit.office.forms import OfficeForm, proof_of
from audit.office.navigation import links_for
from audit.office.speaking import this_page
from audit.office.visit import office, visit
from audit.office.words import role_word
from audit.wording import direction, draft_lines, language, switches

SITE_NAME = "Steadyground"
REFUSED = 422
STYLES = ("steadyground.css", "office.css")


def draw(template: str, *, form: OfficeForm | None = None, **values: Any) -> Response:
    """A page as a response; status 422 where its form was sent and needs another look."""
    errors = form.errors_shown if form is not None else []
    return draw_with(REFUSED if errors else 200, template, form=form, errors=errors, **values)


def draw_with(
    status: int, template: str, *, styles: tuple[str, ...] = (), draft: bool = False, **values: Any
) -> Response:
    """A page with a status of its own. styles: further style sheets. draft: whether nobody has confirmed the
    translation of what it shows of a questionnaire or a guide."""
    here = visit()
    everywhere: dict[str, Any] = {
        "form": None,
        "errors": [],
        "failed": status == REFUSED,
        "proof": proof_of(here.held),
        "language": language(),
        "direction": direction(language()),
        "site_name": SITE_NAME,
        "styles": [url_for("static", filename=name) for name in (*STYLES, *styles)],
        "person": here.person,
        "part": role_word(here.person.role) if here.person else "",
        "languages": switches(),
        "typed": _is_filled_in(values.get("form")),
        "this_page": this_page(),
        "draft": draft_lines(asked=draft),
        "links": links_for(here.person.role, at=request.endpoint or "") if here.person else (),
    }
    text = office().templates.get_template(f"office/{template}.html").render(everywhere | values)
    return Response(text, status, mimetype="text/html")


def _is_filled_in(form: OfficeForm | None) -> bool:
    """Whether somebody types anything on this page: a change of language loses it."""
    return form is not None and any(not isinstance(field, HiddenField | RadioField) for field in form)
