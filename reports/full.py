"""The full report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import weasyprint

from audit.exhibits import Exhibit, RoundFacts, exhibits_of, words
from audit.fallback import marking
from audit.hand import UNTOUCHED, Hand, Where
from audit.method.profile import Withheld
from audit.method.questionnaire import Stage
from audit.own_text import inside
from audit.spoken import spoken
from audit.wording import direction, draft_lines, language
from reports.chapters import (
    chapters_of,
    contents_of,
    cover_of,
    draft_word,
    glanced,
    later_chapters_in_two,
    noted,
    own_chapters_of,
    principle_sections,
    questions_of,
    state_of,
    without_left_out,
)
from reports.glance import Glance, glance_of
from reports.printing import PAGE_SIZES, Paper, environment, pdf_of

HASH_SHOWN = 12


@marking()
def report_html(facts: RoundFacts, *, paper: Paper = "a4", hand: Hand = UNTOUCHED) -> str:
    """The report as one HTML document for printing, in the language spoken now; its style is static/report.css."""
    facts = replace(facts, questionnaire=spoken(facts.questionnaire))
    told, every = not isinstance(facts.profile.whole, Withheld), exhibits_of(facts)
    shown = without_left_out(every, hand)
    before_plan, plan = later_chapters_in_two(shown)
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
            contents=contents_of(facts, shown, hand),
            chapters=noted(chapters_of(shown), hand),
            before_plan=noted(before_plan, hand),
            plan=noted(plan, hand),
            own_before_findings=own_chapters_of(hand, Where.BEFORE_FINDINGS),
            own_before_plan=own_chapters_of(hand, Where.BEFORE_PLAN),
            **_given(facts, hand),
            **(_told(facts, shown, glance_of(facts, glanced(every, hand))) if told else {}),
        )
    )


@marking()
def report_style(facts: RoundFacts, *, paper: Paper = "a4", hand: Hand = UNTOUCHED) -> str:
    """The style that this report alone has, for pages that may hold none inside."""
    template = environment().get_template("report/style.html")
    return template.render(size=PAGE_SIZES[paper], **_given(facts, hand))


def _given(facts: RoundFacts, hand: Hand) -> dict[str, object]:
    """Whose it looks like, and whether it is a draft: a rehearsal is neither draft nor final."""
    logo = hand.brand.logo if hand.brand else None
    return {
        "brand": hand.brand,
        "logo": inside(logo) if logo else "",
        "state": "" if facts.rehearsal else state_of(hand),
        "final": hand.final is not None,
        "draft_word": draft_word(facts, hand),
        "release": facts.profile.release_hash,
        "short_release": facts.profile.release_hash[:HASH_SHOWN],
    }


def _told(facts: RoundFacts, shown: Sequence[Exhibit], glance: Glance) -> dict[str, object]:
    """What a report has besides, where something may be told."""
    return {
        "glance": glance,
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


def report_pdf(facts: RoundFacts, *, paper: Paper = "a4", hand: Hand = UNTOUCHED) -> bytes:
    """The report as a tagged PDF built to PDF/UA-1: same facts, same hand, same paper, same versions, same bytes."""
    return pdf_of(report_html(facts, paper=paper, hand=hand))
