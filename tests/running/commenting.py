"""A round that asks for comments, at any point of its life, made through operations only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from audit.ballot.box import Box
from audit.ballot.sealing import seal, seal_comment
from audit.ballot.slips import draft_hash_of, hash_of, pepper_of
from audit.comments import Comment, How, said_as_text
from audit.doors import close
from audit.running import comments, rounds
from tests.builders import library
from tests.running.agencies import (
    AFTER,
    LIGHT,
    TODAY,
    Agency,
    OpenRound,
    agency,
    ballots,
    opened,
    phrases,
    prepared,
    printed,
)

LEAD, REACH = "Nia, safeguarding", "555 99"


@dataclass(frozen=True, slots=True)
class Commented:
    """running: the round; reading: the reviewer's phrase; the reviewer is the consultant."""

    running: OpenRound
    reading: str

    @property
    def here(self) -> Agency:
        """Its agency."""
        return self.running.here

    @property
    def id(self) -> int:
        """Its round."""
        return self.running.id


def asking_for_comments(here: Agency, round_id: int, *, reviewer: int | None = None) -> None:
    """This draft asks for comments."""
    with here.store() as session:
        comments.ask_for_comments(
            session,
            round_id=round_id,
            reviewer_id=reviewer or here.consultant,
            lead=LEAD,
            reach=REACH,
            by=here.leader,
        )


def reviewer_phrase(here: Agency, round_id: int) -> str:
    """Shown to the reviewer, and confirmed."""
    with here.store() as session:
        phrase = comments.show_phrase(session, round_id=round_id, by=here.consultant, cost=LIGHT)
        words = phrase.split()
        comments.confirm_phrase(
            session, round_id=round_id, by=here.consultant, phrase=phrase, words={2: words[1], 5: words[4]}, cost=LIGHT
        )
        return phrase


def open_with_comments(home: Path) -> Commented:
    """An open round that asks for comments; nobody has answered."""
    here = agency(home)
    round_id = prepared(here)
    asking_for_comments(here, round_id)
    with here.store() as session:
        rounds.cosign(session, round_id=round_id, by=here.rep, today=TODAY)
    reading = reviewer_phrase(here, round_id)
    running = OpenRound(here, round_id, phrases(here, round_id), printed(here, round_id))
    opened(here, round_id)
    return Commented(running, reading)


def send(commented: Commented, said: Sequence[Mapping[str, Comment]]) -> None:
    """A full ballot with these comments from each."""
    running = commented.running
    box, pepper = Box(running.box), pepper_of(running.here.settings)
    key = box.manifest.round_key
    for code, ballot, own in zip(running.codes, ballots(running, len(said)), said, strict=False):
        box.send(
            slip=hash_of(code, pepper),
            draft=draft_hash_of(code, pepper),
            sealed=seal(ballot, round_key=key, size=box.size),
            comment=seal_comment(said_as_text(own), round_key=key),
            chance=Random(code),
        )
    box.close()


def says(text: str, *, question: str = "helps", how: How = How.WORD) -> dict[str, Comment]:
    """One comment of one person."""
    return {question: Comment(question, text, how)}


def closed(commented: Commented) -> None:
    """Two phrases on the day after."""
    with commented.here.store() as session:
        for seat in (1, 2):
            close.give_phrase(
                session,
                round_id=commented.id,
                seat=seat,
                phrase=commented.running.phrases[seat],
                settings=commented.here.settings,
                library=library(),
                today=AFTER,
                cost=LIGHT,
            )


def closed_with(home: Path, said: Sequence[Mapping[str, Comment]], *, answers: int = 20) -> Commented:
    """A closed round in which the first wrote this and the others nothing."""
    commented = open_with_comments(home)
    send(commented, [*said, *({} for _person in range(answers - len(said)))])
    closed(commented)
    return commented
