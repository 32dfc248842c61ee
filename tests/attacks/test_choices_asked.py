"""Attack: learn from choice sets who somebody is, or what they chose, while the round is open."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audit.ballot.files import pages_beside
from tests.attacks.twins import asking_choices, boxes
from tests.attacks.verdicts import Verdict
from tests.builders import library
from tests.staff.people import Person, a_round, settings_in, staff_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Twin = Callable[[pytest.MonkeyPatch], None]
(FIRST_OF_ALL,) = library().questionnaire("priorities").choices
SLIPS = 8  # by chance a guess at all of them comes true once in five million times
LENGTHS = (
    "SELECT DISTINCT length(sealed) FROM ballot",
    "SELECT DISTINCT length(sealed) FROM ballot WHERE empty = 0",
    "SELECT DISTINCT length(blob) FROM draft",
)


def as_we_are(_patch: pytest.MonkeyPatch) -> None:
    """Every rule stands."""


def carried_out(twin: Twin, attack: Callable[[Path], bool], folder: Path) -> bool:
    """The attack in a folder of its own, with one rule taken away."""
    with pytest.MonkeyPatch.context() as patch:
        twin(patch)
        return attack(folder)


def lists(person: Person) -> tuple[str, ...]:
    """The lists of the choice sets on this page; none on any other."""
    names = (e.get("name", "") for e in person.page.iter("input") if e.get("type") == "radio")
    return tuple(dict.fromkeys(name for name in names if name.startswith(("most-", "least-"))))


def block_shown(app: WSGIApplication, code: str) -> int:
    """Go with this slip straight to the choice sets, and leave without a trace."""
    person = Person(app)
    person.enters(code)
    person.send({**person.filled(), "at": "review", "go": "back"})
    shown = int(lists(person)[0].rpartition("-")[2])
    person.press("stop")
    person.press("delete")
    person.press("finish")
    return next(number for number, block in enumerate(FIRST_OF_ALL.blocks) if shown in block)


def a_slip_tells_its_block(folder: Path) -> bool:
    """Whoever once held some slips looks what each of them shows, and later knows what their owners were shown."""
    settings = settings_in(folder)
    made = a_round(settings, asks="core+priorities")
    app = staff_app(settings)
    looked_up = [block_shown(app, code) for code in made.codes[:SLIPS]]
    return looked_up == [block_shown(app, code) for code in made.codes[:SLIPS]]


def the_order_tells_the_block(folder: Path) -> bool:
    """Whoever comes last works out from what they are shown what everybody before them was shown."""
    settings = settings_in(folder)
    made = a_round(settings, asks="core+priorities")
    app = staff_app(settings)
    *before, mine = [block_shown(app, code) for code in made.codes[:SLIPS]]
    many = len(FIRST_OF_ALL.blocks)
    return before == [(mine - back) % many for back in range(len(before), 0, -1)]


def lengths_tell_who_chose(folder: Path) -> bool:
    """One who chose in every set and in half of some, one who chose nothing; both leave all else blank."""
    settings = settings_in(folder)
    made = a_round(settings, asks="core+relationships+priorities")
    app = staff_app(settings)
    told = set()
    for code, chooses in ((made.codes[0], True), (made.codes[1], False)):
        person = Person(app)
        person.enters(code)
        while person.heading != "Your answers":
            names = lists(person) if chooses else ()
            person.press("next", **{name: str(number % 2) for number, name in enumerate(names[:-1])})
        told.add(_lengths(pages_beside(made.path), "SELECT DISTINCT length(blob) FROM page_state"))
        person.press("later")
        person.press("keep")
        person.press("send")
        told.add(_lengths(pages_beside(made.path), "SELECT DISTINCT length(blob) FROM page_state"))
    return len(told) > 1 or any(len(_lengths(made.path, query)) > 1 for query in LENGTHS)


def _lengths(path: Path, query: str) -> tuple[int, ...]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
        return tuple(length for (length,) in connection.execute(query))


def test_attack_a_slip_is_asked_for_its_block(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "choice-block",
        rule="the block follows from the slip",
        ours=lambda: carried_out(as_we_are, a_slip_tells_its_block, tmp_path / "ours"),
        twin=lambda: carried_out(asking_choices.a_block_for_each_slip, a_slip_tells_its_block, tmp_path / "twin"),
    )


def test_attack_the_last_one_counts_back(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "choice-block",
        rule="blocks are handed out in turn",
        ours=lambda: carried_out(as_we_are, the_order_tells_the_block, tmp_path / "ours"),
        twin=lambda: carried_out(asking_choices.blocks_in_turn, the_order_tells_the_block, tmp_path / "twin"),
    )


def test_attack_the_lengths_of_who_chose_and_who_did_not(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "sealed-lengths",
        rule="no padding",
        ours=lambda: carried_out(as_we_are, lengths_tell_who_chose, tmp_path / "ours"),
        twin=lambda: carried_out(boxes.no_padding, lengths_tell_who_chose, tmp_path / "twin"),
    )


def test_the_block_stands_in_no_file_in_clear(tmp_path: Path) -> None:
    """What is kept of somebody who chose is looked for as it is written before it is sealed."""
    settings = settings_in(tmp_path)
    made = a_round(settings, asks="core+priorities")
    person = Person(staff_app(settings))
    person.enters(made.codes[0])
    while not lists(person):
        person.press("next")
    one, other, third, _fourth = lists(person)
    person.press("later", **{one: "0", other: "1", third: "2"})
    person.press("keep")
    signs = (b'"blocks"', b'"begun"', b"change-first", b'"choices"')
    found = [path for path in tmp_path.rglob("*") if path.is_file() and any(s in path.read_bytes() for s in signs)]
    assert found == []
