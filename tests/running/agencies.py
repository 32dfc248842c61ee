"""An agency at any point of its year, made through operations only. Phrases cost next to nothing here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy.orm import Session, sessionmaker

from audit.ballot.box import Box
from audit.ballot.sealing import seal, seal_comment
from audit.ballot.slips import draft_hash_of, hash_of, pepper_of
from audit.doors import launch
from audit.doors.places import box_of
from audit.headcounts import read_headcounts
from audit.keys import Cost
from audit.method.answers import Ballot, Rated
from audit.method.groups import Lens, Tree
from audit.promise import Contact, Hosting, Keys, WayIn
from audit.running import members, organisations, rounds
from audit.settings import Settings
from audit.store.database import open_store
from audit.store.models import Role
from audit.store.queries import find_round_under_way, holders_of, organisations_of
from tests.builders import core, library

LIGHT = Cost(memory=8, passes=1, lanes=1)
TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CLOSES = TODAY + timedelta(days=14)
AFTER = CLOSES + timedelta(days=1)
PASSWORD = "three words and more"
TEAMS = "North\tTeam 1\t16\nNorth\tTeam 2\t15\nSouth\t17"
ROLES = "Practice\t30\nOffice\t18"


@dataclass(frozen=True, slots=True)
class Agency:
    """An installation with one organisation and three people who sign in."""

    store: sessionmaker[Session]
    settings: Settings
    organisation_id: int
    leader: int
    rep: int
    consultant: int


def settings_in(home: Path) -> Settings:
    """Settings of an installation in a folder of its own."""
    return Settings.from_environ({"STEADYGROUND_HOME": str(home)})


def agency(home: Path, *, places: str = TEAMS, roles: str = ROLES) -> Agency:
    """Set up, with contacts and groups, a staff representative and a consultant."""
    settings = settings_in(home)
    store = open_store(settings)
    return Agency(store, settings, *another(store, places=places, roles=roles))


def another(
    store: sessionmaker[Session], *, name: str = "Elm House", places: str = TEAMS, roles: str = ROLES
) -> tuple[int, int, int, int]:
    """One more organisation: its id, leader, staff representative, consultant."""
    with store() as session:
        leader = members.set_up(
            session,
            organisation=name,
            name="Lea",
            email=f"lea@{name.split()[0].lower()}.example",
            password=PASSWORD,
            hosting=Hosting.OUTSIDE,
            cost=LIGHT,
        )
        here = organisations_of(session, account_id=leader.id)[0].id
        rep = invited(session, here, leader.id, role=Role.STAFF_REP, name="Sam", at=name)
        consultant = invited(session, here, leader.id, role=Role.CONSULTANT, name="Cy", at=name)
        organisations.save_contacts(
            session, organisation_id=here, contacts=(Contact("Ann", "555 1", "any day"),), by=leader.id
        )
        trees = read_headcounts(places, lens=Lens.PLACE), read_headcounts(roles, lens=Lens.ROLE)
        organisations.save_groups(session, organisation_id=here, places=trees[0], roles=trees[1], by=leader.id)
        return here, leader.id, rep, consultant


def invited(session: Session, organisation_id: int, by: int, *, role: Role, name: str, at: str) -> int:
    """Somebody who joined with a code."""
    code = members.invite(session, organisation_id=organisation_id, role=role, name=name, by=by, now=NOW)
    email = f"{name.lower()}@{at.split()[0].lower()}.example"
    return members.join(session, code=code, email=email, password=PASSWORD, now=NOW, cost=LIGHT).id


def prepared(
    here: Agency,
    *,
    keys: Keys = Keys.TWO_OF_THREE,
    trial: bool = False,
    today: date = TODAY,
    way_in: WayIn = WayIn.DRAWN,
    asked: str = "core",
) -> int:
    """A draft; its round's id. asked: ids of questionnaires, joined by +."""
    with here.store() as session:
        return rounds.prepare(
            session,
            organisation_id=here.organisation_id,
            questionnaire=library().questionnaire(asked),
            closes_on=today + timedelta(days=14),
            way_in=way_in,
            keys=keys,
            trial=trial,
            by=here.leader,
            today=today,
        ).id


