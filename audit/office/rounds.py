"""Rounds: preparing one, changing it while it is a draft, looking at it, cancelling it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypedDict

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.doors import close as close_door
from audit.method.asking import MOST_ITEMS, leaders_rate
from audit.method.foresight import foresee
from audit.method.questionnaire import TOGETHER, Questionnaire
from audit.office.access import may
from audit.office.drawing import draw
from audit.office.forms import MAIN, AtMost, Chosen, ChosenSeveral, Day, Given, Line, OfficeForm, refusals_on
from audit.office.groups import trees_of
from audit.office.next_step import Doing, next_step
from audit.office.offered import offered, pairs_offered, shelves
from audit.office.outlook import OutlookInShort, outlook_in_short, size_warning
from audit.office.situation import situation_of
from audit.office.terms import terms_now
from audit.office.visit import office, person, round_numbered, visit
from audit.office.way import address_of, other_way, steps_on_the_way
from audit.office.words import (
    any_of,
    day_words,
    days_left,
    kinds_of_round,
    response_sentence,
    state_word,
    times_kept,
    ways_in,
    ways_with_keys,
)
from audit.promise import Keys, Ledger, WayIn, since_opening
from audit.refusals import Refusal
from audit.running import comments, rounds
from audit.running.asking import asked_in_round, asked_together
from audit.running.holders import circumstances_now
from audit.running.retention import USUAL, expired_on, years_of
from audit.store import queries
from audit.store.models import Round, RoundState
from audit.together import NotAskedTogether
from audit.wording import gettext as _

pages = Blueprint("rounds", __name__)
USUAL_LENGTH = timedelta(days=21)
_WHERE: Mapping[type[Refusal], str] = {NotAskedTogether: "questionnaire", rounds.RoundUnderWay: MAIN}
THIRD = 3  # the seat of the third key holder


class Choices(TypedDict):
    """What preparing and changing a round both take."""

    questionnaire: Questionnaire
    closes_on: date
    way_in: WayIn
    keys: Keys
    trial: bool
    holders: tuple[str, ...]
    host_holds_key: bool
    keep_years: int
    by: int
    today: date


class RoundForm(OfficeForm):
    """Everything one chooses about a round."""

    questionnaire = ChosenSeveral(pairs_offered)
    closes_on = Day(validators=[Given(lambda: _("Choose the last day on which staff can answer."))])
    kind = Chosen(kinds_of_round, lambda: _("Choose whether this is a real round or a trial."))
    keys = Chosen(ways_with_keys, lambda: _("Choose who can open the box."))
    third = Line(validators=[AtMost(120)])
    way_in = Chosen(ways_in, lambda: _("Choose how codes reach people."))
    host_holds_key = Line()
    keep_years = Chosen(times_kept, lambda: _("Choose how long results are kept."))


@pages.get("/rounds")
def list_all() -> Response:
    """All rounds of the organisation, the newest first."""
    found = queries.rounds_of(visit().session, organisation_id=person().organisation.id)
    current = [r for r in reversed(found) if r.state is not RoundState.CANCELLED]
    rows = [(r.number, state_word(r.state), day_words(r.opened_on), day_words(r.closes_on)) for r in current]
    under_way = any(r.state is not RoundState.CLOSED for r in current)
    return draw("rounds", rows=rows, may_prepare=not under_way and may(person().role, "rounds.prepare_page"))


@pages.get("/rounds/new")
def prepare_page() -> Response:
    """Six choices, most of them made already."""
    return _form_page(RoundForm.shown(_usual() | _of_the_cancelled()), number=0)


@pages.post("/rounds/new")
def prepare() -> AnyResponse:
    """A draft."""
    form = RoundForm.sent()
    with refusals_on(form, at="closes_on", where=_WHERE):
        if form.validate():
            made = rounds.prepare(visit().session, organisation_id=person().organisation.id, **_choices(form))
            return redirect(url_for("rounds.show", number=made.number), 303)
    return _form_page(form, number=0)


@pages.get("/rounds/<int:number>/change")
def change_page(number: int) -> Response:
    """The same form, filled."""
    return _form_page(RoundForm.shown(_chosen(round_numbered(number))), number=number)


@pages.post("/rounds/<int:number>/change")
def change(number: int) -> AnyResponse:
    """Change a draft."""
    form, asked = RoundForm.sent(), round_numbered(number)
    with refusals_on(form, at="closes_on", where=_WHERE):
        if form.validate():
            rounds.change_round(visit().session, round_id=asked.id, **_choices(form))
            return redirect(url_for("rounds.show", number=number), 303)
    return _form_page(form, number=number)


def _form_page(form: RoundForm, *, number: int) -> Response:
    mine = person().organisation.id
    seen = foresee(*trees_of(mine))
    return draw(
        "round_form",
        form=form,
        number=number,
        draft=any(q.draft for q in offered()),
        most=MOST_ITEMS,
        shelves=shelves(),
        warning=size_warning(seen) if seen.headcount else (),
        outlook=outlook_in_short(seen),
    )


def _usual() -> dict[str, object]:
    return {
        "questionnaire": [offered()[0].id],
        "closes_on": visit().today + USUAL_LENGTH,
        "kind": "real",
        "keys": Keys.TWO_OF_THREE.value,
        "way_in": WayIn.DRAWN.value,
        "keep_years": str(USUAL),
    }


def _of_the_cancelled() -> dict[str, object]:
    """What was chosen for the last round where it was cancelled, so that nothing is typed twice; its day only while it
    lies ahead. Questionnaires that are offered no more are left out by the form itself."""
    found = queries.rounds_of(visit().session, organisation_id=person().organisation.id)
    if not found or found[-1].state is not RoundState.CANCELLED:
        return {}
    chosen = _chosen(found[-1])
    return chosen if found[-1].closes_on > visit().today else chosen | {"closes_on": visit().today + USUAL_LENGTH}


def _chosen(asked: Round) -> dict[str, object]:
    third = [h.label for h in queries.holders_of(visit().session, round_id=asked.id) if h.seat == THIRD]
    return {
        "questionnaire": asked.questionnaire.split(TOGETHER),
        "closes_on": asked.closes_on,
        "kind": "trial" if asked.trial else "real",
        "keys": asked.keys.value,
        "third": "".join(third),
        "way_in": asked.way_in.value,
        "host_holds_key": "yes" if asked.host_holds_key else "",
        "keep_years": str(years_of(visit().session, round_id=asked.id)),
    }


def _choices(form: RoundForm) -> Choices:
    return {
        "questionnaire": asked_together(office().library, form.questionnaire.data or ()),
        "closes_on": form.closes_on.data or visit().today,
        "way_in": WayIn(form.way_in.data),
        "keys": Keys(form.keys.data),
        "trial": form.kind.data == "trial",
        "holders": ("", "", str(form.third.data)),
        "host_holds_key": form.host_holds_key.data == "yes",
        "keep_years": int(form.keep_years.data),
        "by": person().account_id,
        "today": visit().today,
    }


@pages.get("/rounds/<int:number>")
def show(number: int) -> Response:
    """One round; where it stands chooses the template."""
    asked = round_numbered(number)
    terms, missing = terms_now(asked, library=office().library)
    return draw(
        f"round_{asked.state.value}",
        draft=asked_in_round(asked, library=office().library).draft,
        number=number,
        terms=terms,
        missing=missing,
        outlook=_outlook(asked),
        **_next(asked),
        **_now(asked),
    )


def _outlook(asked: Round) -> OutlookInShort | None:
    """What a draft could show, from the headcounts as they are now."""
    if asked.state is not RoundState.DRAFT:
        return None
    return outlook_in_short(foresee(*trees_of(asked.organisation_id)))


def _next(asked: Round) -> dict[str, Any]:
    """The card with the next step, as on the home page, where the step is this round's."""
    step = next_step(situation_of(visit(), organisation=person().organisation))
    return {
        "step": step,
        "address": address_of(step.doing, step, role=person().role),
        "instead": other_way(step, role=person().role),
        "who": any_of(step.who),
        "steps": steps_on_the_way(step.doing if step.number in (0, asked.number) else Doing.READ),
    }


