"""Three ways to run: what the pages tell people to type is carried out here. Only ports and paths are replaced.

What changes the machine itself is held against what is shipped instead: packages against the Makefile's list, `make`
against its targets, the service manager by starting nginx directly. No container engine is needed: each instruction of
the Containerfile is held against the tree, and what it would start is started by hand.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from audit.wording import ROOT
from tests.deploy.fronting import ANSWER, PATIENCE, Front, Served, fronted, served
from tests.pages import check_page

PAGES = ROOT / "docs" / "run"
WAYS = ("hosted", "kiosk", "one-machine")
MOST = 10  # commands on one page
OURS, PYTHON = ".venv/bin/steadyground", ".venv/bin/python"
MADE = Path("/etc/nginx/nginx.conf")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
CONTAINERFILE = ROOT / "deploy" / "Containerfile"
NEVER_IN_A_CONTAINER = ("tests", "var", ".git", ".venv")


def commands_on(name: str) -> list[str]:
    """The lines that a page sets apart to be typed."""
    lines = (PAGES / f"{name}.md").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.startswith("    ")]


def ours(line: str) -> list[str]:
    """A command of ours with the python that runs this test."""
    assert line.startswith(OURS)
    return [sys.executable, "-m", "audit", *shlex.split(line)[1:]]


def those_of(name: str, what: str) -> list[list[str]]:
    """Our commands on a page that begin with this word."""
    return [ours(line) for line in commands_on(name) if line.startswith(f"{OURS} {what}")]


def called(words: Sequence[str], home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    chosen = {"STEADYGROUND_HOME": str(home), "HOST": "127.0.0.1", "PUBLIC_URL": "", **more}
    environ = {**os.environ, **chosen}
    return subprocess.run(words, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120, check=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page answered; as much as a look at it needs."""

    status_code: int
    text: str
    headers: dict[str, str]


def fetched(line: HTTPConnection, path: str, *, host: str) -> Answer:
    """A page, checked; the line is closed."""
    try:
        line.request("GET", path, headers={"Host": host})
        answer = line.getresponse()
        found = Answer(answer.status, answer.read().decode(), dict(answer.headers.items()))
    finally:
        line.close()
    check_page(found, staff=False)
    return found


@pytest.mark.parametrize("name", WAYS)
def test_each_way_is_told_in_ten_commands_at_most(name: str) -> None:
    typed = commands_on(name)
    assert 0 < len(typed) <= MOST
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    for wanted in ("**For whom.**", "| protects | does not protect |", "Stop:", "Update", "keeping.md", "doctor"):
        assert wanted in text, wanted


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_every_page_that_a_page_leads_to_is_there(path: Path) -> None:
    led_to = _led_to(path)
    assert [one for one in led_to if not (path.parent / one).exists()] == []
    named = re.findall(r"`((?:audit|deploy|docs|tests)/[\w./-]+)`", path.read_text(encoding="utf-8"))
    assert [one for one in named if not (ROOT / one).exists()] == []


def _led_to(path: Path) -> list[str]:
    return re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))


def test_the_first_page_leads_to_every_other() -> None:
    others = {path.name for path in PAGES.glob("*.md")} - {"README.md"}
    assert {f"{name}.md" for name in WAYS} <= others <= set(_led_to(PAGES / "README.md"))


@pytest.mark.parametrize("name", WAYS)
def test_what_changes_the_machine_is_what_the_makefile_knows(name: str) -> None:
    for line in commands_on(name):
        words = shlex.split(line)
        if "apt-get" in words:
            assert set(words[words.index("install") + 1 :]) <= _packages("SYSTEM") | _packages("SYSTEM_TEST")
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", MAKEFILE, re.MULTILINE)
        if words[:2] == ["sudo", "systemctl"]:
            assert words[2:] == ["restart", "nginx"]


def _packages(name: str) -> set[str]:
    found = re.search(rf"^{name} := (.+)$", MAKEFILE, re.MULTILINE)
    assert found
    return set(found[1].split())


