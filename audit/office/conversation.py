"""The team conversation: begun, put down domain by domain, looked over, fixed, and read. For small organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.exhibits.agreed import findings_of, record_word, what_it_is
from audit.method.conversation import OFFERED_BELOW, can_be_talked_about, pages_of, record_of
from audit.method.planning import MOST_ACTIVE
from audit.method.questionnaire import Item, Page, Questionnaire
from audit.office.access import may
from audit.office.conversation_plan import plan_of, proposed_in
from audit.office.downloads import pdf
from audit.office.drawing import draw
from audit.office.forms import Chosen, Day, Given, OfficeForm, error_of, refusals_on, sentences_alone
from audit.office.offered import offered
from audit.office.plan_pages import PROPOSED_AT_ONCE
from audit.office.talks import agreed_talk, facts_of, talk_numbered
from audit.office.visit import office, person, visit
from audit.office.words import day_words, statuses, text_of
from audit.running import conversations
from audit.scale import ratings, records_apart
from audit.store import queries
from audit.store.frozen import contacts_of
from audit.store.models import Conversation, ConversationState
from audit.wording import gettext as _
from reports.agreed import agreed_pdf

pages = Blueprint("conversation", __name__)
GUIDE = "conversation"


def about_pairs() -> tuple[tuple[str, str], ...]:
    """Questionnaires that can be talked about, as (id, title)."""
    return tuple((q.id, q.title) for q in offered() if can_be_talked_about(q))


class BeginForm(OfficeForm):
    """When people sat together, and what they talked about."""

    held_on = Day(validators=[Given(lambda: _("Choose the day on which you talked."))])
    about = Chosen(about_pairs, lambda: _("Choose what you talked about."))


@dataclass(frozen=True, slots=True)
class Row:
    """One statement with its field, as the template places it; chosen "" is no record yet. number: of its card."""

    number: int
    text: str
    name: str
    id: str
    chosen: str
    error: str


def record_pairs() -> tuple[tuple[str, str], ...]:
    """Everything that may be agreed on, and nothing yet."""
    return (*ratings(), *records_apart(), *_nothing_yet())


def _nothing_yet() -> tuple[tuple[str, str], ...]:
    return (("", _("Not talked about yet")),)


@cache
def form_for(items: tuple[str, ...]) -> type[OfficeForm]:
    """The form of one page: a record for each item."""
    fields: dict[str, object] = {
        f"record-{item}": Chosen(
            record_pairs,
            lambda: _("Choose one of the records, or “Not talked about yet”."),
            default="",
            id=f"record-{item}".replace(".", "-"),
        )
        for item in items
    }
    return type("ConversationPage", (OfficeForm,), fields)


@pages.get("/conversation")
def list_all() -> Response:
    """What a team conversation is, the one under way, and those before."""
    about = about_pairs()
    return _start(BeginForm.shown({"held_on": visit().today, "about": about[0][0] if about else ""}))


@pages.post("/conversation")
def begin() -> AnyResponse:
    """A record without anything on it, and on to its first page."""
    form = BeginForm.sent()
    with refusals_on(form, at="held_on"):
        held_on = form.held_on.data
        if form.validate() and held_on is not None:
            made = conversations.begin(
                visit().session,
                organisation_id=person().organisation.id,
                questionnaire=office().library.questionnaire(str(form.about.data)),
                held_on=held_on,
                by=person().account_id,
                today=visit().today,
            )
            return redirect(url_for("conversation.show", talk=made.id), 303)
    return _start(form)


@pages.get("/conversation/<int:talk>")
def show(talk: int) -> AnyResponse:
    """The pages of the record and how far each is; what was agreed on, once it is fixed."""
    row = talk_numbered(talk)
    if row.state is ConversationState.AGREED:
        return redirect(url_for("conversation.profile", talk=talk), 303)
    asked = _asked(row)
    return draw(
        "conversation",
        draft=asked.draft,
        talk=talk,
        held_on=day_words(row.held_on),
        parts=[(p.id, p.title, sum(i in row.records for i in p.items), len(p.items)) for p in pages_of(asked)],
        may_write=may(person().role, "conversation.save"),
        may_remove=may(person().role, "conversation.remove"),
    )


@pages.get("/conversation/<int:talk>/pages/<part>")
def page(talk: int, part: str) -> Response:
    """One domain."""
    row = talk_numbered(talk)
    this = _part(row, part)
    return _page(form_for(this.items).shown(_saved(row)), row=row, this=this)


@pages.post("/conversation/<int:talk>/pages/<part>")
def save(talk: int, part: str) -> AnyResponse:
    """Keep one domain and go on to the next."""
    row = talk_numbered(talk)
    this = _part(row, part)
    form = form_for(this.items).sent()
    with refusals_on(form):
        if form.validate():
            _save(form, row=row, items=this.items)
            return redirect(_after(row, this), 303)
    return _page(form, row=row, this=this)


@pages.get("/conversation/<int:talk>/look-over")
def look_over(talk: int) -> Response:
    """Everything that was put down, before it is fixed."""
    return _look_over(OfficeForm.shown(), talk=talk)


@pages.post("/conversation/<int:talk>/look-over")
def agree(talk: int) -> AnyResponse:
    """From now on it stays as it is."""
    form, row = OfficeForm.sent(), talk_numbered(talk)
    with refusals_on(form):
        if form.validate():
            conversations.agree(visit().session, conversation_id=row.id, by=person().account_id, today=visit().today)
            return redirect(url_for("conversation.profile", talk=talk), 303)
    return _look_over(form, talk=talk)


@pages.get("/conversation/<int:talk>/profile")
def profile(talk: int) -> Response:
    """What the team agreed on together, and what it points to; there is none before it is fixed."""
    row = agreed_talk(talk)
    facts = facts_of(row)
    proposed = proposed_in(facts)
    return draw(
        "conversation_profile",
        styles=("exhibits.css",),
        draft=facts.questionnaire.draft,
        talk=talk,
        held_on=day_words(row.held_on),
        title=facts.questionnaire.title,
        what_it_is=what_it_is(),
        exhibits=findings_of(facts),
        plan=plan_of(row),
        planned=bool(facts.plan),
        most=MOST_ACTIVE,
        first=proposed[:PROPOSED_AT_ONCE],
        more=proposed[PROPOSED_AT_ONCE:],
        may_remove=may(person().role, "conversation.remove"),
    )


@pages.get("/conversation/<int:talk>/profile.pdf")
def printed(talk: int) -> Response:
    """The same to print, on the paper that `paper` names, with the organisation's contacts at its end."""
    here = person().organisation
    content = agreed_pdf(
        facts_of(agreed_talk(talk)),
        organisation=here.name,
        contacts=contacts_of(here.contacts),
        paper="letter" if request.args.get("paper") == "letter" else "a4",
    )
    return pdf(content, name=_("what-we-agreed-together"))


