"""`doctor`: each check is shown on an installation that is as promised, and on one where just that is broken."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from audit.ballot import schema
from audit.doors.close import finish_interrupted
from audit.keeping import boxes, folders, reached
from audit.keeping.backing_up import back_up
from audit.keeping.checking import everything
from audit.keeping.findings import Finding, State
from audit.library import Problem, QuestionnaireFaults
from audit.promise import Keys
from audit.running import report_work
from audit.settings import Settings
from audit.store.database import open_store
from audit.store.queries import one_round
from tests.commands.calling import call, refused
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import TODAY, OpenRound, settings_in

LATER = TODAY + timedelta(days=300)
AFTERWARDS = LATER + timedelta(days=1)
NOW = datetime.combine(AFTERWARDS, time(12), UTC)
QUIET = "http { access_log off; error_log /dev/null crit; server { listen 443 ssl; } }"


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> OpenRound:
    first = agencies.open_round(tmp_path_factory.mktemp("made") / "home", answers=11)
    closed(first)
    return agencies.start(first.here, answers=3, today=LATER)


@pytest.fixture(name="home")
def _home(made: OpenRound, tmp_path: Path) -> Path:
    """An installation of one's own to break: a closed round and an open one."""
    home = tmp_path / "home"
    shutil.copytree(made.here.settings.home, home)
    return home


def found(home: Path, environ: Mapping[str, str] | None = None, *, nginx: Path | None = None) -> list[Finding]:
    settings = Settings.from_environ({"STEADYGROUND_HOME": str(home), **(environ or {})})
    return everything(settings, nginx=nginx, now=NOW)


def wrong(findings: list[Finding]) -> list[tuple[str, State]]:
    """What is not as promised, each with a way out."""
    bad = [f for f in findings if f.state is not State.OK]
    assert all(f.way_out for f in bad)
    return [(f.check, f.state) for f in bad]


def only(check: str, findings: list[Finding], *, state: State = State.BREACH) -> None:
    """Just this check found something."""
    assert set(wrong(findings)) == {(check, state)}


def test_an_installation_as_promised_has_nothing_to_mend(home: Path) -> None:
    assert wrong(found(home)) == []


def test_an_installation_that_does_not_exist_yet_is_no_breach(tmp_path: Path) -> None:
    assert wrong(found(tmp_path / "home")) == [("home", State.LOOK)]
    assert not (tmp_path / "home").exists()


def test_doctor_changes_nothing(home: Path) -> None:
    before = {f: (f.read_bytes(), f.stat().st_mtime_ns) for f in home.rglob("*") if f.is_file()}
    found(home)
    assert {f: (f.read_bytes(), f.stat().st_mtime_ns) for f in home.rglob("*") if f.is_file()} == before


@pytest.mark.parametrize(
    ("check", "environ"),
    [
        ("address", {"HOST": "192.0.2.1"}),
        ("address", {"PUBLIC_URL": "http://audit.example"}),
        ("debugging", {"FLASK_DEBUG": "1"}),
        ("debugging", {"PYTHONDEVMODE": "1"}),
        ("access-log", {"GUNICORN_CMD_ARGS": "--workers 1 --access-logfile -"}),
        ("access-log", {"GUNICORN_CMD_ARGS": "--access-logfile=/var/log/visits 'unfinished"}),
    ],
)
def test_what_the_environment_asks_for_is_held_against_the_promise(
    home: Path, check: str, environ: dict[str, str]
) -> None:
    only(check, found(home, environ))


def test_https_in_front_and_switches_that_are_off_are_no_breach(home: Path) -> None:
    https = {"HOST": "192.0.2.1", "PUBLIC_URL": "https://audit.example"}
    assert wrong(found(home, {**https, "FLASK_DEBUG": "0", "GUNICORN_CMD_ARGS": "--workers 1"})) == []


