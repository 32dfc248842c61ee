"""What somebody adds to the reports of a round: chapters with pictures, notes on exhibits, what is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypedDict

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField

from audit.exhibits import Exhibit, exhibits_of
from audit.hand import NEVER_LEFT_OUT, Where
from audit.office.drawing import REFUSED, draw, draw_with
from audit.office.forms import AtMost, Chosen, Given, Line, OfficeForm, refusals_on
from audit.office.profile import facts_of
from audit.office.sent_files import LARGEST_UPLOAD, file_is_there, sent_file
from audit.office.visit import person, round_numbered, visit
from audit.own_text import LONGEST, LONGEST_NOTE, MOST_CHAPTERS
from audit.running import hands
from audit.running.hands import LONGEST_ALT, LONGEST_TITLE, NameTaken, NotNamed
from audit.store import queries
from audit.store.models import Round
from audit.wording import gettext as _

pages = Blueprint("report_hand", __name__)
PICTURE = "picture"  # name and id of the field for the file
NOT_CHAPTERS = frozenset({"items", "appendix"})
"""Exhibits that stand in no chapter of their own: practices with their principle, the appendix last."""


def _places() -> list[tuple[str, str]]:
    return [
        (Where.BEFORE_FINDINGS.value, _("Before the findings, behind “Can we trust this?”")),
        (Where.BEFORE_PLAN.value, _("Before the plan, behind the findings")),
    ]


class ChapterForm(OfficeForm):
    """One chapter."""

    title = Line(validators=[Given(lambda: _("Type a title for the chapter.")), AtMost(LONGEST_TITLE)])
    where = Chosen(_places, lambda: _("Choose where the chapter stands."))
    text = TextAreaField()


class PictureForm(OfficeForm):
    """A picture for chapters; the file comes beside it."""

    name = Line(validators=[AtMost(40)])
    alt = Line(validators=[AtMost(LONGEST_ALT)])


class JustForm(OfficeForm):
    """A button and nothing else, or fields whose names are exhibits."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One exhibit on the page of notes. fixed: it is in every report; error: one sentence, or ""."""

    id: str
    title: str
    finding: str
    note: str
    left_out: bool
    fixed: bool
    error: str = ""


@pages.get("/rounds/<int:number>/report/chapters")
def chapters(number: int) -> Response:
    """Chapters of one's own, and pictures for them."""
    return _chapters_page(round_numbered(number))


@pages.get("/rounds/<int:number>/report/chapters/new")
def new_page(number: int) -> Response:
    """A chapter to be written."""
    form = ChapterForm.shown({"where": Where.BEFORE_FINDINGS.value})
    return _chapter_page(form, round_numbered(number), to=url_for("report_hand.add", number=number))


@pages.post("/rounds/<int:number>/report/chapters/new")
def add(number: int) -> AnyResponse:
    """Keep it behind the others."""
    form, asked = ChapterForm.sent(), round_numbered(number)
    with refusals_on(form, at="text", where={NotNamed: "title"}):
        if form.validate():
            hands.add_chapter(visit().session, round_id=asked.id, **_typed(form))
            return redirect(url_for("report_hand.chapters", number=number), 303)
    return _chapter_page(form, asked, to=url_for("report_hand.add", number=number))


@pages.get("/rounds/<int:number>/report/chapters/<int:chapter>")
def chapter_page(number: int, chapter: int) -> Response:
    """One chapter, to be changed."""
    asked = round_numbered(number)
    found = queries.one_report_chapter(visit().session, round_id=asked.id, chapter_id=chapter)
    form = ChapterForm.shown({"title": found.title, "text": found.text, "where": found.place.value})
    return _chapter_page(form, asked, to=url_for("report_hand.change", number=number, chapter=chapter))


@pages.post("/rounds/<int:number>/report/chapters/<int:chapter>")
def change(number: int, chapter: int) -> AnyResponse:
    """Keep what was changed."""
    form, asked = ChapterForm.sent(), round_numbered(number)
    with refusals_on(form, at="text", where={NotNamed: "title"}):
        if form.validate():
            hands.change_chapter(visit().session, round_id=asked.id, chapter_id=chapter, **_typed(form))
            return redirect(url_for("report_hand.chapters", number=number), 303)
    return _chapter_page(form, asked, to=url_for("report_hand.change", number=number, chapter=chapter))


@pages.post("/rounds/<int:number>/report/chapters/<int:chapter>/up")
def move_up(number: int, chapter: int) -> AnyResponse:
    """Before the one in front of it."""
    return _done(number, partial(hands.move_chapter_up, chapter_id=chapter))


@pages.post("/rounds/<int:number>/report/chapters/<int:chapter>/remove")
def remove(number: int, chapter: int) -> AnyResponse:
    """Take it out."""
    return _done(number, partial(hands.remove_chapter, chapter_id=chapter))


