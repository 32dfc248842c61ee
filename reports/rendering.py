"""One entry for every report in every form: the same facts, the same hand, the same bytes.

What writes a form is read only when that form is asked for: a page of the office never waits for a library of Word.
"""

from __future__ import annotations

from audit.exhibits import RoundFacts
from audit.hand import UNTOUCHED, Hand
from reports.kinds import Form, Kind
from reports.manuscript import Manuscript
from reports.printing import Paper, pdf_of

WORD_BODY = {Kind.STAFF: 11.5}
"""Size of the text in Word, in points, where it is not 10: the staff sheet is for everybody's eyes."""


def render(facts: RoundFacts, *, kind: Kind, form: Form, paper: Paper = "a4", hand: Hand = UNTOUCHED) -> bytes:
    """A report of a closed round, whole. Workbook, table and JSON hold all that may be told, whatever the kind."""
    match form:
        case Form.PDF:
            return pdf_of(html_of(facts, kind=kind, paper=paper, hand=hand))
        case Form.HTML:
            from reports.single_file import single_file_of

            return single_file_of(html_of(facts, kind=kind, paper=paper, hand=hand))
        case Form.DOCX:
            from reports.word import docx_of

            manuscript, body = manuscript_of(facts, kind=kind, hand=hand), WORD_BODY.get(kind, 10.0)
            return docx_of(manuscript, paper=paper, created=facts.closed_on, body=body)
        case Form.XLSX:
            from reports.workbook import workbook_of

            return workbook_of(facts)
        case Form.CSV:
            from reports.tables import table_of

            return table_of(facts)
        case Form.JSON:
            from reports.profile_json import json_of

            return json_of(facts)


def html_of(facts: RoundFacts, *, kind: Kind, paper: Paper = "a4", hand: Hand = UNTOUCHED) -> str:
    """The HTML from which PDF and single file are made."""
    if kind is Kind.FULL:
        from reports.full import report_html

        return report_html(facts, paper=paper, hand=hand)
    from reports.manuscripts import manuscript_html

    return manuscript_html(facts, kind=kind, paper=paper, hand=hand)


def manuscript_of(facts: RoundFacts, *, kind: Kind, hand: Hand = UNTOUCHED) -> Manuscript:
    """A report as values, without marks of what fell back to English."""
    if kind is Kind.FULL:
        from reports.full_manuscript import full_manuscript

        return full_manuscript(facts, hand=hand)
    from reports.manuscripts import written

    return written(facts, kind=kind, hand=hand)
