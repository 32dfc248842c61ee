"""The page for each step: query, build, draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import Response

from audit import scale
from audit.audiences import shared_by
from audit.library import Guide
from audit.method.answers import LeftBlank
from audit.promise import WayIn, limits_of, promise_of
from audit.spoken import spoken_guide
from audit.staff import choosing, comments, later, receipt, sentences, stack, stack_sheets
from audit.staff.choices import ChoiceSet, errors_in, group_name, lens_name, sets_of
from audit.staff.choosing import Pair
from audit.staff.drawing import Errors, draw_step
from audit.staff.plane import Visit
from audit.staff.steps import FIRST, ON_THE_WAY, Kind, Step, on_the_way
from audit.wording import gettext as _

SUPPORT_LEAFLET = "support-leaflet"


def draw_visit(visit: Visit) -> Response:
    """The page that this person is on."""
    return PAGES[visit.step.kind](visit)


def start(visit: Visit) -> Response:
    """What this is, what is promised, what is not. No code needed to read it."""
    here = visit.here.manifest
    circumstances = sentences.circumstances_in_words(here)
    return draw_step(
        visit,
        "start",
        enter="start",
        purposes=visit.purposes,
        asked_by=sentences.asked_by(here),
        how_long=sentences.how_long(visit.questionnaire),
        until=sentences.until(here),
        go_on=_("I have a slip: begin") if not visit.let_in else _("Go on with my answers"),
        promise=promise_of(circumstances),
        limits=limits_of(circumstances),
        who_sees=(*sentences.who_sees(), *comments.for_the_start_page(here)),
        what_next=sentences.what_next(here),
        on_this_device=sentences.on_this_device(here),
        fingerprint=here.fingerprint,
        support_leaflet=support_leaflet(visit),
        may_key_in=not visit.let_in,
        may_take_back=not visit.let_in,
    )


def code(visit: Visit, *, typed: str = "", words: str = "", errors: Errors = ()) -> Response:
    """The code of the slip, and a field for three words on everybody's page, with what was typed where it came back."""
    said = dict(errors)
    return draw_step(
        visit,
        "code",
        errors=errors,
        back="back",
        drawn=visit.here.manifest.circumstances.way_in is WayIn.DRAWN,
        code=typed,
        error=said.get("code", ""),
        words=words,
        words_error=said.get("words", ""),
    )


def page(visit: Visit) -> Response:
    """Place and role, or one page of statements, as they were answered so far."""
    return draw_sets(visit, sets_of(visit, visit.step))


def draw_sets(visit: Visit, sets: Sequence[ChoiceSet]) -> Response:
    """Place and role, or one page of statements, as these questions say; those with an error are pointed at."""
    template, values = _groups(visit) if visit.step.page == 0 else _questions(visit)
    around: dict[str, object] = {"sets": sets, "back": "back", "where": _where(visit), "go_on": _go_on(visit)}
    return draw_step(visit, template, errors=errors_in(sets), **(values | around))


def choose(visit: Visit) -> Response:
    """At most three choice sets, as they were answered so far."""
    return draw_pairs(visit, choosing.pairs_of(visit, visit.step))


def draw_pairs(visit: Visit, pairs: Sequence[Pair]) -> Response:
    """Choice sets as these pairs say; those with an error are pointed at."""
    return draw_step(
        visit,
        "choose",
        errors=choosing.errors_in(pairs),
        back="back",
        where=_where(visit),
        go_on=_go_on(visit),
        design=choosing.design_of(visit, visit.step),
        pairs=pairs,
    )


def review(visit: Visit, *, error: str = "") -> Response:
    """Every answer, each page of them with a way to change it."""
    errors: Errors = [("send", error)] if error else ()
    return draw_step(
        visit,
        "review",
        errors=errors,
        error=error,
        enter="stay",
        back="back",
        parts=_parts(visit),
        receipt="yes" if visit.state and visit.state.receipt else None,
    )


def stop(visit: Visit) -> Response:
    """The one pause: two equal ways on. Enter keeps everything."""
    return draw_step(visit, "stop", enter="keep")


