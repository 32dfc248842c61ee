"""`report`: files of a closed round, named by its number."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.calling import Called, call, refused
from tests.doors.closing import closed
from tests.languages.pseudo import a_language, speak_from
from tests.running.agencies import open_round


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with one closed round of twelve answers."""
    folder = tmp_path_factory.mktemp("home")
    closed(open_round(folder, answers=12))
    return folder


def report(home: Path, *words: str | Path) -> Called:
    return call("report", *words, env={"STEADYGROUND_HOME": str(home)})


def test_a_report_is_a_pdf_named_after_organisation_round_and_kind(home: Path, tmp_path: Path) -> None:
    found = report(home, "1", "--out", tmp_path / "reports", "--paper", "letter")
    assert found.code == 0
    (made,) = (tmp_path / "reports").iterdir()
    assert made.name.endswith("-round-1-full.pdf")
    assert made.read_bytes().startswith(b"%PDF")
    assert found.out == f"{made}\n"


def test_the_release_can_be_written_and_verified(home: Path, tmp_path: Path) -> None:
    assert report(home, "1", "--out", tmp_path, "--format", "json").code == 0
    (made,) = tmp_path.iterdir()
    assert call("verify-release", made).code == 0


def test_a_round_that_is_not_there_is_answered_with_those_that_are(home: Path, tmp_path: Path) -> None:
    found = report(home, "7", "--out", tmp_path)
    refused(found, "called 7", "/1", code=2)


def test_an_open_round_has_no_report(tmp_path: Path) -> None:
    open_round(tmp_path / "home")
    refused(report(tmp_path / "home", "1", "--out", tmp_path / "out"), "No closed round", code=2)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("formats", "part"), [("pdf,xlsx", "“xlsx”"), (",", "pdf and json")])
def test_formats_that_are_not_written_yet_are_named(home: Path, tmp_path: Path, formats: str, part: str) -> None:
    refused(report(home, "1", "--out", tmp_path, "--format", formats), part, code=2)


def test_a_folder_that_cannot_be_made_is_named(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(report(home, "1", "--out", tmp_path / "file/reports"), "cannot be made", code=1)


def test_a_report_in_another_language_names_it(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_language(tmp_path / "translations", without={"At a glance"})
    speak_from(tmp_path / "translations", monkeypatch)
    assert report(home, "1", "--out", tmp_path / "out", "--format", "pdf,json", "--language", "ar").code == 0
    assert sorted(path.name.partition("-round-1-")[2] for path in (tmp_path / "out").iterdir()) == [
        "full-ar.pdf",
        "release.json",
    ]
    refused(report(home, "1", "--out", tmp_path, "--language", "xx"), "there are: en, ar", code=2)
