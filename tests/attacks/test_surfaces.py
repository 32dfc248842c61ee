"""Attack: find in what is published what may not be told: a group of nine, another cut, a number of no release."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from flask import request

from audit import results_file
from audit.doors import close
from audit.exhibits import exhibits_of
from audit.method.answers import Ballot, sheet_of
from audit.method.groups import Path as GroupPath
from audit.method.questionnaire import ChoiceDesign
from audit.method.releasing import release_of
from audit.office import profile
from audit.store.database import open_store
from audit.store.models import Role
from tests.attacks.surfaces import Surfaces, Watch, a_watch, on_each_page, printed_as_html
from tests.attacks.verdicts import Verdict
from tests.doors.closing import closed
from tests.office.browsing import office_app
from tests.office.staging import Place, an_open_round
from tests.pages import parsed, text_of
from tests.reports.documents import pages as pages_of
from tests.running.agencies import OpenRound, answer, ballots, settings_in

Twin = Callable[[pytest.MonkeyPatch, Place], None]
NINE = ("North", "Team 1")
GROUPS: Sequence[tuple[GroupPath, int]] = ((NINE, 9), (("North", "Team 2"), 12), (("South",), 14))


def as_we_are(_patch: pytest.MonkeyPatch, _place: Place) -> None:
    """Every rule stands."""


def answered_by(running: OpenRound, groups: Sequence[tuple[GroupPath, int]]) -> list[Ballot]:
    """So many people in each place; they rate as people do."""
    wanted = [path for path, people in groups for _person in range(people)]
    return [replace(one, place=path) for one, path in zip(ballots(running, len(wanted)), wanted, strict=True)]


def closed_place(folder: Path, groups: Sequence[tuple[GroupPath, int]] = GROUPS) -> Place:
    """A round in which these have answered, closed; it is the day after."""
    place = an_open_round(folder).later()
    assert place.round is not None
    answer(place.round, answered_by(place.round, groups))
    closed(place.round)
    return place


def rows_about(body: str, name: str) -> list[str]:
    """Rows of tables that begin with this name, without it."""
    if not body.startswith("200 <!") or name not in body:
        return []
    rows: list[Element] = list(parsed(body.removeprefix("200 ")).iter("tr"))
    said = [text_of(row) for row in rows]
    return [row.removeprefix(name) for row in said if row.startswith(name)]


def the_nine_are_found(folder: Path, twin: Twin) -> bool:
    """In the released numbers, in any row of any page of both planes, in any line of the printed report, in any file
    that staff or the office are given; and by taking away from what is told around them."""
    with pytest.MonkeyPatch.context() as patch:
        printed_as_html(patch)
        place = an_open_round(folder).later()
        assert place.round is not None
        twin(patch, place)
        answer(place.round, answered_by(place.round, GROUPS))
        closed(place.round)
        watch = a_watch(place)
        found = watch.look()
    released = json.loads(found[f"{Role.LEADER} /rounds/1/release.json"].removeprefix("200 "))
    told = {tuple(path) for tier in released["published"].values() for path in tier["place"]}
    people = dict(GROUPS)
    rings = [_left_over(node, told, people) for node in told]
    in_rows = (row for body in set(found.values()) for row in rows_about(body, NINE[-1]))
    in_lines = (line for page in _printed(place) for line in page.splitlines() if line.startswith(NINE[-1]))
    return (
        NINE in told
        or any(0 < left < 10 for left in rings)
        or any(re.search(r"\d", row.removeprefix(NINE[-1])) for row in chain(in_rows, in_lines))
    )


def _left_over(node: GroupPath, told: set[GroupPath], people: dict[GroupPath, int]) -> int:
    """People of this group in none of those told below it."""
    inside = {path: n for path, n in people.items() if path[: len(node)] == node}
    below = [other for other in told if len(other) > len(node) and other[: len(node)] == node]
    return sum(n for path, n in inside.items() if not any(path[: len(b)] == b for b in below))


def _printed(place: Place) -> list[str]:
    return pages_of(place.visitor().client.get("/rounds/1/report.pdf").data)


def a_threshold_of_five(patch: pytest.MonkeyPatch, _place: Place) -> None:
    """Groups of five are told, and what stands beside them is not looked at."""
    patch.setattr(close, "release_of", partial(release_of, k=5))


def test_attack_a_group_of_nine(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "group-of-nine",
        rule="groups of five are told",
        ours=lambda: the_nine_are_found(tmp_path / "ours", as_we_are),
        twin=lambda: the_nine_are_found(tmp_path / "twin", a_threshold_of_five),
    )


QUERIES = ("?group=North/Team 1", "?place=North&role=Office", "?min=1&k=1", "?format=csv&rows=all", "?debug=1")


def another_cut_is_given(place: Place, twin: Twin) -> bool:
    """Parameters that nobody knows, on every address of both planes."""
    with pytest.MonkeyPatch.context() as patch:
        printed_as_html(patch)
        twin(patch, place)
        watch = a_watch(place)
        plain = watch.look()
        return any(watch.look(query=query) != plain for query in QUERIES)


def groups_can_be_chosen(patch: pytest.MonkeyPatch, _place: Place) -> None:
    """The results page shows what the address asks for."""
    every = exhibits_of
    patch.setattr(
        profile,
        "exhibits_of",
        lambda facts: [e for e in every(facts) if "group" not in request.args or e.id == "groups"],
    )


def test_attack_parameters_that_nobody_knows(verdict: Verdict, tmp_path: Path) -> None:
    place = closed_place(tmp_path)
    verdict(
        "unknown-parameters",
        rule="the address chooses what is shown",
        ours=lambda: another_cut_is_given(place, as_we_are),
        twin=lambda: another_cut_is_given(place, groups_can_be_chosen),
    )


FEWER: Sequence[tuple[GroupPath, int]] = ((NINE, 11), (("North", "Team 2"), 11), (("South",), 10))
MORE: Sequence[tuple[GroupPath, int]] = ((NINE, 11), (("North", "Team 2"), 12), (("South",), 11))


def copied(place: Place, folder: Path) -> Place:
    """The same round on another disk, with nothing answered yet."""
    assert place.round is not None
    shutil.copytree(place.here.settings.home, folder)
    settings = settings_in(folder)
    here = replace(place.here, store=open_store(settings), settings=settings)
    app = office_app(settings, here.store, clock=place.clock)
    return Place(here, app, place.clock, replace(place.round, here=here))


def alike(running: OpenRound, groups: Sequence[tuple[GroupPath, int]]) -> list[Ballot]:
    """Everybody rates everything alike and names no role, so that what is told does not hang on how many there are."""
    one = ballots(running, 1)[0]
    said = dict.fromkeys(one.answers, next(iter(one.answers.values())))
    return [replace(one, place=p, role=(), answers=said) for p, many in groups for _ in range(many)]


def a_number_beside_the_release(folder: Path, twin: Twin) -> bool:
    """Two rounds with one and the same release, made of different answers: whatever differs between all that the
    product says of them is in some output and in no release."""
    first = an_open_round(folder / "first").later()
    second = copied(first, folder / "second")
    seen: list[Surfaces] = []
    for place, groups in ((first, FEWER), (second, MORE)):
        assert place.round is not None
        with pytest.MonkeyPatch.context() as patch:
            printed_as_html(patch)
            twin(patch, place)
            answer(place.round, alike(place.round, groups))
            closed(place.round)
            seen.append(_all_that_is_said(a_watch(place)))
    release = f"{Role.LEADER} /rounds/1/release.json"
    assert seen[0][release] == seen[1][release], "the rounds are told by the same numbers"
    return seen[0] != seen[1]


def _all_that_is_said(watch: Watch) -> Surfaces:
    kept = results_file.path_in(watch.place.here.settings.results, watch.public_id)
    return {**watch.look(), "results": kept.read_text(encoding="utf-8")}


def how_many_is_told(patch: pytest.MonkeyPatch, place: Place) -> None:
    """Pages say how many answered, which is known at the close."""
    counted: list[int] = []

    def counting(given: Sequence[Ballot], items: Sequence[str], designs: Sequence[ChoiceDesign]) -> object:
        counted.append(len(given))
        return sheet_of(given, items, designs)

    patch.setattr(close, "sheet_of", counting)
    on_each_page(place.app, lambda: f"{counted[-1:]} people answered.")


def test_attack_what_differs_between_two_rounds_with_one_release(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "numbers-outside",
        rule="pages say how many answered",
        ours=lambda: a_number_beside_the_release(tmp_path / "ours", as_we_are),
        twin=lambda: a_number_beside_the_release(tmp_path / "twin", how_many_is_told),
    )
