"""All that an exhibit or a report may know of one round: frozen values, nothing that could be asked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from audit.method.comparison import Comparison, LeaderGap, NotCompared
from audit.method.planning import PlannedAction, Proposal
from audit.method.profile import Profile
from audit.method.questionnaire import Action, Questionnaire
from audit.method.release import Release
from audit.promise import Circumstances, Contact, Ledger


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One closed round, for exhibits and reports.

    number: of the round, from 1; circumstances None: a file of answers that was only analysed here, so anonymity was
    not in this product's hands; ledger None for the same reason; invented: the sample agency, or simulated answers.
    """

    organisation: str
    number: int
    questionnaire: Questionnaire
    release: Release
    profile: Profile
    circumstances: Circumstances | None
    ledger: Ledger | None
    opened_on: date | None
    closed_on: date | None
    contacts: tuple[Contact, ...]
    actions: Mapping[str, Action]
    plan: tuple[PlannedAction, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    leader_gaps: tuple[LeaderGap, ...] = ()
    change: Comparison | NotCompared | None = None
    invented: bool = False
