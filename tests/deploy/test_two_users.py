"""Both planes under two users of the operating system: a whole round works, and staff's user gets at nothing else."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import stat
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

from audit.commands import COMMANDS, main
from audit.wording import ROOT
from tests.attacks.crowd import Crowd, Somebody
from tests.commands.test_serve import free_port
from tests.deploy.two_users import (
    GROUP,
    OFFICE,
    ONLY_ROOT,
    PATIENCE,
    STAFF,
    AnotherUser,
    Laid,
    copied_program,
    end_all,
    lay,
    reachable_folder,
)

DAY = 86400  # seconds
PEOPLE = 10
OF_THE_OFFICE = ("office.sqlite", "secrets/second-step", "secrets/set-up", "reports", "reports/elm/kept.pdf")
READS = """
import json, os, sys
found = []
for name in sys.argv[1:]:
    try:
        os.listdir(name) if os.path.isdir(name) else open(name, "rb").read(1)
        found.append("")
    except OSError as error:
        found.append(type(error).__name__)
print(json.dumps(found))
"""
OPENS = """
import json, sys
import app
app.staff_app()
print(json.dumps(sorted(sys.modules)))
"""


@dataclass(frozen=True, slots=True)
class Both:
    """Both planes running, each under its own user."""

    laid: Laid
    staff: AnotherUser
    office: AnotherUser
    port: int
    office_port: int
    processes: tuple[subprocess.Popen[str], subprocess.Popen[str]]

    @property
    def files(self) -> list[Path]:
        """All that lies in the folder of sealed boxes."""
        return sorted((self.laid.home / "ballots").iterdir())

    def looks(self) -> str:
        """What somebody who answers sees on the first page."""
        return Somebody(Crowd(self.port, (), 0, threading.Event())).asks("GET")


@pytest.fixture(name="both", scope="module")
def _both() -> Iterator[Both]:
    with reachable_folder() as folder:
        laid, program = lay(folder / "home"), copied_program(folder)
        staff, office = AnotherUser(STAFF, laid, program), AnotherUser(OFFICE, laid, program)
        with _served(office, "office") as (at, offices), _served(staff, "staff") as (port, staffs):
            yield Both(laid, staff, office, port, at, (staffs, offices))


@contextmanager
def _served(user: AnotherUser, plane: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = free_port()
    process = user.starts("-m", "audit", "serve", plane, PORT=str(port))
    try:
        until = time.monotonic() + PATIENCE
        while not _is_well(port):
            assert process.poll() is None, process.communicate(timeout=PATIENCE)[1]
            assert time.monotonic() < until, f"the {plane} plane did not start"
            time.sleep(0.05)
        yield port, process
    finally:
        end_all(process)
        process.communicate(timeout=PATIENCE)


def _is_well(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Year:
    """What was seen at each step of a round; by: owners of the files of its box."""

    made: Any
    by: dict[str, set[int]]
    hours: dict[str, list[float]]
    found: Any
    thanked: list[bool]
    progress: Any
    results: str
    left: list[Path]


@pytest.fixture(name="year", scope="module")
def _year(both: Both) -> Year:
    """A round from its slips to its results, each step by the user whose step it is."""
    by: dict[str, set[int]] = {}
    hours: dict[str, list[float]] = {}

    def note(step: str) -> None:
        by[step] = {file.stat().st_uid for file in both.files}
        hours[step] = [file.stat().st_mtime % DAY for file in both.files]

    with both.office.talks("-m", "tests.deploy.office_process") as office:
        made = office("prints")
        note("printed")
        both.looks()
        note("adopted")
        office("opens", made["round"], 1)
        both.looks()
        note("opened")
        crowd = Crowd(both.port, made["codes"], time.monotonic() + PATIENCE, threading.Event())
        thanked = [Somebody(crowd).answers(number) for number in range(PEOPLE)]
        note("answered")
        more = office("adds", made["round"])
        crowd = Crowd(both.port, more, time.monotonic() + PATIENCE, threading.Event())
        thanked.append(Somebody(crowd).answers(0))
        note("more")
        found = office("looks")
        progress = office("closes", made["round"], *list(made["phrases"].values())[:2])
        return Year(made, by, hours, found, thanked, progress, both.looks(), both.files)


def test_a_round_goes_from_slips_to_results_with_each_plane_under_its_own_user(year: Year) -> None:
    assert year.thanked == [True] * (PEOPLE + 1)
    assert year.progress == ["waiting-for-second", "closed"]
    assert "<h1>What we said</h1>" in year.results
    assert year.left == [], "the office destroyed a box that staff's user owned"


def test_the_office_opens_its_pages(both: Both) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{both.office_port}/office/", timeout=PATIENCE) as answer:
        assert "<h1>" in answer.read().decode()


def test_staffs_user_owns_the_box_from_its_first_look_on_and_the_office_writes_into_it(year: Year) -> None:
    assert year.by == {
        "printed": {OFFICE},
        "adopted": {STAFF},
        "opened": {STAFF},
        "answered": {STAFF},
        "more": {STAFF},
    }


def test_no_file_of_the_box_tells_an_hour(year: Year) -> None:
    assert {step: set(hours) for step, hours in year.hours.items()} == {step: {0.0} for step in year.by}


def test_doctor_is_content_with_two_users(year: Year) -> None:
    assert year.found == []


def test_staffs_user_can_open_nothing_of_the_office(both: Both, year: Year) -> None:
    assert year.left == []
    wanted = [str(both.laid.home / name) for name in OF_THE_OFFICE]
    assert both.office.does_json("-c", READS, *wanted) == [""] * len(wanted)
    assert both.staff.does_json("-c", READS, *wanted) == ["PermissionError"] * len(wanted)
    shared = [str(both.laid.home / name) for name in ("ballots", "results", "secrets/slips")]
    assert both.staff.does_json("-c", READS, *shared) == [""] * len(shared)


def test_the_running_plane_of_staff_has_no_file_of_the_office_open(both: Both, year: Year) -> None:
    assert year.left == []
    staffs, offices = both.processes
    assert _uids_of(staffs) == {STAFF}
    assert _uids_of(offices) == {OFFICE}
    opened = {target for pid in _family(staffs) for target in _open_files(pid)}
    inside = {path for path in opened if path.startswith(str(both.laid.home))}
    assert opened
    assert [path for path in inside if not path.startswith(str(both.laid.home / "ballots"))] == []


def test_the_plane_of_staff_loads_no_module_of_the_office(both: Both) -> None:
    never = ("audit.store", "audit.office", "audit.running", "audit.doors", "audit.keeping", "reports", "alembic")
    loaded = both.staff.does_json("-c", OPENS)
    assert "audit.staff.application" in loaded
    assert [name for name in loaded if name.startswith(never)] == []


def test_without_the_group_the_plane_of_staff_says_what_to_do(both: Both) -> None:
    secret = both.laid.home / "secrets" / "slips"
    secret.chmod(0o400)
    try:
        _code, _out, err = both.staff.ends("-m", "audit", "serve", "staff", PORT=str(free_port()))
    finally:
        secret.chmod(0o440)
    assert "is not open to this user" in err
    assert "deploy/two-users.sh" in err
    assert "Traceback" not in err


def _family(process: subprocess.Popen[str]) -> list[int]:
    """A server and what it started."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert children, "the process that answers is a child"
    return [process.pid, *map(int, children)]


