"""`report`: files of a closed round, named by its number."""

from __future__ import annotations

import os
import resource
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from audit.commands.reporting import FORMATS, KINDS, NUMBERS, files_of
from audit.doors.retention import expire_results
from audit.report_words import form_words, kind_words
from audit.running.hands import BrandWords, remove_brand, save_brand
from audit.store.database import open_store
from reports import rendering
from reports.kinds import Form, Kind
from tests.commands.calling import Called, call, refused
from tests.doors.closing import closed
from tests.languages.pseudo import a_language, speak_from
from tests.running.agencies import AFTER, open_round, settings_in


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


def test_a_report_has_the_brand_of_its_organisation(home: Path, tmp_path: Path) -> None:
    with open_store(settings_in(home))() as session:
        words = BrandWords("Ash & Elm")
        save_brand(session, organisation_id=1, own=False, words=words, by=1, today=AFTER)
        assert report(home, "1", "--out", tmp_path, "--format", "html").code == 0
        remove_brand(session, organisation_id=1, own=False, by=1, today=AFTER)
    (made,) = tmp_path.iterdir()
    assert "<strong>Ash &amp; Elm</strong>" in made.read_text(encoding="utf-8")


def test_the_release_can_be_written_and_verified(home: Path, tmp_path: Path) -> None:
    assert report(home, "1", "--out", tmp_path, "--format", "json").code == 0
    (made,) = tmp_path.glob("*-release.json")
    assert call("verify-release", made).code == 0
    assert {path.name.partition("-round-1-")[2] for path in tmp_path.iterdir()} == {"release.json", "profile.json"}


def test_a_round_that_is_not_there_is_answered_with_those_that_are(home: Path, tmp_path: Path) -> None:
    found = report(home, "7", "--out", tmp_path)
    refused(found, "called 7", "/1", code=2)


def test_an_open_round_has_no_report(tmp_path: Path) -> None:
    open_round(tmp_path / "home")
    refused(report(tmp_path / "home", "1", "--out", tmp_path / "out"), "No closed round", code=2)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("formats", "part"), [("pdf,odt", "“odt”"), (",", "pdf, html, docx")])
def test_formats_that_there_are_not_are_answered_with_those_there_are(
    home: Path, tmp_path: Path, formats: str, part: str
) -> None:
    refused(report(home, "1", "--out", tmp_path, "--format", formats), part, code=2)


def test_a_folder_that_cannot_be_made_is_named(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(report(home, "1", "--out", tmp_path / "file/reports"), "cannot be made", code=1)


def test_a_report_in_another_language_names_it(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_language(tmp_path / "translations", without={"At a glance"})
    speak_from(tmp_path / "translations", monkeypatch)
    monkeypatch.setattr(rendering, "render", lambda *_facts, **_how: b"drawn")
    assert report(home, "1", "--out", tmp_path / "out", "--format", "pdf,json", "--language", "ar").code == 0
    assert sorted(path.name.partition("-round-1-")[2] for path in (tmp_path / "out").iterdir()) == [
        "full-ar.pdf",
        "profile-ar.json",
        "release.json",
    ]
    refused(report(home, "1", "--out", tmp_path, "--language", "xx"), "there are: en, ar", code=2)


def test_commands_and_pages_know_every_kind_and_form_by_name() -> None:
    assert set(KINDS) == set(Kind) == set(kind_words())
    assert set(FORMATS) == set(Form) == set(form_words())


def test_every_kind_comes_in_every_form_and_numbers_come_once() -> None:
    files = [(file.kind, file.form) for file in files_of(KINDS, FORMATS)]
    assert len(files) == len(set(files)) == len(KINDS) * (len(FORMATS) - len(NUMBERS)) + len(NUMBERS)


def test_all_rounds_in_all_kinds_and_forms_are_written_by_one_command(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str, str]] = []

    def render(_facts: object, *, kind: Kind, form: Form, paper: str, **_hand: object) -> bytes:
        asked.append((kind, form, paper))
        return b"drawn"

    monkeypatch.setattr(rendering, "render", render)
    words = ("all", "--out", tmp_path / "out", "--kind", "all", "--format", "all", "--paper", "letter")
    found = report(home, *words)
    assert found.code == 0
    made = {str(path) for path in (tmp_path / "out").iterdir()}
    assert set(found.out.splitlines()) == made
    assert len(made) == len(files_of(KINDS, FORMATS)) + 1
    assert {paper for _kind, _form, paper in asked} == {"letter"}
    assert {(kind, form) for kind, form, _paper in asked} >= {(k, f) for k in KINDS for f in ("pdf", "html", "docx")}


def test_all_rounds_leaves_out_those_whose_time_is_over(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    settings = settings_in(tmp_path / "home")
    with open_store(settings)() as session:
        expire_results(session, settings=settings, today=AFTER + timedelta(days=4000))
    found = report(settings.home, "all", "--out", tmp_path / "out")
    assert (found.code, found.out) == (0, "")
    assert "Round 1 is left out" in found.err


def test_before_any_round_has_closed_there_is_nothing_to_write(tmp_path: Path) -> None:
    refused(report(tmp_path / "home", "all", "--out", tmp_path / "out"), "No round has closed yet", code=2)


@pytest.mark.parametrize("words", [("--kind", "poster"), ("--kind", "")])
def test_a_kind_that_there_is_not_is_answered_with_those_there_are(
    home: Path, tmp_path: Path, words: tuple[str, str]
) -> None:
    refused(report(home, "1", "--out", tmp_path, *words), "full, board, staff, appendix, facilitation, all", code=2)


@contextmanager
def no_file_grows_beyond(size: int) -> Iterator[None]:
    """As a disk that is full does: a write stops in the middle."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_fills_up_leaves_the_whole_file_or_none(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    monkeypatch.setattr(rendering, "render", lambda *_facts, **_how: b"the one from before")
    assert report(home, "1", "--out", out).code == 0
    (made,) = out.iterdir()
    monkeypatch.setattr(rendering, "render", lambda *_facts, **_how: bytes(4 << 20))
    with no_file_grows_beyond(2 << 20):
        refused(report(home, "1", "--out", out), f"{made} cannot be written", code=1)
    assert [path.read_bytes() for path in out.iterdir()] == [b"the one from before"]


def test_a_disk_that_fills_up_while_a_report_is_drawn_is_said(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_facts: object, **_how: object) -> bytes:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(rendering, "render", full)
    refused(report(home, "1", "--out", tmp_path / "out"), "no space left", "make room", code=1)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_report_may_be_read_as_other_files_of_its_maker(home: Path, tmp_path: Path) -> None:
    assert report(home, "1", "--out", tmp_path / "out", "--format", "json").code == 0
    before = os.umask(0o027)
    os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()}
    assert modes == {0o666 & ~before}
