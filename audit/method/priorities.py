"""COUNT: what was chosen in choice sets (Best-Worst Scaling), from everybody's choices to sums and to scores.

A score is the number of times that something was chosen as the most, less the times that it was chosen as the least,
over the times that it was shown: Finn & Louviere 1992; Louviere, Flynn & Marley 2015, best-minus-worst scores. It is a
ratio of two sums over people, so its error is that of a ratio estimator: Cochran 1977, section 6.4.

Choices are counted for the whole organisation only, never for a group.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audit.method.answers import NOT_CHOSEN, AnswerSheet, ChoiceSheet, Chosen
from audit.method.questionnaire import ChoiceDesign, Questionnaire
from audit.method.scoring import Estimate, IntArray, correction

FULL = 100.0  # points: always the most where it was shown; -FULL where always the least
TWICE = 2
"""The least that `ChoiceTally.largest` is (own convention). So a step of the resolution table is never finer than two
choices of one person, and no floor of an error finer than one. Of first, last and neither, nine who pool what they
chose cannot tell all three apart of the tenth by a score, and that everybody chose the same does not show."""


@dataclass(frozen=True, slots=True)
class ChoiceTally:
    """Sums over all people of one design. Only sets in which both the most and the least were chosen are in them.

    people: all ballots, blank ones, too; chose: people with at least one such set. Arrays, int64, by attribute in the
    order of the design, with x the times that a person chose it as the most less as the least, c the times that it was
    shown to that person: sums of x, c, x², x c, c²; heard: people with c > 0. Of the design: stands: how many sets hold
    it; largest: the most often that it shows it to one person, TWICE at the least.
    """

    design: ChoiceDesign
    people: int
    chose: int
    net: IntArray
    shown: IntArray
    net_squares: IntArray
    net_by_shown: IntArray
    shown_squares: IntArray
    heard: IntArray
    stands: IntArray
    largest: IntArray

    def at(self, attribute: str) -> int:
        """The place of an attribute; KeyError if the design does not have it."""
        ids = [one.id for one in self.design.attributes]
        if attribute not in ids:
            raise KeyError(attribute)
        return ids.index(attribute)

    def behind(self, attribute: str) -> float:
        """n* = T / largest: one person's choices move the score by 200 / n* at most. T: how often it was shown."""
        at = self.at(attribute)
        return float(self.shown[at] / self.largest[at])

    @property
    def least_behind(self) -> float:
        """n* of the attribute that has the fewest behind it: it decides how exactly all of them are told."""
        return min(self.behind(one.id) for one in self.design.attributes)


def tally_choices(sheet: ChoiceSheet, design: ChoiceDesign) -> ChoiceTally:
    """Sums over everybody. ValueError where the sheet is not of this design: another id or number of sets, an attribute
    that does not stand in its set, the same one as most and least, or sets of several blocks for one person.

    Costs one pass over people x sets for each attribute.
    """
    chosen = _chosen_in(sheet, design)
    shown_in = _shown_in(design)
    net = np.empty((len(design.attributes), len(chosen)), dtype=np.int64)
    shown = np.empty_like(net)
    for at, sets in enumerate(shown_in):
        counts = chosen[:, sets]
        most, least = (sheet.most[:, sets] == at) & counts, (sheet.least[:, sets] == at) & counts
        net[at] = most.sum(axis=1) - least.sum(axis=1)
        shown[at] = counts.sum(axis=1)
    return ChoiceTally(
        design,
        len(chosen),
        int(np.count_nonzero(chosen.any(axis=1))),
        net.sum(axis=1),
        shown.sum(axis=1),
        (net * net).sum(axis=1),
        (net * shown).sum(axis=1),
        (shown * shown).sum(axis=1),
        np.count_nonzero(shown, axis=1).astype(np.int64),
        shown_in.sum(axis=1),
        np.array([_most_often(sets, design.blocks) for sets in shown_in], dtype=np.int64),
    )


def tallies_of(sheet: AnswerSheet, questionnaire: Questionnaire) -> dict[str, ChoiceTally]:
    """Sums of every design of a questionnaire, by its id; of none where the answers hold no choices.

    ValueError where they hold choices of other designs, or of other people than the answers.
    """
    if not sheet.choices:
        return {}
    designs = questionnaire.choices
    if [c.design for c in sheet.choices] != [d.id for d in designs]:
        raise ValueError("the choices are not of this questionnaire")
    if any(len(c.most) != sheet.people for c in sheet.choices):
        raise ValueError("the choices are not of the people who answered")
    return {d.id: tally_choices(c, d) for c, d in zip(sheet.choices, designs, strict=True)}


