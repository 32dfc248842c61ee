"""`verify-release`: a file is whole, or it is said where it is not."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.method.release import canonical, from_json, hash_of
from audit.outcome import file_hash_of
from audit.outcome.checking import faults_in
from tests.builders import core, library
from tests.commands.calling import analyse, call, refused, rehearse, scratch, write_rows

Where = tuple[str | int, ...]


@cache
def outcome() -> Any:
    """Twenty-five people with everything beside them: leaders and an earlier round."""
    folder = scratch()
    before = folder / "before.json"
    before.write_text(json.dumps(analyse(rehearse(folder, people=25, seed=2))))
    rows = [["item", "rating"], *([i.id, "3"] for i in core().items if i.principle)]
    leaders = write_rows(folder / "leaders.csv", rows)
    return analyse(rehearse(folder, people=25), "--leaders", leaders, "--previous", before)


@cache
def leaves() -> list[Where]:
    return list(_leaves(outcome()))


def _leaves(value: Any, *above: str | int) -> Iterator[Where]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if not inside:
        yield above
        return
    for key, below in inside:
        yield from _leaves(below, *above, key)


def changed(where: Where, new: Any) -> Any:
    """The outcome with one value replaced."""
    found = copy.deepcopy(outcome())
    inside = found
    for key in where[:-1]:
        inside = inside[key]
    inside[where[-1]] = new
    return found


OTHER = st.one_of(st.none(), st.booleans(), st.integers(-200, 200), st.floats(-200, 200), st.text(max_size=8))


@given(st.data())
@settings(max_examples=50)
def test_any_one_value_that_is_changed_is_found(data: st.DataObject) -> None:
    where = data.draw(st.sampled_from(leaves()))
    new = data.draw(OTHER)
    found = changed(where, new)
    if json.dumps(found) != json.dumps(outcome()):
        assert faults_in(found, library=library()), where


@given(st.data())
@settings(max_examples=50)
def test_it_is_found_even_by_somebody_who_works_out_the_hash_of_the_file_again(data: st.DataObject) -> None:
    numbers_and_words = [
        w for w in leaves() if w[0] in ("principles", "domains", "items", "headline", "groups", "change")
    ]
    where = data.draw(st.sampled_from([w for w in numbers_and_words if "earlier" not in w]))
    found = changed(where, data.draw(st.sampled_from(["informed", 99.0, True, None])))
    if json.dumps(found) != json.dumps(outcome()):
        found["file_hash"] = file_hash_of(found)
        faults = faults_in(found, library=library())
        assert any("/".join(map(str, where)) in f or str(where[0]) in f for f in faults), where


@pytest.mark.parametrize(
    ("where", "new", "part"),
    [
        (("headline", "stage"), "informed", 'headline/stage is "informed"'),
        (("principles", "S", "shown", "score"), 88.0, "principles/S/shown/score"),
        (("people",), "100+", "people is"),
        (("actions",), [], "actions is []"),
        (("leaders", "ratings", "S.D1"), 0, "leaders/principles/S"),
        (("note",), "All is well.", "note is"),
    ],
)
def test_a_word_that_does_not_follow_is_named_with_what_would(where: Where, new: Any, part: str) -> None:
    assert any(part in f for f in faults_in(changed(where, new), library=library()))


def test_a_release_that_breaks_a_rule_is_found_even_with_fresh_hashes() -> None:
    found = copy.deepcopy(outcome())
    found["release"]["whole"]["principles"]["S"]["score"]["value"] = 61.3
    found["hash"] = hash_of(from_json(found["release"]))
    found["file_hash"] = file_hash_of(found)
    assert any("“step”" in f for f in faults_in(found, library=library()))


def test_a_key_that_is_added_or_taken_away_is_found() -> None:
    assert faults_in({**outcome(), "raw": [1, 2, 3]}, library=library())
    assert faults_in({k: v for k, v in outcome().items() if k != "withheld"}, library=library())


def test_a_whole_file_is_said_to_be_whole_and_what_cannot_be_seen_is_said(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text(json.dumps(outcome()))
    found = call("verify-release", file)
    assert found.code == 0
    assert "out.json is whole." in found.out
    assert "How many people stand behind each number cannot be seen from here" in found.out
    assert outcome()["hash"] in found.out


def test_a_file_written_by_another_program_in_another_layout_is_as_good(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text(json.dumps(outcome(), indent=4, sort_keys=True, ensure_ascii=True))
    assert call("verify-release", file).code == 0


def test_the_answer_is_no_for_a_file_that_was_changed(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text(json.dumps(changed(("headline", "stage"), "informed")))
    found = call("verify-release", file)
    assert found.code == 1
    assert "headline/stage" in found.out


def test_a_release_alone_is_checked_without_words(tmp_path: Path) -> None:
    file = tmp_path / "release.json"
    file.write_text(json.dumps(outcome()["release"]))
    found = call("verify-release", file)
    assert found.code == 0
    assert outcome()["hash"] in found.out


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"release": 1}', '{"release": {"format": 2}}', "not json"])
def test_something_else_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "out.json"
    file.write_text(text)
    found = call("verify-release", file)
    assert found.code == 1
    assert "as it was written" in found.out + found.err or "unchanged" in found.out + found.err


def test_exact_numbers_do_not_hide_a_changed_word() -> None:
    exact = analyse(rehearse(scratch(), people=25), "--exact")
    assert faults_in(exact, library=library()) == ()
    exact["headline"]["stage"] = "informed"
    exact["file_hash"] = file_hash_of(exact)
    assert any("headline/stage" in f for f in faults_in(exact, library=library()))


@pytest.mark.parametrize("part", ["release", ""])
def test_a_file_of_another_version_has_not_been_changed_by_anybody(tmp_path: Path, part: str) -> None:
    """Its hashes cannot be worked out here, so nothing is said about them."""
    file = tmp_path / "last-year.json"
    file.write_text(json.dumps({**(outcome()[part] if part else outcome()), "format": 1}))
    found = call("verify-release", file)
    assert found.code == 1
    assert found.err == (
        "Another version of this program wrote last-year.json. Use that version for it, or analyse the answers again"
        " with this one.\n"
    )


def test_an_outcome_of_another_version_is_no_previous_one(tmp_path: Path) -> None:
    file = tmp_path / "last-year.json"
    file.write_text(json.dumps({**outcome(), "format": 1}))
    files = rehearse(scratch(), people=25)
    words = ("--people", files.people, "--previous", file, "--json", "-")
    refused(call("analyse", files.answers, *words), "Another version of this program wrote last-year.json", code=1)


def of_release(**values: Any) -> Any:
    """The release of the outcome by itself, with some values replaced."""
    return {**copy.deepcopy(outcome()["release"]), **values}


def test_the_file_that_the_office_gives_out_is_checked_and_what_cannot_be_seen_in_it_is_said(tmp_path: Path) -> None:
    """Byte for byte as it is kept: canonical JSON, without words and without a hash of its own."""
    file = tmp_path / "release-round-1.json"
    file.write_text(canonical(from_json(outcome()["release"])), encoding="utf-8")
    found = call("verify-release", file)
    assert found.code == 0
    assert "Compare its hash with the one that is printed in the report." in found.out
    assert "What two rounds tell together is checked there, too." in found.out
    assert "Whether every ballot was counted cannot be seen from here" in found.out
    assert outcome()["hash"] in found.out


def test_a_release_alone_that_breaks_a_rule_is_found() -> None:
    group = copy.deepcopy(outcome()["release"]["whole"])
    group["principles"]["S"]["score"]["se"] = 0
    floor = faults_in(of_release(whole=group), library=library())
    assert any("“floor” at whole/principles/S/score" in f for f in floor)
    assert any("“row” at coarsened" in f for f in faults_in(of_release(coarsened=-1), library=library()))
    few_invited = of_release(invited={"low": 10, "high": 19}, more_than_invited=False)
    assert any("“band” at invited" in f for f in faults_in(few_invited, library=library()))


def test_a_group_with_more_people_than_the_whole_is_found() -> None:
    found = of_release()
    told = copy.deepcopy(found["whole"])
    told.update(path=["North"], people={"low": 100, "high": None})
    found["places"] = [told]
    assert any("“nesting” at places/North/people" in f for f in faults_in(found, library=library()))


@pytest.mark.parametrize("part", ["principles", "domains", "items", "process"])
def test_what_the_questionnaire_does_not_ask_is_named(part: str) -> None:
    found = of_release()
    inside = found if part == "process" else found["whole"]
    inside[part]["other"] = next(iter(inside[part].values()))
    assert any(f"{part}/other" in f and "does not ask" in f for f in faults_in(found, library=library()))
