"""Calling the command line as a person would, and the files that tests hand in."""

from __future__ import annotations

import atexit
import csv
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from click.testing import CliRunner

from audit.commands import main


@dataclass(frozen=True, slots=True)
class Called:
    """How a command ended, and what it said where."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def call(*words: str | Path | int, env: Mapping[str, str] | None = None) -> Called:
    """Runs `steadyground` with these words, in this process."""
    found = CliRunner().invoke(main, [str(w) for w in words], env=env, prog_name="steadyground")
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return Called(found.exit_code, found.stdout, found.stderr)


def refused(called: Called, *parts: str, code: int) -> None:
    """Nothing on standard output, one sentence or more with these parts on the other, and the code that is promised."""
    assert called.code == code, called
    assert called.out == ""
    for part in parts:
        assert part in called.err, called.err


def scratch() -> Path:
    """A folder for what several tests share; gone when they are done."""
    folder = Path(mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """Two simulated files."""

    answers: Path
    people: Path

    def edited(self, row: int, column: str, cell: str) -> Path:
        """The answers with one cell changed; rows are counted as a spreadsheet counts them, the header is row 1."""
        rows = rows_of(self.answers)
        rows[row - 1][rows[0].index(column)] = cell
        return write_rows(self.answers.with_name("edited.csv"), rows)


def rehearse(folder: Path, *, people: int, seed: int = 1) -> Rehearsed:
    """Answers and headcounts of so many simulated people."""
    files = Rehearsed(folder / f"answers-{people}-{seed}.csv", folder / f"people-{people}-{seed}.csv")
    words = ("--people", people, "--seed", seed, "--out", files.answers, "--people-out", files.people)
    assert call("simulate", *words).code == 0
    return files


def analyse(files: Rehearsed, *more: str | Path | int) -> Any:
    """The outcome of these files."""
    called = call("analyse", files.answers, "--people", files.people, "--json", "-", *more)
    assert called.code == 0, called.err
    return called.json


def rows_of(path: Path) -> list[list[str]]:
    """A CSV file's rows."""
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


def write_rows(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """A CSV file of these rows."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path
