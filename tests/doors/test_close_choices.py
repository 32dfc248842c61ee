"""Closing a round in which people chose in choice sets: counted, left out, and put beside the round before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from audit.doors import close
from audit.method.answers import Ballot, Chosen, sheet_of
from audit.method.questionnaire import Questionnaire
from audit.method.release import Release
from audit.method.releasing import release_of
from audit.promise import Ledger
from audit.running.results import release_of_round
from audit.store.frozen import frozen_of
from audit.store.queries import one_round
from tests.builders import library
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import OpenRound

Choices = Mapping[str, Mapping[int, Chosen]]
ASKED = library().questionnaire("core+priorities").as_asked_in(1)
(DESIGN,) = ASKED.choices


def in_block(block: int) -> Choices:
    """The first of each set comes first, the last of it last."""
    return {DESIGN.id: {at: Chosen(DESIGN.sets[at][0], DESIGN.sets[at][-1]) for at in DESIGN.blocks[block]}}


def round_of(home: Path, choices: Sequence[Choices]) -> tuple[OpenRound, list[Ballot]]:
    """A closed round whose people rate everything and choose so."""
    running = agencies.open_round(home, asked="core+priorities")
    those = [
        replace(ballot, choices=one)
        for ballot, one in zip(agencies.ballots(running, len(choices)), choices, strict=True)
    ]
    agencies.answer(running, those)
    closed(running)
    return running, those


def told_of(running: OpenRound) -> tuple[Release, Ledger | None]:
    with running.here.store() as session:
        release = release_of_round(session, round_id=running.id)
        assert release is not None
        return release, one_round(session, round_id=running.id).ledger


def test_the_release_tells_of_choices_what_the_method_tells_of_them(tmp_path: Path) -> None:
    running, those = round_of(tmp_path, [in_block(at % 7) for at in range(14)] + [{}])
    with running.here.store() as session:
        frozen = frozen_of(one_round(session, round_id=running.id).frozen or {})
    sheet = sheet_of(those, [i.id for i in ASKED.items], ASKED.choices)
    wanted = release_of(sheet, questionnaire=ASKED, places=frozen.places, roles=frozen.roles)
    release, ledger = told_of(running)
    assert (release, ledger) == (wanted, Ledger.ADDS_UP)
    assert None not in release.choices[DESIGN.id].scores.values()


@pytest.mark.parametrize(
    "other",
    [
        {DESIGN.id: {**in_block(0)[DESIGN.id], **in_block(1)[DESIGN.id]}},
        {DESIGN.id: {0: Chosen(DESIGN.sets[1][0], DESIGN.sets[1][1])}},
        {"another": {0: Chosen("a", "b")}},
    ],
    ids=["two blocks", "what does not stand there", "another design"],
)
def test_a_ballot_that_chose_what_it_was_not_shown_is_left_out_and_the_ledger_says_so(
    tmp_path: Path, other: Choices
) -> None:
    running, _those = round_of(tmp_path, [in_block(0)] * 11 + [other])
    release, ledger = told_of(running)
    assert ledger is Ledger.DOES_NOT
    assert release.people is not None
    first = release.choices[DESIGN.id].scores[DESIGN.sets[0][0]]
    assert first is not None
    assert first.value == 80.0


def test_a_round_with_the_same_choice_sets_is_the_one_that_a_release_is_put_beside(tmp_path: Path) -> None:
    running, _those = round_of(tmp_path, [in_block(0)] * 12)
    choices_only = replace(ASKED, items=(), pages=())
    nothing = replace(choices_only, choices=())
    assert _beside(running, choices_only) == told_of(running)[0]
    assert _beside(running, nothing) is None


def _beside(running: OpenRound, asked: Questionnaire) -> Release | None:
    with running.here.store() as session:
        return close.find_last_beside(session, one_round(session, round_id=running.id), asked=asked)
