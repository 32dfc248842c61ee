"""The restore drill: a year is built, backed up, put back elsewhere and compared, row by row and byte by byte."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import select, text

from audit import notes_for_staff
from audit.doors.close import RoundNotToClose, finish_interrupted
from audit.keeping import backing_up, packing
from audit.keeping.backing_up import LEFT_OUT, SECRETS, SECRETS_LEFT_OUT, NothingToKeep, NotThere, back_up
from audit.keeping.packing import BackupDamaged, BackupIsNewer, NotABackup
from audit.keeping.restoring import DONE, PLACED, ROWS_WRITTEN, STAGED, HomeNotEmpty, restore
from audit.notes_for_staff import Note, Why
from audit.running import members
from audit.running.results import round_facts
from audit.settings import kept_secret
from audit.store.database import engine_for, migrations, open_store
from audit.store.models import Account, RoundState
from audit.store.queries import one_round, trail_of
from audit.wording import ROOT
from reports import report_pdf
from tests.builders import library
from tests.commands.calling import call, refused
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import LIGHT, NOW, PASSWORD, TODAY, Agency, OpenRound, settings_in

SECOND_YEAR = TODAY + timedelta(days=300)
MADE_ON = SECOND_YEAR + timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Drill:
    """An office with one closed round and one that is open, and its backup."""

    here: Agency
    first: int
    second: OpenRound
    file: Path

    def restored(self, home: Path) -> Agency:
        """The same office at another place."""
        settings = settings_in(home)
        restore(self.file, settings=settings)
        here = self.here
        return Agency(open_store(settings), settings, here.organisation_id, here.leader, here.rep, here.consultant)


@pytest.fixture(name="drill", scope="module")
def _drill(tmp_path_factory: pytest.TempPathFactory) -> Drill:
    folder = tmp_path_factory.mktemp("drill")
    first = agencies.open_round(folder / "home", answers=30)
    here = first.here
    closed(first)
    second = agencies.start(here, answers=12, today=SECOND_YEAR)
    _beside_the_store(here)
    with here.store() as session:
        members.sign_in(session, email="lea@elm.example", password=PASSWORD, now=NOW, cost=LIGHT)
        agencies_before = seen(here.settings.home)
    back_up(folder / "year.zip", settings=here.settings, today=MADE_ON)
    assert seen(here.settings.home) == agencies_before, "a backup changes nothing"
    return Drill(here, first.id, second, folder / "year.zip")


def _beside_the_store(here: Agency) -> None:
    """A printed report, an own questionnaire's words, notes for staff, and the key of the second step."""
    report = here.settings.reports / "elm" / "round-1.pdf"
    report.parent.mkdir(parents=True)
    report.write_bytes(b"%PDF of round 1")
    own = here.settings.questionnaires / "ours" / "notes.txt"
    own.parent.mkdir(parents=True)
    own.write_text("ours")
    for why in Why:
        notes_for_staff.write(here.settings.results, Note(why, "elm", 1, ()))
    for name in (*SECRETS, *SECRETS_LEFT_OUT):
        kept_secret(here.settings.secrets, name)


def seen(home: Path) -> dict[str, tuple[str, int]]:
    """Every file with its hash and time."""
    return {
        file.relative_to(home).as_posix(): (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns)
        for file in sorted(home.rglob("*"))
        if file.is_file()
    }


