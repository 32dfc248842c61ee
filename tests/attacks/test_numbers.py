"""Attack: find a number in anything that a round says which its release does not hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from flask import has_request_context, request
from werkzeug.test import Client

from audit.doors import close
from audit.exhibits import drawing, words
from audit.exhibits.formulas import formulas_tables
from audit.exhibits.values import Drawing, Words
from audit.method.answers import Ballot, Chosen, sheet_of
from audit.method.groups import Path as GroupPath
from audit.method.profile import Shown
from audit.method.questionnaire import ChoiceDesign
from audit.running.leadership import save_ratings
from tests.attacks.numbers import Json, Released, gap_said, left_over, misplaced, read_out
from tests.attacks.verdicts import Verdict
from tests.builders import core, library
from tests.doors.closing import closed
from tests.office.staging import Place, an_open_round
from tests.pages import parsed
from tests.reports.documents import pages as pages_of
from tests.running.agencies import answer, ballots
from tests.staff.people import staff_app

Twin = Callable[[pytest.MonkeyPatch, list[int]], None]
MANY = 100
ANSWERED: Sequence[tuple[GroupPath, int]] = ((("North", "Team 1"), 13), (("North", "Team 2"), 12), (("South",), 14))
GRID = (0, 25, 50, 75, 100, 62.5)
"""Lines of every drawing, and the gate."""
OFFICE = ("/rounds/1/profile", "/rounds/1/worked-out", "/rounds/1/plan")
STAFF = ("", "/details", "/numbers")
ROWS = (
    ("5–10", 5, 10, 10, 5, 10),
    ("10–20", 10, 5, 5, 3, 10),
    ("20–50", 20, 2.5, 5, 2, 20),
    ("50+", 50, 1, 2.5, 1, 50),
)
"""How exactly a number is told."""
LEADERS, REACH = 75, 50
"""What leaders rated everything, in points, and how far the drawing of their gaps to staff reaches."""
LISTED = (
    "round 1",
    "Round 1",
    "2 March 2026",
    "17 March 2026",
    "Team 1",
    "Team 2",
    "555 1",  # a contact
    "(core+priorities, 1+1)",
    f"{LEADERS}",
)
FIXED = (
    "0 25 50 75 100",
    "0 50 100",
    "Scale from 0 to 100",
    "Scale from −100 to 100",
    "−100 0 +100",
    "−100 to 100, steps",
    "0 means as often",
    "Out of 100",
    "out of 100",
    "of 100, interval",
    "95 %",
    "from 0 to 100",
    "(0)",
    "(100)",
    "at 62.5 or more",
    "line: 62.5",
    "fewer than 10, said",
    "k 10",
    "need not add up to 100",
    "Fewer than 50 rated",
    "where 30 % or more cannot tell",
    "where 20 people or more rated them",
    "At most 5 actions",
    "Rows made coarser by the audit 0",
    *(f"from {tier} people" for tier in (10, 20, 50)),
    *(f"tier {tier}" for tier in (10, 20, 50)),
    "in row 20",
    *(f"{people} {row} {step} {cell} {error} {meant}" for people, row, step, cell, error, meant in ROWS),
    "WeasyPrint 70.0",
    "PDF/UA-1",
    "A4 (PDF)",
    *(f"for {many} principles" for many in range(2, 6)),  # whose next step it is, of five
    *(f"” for {many}" for many in range(1, 6)),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A closed round, and how many answered, which nobody may learn."""

    place: Place
    answered: list[int]

    @property
    def results(self) -> Path:
        """The file that is left for staff."""
        (file,) = self.place.here.settings.results.glob("*.json")
        return file


