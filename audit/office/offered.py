"""What a round can ask, as somebody who prepares one reads it: by what it is for, with its minutes and its purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audit.method.asking import Kind, in_order, kind_of
from audit.method.questionnaire import Questionnaire
from audit.minutes import minutes_in_words
from audit.office.visit import office
from audit.spoken import spoken
from audit.wording import gettext as _
from audit.wording import language, ngettext


@dataclass(frozen=True, slots=True)
class Offer:
    """One questionnaire to choose."""

    id: str
    title: str
    length: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Questionnaires of one sort. name: short, for the ids of the page."""

    name: str
    title: str
    hint: str
    offers: tuple[Offer, ...]


_SORT_OF: Mapping[Kind, str] = {
    Kind.STAGED: "main",
    Kind.TIERED: "main",
    Kind.MODULE: "beside",
    Kind.SHORT: "between",
}


def offered() -> tuple[Questionnaire, ...]:
    """Every questionnaire in the language spoken now; main ones first."""
    known = dict.fromkeys(q.id for q in office().library.questionnaires)
    return in_order([office().library.questionnaire(one, language=language()) for one in known])


def pairs_offered() -> tuple[tuple[str, str], ...]:
    """(id, title) of each."""
    return tuple((q.id, q.title) for q in offered())


def shelves() -> tuple[Shelf, ...]:
    """All of them, in the order in which one chooses; a sort of which there is none is left out."""
    sorts = (
        ("main", _("Main questionnaires"), _("Choose at least one. Most organisations begin with the first.")),
        ("beside", _("Beside a main one"), _("Add what matters to you, or nothing.")),
        ("between", _("Between two audits"), _("A short look in between. It is asked by itself.")),
    )
    found = (Shelf(sort, title, hint, _offers_of(sort)) for sort, title, hint in sorts)
    return tuple(shelf for shelf in found if shelf.offers)


def _offers_of(sort: str) -> tuple[Offer, ...]:
    """As the first round asks them; what stands between two audits is never the first."""
    earliest = 2 if sort == "between" else 1
    return tuple(_offer(spoken(q.as_asked_in(earliest))) for q in offered() if _SORT_OF[kind_of(q)] == sort)


def _offer(asked: Questionnaire) -> Offer:
    return Offer(asked.id, asked.title, _length(asked), asked.purpose)


def _length(asked: Questionnaire) -> str:
    """What it asks of one person, and how long that takes."""
    items, sets = len(asked.items), sum(design.shown for design in asked.choices)
    minutes = minutes_in_words(asked.minutes)
    if not sets:
        return _("%(items)s statements, %(minutes)s.", items=items, minutes=minutes)
    in_words = ngettext("%(num)s choice set", "%(num)s choice sets", sets)
    if not items:
        return _("%(sets)s, %(minutes)s.", sets=in_words, minutes=minutes)
    return _("%(items)s statements, %(sets)s, %(minutes)s.", items=items, sets=in_words, minutes=minutes)
