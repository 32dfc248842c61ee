"""The outcome file: its shape, what it says under ten people, beside leaders and beside an earlier round."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.builders import core
from tests.commands.calling import Rehearsed, analyse, call, refused, rehearse, scratch, write_rows

BANDS = {"10-19", "20-49", "50-99", "100+"}
STAGES = {"starting-out", "aware", "sensitive", "responsive", "informed", "withheld"}
SCORE = {"score", "step", "se", "se_plain", "low", "high"}
TOP = {
    "format", "note", "invented", "people", "invited", "k", "questionnaire", "edition", "item_list", "definition",
    "headline", "principles", "domains", "modules", "process_index", "choices", "items", "tiers", "groups", "published",
    "withheld", "actions", "release", "hash", "file_hash",
}  # fmt: skip


@cache
def files_of(people: int, seed: int = 1) -> Rehearsed:
    return rehearse(scratch(), people=people, seed=seed)


@cache
def outcome_of(people: int, *more: str) -> Any:
    return analyse(files_of(people), *more)


def test_an_outcome_has_the_promised_shape() -> None:
    found = outcome_of(60)
    assert set(found) == TOP
    assert found["people"] in BANDS
    assert found["invited"] in BANDS
    assert list(found["principles"]) == ["S", "T", "C", "E", "H"]
    assert list(found["domains"]) == [f"D{n}" for n in range(1, 9)]
    assert set(found["process_index"]) == {i.id for i in core().process_items}
    assert set(found["published"]) == {"10", "20", "50"}
    assert found["headline"].keys() == {"stage", "stage_low", "stage_high"}
    assert set(found["headline"].values()) <= STAGES


def test_a_principle_has_the_promised_shape() -> None:
    for told in outcome_of(60)["principles"].values():
        assert set(told) == {"shown", "items_counted", "stage", "stage_low", "stage_high", "gates", "contrast"}
        assert set(told["shown"]) == SCORE
        assert [g["stage"] for g in told["gates"]] == ["aware", "sensitive", "responsive", "informed"]
        assert all(set(g) == {"stage", "shown", "passed", "visible"} for g in told["gates"])
        assert set(told["contrast"]) == {"score", "se", "se_plain", "word"}
        assert told["contrast"]["word"] in {"strong", "weak", "none"}


def test_an_item_has_the_promised_shape() -> None:
    keys = {"usually_or_reliably", "cannot_tell", "split3", "spread", "agreement", "split", "visible"}
    items = outcome_of(60)["items"]
    assert items
    assert all(set(i) == keys and len(i["usually_or_reliably"]) == 2 for i in items.values())


def test_groups_have_bands_and_never_counts() -> None:
    groups = outcome_of(60)["groups"]
    told = [*groups["places"].values(), *groups["roles"].values()]
    assert told
    assert all(set(g) == {"people", "principles", "domains", "modules", "items"} and g["people"] in BANDS for g in told)


def test_an_outcome_says_whose_hands_anonymity_was_in() -> None:
    assert "not in this product’s hands" in outcome_of(60)["note"]


def test_nothing_finer_than_the_release_is_in_an_outcome() -> None:
    text = json.dumps(outcome_of(60))
    assert '"exact"' not in text
    assert '"n"' not in text


def test_under_ten_people_there_is_no_number_and_no_word() -> None:
    found = outcome_of(9)
    assert found["people"] is None
    assert set(found["headline"].values()) == {"withheld"}
    for told in found["principles"].values():
        assert told["shown"] is None
        assert told["contrast"] is None
        assert {told["stage"], told["stage_low"], told["stage_high"]} == {"withheld"}
        assert all(g["shown"] is None and g["passed"] is None for g in told["gates"])
    assert all(d["shown"] is None for d in (*found["domains"].values(), *found["process_index"].values()))
    assert (found["items"], found["groups"], found["actions"]) == ({}, {"places": {}, "roles": {}}, [])


def test_exact_numbers_of_nine_people_stand_where_nothing_may_be_told() -> None:
    found = analyse(files_of(9), "--exact", "--k", 3)
    assert found["exact"]["n"] == 9
    assert all(p["shown"] is None for p in found["principles"].values())
    assert set(found["items"]) == {i.id for i in core().items}


def test_a_larger_k_tells_less() -> None:
    published = [sum(map(len, outcome_of(60, "--k", k)["published"]["10"].values())) for k in ("10", "20")]
    assert published[0] > published[1] >= 2


def test_the_file_is_the_same_as_standard_output(tmp_path: Path) -> None:
    files, out = files_of(60), tmp_path / "out.json"
    assert call("analyse", files.answers, "--people", files.people, "--json", out).code == 0
    assert json.loads(out.read_text()) == outcome_of(60)


def test_leaders_stand_beside_staff_by_principle_and_domain_only(tmp_path: Path) -> None:
    rated = [i.id for i in core().items if i.principle]
    leaders = write_rows(tmp_path / "leaders.csv", [["item", "rating", "evidence"], *([i, "4", "seen"] for i in rated)])
    found = analyse(files_of(60), "--leaders", leaders)["leaders"]
    assert set(found) == {"ratings", "principles", "domains"}
    assert found["ratings"] == dict.fromkeys(sorted(rated), 4)
    for told in found["principles"].values():
        assert told["leaders"] == 100
        assert told["gap"]["word"] == "clearly-higher"
        assert told["gap"]["low"] <= told["gap"]["value"] <= told["gap"]["high"]


def test_an_earlier_round_is_read_out_of_its_outcome(tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    before.write_text(json.dumps(outcome_of(60)))
    found = analyse(files_of(60, seed=2), "--previous", before)["change"]
    assert found["compared"] is True
    assert found["earlier"] == [outcome_of(60)["release"]]
    for told in found["principles"].values():
        assert told["change"]["word"] in {"clearly-higher", "clearly-lower", "cannot-tell"}
    later = tmp_path / "later.json"
    later.write_text(json.dumps(analyse(files_of(60, seed=2), "--previous", before)))
    assert len(analyse(files_of(60, seed=3), "--previous", later)["change"]["earlier"]) == 2


def test_an_earlier_round_of_nine_people_is_not_compared(tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    before.write_text(json.dumps(outcome_of(9)))
    found = analyse(files_of(60), "--previous", before)["change"]
    assert (found["compared"], found["why"]) == (False, "nothing-told-before")


def test_an_earlier_round_that_was_changed_is_not_compared(tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    before.write_text(json.dumps({**outcome_of(60), "people": "100+"}))
    files = files_of(60)
    words = ("analyse", files.answers, "--people", files.people, "--json", "-", "--previous", before)
    refused(call(*words), "before.json has changed", code=1)