@pytest.mark.parametrize(
    ("conf", "breaches"),
    [
        (QUIET, 0),
        (QUIET + " # access_log /var/log/visits;", 0),
        (QUIET.replace("access_log off;", ""), 1),
        (QUIET.replace("listen", "access_log /var/log/visits main; listen"), 1),
        (QUIET.replace("error_log /dev/null crit;", ""), 1),
        (QUIET.replace("/dev/null crit", "/var/log/faults"), 1),
        (QUIET.replace("error_log /dev/null crit", "error_log off"), 1),
        (QUIET.replace("listen", "root {above}; listen"), 1),
        (QUIET.replace("listen", "location /x { alias {above}/; } listen"), 1),
        (QUIET.replace("listen", "root /usr/share/nothing; listen"), 0),
        ("", 2),
    ],
)
def test_a_web_server_in_front_writes_nothing_down(home: Path, tmp_path: Path, conf: str, breaches: int) -> None:
    file = tmp_path / "steadyground.conf"
    file.write_text(conf.replace("{above}", str(home.parent)))
    assert wrong(found(home, nginx=file)) == [("nginx", State.BREACH)] * breaches


def test_a_pdf_maker_that_may_fetch_what_documents_name_is_a_breach() -> None:
    assert wrong(reached.check_pdf_maker("69.1")) == [("pdf-maker", State.BREACH)]


def loosened(*parts: str, mode: int) -> Callable[[Path], None]:
    """A file or folder with another mode."""
    return lambda home: home.joinpath(*parts).chmod(mode)


def box_in(home: Path) -> Path:
    (box,) = (home / "ballots").glob("*.sqlite")
    return box


def others_read_the_store(home: Path) -> None:
    home.chmod(0o710)
    (home / "office.sqlite").chmod(0o640)


def others_read_a_box(home: Path) -> None:
    box_in(home).chmod(0o640)


@pytest.mark.parametrize(
    ("check", "break_"),
    [
        ("home", loosened(mode=0o755)),
        ("secrets", loosened("secrets", "slips", mode=0o444)),
        ("secrets", loosened("secrets", "slips", mode=0o600)),
        ("store-file", others_read_the_store),
        ("box-files", others_read_a_box),
        ("box-files", loosened("ballots", mode=0o750)),
    ],
)
def test_files_that_others_can_read_are_a_breach(home: Path, check: str, break_: Callable[[Path], None]) -> None:
    break_(home)
    if check == "home":
        (home / "office.sqlite").chmod(0o600)
    only(check, found(home))


def lay_for_two(home: Path) -> None:
    """As `deploy/two-users.sh` lays it, but for the owners."""
    for folder, mode in {".": 0o710, "ballots": 0o2770, "results": 0o2750, "secrets": 0o2710}.items():
        (home / folder).chmod(mode)
    for file in home.rglob("*"):
        if file.is_file():
            file.chmod({"ballots": 0o660, "results": 0o640, "secrets": 0o400}.get(file.parent.name, 0o600))
    (home / "secrets" / "slips").chmod(0o440)
    (home / "secrets" / "second-step").touch(mode=0o400)


def test_a_folder_that_two_users_share_lets_their_group_read_boxes(home: Path) -> None:
    lay_for_two(home)
    assert wrong(found(home)) == []
    box_in(home).chmod(0o664)
    only("box-files", found(home))


@pytest.mark.parametrize("name", ["office.sqlite-journal", "secrets/second-step", "reports", "kept.zip"])
def test_what_the_other_of_two_users_can_get_at_in_the_office_is_a_breach(home: Path, name: str) -> None:
    lay_for_two(home)
    (home / name).mkdir(mode=0o700) if name == "reports" else (home / name).touch(mode=0o400)
    assert wrong(found(home)) == []
    (home / name).chmod(0o440)
    only("two-users", found(home))


@pytest.mark.parametrize("name", ["results/elm.json", "secrets/slips", "questionnaires/ours.txt"])
def test_what_the_other_of_two_users_cannot_read_and_needs_is_worth_a_look(home: Path, name: str) -> None:
    lay_for_two(home)
    (home / name).parent.mkdir(exist_ok=True)
    (home / name).touch()
    (home / name).chmod(0o400)
    only("two-users", found(home), state=State.LOOK)


