"""The second step of signing in: a code from the phone or from the printed list, and setting the phone up."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField

from audit.office.arriving import let_in, with_session
from audit.office.coming_back import carried, own_address
from audit.office.drawing import SITE_NAME, draw
from audit.office.forms import Given, Line, OfficeForm, proof_of, refusals_on
from audit.office.visit import office, visit
from audit.running import second_step
from audit.settings import kept_secret
from audit.store import queries
from audit.store.models import Account, Stage
from audit.wording import gettext as _
from reports.qr import square_of

pages = Blueprint("second_step", __name__)
Kept = Sequence[tuple[str, str]]


class CodeForm(OfficeForm):
    """One code."""

    one_time_code = Line(validators=[Given(lambda: _("Type the code."))])


class SetUpForm(CodeForm):
    """A code of the secret on the page; the password once more where somebody is signed in already."""

    password = PasswordField()


def key() -> bytes:
    """What seals the secrets of one-time codes; it lies outside the store."""
    return kept_secret(office().settings.secrets, "second-step")


def page_for_stage() -> str:
    """Where somebody goes on who has typed the password and no more."""
    halfway = visit().halfway
    if halfway is None:
        return url_for("home.home")
    return url_for("second_step.set_up_page" if halfway.stage is Stage.SET_UP else "second_step.ask")


def page_at(stage: Stage, *, raw: str, kept: Kept, back_to: str) -> AnyResponse:
    """The first page after the password. What was typed before an absence goes along."""
    if not kept:
        return redirect(url_for("second_step.set_up_page" if stage is Stage.SET_UP else "second_step.ask"), 303)
    if stage is Stage.CODE:
        return draw("second_step", form=CodeForm.shown(), kept=kept, back_to=back_to, proof=proof_of(raw))
    return _set_up_page(SetUpForm.shown(), raw=raw, kept=kept, back_to=back_to)


@pages.get("/second-step")
def ask() -> AnyResponse:
    """Which code does the phone show?"""
    if visit().halfway is None:
        return redirect(url_for("home.home"), 303)
    return draw("second_step", form=CodeForm.shown(), kept=(), back_to="")


@pages.post("/second-step")
def answer() -> AnyResponse:
    """Let in whoever types a code that opens; wrong ones are slowed down as passwords are."""
    halfway = visit().halfway
    if halfway is None:
        return redirect(url_for("home.home"), 303)
    form, back_to = CodeForm.sent(), _back_to()
    with refusals_on(form, at="one_time_code"):
        if form.validate():
            typed = str(form.one_time_code.data)
            raw = _answered(halfway.account, typed)
            on_paper = len("".join(typed.split())) > second_step.DIGITS
            return let_in(raw, to=back_to, other="account.show" if on_paper else "home.home")
    return draw("second_step", form=form, kept=carried(), back_to=back_to)


def _answered(account: Account, typed: str) -> str:
    here, throttle, name = visit(), office().throttle, f"second step {account.id}"
    try:
        with throttle.attempt(name, now=here.now):
            return second_step.answer(
                here.session, account_id=account.id, raw=here.held, typed=typed, now=here.now, key=key()
            )
    except second_step.WrongCode:
        here.session.rollback()
        if throttle.is_spent(name, now=here.now):
            second_step.note_wrong_codes(here.session, account_id=account.id, on=here.today)
        raise


@pages.get("/second-step/set-up")
def set_up_page() -> AnyResponse:
    """The picture for the phone, the same as text, and a field for the first code."""
    return _set_up_page(SetUpForm.shown(), raw=visit().held)


@pages.post("/second-step/set-up")
def set_up() -> AnyResponse:
    """Take the phone up. The recovery codes are drawn at once and kept nowhere, so there is no page to go on to."""
    form, back_to = SetUpForm.sent(), _back_to()
    with refusals_on(form, at="one_time_code", where={second_step.WrongPassword: "password"}):
        if form.validate():
            raw, codes = _taken_up(form)
            kept = carried() if back_to else ()
            page = draw("recovery_codes", codes=codes, kept=kept, to=back_to, proof=proof_of(raw))
            return with_session(page, raw)
    return _set_up_page(form, raw=visit().held, kept=carried(), back_to=back_to)


def _taken_up(form: SetUpForm) -> tuple[str, tuple[str, ...]]:
    here, account = visit(), _mine()
    with office().throttle.attempt(f"second step {account.id}", now=here.now):
        if here.halfway is None:
            second_step.check_password(here.session, account_id=account.id, password=str(form.password.data))
        return second_step.set_up(
            here.session,
            account_id=account.id,
            raw=here.held,
            typed=str(form.one_time_code.data),
            now=here.now,
            key=key(),
            cost=office().cost,
        )


def _set_up_page(form: SetUpForm, *, raw: str, kept: Kept = (), back_to: str = "") -> Response:
    secret = second_step.new_secret_for(raw, key=key())
    return draw(
        "second_step_set_up",
        form=form,
        kept=kept,
        back_to=back_to,
        proof=proof_of(raw),
        due=visit().person is None,
        text=second_step.as_text(secret),
        qr=square_of(second_step.as_address(secret, account=_email(), issuer=SITE_NAME)),
    )


def _mine() -> Account:
    here = visit()
    if here.halfway is not None:
        return here.halfway.account
    if here.person is None:
        abort(403)
    return queries.one_account(here.session, account_id=here.person.account_id)


def _email() -> str:
    here = visit()
    return _mine().email if here.halfway or here.person else request.form.get("email", "")


def _back_to() -> str:
    return own_address(request.form.get("back_to", ""))
