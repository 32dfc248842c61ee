"""Attacks through backups: a second live ballot box, and what a backup that was found tells about an open round."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audit.keeping.backing_up import back_up
from audit.keeping.restoring import restore
from audit.refusals import Refusal
from audit.store.database import open_store
from tests.attacks.backups import read_backup
from tests.attacks.twins.keeping import back_up_the_folder, restore_the_folder
from tests.attacks.verdicts import Verdict
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import AFTER, TODAY, OpenRound, settings_in

HOLDS_OPEN_ROUNDS = "a backup takes the whole folder along"
ANSWERS = 12


@pytest.fixture(name="running")
def _running(tmp_path: Path) -> Callable[[str], OpenRound]:
    """An open round in which twelve have answered; one for each side, because closing uses it up."""
    return lambda side: agencies.open_round(tmp_path / side / "home", answers=ANSWERS)


def releases_in(home: Path) -> list[tuple[Any, ...]]:
    """What was released there, as it lies on the disk."""
    with closing(sqlite3.connect(f"file:{home / 'office.sqlite'}?mode=ro", uri=True)) as store:
        return store.execute("SELECT round_id, hash FROM release").fetchall()


def a_second_box_closes(running: OpenRound, back_up: Callable[..., Any], restore: Callable[..., Any]) -> bool:
    """The host backs up while the round is open, lets the original close, and restores the copy for a second opening,
    with answers of their own in between: two results of the same ballots would tell them apart."""
    home = running.here.settings.home
    elsewhere = settings_in(home.parent / "elsewhere")
    back_up(home.parent / "copy.zip", settings=running.here.settings, today=TODAY)
    restore(home.parent / "copy.zip", settings=elsewhere)
    closed(running)
    there = replace(running.here, settings=elsewhere, store=open_store(elsewhere))
    with suppress(Refusal, FileNotFoundError):
        closed(replace(running, here=there), today=AFTER)
    return bool(releases_in(home)) and bool(releases_in(elsewhere.home))


def test_a_restored_backup_brings_no_second_ballot_box_to_life(
    verdict: Verdict, running: Callable[[str], OpenRound]
) -> None:
    verdict(
        "second-box",
        rule=HOLDS_OPEN_ROUNDS,
        ours=lambda: a_second_box_closes(running("ours"), back_up, restore),
        twin=lambda: a_second_box_closes(running("twin"), back_up_the_folder, restore_the_folder),
    )


def rows_of_the_box(running: OpenRound) -> list[bytes]:
    """Every value of the box and its pages that is chance, sealed or a hash: nobody else has these bytes."""
    tables = {"voucher": "h", "draft": "blob", "ballot": "sealed", "sealed_comment": "sealed", "key_wrap": "blob"}
    with closing(sqlite3.connect(f"file:{running.box}?mode=ro", uri=True)) as box:
        return [value for table, name in tables.items() for (value,) in box.execute(f"SELECT {name} FROM {table}")]  # noqa: S608


def a_backup_tells_of_the_box(running: OpenRound, back_up: Callable[..., Any]) -> bool:
    """Somebody finds the backup and looks for what lies in the box, for codes, and for what makes codes work."""
    settings = running.here.settings
    file = settings.home.parent / "found.zip"
    back_up(file, settings=settings, today=TODAY)
    read = read_backup(file)
    pepper = (settings.secrets / "slips").read_bytes()
    wanted = [*rows_of_the_box(running), pepper, *(code.encode() for code in running.codes)]
    assert len(wanted) > ANSWERS
    return any(value in read for value in wanted)


def test_a_backup_that_is_found_holds_nothing_of_an_open_box(
    verdict: Verdict, running: Callable[[str], OpenRound]
) -> None:
    verdict(
        "answer-at-rest",
        rule=HOLDS_OPEN_ROUNDS,
        ours=lambda: a_backup_tells_of_the_box(running("ours"), back_up),
        twin=lambda: a_backup_tells_of_the_box(running("twin"), back_up_the_folder),
    )
