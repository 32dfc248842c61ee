"""Whose reports look like whose: the brand of the organisation, else the consultant's own."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField
from wtforms.validators import StopValidation

from audit.brands import LEAST_CONTRAST, MAIN, SECOND, readable_colour
from audit.office.drawing import REFUSED, draw_with
from audit.office.forms import AtMost, Given, Line, OfficeForm, refusals_on
from audit.office.sent_files import LARGEST_UPLOAD, file_is_there, sent_file
from audit.office.visit import person, visit
from audit.pictures import LARGEST_LOGO
from audit.refusals import Refusal
from audit.running import hands
from audit.running.hands import LONGEST_ADDRESS, LONGEST_ALT, LONGEST_FOOTER, LONGEST_NAME, BrandWords
from audit.store import queries
from audit.store.models import BrandRow, Role
from audit.wording import gettext as _

pages = Blueprint("brand", __name__)
LOGO = "logo"  # name and id of the field for the file


class BrandForm(OfficeForm):
    """A brand in words and colours."""

    name = Line(validators=[Given(lambda: _("Type the name that stands on the reports.")), AtMost(LONGEST_NAME)])
    address = TextAreaField(validators=[AtMost(LONGEST_ADDRESS)])
    footer = Line(validators=[AtMost(LONGEST_FOOTER)])
    main_colour = Line(validators=[Given(lambda: _("Type a colour, such as #1f5673."))])
    second_colour = Line(validators=[Given(lambda: _("Type a colour, such as #1f5673."))])

    def validate_main_colour(self, field: Line) -> None:
        """Dark enough to be read."""
        _check_colour(field)

    def validate_second_colour(self, field: Line) -> None:
        """As dark: lines are to be seen, too."""
        _check_colour(field)

    @property
    def words(self) -> BrandWords:
        """What was typed."""
        return BrandWords(
            str(self.name.data),
            "\n".join(str(self.address.data or "").splitlines()),
            str(self.footer.data or ""),
            str(self.main_colour.data),
            str(self.second_colour.data),
        )


def _check_colour(field: Line) -> None:
    try:
        readable_colour(str(field.data or ""))
    except Refusal as no:
        raise StopValidation(" ".join(no.sentences)) from no


class LogoForm(OfficeForm):
    """What a logo shows, in words; the file comes beside it."""

    alt = Line(validators=[AtMost(LONGEST_ALT)])


class RemoveForm(OfficeForm):
    """The logo, or the whole brand, taken off again."""


@pages.get("/brand")
def show() -> Response:
    """The brand of the organisation."""
    return _page(own=False)


@pages.get("/brand/mine")
def mine() -> Response:
    """The brand of the consultant who looks."""
    return _page(own=True)


@pages.post("/brand")
def save() -> AnyResponse:
    """Keep its words and colours."""
    return _saved(own=False)


@pages.post("/brand/mine")
def save_mine() -> AnyResponse:
    """The same for one's own."""
    return _saved(own=True)


@pages.post("/brand/logo")
def save_logo() -> AnyResponse:
    """Keep a logo, drawn anew."""
    return _logo_sent(own=False)


@pages.post("/brand/mine/logo")
def save_my_logo() -> AnyResponse:
    """The same for one's own."""
    return _logo_sent(own=True)


@pages.post("/brand/remove")
def remove() -> AnyResponse:
    """Take the logo or the whole brand off."""
    return _removed(own=False)


@pages.post("/brand/mine/remove")
def remove_mine() -> AnyResponse:
    """The same for one's own."""
    return _removed(own=True)


@pages.get("/brand/logo.png")
def logo() -> Response:
    """The logo as it is kept."""
    return _picture(_row(own=False))


@pages.get("/brand/mine/logo.png")
def my_logo() -> Response:
    """The same for one's own."""
    return _picture(_row(own=True))


def _saved(*, own: bool) -> AnyResponse:
    form, me = BrandForm.sent(), person()
    with refusals_on(form):
        if form.validate():
            hands.save_brand(
                visit().session,
                organisation_id=me.organisation.id,
                own=own,
                words=form.words,
                by=me.account_id,
                today=visit().today,
            )
            return redirect(_address(own=own), 303)
    return _page(own=own, form=form)


def _logo_sent(*, own: bool) -> AnyResponse:
    request.max_content_length = LARGEST_UPLOAD
    form, me, file = LogoForm.sent(), person(), request.files.get(LOGO)
    with refusals_on(form, at=LOGO):
        if form.validate() and file_is_there(form, file, at=LOGO) and file:
            hands.save_logo(
                visit().session,
                organisation_id=me.organisation.id,
                own=own,
                sent=sent_file(file, alt=str(form.alt.data or "")),
                by=me.account_id,
                today=visit().today,
            )
            return redirect(_address(own=own), 303)
    return _page(own=own, logo_form=form)


def _removed(*, own: bool) -> AnyResponse:
    form, me = RemoveForm.sent(), person()
    taken_off = hands.remove_brand if request.form.get("go") == "brand" else hands.remove_logo
    with refusals_on(form):
        if form.validate():
            taken_off(
                visit().session,
                organisation_id=me.organisation.id,
                own=own,
                by=me.account_id,
                today=visit().today,
            )
            return redirect(_address(own=own), 303)
    return _page(own=own, remove_form=form)


def _page(
    *,
    own: bool,
    form: BrandForm | None = None,
    logo_form: LogoForm | None = None,
    remove_form: RemoveForm | None = None,
) -> Response:
    row = _row(own=own)
    sent = form or logo_form or remove_form
    return draw_with(
        REFUSED if sent else 200,
        "brand",
        form=form or BrandForm.shown(_known(row, own=own)),
        logo_form=logo_form or LogoForm.shown({"alt": row.logo_alt if row else ""}),
        errors=sent.errors_shown if sent else [],
        logo_error=next((said for at, said in logo_form.refused if at == LOGO), "") if logo_form else "",
        own=own,
        kept=row is not None,
        logo=url_for("brand.my_logo" if own else "brand.logo") if row and row.logo else "",
        alt=(row.logo_alt or row.name) if row else "",
        to={
            "save": url_for("brand.save_mine" if own else "brand.save"),
            "logo": url_for("brand.save_my_logo" if own else "brand.save_logo"),
            "remove": url_for("brand.remove_mine" if own else "brand.remove"),
        },
        may_have_own=person().role is Role.CONSULTANT,
        least=LEAST_CONTRAST,
        most=LARGEST_LOGO // 1024,
    )


def _row(*, own: bool) -> BrandRow | None:
    if own:
        return queries.find_own_brand(visit().session, account_id=person().account_id)
    return queries.find_brand(visit().session, organisation_id=person().organisation.id)


def _known(row: BrandRow | None, *, own: bool) -> dict[str, object]:
    if row is None:
        return {
            "name": person().name if own else person().organisation.name,
            "main_colour": MAIN,
            "second_colour": SECOND,
        }
    return {
        "name": row.name,
        "address": row.address,
        "footer": row.footer,
        "main_colour": row.main,
        "second_colour": row.second,
    }


def _address(*, own: bool) -> str:
    return url_for("brand.mine" if own else "brand.show")


def _picture(row: BrandRow | None) -> Response:
    if row is None or row.logo is None:
        abort(404)
    return Response(row.logo, mimetype="image/png")
