"""Reports of a closed round: asked for here, made elsewhere, fetched here; final ones as long as results are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, abort, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.office.downloads import noted, report_file
from audit.office.drawing import draw
from audit.office.forms import Chosen, OfficeForm, refusals_on
from audit.office.visit import office, person, round_numbered, visit
from audit.office.words import day_words
from audit.report_words import form_words, kind_purposes, kind_words, paper_words, report_words
from audit.running import report_work
from audit.running.report_work import Wish
from audit.running.results import release_of_round
from audit.store import queries
from audit.store.models import ReportFinal, ReportWork, Round, WorkState
from audit.wording import gettext as _
from audit.wording import language, languages
from audit.working.queue import put_if_reached

pages = Blueprint("reports", __name__)
DRAFT, FINAL = "draft", "final"
SOON = 5  # seconds until a page with something under way shows itself again
LATE = timedelta(minutes=10)
UNFINISHED = (WorkState.WAITING, WorkState.UNDER_WAY)


class ReportForm(OfficeForm):
    """One report to be made."""

    kind = Chosen(
        lambda: [(kind, f"{words}. {kind_purposes()[kind]}") for kind, words in kind_words().items()],
        lambda: _("Choose which report it is to be."),
    )
    form = Chosen(lambda: list(form_words().items()), lambda: _("Choose in what form you want it."))
    paper = Chosen(lambda: list(paper_words().items()), lambda: _("Choose the paper it is printed on."))
    language = Chosen(lambda: [(one.code, one.name) for one in languages()], lambda: _("Choose a language."))
    how = Chosen(
        lambda: [
            (DRAFT, _("A draft, to read and to talk about. It is kept until tonight.")),
            (FINAL, _("A final report. It is kept as it is, with its date and a number that shows it is the same.")),
        ],
        lambda: _("Choose between a draft and a final report."),
    )

    @property
    def wish(self) -> Wish:
        """What was chosen."""
        return Wish(self.kind.data, self.form.data, self.paper.data, self.language.data, self.how.data == FINAL)


@dataclass(frozen=True, slots=True)
class Made:
    """One line of the list. state: of `WorkState`; said: how far it is, or what happened; fetch: "" where there is
    nothing to fetch here."""

    title: str
    details: str
    state: str
    said: tuple[str, ...]
    fetch: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One final report."""

    title: str
    details: str
    hash: str
    fetch: str


@pages.get("/rounds/<int:number>/reports")
def show(number: int) -> Response:
    """Ask for a report; what is being made, what can be fetched, and the final ones."""
    first = {"kind": "full", "form": "pdf", "paper": "a4", "language": language(), "how": DRAFT}
    return _page(ReportForm.shown(first), number=number)


@pages.post("/rounds/<int:number>/reports")
def ask(number: int) -> AnyResponse:
    """Put it down to be made, and go on to where one sees how far it is."""
    form, asked = ReportForm.sent(), round_numbered(number)
    with refusals_on(form):
        if form.validate():
            here = visit()
            work_id = report_work.ask(
                here.session, round_id=asked.id, wish=form.wish, by=person().account_id, now=here.now
            )
            put_if_reached(office().settings, work_id)
            return redirect(url_for("reports.under_way", number=number), 303)
    return _page(form, number=number)


@pages.get("/rounds/<int:number>/reports/under-way")
def under_way(number: int) -> Response:
    """How far everything is; it shows itself again while something is being made. Nothing is typed here, so that
    nothing typed is lost."""
    asked = round_numbered(number)
    release_of_round(visit().session, round_id=asked.id)
    rows = queries.report_work_of(visit().session, round_id=asked.id)
    unfinished = any(row.state in UNFINISHED for row in rows)
    return draw(
        "reports_under_way",
        number=number,
        made=_list(asked, rows),
        late=_late(rows),
        unfinished=unfinished,
        again=SOON if unfinished else 0,
    )


