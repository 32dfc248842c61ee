"""The promise to those who answer, in sentences made from how one round is really run.

The start page of the staff plane prints them, and so may reports and notices. Pure: the same circumstances,
the same sentences. What weakens the promise is said where it is weaker, never left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from audit.whole_days import in_words
from audit.wording import gettext as _
from audit.wording import ngettext


class Hosting(StrEnum):
    """Who could change the program or copy its disk."""

    THIS_MACHINE = "this-machine"  # bound to the loopback address: a laptop on a table
    EMPLOYER = "employer"
    OUTSIDE = "outside"  # the consultant, or anybody else whom the employer does not direct


class WayIn(StrEnum):
    """How codes reach people."""

    DRAWN = "drawn"  # printed slips out of a hat: nobody could say who has which
    MAILED = "mailed"  # the sender knows who got which


class Keys(StrEnum):
    """Who can open the box."""

    TWO_OF_THREE = "two-of-three"
    ONE = "one"


class Ledger(StrEnum):
    """Whether the slips that were printed and the ballots that were found go together. No figures, ever."""

    ADDS_UP = "adds-up"
    DOES_NOT = "does-not"


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone to talk to. phone and more (when, where, for whom) may be ""."""

    name: str
    phone: str
    more: str


@dataclass(frozen=True, slots=True)
class SlipsAdded:
    """So many slips more, printed while the round was open; reason: as those who agreed to it gave it."""

    many: int
    reason: str


