"""The holders' door: two key holders give the key of the third to a newcomer, while the round is open.

Each of the two gives their phrase, together or on different days. The round key is opened in memory, sealed anew for
the three who hold it from now on, and written over what was there: the phrase of whoever left opens nothing any more.

Killed before the box is written, the old three open it; killed after, the new three: the office learns at the next
start what the box says (`audit.doors.catching_up`). The two who stay open it either way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from audit.ballot.box import manifest_of, wraps_of
from audit.ballot.making import rewrap
from audit.doors.catching_up import catch_up
from audit.doors.places import ONE_AT_A_TIME, box_of
from audit.keys import FULL_COST, Cost, remove_layers, wrap
from audit.promise import Circumstances
from audit.refusals import Refusal
from audit.running.holders import NobodyToReplace, find_agreed, one_newcomer, seat_newcomer
from audit.running.trail import note
from audit.settings import Settings
from audit.store.models import Holder, LayerForNewcomer, Newcomer, Round, RoundState
from audit.store.queries import holders_of, one_holder, one_round
from audit.wording import gettext as _

FIRST_AGREED = "first-agreed"
REWRAPPED = "rewrapped"
SEATED = "seated"
STEPS_OF_REPLACING = (FIRST_AGREED, REWRAPPED, SEATED)


class Agreement(StrEnum):
    """What a phrase has brought about."""

    WAITING_FOR_SECOND = "waiting-for-second"
    REPLACED = "replaced"


class NewcomerNotReady(Refusal):
    """The newcomer has no phrase yet, or has not given words of it back."""


class NotOneWhoStays(Refusal):
    """The key that is given away does not agree; the two others do."""


class AgreedAlready(Refusal):
    """This holder agreed; it takes the other one who stays."""


def nothing(_step: str) -> None:
    """What is done after each step in earnest."""


def agree_to_newcomer(
    session: Session,
    *,
    round_id: int,
    seat: int,
    phrase: str,
    settings: Settings,
    today: date,
    cost: Cost = FULL_COST,
    after: Callable[[str], None] = nothing,
) -> Agreement:
    """One holder's phrase. The first waits for the second, that day or later; then the newcomer holds the key.

    UnknownWord, WrongWordCount and WrongPhrase change nothing, nor do NobodyToReplace, NewcomerMissing,
    NewcomerNotReady, NotOneWhoStays and AgreedAlready.
    """
    with ONE_AT_A_TIME:
        row = one_round(session, round_id=round_id)
        session.refresh(row)
        path = _box_of_open(row, settings=settings)
        catch_up(session, row, path=path)
        newcomer = _ready(session, row)
        holder = _staying(session, row, newcomer, seat=seat)
        layer = find_agreed(session, round_id=round_id)
        if layer is None:
            _agree_first(session, row, holder, newcomer, path=path, phrase=phrase, today=today, cost=cost)
            after(FIRST_AGREED)
            return Agreement.WAITING_FOR_SECOND
        private = _open_layer(layer, holder, phrase=phrase, cost=cost)
        _hand_over(session, row, newcomer, private=private, path=path, today=today, after=after)
        return Agreement.REPLACED


def _hand_over(
    session: Session,
    row: Round,
    newcomer: Newcomer,
    *,
    private: bytes,
    path: Path,
    today: date,
    after: Callable[[str], None],
) -> None:
    holders = holders_of(session, round_id=row.id)
    taken = {newcomer.seat: newcomer}
    keys = {h.seat: taken.get(h.seat, h).public_key or b"" for h in holders}
    labels = tuple(taken.get(h.seat, h).label for h in holders)
    circumstances = _with_newcomer(manifest_of(path).circumstances, holders=labels, on=today)
    rewrap(path, wraps=wrap(private, holders=keys), circumstances=circumstances)
    after(REWRAPPED)
    seat_newcomer(session, row, newcomer, on=today)
    session.commit()
    after(SEATED)


def _with_newcomer(before: Circumstances, *, holders: tuple[str, ...], on: date) -> Circumstances:
    return replace(before, holders=holders, replaced=(*before.replaced, on))


def _agree_first(
    session: Session,
    row: Round,
    holder: Holder,
    newcomer: Newcomer,
    *,
    path: Path,
    phrase: str,
    today: date,
    cost: Cost,
) -> None:
    seats = {h.seat for h in holders_of(session, round_id=row.id)}
    (other,) = seats - {holder.seat, newcomer.seat}
    outer = wraps_of(path)[holder.seat, other]
    (blob,) = remove_layers((outer,), phrase=phrase, salt=holder.salt or b"", cost=cost)
    session.add(LayerForNewcomer(round_id=row.id, outer_seat=holder.seat, inner_seat=other, blob=blob))
    what = _("Agreed that %(newcomer)s takes over a key of round %(n)s", newcomer=newcomer.label, n=row.number)
    note(session, organisation_id=row.organisation_id, who=holder.label, what=what, on=today)
    session.commit()


def _open_layer(layer: LayerForNewcomer, holder: Holder, *, phrase: str, cost: Cost) -> bytes:
    if layer.outer_seat == holder.seat:
        raise AgreedAlready(_("%(who)s agreed already. Now the other one who stays agrees.", who=holder.label))
    (private,) = remove_layers((layer.blob,), phrase=phrase, salt=holder.salt or b"", cost=cost)
    return private


def _ready(session: Session, row: Round) -> Newcomer:
    newcomer = one_newcomer(session, round_id=row.id)
    if not newcomer.confirmed:
        raise NewcomerNotReady(
            _(
                "%(who)s has no phrase yet. They sign in and have one shown, then the two others agree.",
                who=newcomer.label,
            )
        )
    return newcomer


def _staying(session: Session, row: Round, newcomer: Newcomer, *, seat: int) -> Holder:
    holder = one_holder(session, round_id=row.id, seat=seat)
    if seat == newcomer.seat:
        raise NotOneWhoStays(
            _("The key of %(who)s is the one given away. The two other key holders agree to it.", who=holder.label)
        )
    return holder


def _box_of_open(row: Round, *, settings: Settings) -> Path:
    path = box_of(settings, round_id=row.id)
    if row.state is not RoundState.OPEN or not path.exists():
        raise NobodyToReplace(_("This round has no open box on this machine, so no key holder is replaced."))
    return path
