"""Comments: whether a round asks for them; the reviewer's phrase; the review, one comment at a time; the hand-over.

What the reviewer opens is drawn on the answer to their own press of a button and kept nowhere. Leaders never get there.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField

from audit.comments import FEWEST_BALLOTS, FEWEST_COMMENTS, FEWEST_STAFF, LONGEST, How, Told, allowed, question_text
from audit.doors import comments as door
from audit.office.drawing import draw
from audit.office.forms import AtMost, Chosen, Given, Line, OfficeForm, refusals_on
from audit.office.phrases import WordsForm, asking_back, given_words, words_page
from audit.office.visit import office, person, round_numbered, visit
from audit.running import comments
from audit.running.comments import Waiting
from audit.store import queries
from audit.store.models import Round, RoundState
from audit.wording import gettext as _

pages = Blueprint("comments", __name__)
WITHHOLD, SAFETY = "withhold", "safety"


def yes_or_no() -> tuple[tuple[str, str], ...]:
    """Whether comments are asked for."""
    return (("no", _("No")), ("yes", _("Yes, two short ones")))


def reviewers() -> tuple[tuple[str, str], ...]:
    """Who may review: (account, name)."""
    found = queries.memberships_of(visit().session, organisation_id=person().organisation.id)
    may = [m for m in found if m.role in comments.MAY_REVIEW]
    return tuple((str(m.account_id), queries.one_account(visit().session, account_id=m.account_id).name) for m in may)


def decisions() -> tuple[tuple[str, str], ...]:
    """What can be done with a comment."""
    return (
        (How.WORD.value, _("Show it in the writer's own words (names may be taken out below)")),
        (How.PARAPHRASE.value, _("Show it in other words, typed below")),
        (How.THEME.value, _("Show only what it is about, typed below")),
        (WITHHOLD, _("Show nothing of it: it is destroyed")),
        (SAFETY, _("Pass it on for safety: to a sheet for the safeguarding lead")),
    )


class AskForm(OfficeForm):
    """Whether comments are asked for, and who is named."""

    asked = Chosen(yes_or_no, lambda: _("Choose whether this round asks for comments."))
    reviewer = Line()
    lead = Line(validators=[AtMost(120)])
    reach = Line(validators=[AtMost(120)])


class UnlockForm(OfficeForm):
    """The reviewer's phrase, for this visit."""

    phrase = Line(validators=[Given(lambda: _("Type the seven words, with a space between them."))])


class DecideForm(OfficeForm):
    """What becomes of one comment. held: the phrase, sealed; waiting: which comment."""

    held = HiddenField()
    waiting = HiddenField()
    what = Chosen(decisions, lambda: _("Choose what becomes of this comment."))
    text = Line()


class SheetForm(OfficeForm):
    """That the sheet has reached the safeguarding lead, or will."""

    held = HiddenField()
    waiting = HiddenField()


@pages.get("/rounds/<int:number>/comments")
def ask_page(number: int) -> Response:
    """What this round says about comments."""
    known = comments.find_asked(visit().session, round_id=round_numbered(number).id)
    values = {
        "asked": "no" if known is None else "yes",
        "reviewer": "" if known is None else str(known.reviewer_id),
        "lead": "" if known is None else known.lead,
        "reach": "" if known is None else known.reach,
    }
    return _ask_page(AskForm.shown(values), number=number)


@pages.post("/rounds/<int:number>/comments")
def ask(number: int) -> AnyResponse:
    """Ask for them, or do not."""
    form, asked = AskForm.sent(), round_numbered(number)
    with refusals_on(form, where={comments.ReviewerMissing: "reviewer", comments.LeadMissing: "lead"}):
        if form.validate():
            _keep(form, asked)
            return redirect(url_for("rounds.show", number=number), 303)
    return _ask_page(form, number=number)


def _keep(form: AskForm, asked: Round) -> None:
    session, by = visit().session, person().account_id
    if form.asked.data == "no":
        comments.ask_for_none(session, round_id=asked.id, by=by)
        return
    chosen = str(form.reviewer.data)
    comments.ask_for_comments(
        session,
        round_id=asked.id,
        reviewer_id=int(chosen) if chosen in dict(reviewers()) else 0,
        lead=str(form.lead.data),
        reach=str(form.reach.data),
        by=by,
    )