@dataclass(frozen=True, slots=True)
class NewRep:
    """Somebody else signs for staff than last time. before, now: their names; handed_over: whether the one before
    brought in the one now, or it was done on the leaders' word alone."""

    before: str
    now: str
    handed_over: bool


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the promise depends on. opens_on: the day from which the box may be opened, already in words; holders: who
    holds a key, as people there call them; k: fewest answers behind any group; own_words: whether there is a box for them;
    host_holds_key: whether whoever runs the server is also one of the holders; trial: the box may be opened at any time.
    replaced: days on which a holder was replaced while the round was open; more_slips: what was printed since then, and
    why. Both are empty when the round is co-signed, and then the JSON has no such keys. new_rep: None, and no key
    either, where the staff representative is the one who signed last."""

    hosting: Hosting
    way_in: WayIn
    keys: Keys
    holders: tuple[str, ...]
    opens_on: str
    k: int
    own_words: bool
    host_holds_key: bool
    trial: bool
    replaced: tuple[date, ...] = ()
    more_slips: tuple[SlipsAdded, ...] = ()
    new_rep: NewRep | None = None


def circumstances_as_json(here: Circumstances) -> dict[str, Any]:
    """Plain JSON values; `circumstances_from_json` is the exact inverse."""
    since = {
        "replaced": [day.isoformat() for day in here.replaced],
        "more_slips": [asdict(added) for added in here.more_slips],
        "new_rep": None if here.new_rep is None else asdict(here.new_rep),
    }
    plain = {name: value for name, value in asdict(here).items() if name not in since}
    return plain | {name: value for name, value in since.items() if value}


def circumstances_from_json(value: Mapping[str, Any]) -> Circumstances:
    """What `circumstances_as_json` wrote; KeyError or ValueError for anything else."""
    return Circumstances(
        hosting=Hosting(value["hosting"]),
        way_in=WayIn(value["way_in"]),
        keys=Keys(value["keys"]),
        holders=tuple(value["holders"]),
        opens_on=value["opens_on"],
        k=value["k"],
        own_words=value["own_words"],
        host_holds_key=value["host_holds_key"],
        trial=value["trial"],
        replaced=tuple(date.fromisoformat(day) for day in value.get("replaced", ())),
        more_slips=tuple(SlipsAdded(**added) for added in value.get("more_slips", ())),
        new_rep=NewRep(**value["new_rep"]) if "new_rep" in value else None,
    )


def promise_of(here: Circumstances) -> tuple[str, ...]:
    """Eight short sentences: what is done so that nobody can trace an answer."""
    return (
        _("You give no name and make no account."),
        _slip_sentence(here.way_in),
        _(
            "This site does not note when you answer, or in which language. It notes nothing about your phone or computer."
        ),
        _("Once you send them, your answers are sealed in a box. No page can show them again."),
        _key_sentence(here),
        _("Results are shown only for groups in which %(k)s people or more answered.", k=here.k),
        _("Numbers are rounded, so that one person’s answers do not stand out."),
        _end_sentence(here),
    )


def limits_of(here: Circumstances) -> tuple[str, ...]:
    """What no program can stop: every point of it, as it stands in this round."""
    return (
        _host_limit(here),
        *_host_key_limit(here),
        _network_limit(here.hosting),
        _(
            "Someone who copies the disk just before and just after you send can tell which slip was used."
            " If they also saw your slip, they know that you answered. They do not know what you said."
        ),
        _("A phone or computer from your employer may record its own screen. You can use your own."),
        _words_limit(here),
        _early_limit(here),
        _("Someone who holds several slips can send several times, and could work out what others said."),
        _(
            "If %(nine)s people in a group of %(k)s tell each other what they said, they may learn much about the last one.",
            nine=here.k - 1,
            k=here.k,
        ),
        *since_last_round(here),
        *since_opening(here),
    )


def since_last_round(here: Circumstances) -> tuple[str, ...]:
    """Whether somebody else signs for staff than last time, and on whose word; () for most rounds."""
    if here.new_rep is None:
        return ()
    before, now = here.new_rep.before, here.new_rep.now
    if here.new_rep.handed_over:
        return (
            _(
                "The staff representative has changed since the last round: %(before)s handed over to %(now)s.",
                before=before,
                now=now,
            ),
        )
    return (
        _(
            "The staff representative has changed since the last round, on the leaders’ word alone."
            " Last time %(before)s signed, now %(now)s does.",
            before=before,
            now=now,
        ),
    )


def since_opening(here: Circumstances) -> tuple[str, ...]:
    """What became different after the co-signature, each in a sentence; () for most rounds."""
    return (
        *(_("A key holder was replaced on %(day)s.", day=in_words(day)) for day in here.replaced),
        *(
            ngettext(
                "%(num)s slip more was printed while this was open, by two signatures: %(reason)s",
                "%(num)s slips more were printed while this was open, by two signatures: %(reason)s",
                added.many,
                reason=added.reason,
            )
            for added in here.more_slips
        ),
    )


def _slip_sentence(way_in: WayIn) -> str:
    if way_in is WayIn.DRAWN:
        return _("Slips are drawn from a hat. No list says who has which slip.")
    return _(
        "Your code was sent to you. That is weaker than a slip from a hat. Whoever sent it could find out whether you"
        " answered, if they also had the disk of this site. They could not find out what you said."
    )


def _key_sentence(here: Circumstances) -> str:
    if here.keys is Keys.ONE:
        return _(
            "One person holds the only key to the box: %(holder)s. That is weaker than two keys.", holder=_all(here)
        )
    if here.trial:
        return _("It takes two of three people to open the box: %(holders)s.", holders=_all(here))
    return _(
        "It takes two of three people to open the box: %(holders)s. They agreed to wait until after %(day)s.",
        holders=_all(here),
        day=here.opens_on,
    )


def _end_sentence(here: Circumstances) -> str:
    if here.own_words:
        return _(
            "When the results are ready, the box is destroyed. What you wrote in your own words goes, sealed, to the one"
            " person who reads it first."
        )
    return _("When the results are ready, the box and everything in it is destroyed. Nobody can look again.")


def _all(here: Circumstances) -> str:
    return ", ".join(here.holders)


def _host_limit(here: Circumstances) -> str:
    match here.hosting:
        case Hosting.THIS_MACHINE:
            return _("This site runs on the computer in front of you. Whoever looks after it can change the program.")
        case Hosting.EMPLOYER:
            return _(
                "Your employer runs the computer behind this site. Whoever looks after it can change the program."
                " Paper is safer if that worries you."
            )
        case Hosting.OUTSIDE:
            return _(
                "Someone outside your employer runs the computer behind this site."
                " Whoever looks after it can change the program."
            )


def _host_key_limit(here: Circumstances) -> tuple[str, ...]:
    if not here.host_holds_key:
        return ()
    return (_("Whoever runs the computer behind this site also holds one of the keys."),)


def _network_limit(hosting: Hosting) -> str:
    if hosting is Hosting.THIS_MACHINE:
        return _("People in the room may see that you use this computer. They do not see what you say here later.")
    return _("Whoever runs the network you are on may see that someone opened this site. They do not see what you say.")


def _words_limit(here: Circumstances) -> str:
    if here.own_words:
        return _("Your own words can give you away. Leave out names, dates and stories that only you could tell.")
    return _("Your own words could give you away. So this time there is no box for them.")


def _early_limit(here: Circumstances) -> str:
    if here.keys is Keys.ONE:
        return _("The person with the only key can open the box early, and alone.")
    if here.trial:
        return _("This is a trial: any two key holders can open the box at any time.")
    return _("Two key holders together could open the box early.")