@pytest.fixture(name="told", scope="module")
def _told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    place = an_open_round(tmp_path_factory.mktemp("told"), asked="core+priorities").later()
    assert place.round is not None
    _leaders_say(place)
    counted: list[int] = []

    def counting(given: Sequence[Ballot], items: Sequence[str], designs: Sequence[ChoiceDesign]) -> object:
        counted.append(len(given))
        return sheet_of(given, items, designs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(close, "sheet_of", counting)
        wanted = [path for path, people in ANSWERED for _person in range(people)]
        those = ballots(place.round, len(wanted))
        told = zip(those, wanted, _choices(len(wanted)), strict=True)
        answer(place.round, [replace(one, place=path, choices=chosen) for one, path, chosen in told])
        closed(place.round)
    assert counted == [39]
    return Told(place, counted)


def _choices(people: int) -> Iterator[dict[str, dict[int, Chosen]]]:
    """What each chose in one block: what comes first in the file is put first mostly."""
    (design,) = library().questionnaire("priorities").choices
    dice = Random(8)
    order = [attribute.id for attribute in design.attributes]
    for _person in range(people):
        chosen = {}
        for at in dice.choice(design.blocks):
            worth = {one: order.index(one) + dice.choice((0, 3, 6)) for one in design.sets[at]}
            liked = sorted(worth, key=worth.__getitem__)
            chosen[at] = Chosen(liked[0], liked[-1])
        yield {design.id: chosen}


def _leaders_say(place: Place) -> None:
    assert place.round is not None
    with place.here.store() as session:
        ratings = dict.fromkeys((item.id for item in core().as_asked_in(1).items), LEADERS // 25)
        save_ratings(session, round_id=place.round.id, ratings=ratings, evidence={}, by=place.here.leader)


def a_number_of_no_release(told: Told, twin: Twin) -> bool:
    """Among all numbers in the results pages of both planes, their alt texts, table cells and drawings, in what the
    office and staff are given as files, and in the printed report, one is neither released nor listed."""
    with pytest.MonkeyPatch.context() as patch:
        twin(patch, told.answered)
        release: Json = json.loads(told.place.visitor().client.get("/rounds/1/release.json").text)
        released = Released(release)
        kept = json.loads(told.results.read_text(encoding="utf-8"))
        assert len(released.numbers) > MANY, "there is something to look at"
        assert released.choices, "choices are told, too"
        return (
            bool(released.off_the_lattice())
            or kept["release"] != release
            or any(_outside(released, page) for page in _pages(told))
            or any(_outside_in_print(told, released))
        )


def _pages(told: Told) -> Iterator[str]:
    office = told.place.visitor().client
    staff = Client(staff_app(told.place.here.settings, today=told.place.clock().date()))
    yield from (office.get(path).text for path in OFFICE)
    yield from (staff.get(f"/{told.results.stem}{path}").text for path in STAFF)


def _outside(released: Released, page: str) -> list[str]:
    main = next(parsed(page).iter("main"))
    more = [f"{sum(1 for _each in one.iter('section'))} more" for one in main.iter("details")]
    found = left_over(read_out(main), released=released, around=(*around(released), *more))
    drawn = (*GRID, *_drawn_gaps(released))
    return [*found, *map(str, misplaced(main, released=released, around=drawn))]


def _drawn_gaps(released: Released) -> Iterator[float]:
    """Where gaps are drawn: 0 in the middle, and what lies farther than the drawing at its edge."""
    for gap in released.gaps(LEADERS):
        middle, low, high = (min(100.0, max(0.0, 50 + 50 * points / REACH)) for points in gap)
        yield from (middle, low, high, high - low)


def _outside_in_print(told: Told, released: Released) -> Iterator[str]:
    printed = pages_of(told.place.visitor().client.get("/rounds/1/report.pdf").data)
    listed = [*around(released), *_contents(printed)]
    for number, page in enumerate(printed, start=1):
        yield from left_over(page, released=released, around=(f"{number} of {len(printed)}", *listed))


def _contents(printed: Sequence[str]) -> Iterator[str]:
    """Each line of the contents with its page, where the page has that heading."""
    lines = next(page for page in printed if page.startswith("Contents")).splitlines()
    for title, number in pairwise(lines):
        if number.isdecimal() and title in " ".join(printed[int(number) - 1].split()):
            yield f"{title} {number}"


def around(released: Released) -> list[str]:
    """What is listed, and words that say the same in every round: formulas, worked on an invented example."""
    cells = [value for table in formulas_tables() for row in table.rows for value in row]
    formulas = [value.text for value in cells if isinstance(value, Words)]
    most, few = released.practices()
    gaps = [gap_said(*gap) for gap in released.gaps(LEADERS)]
    counted = [f"{most} practice", f"{few} practice", f"{few} clearly"]
    return [*LISTED, *FIXED, *formulas, *gaps, *counted, *(item.id for item in core().as_asked_in(1).items)]


def as_we_are(_patch: pytest.MonkeyPatch, _answered: list[int]) -> None:
    """Every number is a released one."""


def one_alt_text_counts(patch: pytest.MonkeyPatch, answered: list[int]) -> None:
    """What a drawing of the office's page says to those who do not see it has the number behind the score."""
    every = drawing.score

    def told(name: str, shown: Shown) -> Drawing:
        drawn = every(name, shown)
        on_page = has_request_context() and request.path.endswith("/profile")
        return replace(drawn, title=f"{drawn.title}, {answered[-1]} people") if on_page else drawn

    patch.setattr(drawing, "score", told)


def one_priority_is_less_rounded(patch: pytest.MonkeyPatch, _answered: list[int]) -> None:
    """The office's page gives scores of choice sets a point more than was released."""
    every = words.choice_score

    def told(shown: Shown) -> str:
        return every(replace(shown, value=shown.value + 1) if has_request_context() else shown)

    patch.setattr(words, "choice_score", told)


def test_staff_and_the_office_read_the_same_of_what_people_want_first(told: Told) -> None:
    office, _worked_out, plan, staff, _details, numbers = _pages(told)
    heading = next(parsed(office).iter("main")).find(".//h3[@id='priorities']")
    assert heading is not None
    assert heading.text is not None
    assert heading.text in unescape(staff)
    assert "Among equals, what staff want first comes first." in plan
    assert "numbers-choices-change-first" in numbers


def test_the_same_search_finds_a_priority_that_was_not_released(told: Told) -> None:
    assert a_number_of_no_release(told, one_priority_is_less_rounded)


def test_attack_a_number_that_no_release_holds(verdict: Verdict, told: Told) -> None:
    verdict(
        "numbers-outside",
        rule="one alt text says how many answered",
        ours=lambda: a_number_of_no_release(told, as_we_are),
        twin=lambda: a_number_of_no_release(told, one_alt_text_counts),
    )
