"""What a team agreed on together, in print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audit.exhibits import words
from audit.exhibits.agreed import TeamFacts, agreed_exhibits, what_it_is
from audit.fallback import marking
from audit.promise import Contact
from audit.spoken import spoken
from audit.wording import direction, draft_lines, language
from reports.printing import PAGE_SIZES, Paper, environment, pdf_of


@marking()
def agreed_pdf(facts: TeamFacts, *, organisation: str, contacts: Sequence[Contact], paper: Paper = "a4") -> bytes:
    """The same exhibits as on the page, as a tagged PDF built to PDF/UA-1. contacts: whom to turn to, at its end."""
    facts = replace(facts, questionnaire=spoken(facts.questionnaire))
    html = (
        environment()
        .get_template("report/agreed.html")
        .render(
            language=language(),
            direction=direction(language()),
            size=PAGE_SIZES[paper],
            draft=draft_lines(asked=facts.questionnaire.draft),
            organisation=organisation,
            asked_title=facts.questionnaire.title,
            held_on=words.day(facts.held_on),
            what_it_is=what_it_is(),
            exhibits=agreed_exhibits(facts),
            contacts=contacts,
        )
    )
    return pdf_of(html)
