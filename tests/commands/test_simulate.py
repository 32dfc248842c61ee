"""`simulate`: invented answers that say so."""

from __future__ import annotations

from pathlib import Path

from tests.commands.calling import analyse, call, refused, rehearse, rows_of


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    first = rehearse(tmp_path, people=40)
    before = first.answers.read_bytes(), first.people.read_bytes()
    again = rehearse(tmp_path, people=40)
    assert (again.answers.read_bytes(), again.people.read_bytes()) == before
    assert rehearse(tmp_path, people=40, seed=2).answers.read_bytes() != before[0]


def test_every_place_and_the_outcome_say_that_they_are_invented(tmp_path: Path) -> None:
    files = rehearse(tmp_path, people=40)
    assert len(rows_of(files.answers)) == 41
    places = [row[1] for row in rows_of(files.people)[1:] if row[0] == "place"]
    assert places
    assert all(place.startswith("Invented ") for place in places)
    assert "invented" in analyse(files)["invented"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    out = tmp_path / "nowhere/answers.csv"
    words = ("simulate", "--people", 5, "--out", out, "--people-out", tmp_path / "people.csv")
    refused(call(*words), "answers.csv cannot be written", code=1)
