"""A round rehearsed before anybody is asked: its own groups and questions, invented answers. Reads, and keeps nothing.

The invented answers go the whole way of real ones (count, plan, audit, release, profile), so that what shows and what
does not is decided by the same rules. What comes out is marked as a rehearsal wherever it goes
(`RoundFacts.rehearsal`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from sqlalchemy.orm import Session

from audit.exhibits.facts import RoundFacts
from audit.library import Library
from audit.method import counting
from audit.method.counting import Counted, K
from audit.method.folding import LEAST_STAFF, folded
from audit.method.foresight import RESPONSES, precision
from audit.method.groups import ROOT, Group, Lens, Path, Tree
from audit.method.planning import propose
from audit.method.release import Release
from audit.method.releasing import release_from
from audit.method.telling import profile_of
from audit.refusals import Refusal
from audit.rehearsal import rehearse_in
from audit.running.asking import asked_in_round
from audit.spoken import spoken_actions
from audit.store.frozen import frozen_of
from audit.store.models import Round, RoundState
from audit.store.queries import one_organisation, one_round, tree_of
from audit.wording import gettext as _

__all__ = ["RESPONSES", "Fate", "Grounds", "GroupFate", "RehearsalOver", "Rehearsed", "grounds_of", "rehearsed"]

MOST_STAFF = 10_000
BEFORE_IT_OPENS = (RoundState.DRAFT, RoundState.COSIGNED)


class RehearsalOver(Refusal):
    """The round is open, or its time has passed: from then on only what staff say counts."""


class TooManyToRehearse(Refusal):
    """So many people that inventing their answers would keep others waiting."""


class Fate(StrEnum):
    """What became of a group in a rehearsal."""

    SHOWN = "shown"
    FOLDS = "folds"  # not on the form: it counts in the group above
    TOO_FEW = "too-few"  # fewer than k of the invented people
    GIVES_AWAY = "gives-away"  # enough, and telling it would let somebody work out fewer


@dataclass(frozen=True, slots=True)
class GroupFate:
    """One group as it was entered. counts_in: where its people count, "above" of what shows; its own path if shown."""

    lens: Lens
    path: Path
    headcount: int
    fate: Fate
    counts_in: Path


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a round is rehearsed on. places, roles: as on the form; places_given, roles_given: as entered."""

    places: Tree
    roles: Tree
    places_given: Tree
    roles_given: Tree

    @property
    def headcount(self) -> int:
        """People in the whole organisation."""
        return self.places.headcount

    @property
    def too_small(self) -> bool:
        """Whether a team conversation fits better than any round."""
        return self.headcount < LEAST_STAFF

    def answers_at(self, response: int) -> int:
        """How many answers that many per cent are."""
        return precision(self.headcount, response=response).answers


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """facts: of a round that never was; groups: what became of each, places first, in the order entered."""

    facts: RoundFacts
    groups: tuple[GroupFate, ...]


def grounds_of(session: Session, *, round_id: int) -> Grounds:
    """The groups of a round that is not open yet: what was co-signed, or what the draft has now. RehearsalOver."""
    row = one_round(session, round_id=round_id)
    if row.state not in BEFORE_IT_OPENS:
        raise RehearsalOver(
            _("A rehearsal is for the time before a round opens. From then on, only what staff say counts.")
        )
    if row.frozen is not None:
        frozen = frozen_of(row.frozen)
        return Grounds(frozen.places, frozen.roles, frozen.places_given, frozen.roles_given)
    given = [tree_of(session, organisation_id=row.organisation_id, lens=lens) for lens in (Lens.PLACE, Lens.ROLE)]
    return Grounds(folded(given[0]), folded(given[1]), given[0], given[1])


def rehearsed(session: Session, *, round_id: int, library: Library, response: int, seed: int) -> Rehearsed:
    """The profile that so many per cent of staff would make, if they answered as nobody has. RehearsalOver,
    TooManyToRehearse.

    The same round, response and seed give the same. Needs a person to answer, at least.
    """
    here, row = grounds_of(session, round_id=round_id), one_round(session, round_id=round_id)
    if here.headcount > MOST_STAFF:
        raise TooManyToRehearse(
            _(
                "A rehearsal on this page is for at most %(most)s people. For more, use the commands"
                " “steadyground simulate” and “steadyground analyse”.",
                most=MOST_STAFF,
            )
        )
    asked = asked_in_round(row, library=library)
    made = rehearse_in(
        asked,
        places=here.places,
        roles=here.roles,
        people=here.answers_at(response),
        chance=np.random.default_rng((seed, response)),
    )
    counts = counting.count(made.sheet, questionnaire=asked, places=here.places, roles=here.roles)
    release = release_from(counts, questionnaire=asked)
    return Rehearsed(_facts(session, row, release, library=library), _fates(here, counts, release))


def _facts(session: Session, row: Round, release: Release, *, library: Library) -> RoundFacts:
    asked, profile = asked_in_round(row, library=library), profile_of(release)
    return RoundFacts(
        organisation=one_organisation(session, organisation_id=row.organisation_id).name,
        number=row.number,
        questionnaire=asked,
        release=release,
        profile=profile,
        circumstances=None,
        ledger=None,
        opened_on=None,
        closed_on=None,
        contacts=(),
        actions=spoken_actions(library),
        proposals=propose(profile, asked, library.actions),
        invented=True,
        rehearsal=True,
    )


def _fates(here: Grounds, counts: Counted, release: Release) -> tuple[GroupFate, ...]:
    pairs = ((Lens.PLACE, here.places_given), (Lens.ROLE, here.roles_given))
    return tuple(_fate(g, lens, counts, release) for lens, given in pairs for g in given if g.path != ROOT)


def _fate(group: Group, lens: Lens, counts: Counted, release: Release) -> GroupFate:
    told = {g.path for g in (release.places if lens is Lens.PLACE else release.roles)} | {ROOT}
    offered = set(counts.tree(lens).paths)
    among = told if group.path in offered else offered
    counts_in = next(p for p in _upwards(group.path) if p in among)
    return GroupFate(lens, group.path, group.headcount, _what_became(group.path, lens, counts, told), counts_in)


def _what_became(path: Path, lens: Lens, counts: Counted, told: set[Path]) -> Fate:
    if path not in counts.tree(lens).paths:
        return Fate.FOLDS
    if path in told:
        return Fate.SHOWN
    return Fate.TOO_FEW if counts.crosstab.count_of(lens, path) < K else Fate.GIVES_AWAY


def _upwards(path: Path) -> tuple[Path, ...]:
    return tuple(path[:depth] for depth in range(len(path), -1, -1))
