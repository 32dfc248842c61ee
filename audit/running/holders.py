"""A key holder who is replaced while a round is open: who takes over which seat, and the newcomer's phrase.

Naming somebody changes nothing about who can open the box. That takes the phrases of the two who stay
(`audit.doors.holders`); whoever is named, or has a new phrase shown, after the first of them agreed begins anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from audit.keys import FULL_COST, Cost, new_phrase, new_salt, public_of
from audit.promise import Circumstances, Keys, SlipsAdded
from audit.refusals import Refusal
from audit.running.phrases import WHO_SITS, check_phrase, check_words
from audit.running.rights import NotForThisRole, one_of, role_of
from audit.running.trail import note
from audit.store.frozen import frozen_of
from audit.store.models import (
    HolderReplaced,
    LayerForNewcomer,
    MoreSlips,
    Newcomer,
    OuterRemoved,
    Role,
    Round,
    RoundState,
)
from audit.store.queries import holders_of, one_holder, one_round
from audit.wording import gettext as _

MAY_NAME = (Role.LEADER, Role.STAFF_REP, Role.CONSULTANT)
LONGEST_NAME = 120


class NobodyToReplace(Refusal):
    """The round is not open, or has one key only."""


class NewcomerMissing(Refusal):
    """Nobody is named who could take over."""


def find_newcomer(session: Session, *, round_id: int) -> Newcomer | None:
    """Whoever is to take over a seat; None where nobody is."""
    return session.get(Newcomer, round_id)


def find_agreed(session: Session, *, round_id: int) -> LayerForNewcomer | None:
    """What the first of the two who stay left for the second; None where nobody has agreed yet."""
    return session.get(LayerForNewcomer, round_id)


def replaced_of(session: Session, *, round_id: int) -> Sequence[HolderReplaced]:
    """Holders who were replaced in a round, in order."""
    found = select(HolderReplaced).where(HolderReplaced.round_id == round_id)
    return session.scalars(found.order_by(HolderReplaced.id)).all()


def made_of(session: Session, *, round_id: int) -> Sequence[MoreSlips]:
    """Further slips that were made in a round, in order."""
    found = select(MoreSlips).where(MoreSlips.round_id == round_id, MoreSlips.made_on.is_not(None))
    return session.scalars(found.order_by(MoreSlips.id)).all()


def name_newcomer(session: Session, *, round_id: int, seat: int, label: str, by: int, today: date) -> None:
    """Somebody else is to hold this key. label: as staff know them. NobodyToReplace, NewcomerMissing."""
    row = _open(session, round_id=round_id)
    person = one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_NAME)
    before = one_holder(session, round_id=round_id, seat=seat)
    if not label.strip() or len(label.strip()) > LONGEST_NAME:
        raise NewcomerMissing(_("Name whoever takes over this key, as staff know them, in at most 120 letters."))
    forget_newcomer(session, round_id=round_id)
    session.add(Newcomer(round_id=round_id, seat=seat, label=label.strip(), confirmed=False))
    what = _(
        "Named %(newcomer)s to take over the key of %(before)s in round %(number)s",
        newcomer=label.strip(),
        before=before.label,
        number=row.number,
    )
    note(session, organisation_id=row.organisation_id, who=person.name, what=what, on=today)
    session.commit()


def show_newcomer_phrase(
    session: Session, *, round_id: int, by: int, chance: Random | None = None, cost: Cost = FULL_COST
) -> str:
    """A phrase for the newcomer, to be shown once; who agreed before agrees again. NewcomerMissing, NotForThisRole."""
    row = _open(session, round_id=round_id)
    newcomer = one_newcomer(session, round_id=round_id)
    if role_of(session, by=by, organisation_id=row.organisation_id) not in WHO_SITS[newcomer.seat]:
        raise NotForThisRole(
            _("This phrase is for somebody else. Whoever holds this key signs in and has it shown themselves.")
        )
    phrase = new_phrase(chance=chance)
    newcomer.salt = new_salt()
    newcomer.public_key = public_of(phrase, salt=newcomer.salt, cost=cost)
    newcomer.confirmed = False
    session.execute(delete(LayerForNewcomer).where(LayerForNewcomer.round_id == round_id))
    session.commit()
    return phrase


def confirm_newcomer_phrase(
    session: Session, *, round_id: int, phrase: str, words: Mapping[int, str], cost: Cost = FULL_COST
) -> None:
    """The newcomer wrote it down; WordsDiffer, WrongPhrase, NewcomerMissing as `phrases.confirm_phrase`."""
    newcomer = one_newcomer(session, round_id=round_id)
    check_words(phrase, words=words)
    check_phrase(newcomer, phrase=phrase, cost=cost)
    newcomer.confirmed = True
    session.commit()


def one_newcomer(session: Session, *, round_id: int) -> Newcomer:
    """Whoever is to take over; NewcomerMissing."""
    found = find_newcomer(session, round_id=round_id)
    if found is None:
        raise NewcomerMissing(_("Nobody is named who takes over a key. Name them first."))
    return found


def seat_newcomer(session: Session, row: Round, newcomer: Newcomer, *, on: date) -> None:
    """The newcomer is the holder from now on; the commit is left to the operation. Phrases given for the close before
    are given again: they had opened what was sealed to the holder who left."""
    holder = one_holder(session, round_id=row.id, seat=newcomer.seat)
    what = _("Took over the key of %(before)s in round %(number)s", before=holder.label, number=row.number)
    note(session, organisation_id=row.organisation_id, who=newcomer.label, what=what, on=on)
    holder.label, holder.salt, holder.public_key = newcomer.label, newcomer.salt, newcomer.public_key
    session.add(HolderReplaced(round_id=row.id, seat=newcomer.seat, at=on))
    session.execute(delete(OuterRemoved).where(OuterRemoved.round_id == row.id))
    forget_newcomer(session, round_id=row.id)


def forget_newcomer(session: Session, *, round_id: int) -> None:
    """Nobody is to take over, or somebody did; the commit is left to the operation."""
    session.execute(delete(LayerForNewcomer).where(LayerForNewcomer.round_id == round_id))
    session.execute(delete(Newcomer).where(Newcomer.round_id == round_id))


def circumstances_now(session: Session, row: Round) -> Circumstances:
    """What was frozen, and what became different while the round was open."""
    frozen = frozen_of(row.frozen or {}).circumstances
    replaced = replaced_of(session, round_id=row.id)
    labels = tuple(h.label for h in holders_of(session, round_id=row.id))
    return replace(
        frozen,
        holders=labels if replaced else frozen.holders,
        replaced=tuple(r.at for r in replaced),
        more_slips=tuple(SlipsAdded(m.many, m.reason) for m in made_of(session, round_id=row.id)),
    )


def _open(session: Session, *, round_id: int) -> Round:
    row = one_round(session, round_id=round_id)
    if row.state is not RoundState.OPEN or row.keys is Keys.ONE:
        raise NobodyToReplace(
            _("Only an open round with three keys has its holders replaced. Before the opening, make a new key.")
        )
    return row
