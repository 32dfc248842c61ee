"""The shorter reports: which manuscript belongs to a kind, and its HTML for printing; style: static/report.css."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from audit.exhibits import RoundFacts
from audit.fallback import marking
from audit.hand import UNTOUCHED, Hand
from audit.own_text import inside
from audit.spoken import spoken
from audit.wording import draft_lines
from reports.appendix_only import technical_appendix
from reports.board import board_summary
from reports.chapters import cover_of, draft_word
from reports.facilitation import facilitation_pack
from reports.kinds import Kind
from reports.manuscript import Manuscript
from reports.opening import Matter, matter_of
from reports.printing import PAGE_SIZES, Paper, environment
from reports.staff_sheet import staff_sheet

WRITTEN: Mapping[Kind, Callable[[Matter], Manuscript]] = {
    Kind.BOARD: board_summary,
    Kind.STAFF: staff_sheet,
    Kind.APPENDIX: technical_appendix,
    Kind.FACILITATION: facilitation_pack,
}


def written(facts: RoundFacts, *, kind: Kind, hand: Hand = UNTOUCHED) -> Manuscript:
    """The report as values; KeyError for the full report, which is written elsewhere."""
    return WRITTEN[kind](matter_of(facts, hand=hand))


@marking()
def manuscript_html(facts: RoundFacts, *, kind: Kind, paper: Paper = "a4", hand: Hand = UNTOUCHED) -> str:
    """The report as one HTML document for printing, in the language spoken now."""
    facts = replace(facts, questionnaire=spoken(facts.questionnaire))
    manuscript = written(facts, kind=kind, hand=hand)
    return (
        environment()
        .get_template("report/manuscript.html")
        .render(
            manuscript=manuscript,
            kind=kind.value,
            size=PAGE_SIZES[paper],
            created=cover_of(facts).created,
            draft=draft_lines(asked=facts.questionnaire.draft),
            brand=hand.brand,
            logo=inside(hand.brand.logo) if hand.brand and hand.brand.logo else "",
            draft_word=draft_word(facts, hand),
        )
    )
