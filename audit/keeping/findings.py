"""What a check finds: how something stands, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """As promised; worth a look; or not as promised."""

    OK = "ok"
    LOOK = "look"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Finding:
    """check: its name, the same in every language; what: how it stands; way_out: "" where none is needed."""

    check: str
    state: State
    what: str
    way_out: str = ""


def as_promised(check: str, found: list[Finding], what: str) -> list[Finding]:
    """What was found, or one line that all is well."""
    return found or [Finding(check, State.OK, what)]