def test_kiosk(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (serving,) = those_of("kiosk", "serve")
    with served(tmp_path / "program", home=home, words=serving) as running:
        opened = f"http://127.0.0.1:{running.port}"
        text = (PAGES / "kiosk.md").read_text(encoding="utf-8")
        assert "http://127.0.0.1:8000" in text
        assert opened in running.said.read_text(encoding="utf-8")
        for path in ("/", "/office/"):
            assert fetched(_to(running), path, host=f"127.0.0.1:{running.port}").status_code == 200
        phone = fetched(_to(running), "/", host=f"192.168.1.5:{running.port}")
        assert (phone.status_code, "not protected" in phone.text) == (421, True)
        assert "Set-Cookie" not in phone.headers
        (doctor,) = those_of("kiosk", "doctor")
        found = called(doctor, home)
        assert (found.returncode, "breach" in found.stdout) == (0, False), found.stdout
    (backing_up,) = those_of("kiosk", "backup")
    file = tmp_path / "steadyground.zip"
    found = called([*backing_up[:-1], str(file)], home)
    assert found.returncode == 0, found.stderr
    assert file.exists()


def _to(running: Served) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", running.port, timeout=ANSWER)


@dataclass(frozen=True, slots=True)
class Way:
    """What the commands of a page brought about before anything was served. conf: what nginx was given."""

    conf: Path
    public_url: str

    @property
    def name(self) -> str:
        return self.public_url.removeprefix("https://")


def carried_out(name: str, folder: Path) -> Way:
    """The commands of a page that copy, change and set, in their order, with the path of nginx in this folder."""
    conf, public = folder / "typed" / MADE.name, ""
    conf.parent.mkdir()
    for line in commands_on(name):
        words = shlex.split(line.replace(str(MADE), str(conf)))
        if words[:2] in (["sudo", "cp"], ["sudo", "sed"]):
            subprocess.run(words[1:], cwd=ROOT, check=True, timeout=PATIENCE)
        if words[0] == "export":
            public = words[1].removeprefix("PUBLIC_URL=")
    assert public.startswith("https://")
    return Way(conf, public)


def _looks_right_from_outside(front: Front, way: Way) -> None:
    for path in ("/", "/office/sign-in", "/office/"):
        answer = fetched(front.connects(), path, host=way.name)
        assert answer.status_code == 200
        assert answer.headers["Strict-Transport-Security"]
    line = front.connects()
    try:
        line.request("GET", "/", headers={"Host": "127.0.0.1"})
        assert line.getresponse().status == 421
    finally:
        line.close()


def _is_well(name: str, way: Way, home: Path) -> None:
    (doctor,) = those_of(name, "doctor")
    found = called([word.replace(str(MADE), str(way.conf)) for word in doctor], home, PUBLIC_URL=way.public_url)
    assert (found.returncode, "breach" in found.stdout) == (0, False), found.stdout
    assert way.public_url in found.stdout


def test_one_machine(tmp_path: Path) -> None:
    way, home = carried_out("one-machine", tmp_path), tmp_path / "home"
    (serving,) = those_of("one-machine", "serve")
    with served(tmp_path / "program", home=home, words=serving, environ={"PUBLIC_URL": way.public_url}) as running:
        with _in_front(way, tmp_path, behind=running.port) as front:
            _looks_right_from_outside(front, way)
        said = running.said.read_text(encoding="utf-8")
        assert f"{way.public_url}/office/" in said
        assert "Set-up code:" in said
    _is_well("one-machine", way, home)


def test_hosted(tmp_path: Path) -> None:
    way, home = carried_out("hosted", tmp_path), tmp_path / "home"
    for_staff, for_office = those_of("hosted", "serve")
    port = for_office.index("--port")
    assert f"127.0.0.1:{for_office[port + 1]};" in way.conf.read_text(encoding="utf-8")
    chosen = {"PUBLIC_URL": way.public_url}
    with (
        served(tmp_path / "office", home=home, words=for_office[:port], environ=chosen) as office,
        served(tmp_path / "staff", home=home, words=for_staff, environ=chosen) as staff,
        _in_front(way, tmp_path, behind=staff.port, office=office.port) as front,
    ):
        _looks_right_from_outside(front, way)
        assert fetched(_to(staff), "/office/", host="localhost").status_code == 404
        assert "Set-up code:" in office.said.read_text(encoding="utf-8")
        assert "Set-up code:" not in staff.said.read_text(encoding="utf-8")
    _is_well("hosted", way, home)


@contextmanager
def _in_front(way: Way, folder: Path, *, behind: int, office: int = 0) -> Iterator[Front]:
    text = way.conf.read_text(encoding="utf-8")
    with fronted(folder / "nginx", behind=behind, office=office, text=text, name=way.name) as front:
        yield front


def instructions() -> list[tuple[str, str]]:
    """(word, the rest) of each instruction of the Containerfile."""
    text = re.sub(r"^#.*\n", "", CONTAINERFILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    whole = [line.strip() for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    return [(word, " ".join(rest.split())) for word, _, rest in (line.partition(" ") for line in whole)]


def the_one(word: str) -> str:
    """What stands behind an instruction that is there once."""
    (found,) = [rest for said, rest in instructions() if said == word]
    return found


def copied() -> list[tuple[str, str]]:
    """(source, where it goes) of everything that the Containerfile copies."""
    lists = [rest.split() for word, rest in instructions() if word == "COPY"]
    return [(source, into) for *sources, into in lists for source in sources]


def set_in_it() -> dict[str, str]:
    """What the Containerfile sets in the environment."""
    return dict(pair.split("=", 1) for pair in shlex.split(the_one("ENV")))


def test_the_container_holds_what_is_there_and_nothing_of_the_workshop() -> None:
    sources = [source for source, _into in copied()]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert not set(sources) & {".", *NEVER_IN_A_CONTAINER}
    assert {"requirements.txt", "pyproject.toml", "app.py", "audit"} <= set(sources)
    assert the_one("FROM").startswith("debian:")
    assert the_one("FROM").endswith("-slim")


def test_the_container_has_the_packages_that_make_installs_and_the_pinned_ones() -> None:
    runs = " ".join(rest for word, rest in instructions() if word == "RUN")
    found = re.search(r"apt-get install ((?:--?[\w-]+ )*)([a-z0-9. -]+) &&", runs)
    assert found
    assert set(found[2].split()) == _packages("SYSTEM")
    assert "--require-hashes --requirement requirements.txt" in runs
    assert "--no-deps --no-build-isolation" in runs


def test_the_container_runs_as_a_user_who_owns_its_volume_and_no_more() -> None:
    words = [word for word, _rest in instructions()]
    user, home = the_one("USER"), the_one("VOLUME")
    assert user not in ("", "root", "0")
    assert words.index("USER") < words.index("CMD")
    assert set_in_it()["STEADYGROUND_HOME"] == home
    runs = " ".join(rest for word, rest in instructions() if word == "RUN")
    assert f"--owner {user} --group {user} --mode 0700 {home}" in runs
    assert runs.count("--owner") == 1


def test_the_page_builds_and_starts_this_very_file_with_a_port_for_the_machine_alone() -> None:
    build, run = ([*shlex.split(line)] for line in commands_on("one-machine") if line.startswith("podman"))
    assert build[build.index("--file") + 1] == str(CONTAINERFILE.relative_to(ROOT))
    assert run[-1] == f"localhost/{build[build.index('--tag') + 1]}"
    assert run[run.index("--volume") + 1].endswith(f":{the_one('VOLUME')}")
    port = the_one("EXPOSE")
    assert run[run.index("--publish") + 1] == f"127.0.0.1:{port}:{port}"
    assert set_in_it()["PORT"] == port
    assert run[run.index("--env") + 1] == f"PUBLIC_URL={public_url_named()}"


def public_url_named() -> str:
    """The address that the page names for the way without a container."""
    (line,) = [line for line in commands_on("one-machine") if line.startswith("export PUBLIC_URL=")]
    return line.partition("=")[2]


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """Everything that the Containerfile copies, where nothing else is."""
    top = tmp_path / "inside"
    top.mkdir()
    for source, into in copied():
        found, there = ROOT / source, top / into
        if found.is_dir():
            shutil.copytree(found, there, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            there.mkdir(parents=True, exist_ok=True)
            shutil.copy(found, there)
    return top


def by_hand(written: str, top: Path) -> list[str]:
    """A command as the Containerfile writes it, from this folder, with the python that runs this test."""
    program, *words = json.loads(written)
    if program == PYTHON:
        return [sys.executable, *words]
    assert program == OURS
    begin = f"""
import os, sys
os.chdir({str(top)!r})
sys.path.insert(0, {str(top)!r})
import audit.commands
assert audit.__file__.startswith({str(top)!r}), audit.__file__
audit.commands.main(prog_name="steadyground")
"""
    return [sys.executable, "-c", begin, *words]


def test_what_the_container_starts_answers_and_is_well(tmp_path: Path, inside: Path) -> None:
    public = public_url_named()
    environ = {key: value for key, value in set_in_it().items() if key == "HOST"} | {"PUBLIC_URL": public}
    words = by_hand(the_one("CMD"), inside)
    with served(tmp_path / "program", home=tmp_path / "home", words=words, environ=environ) as running:
        for path in ("/", "/office/", "/office/sign-in"):
            assert fetched(_to(running), path, host=public.removeprefix("https://")).status_code == 200
        assert public in running.said.read_text(encoding="utf-8")
        assert _health(running.port, inside) == 0
    assert _health(running.port, inside) != 0


def _health(port: int, top: Path) -> int:
    written = the_one("HEALTHCHECK").partition("CMD")[2].replace(":8000/", f":{port}/")
    return subprocess.run(by_hand(written, top), capture_output=True, timeout=PATIENCE, check=False).returncode


def test_the_container_does_not_start_without_https_in_front(tmp_path: Path, inside: Path) -> None:
    found = called(by_hand(the_one("CMD"), inside), tmp_path / "home", HOST=set_in_it()["HOST"])
    assert found.returncode == 1
    assert "PUBLIC_URL" in found.stderr


def test_nothing_starts_without_the_text_that_says_how_results_are_worked_out(tmp_path: Path, inside: Path) -> None:
    (inside / "docs" / "method.md").unlink()
    environ = {"HOST": set_in_it()["HOST"], "PUBLIC_URL": public_url_named()}
    found = called(by_hand(the_one("CMD"), inside), tmp_path / "home", **environ)
    assert found.returncode == 1
    assert "docs/method.md cannot be read" in found.stderr
    assert "Traceback" not in found.stderr
