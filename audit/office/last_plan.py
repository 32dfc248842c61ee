"""Looking back, once a year: what came of the actions of earlier plans, as far as the newest round can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audit.exhibits import RoundFacts
from audit.exhibits.verdict import line_of, said_of, why_not
from audit.method.profile import ChangeWord
from audit.method.verdict import NotJudged, Verdict, WhyNotJudged
from audit.office.visit import visit
from audit.running.results import earlier_actions
from audit.store import queries
from audit.store.models import PlanAction, Round


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A finished action as the page places it. tone: of the word that is said of it; lines: what that stands on."""

    planned: PlanAction
    said: str
    tone: str
    lines: tuple[str, ...]


def looked_back(asked: Round, facts: RoundFacts) -> tuple[LookedAt, ...]:
    """Every finished action of earlier plans beside the newest round; nothing on the plan of an older one, whose turn
    is over."""
    closed = queries.closed_rounds_of(visit().session, organisation_id=asked.organisation_id)
    newest = max((r.id for r in closed if not r.trial), default=None)
    return tuple(_finished(asked, facts)) if newest == asked.id else ()


def _finished(asked: Round, facts: RoundFacts) -> Iterator[LookedAt]:
    actions = earlier_actions(visit().session, asked)
    for planned, reviewed in zip(actions, facts.verdicts, strict=True):
        found = reviewed.found
        if found != NotJudged(WhyNotJudged.NOT_FINISHED):
            yield LookedAt(planned, said_of(found), _tone(found), _lines(facts, found))


def _tone(found: Verdict | NotJudged) -> str:
    if isinstance(found, NotJudged):
        return "plain"
    return {ChangeWord.CLEARLY_HIGHER: "good", ChangeWord.CLEARLY_LOWER: "look", ChangeWord.CANNOT_TELL: "plain"}[
        found.word
    ]


def _lines(facts: RoundFacts, found: Verdict | NotJudged) -> tuple[str, ...]:
    if isinstance(found, NotJudged):
        return (why_not(found.reason),)
    return tuple(line_of(facts, judged) for judged in found.judged)
