"""Getting in: setting up an organisation, signing in and out, joining with a code."""

from __future__ import annotations

from typing import TypeVar

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, PasswordField

from audit.office.arriving import let_in
from audit.office.coming_back import carried, on_its_way, own_address
from audit.office.drawing import draw, draw_with
from audit.office.first_visit import NoSetUpCode, check_set_up_code, size_sentences, sizes
from audit.office.forms import AtMost, Chosen, Given, Line, OfficeForm, refusals_on
from audit.office.visit import office, visit
from audit.office.words import hostings
from audit.promise import Hosting
from audit.running import members, sign_ins
from audit.running.passwords import PasswordTooShort
from audit.store.models import Size
from audit.wording import gettext as _

pages = Blueprint("getting_in", __name__)
R = TypeVar("R", bound=AnyResponse)
LONGEST_NAME, LONGEST_EMAIL = 120, 254


class SetUpForm(OfficeForm):
    """A new organisation and its first leader."""

    organisation = Line(validators=[Given(lambda: _("Type the name of your organisation.")), AtMost(LONGEST_NAME)])
    hosting = Chosen(hostings, lambda: _("Choose who looks after the computer."))
    name = Line(validators=[Given(lambda: _("Type your own name.")), AtMost(LONGEST_NAME)])
    email = Line(validators=[Given(lambda: _("Type your e-mail address.")), AtMost(LONGEST_EMAIL)])
    password = PasswordField(validators=[Given(lambda: _("Type a password of your own."))])
    code = Line()


class SignInForm(OfficeForm):
    """Who somebody is. Nothing here says whether an address is known."""

    email = Line(validators=[Given(lambda: _("Type your e-mail address.")), AtMost(LONGEST_EMAIL)])
    password = PasswordField(validators=[Given(lambda: _("Type your password."))])
    back_to = HiddenField()


class JoinForm(OfficeForm):
    """Somebody who was invited."""

    code = Line(validators=[Given(lambda: _("Type the join code that you were given."))])
    email = Line(validators=[Given(lambda: _("Type your e-mail address.")), AtMost(LONGEST_EMAIL)])
    password = PasswordField(validators=[Given(lambda: _("Type a password of your own."))])


@pages.get("/set-up")
def choose_size() -> Response:
    """How many people, first: what ten answers mean for them is said before anything is entered."""
    return draw("set_up_size", sizes=sizes())


@pages.get("/set-up/details")
def set_up_page() -> Response:
    """The form, below the honest words about the size."""
    return _set_up_page(SetUpForm.shown(_known_hosting()))


@pages.post("/set-up/details")
def set_up() -> AnyResponse:
    """Make the organisation and sign its leader in."""
    form = SetUpForm.sent()
    with refusals_on(form, at="email", where={PasswordTooShort: "password", NoSetUpCode: "code"}):
        if form.validate():
            check_set_up_code(str(form.code.data), settings=office().settings)
            return let_in(_set_up_with(form))
    return _set_up_page(form)


def _set_up_with(form: SetUpForm) -> str:
    leader = members.set_up(
        visit().session,
        organisation=str(form.organisation.data),
        name=str(form.name.data),
        email=str(form.email.data),
        password=str(form.password.data),
        hosting=Hosting(form.hosting.data),
        size=_said_size(),
        cost=office().cost,
    )
    return sign_ins.start(visit().session, account_id=leader.id, now=visit().now)


def _set_up_page(form: SetUpForm) -> Response:
    size = _said_size()
    return draw(
        "set_up",
        form=form,
        people=size.value if size else "",
        sentences=size_sentences(size) if size else (),
        here_alone=office().settings.this_machine_only,
    )


def _said_size() -> Size | None:
    """How many people work there, as it was chosen on the page before; None where that page was left out."""
    people = request.values.get("people", "")
    return Size(people) if people in set(Size) else None


def _known_hosting() -> dict[str, object]:
    return {"hosting": Hosting.THIS_MACHINE.value} if office().settings.this_machine_only else {}


@pages.get("/sign-in")
def sign_in_page() -> Response:
    """Who are you?"""
    return draw("sign_in", form=SignInForm.shown(), kept=(), back_to="", away=False)


@pages.post("/sign-in")
def sign_in() -> AnyResponse:
    """Sign in; what was typed before a long absence comes back."""
    form = SignInForm.sent()
    with refusals_on(form, at="email"):
        if form.validate():
            raw = _raw_for(str(form.email.data), str(form.password.data))
            return let_in(raw, to=own_address(form.back_to.data or ""))
    return draw("sign_in", form=form, kept=carried(), back_to=own_address(form.back_to.data or ""), away=False)


def _raw_for(email: str, password: str) -> str:
    """A new session's id; the same Refusal for a wrong password and an unknown address, after the same work."""
    here = visit()
    with office().throttle.attempt(email, now=here.now):
        return members.sign_in(here.session, email=email, password=password, now=here.now, cost=office().cost)


def sign_in_again() -> AnyResponse:
    """For whoever sent a form after their session had ended: sign in first, and what was typed goes along."""
    kept = on_its_way()
    back_to = own_address(request.script_root + request.path) if kept else ""
    return draw_with(401, "sign_in", form=SignInForm.shown(), kept=kept, back_to=back_to, away=True)


@pages.post("/sign-out")
def sign_out() -> AnyResponse:
    """End the session here and in the store."""
    response = redirect(url_for("home.home"), 303)
    if OfficeForm.sent().validate():
        sign_ins.sign_out(visit().session, raw=visit().held)
        office().cookies.session.take_back(response)
    return response


@pages.get("/join")
def join_page() -> Response:
    """The join code is typed here, so that it stands in no address."""
    return draw("join", form=JoinForm.shown())


@pages.post("/join")
def join() -> AnyResponse:
    """Take up an invitation. Guesses are slowed down as they are at the sign-in page."""
    form = JoinForm.sent()
    with refusals_on(form, at="code", where={PasswordTooShort: "password", members.NoAddress: "email"}):
        if form.validate():
            return let_in(_join_with(str(form.code.data), str(form.email.data), str(form.password.data)))
    return draw("join", form=form)


def _join_with(code: str, email: str, password: str) -> str:
    here = visit()
    with office().throttle.attempt(email, now=here.now), office().throttle.attempt(f"join {code}", now=here.now):
        account = members.join(
            here.session, code=code, email=email, password=password, now=here.now, cost=office().cost
        )
    return sign_ins.start(here.session, account_id=account.id, now=here.now)