@pages.get("/conversation/<int:talk>/remove")
def remove_page(talk: int) -> Response:
    """What removing means, before it is done."""
    return _remove_page(OfficeForm.shown(), talk=talk)


@pages.post("/conversation/<int:talk>/remove")
def remove(talk: int) -> AnyResponse:
    """The record goes."""
    form, row = OfficeForm.sent(), talk_numbered(talk)
    with refusals_on(form):
        if form.validate():
            conversations.remove(visit().session, conversation_id=row.id, by=person().account_id, today=visit().today)
            return redirect(url_for("conversation.list_all"), 303)
    return _remove_page(form, talk=talk)


def _asked(row: Conversation) -> Questionnaire:
    return conversations.talked_about_in(row, library=office().library)


def _part(row: Conversation, part: str) -> Page:
    found = next((p for p in pages_of(_asked(row)) if p.id == part), None)
    if found is None:
        abort(404)
    return found


def _saved(row: Conversation) -> dict[str, object]:
    return {f"record-{item}": word for item, word in row.records.items()}


def _save(form: OfficeForm, *, row: Conversation, items: Sequence[str]) -> None:
    words = {item: str(form[f"record-{item}"].data or "") for item in items}
    conversations.save_records(
        visit().session,
        conversation_id=row.id,
        records={item: record_of(word) if word else None for item, word in words.items()},
        by=person().account_id,
    )


def _after(row: Conversation, this: Page) -> str:
    ids = [p.id for p in pages_of(_asked(row))]
    following = ids[ids.index(this.id) + 1 :]
    if not following:
        return url_for("conversation.look_over", talk=row.id)
    return url_for("conversation.page", talk=row.id, part=following[0])


def _numbers(asked: Questionnaire) -> dict[str, int]:
    """The number on the card of each item."""
    return {item: n for n, item in enumerate((i for p in pages_of(asked) for i in p.items), 1)}


def _start(form: BeginForm) -> Response:
    mine = person().organisation.id
    found = queries.conversations_of(visit().session, organisation_id=mine)
    under_way = next((c for c in found if c.state is ConversationState.DRAFT), None)
    fits = conversations.is_small_enough(visit().session, organisation_id=mine)
    may_begin = fits and under_way is None and may(person().role, "conversation.begin")
    return draw(
        "conversation_start",
        form=form if may_begin else sentences_alone(form),
        about=about_pairs(),
        under_way=under_way,
        earlier=[(c.id, day_words(c.held_on)) for c in found if c.state is ConversationState.AGREED],
        fits=fits,
        least=OFFERED_BELOW,
        may_begin=may_begin,
        guide=GUIDE if GUIDE in office().library.guides else "",
    )


def _page(form: OfficeForm, *, row: Conversation, this: Page) -> Response:
    asked = _asked(row)
    ids, numbers = [p.id for p in pages_of(asked)], _numbers(asked)
    return draw(
        "conversation_page",
        form=form,
        draft=asked.draft,
        talk=row.id,
        page_id=this.id,
        title=this.title,
        where=_("Page %(page)s of %(pages)s", page=ids.index(this.id) + 1, pages=len(ids)),
        rows=[_row(form, asked.item(i), number=numbers[i]) for i in this.items],
        fixed=row.state is ConversationState.AGREED,
        may_write=may(person().role, "conversation.save"),
        choices=ratings(),
        apart=(*records_apart(), *_nothing_yet()),
    )


def _row(form: OfficeForm, item: Item, *, number: int) -> Row:
    field = form[f"record-{item.id}"]
    return Row(number, item.text, field.name, field.id, field.data or "", error_of(field))


def _look_over(form: OfficeForm, *, talk: int) -> Response:
    row = talk_numbered(talk)
    asked = _asked(row)
    records, numbers = conversations.records_of(row, asked), _numbers(asked)
    parts = [
        (p.id, p.title, [(numbers[i], asked.item(i).text, record_word(records.get(i))) for i in p.items])
        for p in pages_of(asked)
    ]
    return draw(
        "conversation_look_over",
        form=form,
        draft=asked.draft,
        talk=talk,
        parts=parts,
        left=len(numbers) - len(records),
        fixed=row.state is ConversationState.AGREED,
        may_write=may(person().role, "conversation.agree"),
    )


def _remove_page(form: OfficeForm, *, talk: int) -> Response:
    row = talk_numbered(talk)
    planned = conversations.adopted_from(visit().session, row)
    return draw(
        "conversation_remove",
        form=form,
        talk=talk,
        held_on=day_words(row.held_on),
        planned=[(p.title, text_of(statuses(), p.status)) for p in planned],
    )