def _uids_of(process: subprocess.Popen[str]) -> set[int]:
    return {Path(f"/proc/{pid}").stat().st_uid for pid in _family(process)}


def _open_files(pid: int) -> list[str]:
    return [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()]


def _rights(home: Path) -> dict[str, str]:
    """Mode, owner and group of all that lies there, by path."""
    found = {}
    for path in (home, *sorted(home.rglob("*"))):
        facts = path.stat()
        name = "." if path == home else path.relative_to(home).as_posix()
        found[name] = f"{stat.S_IMODE(facts.st_mode):04o} {facts.st_uid}:{facts.st_gid}"
    return found


def test_the_script_lays_what_both_need_and_nothing_else() -> None:
    with reachable_folder() as folder:
        said = lay(folder / "home").said
        assert _rights(folder / "home") == {
            ".": f"0710 {OFFICE}:{GROUP}",
            "ballots": f"2770 {OFFICE}:{GROUP}",
            "questionnaires": f"2750 {OFFICE}:{GROUP}",
            "reports": f"0700 {OFFICE}:{GROUP}",
            "results": f"2750 {OFFICE}:{GROUP}",
            "secrets": f"2710 {OFFICE}:{GROUP}",
            "secrets/slips": f"0440 {OFFICE}:{GROUP}",
        }
        assert (folder / "home" / "secrets" / "slips").stat().st_size == 32
        for plane, uid in (("staff", STAFF), ("office", OFFICE)):
            assert re.search(rf"--reuid {uid} .*STEADYGROUND_HOME={folder}/home .*serve {plane}\n", said)


