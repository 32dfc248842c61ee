"""Rounds closed by the product for the attacks on what they release, and what an attacker works out from the files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path as FilePath
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from audit.method.answers import Answer, Ballot, Rated
from audit.method.groups import Lens, Path
from tests.builders import core
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import CLOSES, TODAY, Agency

ITEMS = tuple(i.id for i in core().as_asked_in(1).items)
LEAST_STAFF = 15  # of a group on the form
Json = dict[str, Any]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who answers: where, as what, and one rating for everything, or answers by item."""

    place: Path
    role: Path
    says: int | Mapping[str, Answer] = 3


def agency_of(home: FilePath, staff: Sequence[Person]) -> Agency:
    """An agency where these people work, and others who never answer, so that every group is on the form."""
    tables = [_headcounts([getattr(p, lens.value) for p in staff]) for lens in Lens]
    everybody = max(2 * len(staff), *(sum(table.values()) for table in tables)) + LEAST_STAFF
    places, roles = (_pasted({**table, ("elsewhere",): everybody - sum(table.values())}) for table in tables)
    return agencies.agency(home, places=places, roles=roles)


def _headcounts(paths: Sequence[Path]) -> dict[Path, int]:
    """Twice as many as answer, and never so few that a group folds."""
    return {path: max(LEAST_STAFF, 2 * paths.count(path)) for path in dict.fromkeys(paths) if path}


def _pasted(table: Mapping[Path, int]) -> str:
    return "\n".join("\t".join((*path, str(n))) for path, n in table.items())


def close_round(here: Agency, staff: Sequence[Person], *, today: date = TODAY) -> Json:
    """One round of the agency, answered by these people and closed; the released JSON, read from the file on disk."""
    running = agencies.start(here, today=today)
    agencies.answer(running, [_ballot(person) for person in staff])
    closed(running, today=today + (CLOSES - TODAY) + timedelta(days=1))
    return read_release(here)


def read_release(here: Agency) -> Json:
    """The released JSON of the last closed round, read from the file on disk."""
    (results,) = here.settings.results.glob("*.json")
    found: Json = json.loads(results.read_text(encoding="utf-8"))["release"]
    return found


def _ballot(person: Person) -> Ballot:
    says = person.says
    answers = {item: Rated(says) for item in ITEMS} if isinstance(says, int) else dict(says)
    return Ballot(person.place, person.role, answers)


def told_groups(release: Json) -> list[tuple[Lens, Path]]:
    """Every group with numbers; the whole first."""
    whole = [(Lens.PLACE, ())] if release["whole"] is not None else []
    return whole + [(lens, tuple(g["path"])) for lens in Lens for g in release[f"{lens}s"]]


def members(staff: Sequence[Person], lens: Lens, path: Path) -> Mask:
    """Who of the staff belongs to a group."""
    return np.array([(p.place if lens is Lens.PLACE else p.role)[: len(path)] == path for p in staff], dtype=np.bool_)


def fewest_derivable(release: Json, staff: Sequence[Person]) -> int:
    """The fewest people in any sum and difference of told groups, each added, left out or subtracted."""
    groups = np.array([members(staff, *group) for group in told_groups(release)], dtype=np.int64)
    if not len(groups):
        return len(staff)
    kinds, people = np.unique(groups, axis=1, return_counts=True)
    factors = np.array(list(product((-1, 0, 1), repeat=len(groups))), dtype=np.int64)
    found = ((factors @ kinds) != 0) @ people
    return int(found[found > 0].min())


def pinned_down(release: Json, staff: Sequence[Person], *, principle: str = "S", k: int = 10) -> list[float]:
    """For every few people of a place and a role, or of one without the other: how wide all numbers of a principle
    together leave their mean, in parts of what the most telling single group around them leaves. Everybody rated
    everything."""
    groups = told_groups(release)
    masks = [members(staff, *group) for group in groups]
    scores = [_scores_of(release, group, principle) for group in groups]
    found = []
    for few in _few(staff, k):
        around = [at for at, mask in enumerate(masks) if mask[few].all()]
        alone = [_width(few, [masks[at]], [scores[at]]) for at in around]
        if alone:
            found.append(_width(few, masks, scores) / min(alone))
    return found


def _few(staff: Sequence[Person], k: int) -> Iterator[Mask]:
    places, roles = ({tuple(p[:n]) for p in of for n in range(len(p) + 1)} for of in _paths(staff))
    for place, role in product(sorted(places), sorted(roles)):
        here, those = members(staff, Lens.PLACE, place), members(staff, Lens.ROLE, role)
        yield from (few for few in (here & those, here & ~those, ~here & those) if 0 < few.sum() < k)


def _paths(staff: Sequence[Person]) -> tuple[list[Path], list[Path]]:
    return [p.place for p in staff], [p.role for p in staff]


def _scores_of(release: Json, group: tuple[Lens, Path], principle: str) -> list[tuple[Mask, float, float]]:
    """The principle's score and its four cells: which cells go in, and between what the number lies."""
    lens, path = group
    told = release["whole"] if not path else next(g for g in release[f"{lens}s"] if tuple(g["path"]) == path)
    numbers = told["principles"][principle]
    each = [(np.eye(4, dtype=np.bool_)[at], cell["number"]) for at, cell in enumerate(numbers["cells"])]
    return [(cells, *span(n)) for cells, n in [(np.ones(4, dtype=np.bool_), numbers["score"]), *each] if n is not None]


def span(number: Json) -> tuple[float, float]:
    """Between what the exact score of a shown number lies."""
    low, high = number["value"] - number["step"] / 2, number["value"] + number["step"] / 2
    return (0.0 if number["value"] <= 10 else low), (100.0 if number["value"] >= 90 else high)


def _width(few: Mask, masks: Sequence[Mask], scores: Sequence[Sequence[tuple[Mask, float, float]]]) -> float:
    """A linear programme over the cell means of all who are in the same told groups and in or out of the few."""
    kinds, people = np.unique(np.array([few, *masks]), axis=1, return_counts=True)
    rows, ends = [], []
    for mask, told in zip(kinds[1:], scores, strict=True):
        share = people * mask / people[mask].sum()
        for cells, low, high in told:
            row = np.outer(share, cells / cells.sum()).ravel()
            rows += [row, -row]
            ends += [high, -low]
    aim = np.outer(people * kinds[0] / people[kinds[0]].sum(), np.full(4, 0.25)).ravel()
    least, most = (linprog(way * aim, rows or None, ends or None, bounds=(0, 100)).x @ aim for way in (1, -1))
    return float(most - least)
