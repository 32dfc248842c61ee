"""The form that the leadership team fills in together, from its file to a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from audit.library import tables
from audit.library.files import HEAD, head_of
from audit.library.tables import Key, Notes, check, check_all, no_twins, text, texts

LEADERSHIP: Mapping[str, Key] = {**HEAD, "mirrors": texts(), "prompt": tables.tables("prompt")}


PROMPT: Mapping[str, Key] = {"item": text(), "evidence": text()}


@dataclass(frozen=True, slots=True)
class LeadershipForm:
    """What leaders fill in together about the items of the questionnaires that it mirrors.

    minutes: from, to; prompts: item id -> what evidence would show; draft, untranslated: as in `Questionnaire`.
    """

    id: str
    edition: str
    language: str
    title: str
    purpose: str
    minutes: tuple[int, int]
    mirrors: tuple[str, ...]
    prompts: Mapping[str, str]
    draft: bool = False
    untranslated: frozenset[str] = field(default=frozenset())


def read_leadership(raw: Mapping[str, Any], notes: Notes) -> LeadershipForm:
    """From leadership/<edition>.en.toml."""
    top = check(raw, LEADERSHIP, notes, item="")
    prompts = check_all(top, "prompt", PROMPT, notes)
    no_twins(prompts, notes)
    evidence = {t.text("item"): t.text("evidence") for t in prompts if t.text("item")}
    return LeadershipForm(*head_of(top), top.texts("mirrors"), evidence)
