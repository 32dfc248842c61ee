"""What reports there are and in what they are written."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The reports of a closed round."""

    FULL = "full"
    BOARD = "board"
    STAFF = "staff"
    APPENDIX = "appendix"
    FACILITATION = "facilitation"


class Form(StrEnum):
    """In what a report is written. Workbook, table and JSON hold all that may be told, whatever the kind."""

    PDF = "pdf"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
