"""What else was used this year: named, with its day, and kept apart from everything that was counted here."""

from __future__ import annotations

from audit.also_used import AlsoUsed
from audit.exhibits import words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.values import Column, Exhibit, Strong, Table, Value, Words
from audit.wording import gettext as _
from audit.wording import ngettext


def also_used_of(facts: RoundFacts) -> Exhibit | None:
    """Other instruments; None where none was written down."""
    if not facts.also_used:
        return None
    return Exhibit(
        "also-used",
        ngettext(
            "%(num)s other instrument was also used this year",
            "%(num)s other instruments were also used this year",
            len(facts.also_used),
        ),
        _("Each of them asks its own people its own questions. Their results are not part of this profile."),
        (_table(facts),),
        _("Written down by the organisation itself. Nothing here was counted from the answers of this round."),
        "",
        (_("What did the people asked there see that staff cannot see?"),),
    )


def _table(facts: RoundFacts) -> Table:
    columns = (
        Column(_("Instrument"), "words", 34),
        Column(_("Used on"), "words", 22),
        Column(_("What the organisation says about it"), "words", 44),
    )
    return Table("also-used-table", _("Also used this year"), columns, tuple(map(_row, facts.also_used)))


def _row(one: AlsoUsed) -> tuple[Value, ...]:
    return Strong(one.name), Words(words.day(one.day)), Words(one.sentence or "–")
