"""How scores of choice sets are worked out, on an invented set, through the very functions that make the report."""

from __future__ import annotations

import numpy as np

from audit.exhibits.paragraphs import explained
from audit.exhibits.values import Value, Words
from audit.exhibits.words import hundredths as _n
from audit.method import intervals, priorities, tiers
from audit.method.answers import NOT_CHOSEN, ChoiceSheet
from audit.method.questionnaire import Attribute, ChoiceDesign
from audit.method.release import Number
from audit.method.scoring import Estimate
from audit.wording import gettext as _

# The invented organisation: 12 of 20 people answered; 10 of them chose in one set of four.
ANSWERED, STAFF = 12, 20
AMONG = ("rotas", "training", "rooms", "meetings")
MOST, LEAST = (7, 2, 1, 0), (0, 2, 4, 4)
"""How often each of them was chosen."""

Row = tuple[Value, ...]


def choice_rows() -> tuple[Row, ...]:
    """What, the formula, the example, of everything that is told of choice sets."""
    tally = priorities.tally_choices(_chosen_sheet(), _design())
    found = priorities.estimate_choice(tally, AMONG[0], headcount=STAFF)
    row = max((row for row in tiers.ROWS if row.people <= found.behind), key=lambda row: row.people)
    told = tiers.choice_number(found, row=row)
    return (
        _priority(found, told, largest=int(tally.largest[0])),
        _priority_error(found, shown=sum(MOST)),
        _first_or_last(told),
    )


def _design() -> ChoiceDesign:
    attributes = tuple(Attribute(name, name) for name in AMONG)
    return ChoiceDesign("example", "", "", "", "", "", "", 1, attributes, (AMONG,), ((0,),))


def _chosen_sheet() -> ChoiceSheet:
    """Person by person, so that nobody chose one thing twice; the last ones left the set blank."""
    most, least = (np.repeat(np.arange(len(AMONG)), times) for times in (MOST, LEAST))
    blank = np.full(ANSWERED - len(most), NOT_CHOSEN)
    columns = (np.append(chosen, blank).astype(np.int8).reshape(-1, 1) for chosen in (most, least))
    return ChoiceSheet("example", *columns)


def _priority(found: Estimate, told: Number, *, largest: int) -> Row:
    return _row(
        _("Priorities"),
        _(
            "S = 100 × (times chosen as the most − times chosen as the least) / times shown. A set counts where both"
            " were chosen. n* = times shown / the most often that one person is shown it, two at the least. The"
            " smallest n* gives all of them their row; steps and least errors are twice those of the row."
        ),
        _(
            "%(most)s times the most, %(least)s times the least, shown %(shown)s times: 100 × (%(most)s − %(least)s) /"
            " %(shown)s = %(s)s; n* = %(shown)s / %(largest)s = %(behind)s, so it is told to a step of %(step)s:"
            " %(told)s",
            most=MOST[0],
            least=LEAST[0],
            shown=sum(MOST),
            s=_n(found.score),
            largest=largest,
            behind=_n(found.behind),
            step=_n(told.step),
            told=_n(told.value),
        ),
    )


def _priority_error(found: Estimate, *, shown: int) -> Row:
    return _row(
        _("Error of a priority"),
        _(
            "plain: sd of each person’s influence e / root of n, with e = 100 × (n / times shown) × (x − S / 100 × c):"
            " x is most less least, c times shown to this person; n all who answered. Corrected: plain × root of"
            " (1 − times shown / (N × sets that hold it))"
        ),
        _(
            "%(n)s people, shown %(shown)s times, N = %(staff)s, one set: plain %(plain)s; %(plain)s × root of"
            " (1 − %(shown)s / (%(staff)s × 1)) = %(s)s",
            n=ANSWERED,
            shown=shown,
            staff=STAFF,
            plain=_n(found.se_plain),
            s=_n(found.se),
        ),
    )


def _first_or_last(told: Number) -> Row:
    among = intervals.priority_interval(told, many=len(AMONG))
    drawn = intervals.choice_interval(told)
    return _row(
        _("First or last"),
        _(
            "S ± t × SE* lies beyond 0, with the plain error and t at 1 − .05 / (2 × how many things there are). The"
            " bar that is drawn: S ± t × SE* at .975, corrected error, kept in −100 to 100"
        ),
        _(
            "%(score)s (%(se)s / %(plain)s), one of %(many)s: %(low)s to %(high)s, so it is among the first; the bar"
            " goes from %(a)s to %(b)s",
            score=_n(told.value),
            se=told.se,
            plain=told.se_plain,
            many=len(AMONG),
            low=_n(among.low),
            high=_n(among.high),
            a=_n(drawn.low),
            b=_n(drawn.high),
        ),
    )


def _row(what: str, formula: str, example: str) -> Row:
    return (explained(what, paragraph="priorities"), Words(formula), Words(example))
