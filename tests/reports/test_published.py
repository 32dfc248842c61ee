"""Schemas and codebook in docs are those of the program, and what the program writes fits them."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from audit.method.release import as_json
from audit.outcome.telling import told
from audit.wording import ROOT
from reports.profile_json import json_of
from reports.published import published
from tests.commands.calling import analyse, rehearse, scratch
from tests.exhibits.rounds import ROUNDS, facts, named

DOCS = ROOT / "docs"


@cache
def schema(name: str) -> Draft202012Validator:
    """A schema as it is published."""
    found = json.loads((DOCS / f"schemas/{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def faults(name: str, value: Any) -> list[str]:
    return [f"{e.json_path}: {e.message[:200]}" for e in schema(name).iter_errors(value)]


def test_what_is_published_is_what_the_program_makes() -> None:
    for name, text in published().items():
        assert (DOCS / name).read_text(encoding="utf-8") == text, "run python -m reports.published"


@pytest.mark.parametrize("name", ROUNDS)
def test_releases_profiles_and_rounds_fit_their_schemas(name: str) -> None:
    known = named(name)
    assert faults("release", as_json(known.release)) == []
    profile = told(known.profile, known.release, questionnaire=known.questionnaire, ratings=known.ratings)
    assert faults("profile", json.loads(json.dumps(profile))) == []
    assert faults("outcome", json.loads(json_of(known))) == []


def test_outcomes_of_analyse_fit_with_an_earlier_round_and_with_exact_numbers() -> None:
    before, now = rehearse(scratch(), people=30, seed=1), rehearse(scratch(), people=60, seed=2)
    first = scratch() / "before.json"
    first.write_text(json.dumps(analyse(before)), encoding="utf-8")
    assert faults("outcome", analyse(now, "--previous", str(first))) == []
    assert faults("outcome", analyse(rehearse(scratch(), people=8, seed=1))) == []
    assert faults("outcome", analyse(now, "--exact")) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("people",), "17"),
        (("headline", "stage"), "best"),
        (("principles", "S", "stage"), "outstanding"),
        (("principles", "S", "n"), 17),
        (("release", "whole", "people", "exact"), 17),
        (("k",), "ten"),
    ],
)
def test_what_a_file_of_ours_never_holds_does_not_fit(path: tuple[str, ...], value: object) -> None:
    found = deepcopy(json.loads(json_of(facts(30))))
    inner = found
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    assert faults("outcome", found)
