"""The page for people's own words: what is promised about them, two boxes, and one kind look before they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response
from werkzeug.datastructures import MultiDict

from audit.ballot.manifest import Manifest
from audit.comments import (
    LONGEST,
    MOST_CAREFUL,
    QUESTIONS,
    Comment,
    Gives,
    How,
    Seen,
    cleaned,
    clipped,
    danger,
    how_text,
    question_text,
    told_before,
    what_gives_away,
)
from audit.exhibits import words
from audit.staff.drawing import draw_step
from audit.staff.plane import Visit
from audit.wording import gettext as _

TEXT, HOW = "words-", "shown-"
KEEP, LOOK = "keep", "next"


@dataclass(frozen=True, slots=True)
class Box:
    """One question as the page draws it. chosen: None where nothing was chosen. error: where the text is too long.
    seen: what may give somebody away, in words."""

    id: str
    name: str
    label: str
    text: str
    choices_id: str
    choices_name: str
    chosen: str | None
    error: str = ""
    seen: tuple[str, ...] = ()


def read(sent: MultiDict[str, str]) -> dict[str, Comment]:
    """What stands in the boxes, cleaned. Where nothing was chosen it is shown in the most careful way."""
    found = {}
    for question in QUESTIONS:
        if text := clipped(sent.get(TEXT + question, "")):
            found[question] = Comment(question, text, _how(sent.get(HOW + question, "")))
    return found


def too_long(sent: MultiDict[str, str]) -> tuple[str, ...]:
    """The questions with more words than fit."""
    return tuple(q for q in QUESTIONS if len(cleaned(sent.get(TEXT + q, ""))) > LONGEST)


def has_something_to_look_at(said: Mapping[str, Comment]) -> bool:
    """Whether anything in them may give somebody away."""
    return any(what_gives_away(one.text) for one in said.values())


def draw(visit: Visit, *, sent: MultiDict[str, str] | None = None, looked: bool = False) -> Response:
    """The page. sent: what was just typed, where it comes back; looked: whether it says what it saw."""
    boxes = boxes_of(visit, sent=sent, looked=looked)
    terms = visit.here.manifest.comments
    return draw_step(
        visit,
        "comments",
        errors=[(box.id, box.error) for box in boxes if box.error],
        back="back",
        boxes=boxes,
        looked=looked,
        choices=[(how.value, how_text(how)) for how in How],
        longest=LONGEST,
        above=above(visit.here.manifest),
        danger=danger(terms) if terms else "",
    )


def boxes_of(visit: Visit, *, sent: MultiDict[str, str] | None, looked: bool) -> list[Box]:
    """Both questions with what stands in them; sent and looked as for `draw`."""
    return [_box(q, visit, sent=sent, looked=looked) for q in QUESTIONS]


def above(here: Manifest) -> tuple[str, ...]:
    """When they are read, by whom, and what becomes of them."""
    return () if here.comments is None else told_before(here.comments, day=words.day(here.closes_on))


def for_the_start_page(here: Manifest) -> tuple[str, ...]:
    """What the start page says about comments; nothing where none are asked."""
    if here.comments is None:
        return ()
    return (
        _("There is a place for your own words. %(who)s reads them first, never a leader.", who=here.comments.reviewer),
        _(
            "A comment that is passed on for safety goes to %(lead)s, past the leaders.",
            lead=here.comments.lead,
        ),
    )


def as_a_manager_reads(said: Mapping[str, Comment]) -> list[tuple[str, str, str]]:
    """(question, how it is shown, what a manager reads) for the review."""
    return [(question_text(q), how_text(said[q].how), _as_read(said[q])) for q in QUESTIONS if q in said]


def answers_for_review(said: Mapping[str, Comment]) -> list[tuple[str, str]]:
    """(question, text) as the review lists them."""
    return [(question_text(q), said[q].text if q in said else _("Left blank")) for q in QUESTIONS]


def _as_read(one: Comment) -> str:
    match one.how:
        case How.WORD:
            return f"“{one.text}”"
        case How.PARAPHRASE:
            return _("The same in words that the reviewer chooses. Your own words are not shown.")
        case How.THEME:
            return _("Only what it is about, in a word or two. Your own words are not shown.")


def _box(question: str, visit: Visit, *, sent: MultiDict[str, str] | None, looked: bool) -> Box:
    kept = visit.state.comments.get(question) if visit.state else None
    text = kept.text if kept else ""
    chosen = kept.how.value if kept else None
    if sent is not None:
        text, chosen = cleaned(sent.get(TEXT + question, "")), sent.get(HOW + question) or chosen
    over = sent is not None and len(text) > LONGEST
    return Box(
        TEXT + question,
        TEXT + question,
        question_text(question),
        text,
        HOW + question,
        HOW + question,
        chosen,
        _("This is longer than %(longest)s letters. Shorten it a little.", longest=LONGEST) if over else "",
        seen_in_words(what_gives_away(text)) if looked else (),
    )


def _how(value: str) -> How:
    return How(value) if value in {how.value for how in How} else MOST_CAREFUL


def seen_in_words(seen: Sequence[Seen]) -> tuple[str, ...]:
    """Each thing that was seen, with what it may be."""
    return tuple(_seen(one) for one in seen)


def _seen(one: Seen) -> str:
    match one.gives:
        case Gives.NAME:
            return _("“%(text)s” may be a name.", text=one.text)
        case Gives.DATE:
            return _("“%(text)s” may be a date.", text=one.text)
        case Gives.PHONE:
            return _("“%(text)s” may be a telephone number.", text=one.text)
        case Gives.MAIL:
            return _("“%(text)s” may be an e-mail address.", text=one.text)
        case Gives.ONLY:
            return _("“%(text)s”: if there is only one, people may know who.", text=one.text)
        case Gives.YEARS:
            return _("“%(text)s”: people may know who has been here so long.", text=one.text)
