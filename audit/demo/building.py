"""Two years of the invented agency: every step is the operation that a person would use, on the day it would be."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session, sessionmaker

from audit.also_used import AlsoUsed
from audit.answering import operations as answering
from audit.answering.page_state import PageState
from audit.answering.rounds import Answering, Rounds
from audit.ballot.files import alone_in
from audit.ballot.slips import pepper_of
from audit.comments import Comment, How
from audit.demo import agency
from audit.demo.answers import Leanings, answers_of, choices_of, evidence_for, leaders_think, leanings_of
from audit.doors import close, launch
from audit.doors import comments as comments_door
from audit.exhibits.plan import why_words
from audit.keys import Cost
from audit.library import Library
from audit.method.answers import Ballot
from audit.method.groups import Path, Tree
from audit.method.planning import PlanStatus
from audit.method.questionnaire import Questionnaire
from audit.promise import Hosting, Keys, WayIn
from audit.running import comments, leadership, members, organisations, phrases, plans, rounds
from audit.running.also_used import save_also_used
from audit.running.results import round_facts
from audit.settings import Settings
from audit.store.models import Account, Role
from audit.store.queries import closed_rounds_of, find_account, find_sample, plan_of

SAMPLE_LEADER = agency.LEADER[1]
RESPONSE = (0.76, 0.83)  # of the staff, in the first and the second year
ASKED = ("core+priorities", "core+stepped-care+priorities+relationships")  # in the first and the second year
RATHER_NOT_SAY = 0.05
YEAR_WITH_COMMENTS = 2
OPEN_FOR = timedelta(days=21)
OPENED_BEFORE = (timedelta(days=400), timedelta(days=30))
LITTLE = Cost(memory=1024, passes=1, lanes=1)  # nobody guesses random words, and nobody waits for a sample
Progress = Callable[[int, int], None]
"""Told after each ballot: how many were sent, how many there will be."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The invented agency: its address, who leads it, and its closed rounds, the oldest first."""

    organisation_id: int
    public_id: str
    leader_id: int
    rounds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _People:
    """Accounts of the three who hold a key."""

    leader: Account
    staff_rep: Account
    consultant: Account


@dataclass(frozen=True, slots=True)
class _World:
    """What every step needs."""

    session: Session
    settings: Settings
    library: Library
    seed: int
    cost: Cost
    progress: Progress

    def asked_in(self, year: int) -> Questionnaire:
        return self.library.questionnaire(ASKED[year - 1])


def build_sample(
    sessions: sessionmaker[Session],
    *,
    settings: Settings,
    library: Library,
    now: datetime,
    seed: int = 1,
    cost: Cost = LITTLE,
    progress: Progress = lambda _sent, _all: None,
) -> Sample:
    """The invented agency with two closed rounds, the second closed some days before `now`; the one that is there
    already where it was built before. seed: of what people answered, so the same agency comes out every time."""
    with sessions() as session:
        there = find_sample(session)
        if there is not None:
            return _already_there(session, there.id, there.public_id)
        world = _World(session, settings, library, seed, cost, progress)
        people, organisation_id, public_id = _set_up(world, now=now - OPENED_BEFORE[0] - timedelta(days=14))
        numbers = []
        for year in (1, 2):
            opened = now.date() - OPENED_BEFORE[year - 1]
            numbers.append(_one_year(world, people, organisation_id, public_id, year=year, opened=opened))
        return Sample(organisation_id, public_id, people.leader.id, tuple(numbers))


def _already_there(session: Session, organisation_id: int, public_id: str) -> Sample:
    leader = find_account(session, email=SAMPLE_LEADER)
    closed = closed_rounds_of(session, organisation_id=organisation_id)
    return Sample(organisation_id, public_id, leader.id if leader else 0, tuple(r.id for r in closed))


def _set_up(world: _World, *, now: datetime) -> tuple[_People, int, str]:
    session = world.session
    name, email = agency.LEADER
    leader = members.set_up(
        session,
        organisation=agency.NAME,
        name=name,
        email=email,
        password=secrets.token_urlsafe(24),
        hosting=Hosting.THIS_MACHINE,
        sample=True,
        cost=world.cost,
    )
    here = find_sample(session)
    assert here is not None, "it was just set up"  # noqa: S101 - for the type checker
    joined = [
        _join(world, here.id, who, role, by=leader.id, now=now)
        for who, role in ((agency.STAFF_REP, Role.STAFF_REP), (agency.CONSULTANT, Role.CONSULTANT))
    ]
    organisations.save_contacts(session, organisation_id=here.id, contacts=agency.CONTACTS, by=leader.id)
    organisations.save_groups(
        session, organisation_id=here.id, places=agency.places(), roles=agency.roles(), by=leader.id
    )
    return _People(leader, joined[0], joined[1]), here.id, here.public_id


def _join(world: _World, organisation_id: int, who: tuple[str, str], role: Role, *, by: int, now: datetime) -> Account:
    name, email = who
    code = members.invite(world.session, organisation_id=organisation_id, role=role, name=name, by=by, now=now)
    return members.join(
        world.session, code=code, email=email, password=secrets.token_urlsafe(24), now=now, cost=world.cost
    )


