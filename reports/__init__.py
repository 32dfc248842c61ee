"""Printed reports: functions of frozen values, without database, web framework, clock or chance."""

from __future__ import annotations

from reports.conversation import conversation_cards_pdf, conversation_record_pdf
from reports.forms import RoundOnPaper, form_pdf, leadership_form_pdf
from reports.full import report_html, report_pdf
from reports.handouts import guide_pdf, poster_pdf, slips_pdf
from reports.rendering import render

__all__ = [
    "RoundOnPaper",
    "conversation_cards_pdf",
    "conversation_record_pdf",
    "form_pdf",
    "guide_pdf",
    "leadership_form_pdf",
    "poster_pdf",
    "render",
    "report_html",
    "report_pdf",
    "slips_pdf",
]
