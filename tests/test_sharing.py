"""What is written into a folder of two users can be read by both; elsewhere nobody is let in."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from audit import notes_for_staff, results_file
from audit.notes_for_staff import Note, Why
from audit.settings import KeyNotReadable, jointly_kept_secret, kept_secret
from audit.sharing import is_shared
from tests.doors.closing import closed
from tests.running import agencies

NOTES = tuple(Note(why, "elm", 1, ()) for why in Why)


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


def strict(work: Callable[[], object | None]) -> None:
    """Done by a process that grants nothing to anybody, as `serve` is."""
    before = os.umask(0o077)
    try:
        work()
    finally:
        os.umask(before)


@pytest.mark.parametrize(("folder_mode", "shared"), [(0o2770, True), (0o2710, True), (0o2700, False), (0o770, False)])
def test_a_folder_is_shared_where_it_hands_down_its_group_and_lets_it_in(
    tmp_path: Path, folder_mode: int, shared: bool
) -> None:
    tmp_path.chmod(folder_mode)
    assert is_shared(tmp_path) is shared
    assert not is_shared(tmp_path / "not there")


@pytest.mark.parametrize(("folder_mode", "wanted"), [(0o2750, 0o640), (0o700, 0o600)])
def test_results_and_notes_are_read_by_both_users_where_they_share_the_folder(
    tmp_path: Path, folder_mode: int, wanted: int
) -> None:
    running = agencies.open_round(tmp_path / "home", answers=11)
    results = running.here.settings.results
    results.mkdir()
    results.chmod(folder_mode)
    strict(lambda: closed(running))
    for note in NOTES:
        strict(partial(notes_for_staff.write, results, note))
    (file,) = results.glob("*.json")
    assert results_file.read(file).number == 1
    assert [mode(one) for one in results.iterdir()] == [wanted] * 3


@pytest.mark.parametrize(("folder_mode", "wanted"), [(0o2710, 0o440), (0o700, 0o400)])
def test_one_key_is_for_both_users_where_they_share_the_folder_and_all_others_are_not(
    tmp_path: Path, folder_mode: int, wanted: int
) -> None:
    tmp_path.chmod(folder_mode)
    assert jointly_kept_secret(tmp_path, "slips") == jointly_kept_secret(tmp_path, "slips")
    kept_secret(tmp_path, "second-step")
    assert (mode(tmp_path / "slips"), mode(tmp_path / "second-step")) == (wanted, 0o400)


def test_a_key_that_is_not_open_to_this_user_is_one_sentence_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_secret(tmp_path, "slips")

    def closed_to_us(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", closed_to_us)
    with pytest.raises(KeyNotReadable, match=r"slips is not open .* deploy/two-users\.sh"):
        kept_secret(tmp_path, "slips")