def test_the_hour_of_the_offices_own_write_is_worth_a_look_until_staffs_user_sets_it_back(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_for_two(home)
    os.utime(box_in(home), (86400 + 3600, 86400 + 3600))
    monkeypatch.setattr("audit.keeping.boxes.is_ours", lambda _file: False)
    only("file-times", found(home), state=State.LOOK)


def test_whoever_is_not_the_user_of_the_installation_hears_so(home: Path) -> None:
    findings = folders.check_home(settings_in(home), running_as=os.geteuid() + 4711)
    assert wrong(findings) == [("home", State.LOOK)]


@pytest.mark.parametrize("name", ["4.sqlite.going", "4.making"])
def test_what_was_left_half_done_is_worth_a_look(home: Path, name: str) -> None:
    (home / "ballots" / name).touch(mode=0o600)
    only("leftovers", found(home), state=State.LOOK)


def test_a_backup_in_the_home_folder_is_worth_a_look(home: Path) -> None:
    file = home.parent / "b.zip"
    back_up(file, settings=settings_in(home), today=AFTERWARDS)
    file.rename(home / "b.zip")
    only("leftovers", found(home), state=State.LOOK)


def test_a_disk_that_is_nearly_full_is_worth_a_look(home: Path) -> None:
    assert wrong(folders.check_room(settings_in(home), free=folders.ROOM - 1)) == [("room", State.LOOK)]


def midnight(file: Path) -> None:
    os.utime(file, (86400, 86400))


def test_a_write_ahead_log_is_a_breach(home: Path) -> None:
    box = box_in(home)
    with closing(sqlite3.connect(box)) as open_:
        open_.execute("PRAGMA journal_mode=WAL")
    midnight(box)
    only("journals", found(home))


def test_a_journal_with_something_in_it_is_worth_a_look(home: Path) -> None:
    journal = box_in(home).with_name(f"{box_in(home).name}-journal")
    journal.touch(mode=0o600)
    journal.write_bytes(b"pages as they were")
    midnight(journal)
    assert wrong(boxes.check_journals(settings_in(home))) == [("journals", State.LOOK)]


@pytest.mark.parametrize("pragma", ["secure_delete=OFF", "synchronous=OFF"])
def test_a_box_that_does_not_overwrite_or_does_not_wait_for_the_disk_is_a_breach(
    monkeypatch: pytest.MonkeyPatch, pragma: str
) -> None:
    monkeypatch.setattr(schema, "SAFE", (*schema.SAFE, pragma))
    assert wrong(boxes.check_pragmas()) == [("sqlite", State.BREACH)]


def test_rows_that_spill_into_further_pages_are_a_breach(home: Path) -> None:
    box = box_in(home)
    small = box.with_name("small")
    with closing(sqlite3.connect(box)) as old:
        old.execute("PRAGMA page_size=512")
        old.execute("VACUUM INTO ?", (str(small),))
    small.chmod(0o600)
    midnight(small)
    small.replace(box)
    midnight(box)
    only("row-spill", found(home))


@pytest.mark.parametrize("ending", [".sqlite", ".pages"])
def test_a_file_that_tells_an_hour_is_a_breach(home: Path, ending: str) -> None:
    os.utime(box_in(home).with_suffix(ending), (86400 + 3600, 86400 + 3600))
    only("file-times", found(home))


def test_an_open_round_without_its_box_is_a_breach(home: Path) -> None:
    box_in(home).unlink()
    only("boxes", found(home))


def test_the_box_of_a_round_that_is_over_is_a_breach(made: OpenRound, home: Path) -> None:
    shutil.copy2(box_in(home), home / "ballots" / f"{made.id - 1}.sqlite")
    only("boxes", found(home))


def test_a_box_that_belongs_to_no_round_is_a_breach(home: Path) -> None:
    shutil.copy2(box_in(home), home / "ballots" / "4711.sqlite")
    only("boxes", found(home))


def test_slips_without_a_box_are_a_breach(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path / "home")
    round_id = agencies.cosigned(here)
    assert wrong(found(here.settings.home)) == []
    with here.store() as session:
        one_round(session, round_id=round_id).slips = 12
        session.commit()
    only("boxes", found(here.settings.home))


@pytest.mark.parametrize(("by", "state"), [("leader", State.LOOK), ("rep", State.OK)])
def test_a_real_round_with_one_key_that_only_a_leader_agreed_to_is_worth_a_look(
    tmp_path: Path, by: str, state: State
) -> None:
    here = agencies.agency(tmp_path / "home")
    signs = replace(here, rep=here.leader if by == "leader" else here.rep)
    agencies.cosigned(signs, keys=Keys.ONE)
    assert {f.state for f in found(here.settings.home) if f.check == "one-key"} == {state}


def in_store(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / "office.sqlite")) as store, store:
        store.execute(statement)


