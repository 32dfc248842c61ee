"""`analyse --exact` on 300 simulated people equals an independent computation to 1e-9."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from tests.commands import independent
from tests.commands.calling import analyse, call, rehearse, scratch
from tests.commands.independent import Survey

CLOSE = 1e-9
PRINCIPLES = ["S", "T", "C", "E", "H"]


@cache
def worked_out() -> tuple[Any, Survey]:
    """The outcome and, read by other means, what it was made from."""
    files = rehearse(scratch(), people=300, seed=1)
    items = call("questionnaires", "export", "core", "--json").json["items"]
    return analyse(files, "--exact"), independent.read(files.answers, files.people, items)


@pytest.mark.parametrize("principle", PRINCIPLES)
def test_a_principle_has_the_t_interval_of_scipy_with_population_correction(principle: str) -> None:
    outcome, survey = worked_out()
    found = outcome["principles"][principle]["exact"]
    score, se = independent.score(survey, independent.principle_weights(survey, principle))
    low, high = independent.t_interval(score, se, people=300)
    assert [found[k] for k in ("score", "se", "low", "high")] == pytest.approx([score, se, low, high], rel=CLOSE)


@pytest.mark.parametrize("principle", PRINCIPLES)
def test_gates_and_contrasts_are_combinations_of_item_means(principle: str) -> None:
    outcome, survey = worked_out()
    told = outcome["principles"][principle]
    wanted = [independent.score(survey, independent.cell_weights(survey, principle, stage)) for stage in (1, 2, 3, 4)]
    assert [_pair(gate["exact"]) for gate in told["gates"]] == [pytest.approx(pair, rel=CLOSE) for pair in wanted]
    weights = independent.contrast_weights(survey, principle, PRINCIPLES)
    assert _pair(told["contrast"]["exact"]) == pytest.approx(independent.score(survey, weights), rel=CLOSE)


@pytest.mark.parametrize("domain", [f"D{n}" for n in range(1, 9)])
def test_a_domain_stands_relative_to_its_stages(domain: str) -> None:
    outcome, survey = worked_out()
    wanted = independent.score(survey, independent.domain_weights(survey, domain))
    assert _pair(outcome["domains"][domain]["exact"]) == pytest.approx(wanted, rel=CLOSE, abs=CLOSE)


def test_items_have_the_counts_means_and_variances_of_numpy() -> None:
    outcome, survey = worked_out()
    for column, item in enumerate(survey.items):
        found = outcome["items"][item["id"]]["exact"]
        answers, rated = [row[column] for row in survey.answers], survey.ratings[:, column]
        rated = rated[~np.isnan(rated)]
        assert [found[k] for k in ("rated", "dont_know", "not_applicable", "blank")] == [
            rated.size,
            answers.count("dk"),
            answers.count("na"),
            answers.count(""),
        ]
        variance = float(np.var(rated, ddof=1))
        assert [found["mean"], found["variance"], found["rwg"]] == pytest.approx(
            [float(rated.mean()), variance, max(0.0, 1 - variance / 4)], rel=CLOSE
        )
        assert found["visibility"] == pytest.approx(answers.count("dk") / (answers.count("dk") + rated.size), rel=CLOSE)


def test_shares_have_wilson_limits_for_the_staff_that_there_is() -> None:
    outcome, survey = worked_out()
    for column, item in enumerate(survey.items):
        found = outcome["items"][item["id"]]["exact"]
        rated = survey.ratings[:, column]
        rated = rated[~np.isnan(rated)]
        share = float(np.mean(rated >= 3))
        low, high = independent.wilson(share, rated.size * (survey.staff - 1) / (survey.staff - rated.size))
        assert [found[k] for k in ("share", "share_low", "share_high")] == pytest.approx([share, low, high], rel=CLOSE)


def test_staff_are_split_by_the_rule_of_the_method() -> None:
    outcome, survey = worked_out()
    for column, item in enumerate(survey.items):
        rated = survey.ratings[:, column]
        rated = rated[~np.isnan(rated)]
        low, middle, high = (float(np.mean(part)) for part in (rated <= 1, rated == 2, rated >= 3))
        rwg = 1 - float(np.var(rated, ddof=1)) / 4
        split = low >= 0.25 and high >= 0.25 and middle < min(low, high) and rwg < 0.65
        assert outcome["items"][item["id"]]["exact"]["split"] is split


def test_the_file_says_how_many_there_are_and_what_its_groups_betray() -> None:
    outcome, survey = worked_out()
    assert outcome["exact"]["n"] == 300
    assert outcome["exact"]["invited"] == survey.staff
    assert outcome["exact"]["min_disclosed"] >= 10


def test_what_is_shown_is_the_exact_number_rounded_half_up_to_its_step() -> None:
    outcome, _survey = worked_out()
    for told in outcome["principles"].values():
        for shown, exact in ((told["shown"], told["exact"]), *((g["shown"], g["exact"]) for g in told["gates"])):
            rounded = np.floor(exact["score"] / shown["step"] + 0.5 + 1e-9) * shown["step"]
            assert shown["score"] == min(90, max(10, rounded))
            assert exact["se"] <= shown["se"] <= shown["se_plain"]


def _pair(exact: Any) -> tuple[float, float]:
    return exact["score"], exact["se"]
