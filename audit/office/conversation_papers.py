"""Papers of the team conversation: guide, cards and record sheet, to print before anything is entered."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from audit.method.conversation import can_be_talked_about
from audit.method.questionnaire import Questionnaire
from audit.office.downloads import noted, pdf
from audit.office.drawing import draw
from audit.office.visit import office, person
from audit.spoken import spoken
from audit.wording import gettext as _
from audit.wording import language
from reports import conversation_cards_pdf, conversation_record_pdf
from reports.forms import Size
from reports.printing import Paper

pages = Blueprint("conversation_papers", __name__)
GUIDE = "conversation"
FIRST_TIME = 1  # as a first round asks it: nothing is asked about an earlier one


@pages.get("/conversation/papers")
def list_all() -> Response:
    """What to print, for every questionnaire that can be talked about."""
    found = [spoken(asked) for asked in _talked_about()]
    return draw(
        "conversation_papers",
        questionnaires=found,
        guide=GUIDE if GUIDE in office().library.guides else "",
        draft=any(asked.draft for asked in found),
    )


@pages.get("/conversation/papers/<questionnaire>/cards/<any(a4,letter):paper>/<any(usual,large):size>")
def cards(questionnaire: str, paper: Paper, size: Size) -> Response:
    """Cards to cut out."""
    made = conversation_cards_pdf(_one(questionnaire), size=size, paper=paper)
    noted(_("Fetched the cards of the team conversation"))
    return pdf(made, name=_("conversation-cards"))


@pages.get("/conversation/papers/<questionnaire>/record/<any(a4,letter):paper>/<any(usual,large):size>")
def record(questionnaire: str, paper: Paper, size: Size) -> Response:
    """The sheet on which the record is written by hand."""
    made = conversation_record_pdf(_one(questionnaire), organisation=person().organisation.name, size=size, paper=paper)
    noted(_("Fetched the record sheet of the team conversation"))
    return pdf(made, name=_("conversation-record"))


def _talked_about() -> tuple[Questionnaire, ...]:
    """In the language spoken now, the newest edition of each."""
    known = dict.fromkeys(q.id for q in office().library.questionnaires)
    found = (office().library.questionnaire(one, language=language()).as_asked_in(FIRST_TIME) for one in known)
    return tuple(asked for asked in found if can_be_talked_about(asked))


def _one(id_: str) -> Questionnaire:
    """404 for what is not there, or cannot be talked about."""
    found = {asked.id: asked for asked in _talked_about()}
    if id_ not in found:
        abort(404)
    return found[id_]
