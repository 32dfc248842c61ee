"""Sealing and sending one ballot, beside a plain row that is on the disk when its transaction ends."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from audit.ballot.box import Box
from audit.ballot.schema import SAFE
from tests.ballot.boxes import an_open_box, send

FEW, MANY, SENDS = 10, 10_000, 5
"""Ballots that are in already, at either end, and how many are sent in one go."""


@dataclass(frozen=True, slots=True)
class Work:
    """A box with room, the slips that are left, and a table of plain rows in the same folder."""

    box: Box
    codes: Iterator[str]
    plain: sqlite3.Connection
    numbers: Iterator[int]


@contextmanager
def loaded(already: int) -> Iterator[Work]:
    """So many ballots are in, and as many slips again are good; the folder goes afterwards."""
    folder = Path(tempfile.mkdtemp(dir="var"))
    try:
        made = an_open_box(folder, slots=2 * already + 1_000)
        _fill(made.path, already)
        plain = sqlite3.connect(folder / "plain.sqlite", isolation_level=None)
        for pragma in SAFE:
            plain.execute(f"PRAGMA {pragma}")
        plain.execute("CREATE TABLE ballot (id INTEGER PRIMARY KEY, said BLOB)")
        box = Box(made.path)
        yield Work(box, iter(made.codes), plain, count())
        box.close()
        plain.close()
    finally:
        shutil.rmtree(folder)


def _fill(path: Path, already: int) -> None:
    """As if so many had sent: which slots they took matters to nobody here."""
    connection = sqlite3.connect(path)
    for table in ("ballot", "sealed_comment"):
        taken = f"SELECT id FROM {table} ORDER BY random() LIMIT {already}"  # noqa: S608 - our own names
        connection.execute(f"UPDATE {table} SET empty = 0 WHERE id IN ({taken})")  # noqa: S608 - our own names
    connection.commit()
    connection.close()


def ours(work: Work) -> None:
    """Seal a ballot and its comment, use the slip up, fill two slots, in one transaction each."""
    for _turn in range(SENDS):
        send(work.box, next(work.codes), chance=random.SystemRandom())


def bare(work: Work) -> None:
    """A row of as many bytes, unsealed, on the same disk with the same care."""
    said = bytes(work.box.size)
    for _turn in range(SENDS):
        work.plain.execute("INSERT INTO ballot VALUES (?, ?)", (next(work.numbers), said))
