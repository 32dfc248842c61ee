"""What one request knows: the installation it came to, the moment, and who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from flask import abort, current_app, g
from jinja2 import Environment
from sqlalchemy.orm import Session, sessionmaker

from audit.keys import Cost
from audit.library import Library
from audit.office.cookies import Cookies
from audit.office.held_phrases import HeldPhrases
from audit.office.throttle import Throttle
from audit.running.sign_ins import SignedIn
from audit.settings import Settings
from audit.store import queries
from audit.store.models import Organisation, Role, Round


@dataclass(frozen=True, slots=True)
class Office:
    """One running installation of this plane: made once, the same for every request. cost: of a password or phrase."""

    settings: Settings
    library: Library
    clock: Callable[[], datetime]
    store: sessionmaker[Session]
    templates: Environment
    cookies: Cookies
    throttle: Throttle
    phrases: HeldPhrases
    cost: Cost


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever is signed in: an account with one part in one organisation."""

    account_id: int
    name: str
    role: Role
    organisation: Organisation


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. held: what the browser holds: a session's id or, before there is one, random bytes for its forms.
    halfway: somebody whose password was right and whose second step is still due; nothing else is open to them."""

    session: Session
    now: datetime
    held: str
    person: Person | None
    halfway: SignedIn | None = None

    @property
    def today(self) -> date:
        """The day of the request."""
        return self.now.date()


def office() -> Office:
    """The installation that this request came to."""
    return cast("Office", current_app.extensions["office"])


def visit() -> Visit:
    """This request."""
    return cast("Visit", g.visit)


def person() -> Person:
    """Whoever is signed in; only for pages that the table of access keeps for people who are."""
    signed_in = visit().person
    if signed_in is None:
        abort(403)
    return signed_in


def round_numbered(number: int) -> Round:
    """The round of that number in the organisation of whoever is signed in: no address can name another one's."""
    found = queries.find_round(visit().session, organisation_id=person().organisation.id, number=number)
    if found is None:
        abort(404)
    return found
