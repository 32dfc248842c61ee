"""The report's PDF, beside what WeasyPrint alone needs for the same finished HTML."""

from __future__ import annotations

from dataclasses import dataclass

from audit.exhibits import RoundFacts
from reports import report_html, report_pdf
from reports.printing import bare_pdf_of

PEOPLE = 105


@dataclass(frozen=True, slots=True)
class Print:
    """A round, and its report as HTML."""

    facts: RoundFacts
    html: str


def load(facts: RoundFacts) -> Print:
    """The HTML is made beforehand, for the other side only."""
    return Print(facts, report_html(facts))


def ours(work: Print) -> bytes:
    """From facts to tagged PDF."""
    return report_pdf(work.facts)


def bare(work: Print) -> bytes:
    """By WeasyPrint alone, from the finished HTML."""
    return bare_pdf_of(work.html)
