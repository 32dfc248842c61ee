"""From plain values to a page: templates with what stands around every one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from flask import Response

from audit.library import Guide
from audit.staff.cookie import proof_of
from audit.staff.plane import Frame, Plane, Visit
from audit.wording import direction, draft_lines, language, switches

SITE_NAME = "Steadyground"
CAME_BACK = 422  # a form with something that needs another look
Errors = Sequence[tuple[str, str]]
STYLE = "steadyground.css"


def draw(
    plane: Plane, frame: Frame, template: str, *, status: int = 200, draft: bool = False, **values: object
) -> Response:
    """A page of the staff plane as a response. draft: whether nobody has confirmed the translation of the questions."""
    around: dict[str, object] = {
        "language": language(),
        "direction": direction(language()),
        "site_name": SITE_NAME,
        "failed": status == CAME_BACK,
        "styles": [f"{frame.root}/static/{STYLE}"],
        "action": frame.address,
        "proof": "" if frame.held is None else proof_of(frame.held),
        "leave_to": f"{frame.address.rstrip('/')}/leave" if frame.leave_to else "",
        "languages": switches(),
        "draft": draft_lines(asked=draft),
        "office": _office_of(plane, frame),
        "contacts": [astuple(contact) for contact in frame.contacts],
        "at": "",
        "back": "",
        "enter": "next",
        "errors": (),
    }
    page = plane.templates.get_template(f"staff/{template}.html").render(around | values)
    return Response(page, status=status)


def _office_of(plane: Plane, frame: Frame) -> str:
    """Where leaders sign in: named while nobody is answering here, and only where the office runs beside this plane."""
    return f"{frame.root}{plane.office_beside}/" if plane.office_beside and frame.held is None else ""


def draw_step(visit: Visit, template: str, *, errors: Errors = (), **values: object) -> Response:
    """A page of the way through; with errors it is the form that came back."""
    status = CAME_BACK if errors else 200
    leaflet = values.get("support_leaflet")
    draft = visit.questionnaire.draft or (isinstance(leaflet, Guide) and leaflet.draft)
    return draw(
        visit.plane, visit.frame, template, status=status, draft=draft, at=str(visit.step), errors=errors, **values
    )