def stopped(visit: Visit) -> Response:
    """Everything is deleted."""
    return draw_step(visit, "stopped", enter="finish", support_leaflet=support_leaflet(visit))


def thanks(visit: Visit) -> Response:
    """The ballot is in the box."""
    return draw_step(
        visit,
        "thanks",
        enter="finish",
        receipt=visit.state.shown if visit.state else "",
        receipt_until=receipt.until(visit),
        what_next=sentences.what_next(visit.here.manifest),
        support_leaflet=support_leaflet(visit),
    )


def support_leaflet(visit: Visit) -> Guide:
    """What helps when work weighs on somebody. It stands in the page, closed, and has no address of its own: to open it
    asks nothing of this site, so neither a history nor a log nor anybody else can tell who looked."""
    return spoken_guide(visit.plane.library.guide(SUPPORT_LEAFLET, language=visit.language))


PAGES: Mapping[Kind, Callable[[Visit], Response]] = {
    Kind.START: start,
    Kind.CODE: code,
    Kind.PAGE: page,
    Kind.CHANGE: page,
    Kind.COMMENTS: comments.draw,
    Kind.CHANGE_COMMENTS: comments.draw,
    Kind.CHOOSE: choose,
    Kind.CHANGE_CHOICE: choose,
    Kind.REVIEW: review,
    Kind.STOP: stop,
    Kind.STOPPED: stopped,
    Kind.THANKS: thanks,
    Kind.LATER: later.saved,
    Kind.TAKEN_BACK: receipt.taken_back,
    **stack.PAGES,
    Kind.STACK_SHEET: stack_sheets.draw,
}


def _groups(visit: Visit) -> tuple[str, dict[str, object]]:
    return "groups", {"why": sentences.why_groups(), "few": sentences.few(visit.here.manifest)}


def _questions(visit: Visit) -> tuple[str, dict[str, object]]:
    asked = visit.questionnaire.pages[visit.step.page - 1]
    whom = shared_by(visit.questionnaire.item(item) for item in asked.items)
    return "questions", {"title": asked.title, "note": asked.note, "whom": whom, "meanings": scale.meanings()}


def _where(visit: Visit) -> str:
    """Progress in words."""
    way = visit.way
    number = way.index(on_the_way(visit.step)) + 1
    return _("Page %(number)s of %(all)s", number=number, all=len(way))


def _go_on(visit: Visit) -> str:
    return _("Keep this and go back to all answers") if visit.step.kind in ON_THE_WAY else _("Continue")


def _parts(visit: Visit) -> list[dict[str, object]]:
    own_words = [_comments_part(visit)] if visit.here.manifest.comments else []
    return [*(_part(visit, step) for step in visit.pages), *own_words, *choosing.parts(visit)]


def _comments_part(visit: Visit) -> dict[str, object]:
    """What they wrote, and what a manager would read of it."""
    said = visit.state.comments if visit.state else {}
    return {
        "title": _("In your own words"),
        "answers": comments.answers_for_review(said),
        "note": "",
        "read": comments.as_a_manager_reads(said),
        "go": str(Kind.COMMENTS),
        "change": _("Change your own words"),
    }


def _part(visit: Visit, step: Step) -> dict[str, object]:
    answers: list[tuple[str, str]]
    if step == FIRST:
        title = _("Where you work")
        answers = [(lens_name(tree.lens), group_name(visit.group_of(tree.lens))) for tree in visit.trees]
    else:
        asked = visit.questionnaire.pages[step.page - 1]
        said = visit.state.ballot.answers if visit.state else {}
        title = asked.title
        items = [visit.questionnaire.item(item) for item in asked.items]
        answers = [(item.text, scale.label_of(said.get(item.id, LeftBlank()))) for item in items]
    change = _("Change “%(page)s”", page=title)
    return {
        "title": title,
        "answers": answers,
        "note": "",
        "read": (),
        "go": str(Step(Kind.CHANGE, step.page)),
        "change": change,
    }
