"""What the office's few fixed words are called on its pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.lists import format_list

from audit.exhibits import words
from audit.method.planning import PlanStatus
from audit.method.questionnaire import Effort
from audit.promise import Hosting, Keys, WayIn
from audit.running.retention import YEARS
from audit.store.models import ResponseWord, Role, RoundState
from audit.wording import gettext as _
from audit.wording import ngettext

Pairs = tuple[tuple[str, str], ...]


def role_word(role: Role) -> str:
    """What somebody is."""
    return {
        Role.LEADER: _("leader"),
        Role.STAFF_REP: _("staff representative"),
        Role.CONSULTANT: _("consultant"),
        Role.REVIEWER: _("reviewer"),
    }[role]


def any_of(roles: Sequence[Role]) -> str:
    """Whoever of them it is: "leader, consultant or reviewer"."""
    return format_list([role_word(role) for role in roles], style="or", locale=words.locale())


def invited_roles() -> Pairs:
    """Whom a leader may invite, and what each of them is for."""
    return (
        (Role.STAFF_REP, _("Staff representative: agrees to each round, prints the slips, holds a key")),
        (Role.CONSULTANT, _("Consultant, or another person from outside: holds the third key, sees the results")),
        (Role.LEADER, _("Leader: prepares rounds, writes the plan")),
        (Role.REVIEWER, _("Reviewer: sees the results")),
    )


def state_word(state: RoundState) -> str:
    """Where a round stands."""
    return {
        RoundState.DRAFT: _("being prepared"),
        RoundState.COSIGNED: _("agreed, not open yet"),
        RoundState.OPEN: _("open"),
        RoundState.CLOSED: _("closed"),
        RoundState.CANCELLED: _("cancelled"),
    }[state]


def hostings() -> Pairs:
    """Who looks after the computer."""
    return (
        (Hosting.THIS_MACHINE, _("It runs on this laptop or computer only")),
        (Hosting.EMPLOYER, _("Our own organisation looks after it")),
        (Hosting.OUTSIDE, _("Somebody outside our organisation looks after it, such as the consultant")),
    )


def ways_in() -> Pairs:
    """How codes reach people."""
    return (
        (WayIn.DRAWN, _("Printed slips, drawn from a hat (best: nobody can know who has which slip)")),
        (WayIn.MAILED, _("Codes sent to each person by the third key holder (weaker: the sender has a list)")),
    )


def ways_with_keys() -> Pairs:
    """Who can open the box."""
    return (
        (Keys.TWO_OF_THREE, _("Two of three people: a leader, the staff representative and one person more")),
        (Keys.ONE, _("You alone (weaker: staff are told that one person can open the box)")),
    )


def kinds_of_round() -> Pairs:
    """A real round, or one to learn with."""
    return (
        ("real", _("A real round: the box stays shut until after the closing date")),
        ("trial", _("A trial, to see how it works: the box may be opened at any time (weaker)")),
    )


def times_kept() -> Pairs:
    """For how long results stay readable."""
    return tuple(
        (str(years), ngettext("%(num)s year after the closing date", "%(num)s years after the closing date", years))
        for years in YEARS
    )


def text_of(pairs: Pairs, value: str) -> str:
    """The text beside a value."""
    return dict(pairs)[value]


def response_sentence(word: ResponseWord) -> str:
    """All that anybody hears of the response while a round is open."""
    return {
        ResponseWord.NOTHING: _("Nothing can be said yet. This changes once ten people have answered."),
        ResponseWord.UNDER_A_QUARTER: _("Under a quarter of the staff have answered."),
        ResponseWord.OVER_A_QUARTER: _("Over a quarter of the staff have answered."),
        ResponseWord.OVER_HALF: _("Over half of the staff have answered."),
        ResponseWord.OVER_THREE_QUARTERS: _("Over three quarters of the staff have answered."),
    }[word]


def statuses() -> Pairs:
    """Where an action stands."""
    return (
        (PlanStatus.NOT_STARTED, _("Not started")),
        (PlanStatus.UNDER_WAY, _("Under way")),
        (PlanStatus.DONE, _("Done")),
        (PlanStatus.SET_ASIDE, _("Set aside")),
    )


def day_words(day: date | None) -> str:
    """A day as people write it, "" where there is none."""
    return words.day(day) if day else ""


def days_left(closes_on: date, *, today: date) -> str:
    """How long people may still answer; the closing day is the last of them."""
    left = (closes_on - today).days
    if left < 0:
        return _("The closing date has passed.")
    if left == 0:
        return _("Today is the last day.")
    return ngettext("%(num)s day left after today.", "%(num)s days left after today.", left)


def papers() -> Pairs:
    """What is in the printer."""
    return (("a4", _("A4")), ("letter", _("US Letter")))


def efforts() -> Pairs:
    """How much an action asks for."""
    return (
        (Effort.SMALL, _("a few hours")),
        (Effort.MEDIUM, _("a few weeks beside the work")),
        (Effort.LARGE, _("a project")),
    )