@pages.post("/rounds/<int:number>/report/pictures")
def add_picture(number: int) -> AnyResponse:
    """Keep a picture, drawn anew."""
    request.max_content_length = LARGEST_UPLOAD
    form, asked, file = PictureForm.sent(), round_numbered(number), request.files.get(PICTURE)
    with refusals_on(form, at=PICTURE, where={NotNamed: "name", NameTaken: "name"}):
        if form.validate() and file_is_there(form, file, at=PICTURE) and file:
            hands.add_picture(
                visit().session,
                round_id=asked.id,
                name=str(form.name.data or ""),
                sent=sent_file(file, alt=str(form.alt.data or "")),
                by=person().account_id,
                today=visit().today,
            )
            return redirect(url_for("report_hand.chapters", number=number), 303)
    return _chapters_page(asked, sent=form)


@pages.post("/rounds/<int:number>/report/pictures/<int:picture>/remove")
def remove_picture(number: int, picture: int) -> AnyResponse:
    """Take it out, where no chapter shows it."""
    return _done(number, partial(hands.remove_picture, picture_id=picture))


@pages.get("/rounds/<int:number>/report/pictures/<int:picture>")
def picture(number: int, picture: int) -> Response:
    """A picture as it is kept."""
    asked = round_numbered(number)
    found = queries.one_report_picture(visit().session, round_id=asked.id, picture_id=picture)
    return Response(found.content, mimetype="image/png")


@pages.get("/rounds/<int:number>/report/notes")
def notes(number: int) -> Response:
    """Every exhibit with its finding: a note, and whether reports leave it out."""
    asked = round_numbered(number)
    chosen = queries.find_report_hand(visit().session, round_id=asked.id)
    known = dict(chosen.notes) if chosen else {}
    left_out = frozenset(chosen.left_out) if chosen else frozenset()
    return _notes_page(asked, JustForm.shown(), notes=known, left_out=left_out)


@pages.post("/rounds/<int:number>/report/notes")
def save_notes(number: int) -> AnyResponse:
    """Keep them in place of what was there."""
    form, asked = JustForm.sent(), round_numbered(number)
    ids = [e.id for e in _exhibits(asked)]
    typed = {i: "\n".join(request.form.get(f"note-{i}", "").replace("\0", "").splitlines()) for i in ids}
    left_out = frozenset(i for i in ids if request.form.get(f"out-{i}"))
    for place in (f"note-{i}" for i in ids if len(typed[i]) > LONGEST_NOTE):
        form.refused.append((place, hands.note_too_long()))
    with refusals_on(form):
        if form.validate() and not form.refused:
            hands.save_notes(
                visit().session,
                round_id=asked.id,
                notes=typed,
                left_out=left_out,
                by=person().account_id,
                today=visit().today,
            )
            return redirect(url_for("reports.show", number=number), 303)
    return _notes_page(asked, form, notes=typed, left_out=left_out)


class _Typed(TypedDict):
    """What the operations on a chapter take from its form and from whoever sent it."""

    title: str
    text: str
    where: Where
    by: int
    today: date


def _typed(form: ChapterForm) -> _Typed:
    return {
        "title": str(form.title.data),
        "text": text_of(form),
        "where": Where(form.where.data),
        "by": person().account_id,
        "today": visit().today,
    }


def _done(number: int, operation: Callable[..., None]) -> AnyResponse:
    """One operation that a button alone asks for, and back to the page that the button is on."""
    form, asked = JustForm.sent(), round_numbered(number)
    with refusals_on(form):
        if form.validate():
            operation(visit().session, round_id=asked.id, by=person().account_id, today=visit().today)
            return redirect(url_for("report_hand.chapters", number=number), 303)
    return _chapters_page(asked, sent=form)


def text_of(form: ChapterForm) -> str:
    """What was typed, with line ends as everywhere."""
    return "\n".join(str(form.text.data or "").splitlines())


def _exhibits(asked: Round) -> list[Exhibit]:
    return [e for e in exhibits_of(facts_of(asked)) if e.id not in NOT_CHAPTERS]


def _chapters_page(asked: Round, *, sent: OfficeForm | None = None) -> Response:
    session = visit().session
    picture_form = sent if isinstance(sent, PictureForm) else PictureForm.shown()
    return draw_with(
        REFUSED if sent else 200,
        "report_chapters",
        form=picture_form,
        errors=sent.errors_shown if sent else [],
        picture_error=next((said for at, said in sent.refused if at == PICTURE), "") if sent else "",
        number=asked.number,
        places=[
            (title, [c for c in queries.report_chapters_of(session, round_id=asked.id) if c.place.value == where])
            for where, title in _places()
        ],
        pictures=queries.report_pictures_of(session, round_id=asked.id),
        most=MOST_CHAPTERS,
    )


def _chapter_page(form: ChapterForm, asked: Round, *, to: str) -> Response:
    return draw(
        "report_chapter",
        form=form,
        number=asked.number,
        to=to,
        longest=LONGEST,
        pictures=queries.report_pictures_of(visit().session, round_id=asked.id),
    )


def _notes_page(asked: Round, form: OfficeForm, *, notes: dict[str, str], left_out: frozenset[str]) -> Response:
    from reports.chapters import title_of

    said = dict(form.refused)
    shown = [
        Noted(
            e.id,
            title_of(e.id),
            e.finding,
            notes.get(e.id, ""),
            e.id in left_out,
            e.id in NEVER_LEFT_OUT,
            said.get(f"note-{e.id}", ""),
        )
        for e in _exhibits(asked)
    ]
    return draw("report_notes", form=form, number=asked.number, shown=shown, longest=LONGEST_NOTE)
