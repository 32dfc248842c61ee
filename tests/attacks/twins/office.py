"""The office without one rule of the promise, section 2."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from flask import request
from sqlalchemy.orm import Session

from audit.keys import Cost
from audit.office import access, guard
from audit.office.throttle import Throttle
from audit.office.visit import office
from audit.running import members, second_step, sign_ins
from audit.store import queries
from audit.store.models import Account, Round, SignIn, Stage


def a_page_past_the_table(patch: pytest.MonkeyPatch) -> None:
    """One page does not ask the table of access."""
    asked = access.may
    patch.setattr(guard, "may", lambda role, endpoint: endpoint == "trail.show" or asked(role, endpoint))


def rounds_of_everybody(patch: pytest.MonkeyPatch) -> None:
    """A round is looked up by its number, whosever it is."""

    def find(session: Session, *, organisation_id: int, number: int) -> Round | None:  # noqa: ARG001
        return session.query(Round).filter(Round.number == number).order_by(Round.id).first()

    patch.setattr(queries, "find_round", find)


def the_id_is_kept(patch: pytest.MonkeyPatch) -> None:
    """Whoever signs in goes on with the id that the browser held before."""

    def begin(session: Session, *, account_id: int, stage: Stage, now: datetime) -> str:
        raw = office().cookies.before.read(request) or "none"
        kept = session.get(SignIn, sign_ins.id_hash(raw))
        if kept is None:
            session.add(
                SignIn(id_hash=sign_ins.id_hash(raw), account_id=account_id, stage=stage, created_at=now, seen_at=now)
            )
        return raw

    patch.setattr(sign_ins, "begin", begin)


def codes_are_not_remembered(patch: pytest.MonkeyPatch) -> None:
    """The half minute of the last code is kept nowhere."""
    patch.setattr(second_step, "_is_newer", lambda _session, _account_id, _step: True)


def no_work_for_strangers(patch: pytest.MonkeyPatch) -> None:
    """An unknown address costs no work."""

    def spend(secret: str, *, cost: Cost) -> None:
        """Nothing."""

    patch.setattr(members, "spend", spend)


def strangers_are_named(patch: pytest.MonkeyPatch) -> None:
    """An unknown address is told so."""

    def find(session: Session, *, email: str) -> Account | None:
        account = queries.find_account(session, email=email)
        if account is None:
            raise members.NotSignedIn("No account has this address.")
        return account

    patch.setattr(members, "find_account", find)


def no_throttle(patch: pytest.MonkeyPatch) -> None:
    """Tries are not counted."""

    @contextmanager
    def attempt(_self: Throttle, _name: str, *, now: datetime) -> Iterator[None]:  # noqa: ARG001
        yield

    patch.setattr(Throttle, "attempt", attempt)
