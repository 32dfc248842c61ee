"""Answers: four human facts, as values for one person and as an array for many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from audit.method.groups import Path
from audit.method.questionnaire import ChoiceDesign


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating on the one scale, 0 (not here) to 4 (reliably)."""

    value: int

    def __post_init__(self) -> None:
        if self.value not in range(5):
            raise ValueError(f"a rating is 0 to 4, not {self.value!r}")


@dataclass(frozen=True, slots=True)
class DontKnow:
    """I can't tell from my role."""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Does not apply to my work."""


@dataclass(frozen=True, slots=True)
class LeftBlank:
    """Left blank: always allowed, never queried."""


Answer = Rated | DontKnow | NotApplicable | LeftBlank

# How the four facts are written in an array and in a file. A rating is its own number.
DONT_KNOW, NOT_APPLICABLE, LEFT_BLANK = 5, 6, 7
ANSWER_CODES = 8
WORDS: Mapping[str, Answer] = {
    **{str(v): Rated(v) for v in range(5)},
    "dk": DontKnow(),
    "na": NotApplicable(),
    "": LeftBlank(),
}


def code_of(answer: Answer) -> int:
    """An answer's number in an `AnswerSheet`: 0..4 rated, 5 don't know, 6 not applicable, 7 left blank."""
    match answer:
        case Rated(value):
            return value
        case DontKnow():
            return DONT_KNOW
        case NotApplicable():
            return NOT_APPLICABLE
        case LeftBlank():
            return LEFT_BLANK


def word_of(answer: Answer) -> str:
    """An answer as files write it: 0..4, dk, na, or nothing."""
    return next(word for word, known in WORDS.items() if known == answer)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose in one choice set: the ids of the attribute that comes first and of the one that comes last.

    A set counts only where both were chosen; else it is not kept at all.
    """

    most: str
    least: str

    def __post_init__(self) -> None:
        if self.most == self.least:
            raise ValueError(f"{self.most!r} cannot be both the most and the least")


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's answers. The empty path is the whole organisation: "rather not say".

    choices: design id -> place of the set in the design (from 0) -> what was chosen in it.
    """

    place: Path
    role: Path
    answers: Mapping[str, Answer]
    choices: Mapping[str, Mapping[int, Chosen]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChoiceSheet:
    """What everybody chose in the sets of one design.

    most, least: int8, people x sets, the place of the attribute among the design's attributes, NOT_CHOSEN in both where
    a set was not answered or not shown.
    """

    design: str
    most: NDArray[np.int8]
    least: NDArray[np.int8]


NOT_CHOSEN = -1


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """Everybody's answers as arrays; row order means nothing.

    codes: uint8, people x items, see `code_of`; places, roles: intp, people, index into `place_paths` and
    `role_paths` (each path a node of its tree, () for "rather not say"). choices: one sheet a design, in the order of
    the questionnaire, of the same people in the same order; () where it has none, or a file holds no choices.
    """

    items: tuple[str, ...]
    place_paths: tuple[Path, ...]
    role_paths: tuple[Path, ...]
    codes: NDArray[np.uint8]
    places: NDArray[np.intp]
    roles: NDArray[np.intp]
    choices: tuple[ChoiceSheet, ...] = ()

    @property
    def people(self) -> int:
        """How many people answered, blank ballots included."""
        return int(self.codes.shape[0])


def sheet_of(ballots: Sequence[Ballot], items: Sequence[str], designs: Sequence[ChoiceDesign] = ()) -> AnswerSheet:
    """Ballots as arrays. An item that a ballot does not hold was left blank; answers to other items raise KeyError, and
    so do choices of another design, of a set that it does not have, or of what does not stand in that set."""
    known, asked = set(items), {design.id for design in designs}
    for ballot in ballots:
        if unknown := sorted((set(ballot.answers) - known) | (set(ballot.choices) - asked)):
            raise KeyError(unknown[0])
    place_paths = tuple(sorted({b.place for b in ballots}))
    role_paths = tuple(sorted({b.role for b in ballots}))
    place_index = {p: i for i, p in enumerate(place_paths)}
    role_index = {p: i for i, p in enumerate(role_paths)}
    blank = LeftBlank()
    codes = np.array([[code_of(b.answers.get(i, blank)) for i in items] for b in ballots], dtype=np.uint8).reshape(
        len(ballots), len(items)
    )
    return AnswerSheet(
        tuple(items),
        place_paths,
        role_paths,
        codes,
        np.array([place_index[b.place] for b in ballots], dtype=np.intp),
        np.array([role_index[b.role] for b in ballots], dtype=np.intp),
        tuple(_choice_sheet(ballots, design) for design in designs),
    )


def _choice_sheet(ballots: Sequence[Ballot], design: ChoiceDesign) -> ChoiceSheet:
    place = {attribute.id: at for at, attribute in enumerate(design.attributes)}
    most = np.full((len(ballots), len(design.sets)), NOT_CHOSEN, dtype=np.int8)
    least = most.copy()
    for row, ballot in enumerate(ballots):
        for at, chosen in ballot.choices.get(design.id, {}).items():
            _check_chosen(design, at, chosen)
            most[row, at], least[row, at] = place[chosen.most], place[chosen.least]
    return ChoiceSheet(design.id, most, least)


def _check_chosen(design: ChoiceDesign, at: int, chosen: Chosen) -> None:
    shown = design.sets[at] if at in range(len(design.sets)) else ()
    for attribute in (chosen.most, chosen.least):
        if attribute not in shown:
            raise KeyError(attribute)
