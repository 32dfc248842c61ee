"""Rehearse this round: what its results would look like, drawn from invented answers. Looks, and keeps nothing."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for

from audit.exhibits import Exhibit, RoundFacts, exhibits_of
from audit.method.foresight import NEEDED
from audit.method.profile import Withheld
from audit.office.downloads import pdf
from audit.office.drawing import draw
from audit.office.first_visit import size_of, size_sentences
from audit.office.profile import sections
from audit.office.visit import office, round_numbered, visit
from audit.running.rehearsing import RESPONSES, Fate, Grounds, GroupFate, Rehearsed, grounds_of, rehearsed
from audit.store.models import Round
from audit.wording import gettext as _
from audit.wording import ngettext
from reports import report_pdf

pages = Blueprint("rehearsal", __name__)
USUAL = 70
FIRST, LAST = 1, 9_999  # seeds: which of the many ways in which nobody answered


@pages.get("/rounds/<int:number>/rehearsal")
def show(number: int) -> Response:
    """What a rehearsal is; and, where the address says how many answer, the results that it would make."""
    asked = round_numbered(number)
    here, response = grounds_of(visit().session, round_id=asked.id), _response()
    if response is None or here.too_small or _too_few(here, response):
        return _start_page(here, number=number, response=response)
    return _results_page(_rehearsed(asked, response), number=number, response=response)


@pages.get("/rounds/<int:number>/rehearsal.pdf")
def report(number: int) -> Response:
    """The printed report of the same invented answers, marked on every page."""
    asked = round_numbered(number)
    here, response = grounds_of(visit().session, round_id=asked.id), _response()
    if response is None or here.too_small or _too_few(here, response):
        abort(404)
    content = report_pdf(_rehearsed(asked, response).facts, paper="letter" if _asked_for("paper") == "letter" else "a4")
    return pdf(content, name=_("rehearsal-round-%(number)s", number=number))


def _asked_for(name: str) -> str:
    return request.args.get(name, "")


def _response() -> int | None:
    """What the address says, where it is one of those that are offered."""
    return next((r for r in RESPONSES if str(r) == _asked_for("response")), None)


def _seed() -> int:
    typed = _asked_for("seed")
    known = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(LAST))
    return max(FIRST, int(typed)) if known else FIRST


def _too_few(here: Grounds, response: int) -> bool:
    return here.answers_at(response) < NEEDED


def _rehearsed(asked: Round, response: int) -> Rehearsed:
    return rehearsed(visit().session, round_id=asked.id, library=office().library, response=response, seed=_seed())


def _start_page(here: Grounds, *, number: int, response: int | None) -> Response:
    return draw(
        "rehearsal_start",
        number=number,
        nobody=here.headcount == 0,
        small=size_sentences(size_of(here.headcount)) if here.too_small else (),
        few=_few_sentence(here, response) if response is not None and _too_few(here, response) else "",
        people=ngettext("%(num)s person works there.", "%(num)s people work there.", here.headcount),
        choices=[(str(r), _response_words(r)) for r in RESPONSES],
        chosen=str(response or USUAL),
    )


def _few_sentence(here: Grounds, response: int) -> str:
    return _(
        "%(some)s: of %(people)s people that is fewer than ten, so such a round shows nothing.",
        some=_response_words(response),
        people=here.headcount,
    )


def _response_words(response: int) -> str:
    return {
        50: _("Half of the staff"),
        70: _("Seven in ten"),
        90: _("Nine in ten"),
    }[response]


def _results_page(found: Rehearsed, *, number: int, response: int) -> Response:
    facts, seed = found.facts, _seed()
    return draw(
        "rehearsal",
        styles=("exhibits.css",),
        draft=facts.questionnaire.draft,
        number=number,
        answering=_response_words(response),
        nothing=isinstance(facts.profile.whole, Withheld),
        groups=_groups_table(found.groups),
        groups_found=_groups_found(found.groups),
        sections=_sections(facts),
        others=[(_response_words(r), _here(number, response=r, seed=seed)) for r in RESPONSES if r != response],
        again=_here(number, response=response, seed=seed + 1 if seed < LAST else FIRST),
        printed=url_for("rehearsal.report", number=number, response=response, seed=seed),
    )


def _here(number: int, *, response: int, seed: int) -> str:
    return url_for("rehearsal.show", number=number, response=response, seed=seed)


def _sections(facts: RoundFacts) -> list[tuple[str, str, list[Exhibit]]]:
    """The questions of the page of results that these answers have something to say to."""
    known = {e.id: e for e in exhibits_of(facts)}
    answered = ((anchor, asked, [known[i] for i in ids if i in known]) for anchor, asked, ids in sections())
    return [part for part in answered if part[2]]


def _groups_table(groups: tuple[GroupFate, ...]) -> list[list[str]]:
    return [[" / ".join(g.path), str(g.headcount), _what_became(g)] for g in groups]


def _groups_found(groups: tuple[GroupFate, ...]) -> str:
    shown = sum(g.fate is Fate.SHOWN for g in groups)
    return _("%(shown)s of %(all)s places and roles have results of their own here.", shown=shown, all=len(groups))


def _what_became(group: GroupFate) -> str:
    above = " / ".join(group.counts_in) if group.counts_in else _("Everybody")
    match group.fate:
        case Fate.SHOWN:
            return _("Yes")
        case Fate.FOLDS:
            return _("No: it, or what is left beside it, is too small for the form. Counts in: %(group)s", group=above)
        case Fate.TOO_FEW:
            return _("No: fewer than ten answered. Counts in: %(group)s", group=above)
        case Fate.GIVES_AWAY:
            return _("No: with it, somebody could work out fewer than ten people. Counts in: %(group)s", group=above)
