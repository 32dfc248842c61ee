"""A PostgreSQL of one's own: in a folder that goes afterwards, reached through a socket in it, by nobody else."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql")
PATIENCE = 60  # seconds until a step that does not end is given up
QUICK = ("listen_addresses=''", "fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=40")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. folder: where its socket lies."""

    programs: Path
    folder: Path

    def new_database(self, name: str) -> str:
        """An empty one; its DATABASE_URL."""
        _as_somebody([str(self.programs / "createdb"), "-h", str(self.folder), "-U", "steady", name])
        return f"postgresql://steady@/{name}?host={self.folder}"

    @property
    def log(self) -> str:
        """What the server has written down so far."""
        return (self.folder / "log").read_text(encoding="utf-8")


@contextmanager
def serving() -> Iterator[Server]:
    """Until the block ends. It is Debian's newest; `make test` installs it."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    assert found, "PostgreSQL is not here: make test installs it"
    folder = Path(tempfile.mkdtemp(prefix="steadyground-pg-"))
    server, data = Server(found[-1].parent, folder), folder / "data"
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        _as_somebody(
            [str(found[-1]), "-D", str(data), "-U", "steady", "-A", "trust", "--no-sync", "-E", "UTF8", "--no-locale"]
        )
        options = [part for one in (*QUICK, f"unix_socket_directories={folder}") for part in ("-c", one)]
        control = [str(server.programs / "pg_ctl"), "-D", str(data), "-w", "-t", str(PATIENCE)]
        _as_somebody([*control, "-l", str(folder / "log"), "-o", " ".join(options), "start"])
        try:
            yield server
        finally:
            _as_somebody([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_somebody(command: list[str]) -> None:
    """The server refuses to be run by root, so root lends it Debian's account for it."""
    account: dict[str, str] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    done = subprocess.run(
        command,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=PATIENCE,
        check=False,
        text=True,
        **account,  # type: ignore[call-overload]  # names of accounts are text
    )
    assert done.returncode == 0, done.stdout
