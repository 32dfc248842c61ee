"""A profile of many people, beside a profile of few: what is told never grows with those who answered."""

from __future__ import annotations

import numpy as np

from audit.method.answers import AnswerSheet
from audit.method.groups import ROOT, Lens
from audit.method.profile import Profile
from audit.method.questionnaire import Questionnaire
from audit.method.release import Release
from audit.method.releasing import release_of
from audit.method.telling import profile_of
from tests.method.sheets import alone

MANY, FEW = 1_000_000, 1_000


def load(questionnaire: Questionnaire, *, people: int, seed: int = 1) -> Release:
    """The release of so many invented people in one group, so that both sides tell of the same groups."""
    chance = np.random.default_rng(seed)
    shares = np.repeat(np.arange(8, dtype=np.uint8), (6, 9, 15, 18, 8, 5, 2, 1))
    codes = shares[chance.integers(0, shares.size, size=(people, len(questionnaire.items)), dtype=np.uint8)]
    nobody_says = np.zeros(people, dtype=np.intp)
    sheet = AnswerSheet(tuple(i.id for i in questionnaire.items), (ROOT,), (ROOT,), codes, nobody_says, nobody_says)
    trees = alone(Lens.PLACE, people), alone(Lens.ROLE, people)
    return release_of(sheet, questionnaire=questionnaire, places=trees[0], roles=trees[1])


def told(release: Release) -> Profile:
    """Every word of it."""
    return profile_of(release)
