"""What people wrote in their own words, as the reviewer handed it over: never beside a number, a place or a role."""

from __future__ import annotations

from audit.comments import QUESTIONS, Comment, CommentsTold, How, Told, question_text
from audit.exhibits.facts import RoundFacts
from audit.exhibits.values import Column, Exhibit, Strong, Table, Value, Words
from audit.wording import gettext as _


def comments_of(facts: RoundFacts) -> Exhibit | None:
    """The comments, or why there are none to read; None where none were asked for."""
    if facts.comments is None:
        return None
    finding, sentence = _said(facts.comments)
    tables = tuple(_table(q, facts.comments) for q in QUESTIONS if _to(q, facts.comments))
    talk = (_("Which of these would you like to hear more about, without asking who wrote it?"),) if tables else ()
    return Exhibit("comments", finding, sentence, tables, _note(facts.comments), "", talk)


def _said(told: CommentsTold) -> tuple[str, str]:
    match told.told:
        case Told.HANDED_OVER if told.comments:
            return (
                _("What people wrote in their own words"),
                _("A reviewer, who is no leader, read each of them first. They stand in an order of chance."),
            )
        case Told.HANDED_OVER:
            return (
                _("The reviewer let no comment pass"),
                _("Some were written. The reviewer found none that could be shown safely."),
            )
        case Told.TOO_FEW:
            return (
                _("Too few comments to show any"),
                _("Few comments could give their writers away, so they were destroyed unread."),
            )
        case Told.DESTROYED:
            return (
                _("The comments were destroyed"),
                _("Nobody handed them over in time, so nobody can read them any more."),
            )
        case Told.ASKED | Told.WAITING:
            return (
                _("The comments are with their reviewer"),
                _("When they are handed over, staff and leaders read them here at the same time."),
            )


def _note(told: CommentsTold) -> str:
    if not told.comments:
        return _("No leader has read any comment.")
    return _("Each stands by itself: nothing says who wrote it, where they work, or what else they said.")


def _to(question: str, told: CommentsTold) -> tuple[Comment, ...]:
    return tuple(c for c in told.comments if c.question == question)


def _table(question: str, told: CommentsTold) -> Table:
    columns = (Column(_("What was said"), "words", 72), Column(_("Whose words"), "words", 25))
    rows = tuple(_row(one) for one in _to(question, told))
    return Table(f"comments-{question}", question_text(question), columns, rows, shape="plain")


def _row(one: Comment) -> tuple[Value, ...]:
    whose = {
        How.WORD: _("the writer's"),
        How.PARAPHRASE: _("the reviewer's"),
        How.THEME: _("only what it is about"),
    }[one.how]
    return Strong(one.text) if one.how is How.THEME else Words(one.text), Words(whose)