def _one_year(world: _World, people: _People, organisation_id: int, public_id: str, *, year: int, opened: date) -> int:
    """A round from draft to plan; its id."""
    asked = world.asked_in(year).as_asked_in(year)
    leanings = leanings_of(asked, year=year, seed=world.seed, moved=_moved(world, organisation_id))
    round_id = _prepare(world, people, organisation_id, year=year, opened=opened)
    keys = _phrases(world, people, round_id)
    reading = _reviewer_phrase(world, people, round_id) if year == YEAR_WITH_COMMENTS else ""
    codes = launch.print_slips(
        world.session,
        round_id=round_id,
        settings=world.settings,
        library=world.library,
        chance=secrets.SystemRandom(),
        today=opened,
        by=people.staff_rep.id,
    )
    launch.open_round(world.session, round_id=round_id, settings=world.settings, today=opened, by=people.staff_rep.id)
    _everybody_answers(world, public_id, codes, asked, leanings, year=year, today=opened)
    _lead(world, people, round_id, asked, leanings, today=opened + OPEN_FOR)
    _close(world, round_id, keys, first=opened + OPEN_FOR + timedelta(days=1))
    if reading:
        _review(world, people, round_id, reading, today=opened + OPEN_FOR + timedelta(days=4))
    _beside(world, people, round_id, today=opened + OPEN_FOR + timedelta(days=4))
    _plan(world, people, organisation_id, round_id, year=year, today=opened + OPEN_FOR + timedelta(days=5))
    return round_id


def _prepare(world: _World, people: _People, organisation_id: int, *, year: int, opened: date) -> int:
    row = rounds.prepare(
        world.session,
        organisation_id=organisation_id,
        questionnaire=world.asked_in(year),
        closes_on=opened + OPEN_FOR,
        way_in=WayIn.DRAWN,
        keys=Keys.TWO_OF_THREE,
        trial=False,
        by=people.leader.id,
        today=opened - timedelta(days=10),
        holders=agency.HOLDERS,
    )
    if year == YEAR_WITH_COMMENTS:
        lead, reach = agency.LEAD
        comments.ask_for_comments(
            world.session,
            round_id=row.id,
            reviewer_id=people.consultant.id,
            lead=lead,
            reach=reach,
            by=people.leader.id,
        )
    rounds.cosign(world.session, round_id=row.id, by=people.staff_rep.id, today=opened - timedelta(days=7))
    return row.id


def _phrases(world: _World, people: _People, round_id: int) -> dict[int, str]:
    """Each holder's phrase, written down: two words given back."""
    written = {}
    for seat, holder in enumerate((people.leader, people.staff_rep, people.consultant), 1):
        phrase = phrases.show_phrase(world.session, round_id=round_id, seat=seat, by=holder.id, cost=world.cost)
        words = phrase.split()
        phrases.confirm_phrase(
            world.session,
            round_id=round_id,
            seat=seat,
            phrase=phrase,
            words={2: words[1], 5: words[4]},
            cost=world.cost,
        )
        written[seat] = phrase
    return written


def _reviewer_phrase(world: _World, people: _People, round_id: int) -> str:
    """The consultant reads the comments first."""
    session, by = world.session, people.consultant.id
    phrase = comments.show_phrase(session, round_id=round_id, by=by, cost=world.cost)
    words = phrase.split()
    comments.confirm_phrase(
        session, round_id=round_id, by=by, phrase=phrase, words={1: words[0], 4: words[3]}, cost=world.cost
    )
    return phrase


def _review(world: _World, people: _People, round_id: int, phrase: str, *, today: date) -> None:
    """One comment at a time, each as its writer wished; then the batch."""
    session, by = world.session, people.consultant.id
    while (one := comments.next_waiting(session, round_id=round_id, by=by, phrase=phrase, cost=world.cost)) is not None:
        comments.let_pass(
            session,
            round_id=round_id,
            by=by,
            phrase=phrase,
            waiting_id=one.id,
            how=one.comment.how,
            text=one.comment.text,
            cost=world.cost,
        )
    comments_door.hand_over(session, round_id=round_id, by=by, settings=world.settings, today=today)


def _own_words(sent: int, *, year: int) -> dict[str, Comment]:
    """What the first few wrote in the year in which comments were asked for."""
    if year != YEAR_WITH_COMMENTS or sent > len(agency.HELPS):
        return {}
    pairs = (("helps", agency.HELPS), ("change", agency.CHANGE))
    return {question: Comment(question, said[sent - 1], How.WORD) for question, said in pairs}


