"""All that an exhibit or a report may know of one round: frozen values, nothing that could be asked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from audit.also_used import AlsoUsed
from audit.comments import CommentsTold
from audit.method.comparison import Comparison, NotCompared
from audit.method.leaders import LeaderGap
from audit.method.planning import PlannedAction, Proposal
from audit.method.profile import Profile
from audit.method.questionnaire import Action, Questionnaire
from audit.method.release import Release
from audit.method.verdict import Reviewed
from audit.promise import Circumstances, Contact, Ledger

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One closed round, for exhibits and reports.

    number: of the round, from 1; circumstances None: a file of answers that was only analysed here, so anonymity was
    not in this product's hands; ledger None for the same reason; invented: the sample agency, or simulated answers;
    rehearsal: invented for a round that is being prepared (invented is true, too), so there is no release to look up.
    ratings: the leadership team's own, item id -> 0..4, items left open not in it. verdicts: on earlier plans.
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
    rehearsal: bool = False
    ratings: Mapping[str, int] = field(default_factory=dict)
    also_used: tuple[AlsoUsed, ...] = ()
    comments: CommentsTold | None = None
    verdicts: tuple[Reviewed, ...] = ()

    def in_order(self, found: Mapping[str, Found]) -> Iterator[tuple[str, Found]]:
        """Findings by the id of a principle, domain, module or item, in the order in which the questionnaire has them.

        A release is written with its ids sorted, which is no order for a reader.
        """
        asked = self.questionnaire
        ids = [p.id for p in asked.principles] + [d.id for d in asked.domains]
        ids += [g.id for g in asked.groups] + [i.id for i in asked.items]
        yield from ((id_, found[id_]) for id_ in ids if id_ in found)