@pytest.mark.parametrize(
    ("check", "statement", "state"),
    [
        ("releases", "UPDATE release SET text = replace(text, '{', '{ ')", State.BREACH),
        ("store", "UPDATE alembic_version SET version_num = '9999'", State.BREACH),
        ("store", "UPDATE alembic_version SET version_num = '0001'", State.LOOK),
        ("clock", "UPDATE round SET opened_on = '2099-01-01'", State.LOOK),
    ],
)
def test_a_store_that_was_changed_by_hand_is_noticed(home: Path, check: str, statement: str, state: State) -> None:
    in_store(home, statement)
    only(check, found(home), state=state)


def test_a_store_that_is_no_database_is_a_breach_and_not_a_fault_of_ours(home: Path) -> None:
    (home / "office.sqlite").write_bytes(b"Dear all" * 1000)
    only("store", found(home))


@pytest.mark.parametrize("text", [None, "{}", "Dear all"])
def test_results_that_staff_cannot_read_are_a_breach(home: Path, text: str | None) -> None:
    (file,) = (home / "results").glob("*.json")
    file.write_text(text) if text is not None else file.unlink()
    only("releases", found(home))


def test_results_whose_time_is_over_are_worth_a_look_until_staff_are_told_so(home: Path) -> None:
    in_store(home, "DELETE FROM release")
    only("releases", found(home), state=State.LOOK)
    finish_interrupted(open_store(settings_in(home)), settings=settings_in(home))
    assert wrong(found(home)) == []


def test_questionnaires_with_a_fault_are_a_breach(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_where: Path) -> None:
        raise QuestionnaireFaults((Problem("ours/1.en.toml", 3, "q1", "It has no text.", "Write one."),))

    monkeypatch.setattr("audit.keeping.checking.load", broken)
    only("questionnaires", found(home))


def test_the_command_ends_with_1_on_a_breach_and_with_0_on_a_look(home: Path) -> None:
    env = {"STEADYGROUND_HOME": str(home), "HOST": "127.0.0.1", "PUBLIC_URL": "", "DATABASE_URL": ""}
    (home / "ballots" / "4.making").touch(mode=0o600)
    looked = call("doctor", env=env)
    assert looked.code == 0
    assert "look    A process was stopped" in looked.out
    home.chmod(0o755)
    told = call("doctor", env=env)
    assert told.code == 1
    assert f"chmod o= {home}" in told.out


def test_a_folder_that_cannot_be_looked_at_is_one_sentence_with_the_way_out(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed_to_us(_settings: Settings) -> list[Finding]:
        raise PermissionError(13, "Permission denied", str(home / "secrets"))

    monkeypatch.setattr(folders, "check_secrets", closed_to_us)
    refused(call("doctor", env={"STEADYGROUND_HOME": str(home)}), str(home / "secrets"), "as the user", code=1)


def test_as_json_each_finding_has_check_state_what_and_way_out(home: Path, tmp_path: Path) -> None:
    conf = tmp_path / "nginx.conf"
    conf.write_text("server { access_log /var/log/visits; }")
    told = call("doctor", "--json", "--nginx", conf, env={"STEADYGROUND_HOME": str(home)})
    assert told.code == 1
    findings = json.loads(told.out)
    assert all(set(one) == {"check", "state", "what", "way_out"} for one in findings)
    assert {one["state"] for one in findings if one["check"] == "nginx"} == {"breach"}


@pytest.mark.parametrize(
    ("minutes", "under_way", "bad"),
    [(9, False, False), (11, False, True), (11, True, False), (61, True, True)],
)
def test_a_report_that_nobody_makes_is_named(home: Path, minutes: int, under_way: bool, bad: bool) -> None:
    asked_at = NOW - timedelta(minutes=minutes)
    with open_store(agencies.settings_in(home))() as session:
        for form, taken in (("pdf", under_way), ("docx", False)):
            wish = report_work.Wish("board", form, "a4", "en")
            work_id = report_work.ask(session, round_id=1, wish=wish, by=1, now=asked_at)
            if taken:
                report_work.take(session, work_id=work_id)
    if bad:
        only("queue", found(home), state=State.LOOK)
    else:
        assert wrong(found(home)) == []
