"""The results of a closed round: one page, the printed report, the release as a file."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from audit.exhibits import Exhibit, RoundFacts, exhibit_of, exhibits_of
from audit.method.profile import Withheld
from audit.office.downloads import json_file, pdf
from audit.office.drawing import draw
from audit.office.visit import office, person, round_numbered, visit
from audit.running.hands import hand_of
from audit.running.results import round_facts
from audit.running.trail import record
from audit.store import queries
from audit.store.models import Round
from audit.wording import gettext as _
from reports import report_pdf

pages = Blueprint("profile", __name__)


def sections() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The questions of the page, in order, each with the exhibits that answer it."""
    return (
        ("trust", _("Can we trust this?"), ("trust",)),
        ("standing", _("Where do we stand?"), ("principles", "stepped-care", "modules")),
        (
            "holding",
            _("Where does it hold, and where not?"),
            ("gates", "ahead", "grid", "items", "module-items", "visibility"),
        ),
        ("views", _("Who sees it differently?"), ("groups", "leaders")),
        ("change", _("What changed since last time?"), ("change",)),
        ("first", _("What do people want first?"), ("priorities", "perspectives")),
        ("words", _("What did people say in their own words?"), ("comments",)),
        ("beside", _("What else was used this year?"), ("also-used",)),
        ("next", _("What could we do next?"), ("plan", "last-plan")),
        ("limits", _("What is not told, and why?"), ("withheld",)),
    )


@pages.get("/rounds/<int:number>/profile")
def show(number: int) -> Response:
    """Everything on one page, in the order in which questions come up."""
    facts = facts_of(round_numbered(number))
    found = {e.id: e for e in exhibits_of(facts)}
    answered = [(anchor, question, _answers(found, ids)) for anchor, question, ids in sections()]
    return draw(
        "profile",
        styles=("exhibits.css",),
        draft=facts.questionnaire.draft,
        number=number,
        nothing=isinstance(facts.profile.whole, Withheld),
        sections=[part for part in answered if part[2]],
    )


@pages.get("/rounds/<int:number>/worked-out")
def worked_out(number: int) -> Response:
    """How each number came about: every released number, and each formula once."""
    facts = facts_of(round_numbered(number))
    if isinstance(facts.profile.whole, Withheld):
        abort(404)
    return draw(
        "worked_out",
        styles=("exhibits.css",),
        draft=facts.questionnaire.draft,
        number=number,
        exhibit_shown=exhibit_of(facts, "appendix"),
    )


def _answers(found: dict[str, Exhibit], ids: tuple[str, ...]) -> list[Exhibit]:
    return [found[i] for i in ids if i in found]


def facts_of(asked: Round) -> RoundFacts:
    """What may be told of a round; NoResultsYet while it has not closed."""
    return round_facts(visit().session, round_id=asked.id, library=office().library)


@pages.get("/rounds/<int:number>/report.pdf")
def report(number: int) -> Response:
    """The printed report, on the paper that `paper` names."""
    asked = round_numbered(number)
    facts = facts_of(asked)
    hand = hand_of(visit().session, round_id=asked.id, account_id=person().account_id)
    content = report_pdf(facts, paper="letter" if request.args.get("paper") == "letter" else "a4", hand=hand)
    _noted(_("Fetched the report of round %(number)s", number=number))
    return pdf(content, name=_("report-round-%(number)s", number=number))


@pages.get("/rounds/<int:number>/release.json")
def release(number: int) -> Response:
    """The released numbers, byte for byte as they are kept."""
    found = queries.find_release(visit().session, round_id=round_numbered(number).id)
    if found is None:
        abort(404)
    _noted(_("Fetched the numbers of round %(number)s", number=number))
    return json_file(found.text, name=_("release-round-%(number)s", number=number))


def _noted(what: str) -> None:
    record(
        visit().session,
        organisation_id=person().organisation.id,
        who=person().name,
        what=what,
        on=visit().today,
    )
