"""The staff representative from one round to the next: how their part ends, and what staff are told of another one.

A leader could end that part, bring in a second account of their own, and hold two keys. So nobody ends it at once but
the person: others ask for it, the person reads that, and it can be ended a fortnight later unless they stay. Whoever
signs the next round in place of somebody else stands on the start page, with the one on whose word it came about.

What was asked, and who brought in whom, is read from the trail: nobody takes a line away from there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from audit.fallback import plain
from audit.promise import Keys, NewRep
from audit.refusals import Refusal
from audit.running.days import in_words
from audit.running.rights import one_of, role_name
from audit.running.trail import note
from audit.store.models import Account, Role, Round, RoundState, TrailEntry
from audit.store.queries import memberships_of, one_account, rounds_of, trail_of
from audit.wording import gettext as _
from audit.wording import languages, use_language

WAIT = timedelta(days=14)
_NAME = "\0"  # stands in for any name; nobody can type it


class WaitsForRepresentative(Refusal):
    """The part of a staff representative ends at their own word, or a fortnight after somebody asked for it."""


class NothingAsked(Refusal):
    """Nobody asks that this part end."""


def invited(name: str, role: Role) -> str:
    """The line on the trail where somebody brings in somebody."""
    return _("Invited %(name)s as %(role)s", name=name, role=role_name(role))


def joined(role: Role) -> str:
    """The line where somebody joins."""
    return _("Joined as %(role)s", role=role_name(role))


def ended(name: str, role: Role) -> str:
    """The line where a part ends on somebody else's word."""
    return _("Ended the part of %(name)s as %(role)s", name=name, role=role_name(role))


def asked(name: str) -> str:
    """The line where somebody asks for that."""
    return _("Asked to end the part of %(name)s as %(role)s", name=name, role=role_name(Role.STAFF_REP))


def stays() -> str:
    """The line where a staff representative says no to it."""
    return _("Stays as %(role)s", role=role_name(Role.STAFF_REP))


def asked_on(session: Session, *, organisation_id: int, account_id: int) -> date | None:
    """The day on which it was first asked that this representative's part end, since they joined or last said that they
    stay; None where nobody asks."""
    name, first = one_account(session, account_id=account_id).name, None
    here_to_stay = (*_forms(lambda _name: stays()), *_forms(lambda _name: joined(Role.STAFF_REP)))
    asked_for = _forms(asked, name=name)
    for entry in trail_of(session, organisation_id=organisation_id):
        if entry.who == name and _says(entry, here_to_stay):
            break
        if _says(entry, asked_for):
            first = entry.at
    return first


def may_end_on(asked_day: date) -> date:
    """The first day on which the part can be ended."""
    return asked_day + WAIT


def ask_to_end(session: Session, *, person: Account, organisation_id: int, who: Account, now: datetime) -> None:
    """Note that `who` asks that the part of this representative end, and leave the commit to the operation. Asked
    again, it changes nothing: the first day counts."""
    if asked_on(session, organisation_id=organisation_id, account_id=person.id) is None:
        note(session, organisation_id=organisation_id, who=who.name, what=asked(person.name), on=now.date())


def stay(session: Session, *, organisation_id: int, by: int, now: datetime) -> None:
    """A staff representative says no: whoever still wants it asks anew. NothingAsked, NotForThisRole."""
    me = one_of(session, by=by, organisation_id=organisation_id, roles=(Role.STAFF_REP,))
    if asked_on(session, organisation_id=organisation_id, account_id=me.id) is None:
        raise NothingAsked(_("Nobody asks that your part end. There is nothing to say no to."))
    note(session, organisation_id=organisation_id, who=me.name, what=stays(), on=now.date())
    session.commit()


def check_waited(session: Session, *, organisation_id: int, account_id: int, today: date) -> None:
    """Nothing where a fortnight has gone by since it was asked for; WaitsForRepresentative."""
    name = one_account(session, account_id=account_id).name
    day = asked_on(session, organisation_id=organisation_id, account_id=account_id)
    if day is None:
        raise WaitsForRepresentative(
            _("%(name)s signs for staff. Ask first that this part end, so that %(name)s reads it.", name=name)
        )
    if today < may_end_on(day):
        raise WaitsForRepresentative(
            _(
                "This part can be ended from %(day)s on, unless %(name)s stays. So there is time to say no.",
                day=in_words(may_end_on(day)),
                name=name,
            )
        )


def new_rep_of(session: Session, row: Round) -> NewRep | None:
    """What staff are told where a representative who signed since the last real round is here no more; None else, and
    where only one key is held."""
    here = memberships_of(session, organisation_id=row.organisation_id)
    reps = {m.account_id: m.account.name for m in here if m.role is Role.STAFF_REP}
    gone = [r for r in _signed_since(session, row) if r.cosigned_by not in reps]
    if row.keys is Keys.ONE or not reps or not gone:
        return None
    before, now = _name_of(session, gone[0].cosigned_by), tuple(reps.values())
    lines = _after_signature(session, gone[0])
    return NewRep(before or _("another person"), ", ".join(now), handed_over=_handed_over(lines, before, now))


def _signed_since(session: Session, row: Round) -> list[Round]:
    """Earlier rounds with three keys that carry a signature, from the last real one with results on. A trial is one of
    them, and so is a round that was cancelled; but neither wipes out a signature before it."""
    signed = [
        r
        for r in rounds_of(session, organisation_id=row.organisation_id)
        if r.id < row.id and r.cosigned_on is not None and r.keys is Keys.TWO_OF_THREE
    ]
    real = [place for place, r in enumerate(signed) if r.state is RoundState.CLOSED and not r.trial]
    return signed[real[-1] :] if real else signed


def _after_signature(session: Session, row: Round) -> list[TrailEntry]:
    """The trail since that round was signed, the oldest first. The oldest line with its fingerprint is the signature's
    own; whoever wrote it elsewhere since then did so too late."""
    oldest_first = list(reversed(trail_of(session, organisation_id=row.organisation_id)))
    signed = (place for place, e in enumerate(oldest_first) if f"({row.fingerprint})" in e.what)
    return oldest_first[next(signed, -1) + 1 :]


def _handed_over(lines: Sequence[TrailEntry], before: str, reps: tuple[str, ...]) -> bool:
    """Whether the one before brought in every representative who came since, and nobody's part was ended for them."""
    invitations = _forms(lambda name: invited(name, Role.STAFF_REP))
    endings = _forms(lambda name: ended(name, Role.STAFF_REP))
    came = [e for e in lines if _says(e, invitations)]
    put_out = any(_says(e, endings) for e in lines)
    by_the_one_before = bool(came) and all(e.who == before for e in came)
    return bool(before) and by_the_one_before and not put_out and before not in reps


def _name_of(session: Session, account_id: int | None) -> str:
    return "" if account_id is None else one_account(session, account_id=account_id).name


Forms = tuple[tuple[str, str, str], ...]
"""One line of the trail in every language: what stands before the name, whether there is one, what stands after it."""


def _forms(line: Callable[[str], str], *, name: str = _NAME) -> Forms:
    """A line as it may have been written down; without a name it is anybody's."""
    found = []
    for one in languages():
        with use_language(one.code):
            found.append(plain(line(name)).partition(_NAME))
    return tuple(found)


def _says(entry: TrailEntry, forms: Forms) -> bool:
    """Whether an entry is this line, in whatever language."""
    what = plain(entry.what)
    return any(
        what.startswith(before) and what.endswith(after) if gap else what == before for before, gap, after in forms
    )
