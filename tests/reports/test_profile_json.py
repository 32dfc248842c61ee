"""The JSON of a round: release and profile in one file that can be verified."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audit.method.release import canonical, from_json
from audit.outcome.checking import faults_in
from audit.wording import use_language
from reports.profile_json import json_of
from tests.builders import library
from tests.commands.calling import call
from tests.exhibits.rounds import ROUNDS, facts, named

OUR_OWN = [name for name in ROUNDS if not name.startswith("own copy")]


def told(name: str) -> Any:
    return json.loads(json_of(named(name)))


@pytest.mark.parametrize("name", OUR_OWN)
def test_it_is_whole_and_every_word_follows_from_its_release(name: str) -> None:
    assert faults_in(told(name), library=library()) == ()


def test_verify_release_accepts_the_file_and_sees_a_word_that_was_changed(tmp_path: Path) -> None:
    path = tmp_path / "round.json"
    path.write_bytes(json_of(facts(30)))
    assert call("verify-release", path).code == 0
    path.write_text(path.read_text(encoding="utf-8").replace('"aware"', '"informed"'), encoding="utf-8")
    assert call("verify-release", path).code == 1


def test_it_holds_the_release_itself_and_says_which_round_it_is() -> None:
    found = told("core 30")
    assert canonical(from_json(found["release"])) == canonical(facts(30).release)
    assert found["hash"] == facts(30).profile.release_hash
    assert found["round"] == 2
    assert "closed round" in found["note"]
    assert "invented" in found


def test_a_first_round_has_what_a_first_round_was_asked() -> None:
    asked = library().questionnaire("core").as_asked_in(1)
    process = {i.id for i in asked.process_items}
    release = replace(facts(30).release, process={i: n for i, n in facts(30).release.process.items() if i in process})
    first = replace(facts(30), number=1, questionnaire=asked, release=release)
    found = json.loads(json_of(first))
    assert set(found["process_index"]) == process
    assert faults_in(found, library=library()) == ()


def test_what_the_leadership_team_said_stands_in_it_only_where_there_is_a_form() -> None:
    assert told("core 30")["leaders"]["ratings"] == dict(sorted(facts(30).ratings.items()))
    without = json.loads(json_of(replace(facts(30), ratings={}, leader_gaps=())))
    assert "leaders" not in without


def test_of_answers_from_a_file_it_says_that_somebody_held_them() -> None:
    found = json.loads(json_of(replace(facts(30), circumstances=None)))
    assert "somebody already held" in found["note"]
    assert "round" not in found
    assert faults_in(found, library=library()) == ()


def test_it_is_the_same_in_every_language() -> None:
    here = json_of(facts(30))
    with use_language("es"):
        assert json_of(facts(30)) == here