@pages.get("/rounds/<int:number>/reports/drafts/<int:work>")
def draft(number: int, work: int) -> Response:
    """A draft that is ready."""
    found = queries.find_report_work(visit().session, round_id=round_numbered(number).id, work_id=work)
    if found is None or found.content is None:
        abort(404)
    _noted_fetching(number, kind=found.kind, form=found.form)
    return report_file(found.content, name=f"{_name(number, found)}-{_('draft')}", form=found.form)


@pages.get("/rounds/<int:number>/reports/final/<int:final>")
def final(number: int, final: int) -> Response:
    """A final report, byte for byte as it was made."""
    found = queries.find_final(visit().session, round_id=round_numbered(number).id, final_id=final)
    if found is None:
        abort(404)
    _noted_fetching(number, kind=found.kind, form=found.form)
    return report_file(found.content, name=f"{_name(number, found)}-{found.edition}", form=found.form)


def _noted_fetching(number: int, *, kind: str, form: str) -> None:
    words = report_words(kind=kind, form=form)
    noted(_("Fetched a report of round %(number)s: %(report)s", number=number, report=words))


def _name(number: int, row: ReportWork | ReportFinal) -> str:
    """Of the file, before what sets it apart from its like."""
    return f"{row.kind}-{_('round-%(number)s', number=number)}-{row.language}"


def _page(form: ReportForm, *, number: int) -> Response:
    asked = round_numbered(number)
    release_of_round(visit().session, round_id=asked.id)
    rows = queries.report_work_of(visit().session, round_id=asked.id)
    return draw(
        "reports",
        form=form,
        number=number,
        made=_list(asked, rows),
        late=_late(rows),
        unfinished=any(row.state in UNFINISHED for row in rows),
        finals=[_kept(asked, one) for one in queries.finals_of(visit().session, round_id=asked.id)],
        may_make_final=person().role in report_work.MAY_MAKE_FINAL,
    )


def _list(asked: Round, rows: Sequence[ReportWork]) -> list[Made]:
    return [
        Made(
            report_words(kind=row.kind, form=row.form),
            _details(row, _("final") if row.final else _("draft")),
            row.state.value,
            _said(row),
            _draft_address(asked, row),
        )
        for row in rows
    ]


def _draft_address(asked: Round, row: ReportWork) -> str:
    if row.state is not WorkState.READY or row.final:
        return ""
    return url_for("reports.draft", number=asked.number, work=row.id)


def _details(row: ReportWork | ReportFinal, what: str) -> str:
    """Paper, language and what sets it apart, in a line."""
    spoken = next((one.name for one in languages() if one.code == row.language), row.language)
    return " · ".join((what, paper_words().get(row.paper, row.paper), spoken))


def _said(row: ReportWork) -> tuple[str, ...]:
    """How far it is, or what became of it; and why, where something happened on the way."""
    match row.state:
        case WorkState.WAITING:
            said = _("It waits for its turn.")
        case WorkState.UNDER_WAY:
            said = _("Step %(step)s of %(steps)s: %(what)s", step=row.done + 1, steps=row.steps, what=_step(row.done))
        case WorkState.READY:
            said = _("It is with the final reports.") if row.final else _("It is ready.")
        case WorkState.STOPPED:
            said = _("It could not be made.")
    return tuple(part for part in (said, row.why) if part)


def _step(done: int) -> str:
    return (_("the numbers are read."), _("the pages are drawn."), _("it is put away."))[min(done, 2)]


def _late(rows: Sequence[ReportWork]) -> bool:
    """Whether one waits so long that nobody can be at work, with nothing under way before it."""
    waits = [row for row in rows if row.state is WorkState.WAITING and visit().now - row.asked_at > LATE]
    return bool(waits) and not any(row.state is WorkState.UNDER_WAY for row in rows)


def _kept(asked: Round, one: ReportFinal) -> Kept:
    what = _("edition %(edition)s of %(day)s", edition=one.edition, day=day_words(one.made_on))
    return Kept(
        report_words(kind=one.kind, form=one.form),
        _details(one, what),
        one.hash,
        url_for("reports.final", number=asked.number, final=one.id),
    )
