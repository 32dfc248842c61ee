"""Printed reports: functions of frozen values, without database, web framework, clock or chance."""

from __future__ import annotations

from reports.full import report_html, report_pdf
from reports.handouts import form_pdf, poster_pdf, slips_pdf

__all__ = ["form_pdf", "poster_pdf", "report_html", "report_pdf", "slips_pdf"]
