"""Two users of the operating system: a folder laid for them, and the program run as either. They need no accounts."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit.wording import ROOT

STAFF, OFFICE, GROUP = 61001, 61002, 61000
PROGRAM = (
    "audit",
    "docs",
    "migrations",
    "questionnaires",
    "reports",
    "static",
    "stubs",
    "templates",
    "tests",
    "translations",
)
PATIENCE = 120  # seconds for whatever a process is asked to do
ONLY_ROOT = "only root can start programs as two other users: run these tests as root, for instance in a container"


@dataclass(frozen=True, slots=True)
class Laid:
    """A folder on which the script was run, in a place that every user can reach."""

    home: Path
    said: str

    def environ(self, **more: str) -> dict[str, str]:
        """Settings of this installation, and nothing of whoever runs the tests."""
        return {"STEADYGROUND_HOME": str(self.home), "HOST": "127.0.0.1", "PATH": "/usr/bin:/bin", **more}


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A new folder that other users can pass through; those of pytest are closed to them."""
    assert os.geteuid() == 0, ONLY_ROOT
    folder = Path(tempfile.mkdtemp(prefix="steadyground-"))
    try:
        folder.chmod(0o755)
        closed = [above for above in folder.parents if not above.stat().st_mode & 0o001]
        assert not closed, f"other users cannot pass through {closed[0]}: set TMPDIR to a folder that they can reach"
        yield folder
    finally:
        shutil.rmtree(folder)


def lay(home: Path, *, staff: int = STAFF, office: int = OFFICE) -> Laid:
    """Run the script that is shipped."""
    words = ["sh", str(ROOT / "deploy" / "two-users.sh"), str(home), str(staff), str(office), str(GROUP)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return Laid(home, done.stdout)


def copied_program(folder: Path) -> Path:
    """The program where every user can read it, wherever the tests run."""
    program = folder / "program"
    program.mkdir(mode=0o755)
    shutil.copy2(ROOT / "app.py", program)
    for name in PROGRAM:
        shutil.copytree(ROOT / name, program / name)
    subprocess.run(["chmod", "-R", "a+rX", str(program)], check=True, timeout=PATIENCE)
    return program


class AnotherUser:
    """Starts Python with the program as one user in the group of both, with none of root's rights."""

    def __init__(self, uid: int, laid: Laid, program: Path) -> None:
        self.uid, self.laid, self.program = uid, laid, program

    def starts(self, *words: str, **environ: str) -> subprocess.Popen[str]:
        """`python WORDS`. Python and its packages may lie where this user cannot walk to: both are handed over open."""
        python = os.open(sys.base_prefix, os.O_PATH | os.O_DIRECTORY)
        packages = os.open(_packages(), os.O_PATH | os.O_DIRECTORY)
        inside = f"/proc/self/fd/{python}"
        try:
            return subprocess.Popen(
                [f"{inside}/bin/python{sys.version_info.major}.{sys.version_info.minor}", *words],
                user=self.uid,
                group=self.uid,
                extra_groups=[GROUP],
                pass_fds=(python, packages),
                cwd=self.program,
                env=self.laid.environ(
                    PYTHONHOME=inside,
                    PYTHONPATH=f"{self.program}:/proc/self/fd/{packages}",
                    LD_LIBRARY_PATH=f"{inside}/lib",
                    PYTHONDONTWRITEBYTECODE="1",
                    **environ,
                ),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        finally:
            os.close(python)
            os.close(packages)

    def ends(self, *words: str, **environ: str) -> tuple[int, str, str]:
        """The same, to its end: its code and what it said."""
        with self.starts(*words, **environ) as process:
            try:
                out, err = process.communicate(timeout=PATIENCE)
            finally:
                end_all(process)
        return process.returncode, out, err

    @contextmanager
    def talks(self, *words: str) -> Iterator[Callable[..., Any]]:
        """A process that is asked line by line, in JSON, and answers so; never waited for without end."""
        with self.starts(*words) as process:
            assert process.stdin
            assert process.stdout
            answers, questions = process.stdout, process.stdin

            def asked(*what: object) -> Any:
                questions.write(json.dumps(what) + "\n")
                questions.flush()
                ready, _, _ = select.select([answers], [], [], PATIENCE)
                line = answers.readline() if ready else ""
                assert line, f"{what[0]}: {_last_words(process)}"
                return json.loads(line)

            try:
                yield asked
            finally:
                end_all(process)

    def does_json(self, *words: str) -> Any:
        """The same, where it says a value."""
        code, out, err = self.ends(*words)
        assert code == 0, err
        return json.loads(out)


def end_all(process: subprocess.Popen[str]) -> None:
    """At once, with all that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _last_words(process: subprocess.Popen[str]) -> str:
    end_all(process)
    return process.communicate(timeout=PATIENCE)[1]


def _packages() -> Path:
    """Where the packages of the tests lie."""
    import sqlalchemy

    return Path(sqlalchemy.__file__).parent.parent
