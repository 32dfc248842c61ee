"""A round up to its opening: prepared, changed, co-signed. Slips and opening are doors (`audit.doors.launch`).

To cancel is a door, too (`audit.doors.close.cancel`), because a box may have to go with the round.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy.orm import Session

from audit.method.counting import K
from audit.method.folding import folded
from audit.method.groups import Lens
from audit.method.questionnaire import Questionnaire
from audit.promise import Circumstances, Keys, WayIn, since_last_round
from audit.refusals import Refusal
from audit.running.comments import carry_over, find_asked, terms_of
from audit.running.days import in_words
from audit.running.phrases import confirm_phrase, show_phrase, try_phrase
from audit.running.representatives import new_rep_of
from audit.running.retention import USUAL, keep_for, last_day, years_of
from audit.running.rights import one_of
from audit.running.trail import note
from audit.store.frozen import Frozen, contacts_of
from audit.store.models import Holder, Organisation, Role, Round, RoundState
from audit.store.queries import (
    find_round_under_way,
    holders_of,
    names_of,
    one_account,
    one_organisation,
    one_round,
    rounds_of,
    tree_of,
)
from audit.wording import gettext as _

__all__ = ["change_round", "confirm_phrase", "cosign", "prepare", "show_phrase", "try_phrase"]

MAY_PREPARE = (Role.LEADER, Role.CONSULTANT)
MAY_CANCEL = (Role.LEADER, Role.CONSULTANT, Role.STAFF_REP)


class RoundUnderWay(Refusal):
    """The organisation has a round that is neither closed nor cancelled."""


class NotADraft(Refusal):
    """The round was co-signed, so nobody changes it."""


class ClosesTooSoon(Refusal):
    """The closing date is not in the future."""


class NobodyToAsk(Refusal):
    """No headcounts were entered."""


class NobodyToTurnTo(Refusal):
    """Staff would have no support contact on their pages."""


class StaffRepresentativeMissing(Refusal):
    """Only a staff representative, who is no leader, can co-sign a round with three keys."""


def prepare(
    session: Session,
    *,
    organisation_id: int,
    questionnaire: Questionnaire,
    closes_on: date,
    way_in: WayIn,
    keys: Keys,
    trial: bool,
    by: int,
    today: date,
    holders: Sequence[str] = (),
    host_holds_key: bool = False,
    keep_years: int = USUAL,
) -> Round:
    """A draft of the organisation's next round. holders: what people call whoever holds a key, by seat; () for the
    names of those who are here. keep_years: how long results are kept. What the round before said about comments is
    carried over (`comments.carry_over`). RoundUnderWay, ClosesTooSoon, NotForThisRole."""
    leader = one_of(session, by=by, organisation_id=organisation_id, roles=MAY_PREPARE)
    if find_round_under_way(session, organisation_id=organisation_id):
        raise RoundUnderWay(_("A round is under way. Close or cancel it before the next one starts."))
    row = Round(
        organisation_id=organisation_id,
        number=_next_number(session, organisation_id=organisation_id),
        state=RoundState.DRAFT,
        prepared_by=leader.id,
    )
    _describe(row, questionnaire, way_in=way_in, keys=keys, trial=trial, host_holds_key=host_holds_key)
    row.closes_on = _later_than(today, closes_on)
    session.add(row)
    session.flush()
    _seat(session, row, labels=holders)
    keep_for(session, row, years=keep_years)
    people = tree_of(session, organisation_id=organisation_id, lens=Lens.PLACE).headcount
    carry_over(session, row, headcount=people)
    what = _("Prepared round %(number)s", number=row.number)
    note(session, organisation_id=organisation_id, who=leader.name, what=what, on=today)
    session.commit()
    return row


def change_round(
    session: Session,
    *,
    round_id: int,
    questionnaire: Questionnaire,
    closes_on: date,
    way_in: WayIn,
    keys: Keys,
    trial: bool,
    by: int,
    today: date,
    holders: Sequence[str] = (),
    host_holds_key: bool = False,
    keep_years: int = USUAL,
) -> None:
    """Everything that `prepare` takes, anew. Phrases stay where the number of keys does. NotADraft, ClosesTooSoon."""
    row = one_round(session, round_id=round_id)
    one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_PREPARE)
    _still_draft(row)
    _describe(row, questionnaire, way_in=way_in, keys=keys, trial=trial, host_holds_key=host_holds_key)
    row.closes_on = _later_than(today, closes_on)
    _seat(session, row, labels=holders)
    keep_for(session, row, years=keep_years)
    session.commit()


def cosign(session: Session, *, round_id: int, by: int, today: date) -> None:
    """Freeze what staff are promised: groups, items, dates, circumstances, people named; their hash goes on every slip.

    With three keys by a staff representative, who is no leader's account. With one key the leader may do it, and by
    doing so acknowledges that this is weaker. NotADraft, StaffRepresentativeMissing, NobodyToAsk, NobodyToTurnTo.
    """
    row = one_round(session, round_id=round_id)
    signer = one_of(session, by=by, organisation_id=row.organisation_id, roles=_may_cosign(session, row))
    _still_draft(row)
    _later_than(today, row.closes_on)
    frozen = freeze(session, row)
    row.frozen = frozen.as_json()
    row.fingerprint = frozen.fingerprint
    row.cosigned_by = signer.id
    row.cosigned_on = today
    row.state = RoundState.COSIGNED
    what = _("Co-signed round %(number)s (%(fingerprint)s)", number=row.number, fingerprint=row.fingerprint)
    if row.keys is Keys.ONE:
        what = _("%(signed)s, with one key only: weaker than two", signed=what)
    note(session, organisation_id=row.organisation_id, who=signer.name, what=what, on=today)
    for said in since_last_round(frozen.circumstances):
        note(session, organisation_id=row.organisation_id, who=signer.name, what=said, on=today)
    session.commit()


def freeze(session: Session, row: Round) -> Frozen:
    """What a co-signature would freeze now; the page that asks for it shows the same. NobodyToAsk, NobodyToTurnTo."""
    here = one_organisation(session, organisation_id=row.organisation_id)
    places = tree_of(session, organisation_id=here.id, lens=Lens.PLACE)
    roles = tree_of(session, organisation_id=here.id, lens=Lens.ROLE)
    if places.headcount == 0:
        raise NobodyToAsk(_("No headcounts are here yet. Type how many people work in each place, then co-sign."))
    if not here.contacts:
        raise NobodyToTurnTo(
            _("Staff need someone to turn to on every page. Add a support contact to the organisation, then co-sign.")
        )
    return Frozen(
        organisation=here.name,
        public_id=here.public_id,
        number=row.number,
        questionnaire=row.questionnaire,
        edition=row.edition,
        language=row.language,
        asked=row.asked,
        places=folded(places),
        roles=folded(roles),
        places_given=places,
        roles_given=roles,
        closes_on=row.closes_on,
        circumstances=circumstances_of(session, row, here),
        asked_by=_asked_by(session, row),
        contacts=contacts_of(here.contacts),
        leave_to=here.leave_to,
        keep_until=last_day(row.closes_on, years=years_of(session, round_id=row.id)),
        comments=terms_of(session, row, headcount=places.headcount),
    )


def circumstances_of(session: Session, row: Round, here: Organisation) -> Circumstances:
    """What the promise of this round depends on, as things stand now."""
    return Circumstances(
        hosting=here.hosting,
        way_in=row.way_in,
        keys=row.keys,
        holders=tuple(h.label for h in holders_of(session, round_id=row.id)),
        opens_on=in_words(row.closes_on),
        k=K,
        own_words=find_asked(session, round_id=row.id) is not None,
        host_holds_key=row.host_holds_key,
        trial=row.trial,
        new_rep=new_rep_of(session, row),
    )


def asked_hash(questionnaire: Questionnaire) -> str:
    """SHA-256 of what is asked: the ids and words of all items in order, and every choice design if there is one."""
    items = [[item.id, item.text, item.help] for item in questionnaire.items]
    choices = [[asdict(design) for design in questionnaire.choices]] if questionnaire.choices else []
    return hashlib.sha256(json.dumps([*items, *choices], ensure_ascii=False).encode()).hexdigest()


def mark_cancelled(session: Session, row: Round, *, by: int, today: date) -> None:
    """Cancel and leave the commit to the operation. NotADraft where the round has ended already."""
    person = one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_CANCEL)
    if row.state in (RoundState.CLOSED, RoundState.CANCELLED):
        raise NotADraft(_("This round has ended. There is nothing to cancel."))
    row.state = RoundState.CANCELLED
    what = _("Cancelled round %(number)s", number=row.number)
    note(session, organisation_id=row.organisation_id, who=person.name, what=what, on=today)


def _describe(
    row: Round, questionnaire: Questionnaire, *, way_in: WayIn, keys: Keys, trial: bool, host_holds_key: bool
) -> None:
    row.questionnaire = questionnaire.id
    row.edition = questionnaire.edition
    row.language = questionnaire.language
    row.asked = asked_hash(questionnaire.as_asked_in(row.number))
    row.way_in = way_in
    row.keys = keys
    row.trial = trial
    row.host_holds_key = host_holds_key


def _seat(session: Session, row: Round, *, labels: Sequence[str]) -> None:
    """A holder for each seat; those who are there keep their phrase unless the number of keys changes."""
    seated = {h.seat: h for h in holders_of(session, round_id=row.id)}
    names = _labels(session, row, given=labels)
    if len(seated) != len(names):
        for holder in seated.values():
            session.delete(holder)
        session.flush()
        seated = {}
    for seat, label in enumerate(names, start=1):
        if seat in seated:
            seated[seat].label = label
        else:
            session.add(Holder(round_id=row.id, seat=seat, label=label, confirmed=False))


def _labels(session: Session, row: Round, *, given: Sequence[str]) -> tuple[str, ...]:
    known = (
        (Role.LEADER, _("the leader")),
        (Role.STAFF_REP, _("the staff representative")),
        (Role.CONSULTANT, _("a third person")),
    )
    defaults = [(*names_of(session, organisation_id=row.organisation_id, role=r), other)[0] for r, other in known]
    wanted = [label.strip() for label in given] + [""] * len(defaults)
    chosen = tuple(label or default for label, default in zip(wanted, defaults, strict=False))
    return chosen if row.keys is Keys.TWO_OF_THREE else chosen[:1]


def _asked_by(session: Session, row: Round) -> str:
    leaders = names_of(session, organisation_id=row.organisation_id, role=Role.LEADER)
    if leaders:
        return ", ".join(leaders)
    return one_account(session, account_id=row.prepared_by).name if row.prepared_by else ""


def _next_number(session: Session, *, organisation_id: int) -> int:
    rounds = rounds_of(session, organisation_id=organisation_id)
    return 1 + max((r.number for r in rounds if r.state is not RoundState.CANCELLED), default=0)


def _may_cosign(session: Session, row: Round) -> tuple[Role, ...]:
    if row.keys is Keys.ONE:
        return (Role.STAFF_REP, Role.LEADER)
    if not names_of(session, organisation_id=row.organisation_id, role=Role.STAFF_REP):
        raise StaffRepresentativeMissing(
            _("Nobody here is staff representative yet. Invite one, or change this round to one key, which is weaker.")
        )
    return (Role.STAFF_REP,)


def _still_draft(row: Round) -> None:
    if row.state is not RoundState.DRAFT:
        raise NotADraft(_("This round was co-signed, so it stays as it is. Cancel it to prepare another one."))


def _later_than(today: date, closes_on: date) -> date:
    if closes_on <= today:
        raise ClosesTooSoon(_("The closing date is not in the future. Choose a later one; two weeks are usual."))
    return closes_on