def cosigned(
    here: Agency, *, keys: Keys = Keys.TWO_OF_THREE, trial: bool = False, today: date = TODAY, asked: str = "core"
) -> int:
    """A co-signed round."""
    round_id = prepared(here, keys=keys, trial=trial, today=today, asked=asked)
    with here.store() as session:
        rounds.cosign(session, round_id=round_id, by=here.rep, today=today)
    return round_id


def phrases(here: Agency, round_id: int) -> dict[int, str]:
    """A confirmed phrase for each seat."""
    with here.store() as session:
        seats = [h.seat for h in holders_of(session, round_id=round_id)]
        return {seat: phrase_for(session, here, round_id, seat) for seat in seats}


def phrase_for(session: Session, here: Agency, round_id: int, seat: int) -> str:
    """Shown to whoever holds this seat, and confirmed."""
    by = {1: here.leader, 2: here.rep, 3: here.consultant}[seat]
    phrase = rounds.show_phrase(session, round_id=round_id, seat=seat, by=by, cost=LIGHT)
    words = phrase.split()
    rounds.confirm_phrase(
        session, round_id=round_id, seat=seat, phrase=phrase, words={2: words[1], 5: words[4]}, cost=LIGHT
    )
    return phrase


def printed(here: Agency, round_id: int, *, today: date = TODAY) -> tuple[str, ...]:
    """The codes on the slips."""
    with here.store() as session:
        return launch.print_slips(
            session,
            round_id=round_id,
            settings=here.settings,
            library=library(),
            chance=Random(3),
            today=today,
            by=here.rep,
        )


def opened(here: Agency, round_id: int, *, today: date = TODAY) -> None:
    """People may answer."""
    with here.store() as session:
        launch.open_round(session, round_id=round_id, settings=here.settings, today=today, by=here.leader)


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round that people can answer, with all that its makers know."""

    here: Agency
    id: int
    phrases: dict[int, str]
    codes: tuple[str, ...]

    @property
    def box(self) -> Path:
        """Its sealed box."""
        return box_of(self.here.settings, round_id=self.id)


def open_round(
    home: Path,
    *,
    keys: Keys = Keys.TWO_OF_THREE,
    trial: bool = False,
    answers: int = 0,
    places: str = TEAMS,
    asked: str = "core",
) -> OpenRound:
    """An open round of a new agency in which some have answered."""
    here = agency(home, places=places)
    return start(here, keys=keys, trial=trial, answers=answers, asked=asked)


def start(
    here: Agency,
    *,
    keys: Keys = Keys.TWO_OF_THREE,
    trial: bool = False,
    answers: int = 0,
    today: date = TODAY,
    asked: str = "core",
) -> OpenRound:
    """The agency's next round, open."""
    round_id = cosigned(here, keys=keys, trial=trial, today=today, asked=asked)
    running = OpenRound(here, round_id, phrases(here, round_id), printed(here, round_id, today=today))
    opened(here, round_id, today=today)
    answer(running, ballots(running, answers))
    return running


def ballots(running: OpenRound, many: int, *, chance: Random | None = None) -> list[Ballot]:
    """People who rate everything, each somewhere."""
    dice = chance or Random(11)
    box = Box(running.box)
    places, roles = _leaves(box.manifest.places), _leaves(box.manifest.roles)
    asked = core().as_asked_in(box.manifest.number)
    box.close()
    return [
        Ballot(
            dice.choice(places),
            dice.choice(roles),
            {item.id: Rated(dice.choice((1, 2, 3, 3, 4))) for item in asked.items},
        )
        for _person in range(many)
    ]


def answer(running: OpenRound, those: list[Ballot]) -> None:
    """Send these ballots with the first slips."""
    box = Box(running.box)
    pepper = pepper_of(running.here.settings)
    key = box.manifest.round_key
    for code, ballot in zip(running.codes, those, strict=False):
        box.send(
            slip=hash_of(code, pepper),
            draft=draft_hash_of(code, pepper),
            sealed=seal(ballot, round_key=key, size=box.size),
            comment=seal_comment("", round_key=key),
            chance=Random(5),
        )
    box.close()


def _leaves(tree: Tree) -> list[tuple[str, ...]]:
    return [path for path in tree.paths if not tree.children_of(path)]


def under_way(here: Agency) -> int | None:
    """The id of the round under way."""
    with here.store() as session:
        found = find_round_under_way(session, organisation_id=here.organisation_id)
        return found.id if found else None
