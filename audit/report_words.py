"""What reports are called, by the values of `reports.kinds`."""

from __future__ import annotations

from collections.abc import Mapping

from audit.wording import gettext as _


def kind_words() -> Mapping[str, str]:
    """Each kind of report, in the order in which they are offered."""
    return {
        "full": _("Full report"),
        "board": _("Board summary"),
        "staff": _("Staff sheet and poster"),
        "appendix": _("Technical appendix"),
        "facilitation": _("Facilitation pack"),
    }


def kind_purposes() -> Mapping[str, str]:
    """What each kind is for, in one sentence."""
    return {
        "full": _("Everything that may be told, chapter by chapter."),
        "board": _("Two pages for those who decide."),
        "staff": _("What you said, what we will do, what we cannot do and why: two pages and a poster."),
        "appendix": _("How each number came about, for those who check."),
        "facilitation": _("Questions for each finding, for the talk about the results."),
    }


def form_words() -> Mapping[str, str]:
    """Each form, in the order in which they are offered."""
    return {
        "pdf": _("PDF, to print or send"),
        "docx": _("Word, to go on writing"),
        "html": _("One page for a browser"),
        "xlsx": _("Excel workbook: all numbers"),
        "csv": _("CSV table: all numbers"),
        "json": _("JSON, for other programs: all numbers"),
    }


def paper_words() -> Mapping[str, str]:
    """Each size of paper."""
    return {"a4": _("A4"), "letter": _("US Letter")}


def report_words(*, kind: str, form: str) -> str:
    """A report and its form in a line: “Board summary (PDF)”."""
    return _("%(report)s (%(form)s)", report=kind_words().get(kind, kind), form=form_short().get(form, form))


def form_short() -> Mapping[str, str]:
    """Each form in a word."""
    return {
        "pdf": _("PDF"),
        "docx": _("Word"),
        "html": _("web page"),
        "xlsx": _("Excel"),
        "csv": _("CSV"),
        "json": _("JSON"),
    }
