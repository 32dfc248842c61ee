"""Looking for what somebody said or brought along in everything that running programs have written.

Files are looked through as they lie on the disk, and those that a process holds open although they have no name any
more.
"""

from __future__ import annotations

import stat
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus

SHORTEST = 6  # letters: anything shorter stands in many a file by chance
PROCESSES = Path("/proc")
SESSION = 3  # the field of stat, counted behind the name of the program


class TraceFound(Exception):  # noqa: N818 - it states a fact, as all exceptions here do
    """Something of the person lies where it can be read."""


@dataclass(slots=True)
class Search:
    """folders: looked through with everything below them; leaders: processes that are looked at with all that they
    started. known: what is looked for; clean: files that were looked through, as they were then."""

    folders: tuple[Path, ...]
    leaders: tuple[int, ...]
    known: set[str] = field(default_factory=set)
    clean: dict[str, int] = field(default_factory=dict)
    needles: tuple[bytes, ...] = ()

    def also_for(self, said: Iterable[str]) -> None:
        """From now on for these, too."""
        new = {one for one in said if len(one) >= SHORTEST} - self.known
        if new:
            self.known |= new
            self.needles = tuple({shape for one in self.known for shape in shapes_of(one)})
            self.clean.clear()

    def looks(self, when: str) -> None:
        """TraceFound with the place where the first trace lies."""
        for name, raw in self._everything():
            seen = hash(raw)
            if self.clean.get(name) != seen and any(needle in raw for needle in self.needles):
                raise TraceFound(f"{name}, {when}")
            self.clean[name] = seen

    def _everything(self) -> Iterator[tuple[str, bytes]]:
        for path in (path for folder in self.folders for path in folder.rglob("*")):
            try:
                if path.is_file() and not path.is_symlink():
                    yield str(path), path.read_bytes()
            except FileNotFoundError:
                continue  # it was there a moment ago
        for leader in self.leaders:
            for process in processes_of(leader):
                yield from nameless_files_of(process)


def shapes_of(said: str) -> set[bytes]:
    """A text as it may lie in a file: as it is, percent-encoded, in hexadecimal, in base64, in UTF-16."""
    raw = said.encode()
    texts = {said, quote(said, safe=""), quote_plus(said), raw.hex(), raw.hex().upper()}
    plain = {text.encode() for text in texts}
    return plain | set(_in_base64(raw)) | {said.encode("utf-16-le"), said.encode("utf-16-be")}


def _in_base64(raw: bytes) -> Iterator[bytes]:
    """The letters that stand for it wherever it begins in what was encoded, without those that neighbours share."""
    for before in range(3):
        whole = b64encode(b"\0" * before + raw)
        first, last = (0, 2, 3)[before], (len(raw) + before) * 8 // 6
        yield whole[first:last]
        yield whole[first:last].replace(b"+", b"-").replace(b"/", b"_")


def processes_of(leader: int) -> list[Path]:
    """A process that leads a session, and all that it started."""
    found = []
    for process in PROCESSES.glob("[0-9]*"):
        try:
            behind = (process / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if behind.split()[SESSION] == str(leader):
            found.append(process)
    return found


def nameless_files_of(process: Path) -> Iterator[tuple[str, bytes]]:
    """What a process holds open and no folder names."""
    try:
        handles = list((process / "fd").iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return
    for handle in handles:
        try:
            if str(handle.readlink()).endswith(" (deleted)") and stat.S_ISREG(handle.stat().st_mode):
                yield str(handle), handle.read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