def _ask_page(form: AskForm, *, number: int) -> Response:
    return draw(
        "comments_ask",
        form=form,
        number=number,
        may_change=round_numbered(number).state is RoundState.DRAFT,
        reviewers=reviewers(),
        staff=FEWEST_STAFF,
        ballots=FEWEST_BALLOTS,
        fewest=FEWEST_COMMENTS,
    )


@pages.get("/rounds/<int:number>/comments/phrase")
def phrase_page(number: int) -> Response:
    """For the reviewer: make a phrase, before the round opens."""
    return _phrase_page(OfficeForm.shown(), _mine(number), number=number)


@pages.post("/rounds/<int:number>/comments/phrase")
def make(number: int) -> Response:
    """A phrase, shown once, on the answer to this very press of a button."""
    form, asked = OfficeForm.sent(), _mine(number)
    with refusals_on(form):
        if form.validate():
            phrase = comments.show_phrase(
                visit().session, round_id=asked.id, by=person().account_id, cost=office().cost
            )
            return _words_page(asking_back(_hold(phrase, asked)), number=number, phrase=phrase)
    return _phrase_page(form, asked, number=number)


@pages.post("/rounds/<int:number>/comments/phrase/words")
def confirm(number: int) -> AnyResponse:
    """Two of the words, as they were written down; with another word the page comes back, phrase and all."""
    form, asked = WordsForm.sent(), _mine(number)
    phrase = _held(form.held.data, asked)
    if phrase is None:
        return redirect(url_for("comments.phrase_page", number=number), 303)
    with refusals_on(form, at="first"):
        if form.validate():
            comments.confirm_phrase(
                visit().session,
                round_id=asked.id,
                by=person().account_id,
                phrase=phrase,
                words=given_words(form),
                cost=office().cost,
            )
            return redirect(url_for("comments.phrase_page", number=number), 303)
    return _words_page(form, number=number, phrase=phrase)


def _words_page(form: WordsForm, *, number: int, phrase: str) -> Response:
    return words_page(form, phrase=phrase, action=url_for("comments.confirm", number=number))


def _phrase_page(form: OfficeForm, asked: Round, *, number: int) -> Response:
    known = comments.find_asked(visit().session, round_id=asked.id)
    return draw(
        "comments_phrase",
        form=form,
        number=number,
        made=known is not None and known.confirmed,
        may_make=asked.state in comments.BEFORE_OPENING,
    )


@pages.get("/rounds/<int:number>/comments/review")
def review(number: int) -> Response:
    """For the reviewer: unlock with the phrase. No comment is shown here."""
    return _locked(UnlockForm.shown(), _mine(number), number=number)


@pages.post("/rounds/<int:number>/comments/review")
def unlock(number: int) -> Response:
    """The first comment that waits, on this answer only."""
    form, asked = UnlockForm.sent(), _mine(number)
    with refusals_on(form, at="phrase"):
        if form.validate():
            return _next(asked, phrase=str(form.phrase.data), number=number)
    return _locked(form, asked, number=number)


@pages.post("/rounds/<int:number>/comments/review/decide")
def decide(number: int) -> AnyResponse:
    """What becomes of one comment; then the next one."""
    form, asked = DecideForm.sent(), _mine(number)
    phrase = _held(form.held.data, asked)
    if phrase is None:
        return redirect(url_for("comments.review", number=number), 303)
    with refusals_on(form, at="text", where={comments.CommentGone: "main"}):
        if form.validate():
            if form.what.data == SAFETY:
                return _sheet(asked, phrase=phrase, waiting_id=str(form.waiting.data), number=number)
            _decided(form, asked, phrase=phrase)
            return _next(asked, phrase=phrase, number=number)
    return _same(form, asked, phrase=phrase, number=number)


@pages.post("/rounds/<int:number>/comments/review/sheet")
def handed_to_lead(number: int) -> AnyResponse:
    """The sheet is printed and on its way; its words are destroyed here."""
    form, asked = SheetForm.sent(), _mine(number)
    phrase = _held(form.held.data, asked)
    if phrase is None:
        return redirect(url_for("comments.review", number=number), 303)
    with refusals_on(form):
        if form.validate():
            comments.passed_on(
                visit().session, round_id=asked.id, by=person().account_id, waiting_id=str(form.waiting.data)
            )
    return _next(asked, phrase=phrase, number=number)


