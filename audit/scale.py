"""The one scale in words: what the answers are called and what each of them means."""

from __future__ import annotations

from collections.abc import Mapping

from audit.method.answers import Answer, Rated, word_of
from audit.wording import gettext as _

KEYS: Mapping[str, str] = {"0": "0", "1": "1", "2": "2", "3": "3", "4": "4", "dk": "k", "na": "n", "": ""}
"""What is printed in the boxes of a paper form, and typed when it is keyed in; the same in every language."""


def ratings() -> tuple[tuple[str, str], ...]:
    """The five ratings as (value, label), from 0 up."""
    return (
        ("0", _("Not here")),
        ("1", _("Rarely")),
        ("2", _("Sometimes")),
        ("3", _("Usually")),
        ("4", _("Reliably")),
    )


def apart() -> tuple[tuple[str, str], ...]:
    """The answers that are no rating: "dk", "na", and "" for a blank."""
    return (
        ("dk", _("I can’t tell from my role")),
        ("na", _("Does not apply to my work")),
        ("", _("Leave this one blank")),
    )


def records_apart() -> tuple[tuple[str, str], ...]:
    """What a team may agree on in place of a rating, as (value, label)."""
    return (
        ("differently", _("We see it differently")),
        ("dk", _("We can’t tell")),
        ("na", _("Does not apply to us")),
    )


def meanings() -> tuple[tuple[str, str], ...]:
    """Every answer with one sentence about what it means, as (label, meaning)."""
    anchors = (
        _("This does not happen here."),
        _("In a few places, or only talked about."),
        _("It depends on the person, the team or the day."),
        _("This is normal here, most of the time."),
        _("It holds even when we are under pressure."),
        _("You do not see enough of it to say. That is worth knowing, too."),
        _("It is about work that is not yours."),
        _("You say nothing here. That is always fine."),
    )
    labels = (label for _value, label in (*ratings(), *apart()))
    return tuple(zip(labels, anchors, strict=True))


def record_meanings() -> tuple[tuple[str, str], ...]:
    """Everything a team may agree on, ratings first, with one sentence about what it means, as (label, meaning)."""
    anchors = (
        _("You have talked, and you do not agree. That is a good result: talk about it first."),
        _("None of you sees enough of it to say. That is worth knowing, too."),
        _("It is about work that nobody here does."),
    )
    labels = (label for _value, label in records_apart())
    return (*meanings()[: len(ratings())], *zip(labels, anchors, strict=True))


def label_of(answer: Answer) -> str:
    """What an answer is called; a blank is called by what happened."""
    word = word_of(answer)
    if word == "":
        return _("Left blank")
    return dict((*ratings(), *apart()))[word]


def rating_label(value: int) -> str:
    """What a rating of 0 to 4 is called."""
    return label_of(Rated(value))
