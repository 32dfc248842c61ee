"""A box in a folder of two users: staff's user makes it its own, and nothing that the office does is lost by it."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

import pytest

from audit.answering.rounds import Answering, Rounds
from audit.ballot import adopting, box
from audit.ballot.adopting import adopt
from audit.ballot.box import State, boxes_in, open_for_answers, sealed_ballots, state_of, wraps_of
from audit.ballot.files import (
    GOING,
    BoxesBusy,
    alone_in,
    destroy_files,
    finish_destroying,
    journal_beside,
    pages_beside,
)
from audit.ballot.making import rewrap
from audit.settings import Settings
from audit.sharing import is_shared
from tests.ballot.boxes import OPENS, Made, a_box, send
from tests.builders import library
from tests.deploy.two_users import GROUP, OFFICE, STAFF, reachable_folder

DAY = 86400  # seconds
CUT_SHORT = """
import os, sqlite3, sys
box = sqlite3.connect(sys.argv[1], isolation_level=None)
box.execute("PRAGMA journal_mode=TRUNCATE")
box.execute("PRAGMA cache_size=1")
box.execute("BEGIN IMMEDIATE")
box.execute("UPDATE manifest SET state = 'closing'")
box.execute("UPDATE draft SET blob = zeroblob(length(blob))")
os._exit(9)
"""


@contextmanager
def acting_as(uid: int) -> Iterator[None]:
    """All that this process does meanwhile is done with this user's rights."""
    groups = os.getgroups()
    os.setgroups([GROUP])
    os.setegid(uid)
    os.seteuid(uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


@pytest.fixture(name="settings")
def _settings() -> Iterator[Settings]:
    """An installation whose folder of boxes two users share."""
    library()  # read now: the two users may not reach the folder of the program
    with reachable_folder() as home:
        settings = Settings.from_environ({"STEADYGROUND_HOME": str(home)})
        settings.ballots.mkdir()
        os.chown(settings.ballots, OFFICE, GROUP)
        settings.ballots.chmod(0o2770)
        yield settings


def made_by_office(settings: Settings) -> Made:
    with acting_as(OFFICE):
        return a_box(settings.ballots)


def owners(settings: Settings) -> dict[str, int]:
    """Of every file there, by its name."""
    return {file.name: file.stat().st_uid for file in settings.ballots.iterdir()}


def hours(settings: Settings) -> set[float]:
    """At which second of a day each file there says that it was written."""
    return {file.stat().st_mtime % DAY for file in settings.ballots.iterdir()}


def test_an_adopted_box_is_the_same_byte_for_byte_and_of_its_new_owner(settings: Settings) -> None:
    made = made_by_office(settings)
    before = [file.read_bytes() for file in (made.path, pages_beside(made.path))]
    assert set(owners(settings).values()) == {OFFICE}
    with acting_as(STAFF):
        adopt(made.path)
    assert [file.read_bytes() for file in (made.path, pages_beside(made.path))] == before
    both = (made.path, pages_beside(made.path))
    assert owners(settings) == {file.name: STAFF for path in both for file in (path, journal_beside(path))}
    assert {file.stat().st_mode & 0o7777 for file in settings.ballots.iterdir()} == {0o660}
    assert {file.stat().st_gid for file in settings.ballots.iterdir()} == {GROUP}
    assert hours(settings) == {0.0}


def test_what_was_adopted_is_adopted_once(settings: Settings) -> None:
    made = made_by_office(settings)
    with acting_as(STAFF):
        adopt(made.path)
        first = made.path.stat().st_ino
        adopt(made.path)
    assert made.path.stat().st_ino == first


def test_nothing_of_the_file_before_is_left_on_the_disk(settings: Settings) -> None:
    made = made_by_office(settings)
    key = next(iter(wraps_of(made.path).values()))
    with made.path.open("rb") as before, acting_as(STAFF):
        assert key in before.read()
        adopt(made.path)
        before.seek(0)
        assert key not in before.read()
    assert key in made.path.read_bytes()


def test_what_the_office_does_afterwards_reaches_those_who_answer(settings: Settings) -> None:
    made = made_by_office(settings)
    rounds = Rounds(settings)
    with acting_as(STAFF):
        rounds.find("harbour", today=OPENS)
    with acting_as(OFFICE):
        wraps = {pair: bytes(len(blob)) for pair, blob in wraps_of(made.path).items()}
        open_for_answers(made.path)
        rewrap(made.path, wraps=wraps, circumstances=made.manifest.circumstances)
    with acting_as(STAFF):
        here = rounds.find("harbour", today=OPENS)
        assert isinstance(here, Answering)
        send(here.box, made.codes[0])
    with acting_as(OFFICE):
        assert len(sealed_ballots(made.path)) == 1
        assert wraps_of(made.path) == wraps


def test_times_are_midnight_again_as_soon_as_staffs_user_looks(settings: Settings) -> None:
    made = made_by_office(settings)
    rounds = Rounds(settings)
    with acting_as(STAFF):
        rounds.find("harbour", today=OPENS)
    with acting_as(OFFICE):
        open_for_answers(made.path)
    assert made.path.stat().st_uid == STAFF
    os.utime(made.path, (DAY + 3600, DAY + 3600))
    with acting_as(STAFF):
        rounds.find("harbour", today=OPENS)
    assert hours(settings) == {0.0}


def test_slips_printed_anew_are_adopted_anew(settings: Settings) -> None:
    made_by_office(settings)
    rounds = Rounds(settings)
    with acting_as(STAFF):
        rounds.find("harbour", today=OPENS)
    with acting_as(OFFICE):
        again = a_box(settings.ballots, seed=2)
        open_for_answers(again.path)
    with acting_as(STAFF):
        here = rounds.find("harbour", today=OPENS)
        assert isinstance(here, Answering)
        send(here.box, again.codes[0])
    assert set(owners(settings).values()) == {STAFF}
    assert len(sealed_ballots(again.path)) == 1


@pytest.mark.parametrize(("holding", "kept"), [(alone_in, State.OPEN), (nullcontext, State.PREPARED)])
def test_a_change_made_while_a_box_is_copied_is_not_lost_and_would_be_without_the_lock(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, holding: type[nullcontext[None]], kept: State
) -> None:
    made = made_by_office(settings)
    monkeypatch.setattr(adopting, "alone_in", holding)
    office = threading.Thread(target=open_for_answers, args=(made.path,), daemon=True)
    copy = shutil.copyfileobj

    def copy_while_the_office_opens(theirs: BinaryIO, ours: BinaryIO) -> None:
        copy(theirs, ours)
        if theirs.name == str(made.path):
            office.start()
            office.join(timeout=0.3)

    monkeypatch.setattr(shutil, "copyfileobj", copy_while_the_office_opens)
    with acting_as(STAFF):
        adopt(made.path)
        office.join(timeout=30)
    assert not office.is_alive()
    assert state_of(made.path) is kept


def test_what_a_killed_office_left_half_written_is_taken_back_first(settings: Settings) -> None:
    made = made_by_office(settings)
    with acting_as(OFFICE):
        open_for_answers(made.path)
    done = subprocess.run([sys.executable, "-c", CUT_SHORT, str(made.path)], timeout=60)
    assert done.returncode == 9
    assert journal_beside(made.path).stat().st_size, "the write was cut short"
    for file in settings.ballots.iterdir():
        os.chown(file, OFFICE, GROUP)
        file.chmod(0o660)
    with acting_as(STAFF):
        adopt(made.path)
        assert state_of(made.path) is State.OPEN
    assert journal_beside(made.path).stat().st_size == 0
    with closing(sqlite3.connect(made.path)) as looked:
        assert looked.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("file", ["pages", "box"])
def test_an_adoption_cut_short_is_ended_by_the_next_look(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    made = made_by_office(settings)
    wanted = {"pages": pages_beside(made.path), "box": made.path}[file]
    before = made.path.read_bytes()

    def killed(self: Path, target: Path) -> Path:
        if target == wanted:
            raise InterruptedError
        return Path(self.rename(target))

    with acting_as(STAFF):
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", killed)
            with pytest.raises(InterruptedError):
                adopt(made.path)
        assert state_of(made.path) is State.PREPARED
        adopt(made.path)
    assert made.path.read_bytes() == before
    assert set(owners(settings).values()) == {STAFF}
    assert [name for name in owners(settings) if "copy" in name] == []


def test_a_box_that_goes_while_it_is_looked_at_is_gone(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    made_by_office(settings)

    def goes(path: Path) -> None:
        destroy_files(path)
        adopt(path)

    monkeypatch.setattr("audit.answering.rounds.adopt", goes)
    with acting_as(STAFF):
        assert Rounds(settings).organisations() == frozenset()
    assert list(settings.ballots.iterdir()) == []


def test_either_user_destroys_what_the_other_one_owns(settings: Settings) -> None:
    made = made_by_office(settings)
    with acting_as(STAFF):
        adopt(made.path)
    with acting_as(OFFICE):
        made.path.with_name(f"2.sqlite{GOING}").write_bytes(b"half destroyed")
        made.path.with_name(f"2.sqlite{GOING}").chmod(0o660)
        box.destroy(made.path)
    assert list(settings.ballots.iterdir()) == []
    with acting_as(OFFICE):
        left = made.path.with_name(f"3.sqlite{GOING}")
        left.write_bytes(b"half destroyed")
        left.chmod(0o660)
    with acting_as(STAFF):
        finish_destroying(settings.ballots)
    assert list(settings.ballots.iterdir()) == []


def test_a_link_that_one_user_lays_never_makes_the_other_one_overwrite_its_own_files(settings: Settings) -> None:
    store = settings.home / "office.sqlite"
    store.write_text("the office's store")
    os.chown(store, OFFICE, OFFICE)
    with acting_as(STAFF):
        (settings.ballots / f"1.sqlite{GOING}").symlink_to(store)
        (settings.ballots / "2.sqlite").symlink_to(store)
    with acting_as(OFFICE):
        finish_destroying(settings.ballots)
        box.destroy(settings.ballots / "2.sqlite")
    assert store.read_text() == "the office's store"
    assert list(settings.ballots.iterdir()) == []


def test_whoever_waits_too_long_for_the_folder_hears_so_and_changes_nothing(settings: Settings) -> None:
    made = made_by_office(settings)
    descriptor = os.open(settings.ballots, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with pytest.raises(BoxesBusy, match="Try again"), alone_in(settings.ballots, wait=0.05):
            raise AssertionError("somebody else has it")
    finally:
        os.close(descriptor)
    with alone_in(settings.ballots, wait=0.05), alone_in(settings.ballots, wait=0.05):
        assert boxes_in(settings.ballots) == (made.path,)


def test_where_one_user_runs_everything_nothing_is_adopted_shared_or_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = a_box(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: OFFICE)
    before = made.path.stat().st_ino
    adopt(made.path)
    assert made.path.stat().st_ino == before
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    descriptor = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with alone_in(tmp_path, wait=0):
        assert not is_shared(tmp_path)
    os.close(descriptor)
