"""Who belongs to the organisation, and inviting somebody: the join code is shown once, to be handed over."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.office.access import PREPARERS
from audit.office.drawing import draw
from audit.office.forms import AtMost, Chosen, Given, Line, OfficeForm, refusals_on
from audit.office.visit import office, person, visit
from audit.office.words import day_words, invited_roles, role_word
from audit.running import members, representatives
from audit.store import queries
from audit.store.models import Membership, Role
from audit.wording import gettext as _

pages = Blueprint("people", __name__)


class InviteForm(OfficeForm):
    """Somebody who is to join."""

    name = Line(validators=[Given(lambda: _("Type the name of the person you invite.")), AtMost(120)])
    role = Chosen(lambda: roles_to_invite(), lambda: _("Choose what this person is to be."))


def roles_to_invite() -> tuple[tuple[str, str], ...]:
    """Those whom whoever is signed in may bring in as things stand."""
    me = person()
    mine = members.may_invite(visit().session, organisation_id=me.organisation.id, by=me.role)
    return tuple((role, text) for role, text in invited_roles() if Role(role) in mine)


@pages.get("/people")
def show() -> Response:
    """Everybody, and the form."""
    return _page(InviteForm.shown())


@pages.post("/people")
def invite() -> Response:
    """A join code. It is drawn at once and kept nowhere, so there is no page to go on to."""
    form = InviteForm.sent()
    with refusals_on(form, at="name"):
        if form.validate():
            return _page(InviteForm.shown(), code=_invited(form), invited=str(form.name.data))
    return _page(form)


@pages.get("/people/<int:account_id>/end")
def end_page(account_id: int) -> Response:
    """What it means that somebody leaves, before it is done."""
    return _end_page(OfficeForm.shown(), _theirs(account_id))


@pages.post("/people/<int:account_id>/end")
def end(account_id: int) -> AnyResponse:
    """Their part ends. Whoever ends their own is signed out."""
    form, theirs = OfficeForm.sent(), _theirs(account_id)
    with refusals_on(form, at="end"):
        if form.validate():
            members.end_membership(
                visit().session,
                organisation_id=theirs.organisation_id,
                account_id=account_id,
                by=person().account_id,
                now=visit().now,
            )
            return redirect(url_for("people.show" if account_id != person().account_id else "home.home"), 303)
    return _end_page(form, theirs)


@pages.post("/people/<int:account_id>/end/ask")
def ask_to_end(account_id: int) -> AnyResponse:
    """Ask that the part of a staff representative end: the first of two steps, with a fortnight between them."""
    form, theirs = OfficeForm.sent(), _theirs(account_id)
    with refusals_on(form, at="end"):
        if form.validate():
            members.ask_to_end(
                visit().session,
                organisation_id=theirs.organisation_id,
                account_id=account_id,
                by=person().account_id,
                now=visit().now,
            )
            return redirect(url_for("people.end_page", account_id=account_id), 303)
    return _end_page(form, theirs)


@pages.post("/people/stay")
def stay() -> AnyResponse:
    """The staff representative says no to whoever asked that their part end."""
    form = OfficeForm.sent()
    with refusals_on(form):
        if form.validate():
            mine = person().organisation.id
            representatives.stay(visit().session, organisation_id=mine, by=person().account_id, now=visit().now)
            return redirect(url_for("people.show"), 303)
    return _page(InviteForm.shown(), staying=form)


def asked_of_me() -> str:
    """What a staff representative reads where somebody asks that their part end; "" for everybody else."""
    me = person()
    waits = _waits_until(me.account_id) if me.role is Role.STAFF_REP else None
    return "" if waits is None else _may_end_sentence(day_words(waits))


def _may_end_sentence(day: str) -> str:
    return _("Somebody asks that your part end. They can end it from %(day)s on, unless you stay.", day=day)


def _waits_until(account_id: int) -> date | None:
    """From which day on the part of a staff representative can be ended; None where nobody asks."""
    mine = person().organisation.id
    asked = representatives.asked_on(visit().session, organisation_id=mine, account_id=account_id)
    return None if asked is None else representatives.may_end_on(asked)


def _theirs(account_id: int) -> Membership:
    """Somebody of this organisation: one's own part, or any for those who prepare; others are not there."""
    me = person()
    found = queries.find_membership(visit().session, account_id=account_id, organisation_id=me.organisation.id)
    if found is None or (account_id != me.account_id and me.role not in PREPARERS):
        abort(404)
    return found


def _end_page(form: OfficeForm, theirs: Membership) -> Response:
    own = theirs.account_id == person().account_id
    waits = _waits_until(theirs.account_id) if theirs.role is Role.STAFF_REP and not own else None
    return draw(
        "people_end",
        form=form,
        account_id=theirs.account_id,
        own=own,
        to_be_asked=theirs.role is Role.STAFF_REP and not own and waits is None,
        waits="" if waits is None or waits <= visit().today else day_words(waits),
        wait_days=representatives.WAIT.days,
        name=queries.one_account(visit().session, account_id=theirs.account_id).name,
        their_part=role_word(theirs.role),
    )


def _may_end() -> list[tuple[int, str]]:
    """Whose part those who prepare may end."""
    me = person()
    if me.role not in PREPARERS:
        return []
    everybody = queries.memberships_of(visit().session, organisation_id=me.organisation.id)
    return [(m.account_id, m.account.name) for m in everybody if m.account_id != me.account_id]


def _rep_hint() -> str:
    if Role.STAFF_REP in {Role(value) for value, _text in roles_to_invite()}:
        return ""
    return _("Another staff representative is invited by the one who is here.")


def _invited(form: InviteForm) -> str:
    return members.invite(
        visit().session,
        organisation_id=person().organisation.id,
        role=Role(form.role.data),
        name=str(form.name.data),
        by=person().account_id,
        now=visit().now,
    )


def _page(form: InviteForm, *, code: str = "", invited: str = "", staying: OfficeForm | None = None) -> Response:
    session, mine = visit().session, person().organisation.id
    return draw(
        "people",
        form=staying or form,
        inviting=form,
        code=code,
        asked_of_me=asked_of_me(),
        invited=invited,
        join_address=f"{office().settings.address}/office/join",
        may_invite=bool(roles_to_invite()),
        may_end=_may_end(),
        rep_hint=_rep_hint(),
        here=[[m.account.name, role_word(m.role)] for m in queries.memberships_of(session, organisation_id=mine)],
        waiting=[
            [i.name, role_word(i.role), day_words(i.expires.date())]
            for i in queries.invitations_of(session, organisation_id=mine, now=visit().now)
        ],
    )