def estimate_choice(tally: ChoiceTally, attribute: str, *, headcount: int | None) -> Estimate:
    """S = 100 sum(x) / T in points of -100..100, with its standard errors, from sums alone; T has to be above 0.

    With e_r = 100 (n / T)(x_r - S/100 c_r) for each of n people, SE = sd(e) / sqrt(n), sd with n - 1, corrected by
    sqrt(1 - T / (N stands)), where `stands` is how many sets of the design hold the attribute: the share that was seen
    of all that N people could be shown. headcount None: no correction; fewer than answered: N = n. Sums are whole
    numbers, so the error is exactly 0 where nobody differs.

    Each person is shown a few of the sets, so two stages are drawn: a share f of the people, then for each a share g of
    the sets. Only what lies between people's own full scores shrinks with f (Cochran 1977, section 10.3). Unless people
    contradict themselves from set to set it is g at least of the variance that is seen: 1 - f g does not correct too
    much. Correcting by sqrt(1 - heard / N) would take what people chose in few sets for all that they think; intervals
    then hold too seldom (`tests/simulation/priorities.py`).
    """
    at, people = tally.at(attribute), tally.people
    net, shown = int(tally.net[at]), int(tally.shown[at])
    squares = (
        int(tally.net_squares[at]) * shown * shown
        - 2 * net * int(tally.net_by_shown[at]) * shown
        + net * net * int(tally.shown_squares[at])
    )
    variance = squares / shown**4 * people / (people - 1) if people > 1 else 0.0
    plain = FULL * math.sqrt(variance)
    return Estimate(
        FULL * net / shown,
        plain * correction(shown / int(tally.stands[at]), people, headcount),
        plain,
        tally.behind(attribute),
    )


def hash_of_design(design: ChoiceDesign) -> str:
    """SHA-256 of the ids of the attributes and of what stands in each set, in whatever order. Two rounds are compared
    only where this is the same."""
    attributes = sorted(one.id for one in design.attributes)
    text = json.dumps([attributes, sorted(sorted(one) for one in design.sets)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def are_of(choices: Mapping[str, Mapping[int, Chosen]], designs: Sequence[ChoiceDesign]) -> bool:
    """Whether one person's choices are such as the designs allow: what stands in the set, and sets of one block."""
    known = {design.id: design for design in designs}
    return all(name in known and _is_of(by_set, known[name]) for name, by_set in choices.items())


def _is_of(by_set: Mapping[int, Chosen], design: ChoiceDesign) -> bool:
    if by_set and not any(set(by_set) <= set(block) for block in design.blocks):
        return False
    return all({chosen.most, chosen.least} <= set(design.sets[at]) for at, chosen in by_set.items())


def is_of_domains(design: ChoiceDesign, questionnaire: Questionnaire) -> bool:
    """Whether a design asks which domains come first: staff's priorities, which sort what is proposed."""
    return {one.id for one in design.attributes} <= {domain.id for domain in questionnaire.domains}


def _shown_in(design: ChoiceDesign) -> NDArray[np.bool_]:
    """Attributes x sets: whether it stands there."""
    return np.array([[one.id in its for its in design.sets] for one in design.attributes], dtype=np.bool_)


def _most_often(sets: NDArray[np.bool_], blocks: tuple[tuple[int, ...], ...]) -> int:
    return max(TWICE, *(int(sets[list(block)].sum()) for block in blocks))


def _chosen_in(sheet: ChoiceSheet, design: ChoiceDesign) -> NDArray[np.bool_]:
    """People x sets: whether both were chosen. ValueError where the sheet is not of the design."""
    most, least = sheet.most, sheet.least
    if sheet.design != design.id or most.shape != least.shape or most.shape[1:] != (len(design.sets),):
        raise ValueError("the choices are not of this design")
    chosen = (most != NOT_CHOSEN) & (least != NOT_CHOSEN)
    if np.any((most == least) & chosen) or not _stand_there(sheet, design, chosen):
        raise ValueError("something was chosen that does not stand in its set")
    blocks = sum(chosen[:, list(block)].any(axis=1).astype(np.intp) for block in design.blocks)
    if np.any(np.asarray(blocks) > 1):
        raise ValueError("one person chose in sets of several blocks")
    return np.asarray(chosen)


def _stand_there(sheet: ChoiceSheet, design: ChoiceDesign, chosen: NDArray[np.bool_]) -> bool:
    stands = np.vstack([_shown_in(design), np.zeros(len(design.sets), dtype=np.bool_)])
    outside = len(design.attributes)
    sets = np.arange(len(design.sets))
    for one in (sheet.most, sheet.least):
        known = np.where((one >= 0) & (one < outside), one, outside)
        if np.any(chosen & ~stands[known, sets]):
            return False
    return True