def rows(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table as it is on the disk."""
    with closing(sqlite3.connect(f"file:{home / 'office.sqlite'}?mode=ro", uri=True)) as read:
        names = [
            n for (n,) in read.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 's%q%'")
        ]
        return {name: sorted(read.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}  # noqa: S608 - ours


def test_every_row_comes_back_but_for_the_open_round_and_who_is_signed_in(drill: Drill, tmp_path: Path) -> None:
    there = drill.restored(tmp_path / "there")
    before, after = rows(drill.here.settings.home), rows(there.settings.home)
    assert before["sign_in"], "somebody was signed in, or the test shows nothing"
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"round", "trail_entry", *LEFT_OUT}
    assert not any(after[name] for name in LEFT_OUT - {"alembic_version"})
    assert [row for row in after["round"] if row[0] == drill.first] == [
        row for row in before["round"] if row[0] == drill.first
    ]
    assert len(after["trail_entry"]) == len(before["trail_entry"]) + 1
    assert set(before["trail_entry"]) < set(after["trail_entry"])


def test_every_file_that_is_kept_comes_back_byte_by_byte_and_no_other(drill: Drill, tmp_path: Path) -> None:
    there = drill.restored(tmp_path / "there")
    before, after = seen(drill.here.settings.home), seen(there.settings.home)
    kept = {name for name in before if name.split("/")[0] in ("results", "reports", "questionnaires")}
    kept |= {f"secrets/{name}" for name in SECRETS}
    assert len(kept) == 4 + len(Why)
    assert {name: after[name][0] for name in kept} == {name: before[name][0] for name in kept}
    assert set(after) - kept <= {"office.sqlite", "office.sqlite-journal"}
    assert (there.settings.secrets / SECRETS[0]).stat().st_mode & 0o777 == 0o400


def test_the_open_round_is_cancelled_there_and_the_trail_says_why(drill: Drill, tmp_path: Path) -> None:
    there = drill.restored(tmp_path / "there")
    with there.store() as session:
        assert one_round(session, round_id=drill.second.id).state is RoundState.CANCELLED
        latest = trail_of(session, organisation_id=there.organisation_id)[0]
        assert (latest.at, latest.who) == (MADE_ON, "Backup")
        assert "Round 2 was open" in latest.what
    with pytest.raises(RoundNotToClose):
        closed(OpenRound(there, drill.second.id, drill.second.phrases, drill.second.codes))


def test_people_sign_in_and_reports_are_the_same_bytes(drill: Drill, tmp_path: Path) -> None:
    there = drill.restored(tmp_path / "there")
    printed = []
    for office in (drill.here, there):
        with office.store() as session:
            assert members.sign_in(session, email="sam@elm.example", password=PASSWORD, now=NOW, cost=LIGHT)
            printed.append(report_pdf(round_facts(session, round_id=drill.first, library=library())))
    assert printed[0] == printed[1]


def test_a_new_round_can_be_asked_and_closed_after_a_restore(drill: Drill, tmp_path: Path) -> None:
    there = drill.restored(tmp_path / "there")
    day = MADE_ON + timedelta(days=7)
    again = agencies.start(there, answers=11, today=day)
    closed(again, today=day + timedelta(days=15))
    with there.store() as session:
        row = one_round(session, round_id=again.id)
        assert (row.number, row.state) == (2, RoundState.CLOSED)
        assert again.id > drill.second.id


def test_the_office_that_was_backed_up_closes_its_open_round_as_ever(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path / "home", answers=11)
    back_up(tmp_path / "b.zip", settings=running.here.settings, today=TODAY)
    closed(running)
    with running.here.store() as session:
        assert one_round(session, round_id=running.id).state is RoundState.CLOSED


def test_slips_that_were_printed_before_a_backup_are_printed_anew(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path / "home")
    round_id = agencies.cosigned(here)
    phrases = agencies.phrases(here, round_id)
    agencies.printed(here, round_id)
    drill = Drill(here, 0, OpenRound(here, round_id, phrases, ()), tmp_path / "b.zip")
    assert back_up(drill.file, settings=here.settings, today=TODAY) == ()
    there = drill.restored(tmp_path / "there")
    with there.store() as session:
        row = one_round(session, round_id=round_id)
        assert (row.state, row.slips) == (RoundState.COSIGNED, 0)
    agencies.printed(there, round_id)
    agencies.opened(there, round_id)


def test_a_restore_goes_into_an_empty_home_only_and_leaves_what_is_there(drill: Drill, tmp_path: Path) -> None:
    before = seen(drill.here.settings.home)
    with pytest.raises(HomeNotEmpty):
        restore(drill.file, settings=drill.here.settings)
    assert seen(drill.here.settings.home) == before
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "notes.txt").write_text("mine")
    with pytest.raises(HomeNotEmpty):
        restore(drill.file, settings=settings_in(tmp_path / "some"))
    assert list(seen(tmp_path / "some")) == ["notes.txt"]


def test_a_home_with_a_box_and_without_a_store_is_not_empty(drill: Drill, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "ballots").mkdir(parents=True)
    (home / "ballots" / "2.sqlite").write_bytes(drill.second.box.read_bytes())
    (home / ".restoring").mkdir()
    with pytest.raises(HomeNotEmpty):
        restore(drill.file, settings=settings_in(home))


def test_a_home_that_cannot_be_made_is_said_in_one_sentence(drill: Drill, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, no folder")
    found = call("restore", drill.file, env={"STEADYGROUND_HOME": str(tmp_path / "home")})
    refused(found, str(tmp_path / "home"), code=1)
    assert len(found.err.splitlines()) == 1


def test_the_same_restore_twice_is_refused_the_second_time(drill: Drill, tmp_path: Path) -> None:
    drill.restored(tmp_path / "there")
    with pytest.raises(HomeNotEmpty):
        drill.restored(tmp_path / "there")


@pytest.mark.parametrize("step", [STAGED, PLACED, ROWS_WRITTEN])
def test_a_restore_that_was_killed_is_done_again_from_the_beginning(drill: Drill, tmp_path: Path, step: str) -> None:
    home = tmp_path / "there"
    words = [sys.executable, "-m", "tests.keeping.restoring_process", str(drill.file), str(home), step]
    assert subprocess.run(words, cwd=ROOT, check=False).returncode == 9
    drill.restored(home)
    drill.restored(tmp_path / "straight")
    assert rows(home) == rows(tmp_path / "straight")
    assert {n: h for n, (h, _at) in seen(home).items() if "office" not in n} == {
        n: h for n, (h, _at) in seen(tmp_path / "straight").items() if "office" not in n
    }


def test_a_restore_that_was_killed_at_its_last_step_is_whole(drill: Drill, tmp_path: Path) -> None:
    home = tmp_path / "there"
    words = [sys.executable, "-m", "tests.keeping.restoring_process", str(drill.file), str(home), DONE]
    assert subprocess.run(words, cwd=ROOT, check=False).returncode == 9
    finish_interrupted(open_store(settings_in(home)), settings=settings_in(home))
    drill.restored(tmp_path / "straight")
    assert rows(home) == rows(tmp_path / "straight")


def test_a_damaged_backup_is_refused_and_nothing_is_made(drill: Drill, tmp_path: Path) -> None:
    whole = drill.file.read_bytes()
    bad = tmp_path / "bad.zip"
    bad.write_bytes(whole[:600] + bytes([whole[600] ^ 1]) + whole[601:])
    with pytest.raises(BackupDamaged, match="damaged"):
        restore(bad, settings=settings_in(tmp_path / "there"))
    assert not (tmp_path / "there").exists()


def rewritten(drill: Drill, file: Path, **contents: Any) -> Path:
    """The backup with other words in its list of contents."""
    with zipfile.ZipFile(drill.file) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, json.dumps(json.loads(part) | contents) if name == packing.CONTENTS else part)
    return file


def test_a_part_that_was_exchanged_is_found_by_its_hash(drill: Drill, tmp_path: Path) -> None:
    with zipfile.ZipFile(drill.file) as old:
        parts = dict.fromkeys(json.loads(old.read(packing.CONTENTS))["parts"], "0" * 64)
    with pytest.raises(BackupDamaged):
        restore(rewritten(drill, tmp_path / "bad.zip", parts=parts), settings=settings_in(tmp_path / "there"))


@pytest.mark.parametrize("name", ["ballots/1.sqlite", "../outside", "results/../../outside", "/etc/outside"])
def test_a_part_never_lands_outside_the_folders_that_are_kept(drill: Drill, tmp_path: Path, name: str) -> None:
    backup = packing.read(drill.file)
    packing.write(tmp_path / "bad.zip", packing.Backup(backup.made_on, backup.revision, backup.tables, {name: b"here"}))
    with pytest.raises(BackupDamaged):
        restore(tmp_path / "bad.zip", settings=settings_in(tmp_path / "there"))
    assert sorted(f.name for f in tmp_path.iterdir()) == ["bad.zip"]


@pytest.mark.parametrize("contents", [{"revision": "9999"}, {"format": 2}])
def test_a_backup_of_a_newer_program_is_refused_in_one_sentence(
    drill: Drill, tmp_path: Path, contents: dict[str, Any]
) -> None:
    newer = rewritten(drill, tmp_path / "newer.zip", **contents)
    found = call("restore", newer, env={"STEADYGROUND_HOME": str(tmp_path / "there")})
    refused(found, "newer edition", code=1)
    with pytest.raises(BackupIsNewer):
        restore(newer, settings=settings_in(tmp_path / "there"))


def test_an_older_backup_is_brought_up_to_date(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        command.upgrade(migrations(connection), "0001")
        here = {
            "public_id": "elm",
            "name": "Elm",
            "hosting": "outside",
            "contacts": [],
            "leave_to": "",
            "sample": False,
        }
        row = backing_up.tables_in(connection)["organisation"].insert().values(id=4, **here)
        connection.execute(row)
        tables = {
            n: [dict(r) for r in connection.execute(select(t)).mappings()]
            for n, t in backing_up.tables_in(connection).items()
        }
    engine.dispose()
    packing.write(tmp_path / "old.zip", packing.Backup(TODAY, "0001", tables, {}))
    restore(tmp_path / "old.zip", settings=settings_in(tmp_path / "there"))
    with open_store(settings_in(tmp_path / "there"))() as session:
        assert session.execute(text("SELECT id, name FROM organisation")).one() == (4, "Elm")


def test_a_file_that_is_no_backup_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("letter.txt", "Dear all")
    for name in ("letter.txt", "other.zip", "nowhere.zip"):
        with pytest.raises(NotABackup, match=name):
            restore(tmp_path / name, settings=settings_in(tmp_path / "there"))


def test_a_backup_is_its_owners_only_and_takes_the_place_of_the_one_before(drill: Drill, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    for _time in range(2):
        back_up(file, settings=drill.here.settings, today=MADE_ON)
        assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_bytes() == drill.file.read_bytes()
    assert [f.name for f in tmp_path.iterdir()] == ["b.zip"]


def test_a_file_that_is_no_backup_is_never_replaced(drill: Drill, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all")
    with pytest.raises(NotThere, match=r"letter\.txt"):
        back_up(letter, settings=drill.here.settings, today=MADE_ON)
    assert letter.read_text() == "Dear all"


def test_a_backup_does_not_go_into_the_folder_that_it_is_a_backup_of(drill: Drill) -> None:
    with pytest.raises(NotThere):
        back_up(drill.here.settings.home / "b.zip", settings=drill.here.settings, today=MADE_ON)


def test_a_place_without_an_office_has_nothing_to_keep(tmp_path: Path) -> None:
    with pytest.raises(NothingToKeep):
        back_up(tmp_path / "b.zip", settings=settings_in(tmp_path / "home"), today=TODAY)
    assert list(tmp_path.iterdir()) == []


def test_every_key_of_an_installation_is_kept_or_left_out_on_purpose() -> None:
    """A key that nobody decided about would be missing after a restore."""
    import re

    called = [
        name
        for file in (ROOT / "audit").rglob("*.py")
        for name in re.findall(r'kept_secret\([^"\n]*"([\w-]+)"', file.read_text(encoding="utf-8"))
    ]
    assert set(called) == {*SECRETS, *SECRETS_LEFT_OUT}


def test_the_commands_say_at_once_what_no_backup_holds(drill: Drill, tmp_path: Path) -> None:
    made = call("backup", tmp_path / "b.zip", env={"STEADYGROUND_HOME": str(drill.here.settings.home)})
    assert made.code == 0
    assert "Round 2 of Elm House is open." in made.out
    back = call("restore", tmp_path / "b.zip", env={"STEADYGROUND_HOME": str(tmp_path / "there")})
    assert back.code == 0
    assert str(tmp_path / "there") in back.out
    again = call("restore", tmp_path / "b.zip", env={"STEADYGROUND_HOME": str(tmp_path / "there")})
    refused(again, "STEADYGROUND_HOME", code=1)


def test_whoever_starts_the_program_hears_which_round_is_in_no_backup(drill: Drill) -> None:
    from audit.commands.serving import _where

    assert any("round 2 of Elm House is open" in line for line in _where(drill.here.settings, None))
    assert not any("Elm House" in line for line in _where(drill.here.settings, "staff"))


def test_accounts_keep_their_passwords_as_they_are(drill: Drill, tmp_path: Path) -> None:
    hashes = []
    for office in (drill.here, drill.restored(tmp_path / "there")):
        with office.store() as session:
            hashes.append(session.scalars(select(Account.password_hash).order_by(Account.id)).all())
    assert hashes[0] == hashes[1]