def _now(asked: Round) -> dict[str, Any]:
    """What each state has to say; the templates of the others do not look at it."""
    return {
        "asked": asked,
        "closes": day_words(asked.closes_on),
        "opened": day_words(asked.opened_on),
        "closed": day_words(asked.closed_on),
        "left": days_left(asked.closes_on, today=visit().today),
        "response": response_sentence(asked.response_word),
        "ledger": ledger_sentence(asked.ledger),
        "staff_address": f"{office().settings.address}/{person().organisation.public_id}",
        "one_key": asked.keys is Keys.ONE,
        "leaders_rate": bool(leaders_rate(asked_in_round(asked, library=office().library))),
        "reviews": comments.is_reviewer(visit().session, round_id=asked.id, by=person().account_id),
        "since": since_opening(circumstances_now(visit().session, asked)) if asked.frozen else (),
        "expired": day_words(expired_on(visit().session, round_id=asked.id)),
        "may": {page: may(person().role, page) for page in _LINKED},
    }


_LINKED = (
    "rounds.change_page",
    "rounds.cancel_page",
    "rehearsal.show",
    "cosign.show",
    "comments.ask_page",
    "launch.slips_page",
    "launch.poster",
    "launch.open_page",
    "leadership.show",
    "close.show",
    "also_used.show",
)


def ledger_sentence(ledger: Ledger | None) -> str:
    """Whether slips and answers add up; "" while the round has not closed."""
    return {
        None: "",
        Ledger.ADDS_UP: _("Slips and answers add up."),
        Ledger.DOES_NOT: _("Slips and answers do not add up. The report says so on its first pages."),
    }[ledger]


@pages.get("/rounds/<int:number>/cancel")
def cancel_page(number: int) -> Response:
    """What cancelling means, before it is done."""
    return _cancel_page(OfficeForm.shown(), number=number)


@pages.post("/rounds/<int:number>/cancel")
def cancel(number: int) -> AnyResponse:
    """Give the round up; a box that is there is destroyed with everything in it."""
    form, asked = OfficeForm.sent(), round_numbered(number)
    with refusals_on(form):
        if form.validate():
            close_door.cancel(
                visit().session,
                round_id=asked.id,
                settings=office().settings,
                by=person().account_id,
                today=visit().today,
            )
            return redirect(url_for("home.home"), 303)
    return _cancel_page(form, number=number)


def _cancel_page(form: OfficeForm, *, number: int) -> Response:
    return draw("round_cancel", form=form, number=number, opened=round_numbered(number).state is RoundState.OPEN)
