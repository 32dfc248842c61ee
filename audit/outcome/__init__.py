"""An outcome: the file that `analyse` writes, and a round as JSON. A release, its profile, and what stands beside them;
nothing finer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audit.method.exact import Exact
from audit.method.leaders import LeaderGap, leader_gaps
from audit.method.planning import Proposal, propose
from audit.method.profile import Profile
from audit.method.questionnaire import Action, Questionnaire
from audit.method.release import FORMAT, Release, as_json, hash_of
from audit.method.telling import profile_of
from audit.outcome.beside import change_told, leaders_told, with_exact
from audit.outcome.telling import Json, told

ANONYMITY = (
    "These figures come from a file of answers that somebody already held. "
    "The anonymity of those who answered was not in this product’s hands."
)
OF_A_ROUND = (
    "These figures come from a closed round of the audit. "
    "Every number and every word follows from the release in this file. Nothing finer was kept."
)
INVENTED = "These answers are invented. They say nothing about any real organisation."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an outcome file is made of.

    ratings: the leaders', item id -> 0..4, None where there is no form; earlier: releases of earlier rounds, oldest
    first; exact: only for a file whose owner asked for it; invented: simulated answers; round_number: of the round in
    which this product asked, None for a file of answers that somebody held.
    """

    questionnaire: Questionnaire
    actions: Mapping[str, Action]
    release: Release
    ratings: Mapping[str, int] | None = None
    earlier: tuple[Release, ...] = ()
    exact: Exact | None = None
    invented: bool = False
    round_number: int | None = None

    @property
    def profile(self) -> Profile:
        """What the release says."""
        return profile_of(self.release)

    @property
    def gaps(self) -> tuple[LeaderGap, ...]:
        """Leaders beside staff; nothing without a leadership form."""
        if self.ratings is None:
            return ()
        return leader_gaps(self.profile, ratings=self.ratings, questionnaire=self.questionnaire)

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """What could be done next."""
        return propose(self.profile, self.questionnaire, self.actions, self.gaps, ratings=self.ratings or {})


def outcome_json(outcome: Outcome) -> Json:
    """The whole file, as plain JSON values.

    "hash" is of the release; "file_hash" of everything else in the file together, so that no value of it can change
    unnoticed. Both only show that a file is as it was written, not who wrote it.
    """
    found: Json = {
        "format": FORMAT,
        "note": ANONYMITY if outcome.round_number is None else OF_A_ROUND,
        **({} if outcome.round_number is None else {"round": outcome.round_number}),
        **({"invented": INVENTED} if outcome.invented else {}),
        **told(outcome.profile, outcome.release, questionnaire=outcome.questionnaire, ratings=outcome.ratings or {}),
        "actions": list(dict.fromkeys(p.action for p in outcome.proposals)),
        **_beside(outcome),
        "release": as_json(outcome.release),
        "hash": hash_of(outcome.release),
    }
    if outcome.exact is not None:
        found = with_exact(found, outcome.exact)
    return {**found, "file_hash": file_hash_of(found)}


def _beside(outcome: Outcome) -> Json:
    beside: Json = {}
    if outcome.ratings is not None:
        beside["leaders"] = leaders_told(outcome.gaps, ratings=outcome.ratings)
    if outcome.earlier:
        beside["change"] = change_told(outcome.earlier, outcome.release)
    return beside


def file_hash_of(outcome: Mapping[str, Any]) -> str:
    """SHA-256 of an outcome as canonical JSON, without the key "file_hash" itself."""
    rest = {key: value for key, value in outcome.items() if key != "file_hash"}
    text = json.dumps(rest, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
