"""The page on which somebody keys a comment sheet in: its words, how its writer wants them shown, and nothing else."""

from __future__ import annotations

from flask import Response
from werkzeug.datastructures import MultiDict

from audit.comments import LONGEST, QUESTIONS, How, how_text
from audit.staff import comments, stack
from audit.staff.drawing import Errors, draw_step
from audit.staff.plane import Visit
from audit.wording import gettext as _


def draw(
    visit: Visit, *, sent: MultiDict[str, str] | None = None, looked: bool = False, empty: bool = False
) -> Response:
    """One sheet, as far as it was keyed in. sent, looked: as on the page of somebody who writes on a screen; empty:
    whether it was to be kept with nothing on it."""
    boxes = comments.boxes_of(visit, sent=sent, looked=looked)
    return draw_step(
        visit,
        "stack_sheet",
        errors=[*((box.id, box.error) for box in boxes if box.error), *_nothing_on_it(empty)],
        enter="stay",
        number=visit.step.part,
        boxes=boxes,
        looked=looked,
        choices=[(how.value, how_text(how)) for how in How],
        longest=LONGEST,
        kept=stack.sheets_in_words(len(stack.sheets_kept(visit))),
    )


def _nothing_on_it(empty: bool) -> Errors:
    if not empty:
        return ()
    said = _("Nothing of this sheet is typed yet. An empty sheet is not kept: go on to the list, or to another sheet.")
    return [(comments.TEXT + QUESTIONS[0], said)]
