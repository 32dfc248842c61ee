"""The organisation: its name, who looks after the computer, and whom staff can talk to."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Form, FormField
from wtforms.validators import StopValidation

from audit.office.access import may
from audit.office.drawing import draw
from audit.office.forms import AtMost, Chosen, Given, Line, OfficeForm, refusals_on
from audit.office.visit import person, visit
from audit.office.words import hostings
from audit.promise import Contact, Hosting
from audit.running import organisations
from audit.store.frozen import contacts_of
from audit.wording import gettext as _

pages = Blueprint("organisation", __name__)
PLACES = ("first", "second", "third")


class ContactPart(Form):
    """Somebody staff can turn to."""

    name = Line(validators=[AtMost(120)])
    phone = Line(validators=[AtMost(40)])
    more = Line(validators=[AtMost(200)])

    def validate_name(self, field: Line) -> None:
        """A phone number belongs to somebody."""
        if not field.data and (self.phone.data or self.more.data):
            raise StopValidation(_("Type whose number this is, or empty the lines below."))


class OrganisationForm(OfficeForm):
    """What an organisation says about itself."""

    name = Line(validators=[Given(lambda: _("Type the name of your organisation.")), AtMost(120)])
    hosting = Chosen(hostings, lambda: _("Choose who looks after the computer."))
    leave_to = Line(validators=[AtMost(300)])
    first = FormField(ContactPart)
    second = FormField(ContactPart)
    third = FormField(ContactPart)

    @property
    def contacts(self) -> list[Contact]:
        """Those that were filled in."""
        parts = [getattr(self, place).data for place in PLACES]
        return [Contact(p["name"], p["phone"] or "", p["more"] or "") for p in parts if p["name"]]


@pages.get("/organisation")
def show() -> Response:
    """All of it on one page."""
    return _page(OrganisationForm.shown(_known()))


@pages.post("/organisation")
def save() -> AnyResponse:
    """Keep it; rounds that are agreed on keep what they had."""
    form = OrganisationForm.sent()
    with refusals_on(form, at="leave_to"):
        if form.validate():
            _save(form)
            return redirect(url_for("home.home"), 303)
    return _page(form)


def _save(form: OrganisationForm) -> None:
    session, me = visit().session, person()
    organisations.change_details(
        session,
        organisation_id=me.organisation.id,
        name=str(form.name.data),
        hosting=Hosting(form.hosting.data),
        leave_to=str(form.leave_to.data),
        by=me.account_id,
    )
    organisations.save_contacts(session, organisation_id=me.organisation.id, contacts=form.contacts, by=me.account_id)


def _page(form: OrganisationForm) -> Response:
    return draw("organisation", form=form, places=PLACES, may_save=may(person().role, "organisation.save"))


def _known() -> dict[str, object]:
    mine = person().organisation
    contacts = contacts_of(mine.contacts)
    known: dict[str, object] = {"name": mine.name, "hosting": mine.hosting.value, "leave_to": mine.leave_to}
    for place, contact in zip(PLACES, contacts, strict=False):
        known[place] = {"name": contact.name, "phone": contact.phone, "more": contact.more}
    return known
