"""The pages of somebody who keys paper forms in. No answer of a form that was kept is ever shown again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import Response

from audit.answering import batch, sheets
from audit.paper import for_whom, limits_of_keying
from audit.staff.choices import ChoiceSet, errors_in
from audit.staff.drawing import Errors, draw, draw_step
from audit.staff.plane import Visit
from audit.staff.sentences import day_in_words
from audit.staff.stack_fields import choices_of, fields_of, is_of_choices, parts_of, sections_of
from audit.staff.steps import Kind, Step
from audit.wording import gettext as _
from audit.wording import ngettext

INTRO = Step(Kind.STACK_INTRO)


def draw_intro(visit: Visit, *, typed: str = "", error: str = "") -> Response:
    """Who does this, what to do with the paper, what it cannot protect against; and the first code, because nobody
    without a slip leaves anything here."""
    here = visit.here.manifest.circumstances
    return draw(
        visit.plane,
        visit.frame,
        "stack_intro",
        status=422 if error else 200,
        at=str(INTRO),
        errors=[("code", error)] if error else (),
        back="back",
        whom=for_whom(here),
        limits=limits_of_keying(here),
        own_words=here.own_words,
        choosing=bool(visit.questionnaire.choices),
        most=batch.LARGEST,
        until=until(visit),
        code=typed,
        error=error,
    )


def form(visit: Visit) -> Response:
    """One paper form, as far as it was keyed in."""
    return draw_fields(visit, fields_of(visit), code=visit.state.code if visit.state else "")


def draw_fields(visit: Visit, fields: Sequence[ChoiceSet], *, code: str, error: str = "") -> Response:
    """One page of a paper form with these entries; error: what is to be said of the code."""
    errors: Errors = [*([("code", error)] if error else ()), *errors_in(fields)]
    return draw_step(
        visit,
        "stack_form",
        errors=errors,
        enter="stay",
        number=visit.step.page,
        part=visit.step.part + 1,
        parts=parts_of(visit),
        code=code,
        code_error=error,
        groups=choices_of(visit, fields),
        sections=sections_of(visit, fields),
        of_choices=is_of_choices(visit),
        kept=_kept_in_words(len(numbers_kept(visit))),
    )


def list_of(visit: Visit, *, refused: Mapping[int, str] | None = None, too_many: str = "") -> Response:
    """How many forms and comment sheets are kept, by number; each can be taken out. refused: why some forms cannot be
    sent; too_many: what is to be said of the sheets."""
    numbers, refused = numbers_kept(visit), refused or {}
    return draw_step(
        visit,
        "stack_list",
        errors=[*((f"form-{number}", why) for number, why in refused.items()), *_at_the_sheets(too_many)],
        enter="stay",
        numbers=numbers,
        refused=refused,
        kept=_kept_in_words(len(numbers)),
        full=visit.step.page > batch.LARGEST,
        most=batch.LARGEST,
        until=until(visit),
        begun=_begun(visit),
        cut_short=visit.step.kind is Kind.STACK_SENDING,
        too_many=too_many,
        **_sheets_of(visit),
    )


def _at_the_sheets(too_many: str) -> Errors:
    return [("sheets", too_many)] if too_many else []


def _sheets_of(visit: Visit) -> dict[str, object]:
    """The comment sheets by number; none where the round asks for no own words."""
    numbers = sheets_kept(visit)
    return {
        "own_words": visit.here.manifest.comments is not None,
        "sheets": numbers,
        "sheets_kept": sheets_in_words(len(numbers)),
        "sheets_full": len(numbers) >= sheets.MOST,
    }


def stop(visit: Visit) -> Response:
    """The one pause: two equal ways on. Enter keeps everything."""
    own_words = sheets_in_words(len(sheets_kept(visit))) if visit.here.manifest.comments else ""
    return draw_step(visit, "stack_stop", enter="keep", kept=_kept_in_words(len(numbers_kept(visit))), sheets=own_words)


def stopped(visit: Visit) -> Response:
    """Everything that was keyed in is deleted."""
    return draw_step(visit, "stack_stopped", enter="finish")


def sent(visit: Visit) -> Response:
    """All of them are in the box."""
    sent_now = ngettext("%(num)s form is sent.", "%(num)s forms are sent.", visit.step.part)
    own_words = visit.here.manifest.comments is not None
    return draw_step(visit, "stack_sent", enter="finish", sent=sent_now, own_words=own_words)


def until(visit: Visit) -> str:
    """The last day on which a batch can be sent."""
    day = day_in_words(visit.here.manifest.closes_on)
    return _("The batch can be sent until %(day)s, that day included. Later nothing can be sent.", day=day)


def _begun(visit: Visit) -> tuple[str, ...]:
    """That a form or a comment sheet is begun and not kept."""
    said, state = [], visit.state
    if state is not None and (state.code or state.ballot.answers or state.ballot.choices):
        said.append(_("Form %(number)s is begun and not kept. It is not sent with the others.", number=visit.step.page))
    if state is not None and state.comments:
        said.append(_("A comment sheet is begun and not kept. It is not sent with the others."))
    return tuple(said)


def numbers_kept(visit: Visit) -> tuple[int, ...]:
    """The numbers of the forms that are kept."""
    held = visit.frame.held
    return () if held is None else tuple(batch.kept(visit.here, held, following=visit.step.page))


def sheets_kept(visit: Visit) -> tuple[int, ...]:
    """The numbers of the comment sheets that are kept."""
    held = visit.frame.held
    return () if held is None else tuple(sheets.kept(visit.here, held))


def _kept_in_words(count: int) -> str:
    if not count:
        return _("No form is kept yet.")
    return ngettext("%(num)s form is kept.", "%(num)s forms are kept.", count)


def sheets_in_words(count: int) -> str:
    """How many comment sheets are kept."""
    if not count:
        return _("No comment sheet is kept yet.")
    return ngettext("%(num)s comment sheet is kept.", "%(num)s comment sheets are kept.", count)


PAGES: Mapping[Kind, Callable[[Visit], Response]] = {
    Kind.STACK_FORM: form,
    Kind.STACK_LIST: list_of,
    Kind.STACK_SENDING: list_of,
    Kind.STACK_STOP: stop,
    Kind.STACK_STOPPED: stopped,
    Kind.STACK_SENT: sent,
}
