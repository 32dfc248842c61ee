"""Where a person is: one word in the sealed page state, never in an address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """The pages a person can be on."""

    START = "start"
    CODE = "code"
    PAGE = "page"  # on the way through
    CHANGE = "change"  # the same page, come from the review and going back to it
    COMMENTS = "comments"  # own words, where the round asks for them
    CHANGE_COMMENTS = "change-comments"
    CHOOSE = "choose"  # choice sets, where the questionnaire has some
    CHANGE_CHOICE = "change-choice"
    REVIEW = "review"
    STOP = "stop"
    STOPPED = "stopped"
    LATER = "later"  # the three words of whoever saved
    TAKE_BACK = "take-back"  # the receipt of whoever sent
    TAKEN_BACK = "taken-back"
    THANKS = "thanks"
    STACK_INTRO = "stack-intro"  # the pages of whoever keys paper forms in
    STACK_FORM = "stack-form"
    STACK_SHEET = "stack-sheet"
    STACK_LIST = "stack-list"
    STACK_STOP = "stack-stop"
    STACK_STOPPED = "stack-stopped"
    STACK_SENDING = "stack-sending"
    STACK_SENT = "stack-sent"


ON_THE_WAY = {Kind.CHANGE: Kind.PAGE, Kind.CHANGE_COMMENTS: Kind.COMMENTS, Kind.CHANGE_CHOICE: Kind.CHOOSE}
"""What somebody changes who has come from the review, and goes back to it."""
NUMBERED = frozenset((Kind.PAGE, Kind.CHANGE, Kind.CHOOSE, Kind.CHANGE_CHOICE))
STACK = frozenset(kind for kind in Kind if kind.startswith("stack-"))


@dataclass(frozen=True, slots=True)
class Step:
    """page: 0 is place and role, then the pages of the questionnaire; of the pages with choice sets the number, from 0;
    in a stack of paper forms the number of the form that comes next. part: of a long form, from 0; the number of a
    comment sheet; at the end of a stack, how many were sent. before: where "keep going" leads from STOP and LATER."""

    kind: Kind
    page: int = 0
    before: Step | None = None
    part: int = 0

    def __str__(self) -> str:
        if self.before is not None:
            return f"{self.kind} {self.before}"
        if self.kind in STACK:
            return f"{self.kind} {self.page} {self.part}"
        return f"{self.kind} {self.page}" if self.kind in NUMBERED else str(self.kind)


START, CODE, REVIEW = Step(Kind.START), Step(Kind.CODE), Step(Kind.REVIEW)
COMMENTS = Step(Kind.COMMENTS)
STOPPED, THANKS = Step(Kind.STOPPED), Step(Kind.THANKS)
TAKE_BACK, TAKEN_BACK = Step(Kind.TAKE_BACK), Step(Kind.TAKEN_BACK)


def page_step(page: int) -> Step:
    """A page on the way through."""
    return Step(Kind.PAGE, page)


def choose_step(number: int) -> Step:
    """A page of choice sets on the way through."""
    return Step(Kind.CHOOSE, number)


def on_the_way(step: Step) -> Step:
    """The page on the way through that is changed here; the same where none is."""
    return replace(step, kind=ON_THE_WAY.get(step.kind, step.kind))


FIRST = page_step(0)


def step_of(text: str) -> Step:
    """The step that was written as this text; ValueError if it is none."""
    word, _space, rest = text.partition(" ")
    kind = Kind(word)
    match kind:
        case _ if kind in NUMBERED:
            return Step(kind, int(rest))
        case Kind.STOP | Kind.LATER:
            return Step(kind, before=step_of(rest))
        case _ if kind in STACK:
            page, _space, part = rest.partition(" ")
            return Step(kind, int(page), part=int(part))
        case _:
            return Step(kind)


def after(step: Step, way: tuple[Step, ...]) -> Step:
    """Where "Continue" leads from a page; the review after the last one, and after every page that was changed."""
    if step not in way:
        return REVIEW
    later = way[way.index(step) + 1 :]
    return later[0] if later else REVIEW


def before(step: Step, way: tuple[Step, ...]) -> Step:
    """Where "Back" leads from a page or the review."""
    if step.kind in ON_THE_WAY:
        return REVIEW
    earlier = way if step == REVIEW else way[: way.index(step)]
    return earlier[-1] if earlier else START
