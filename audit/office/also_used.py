"""What else was used this year: five lines at most, for leaders and consultants, printed in the report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Form, FormField
from wtforms.validators import StopValidation

from audit.also_used import LONGEST_NAME, LONGEST_SENTENCE, OFFERED, AlsoUsed, has_number
from audit.office.drawing import draw
from audit.office.forms import AtMost, Day, Line, OfficeForm, refusals_on
from audit.office.visit import person, round_numbered, visit
from audit.running import also_used
from audit.wording import gettext as _

pages = Blueprint("also_used", __name__)
PLACES = ("first", "second", "third", "fourth", "fifth")


class InstrumentPart(Form):
    """One instrument; a part that is left empty is none."""

    name = Line(validators=[AtMost(LONGEST_NAME)])
    day = Day()
    sentence = Line(validators=[AtMost(LONGEST_SENTENCE)])

    def validate_name(self, field: Line) -> None:
        """A day or a sentence belongs to an instrument."""
        if not field.data and (self.day.typed or self.sentence.data):
            raise StopValidation(_("Type what the instrument is called, or empty the two lines below."))

    def validate_day(self, field: Day) -> None:
        """An instrument was used on some day, and not on one that is still to come."""
        if field.errors:
            raise StopValidation  # it could not be read, and that is said already
        if self.name.data and field.data is None:
            raise StopValidation(_("Type the day on which it was used; one of them, if it took several."))
        if field.data and field.data > visit().today:
            raise StopValidation(_("This day is still to come. Write the instrument down once it is used."))

    def validate_sentence(self, field: Line) -> None:
        """No result of another instrument finds its way into the report."""
        if has_number(field.data or ""):
            raise StopValidation(also_used.number_in_sentence())


class AlsoUsedForm(OfficeForm):
    """Up to five instruments."""

    first = FormField(InstrumentPart)
    second = FormField(InstrumentPart)
    third = FormField(InstrumentPart)
    fourth = FormField(InstrumentPart)
    fifth = FormField(InstrumentPart)

    @property
    def entries(self) -> list[AlsoUsed]:
        """Those that were filled in."""
        parts: list[Mapping[str, object]] = [getattr(self, place).data for place in PLACES]
        return [_entry(p) for p in parts if p["name"]]


def _entry(part: Mapping[str, object]) -> AlsoUsed:
    day = part["day"]
    assert isinstance(day, date)  # noqa: S101 - the form has seen to it
    return AlsoUsed(str(part["name"]), day, str(part["sentence"] or ""))


@pages.get("/rounds/<int:number>/also-used")
def show(number: int) -> Response:
    """What is written down, to be changed."""
    return _page(AlsoUsedForm.shown(_known(number)), number=number)


@pages.post("/rounds/<int:number>/also-used")
def save(number: int) -> AnyResponse:
    """Keep it in place of what was there."""
    form, asked = AlsoUsedForm.sent(), round_numbered(number)
    with refusals_on(form):
        if form.validate():
            also_used.save_also_used(
                visit().session,
                round_id=asked.id,
                entries=form.entries,
                by=person().account_id,
                today=visit().today,
            )
            return redirect(url_for("rounds.show", number=number), 303)
    return _page(form, number=number)


def _known(number: int) -> dict[str, object]:
    found = also_used.known_of(visit().session, round_id=round_numbered(number).id)
    return {
        place: {"name": one.name, "day": one.day, "sentence": one.sentence}
        for place, one in zip(PLACES, found, strict=False)
    }


def _page(form: AlsoUsedForm, *, number: int) -> Response:
    titles = (_("First instrument"), _("Second"), _("Third"), _("Fourth"), _("Fifth"))
    return draw(
        "also_used",
        form=form,
        number=number,
        parts=[(form[place], title) for place, title in zip(PLACES, titles, strict=True)],
        offered=OFFERED,
        longest=LONGEST_SENTENCE,
        running=round_numbered(number).state in also_used.RUNNING,
    )
