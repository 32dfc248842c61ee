"""What people may send, one form a page. WTForms validates; macros draw."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, StringField
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.validators import Optional, ValidationError

from audit.staff.cookie import proof_of

LONGEST_CODE = 40
LONGEST_WORDS = 80
PREFIX = "item-"


class BoundToCookie(CSRF):
    """A form is genuine when it carries the proof that only a page given to this cookie holds."""

    held: bytes

    def setup_form(self, form: BaseForm) -> list[tuple[str, UnboundField[Any]]]:
        """Take the cookie's bytes from the form's meta."""
        self.held = cast("bytes", form.meta.csrf_context)
        return super().setup_form(form)

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:  # noqa: ARG002 - the hook's own signature
        """The proof for the cookie's bytes."""
        return proof_of(self.held)

    def validate_csrf_token(self, form: BaseForm, field: CSRFTokenField) -> None:  # noqa: ARG002 - the hook's own signature
        """Compared in constant time."""
        if not hmac.compare_digest(str(field.data or "").encode(), proof_of(self.held).encode()):
            raise ValidationError("not from this page")


class GenuineForm(Form):
    """Every form of this plane: nothing but the proof."""

    class Meta:
        csrf = True
        csrf_class = BoundToCookie


def is_genuine(sent: MultiDict[str, str], held: bytes) -> bool:
    """Whether what was sent came from a page that was given to the holder of this cookie."""
    return bool(GenuineForm(sent, meta={"csrf_context": held}).validate())


class CodeForm(Form):
    """The code of a slip, and the words of whoever saved answers with it before."""

    code = StringField(filters=[lambda text: (text or "").strip()[:LONGEST_CODE]])
    words = StringField(filters=[lambda text: (text or "").strip()[:LONGEST_WORDS]])


class ReceiptForm(Form):
    """The receipt of whoever sent."""

    receipt = StringField(filters=[lambda text: (text or "").strip()[:LONGEST_CODE]])


def choices_form(fields: Mapping[str, Sequence[str]], sent: MultiDict[str, str]) -> BaseForm:
    """Radio groups by name, each with the values it may take. Nothing is required: what is missing was left blank."""
    form = BaseForm({name: _radio(tuple(values)) for name, values in fields.items()})
    form.process(sent)
    return form


@cache
def _radio(values: tuple[str, ...]) -> UnboundField[RadioField]:
    choices = [SelectChoice(value, value) for value in values]
    return UnboundField(RadioField, choices=choices, validators=[Optional()], invalid_choice_message="no such answer")


def field_name(item: str) -> str:
    """The name of an item's radio group: a field called `data` would break WTForms."""
    return PREFIX + item


def field_id(item: str) -> str:
    """The id of the first choice of an item: no dots, so that style sheets and fragments can name it."""
    return field_name(item).replace(".", "-")