@pages.post("/rounds/<int:number>/comments/review/hand-over")
def hand_over(number: int) -> AnyResponse:
    """The batch: everybody reads it from now on."""
    form, asked = OfficeForm.sent(), _mine(number)
    with refusals_on(form):
        if form.validate():
            door.hand_over(
                visit().session,
                round_id=asked.id,
                by=person().account_id,
                settings=office().settings,
                today=visit().today,
            )
            return redirect(url_for("profile.show", number=number), 303)
    return _locked(form, asked, number=number)


def _decided(form: DecideForm, asked: Round, *, phrase: str) -> None:
    session, by, waiting_id = visit().session, person().account_id, str(form.waiting.data)
    if form.what.data == WITHHOLD:
        comments.withhold(session, round_id=asked.id, by=by, waiting_id=waiting_id)
        return
    comments.let_pass(
        session,
        round_id=asked.id,
        by=by,
        phrase=phrase,
        waiting_id=waiting_id,
        how=How(form.what.data),
        text=str(form.text.data or ""),
        cost=office().cost,
    )


def _next(asked: Round, *, phrase: str, number: int) -> Response:
    """The next comment; where none is left, the page from which the batch is handed over."""
    waiting = comments.next_waiting(
        visit().session, round_id=asked.id, by=person().account_id, phrase=phrase, cost=office().cost
    )
    if waiting is None:
        return _locked(UnlockForm.shown(), asked, number=number)
    as_written = waiting.comment.text if waiting.comment.how is How.WORD else ""
    values = {"held": _hold(phrase, asked), "waiting": waiting.id, "text": as_written}
    return _one(DecideForm.shown(values), waiting, number=number)


def _same(form: DecideForm, asked: Round, *, phrase: str, number: int) -> Response:
    """The same comment once more, with what was typed; the next one where this one is gone."""
    try:
        waiting = _waiting(asked, phrase=phrase, waiting_id=str(form.waiting.data))
    except comments.CommentGone:
        return _next(asked, phrase=phrase, number=number)
    return _one(form, waiting, number=number)


def _one(form: DecideForm, waiting: Waiting, *, number: int) -> Response:
    may = {how.value for how in allowed(waiting.comment.how)} | {WITHHOLD, SAFETY}
    return draw(
        "comments_one",
        form=form,
        number=number,
        question=question_text(waiting.comment.question),
        text=waiting.comment.text,
        wish=_wish(waiting.comment.how),
        choices=[pair for pair in decisions() if pair[0] in may],
        longest=LONGEST,
    )


def _sheet(asked: Round, *, phrase: str, waiting_id: str, number: int) -> Response:
    known = comments.find_asked(visit().session, round_id=asked.id)
    waiting = _waiting(asked, phrase=phrase, waiting_id=waiting_id)
    return draw(
        "comments_sheet",
        form=SheetForm.shown({"held": _hold(phrase, asked), "waiting": waiting_id}),
        number=number,
        lead=known.lead if known else "",
        reach=known.reach if known else "",
        text=waiting.comment.text,
        question=question_text(waiting.comment.question),
    )


def _waiting(asked: Round, *, phrase: str, waiting_id: str) -> Waiting:
    return comments.one_waiting(
        visit().session,
        round_id=asked.id,
        by=person().account_id,
        phrase=phrase,
        waiting_id=waiting_id,
        cost=office().cost,
    )


def _locked(form: OfficeForm, asked: Round, *, number: int) -> Response:
    known = comments.find_asked(visit().session, round_id=asked.id)
    return draw(
        "comments_review",
        form=form if isinstance(form, UnlockForm) else UnlockForm.shown(),
        number=number,
        told=known.told.value if known else "",
        open_for_review=known is not None and known.told is Told.WAITING,
        waiting=comments.is_anything_waiting(visit().session, round_id=asked.id),
    )


def _wish(how: How) -> str:
    return {
        How.WORD: _("The writer agrees to their own words."),
        How.PARAPHRASE: _("The writer wants it put into other words."),
        How.THEME: _("The writer wants only what it is about to be shown."),
    }[how]


def _mine(number: int) -> Round:
    """The round, for its reviewer and nobody else."""
    asked = round_numbered(number)
    if not comments.is_reviewer(visit().session, round_id=asked.id, by=person().account_id):
        abort(403)
    return asked


def _hold(phrase: str, asked: Round) -> str:
    return office().phrases.seal(phrase, whose=_whose(asked))


def _held(sealed: object, asked: Round) -> str | None:
    return office().phrases.open(str(sealed or ""), whose=_whose(asked))


def _whose(asked: Round) -> str:
    return f"comments of round {asked.id}, account {person().account_id}"
