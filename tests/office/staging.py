"""The office of an agency at any point of its year, and the people who come to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from flask import Flask

from audit.doors import close
from audit.keys import Cost
from audit.promise import Keys
from audit.store.models import Role
from tests.builders import library
from tests.office.browsing import Clock, Visitor, office_app
from tests.running.agencies import AFTER, LIGHT, NOW, Agency, OpenRound, agency, invited, open_round, prepared

EMAILS = {
    Role.LEADER: "lea@elm.example",
    Role.STAFF_REP: "sam@elm.example",
    Role.CONSULTANT: "cy@elm.example",
    Role.REVIEWER: "rae@elm.example",
}
SMALL = "All\t14"
__all__ = ["LIGHT", "Cost", "Place", "a_closed_round", "a_draft", "an_agency", "an_open_round"]


@dataclass(frozen=True, slots=True)
class Place:
    """An office with one agency. round: nothing where there is none, or where it is a draft."""

    here: Agency
    app: Flask
    clock: Clock
    round: OpenRound | None = None

    def visitor(self, role: Role = Role.LEADER) -> Visitor:
        """Somebody of the agency, signed in."""
        return Visitor(self.app).signs_in(EMAILS[role])

    def later(self) -> Place:
        """The day after the closing date."""
        self.clock.now = datetime.combine(AFTER, time(9), UTC)
        return self


def an_agency(home: Path, *, places: str = "", roles: str = "") -> Place:
    """Leader, staff representative, consultant and reviewer; contacts and groups; no round."""
    here = agency(home, **{k: v for k, v in (("places", places), ("roles", roles)) if v})
    with here.store() as session:
        invited(session, here.organisation_id, here.leader, role=Role.REVIEWER, name="Rae", at="Elm House")
    clock = Clock(NOW)
    return Place(here, office_app(here.settings, here.store, clock=clock), clock)


def a_draft(home: Path, *, keys: Keys = Keys.TWO_OF_THREE, trial: bool = False) -> Place:
    """A round that is being prepared."""
    place = an_agency(home)
    prepared(place.here, keys=keys, trial=trial)
    return place


def an_open_round(
    home: Path, *, keys: Keys = Keys.TWO_OF_THREE, trial: bool = False, answers: int = 0, asked: str = "core"
) -> Place:
    """A round in which so many have answered."""
    running = open_round(home, keys=keys, trial=trial, answers=answers, asked=asked)
    with running.here.store() as session:
        invited(
            session, running.here.organisation_id, running.here.leader, role=Role.REVIEWER, name="Rae", at="Elm House"
        )
    clock = Clock(NOW + timedelta(days=1))
    return Place(running.here, office_app(running.here.settings, running.here.store, clock=clock), clock, running)


def a_closed_round(home: Path, *, answers: int = 30) -> Place:
    """A round that two phrases closed."""
    place = an_open_round(home, answers=answers).later()
    assert place.round is not None
    with place.here.store() as session:
        for seat in (1, 2):
            close.give_phrase(
                session,
                round_id=place.round.id,
                seat=seat,
                phrase=place.round.phrases[seat],
                settings=place.here.settings,
                library=library(),
                today=AFTER,
                cost=LIGHT,
            )
    return place