def test_the_script_takes_over_a_folder_of_one_user_and_may_be_run_again() -> None:
    with reachable_folder() as folder:
        home = folder / "home"
        for name in ("ballots", "results", "secrets", "questionnaires/ours", "reports/elm"):
            (home / name).mkdir(parents=True)
        files = {
            "office.sqlite": f"0600 {OFFICE}:0",
            ".begun": f"0600 {OFFICE}:0",
            "ballots/1.sqlite": f"0660 {STAFF}:{GROUP}",
            "results/elm.json": f"0640 {OFFICE}:{GROUP}",
            "questionnaires/ours/1.en.toml": f"0640 {OFFICE}:{GROUP}",
            "secrets/slips": f"0440 {OFFICE}:{GROUP}",
            "secrets/second-step": f"0400 {OFFICE}:{GROUP}",
            "reports/elm/kept.pdf": f"0600 {OFFICE}:0",
        }
        for name in files:
            (home / name).write_text("as it was")
        os.chown(home / "ballots" / "1.sqlite", STAFF, 0)
        lay(home)
        once = _rights(home)
        assert {name: once[name] for name in files} == files
        assert {(home / name).read_text() for name in files} == {"as it was"}
        lay(home)
        assert _rights(home) == once


def test_the_commands_that_the_script_prints_run_as_the_two_users_in_their_group() -> None:
    with reachable_folder() as folder:
        said = lay(folder / "home").said
    commands = [shlex.split(line) for line in said.splitlines() if line.startswith("  setpriv ")]
    assert [command[-2:] for command in commands] == [["serve", "staff"], ["serve", "office"]]
    for command, uid in zip(commands, (STAFF, OFFICE), strict=True):
        before = command[: command.index(".venv/bin/steadyground")]
        who = [
            subprocess.run([*before, "id", ask], capture_output=True, timeout=PATIENCE).stdout for ask in ("-u", "-G")
        ]
        assert [int(number) for number in who] == [uid, GROUP]


