"""Invented rounds for the rates of all words: what all N people think and can see, what is told of those who answer.

Leanings and opinions are those of `tests.simulation.study`, with stepped care beside core. Three sorts of organisation
are held apart, so that each word meets what it is about: an ordinary one; one that is level, where nothing sets one
practice of a stage apart from another; and an odd one, where some cannot see some stages and people fall into camps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from audit.exhibits.facts import RoundFacts
from audit.method import agreement
from audit.method.answers import DONT_KNOW, AnswerSheet
from audit.method.counting import K, count, plan_all
from audit.method.groups import ROOT, Group, Lens, Path, Tree
from audit.method.profile import GroupProfile, Profile
from audit.method.questionnaire import GATES, Questionnaire
from audit.method.release import Release
from audit.method.rounding import Telling, build_release
from audit.method.telling import profile_of
from audit.method.weights import Layout, layout_of
from tests.builders import library
from tests.simulation import study
from tests.simulation.study import ANSWER, CANNOT_TELL, PERSON, Codes, Floats

RESPONSE = 0.7
SUPPORT, SUPPORTS_APART = 2.3, 0.8  # where supports lean, and how far apart (sd), on 0..4
UNHEARD_OF = 0.8  # at most so many of all cannot tell of a support
DIM = (0.1, 0.8)  # least and largest share to whom a stage is out of sight in an odd organisation
UNLIKE = (0.4, 1.1)  # how far views of a practice lie apart there, times the usual
CAMPS = 3.5  # at most so far lie two camps apart, on 0..4; half of the practices have none

Bools = NDArray[np.bool_]


@cache
def asked() -> Questionnaire:
    """Core with stepped care beside it: everything a profile can say of ratings."""
    return library().questionnaire("core+stepped-care")


@cache
def layout() -> Layout:
    return layout_of(asked())


def staged() -> list[int]:
    """Columns that feed a stage."""
    return [int(c) for c in np.flatnonzero(layout().stage_of)]


@dataclass(frozen=True, slots=True)
class Everybody:
    """All N people of an organisation. opinions: N x items, 0..4; unseen: what each could not tell."""

    opinions: Codes
    unseen: Bools

    @property
    def means(self) -> Floats:
        return np.asarray(self.opinions.mean(axis=0))

    def score(self, weights: Floats | None) -> float:
        """A score of all, by the weights of the program."""
        assert weights is not None
        return float(25 * weights @ self.means)

    def usually(self, column: int) -> float:
        """Per cent who think 3 or 4."""
        return float(100 * np.mean(self.opinions[:, column] >= 3))

    def cannot_tell(self, columns: Sequence[int]) -> float:
        """Per cent who can tell none of these."""
        return float(100 * np.mean(self.unseen[:, list(columns)].all(axis=1)))

    def known(self, column: int) -> float:
        """Per cent who know of a support."""
        return float(100 * np.mean((self.opinions[:, column] >= 1) & ~self.unseen[:, column]))

    def rwg(self, column: int) -> float:
        return agreement.rwg_star(float(self.opinions[:, column].var(ddof=1)))

    def split(self, column: int) -> bool:
        """Whether all N have two camps, by the rule of the program."""
        own = self.opinions[:, column]
        low, middle, high = (float(100 * np.mean(part)) for part in (own <= 1, own == 2, own >= 3))
        return agreement.is_split(self.rwg(column), low=low, middle=middle, high=high)


@dataclass(frozen=True, slots=True)
class Round:
    """One round: what all N people think, and what was told of those who answered."""

    all: Everybody
    release: Release
    profile: Profile

    @property
    def whole(self) -> GroupProfile:
        assert isinstance(self.profile.whole, GroupProfile)
        return self.profile.whole

    @property
    def facts(self) -> RoundFacts:
        """As the exhibits take it."""
        return RoundFacts("", 1, asked(), self.release, self.profile, None, None, None, None, (), {})


def leanings(chance: np.random.Generator) -> Floats:
    """Where an ordinary organisation stands on each item, latent 0..4."""
    core = study.leanings(chance)
    others = SUPPORT + chance.normal(0, SUPPORTS_APART, size=len(layout().items) - core.size)
    return np.concatenate([core, others])


def level(leaning: Floats) -> Floats:
    """The same, but all items of a stage lean alike, whatever their principle."""
    found = leaning.copy()
    for stage in GATES:
        found[layout().stage_of == stage] = leaning[layout().stage_of == stage].mean()
    return found


def points(leaning: Floats) -> Floats:
    """The mean rating, in points, that a leaning comes to."""
    steps = (np.arange(1, 5) - 0.5)[:, None]
    return np.asarray(25 * ndtr((leaning - steps) / np.hypot(PERSON, ANSWER)).sum(axis=0))


def parts() -> tuple[tuple[int, ...], ...]:
    """Columns of every principle, of every topic, and of every item about the audit itself."""
    principles = (tuple(c for t in GATES for c in layout().cell[p, t]) for p in layout().principles)
    return (*principles, *layout().module.values(), *((c,) for c in layout().process))


def risen(leaning: Floats) -> Floats:
    """The same organisation with every principle, topic and item about the audit `study.RISE` points up."""
    found = leaning.copy()
    for part in parts():
        own = leaning[list(part)]
        aim, low, high = points(own).mean() + study.RISE, 0.0, 4.0
        for _ in range(30):
            middle = (low + high) / 2
            low, high = (middle, high) if points(own + middle).mean() < aim else (low, middle)
        found[list(part)] = own + low
    return found


def ordinary(leaning: Floats, people: int, chance: np.random.Generator) -> Everybody:
    """People of an organisation in which those who cannot tell become more with the stage, and differ by support."""
    share = np.array([CANNOT_TELL.get(int(t), 0.0) for t in layout().stage_of])
    share[sorted(layout().supports)] = chance.random(len(layout().supports)) * UNHEARD_OF
    return Everybody(study.opinions(leaning, people, chance), chance.random((people, share.size)) < share)


def odd(leaning: Floats, people: int, chance: np.random.Generator) -> Everybody:
    """People of whom some see nothing of some stages, and who agree on some items and fall into two camps on others."""
    size = leaning.size
    apart = np.where(chance.random(size) < 0.5, 0.0, chance.uniform(0.5, CAMPS, size))
    camp = np.where(chance.random((people, size)) < 0.5, -0.5, 0.5)
    around = chance.normal(0, PERSON, (people, 1)) + chance.normal(0, ANSWER, (people, size))
    latent = leaning + chance.uniform(*UNLIKE, size) * around + camp * apart
    unseen = chance.random((people, size)) < 0.05
    for cell in layout().cells:
        unseen[:, list(cell)] |= chance.random((people, 1)) < chance.uniform(*DIM)
    return Everybody(np.clip(np.rint(latent), 0, 4).astype(np.uint8), unseen)


def held(everybody: Everybody) -> Round:
    """A round in which RESPONSE of these people answer: all are alike, so the first are a random part."""
    return _round(everybody, {ROOT: everybody})


def held_in_teams(teams: Sequence[Everybody]) -> Round:
    """A round in which RESPONSE of each team answer."""
    together = Everybody(
        np.concatenate([t.opinions for t in teams]),
        np.concatenate([t.unseen for t in teams]),
    )
    return _round(together, {team_path(at): team for at, team in enumerate(teams)})


def team_path(at: int) -> Path:
    """What a team is called, by its place among the teams."""
    return (f"team {at}",)


def answers_of(people: int) -> int:
    """How many of so many people answer."""
    return round(people * RESPONSE)


def _round(everybody: Everybody, teams: dict[Path, Everybody]) -> Round:
    codes = [_codes(team) for team in teams.values()]
    at = np.repeat(np.arange(len(codes)), [len(c) for c in codes])
    nowhere = np.zeros(at.size, dtype=np.intp)
    sheet = AnswerSheet(layout().items, tuple(teams), (ROOT,), np.concatenate(codes), at, nowhere)
    root = Group(ROOT, len(everybody.opinions))
    groups = (Group(path, len(team.opinions)) for path, team in teams.items() if path != ROOT)
    places, roles = Tree(Lens.PLACE, (root, *groups)), Tree(Lens.ROLE, (root,))
    counts = count(sheet, questionnaire=asked(), places=places, roles=roles)
    release = build_release(Telling(asked(), counts, plan_all(counts, k=K), K, coarsened=0))
    return Round(everybody, release, profile_of(release))


def _codes(team: Everybody) -> Codes:
    answers = answers_of(len(team.opinions))
    return np.where(team.unseen[:answers], np.uint8(DONT_KNOW), team.opinions[:answers])
