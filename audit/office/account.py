"""One's own account: the password, the phone, the recovery codes."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField

from audit.office.arriving import with_session
from audit.office.drawing import draw
from audit.office.forms import Given, OfficeForm, proof_of, refusals_on
from audit.office.visit import office, person, visit
from audit.running import second_step
from audit.running.passwords import PasswordTooShort
from audit.store import queries
from audit.wording import gettext as _

pages = Blueprint("account", __name__)


class PasswordForm(OfficeForm):
    """Another password."""

    password = PasswordField(validators=[Given(lambda: _("Type your password of now."))])
    new_password = PasswordField(validators=[Given(lambda: _("Type a new password."))])


class AgainForm(OfficeForm):
    """The password once more."""

    password = PasswordField(validators=[Given(lambda: _("Type your password."))])


@pages.get("/account")
def show() -> Response:
    """What is set up, and how many recovery codes are left."""
    session, mine = visit().session, person().account_id
    return draw(
        "account",
        email=queries.one_account(session, account_id=mine).email,
        has_phone=queries.find_one_time_codes(session, account_id=mine) is not None,
        left=queries.count_recovery_codes(session, account_id=mine),
        mine=mine,
    )


@pages.get("/account/password")
def password_page() -> Response:
    """The one of now, and a new one."""
    return draw("account_password", form=PasswordForm.shown())


@pages.post("/account/password")
def password() -> AnyResponse:
    """Another password; every browser is signed out but this one, which gets a new session."""
    form = PasswordForm.sent()
    with refusals_on(form, at="password", where={PasswordTooShort: "new_password"}):
        if form.validate():
            raw = _changed(str(form.password.data), str(form.new_password.data))
            return with_session(redirect(url_for("account.show"), 303), raw)
    return draw("account_password", form=form)


def _changed(typed: str, new: str) -> str:
    here, mine = visit(), person().account_id
    with office().throttle.attempt(f"password {mine}", now=here.now):
        return second_step.change_password(
            here.session, account_id=mine, password=typed, new=new, now=here.now, cost=office().cost
        )


@pages.get("/account/recovery-codes")
def recovery_page() -> Response:
    """What they are, and a field for the password."""
    return draw("account_recovery", form=AgainForm.shown())


@pages.post("/account/recovery-codes")
def recovery() -> Response:
    """Ten new ones, drawn at once and kept nowhere, so there is no page to go on to."""
    form = AgainForm.sent()
    with refusals_on(form, at="password"):
        if form.validate():
            codes = _renewed(str(form.password.data))
            return draw("recovery_codes", codes=codes, kept=(), to="", proof=proof_of(visit().held))
    return draw("account_recovery", form=form)


def _renewed(typed: str) -> tuple[str, ...]:
    here, mine = visit(), person().account_id
    with office().throttle.attempt(f"password {mine}", now=here.now):
        return second_step.new_recovery_codes(
            here.session, account_id=mine, password=typed, now=here.now, cost=office().cost
        )
