"""The results page: what was released, drawn as everywhere else."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response
from werkzeug.exceptions import NotFound

from audit.answering.rounds import ResultsOut
from audit.exhibits import Exhibit, RoundFacts, exhibits_of
from audit.library import Library
from audit.method.telling import profile_of
from audit.method_text import the_method
from audit.results_file import ResultsFile
from audit.spoken import spoken, spoken_actions
from audit.staff.drawing import STYLE, draw
from audit.staff.notices import called_off_sentences
from audit.staff.plane import Frame, Plane
from audit.staff.sentences import about_results
from audit.wording import SOURCE_LANGUAGE, language
from audit.wording import gettext as _

APPENDIX = "appendix"
DETAILS = ("items", "module-items", "groups", "perspectives")
"""Exhibits on a page of their own, so that every page stays small on an old phone and a slow line."""
STYLES = (STYLE, "exhibits.css")
LONG = 10
"""Rows of tables from which on an exhibit is long: on a phone each row takes a third of a screen."""


def draw_results(plane: Plane, frame: Frame, found: ResultsOut) -> Response:
    """The last round's results, and whether a new round is coming. Details, and how they came about, stand on pages of
    their own."""
    facts = facts_of(found.file, plane.library)
    shown = exhibits_of(facts)
    details = any(e.id in DETAILS for e in shown)
    return _draw(
        plane,
        frame,
        facts,
        title=_("What we said"),
        sentences=(*about_results(found.file, found.coming), *(called_off_sentences() if found.called_off else ())),
        exhibits=[e for e in shown if e.id not in (*DETAILS, APPENDIX)],
        appendix=_numbers(frame, shown),
        more=_address(frame, "details") if details else "",
        back_to="",
    )


def draw_details(plane: Plane, frame: Frame, found: ResultsOut) -> Response:
    """Every practice, how places and roles answered, what staff think that others value; NotFound where none of it may
    be told."""
    facts = facts_of(found.file, plane.library)
    shown = exhibits_of(facts)
    details = [e for e in shown if e.id in DETAILS]
    if not details:
        raise NotFound
    return _draw(
        plane,
        frame,
        facts,
        title=_("What we said, in detail"),
        exhibits=details,
        appendix=_numbers(frame, shown),
        action=_address(frame, "details"),
    )


def draw_numbers(plane: Plane, frame: Frame, found: ResultsOut) -> Response:
    """Every released number and each formula once; NotFound where too few answered for any number."""
    facts = facts_of(found.file, plane.library)
    shown = [e for e in exhibits_of(facts) if e.id == APPENDIX]
    if not shown:
        raise NotFound
    return _draw(
        plane,
        frame,
        facts,
        title=_("How the results were worked out"),
        exhibits=shown,
        appendix="",
        method=_address(frame, "method"),
        action=_address(frame, "numbers"),
    )


def draw_method(plane: Plane, frame: Frame, _found: ResultsOut) -> Response:
    """How answers become results, in plain words: the same text whatever was found."""
    return draw(
        plane,
        frame,
        "method",
        styles=[f"{frame.root}/static/{name}" for name in (STYLE, "method.css")],
        action=_address(frame, "method"),
        method=the_method(),
        english=language() == SOURCE_LANGUAGE,
        back_to=frame.address,
    )


def _draw(
    plane: Plane, frame: Frame, facts: RoundFacts, *, title: str, exhibits: Sequence[Exhibit], **values: object
) -> Response:
    """One page of results; what a page does not say otherwise leads back to the first one."""
    around: dict[str, object] = {
        "title": title,
        "styles": [f"{frame.root}/static/{name}" for name in STYLES],
        "organisation": facts.organisation,
        "sentences": (),
        "exhibits": exhibits,
        "long": {e.id for e in exhibits if e.id != APPENDIX and sum(len(t.rows) for t in e.tables) > LONG},
        "more": "",
        "method": "",
        "back_to": frame.address,
    }
    return draw(plane, frame, "results", status=200, draft=facts.questionnaire.draft, **(around | values))


def _numbers(frame: Frame, shown: Sequence[Exhibit]) -> str | None:
    """Where it says how a result was worked out; None where no number is told."""
    return _address(frame, "numbers") if any(e.id == APPENDIX for e in shown) else None


def _address(frame: Frame, page: str) -> str:
    return f"{frame.address.rstrip('/')}/{page}"


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
        comments=file.comments,
    )
