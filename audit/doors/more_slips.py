"""The door for more slips: what both sides signed is made, in the box and on paper, while staff go on answering.

Killed before the box is written, nothing has changed; killed after, the slots are there and nobody has their codes: the
office counts them at the next start (`audit.doors.catching_up`), they stay unused, and more may be asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

from sqlalchemy.orm import Session

from audit.ballot.box import manifest_of
from audit.ballot.making import add_slots
from audit.ballot.slips import new_codes, pepper_of
from audit.doors.catching_up import catch_up
from audit.doors.launch import may_print
from audit.doors.places import ONE_AT_A_TIME, box_of
from audit.promise import SlipsAdded
from audit.running.more_slips import NoMoreSlips, agreed_request, open_today
from audit.running.rights import one_of
from audit.running.trail import note
from audit.settings import Settings
from audit.wording import gettext as _

SLOTS_MADE = "slots-made"
COUNTED_IN = "counted-in"
STEPS_OF_ADDING = (SLOTS_MADE, COUNTED_IN)


def nothing(_step: str) -> None:
    """What is done after each step in earnest."""


def make_more_slips(
    session: Session,
    *,
    round_id: int,
    settings: Settings,
    chance: Random,
    today: date,
    by: int,
    after: Callable[[str], None] = nothing,
) -> tuple[str, ...]:
    """Codes for the slips that both sides agreed to; kept nowhere but here and on paper. For whoever may print slips.

    NoMoreSlips, NothingAsked, OneSignature, NotForThisRole.
    """
    with ONE_AT_A_TIME:
        row = open_today(session, round_id=round_id, today=today)
        session.refresh(row)
        printer = one_of(session, by=by, organisation_id=row.organisation_id, roles=may_print(row))
        path = box_of(settings, round_id=round_id)
        if not path.exists():
            raise NoMoreSlips(_("The sealed box of this round is not on this machine, so no slips are made here."))
        catch_up(session, row, path=path)
        request = agreed_request(session, round_id=round_id)
        codes = new_codes(request.many, chance)
        before = manifest_of(path).circumstances
        said = replace(before, more_slips=(*before.more_slips, SlipsAdded(request.many, request.reason)))
        add_slots(path, codes=codes, pepper=pepper_of(settings), circumstances=said, chance=chance)
        after(SLOTS_MADE)
        request.made_on = today
        row.slips += request.many
        what = _("Printed %(many)s slips more for round %(number)s", many=request.many, number=row.number)
        note(session, organisation_id=row.organisation_id, who=printer.name, what=what, on=today)
        session.commit()
        after(COUNTED_IN)
        return codes
