"""The outcome file of rounds that asked modules, stepped care or pulse, beside core or without it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audit.method.groups import Lens
from audit.method.questionnaire import Questionnaire
from audit.method.release import Release
from audit.method.releasing import release_of
from audit.outcome import Outcome, file_hash_of, outcome_json
from audit.outcome.checking import faults_in
from tests.builders import library
from tests.commands.calling import Rehearsed, analyse, call, rows_of, scratch, write_rows
from tests.commands.test_outcome import SCORE
from tests.method.choosing import chosen
from tests.method.sheets import alone, answers, sheet_of_codes

BOTH, PEOPLE = "core+stepped-care", 60
CLOSE = 1e-9


@cache
def files_of(asked: str, people: int = PEOPLE) -> Rehearsed:
    """Simulated answers to a questionnaire."""
    folder = scratch()
    files = Rehearsed(folder / "answers.csv", folder / "people.csv")
    words = ("--questionnaire", asked, "--people", people, "--out", files.answers, "--people-out", files.people)
    assert call("simulate", *words).code == 0
    return files


@cache
def outcome_of(asked: str, people: int = PEOPLE, *more: str) -> Any:
    return analyse(files_of(asked, people), "--questionnaire", asked, *more)


def questionnaire(asked: str) -> Questionnaire:
    return library().questionnaire(asked)


def test_tiers_and_modules_have_the_promised_shape() -> None:
    found, asked = outcome_of(BOTH), questionnaire(BOTH)
    assert set(found["modules"]) == {g.id for g in asked.groups}
    assert all(set(m) == {"shown", "items_counted"} for m in found["modules"].values())
    assert all(m["shown"] is None or set(m["shown"]) == SCORE for m in found["modules"].values())
    assert list(found["tiers"]) == ["1", "2", "3"]
    for name, tier in found["tiers"].items():
        assert set(tier) == {"supports", "trusted"}
        assert set(tier["supports"]) == {i.id for i in asked.supports if str(i.tier) == name}
        for support in tier["supports"].values():
            assert set(support) == {"exists", "known"}
            assert support["exists"] is None
    assert any(s["known"] for t in found["tiers"].values() for s in t["supports"].values())
    assert list(found["principles"]) == ["S", "T", "C", "E", "H"]


def test_groups_tell_of_modules_too() -> None:
    found = outcome_of(BOTH)
    told = [*found["groups"]["places"].values(), *found["groups"]["roles"].values()]
    assert told
    assert all(set(g["modules"]) == set(found["modules"]) for g in told)


def test_leaders_say_what_exists(tmp_path: Path) -> None:
    supports = [i.id for i in questionnaire(BOTH).supports][:3]
    rows = [["item", "rating"], [supports[0], "0"], [supports[1], "1"], [supports[2], ""]]
    leaders = write_rows(tmp_path / "leaders.csv", rows)
    found = analyse(files_of(BOTH), "--questionnaire", BOTH, "--leaders", leaders)
    told = found["tiers"]["1"]["supports"]
    assert [told[i]["exists"] for i in supports] == [False, True, None]


def test_pulse_has_modules_and_neither_principles_nor_a_stage() -> None:
    found = outcome_of("pulse")
    assert (found["principles"], found["domains"], found["tiers"]) == ({}, {}, {})
    assert list(found["modules"]) == ["S", "T", "C", "E", "H"]
    assert set(found["headline"].values()) == {"withheld"}


@pytest.mark.parametrize("asked", [BOTH, "stepped-care", "pulse", "core+digital"])
def test_an_outcome_is_whole_as_it_was_written(asked: str, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text(json.dumps(outcome_of(asked, 30)), encoding="utf-8")
    called = call("verify-release", out)
    assert called.code == 0, called


def test_a_changed_known_share_is_found(tmp_path: Path) -> None:
    found = json.loads(json.dumps(outcome_of("stepped-care")))
    supports = found["tiers"]["1"]["supports"]
    supports[next(iter(supports))]["exists"] = True
    out = tmp_path / "out.json"
    out.write_text(json.dumps(found), encoding="utf-8")
    assert call("verify-release", out).code == 1


def test_rounds_are_compared_part_by_part(tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    before.write_text(json.dumps(outcome_of(BOTH)), encoding="utf-8")
    change = analyse(files_of("core+digital"), "--questionnaire", "core+digital", "--previous", before)["change"]
    assert change["compared"] is True
    assert list(change["principles"]) == ["S", "T", "C", "E", "H"]
    assert change["modules"] == {}
    change = analyse(files_of("stepped-care"), "--questionnaire", "stepped-care", "--previous", before)["change"]
    assert change["principles"] == {}
    assert set(change["modules"]) == {g.id for g in questionnaire("stepped-care").groups}
    change = analyse(files_of("pulse"), "--questionnaire", "pulse", "--previous", before)["change"]
    assert change["compared"] is False


def test_exact_module_scores_equal_an_independent_computation() -> None:
    asked, files = questionnaire("stepped-care"), files_of("stepped-care")
    exact = outcome_of("stepped-care", PEOPLE, "--exact")
    header, *rows = rows_of(files.answers)
    staff = exact["exact"]["invited"]
    for group in asked.groups:
        columns = [header.index(i.id) for i in asked.items_in(group.id)]
        ratings = np.array([[float(r[c]) if r[c].isdigit() else np.nan for c in columns] for r in rows])
        raters, means = np.isfinite(ratings).sum(axis=0), np.nanmean(ratings, axis=0)
        influence = 25 * np.nansum((ratings - means) * len(rows) / raters, axis=1) / len(columns)
        error = np.std(influence, ddof=1) / np.sqrt(len(rows)) * np.sqrt(1 - raters.mean() / staff)
        found = exact["modules"][group.id]["exact"]
        assert (found["score"], found["se"]) == pytest.approx((25 * means.mean(), error), rel=CLOSE)


def with_choices(*, seed: int = 1, people: int = 40) -> Release:
    """What is told where some people rated and chose among the domains."""
    asked = questionnaire("core+priorities")
    sheet = replace(sheet_of_codes(answers(people, seed=seed)), choices=(chosen(asked.choices[0], people, seed=seed),))
    trees = alone(Lens.PLACE, 60), alone(Lens.ROLE, 60)
    return release_of(sheet, questionnaire=asked, places=trees[0], roles=trees[1])


def outcome_with_choices() -> Any:
    outcome = Outcome(
        questionnaire("core+priorities"), library().actions, with_choices(), earlier=(with_choices(seed=2),)
    )
    return json.loads(json.dumps(outcome_json(outcome)))


def test_choices_have_the_promised_shape_beside_an_earlier_round_too() -> None:
    found = outcome_with_choices()
    (design,) = questionnaire("core+priorities").choices
    told, change = found["choices"][design.id], found["change"]["choices"][design.id]
    assert set(told) == set(change) == {a.id for a in design.attributes}
    assert all(set(one) == {"shown", "word"} and set(one["shown"]) == SCORE for one in told.values())
    assert {one["word"] for one in told.values()} <= {"first", "last", "none"}
    assert all(set(one) == {"difference", "low", "high", "word"} for one in change.values())
    assert all(
        one["shown"]["score"] == found["release"]["choices"][design.id]["scores"][a]["value"] for a, one in told.items()
    )


def test_every_word_about_choices_is_worked_out_again() -> None:
    found = outcome_with_choices()
    assert faults_in(found, library=library()) == ()
    (design,) = questionnaire("core+priorities").choices
    first = design.attributes[0].id
    for key, other in (("word", "first-of-all"), ("shown", None)):
        changed = json.loads(json.dumps(found))
        changed["choices"][design.id][first][key] = other
        changed["file_hash"] = file_hash_of(changed)
        (fault,) = faults_in(changed, library=library())
        assert f"choices/{design.id}/{first}/{key}" in fault


def test_a_file_of_answers_holds_no_choices_and_says_so() -> None:
    found = outcome_of("core+priorities")
    (design,) = questionnaire("core+priorities").choices
    assert found["choices"] == {design.id: {a.id: {"shown": None, "word": "none"} for a in design.attributes}}
