"""The results page: what was released, drawn as everywhere else."""

from __future__ import annotations

from flask import Response
from werkzeug.exceptions import NotFound

from audit.answering.rounds import ResultsOut
from audit.exhibits import RoundFacts, exhibits_of
from audit.library import Library
from audit.method.telling import profile_of
from audit.results_file import ResultsFile
from audit.spoken import spoken, spoken_actions
from audit.staff.drawing import draw
from audit.staff.plane import Frame, Plane
from audit.staff.sentences import about_results
from audit.wording import gettext as _
from audit.wording import language

APPENDIX = "appendix"
STYLES = ("steadyground.css", "exhibits.css")
LONG = 10
"""Rows of tables from which on an exhibit is long: on a phone each row takes a third of a screen."""


def draw_results(plane: Plane, frame: Frame, found: ResultsOut) -> Response:
    """The last round's results, and whether a new round is coming. How they came about stands on a page of its own."""
    facts = facts_of(found.file, plane.library)
    shown = exhibits_of(facts)
    worked_out = _numbers(frame) if any(e.id == APPENDIX for e in shown) else None
    return draw(
        plane,
        frame,
        "results",
        draft=facts.questionnaire.draft,
        styles=_styles(frame),
        organisation=found.file.organisation,
        title=_("What we said"),
        sentences=about_results(found.file, found.coming),
        exhibits=[e for e in shown if e.id != APPENDIX],
        long={e.id for e in shown if sum(len(table.rows) for table in e.tables) > LONG},
        appendix=worked_out,
        back_to="",
    )


def draw_numbers(plane: Plane, frame: Frame, found: ResultsOut) -> Response:
    """Every released number and each formula once; NotFound where too few answered for any number."""
    facts = facts_of(found.file, plane.library)
    shown = [e for e in exhibits_of(facts) if e.id == APPENDIX]
    if not shown:
        raise NotFound
    return draw(
        plane,
        frame,
        "results",
        draft=facts.questionnaire.draft,
        styles=_styles(frame),
        organisation=found.file.organisation,
        title=_("How the results were worked out"),
        sentences=(),
        exhibits=shown,
        long=frozenset(),
        appendix="",
        action=_numbers(frame),
        back_to=frame.address,
    )


def _numbers(frame: Frame) -> str:
    return f"{frame.address.rstrip('/')}/numbers"


def _styles(frame: Frame) -> list[str]:
    return [f"{frame.root}/static/{name}" for name in STYLES]


def facts_of(file: ResultsFile, library: Library) -> RoundFacts:
    """What exhibits may know, from what the closed round left for staff."""
    asked = library.questionnaire(file.questionnaire, edition=file.edition, language=language())
    return RoundFacts(
        organisation=file.organisation,
        number=file.number,
        questionnaire=spoken(asked.as_asked_in(file.number)),
        release=file.release,
        profile=profile_of(file.release),
        circumstances=file.circumstances,
        ledger=file.ledger,
        opened_on=file.opened_on,
        closed_on=file.closed_on,
        contacts=file.contacts,
        actions=spoken_actions(library),
        invented=file.invented,
    )
