"""The promise: eight sentences and its limits, weaker where the round is weaker, never silent about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from audit.promise import (
    Circumstances,
    Hosting,
    Keys,
    NewRep,
    WayIn,
    circumstances_as_json,
    circumstances_from_json,
    limits_of,
    promise_of,
)
from tests.ballot.boxes import a_manifest

HERE = a_manifest().circumstances
EVERY_WAY = [
    replace(HERE, hosting=hosting, way_in=way_in, keys=keys, trial=trial, own_words=words, host_holds_key=holds)
    for hosting in Hosting
    for way_in in WayIn
    for keys in Keys
    for trial in (False, True)
    for words in (False, True)
    for holds in (False, True)
]


@pytest.mark.parametrize("here", EVERY_WAY)
def test_there_are_eight_sentences_whatever_the_circumstances(here: Circumstances) -> None:
    assert len(promise_of(here)) == 8
    assert circumstances_from_json(circumstances_as_json(here)) == here


@pytest.mark.parametrize(
    ("here", "said"),
    [
        (replace(HERE, way_in=WayIn.MAILED), "That is weaker than a slip from a hat."),
        (replace(HERE, keys=Keys.ONE, holders=("the director",)), "That is weaker than two keys."),
        (replace(HERE, keys=Keys.ONE), "can open the box early, and alone"),
        (replace(HERE, trial=True), "any two key holders can open the box at any time"),
        (replace(HERE, hosting=Hosting.EMPLOYER), "Your employer runs the computer behind this site."),
        (replace(HERE, hosting=Hosting.THIS_MACHINE), "runs on the computer in front of you"),
        (replace(HERE, host_holds_key=True), "also holds one of the keys"),
        (replace(HERE, own_words=True), "Your own words can give you away."),
        (replace(HERE, new_rep=NewRep("Sam", "Ida", handed_over=False)), "on the leaders’ word alone"),
        (replace(HERE, new_rep=NewRep("Sam", "Ida", handed_over=True)), "Sam handed over to Ida"),
    ],
)
def test_what_weakens_the_promise_is_said(here: Circumstances, said: str) -> None:
    assert said in " ".join((*promise_of(here), *limits_of(here)))
    assert said not in " ".join((*promise_of(HERE), *limits_of(HERE)))


@pytest.mark.parametrize(
    "said",
    [
        "Whoever looks after it can change the program.",
        "may see that someone opened this site",
        "Someone who copies the disk",
        "may record its own screen",
        "Your own words could give you away.",
        "Two key holders together could open the box early.",
        "Someone who holds several slips",
        "If 9 people in a group of 10 tell each other",
    ],
)
def test_everything_that_no_program_can_stop_is_said_even_in_the_strongest_round(said: str) -> None:
    assert said in " ".join(limits_of(HERE))


NEVER_SAID: Mapping[str, tuple[Callable[[Circumstances], bool], tuple[str, ...]]] = {
    "one key": (lambda c: c.keys is Keys.ONE, ("two of three", "any two", "Two key holders", "They agreed to wait")),
    "codes sent": (lambda c: c.way_in is WayIn.MAILED, ("drawn from a hat", "No list says")),
    "a trial": (lambda c: c.trial, ("They agreed to wait",)),
    "this machine": (lambda c: c.hosting is Hosting.THIS_MACHINE, ("the network you are on", "outside your employer")),
    "the employer's machine": (lambda c: c.hosting is Hosting.EMPLOYER, ("outside your employer", "in front of you")),
    "a host outside": (lambda c: c.hosting is Hosting.OUTSIDE, ("Your employer runs", "in front of you")),
    "no comments": (lambda c: not c.own_words, ("Leave out names",)),
    "comments": (lambda c: c.own_words, ("there is no box for them",)),
}


@pytest.mark.parametrize("weaker", NEVER_SAID)
def test_nothing_is_promised_that_does_not_hold(weaker: str) -> None:
    applies, sentences = NEVER_SAID[weaker]
    ways = [here for here in EVERY_WAY if applies(here)]
    assert 0 < len(ways) < len(EVERY_WAY)
    for here in ways:
        told = " ".join((*promise_of(here), *limits_of(here)))
        assert [sentence for sentence in sentences if sentence in told] == []
