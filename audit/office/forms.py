"""What every form of this plane has: a proof that it came from our own page, refusals in words, what was typed."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Self, cast

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Form, RadioField, SelectMultipleField, StringField
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.fields.core import Field, UnboundField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from audit.office.visit import visit
from audit.refusals import Refusal
from audit.wording import gettext as _

MAIN = "main"  # where an error leads that belongs to no field

Said = Callable[[], str]
"""A sentence that is worded when it is needed, in the language spoken then."""
Pairs = Callable[[], Sequence[tuple[str, str]]]
"""Choices as (value, text), worded when they are needed."""


def proof_of(held: str) -> str:
    """What a form carries to show that it came from a page given to the holder of the cookie."""
    return hmac.new(held.encode(), b"this form came from our own page", "sha256").hexdigest()


class BoundToVisit(CSRF):
    """A form is genuine when it carries the proof that only a page given to this browser holds."""

    held: str

    def setup_form(self, form: BaseForm) -> list[tuple[str, UnboundField[Any]]]:
        """Take what the browser holds from the form's meta."""
        self.held = cast("str", form.meta.csrf_context)
        return super().setup_form(form)

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:  # noqa: ARG002 - the hook's own signature
        """The proof for what the browser holds."""
        return proof_of(self.held)

    def validate_csrf_token(self, form: BaseForm, field: CSRFTokenField) -> None:  # noqa: ARG002 - the hook's own signature
        """Compared in constant time."""
        if not hmac.compare_digest(str(field.data or "").encode(), proof_of(self.held).encode()):
            raise ValidationError(
                _("This page was open for a long time. What you typed is still here. Press the button once more.")
            )


class OfficeForm(Form):
    """Every form of this plane: nothing but the proof. `refused` holds what an operation said, as (id, sentence)."""

    class Meta:
        csrf = True
        csrf_class = BoundToVisit

    refused: list[tuple[str, str]]

    @classmethod
    def shown(cls, values: Mapping[str, object] | None = None) -> Self:
        """The form as it first appears, filled with what is known by field name."""
        return cls._of(None, values)

    @classmethod
    def sent(cls) -> Self:
        """The form as the browser sent it, but for the sign NUL: nobody types it, and not every database takes it."""
        return cls._of(MultiDict((n, v.replace("\0", "")) for n, v in request.form.items(multi=True)), None)

    @classmethod
    def _of(cls, sent: MultiDict[str, str] | None, values: Mapping[str, object] | None) -> Self:
        form = cls(sent, data=values, meta={"csrf_context": visit().held})
        form.refused = []
        return form

    @property
    def proof(self) -> str:
        """The value of the hidden field."""
        return proof_of(visit().held)

    @property
    def errors_shown(self) -> list[tuple[str, str]]:
        """What the summary on top lists: (id of the field, sentence), in the order of the page."""
        return [*_errors_in(self), *self.refused]


def sentences_alone(form: OfficeForm) -> OfficeForm:
    """What a form has to say, for a page that no longer shows its fields."""
    bare = OfficeForm.shown()
    bare.refused = [(MAIN, sentence) for _place, sentence in form.errors_shown]
    return bare


def _errors_in(form: BaseForm) -> Iterator[tuple[str, str]]:
    for field in form:
        if isinstance(field.data, dict) and isinstance(inner := getattr(field, "form", None), BaseForm):
            yield from _errors_in(inner)
        else:
            place = MAIN if isinstance(field, CSRFTokenField) else field.id
            yield from ((place, str(error)) for error in field.errors)


def error_of(field: Field) -> str:
    """The one sentence that stands at a field, or ""."""
    return str(field.errors[0]) if field.errors else ""


@contextmanager
def refusals_on(
    form: OfficeForm, *, at: str = MAIN, where: Mapping[type[Refusal], str] | None = None
) -> Iterator[None]:
    """A Refusal raised inside becomes sentences of the form; what was begun is undone.

    at: the field it is about, or another id of the page; where: the same for single kinds of refusal.
    """
    try:
        yield
    except Refusal as refusal:
        visit().session.rollback()
        _say(form, refusal, at=(where or {}).get(type(refusal), at))


def _say(form: OfficeForm, refusal: Refusal, *, at: str) -> None:
    if at in form:
        form[at].errors = (*form[at].errors, *refusal.sentences)
    else:
        form.refused.extend((at, sentence) for sentence in refusal.sentences)


class Given:
    """Something stands in the field, or this sentence."""

    def __init__(self, say: Said) -> None:
        self.say = say

    def __call__(self, form: BaseForm, field: Field) -> None:  # noqa: ARG002 - the hook's own signature
        if field.errors:
            raise StopValidation  # what was typed could not be read, and that is said already
        if not field.data:
            raise StopValidation(self.say())


class AtMost:
    """No longer than so many characters, or a sentence that says so."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, form: BaseForm, field: Field) -> None:  # noqa: ARG002 - the hook's own signature
        if len(field.data or "") > self.longest:
            raise StopValidation(_("This is longer than %(longest)s letters. Shorten it.", longest=self.longest))


class Chosen(RadioField):
    """One of several; the sentence where none of them came."""

    def __init__(self, pairs: Pairs, say: Said, **more: Any) -> None:
        super().__init__(choices=lambda: [SelectChoice(value, text) for value, text in pairs()], **more)
        self.pairs = pairs
        self.say = say

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - the hook's own signature
        """What came is one of the values."""
        if self.data not in {value for value, _text in self.pairs()}:
            raise StopValidation(self.say())


class ChosenSeveral(SelectMultipleField):
    """Any of several; values that are none of them are as if they had not come."""

    def __init__(self, pairs: Pairs, **more: Any) -> None:
        super().__init__(choices=lambda: [SelectChoice(value, text) for value, text in pairs()], **more)
        self.pairs = pairs

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - the hook's own signature
        """Only what is offered is kept."""
        known = {value for value, _text in self.pairs()}
        self.data = [value for value in self.data or () if value in known]


class Line(StringField):
    """One line of text, without the spaces around it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the first value, trimmed."""
        self.data = valuelist[0].strip() if valuelist else ""


class Day(DateField):
    """A day, as browsers send it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take a day; nothing at all where the field is empty; a sentence where it is something else."""
        typed = valuelist[0].strip() if valuelist else ""
        try:
            self.data = date.fromisoformat(typed) if typed else None
        except ValueError:
            self.data = None
            raise ValueError(
                _("“%(typed)s” is not a day. Type it as year, month, day: 2027-03-31.", typed=typed[:20])
            ) from None

    @property
    def typed(self) -> str:
        """What stands in the field: what was typed, or the day."""
        return str(self.raw_data[0]) if self.raw_data else self.data.isoformat() if self.data else ""
