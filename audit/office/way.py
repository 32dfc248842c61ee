"""The whole way of one round as a list of steps, and where one is on it."""

from __future__ import annotations

from flask import url_for

from audit.office.access import may
from audit.office.next_step import Doing, NextStep
from audit.store.models import Role
from audit.wording import gettext as _

ENDPOINTS = {
    Doing.GROUPS: "groups.show",
    Doing.CONTACTS: "organisation.show",
    Doing.PREPARE: "rounds.prepare_page",
    Doing.INVITE: "people.show",
    Doing.COSIGN: "cosign.show",
    Doing.PHRASES: "phrases.show",
    Doing.READER: "comments.phrase_page",
    Doing.SLIPS: "launch.slips_page",
    Doing.OPEN: "launch.open_page",
    Doing.LEADERSHIP: "leadership.show",
    Doing.WAIT: "rounds.show",
    Doing.CLOSE: "close.show",
    Doing.REVIEW: "comments.review",
    Doing.PLAN: "profile.show",
    Doing.READ: "plan.show",
}


_OF_A_ROUND = frozenset(Doing) - {Doing.GROUPS, Doing.CONTACTS, Doing.PREPARE, Doing.INVITE}
_FOR_ONE_PERSON = frozenset({Doing.PHRASES, Doing.READER, Doing.REVIEW})


def steps_on_the_way(now: Doing) -> list[tuple[str, str]]:
    """(text, "done" | "now" | "later") for each step of a round."""
    parts = (
        (_("Places, roles and contacts"), (Doing.GROUPS, Doing.CONTACTS)),
        (_("Prepare the round"), (Doing.PREPARE,)),
        (_("Agree on it with the staff representative"), (Doing.INVITE, Doing.COSIGN)),
        (_("Make the keys"), (Doing.PHRASES, Doing.READER)),
        (_("Print and hand out the slips"), (Doing.SLIPS, Doing.OPEN)),
        (_("Staff answer; leaders fill in their form"), (Doing.LEADERSHIP, Doing.WAIT)),
        (_("Open the box"), (Doing.CLOSE,)),
        (_("Read the results and plan together"), (Doing.REVIEW, Doing.PLAN, Doing.READ)),
    )
    at = next(i for i, (_text, doings) in enumerate(parts) if now in doings)
    return [(text, "done" if i < at else "now" if i == at else "later") for i, (text, _doings) in enumerate(parts)]


def address_of(doing: Doing, step: NextStep, *, role: Role) -> str:
    """Where this is done; "" where somebody else does it. What leaders do, a consultant may do for them, but for what
    only one person may see."""
    endpoint = ENDPOINTS[doing]
    acting = {role, Role.LEADER} if role is Role.CONSULTANT and doing not in _FOR_ONE_PERSON else {role}
    if not acting & set(step.who) or not may(role, endpoint):
        return ""
    return url_for(endpoint, number=step.number) if doing in _OF_A_ROUND else url_for(endpoint)


def other_way(step: NextStep, *, role: Role) -> tuple[str, str]:
    """(text, address) of what may be done just as well; two times "" where there is nothing."""
    if step.instead is None:
        return "", ""
    text = _("Open the box without it") if step.instead is Doing.CLOSE else _("Prepare the next round")
    return text, address_of(step.instead, step, role=role)
