"""People who choose in choice sets: designs, sheets of what was chosen, and whole organisations that answer both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from audit.method.answers import NOT_CHOSEN, AnswerSheet, ChoiceSheet
from audit.method.groups import Lens
from audit.method.questionnaire import Attribute, ChoiceDesign, Questionnaire
from audit.method.release import ChoiceNumbers, Release
from audit.method.releasing import release_of
from tests.builders import library
from tests.method.sheets import CORE, alone, answers, sheet_of_codes

Sets = tuple[tuple[str, ...], ...]
DOMAINS = tuple(domain.id for domain in CORE.domains)
HALVES = ("1234", "1256", "1278", "1357", "1368", "1458", "1467")
"""A set of each of seven blocks of eight attributes; the other set of a block is the rest. So each stands in seven sets
and each pair in three: the planes of the affine space of order two."""


def design_of(
    sets: Sequence[Sequence[str]], blocks: Sequence[Sequence[int]], *, called: str = "priorities"
) -> ChoiceDesign:
    """A design of these sets; its attributes are what stands in them."""
    ids = sorted({one for its in sets for one in its})
    return ChoiceDesign(
        called,
        called,
        "Which of these comes first, and which comes last?",
        "First",
        "Last",
        "",
        "",
        len(blocks[0]),
        tuple(Attribute(one, one) for one in ids),
        tuple(tuple(its) for its in sets),
        tuple(tuple(block) for block in blocks),
    )


def of_domains() -> ChoiceDesign:
    """The eight domains, in fourteen sets of four."""
    sets = [tuple(d for d in DOMAINS if (d[1:] in half) is inside) for half in HALVES for inside in (True, False)]
    return design_of(sets, [(2 * at, 2 * at + 1) for at in range(len(HALVES))])


@cache
def valued() -> ChoiceDesign:
    """What people value in a worker: ten attributes, fifteen sets, three blocks."""
    (design,) = library().questionnaire("relationships").choices
    return design


PRIORITIES = of_domains()


def asking(*designs: ChoiceDesign) -> Questionnaire:
    """Core together with choice sets."""
    return replace(CORE, choices=designs)


def chosen(
    design: ChoiceDesign,
    people: int,
    *,
    seed: int = 1,
    liking: Sequence[float] | None = None,
    skipped: float = 0.0,
) -> ChoiceSheet:
    """What so many people chose, each in one block: in each set the attribute that they like best and least.

    liking: of each attribute, in the order of the design, in standard deviations of what people differ by.
    """
    chance = np.random.default_rng(seed)
    many = len(design.attributes)
    worth = np.zeros(many) if liking is None else np.array(liking)
    block = chance.integers(0, len(design.blocks), size=people)
    place = {one.id: at for at, one in enumerate(design.attributes)}
    most = np.full((people, len(design.sets)), NOT_CHOSEN, dtype=np.int8)
    least = most.copy()
    for at, its in enumerate(design.sets):
        shown = np.isin(block, [b for b, its_places in enumerate(design.blocks) if at in its_places])
        here = np.flatnonzero(shown & (chance.random(people) >= skipped))
        stands = np.array([place[one] for one in its])
        liked = worth[stands] + chance.normal(size=(here.size, stands.size))
        most[here, at], least[here, at] = stands[liked.argmax(axis=1)], stands[liked.argmin(axis=1)]
    return ChoiceSheet(design.id, most, least)


def all_alike(design: ChoiceDesign, people: int) -> ChoiceSheet:
    """Everybody is shown the first block and chooses the first of each set and its last."""
    place = {one.id: at for at, one in enumerate(design.attributes)}
    most = np.full((people, len(design.sets)), NOT_CHOSEN, dtype=np.int8)
    least = most.copy()
    for at in design.blocks[0]:
        in_order = sorted(place[one] for one in design.sets[at])
        most[:, at], least[:, at] = in_order[0], in_order[-1]
    return ChoiceSheet(design.id, most, least)


def sheet_with(*choices: ChoiceSheet, codes: NDArray[np.uint8] | None = None) -> AnswerSheet:
    """Answers to core, and choices of the same people."""
    people = len(choices[0].most)
    return replace(sheet_of_codes(answers(people) if codes is None else codes), choices=choices)


def some_of(sheet: ChoiceSheet, rows: NDArray[np.intp] | NDArray[np.bool_]) -> ChoiceSheet:
    """Some people of a sheet, in the order given."""
    return ChoiceSheet(sheet.design, sheet.most[rows], sheet.least[rows])


def together(*sheets: ChoiceSheet) -> ChoiceSheet:
    """Several people after each other."""
    return ChoiceSheet(
        sheets[0].design, np.vstack([one.most for one in sheets]), np.vstack([one.least for one in sheets])
    )


def nobody_chose(design: ChoiceDesign, people: int) -> ChoiceSheet:
    """So many blank ballots."""
    empty = np.full((people, len(design.sets)), NOT_CHOSEN, dtype=np.int8)
    return ChoiceSheet(design.id, empty, empty.copy())


def released(sheet: AnswerSheet, design: ChoiceDesign, *, staff: int | None = None, k: int = 10) -> Release:
    """The release of an organisation without groups that was asked core and one design."""
    people = staff if staff is not None else sheet.people
    places, roles = alone(Lens.PLACE, people), alone(Lens.ROLE, people)
    return release_of(sheet, questionnaire=asking(design), places=places, roles=roles, k=k)


def choices_told(choices: ChoiceSheet, design: ChoiceDesign, *, staff: int | None = None) -> ChoiceNumbers:
    """What is told of the choices of some people."""
    return released(sheet_with(choices), design, staff=staff).choices[design.id]