def _everybody_answers(
    world: _World,
    public_id: str,
    codes: tuple[str, ...],
    asked: Questionnaire,
    leanings: Leanings,
    *,
    year: int,
    today: date,
) -> None:
    chance, choosing = (Random(f"{world.seed} {year}{of}") for of in ("", " choices"))  # noqa: S311 - no secret
    staff = list(agency.staff())
    chance.shuffle(staff)
    answering_ones = staff[: round(RESPONSE[year - 1] * len(staff))]
    with alone_in(world.settings.ballots):  # or staff's user would adopt the box while the office's user answers
        here = Rounds(world.settings).find(public_id, today=today)
        if not isinstance(here, Answering):
            raise TypeError(f"the round is not open: {here}")
        pepper = pepper_of(world.settings)
        for sent, (worker, code) in enumerate(zip(answering_ones, codes, strict=False), 1):
            places, roles = here.manifest.places, here.manifest.roles
            ballot = Ballot(
                _offered(worker.team, places, chance=chance),
                _offered((worker.role,), roles, chance=chance),
                answers_of(worker, asked, leanings, chance=chance),
                choices_of(asked, leanings, chance=choosing),
            )
            _answer(here, code, ballot, _own_words(sent, year=year), pepper=pepper)
            world.progress(sent, len(answering_ones))


def _offered(path: Path, tree: Tree, *, chance: Random) -> Path:
    """The group that the form offers this person; a few rather not say."""
    while path not in tree.paths:
        path = path[:-1]
    return () if chance.random() < RATHER_NOT_SAY else path


def _answer(here: Answering, code: str, ballot: Ballot, said: dict[str, Comment], *, pepper: bytes) -> None:
    """From the code to "thank you", as the staff plane does it."""
    held, chance = secrets.token_bytes(32), secrets.SystemRandom()
    answering.enter(here, held, code, first_step="page 0", pepper=pepper, chance=chance)
    state = PageState("review", code, ballot, comments=said)
    answering.save(here, held, state, chance=chance)
    answering.send(here, held, state, last_step="thanks", pepper=pepper, chance=chance)
    answering.forget(here, held, chance=chance)


def _lead(
    world: _World, people: _People, round_id: int, asked: Questionnaire, leanings: Leanings, *, today: date
) -> None:
    """The leadership form, filled and frozen."""
    ratings = leaders_think(asked, leanings)
    leadership.save_ratings(
        world.session, round_id=round_id, ratings=ratings, evidence=evidence_for(ratings), by=people.leader.id
    )
    leadership.freeze(world.session, round_id=round_id, by=people.leader.id, today=today)


def _close(world: _World, round_id: int, written: dict[int, str], *, first: date) -> None:
    """The staff representative first, the consultant two days later."""
    for seat, day in ((2, first), (3, first + timedelta(days=2))):
        close.give_phrase(
            world.session,
            round_id=round_id,
            seat=seat,
            phrase=written[seat],
            settings=world.settings,
            library=world.library,
            today=day,
            cost=world.cost,
        )


def _beside(world: _World, people: _People, round_id: int, *, today: date) -> None:
    """What else the agency used that year."""
    used = AlsoUsed(agency.ALSO_USED[0], today - timedelta(days=60), agency.ALSO_USED[1])
    save_also_used(world.session, round_id=round_id, entries=[used], by=people.leader.id, today=today)


@dataclass(frozen=True, slots=True)
class _Year:
    """What became of one adopted action."""

    owner: str
    status: PlanStatus
    note: str


FIRST_PLAN = (
    _Year("Operations manager", PlanStatus.DONE, "In place since March; read again in June."),
    _Year("Head of practice", PlanStatus.UNDER_WAY, "Two of three sites have started."),
    _Year("Staff representative and director", PlanStatus.DONE, "The first meeting was full; notes went to all staff."),
    _Year("Director", PlanStatus.SET_ASIDE, "Not this year: the money went to the night team."),
)
SECOND_PLAN = (
    _Year("Head of practice", PlanStatus.UNDER_WAY, ""),
    _Year("Site leads", PlanStatus.NOT_STARTED, ""),
    _Year("Operations manager", PlanStatus.NOT_STARTED, ""),
)


def _moved(world: _World, organisation_id: int) -> frozenset[str]:
    """What the first action that was done was to change: in this invented agency it did."""
    plan = plan_of(world.session, organisation_id=organisation_id)
    done = next((p.action for p in plan if p.status is PlanStatus.DONE), None)
    return frozenset(world.library.actions[done].moves) if done else frozenset()


def _plan(world: _World, people: _People, organisation_id: int, round_id: int, *, year: int, today: date) -> None:
    """Take up what the answers point to first, and what became of it in the year after."""
    facts = round_facts(world.session, round_id=round_id, library=world.library)
    active = {p.action for p in facts.plan}
    wanted = [p for p in facts.proposals if p.action not in active]
    for at, (proposal, went) in enumerate(zip(wanted, FIRST_PLAN if year == 1 else SECOND_PLAN, strict=False)):
        action = world.library.actions[proposal.action]
        due = today + timedelta(days=90 + 45 * at)
        planned = plans.adopt(
            world.session,
            round_id=round_id,
            action=action,
            why=why_words(facts, proposal),
            by=people.leader.id,
            today=today,
            owner=went.owner,
            due_on=due,
        )
        plans.change_action(
            world.session,
            organisation_id=organisation_id,
            plan_action_id=planned.id,
            owner=went.owner,
            first_step="",
            due_on=due,
            status=went.status,
            note_text=went.note,
            by=people.leader.id,
            today=today if year == 2 else due,
        )