def test_the_script_makes_users_and_group_where_they_are_named_and_not_there(tmp_path: Path) -> None:
    assert os.geteuid() == 0, ONLY_ROOT
    log = tmp_path / "asked"
    for name in ("getent", "groupadd", "useradd", "usermod", "chown", "chgrp"):
        stub = tmp_path / name
        end = "exit 2" if name == "getent" else "exit 0"
        stub.write_text(f'#!/bin/sh\necho "{name} $*" >>{log}\n{end}\n')
        stub.chmod(0o755)
    words = ["sh", str(ROOT / "deploy" / "two-users.sh"), str(tmp_path / "home")]
    environ = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    subprocess.run(words, env=environ, check=True, capture_output=True, timeout=PATIENCE)
    asked = log.read_text().splitlines()
    assert "groupadd --system steadyground" in asked
    for user in (_unit(plane)["User"] for plane in UNITS):
        assert [line for line in asked if line.startswith("useradd") and line.endswith(user)]
        assert f"usermod --append --groups steadyground {user}" in asked


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["/srv/x", "7", "7", "8"], "Name two users"),
        (["var", "7", "8", "9"], "from the root on"),
        (["/", "7", "8", "9"], "from the root on"),
    ],
)
def test_the_script_refuses_what_would_keep_nothing_apart(arguments: list[str], said: str) -> None:
    assert os.geteuid() == 0, ONLY_ROOT
    script = str(ROOT / "deploy" / "two-users.sh")
    done = subprocess.run(["sh", script, *arguments], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1
    assert said in done.stderr


UNITS = {plane: ROOT / "deploy" / "systemd" / f"steadyground-{plane}.service" for plane in ("staff", "office")}


def _unit(plane: str) -> dict[str, str]:
    """The service part of a unit; a name that stands twice is a fault."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their capitals
    parser.read_string(UNITS[plane].read_text(encoding="utf-8"))
    return dict(parser["Service"])


@pytest.mark.parametrize("plane", UNITS)
def test_a_unit_starts_a_command_that_exists_with_settings_that_are_read(plane: str) -> None:
    unit = _unit(plane)
    program, command, *arguments = shlex.split(unit["ExecStart"])
    assert program == f"{unit['WorkingDirectory']}/.venv/bin/steadyground"
    assert command in COMMANDS
    found = main.get_command(click.Context(main), command)
    assert found is not None
    assert found.make_context(command, arguments).params["plane"] == plane
    settings = (ROOT / "audit" / "settings.py").read_text(encoding="utf-8")
    for setting in shlex.split(unit["Environment"]):
        assert f'"{setting.partition("=")[0]}"' in settings


@pytest.mark.parametrize("plane", UNITS)
def test_a_unit_names_users_and_paths_that_the_script_lays(plane: str) -> None:
    unit, script = _unit(plane), (ROOT / "deploy" / "two-users.sh").read_text(encoding="utf-8")
    home = "/var/lib/steadyground"
    assert f"home=${{1:-{home}}}" in script
    assert f"STEADYGROUND_HOME={home}" in shlex.split(unit["Environment"])
    assert f"{plane}=${{2:-{unit['User']}}}" in script.replace("${3:-", "${2:-")
    assert f"group=${{4:-{unit['SupplementaryGroups']}}}" in script
    with reachable_folder() as folder:
        lay(folder / "home")
        named = f"{unit['ReadWritePaths']} {unit.get('InaccessiblePaths', '')}".split()
        inside = [path.lstrip("-").removeprefix(home).lstrip("/") for path in named]
        assert [name for name in inside if name != "office.sqlite" and not (folder / "home" / name).exists()] == []


@pytest.mark.parametrize("plane", UNITS)
def test_a_unit_may_write_its_own_folder_only_and_gains_no_rights(plane: str) -> None:
    unit = _unit(plane)
    wanted = {"ProtectSystem": "strict", "CapabilityBoundingSet": "", "UMask": "0077", "LimitCORE": "0"}
    yes = ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictSUIDSGID")
    assert {name: unit[name] for name in (*wanted, *yes)} == {**wanted, **dict.fromkeys(yes, "true")}


def test_what_the_plane_of_staff_says_is_kept_nowhere_and_it_writes_sealed_boxes_only() -> None:
    unit = _unit("staff")
    assert (unit["StandardOutput"], unit["StandardError"]) == ("null", "null")
    assert unit["ReadWritePaths"] == "/var/lib/steadyground/ballots"
    assert unit["User"] != _unit("office")["User"]
