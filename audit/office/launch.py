"""Slips, poster, and the opening."""

from __future__ import annotations

from collections.abc import Sequence
from secrets import SystemRandom

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.doors import launch
from audit.method.foresight import foresee
from audit.office.downloads import csv_file, noted, pdf
from audit.office.drawing import draw
from audit.office.forms import Chosen, OfficeForm, refusals_on
from audit.office.groups import trees_of
from audit.office.outlook import size_warning
from audit.office.visit import office, person, round_numbered, visit
from audit.office.words import day_words, papers
from audit.promise import Keys, WayIn, promise_of
from audit.running.asking import asked_in_round
from audit.running.days import circumstances_in_words
from audit.spreadsheet_cells import csv_of
from audit.store.frozen import Frozen, frozen_of
from audit.store.models import Role, Round
from audit.wording import gettext as _
from audit.wording import use_language
from reports import RoundOnPaper, form_pdf, poster_pdf, slips_pdf
from reports.forms import Size
from reports.printing import Paper

pages = Blueprint("launch", __name__)


MAIL_FILE = "file"


class PaperForm(OfficeForm):
    """On which paper, or as a file for letters where codes are sent."""

    paper = Chosen(lambda: papers_here(), lambda: _("Choose the paper in your printer, or the file."))


def papers_here() -> tuple[tuple[str, str], ...]:
    """What slips of the round that this address names can be made as."""
    asked = round_numbered(int((request.view_args or {})["number"]))
    if asked.way_in is not WayIn.MAILED:
        return papers()
    return ((MAIL_FILE, _("A file for mail merge (CSV): a code and the address in each line")), *papers())


@pages.get("/rounds/<int:number>/slips")
def slips_page(number: int) -> Response:
    """What slips are, who prints them and what to do with them."""
    chosen = papers_here()[0][0]
    return _slips_page(PaperForm.shown({"paper": chosen}), number=number)


@pages.post("/rounds/<int:number>/slips")
def slips(number: int) -> AnyResponse:
    """The slips as a PDF, or the codes as a file for letters. They stand in it and nowhere else."""
    form, asked = PaperForm.sent(), round_numbered(number)
    with refusals_on(form):
        if form.validate():
            codes, name = _new_codes(asked), _("slips-round-%(number)s", number=number)
            if form.paper.data == MAIL_FILE:
                return csv_file(mail_file(codes, address=staff_address()), name=name)
            return pdf(printed_slips(asked, codes, paper=str(form.paper.data)), name=name)
    return _slips_page(form, number=number)


def _new_codes(asked: Round) -> tuple[str, ...]:
    return launch.print_slips(
        visit().session,
        round_id=asked.id,
        settings=office().settings,
        library=office().library,
        chance=SystemRandom(),
        today=visit().today,
        by=person().account_id,
    )


def mail_file(codes: Sequence[str], *, address: str) -> str:
    """A line a code for a mail merge, in the order of chance in which they were made; no name, no number."""
    return csv_of([(_("code"), _("address")), *((code, address) for code in codes)])


def printed_slips(asked: Round, codes: Sequence[str], *, paper: str) -> bytes:
    """These codes on slips of paper."""
    here, frozen = office(), frozen_of(asked.frozen or {})
    return slips_pdf(
        organisation=frozen.organisation,
        address=staff_address(),
        codes=codes,
        closes_on=frozen.closes_on,
        minutes=asked_in_round(asked, library=here.library).minutes,
        fingerprint=frozen.fingerprint,
        way_in=frozen.circumstances.way_in,
        paper="letter" if paper == "letter" else "a4",
    )


def staff_address() -> str:
    """Where staff go."""
    return f"{office().settings.address}/{person().organisation.public_id}"


def _only_here() -> bool:
    """Whether the address that slips and poster name opens on this machine and nowhere else."""
    return office().settings.this_machine_only


def _slips_page(form: PaperForm, *, number: int) -> Response:
    asked = round_numbered(number)
    return draw(
        "slips",
        form=form,
        number=number,
        people=frozen_of(asked.frozen).headcount if asked.frozen else 0,
        printed=asked.slips,
        drawn=asked.way_in is WayIn.DRAWN,
        one_key=asked.keys is Keys.ONE,
        for_others=asked.keys is Keys.TWO_OF_THREE and person().role is Role.LEADER,
        agreed=asked.frozen is not None,
        own_words=asked.frozen is not None and frozen_of(asked.frozen).comments is not None,
        only_here=_only_here(),
    )


@pages.get("/rounds/<int:number>/poster")
def poster(number: int) -> AnyResponse:
    """The poster as a PDF: where, until when, what is promised. No code stands on it."""
    asked = round_numbered(number)
    if asked.frozen is None:
        return redirect(url_for("rounds.show", number=number), 303)
    made = _poster(asked, frozen_of(asked.frozen))
    noted(_("Fetched the poster of round %(number)s", number=number))
    return pdf(made, name=_("poster-round-%(number)s", number=number))


def _poster(asked: Round, frozen: Frozen) -> bytes:
    return poster_pdf(
        organisation=frozen.organisation,
        address=staff_address(),
        closes_on=frozen.closes_on,
        minutes=asked_in_round(asked, library=office().library).minutes,
        asked_by=frozen.asked_by,
        promise=promise_of(circumstances_in_words(frozen)),
        contacts=frozen.contacts,
    )


@pages.get("/rounds/<int:number>/paper-form/<any(a4,letter):paper>/<any(usual,large):size>")
def paper_form(number: int, paper: Paper, size: Size) -> AnyResponse:
    """The questionnaire on paper as this round asks it, with its places and roles. No code stands on it."""
    asked = round_numbered(number)
    if asked.frozen is None:
        return redirect(url_for("rounds.show", number=number), 303)
    frozen = frozen_of(asked.frozen)
    printed = asked_in_round(asked, library=office().library)
    with use_language(printed.language):
        content = form_pdf(printed, round_here=_on_paper(frozen), size=size, paper=paper)
    noted(_("Fetched the paper form of round %(number)s", number=number))
    return pdf(content, name=_("paper-form-round-%(number)s", number=number))


def _on_paper(frozen: Frozen) -> RoundOnPaper:
    return RoundOnPaper(
        frozen.organisation,
        frozen.asked_by,
        frozen.closes_on,
        frozen.places,
        frozen.roles,
        frozen.circumstances,
        frozen.contacts,
        frozen.fingerprint,
        frozen.comments,
    )


@pages.get("/rounds/<int:number>/open")
def open_page(number: int) -> Response:
    """What to look at before it opens."""
    return _open_page(OfficeForm.shown(), number=number)


@pages.post("/rounds/<int:number>/open")
def open_now(number: int) -> AnyResponse:
    """Staff can answer from now on."""
    form, asked = OfficeForm.sent(), round_numbered(number)
    with refusals_on(form):
        if form.validate():
            launch.open_round(
                visit().session,
                round_id=asked.id,
                settings=office().settings,
                today=visit().today,
                by=person().account_id,
            )
            return redirect(url_for("rounds.show", number=number), 303)
    return _open_page(form, number=number)


def _open_page(form: OfficeForm, *, number: int) -> Response:
    asked = round_numbered(number)
    earliest = launch.earliest_opening(visit().session, organisation_id=person().organisation.id)
    return draw(
        "open",
        form=form,
        number=number,
        printed=asked.slips,
        only_here=_only_here(),
        closes=day_words(asked.closes_on),
        warning=size_warning(foresee(*trees_of(person().organisation.id))),
        earliest=day_words(earliest) if earliest and earliest > visit().today else "",
    )
