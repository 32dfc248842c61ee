"""The leadership team's form: the same statements, rated together, with evidence; frozen before the box opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from flask import Blueprint, Response, abort, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField

from audit.library import LeadershipForm
from audit.method.asking import leaders_rate
from audit.method.questionnaire import Item, Page, Questionnaire
from audit.office.drawing import draw
from audit.office.forms import AtMost, Chosen, OfficeForm, error_of, refusals_on
from audit.office.visit import office, person, round_numbered, visit
from audit.running import leadership
from audit.running.asking import asked_in_round
from audit.scale import ratings
from audit.spoken import spoken_leadership
from audit.store import queries
from audit.store.models import Round
from audit.wording import gettext as _
from audit.wording import language

pages = Blueprint("leadership", __name__)
LONGEST_EVIDENCE = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """One statement with its two fields, as the template places them; chosen "" is no rating."""

    text: str
    rating: str
    rating_id: str
    chosen: str
    rating_error: str
    evidence: str
    evidence_id: str
    typed: str
    evidence_error: str
    prompt: str


def rating_pairs() -> tuple[tuple[str, str], ...]:
    """The scale, and no rating."""
    return (*ratings(), ("", _("No rating yet")))


@cache
def form_for(items: tuple[str, ...]) -> type[OfficeForm]:
    """The form of one page: a rating and a note for each item. Names carry a prefix: `data` would break WTForms."""
    fields: dict[str, object] = {}
    for item in items:
        fields[f"rating-{item}"] = Chosen(
            rating_pairs,
            lambda: _("Choose one of the answers, or “No rating yet”."),
            default="",
            id=_id("rating", item),
        )
        fields[f"evidence-{item}"] = TextAreaField(validators=[AtMost(LONGEST_EVIDENCE)], id=_id("evidence", item))
    return type("LeadershipPage", (OfficeForm,), fields)


def _id(kind: str, item: str) -> str:
    return f"{kind}-{item}".replace(".", "-")


@pages.get("/rounds/<int:number>/leadership")
def show(number: int) -> Response:
    """The pages of the form, how far each is, and the freezing."""
    return _overview(OfficeForm.shown(), number=number)


@pages.post("/rounds/<int:number>/leadership")
def freeze(number: int) -> AnyResponse:
    """From now on the form stays as it is."""
    form, asked = OfficeForm.sent(), round_numbered(number)
    with refusals_on(form):
        if form.validate():
            leadership.freeze(visit().session, round_id=asked.id, by=person().account_id, today=visit().today)
            return redirect(url_for("rounds.show", number=number), 303)
    return _overview(form, number=number)


@pages.get("/rounds/<int:number>/leadership/<part>")
def page(number: int, part: str) -> Response:
    """One domain."""
    asked = round_numbered(number)
    this = _part(asked, part)
    return _page(form_for(this.items).shown(_saved(asked)), asked=asked, this=this)


@pages.post("/rounds/<int:number>/leadership/<part>")
def save(number: int, part: str) -> AnyResponse:
    """Keep one domain and go on to the next."""
    asked = round_numbered(number)
    this = _part(asked, part)
    form = form_for(this.items).sent()
    with refusals_on(form):
        if form.validate():
            _save(form, asked=asked, items=this.items)
            return redirect(_after(asked, this), 303)
    return _page(form, asked=asked, this=this)


def _save(form: OfficeForm, *, asked: Round, items: Sequence[str]) -> None:
    leadership.save_ratings(
        visit().session,
        round_id=asked.id,
        ratings={i: int(form[f"rating-{i}"].data) if form[f"rating-{i}"].data else None for i in items},
        evidence={i: str(form[f"evidence-{i}"].data or "") for i in items},
        by=person().account_id,
    )


def _saved(asked: Round) -> dict[str, object]:
    saved: dict[str, object] = {}
    for row in queries.ratings_of(visit().session, round_id=asked.id):
        saved[f"rating-{row.item}"] = "" if row.rating is None else str(row.rating)
        saved[f"evidence-{row.item}"] = row.evidence
    return saved


def parts_of(asked: Questionnaire) -> tuple[Page, ...]:
    """The pages that leaders fill in: those of the questionnaire, with the items that leaders rate."""
    rated = {i.id for i in leaders_rate(asked)}
    pages_left = (replace(p, items=tuple(i for i in p.items if i in rated)) for p in asked.pages)
    return tuple(p for p in pages_left if p.items)


def _part(asked: Round, part: str) -> Page:
    found = next((p for p in parts_of(_questionnaire(asked)) if p.id == part), None)
    if found is None:
        abort(404)
    return found


def _questionnaire(asked: Round) -> Questionnaire:
    return asked_in_round(asked, library=office().library)


def _after(asked: Round, this: Page) -> str:
    ids = [p.id for p in parts_of(_questionnaire(asked))]
    following = ids[ids.index(this.id) + 1 :]
    if not following:
        return url_for("leadership.show", number=asked.number)
    return url_for("leadership.page", number=asked.number, part=following[0])


def _form() -> LeadershipForm:
    return spoken_leadership(office().library.leadership_in(language()))


def _overview(form: OfficeForm, *, number: int) -> Response:
    asked = round_numbered(number)
    rated = {r.item for r in queries.ratings_of(visit().session, round_id=asked.id) if r.rating is not None}
    items, said = _questionnaire(asked), _form()
    return draw(
        "leadership",
        form=form,
        draft=items.draft or said.draft,
        number=number,
        parts=[(p.id, p.title, sum(i in rated for i in p.items), len(p.items)) for p in parts_of(items)],
        purpose=said.purpose,
        frozen=asked.leadership_frozen_at is not None,
        waiting=asked.frozen is None,
    )


def _page(form: OfficeForm, *, asked: Round, this: Page) -> Response:
    items = _questionnaire(asked)
    ids = [p.id for p in parts_of(items)]
    return draw(
        "leadership_page",
        form=form,
        draft=items.draft or _form().draft,
        number=asked.number,
        page_id=this.id,
        title=this.title,
        where=_("Page %(page)s of %(pages)s", page=ids.index(this.id) + 1, pages=len(ids)),
        rows=[_row(form, items.item(i)) for i in this.items],
        frozen=asked.leadership_frozen_at is not None,
        choices=ratings(),
        apart=(("", _("No rating yet")),),
    )


def _row(form: OfficeForm, item: Item) -> Row:
    rating, evidence = form[f"rating-{item.id}"], form[f"evidence-{item.id}"]
    return Row(
        item.text,
        rating.name,
        rating.id,
        rating.data or "",
        error_of(rating),
        evidence.name,
        evidence.id,
        evidence.data or "",
        error_of(evidence),
        _form().prompts.get(item.id, ""),
    )
