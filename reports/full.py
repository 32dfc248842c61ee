"""The full report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import weasyprint

from audit.exhibits import Exhibit, RoundFacts, exhibits_of, words
from audit.fallback import marking
from audit.method.profile import Withheld
from audit.method.questionnaire import Stage
from audit.spoken import spoken
from audit.wording import direction, draft_lines, language
from reports.chapters import (
    chapters_of,
    contents_of,
    cover_of,
    later_chapters_of,
    principle_sections,
    questions_of,
)
from reports.glance import glance_of
from reports.printing import PAGE_SIZES, Paper, environment, pdf_of


@marking()
def report_html(facts: RoundFacts, *, paper: Paper = "a4") -> str:
    """The report as one HTML document for printing, in the language spoken now; its style is static/report.css."""
    facts = replace(facts, questionnaire=spoken(facts.questionnaire))
    told, shown = not isinstance(facts.profile.whole, Withheld), exhibits_of(facts)
    return (
        environment()
        .get_template("report/full.html" if told else "report/nothing.html")
        .render(
            language=language(),
            direction=direction(language()),
            size=PAGE_SIZES[paper],
            draft=draft_lines(asked=facts.questionnaire.draft),
            facts=facts,
            cover=cover_of(facts),
            contents=contents_of(facts, shown),
            chapters=chapters_of(shown),
            later=later_chapters_of(shown),
            **(_told(facts, shown) if told else {}),
        )
    )


def _told(facts: RoundFacts, shown: Sequence[Exhibit]) -> dict[str, object]:
    """What a report has besides, where something may be told."""
    return {
        "glance": glance_of(facts, shown),
        "stages": _stages(facts),
        "sections": principle_sections(facts),
        "questions": questions_of(shown),
        "appendix": next(e for e in shown if e.id == "appendix"),
        "made_with": f"WeasyPrint {weasyprint.__version__}",
    }


def _stages(facts: RoundFacts) -> list[tuple[str, str, str]]:
    """What the stages are called and mean; none where the round asked nothing that has stages."""
    climbing = facts.questionnaire.climbing
    return [(s.slug, words.stage_word(s), words.stage_meaning(s)) for s in Stage] if climbing else []


def report_pdf(facts: RoundFacts, *, paper: Paper = "a4") -> bytes:
    """The report as a tagged PDF built to PDF/UA-1: same facts, same paper, same versions, same bytes."""
    return pdf_of(report_html(facts, paper=paper))
