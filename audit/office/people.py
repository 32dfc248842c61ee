"""Who belongs to the organisation, and inviting somebody: the join code is shown once, to be handed over."""

from __future__ import annotations

from flask import Blueprint, Response

from audit.office.access import may
from audit.office.drawing import draw
from audit.office.forms import AtMost, Chosen, Given, Line, OfficeForm, refusals_on
from audit.office.visit import office, person, visit
from audit.office.words import day_words, invited_roles, role_word
from audit.running import members
from audit.store import queries
from audit.store.models import Role
from audit.wording import gettext as _

pages = Blueprint("people", __name__)


class InviteForm(OfficeForm):
    """Somebody who is to join."""

    name = Line(validators=[Given(lambda: _("Type the name of the person you invite.")), AtMost(120)])
    role = Chosen(invited_roles, lambda: _("Choose what this person is to be."))


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


def _invited(form: InviteForm) -> str:
    return members.invite(
        visit().session,
        organisation_id=person().organisation.id,
        role=Role(form.role.data),
        name=str(form.name.data),
        by=person().account_id,
        now=visit().now,
    )


def _page(form: InviteForm, *, code: str = "", invited: str = "") -> Response:
    session, mine = visit().session, person().organisation.id
    return draw(
        "people",
        form=form,
        code=code,
        invited=invited,
        join_address=f"{office().settings.address}/office/join",
        may_invite=may(person().role, "people.invite"),
        here=[[m.account.name, role_word(m.role)] for m in queries.memberships_of(session, organisation_id=mine)],
        waiting=[
            [i.name, role_word(i.role), day_words(i.expires.date())]
            for i in queries.invitations_of(session, organisation_id=mine, now=visit().now)
        ],
    )
