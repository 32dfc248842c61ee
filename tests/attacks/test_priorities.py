"""Attacks on what is released of choice sets: everybody chose the same, nine against the tenth, two rounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path as FilePath
from typing import Any

import pytest

from audit.method.answers import Ballot, Chosen
from audit.method.groups import ROOT
from tests.attacks.released import Json, Person, agency_of, read_release
from tests.attacks.twins import choosing
from tests.attacks.verdicts import Verdict
from tests.builders import library
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import CLOSES, TODAY, Agency

Twin = Callable[[pytest.MonkeyPatch], None]
(DESIGN,) = library().questionnaire("priorities").choices
ONE, TWO = (DESIGN.sets[at] for at in DESIGN.blocks[0])
FIRST, LAST = ONE[0], ONE[-1]
ALIKE = (Chosen(FIRST, LAST), Chosen(TWO[0], TWO[-1]))
"""What everybody chooses, in the first block."""
OTHERWISE = (Chosen(ONE[1], ONE[2]), ALIKE[1])


def as_we_are(_patch: pytest.MonkeyPatch) -> None:
    """Nothing is otherwise."""


def chose(here: Agency, choices: Sequence[tuple[Chosen, Chosen]], *, later: int = 0) -> Json:
    """A round whose people rate nothing and choose so; what it released, read from the file on disk."""
    today = TODAY + timedelta(days=later)
    running = agencies.start(here, today=today, asked="core+priorities")
    sets = DESIGN.blocks[0]
    agencies.answer(
        running, [Ballot(ROOT, ROOT, {}, {DESIGN.id: dict(zip(sets, one, strict=True))}) for one in choices]
    )
    closed(running, today=today + (CLOSES - TODAY) + timedelta(days=1))
    return read_release(here)


def released(home: FilePath, choices: Sequence[tuple[Chosen, Chosen]], twin: Twin) -> dict[str, Any]:
    """What one round of an agency of its own tells of choices, as ours or as a twin rounds: attribute -> number."""
    with pytest.MonkeyPatch.context() as patch:
        twin(patch)
        release = chose(agency_of(home, [Person(ROOT, ROOT)] * len(choices)), choices)
    scores: dict[str, Any] = release["choices"][DESIGN.id]["scores"]
    return scores


def test_that_all_chose_the_same_is_not_read_off_what_is_told(verdict: Verdict, tmp_path: FilePath) -> None:
    """Twelve who all put the same first: where one who chose otherwise would have left another figure in the file,
    the file says that there is none, and so what each of them chose."""

    def attack(how: Twin) -> Callable[[], bool]:
        def reads() -> bool:
            alike, but_one = (
                released(tmp_path / f"{how.__name__}-{at}", [OTHERWISE] * at + [ALIKE] * (12 - at), how)
                for at in range(2)
            )
            return any(alike[one] != but_one[one] for one in (FIRST, LAST))

        return reads

    verdict(
        "all-the-same",
        rule="errors of choices have the floors of ratings",
        ours=attack(as_we_are),
        twin=attack(choosing.floors_of_ratings),
    )


def test_nine_who_pool_their_choices_do_not_tell_apart_all_that_the_tenth_can_have_chosen(
    verdict: Verdict, tmp_path: FilePath
) -> None:
    """Nine who know what they chose compare what is told with what it would be for a tenth who put something first,
    last, or neither. Errors may say more, and the promise says so in print: nine may learn much about the tenth."""
    nine = [ALIKE] * 3 + [OTHERWISE] * 6
    said = (ALIKE, OTHERWISE, (Chosen(ONE[1], FIRST), ALIKE[1]))

    def attack(how: Twin) -> Callable[[], bool]:
        def reads() -> bool:
            told = [
                released(tmp_path / f"{how.__name__}-{at}", [*nine, tenth], how)[FIRST]["value"]
                for at, tenth in enumerate(said)
            ]
            return len(set(told)) == len(said)

        return reads

    verdict(
        "nine-chosen-ballots",
        rule="a person who chose once counts like one who rated",
        ours=attack(as_we_are),
        twin=attack(choosing.one_choice_a_person),
    )


def test_what_the_one_who_joined_chose_is_not_read_off_two_rounds(verdict: Verdict, tmp_path: FilePath) -> None:
    """Nineteen, then twenty: the bands say so. Two of the nineteen put it last, told as -20 in steps of 20; the one who
    joined puts it first, told as 0 in steps of 10."""
    before = [(Chosen(ONE[1], FIRST), ALIKE[1])] * 2 + [OTHERWISE] * 17

    def attack(how: Twin) -> Callable[[], bool]:
        def reads() -> bool:
            with pytest.MonkeyPatch.context() as patch:
                how(patch)
                here = agency_of(tmp_path / how.__name__, [Person(ROOT, ROOT)] * 20)
                first = chose(here, before)
                second = chose(here, [*before, ALIKE], later=200)
            return least_of_the_joiner(first, second) > 0

        return reads

    verdict(
        "joiner",
        rule="choices are not put beside the round before",
        ours=attack(as_we_are),
        twin=attack(choosing.choices_apart),
    )


def least_of_the_joiner(first: Json, second: Json) -> float:
    """The least that one more person can have chosen, -1 last to 1 first, where two bands meet between 19 and 20."""
    if second["whole"] is None or (first["people"]["high"], second["people"]["low"]) != (19, 20):
        return -1.0
    then, now = (release["choices"][DESIGN.id]["scores"][FIRST] for release in (first, second))
    if now is None or then is None:
        return -1.0
    return float(20 * (now["value"] - now["step"] / 2) - 19 * (then["value"] + then["step"] / 2)) / 100
