"""Files that leave the office: always to be saved, never kept by a browser or a proxy."""

from __future__ import annotations

from flask import Response

from audit.office.visit import person, visit
from audit.running.trail import record


def pdf(content: bytes, *, name: str) -> Response:
    """A PDF to save under this name."""
    return _file(content, name=f"{name}.pdf", kind="application/pdf")


def json_file(text: str, *, name: str) -> Response:
    """JSON to save under this name."""
    return _file(text.encode(), name=f"{name}.json", kind="application/json")


def csv_file(text: str, *, name: str) -> Response:
    """A table to save under this name. Spreadsheets know by the mark in front that it is UTF-8."""
    return _file(text.encode("utf-8-sig"), name=f"{name}.csv", kind="text/csv")


KINDS = {
    "pdf": "application/pdf",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
}


def report_file(content: bytes, *, name: str, form: str) -> Response:
    """A report to save under this name. form: of `reports.kinds`."""
    return _file(content, name=f"{name}.{form}", kind=KINDS[form])


def noted(what: str) -> None:
    """A line on the trail: whoever is signed in fetched this."""
    here, me = visit(), person()
    record(here.session, organisation_id=me.organisation.id, who=me.name, what=what, on=here.today)


def _file(content: bytes, *, name: str, kind: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
