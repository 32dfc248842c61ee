"""A round as one JSON file: its release, the profile that follows from it, and what the leadership team said.

`steadyground verify-release` accepts it: it works every word out again. Its shape is docs/schemas/outcome.schema.json.
"""

from __future__ import annotations

import json

from audit.exhibits import RoundFacts
from audit.outcome import Outcome, outcome_json


def json_of(facts: RoundFacts) -> bytes:
    """Release and profile, the same bytes for the same facts in every language. Its signs and ids are those of the
    codebook; a change since an earlier round is not in it, for it would need that round's release too."""
    return (json.dumps(outcome_json(outcome_of(facts)), ensure_ascii=False, indent=1) + "\n").encode()


def outcome_of(facts: RoundFacts) -> Outcome:
    """A round in the shape of an outcome file."""
    return Outcome(
        facts.questionnaire,
        facts.actions,
        facts.release,
        ratings=dict(facts.ratings) or None,
        invented=facts.invented,
        round_number=None if facts.circumstances is None else facts.number,
    )
