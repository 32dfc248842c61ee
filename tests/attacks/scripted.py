"""An agency in which everybody puts a script into everything that they may write."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.also_used import AlsoUsed
from audit.comments import How
from audit.doors import close, launch
from audit.doors.comments import hand_over
from audit.library import QUESTIONNAIRES, Library, load
from audit.promise import Contact, Keys, WayIn
from audit.running import comments, leadership, organisations, plans, rounds
from audit.running.also_used import save_also_used
from audit.store.database import open_store
from audit.store.models import Account
from audit.store.queries import one_organisation
from tests.running.agencies import (
    AFTER,
    CLOSES,
    LIGHT,
    TODAY,
    Agency,
    OpenRound,
    agency,
    opened,
    phrases,
    settings_in,
)
from tests.running.commenting import Commented, reviewer_phrase, says, send

RAN = "ran"  # what a script of theirs would leave in the window
WHOLE = f'"></textarea><svg onload={RAN}=true></svg>'
SHORT = f"<img src=x onerror={RAN}=true>"  # where quotes and strokes mean something: in a table of groups
PLACES = f"North {SHORT}\tTeam 1 {SHORT}\t31\nSouth {SHORT}\t17"
ROLES = f"Practice {SHORT}\t30\nOffice {SHORT}\t18"
SENTENCE = re.compile(r'^(title|purpose|name|intro|note|text|short|help|first_step) = "(.*)"$', re.MULTILINE)
MORNING = datetime.combine(AFTER, time(9), UTC)


@dataclass(frozen=True, slots=True)
class Stage:
    """The agency at one point of its year. here: its installation; asks: what it asks; codes, reading: of the slips not
    used, and of the reviewer."""

    here: Agency
    asks: Library
    codes: tuple[str, ...]
    reading: str
    today: date


@dataclass(frozen=True, slots=True)
class Year:
    """open: people answer; waiting: comments are with their reviewer; told: everybody reads them. A plan has begun."""

    open: Stage
    waiting: Stage
    told: Stage


def a_scripted_year(folder: Path) -> Year:
    """Made once; each stage has a folder of its own and stays as it is."""
    asks = scripted_library(folder / "asked")
    commented = _opened(folder / "open", asks)
    codes = commented.running.codes[20:]
    here = commented.here
    first = Stage(here, asks, codes, commented.reading, TODAY + timedelta(days=1))
    waiting = _copied(here, folder / "waiting")
    _closed(replace(commented, running=replace(commented.running, here=waiting)), asks)
    told = _copied(waiting, folder / "told")
    _told(told, commented.running.id, commented.reading, asks)
    return Year(first, Stage(waiting, asks, (), commented.reading, AFTER), Stage(told, asks, (), "", AFTER))


def scripted_library(folder: Path) -> Library:
    """An organisation's own words: a script in every sentence of the core questionnaire."""
    shutil.copytree(QUESTIONNAIRES, folder, ignore=shutil.ignore_patterns("*.es.toml"))
    (folder / "PUBLISHED").write_text("")
    for name in ("core/1.en.toml", "actions/core.en.toml"):
        path = folder / name
        path.write_text(SENTENCE.sub(lambda m: f'{m[1]} = "{m[2]} {SHORT}"', path.read_text(encoding="utf-8")))
    return load(folder)


def _opened(home: Path, asks: Library) -> Commented:
    """Twenty have answered, six of them in their own words."""
    here = agency(home, places=PLACES, roles=ROLES)
    with here.store() as session:
        _named(session, here)
        round_id = _prepared(session, here, asks)
        rounds.cosign(session, round_id=round_id, by=here.rep, today=TODAY)
    reading = reviewer_phrase(here, round_id)
    running = OpenRound(here, round_id, phrases(here, round_id), _printed(here, round_id, asks))
    opened(here, round_id)
    commented = Commented(running, reading)
    send(commented, [*(says(f"{WHOLE} {n}") for n in range(6)), *({} for _person in range(14))])
    with here.store() as session:
        item = asks.questionnaire("core").items[0].id
        leadership.save_ratings(session, round_id=round_id, ratings={item: 2}, evidence={item: WHOLE}, by=here.leader)
        used = (AlsoUsed(WHOLE, TODAY, WHOLE),)
        save_also_used(session, round_id=round_id, entries=used, by=here.leader, today=TODAY)
    return commented


def _named(session: Session, here: Agency) -> None:
    organisation = one_organisation(session, organisation_id=here.organisation_id)
    organisation.name = f"Elm House {WHOLE}"
    for account in session.scalars(select(Account)):
        account.name = f"{account.name} {WHOLE}"
    session.commit()
    organisations.save_contacts(
        session, organisation_id=here.organisation_id, contacts=(Contact(WHOLE, WHOLE, WHOLE),), by=here.leader
    )


def _prepared(session: Session, here: Agency, asks: Library) -> int:
    round_id = rounds.prepare(
        session,
        organisation_id=here.organisation_id,
        questionnaire=asks.questionnaire("core"),
        closes_on=CLOSES,
        way_in=WayIn.DRAWN,
        keys=Keys.TWO_OF_THREE,
        trial=False,
        by=here.leader,
        today=TODAY,
        holders=(WHOLE, WHOLE, WHOLE),
    ).id
    comments.ask_for_comments(
        session, round_id=round_id, reviewer_id=here.consultant, lead=WHOLE, reach=WHOLE, by=here.leader
    )
    return round_id


def _printed(here: Agency, round_id: int, asks: Library) -> tuple[str, ...]:
    with here.store() as session:
        return launch.print_slips(
            session, round_id=round_id, settings=here.settings, library=asks, chance=Random(3), today=TODAY, by=here.rep
        )


def _copied(here: Agency, home: Path) -> Agency:
    """The same installation in another folder."""
    shutil.copytree(here.settings.home, home)
    settings = settings_in(home)
    return replace(here, settings=settings, store=open_store(settings))


def _closed(commented: Commented, asks: Library) -> None:
    with commented.here.store() as session:
        for seat in (1, 2):
            close.give_phrase(
                session,
                round_id=commented.id,
                seat=seat,
                phrase=commented.running.phrases[seat],
                settings=commented.here.settings,
                library=asks,
                today=AFTER,
                cost=LIGHT,
            )


def _told(here: Agency, round_id: int, reading: str, asks: Library) -> None:
    """Every comment is let pass as it is, and an action is chosen."""
    by = here.consultant
    with here.store() as session:
        while one := comments.next_waiting(session, round_id=round_id, by=by, phrase=reading, cost=LIGHT):
            comments.let_pass(
                session,
                round_id=round_id,
                by=by,
                phrase=reading,
                waiting_id=one.id,
                how=How.WORD,
                text=one.comment.text,
                cost=LIGHT,
            )
        hand_over(session, round_id=round_id, by=by, settings=here.settings, today=AFTER)
        action = next(iter(asks.actions.values()))
        plans.adopt(
            session,
            round_id=round_id,
            action=action,
            why=WHOLE,
            by=here.leader,
            today=AFTER,
            owner=WHOLE,
            first_step=WHOLE,
        )
