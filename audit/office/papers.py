"""Papers of a round, from its settings as they stand: to read, print, fill in and sign; and cards for the keys."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from audit.minutes import minutes_in_words
from audit.office.downloads import noted, pdf
from audit.office.drawing import draw
from audit.office.launch import staff_address
from audit.office.visit import office, person, round_numbered, visit
from audit.office.words import day_words
from audit.papers import PAPERS, Paper, PaperFacts
from audit.refusals import Refusal
from audit.running.asking import asked_in_round
from audit.running.days import circumstances_in_words
from audit.running.rounds import freeze
from audit.store import queries
from audit.store.frozen import Frozen, frozen_of
from audit.store.models import Round
from audit.wording import gettext as _
from reports.papers import paper_pdf, phrase_cards_pdf
from reports.printing import Paper as PaperSize

pages = Blueprint("papers", __name__)


@pages.get("/rounds/<int:number>/papers")
def list_all(number: int) -> Response:
    """Every paper, with what it is for."""
    asked = round_numbered(number)
    facts, missing = _facts_now(asked)
    made = [make(facts) for make in PAPERS.values()] if facts else []
    return draw("papers", number=number, made=made, missing=missing, agreed=asked.frozen is not None)


@pages.get("/rounds/<int:number>/papers/<paper>")
def show(number: int, paper: str) -> Response:
    """One paper, to read."""
    return draw("paper", number=number, content=_paper_of(round_numbered(number), paper))


@pages.get("/rounds/<int:number>/papers/<paper>/<any(a4,letter):size>")
def printed(number: int, paper: str, size: PaperSize) -> Response:
    """The same to print, with lines to write on."""
    content = _paper_of(round_numbered(number), paper)
    made = paper_pdf(content, organisation=person().organisation.name, paper=size)
    noted(_("Fetched “%(paper)s” of round %(number)s", paper=content.title, number=number))
    return pdf(made, name=f"{content.id}-{number}")


@pages.get("/rounds/<int:number>/phrase-cards/<any(a4,letter):size>")
def cards(number: int, size: PaperSize) -> Response:
    """A card for each key holder to write their words on. No word stands on it."""
    asked = round_numbered(number)
    holders = queries.holders_of(visit().session, round_id=asked.id)
    made = phrase_cards_pdf(
        organisation=person().organisation.name,
        number=number,
        holders=[h.label for h in holders],
        closes=day_words(asked.closes_on),
        fingerprint=asked.fingerprint,
        paper=size,
    )
    noted(_("Fetched the key cards of round %(number)s", number=number))
    return pdf(made, name=_("key-cards-round-%(number)s", number=number))


def _paper_of(asked: Round, paper: str) -> Paper:
    """The paper of that name; 404 where there is none, or where the draft still lacks what it tells of."""
    facts, _missing = _facts_now(asked)
    if facts is None or paper not in PAPERS:
        abort(404)
    return PAPERS[paper](facts)


def _facts_now(asked: Round) -> tuple[PaperFacts | None, tuple[str, ...]]:
    """What the papers tell of: agreed, or as a draft; or nothing, and the sentences about what the draft lacks."""
    try:
        frozen = frozen_of(asked.frozen) if asked.frozen is not None else freeze(visit().session, asked)
    except Refusal as refusal:
        return None, refusal.sentences
    return _facts_of(frozen, asked), ()


def _facts_of(frozen: Frozen, asked: Round) -> PaperFacts:
    questionnaire = asked_in_round(asked, library=office().library)
    return PaperFacts(
        organisation=frozen.organisation,
        number=frozen.number,
        questionnaires=tuple(part.title for part in questionnaire.parts),
        minutes=minutes_in_words(questionnaire.minutes),
        people=frozen.headcount,
        address=staff_address(),
        asked_by=frozen.asked_by,
        closes=day_words(frozen.closes_on),
        circumstances=circumstances_in_words(frozen),
        contacts=frozen.contacts,
        reviewer=frozen.comments.reviewer if frozen.comments else "",
        safeguarding=f"{frozen.comments.lead}, {frozen.comments.reach}" if frozen.comments else "",
        kept_until=day_words(frozen.keep_until),
        fingerprint=asked.fingerprint,
    )
