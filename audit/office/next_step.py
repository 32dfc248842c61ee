"""What comes next, and who does it: one step at a time, from an empty organisation to a plan. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.promise import Keys
from audit.running.phrases import WHO_SITS
from audit.store.models import Role, RoundState
from audit.wording import gettext as _


class Doing(StrEnum):
    """The steps of a year, in order."""

    GROUPS = "groups"
    CONTACTS = "contacts"
    PREPARE = "prepare"
    INVITE = "invite"
    COSIGN = "co-sign"
    PHRASES = "phrases"
    READER = "reader"
    SLIPS = "slips"
    OPEN = "open"
    LEADERSHIP = "leadership"
    WAIT = "wait"
    CLOSE = "close"
    REVIEW = "review"
    PLAN = "plan"
    READ = "read"


@dataclass(frozen=True, slots=True)
class RoundNow:
    """Where the latest round stands. seats_open: seats whose phrase is not made yet; slips: how many are printed;
    leaders_done: their form is frozen, or this round has none; expired: its results went when their time was over;
    mailed: codes are sent out by the third person; reader: the part of whoever reads the comments first, while their
    phrase is not made; waiting: the part of whoever looks, where comments wait for them."""

    number: int
    state: RoundState
    keys: Keys
    trial: bool
    closes_on: date
    seats_open: tuple[int, ...]
    slips: int
    leaders_done: bool
    half_open: bool
    planned: int
    expired: bool = False
    mailed: bool = False
    reader: tuple[Role, ...] = ()
    waiting: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """What an organisation has so far. there: the roles that people have joined for."""

    today: date
    groups_given: bool
    contacts_given: bool
    there: frozenset[Role]
    latest: RoundNow | None


@dataclass(frozen=True, slots=True)
class NextStep:
    """who: the roles that can do it. number: of the round it belongs to, 0 for none. instead: what may be done just as
    well."""

    doing: Doing
    title: str
    why: str
    who: tuple[Role, ...]
    number: int = 0
    instead: Doing | None = None


def next_step(here: Situation) -> NextStep:
    """The one thing that comes next."""
    latest = here.latest
    if latest is None or latest.state is RoundState.CANCELLED:
        return _before_a_round(here)
    return _IN_STATE[latest.state](here, latest)


def _before_a_round(here: Situation) -> NextStep:
    if not here.groups_given:
        return NextStep(
            Doing.GROUPS,
            _("Say where people work and what they do"),
            _("You will see at once which teams are large enough for results of their own."),
            (Role.LEADER,),
        )
    if not here.contacts_given:
        return NextStep(
            Doing.CONTACTS,
            _("Say whom staff can talk to"),
            _("Support contacts stand on every page that staff see. At least one is outside your organisation."),
            (Role.LEADER,),
        )
    return NextStep(
        Doing.PREPARE,
        _("Prepare a round"),
        _("You choose the closing date and who holds the keys. It takes about five minutes."),
        (Role.LEADER,),
    )


def _draft(here: Situation, latest: RoundNow) -> NextStep:
    if not (here.groups_given and here.contacts_given):
        return _before_a_round(here)
    if latest.keys is Keys.ONE:
        return NextStep(
            Doing.COSIGN,
            _("Read what will be fixed, and fix it"),
            _("With one key nobody co-signs. Staff are told that this is weaker."),
            (Role.LEADER,),
            latest.number,
        )
    if not here.there & {Role.STAFF_REP}:
        return NextStep(
            Doing.INVITE,
            _("Invite the staff representative"),
            _("Somebody whom staff trust reads the round, agrees to it, prints the slips and holds a key."),
            (Role.LEADER,),
        )
    return NextStep(
        Doing.COSIGN,
        _("Read the round and co-sign it"),
        _("Once it is co-signed, nothing about it can be changed any more."),
        (Role.STAFF_REP,),
        latest.number,
    )


def _cosigned(_here: Situation, latest: RoundNow) -> NextStep:
    if latest.seats_open:
        return _phrases(latest)
    if latest.reader:
        return NextStep(
            Doing.READER,
            _("Make the phrase for the comments"),
            _("Whoever reads the comments first has seven words of their own. The round opens after that."),
            latest.reader,
            latest.number,
        )
    if not latest.slips:
        return _slips(latest)
    return NextStep(
        Doing.OPEN,
        _("Send out the codes, then open the round") if latest.mailed else _("Hand out the slips, then open the round"),
        _("From then on staff can answer. The poster says where."),
        (Role.LEADER,),
        latest.number,
    )


def _phrases(latest: RoundNow) -> NextStep:
    return NextStep(
        Doing.PHRASES,
        _("Make the keys"),
        _("Each key holder sees seven words, once, and writes them on paper. The words open the box later."),
        _alone_or(latest, _holders(latest.seats_open)),
        latest.number,
    )


def _holders(seats: tuple[int, ...]) -> tuple[Role, ...]:
    return tuple(dict.fromkeys(role for seat in seats for role in WHO_SITS[seat]))


def _slips(latest: RoundNow) -> NextStep:
    """Printed by the staff representative; or made as a file by the third person, who sends the codes out."""
    if latest.mailed:
        title, why = _("Make the codes and send them out"), _("One code a person. Each lets one person in, once.")
        return NextStep(Doing.SLIPS, title, why, _alone_or(latest, _holders((3,))), latest.number)
    title, why = _("Print the slips"), _("One slip a person, drawn from a hat. Each lets one person in, once.")
    return NextStep(Doing.SLIPS, title, why, _alone_or(latest, (Role.STAFF_REP,)), latest.number)


def _alone_or(latest: RoundNow, those: tuple[Role, ...]) -> tuple[Role, ...]:
    """Where there is one key the leader does everything."""
    return (Role.LEADER,) if latest.keys is Keys.ONE else those


def _open(here: Situation, latest: RoundNow) -> NextStep:
    may_close = latest.trial or here.today > latest.closes_on
    if not (latest.leaders_done or latest.half_open):
        return NextStep(
            Doing.LEADERSHIP,
            _("Fill in the leadership form"),
            _("The leadership team says how it sees the same points, before anybody knows what staff said."),
            (Role.LEADER,),
            latest.number,
            Doing.CLOSE if may_close else None,
        )
    return _closing(latest) if may_close else _waiting(latest)


def _closing(latest: RoundNow) -> NextStep:
    return NextStep(
        Doing.CLOSE,
        _("Open the box: the second key") if latest.half_open else _("Open the box"),
        _("Type the seven words that were written down. Then everybody sees the results, staff too."),
        _alone_or(latest, _holders((1, 2, 3))),
        latest.number,
    )


def _waiting(latest: RoundNow) -> NextStep:
    return NextStep(
        Doing.WAIT,
        _("Wait for answers"),
        _("Remind everybody alike, once or twice. The box opens after the closing date."),
        (Role.LEADER, Role.STAFF_REP),
        latest.number,
    )


def _closed(here: Situation, latest: RoundNow) -> NextStep:
    if latest.expired:
        return _before_a_round(here)
    if latest.waiting:
        return NextStep(
            Doing.REVIEW,
            _("Read the comments, then hand them over"),
            _("Staff and leaders wait for them. After 60 days what nobody handed over is destroyed."),
            latest.waiting,
            latest.number,
        )
    if not latest.planned:
        return NextStep(
            Doing.PLAN,
            _("Read the results together, then choose what to do"),
            _("At most five actions at a time. Staff hear about them."),
            (Role.LEADER,),
            latest.number,
        )
    return NextStep(
        Doing.READ,
        _("Keep the plan going"),
        _("Note what was done. The next round can open 90 days after this one opened."),
        (Role.LEADER,),
        latest.number,
        Doing.PREPARE,
    )


_IN_STATE: dict[RoundState, Callable[[Situation, RoundNow], NextStep]] = {
    RoundState.DRAFT: _draft,
    RoundState.COSIGNED: _cosigned,
    RoundState.OPEN: _open,
    RoundState.CLOSED: _closed,
}
