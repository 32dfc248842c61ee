"""What stands at an organisation's address today."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from audit import notes_for_staff, results_file
from audit.ballot.adopting import adopt
from audit.ballot.box import Box, State, boxes_in
from audit.ballot.files import pages_beside, still_the_clock
from audit.ballot.manifest import Manifest
from audit.ballot.pages import Pages
from audit.notes_for_staff import Note, Why
from audit.results_file import ResultsFile
from audit.settings import Settings


@dataclass(frozen=True, slots=True)
class Nothing:
    """No round and no results."""


@dataclass(frozen=True, slots=True)
class NotStarted:
    """Slips are printed, nobody can answer yet."""

    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Answering:
    """People can answer."""

    box: Box
    pages: Pages

    @property
    def manifest(self) -> Manifest:
        """What the box says about its round."""
        return self.box.manifest


@dataclass(frozen=True, slots=True)
class Ended:
    """Nobody can answer any more, and the results are not there yet."""

    manifest: Manifest


@dataclass(frozen=True, slots=True)
class ResultsOut:
    """The last round's results can be read. coming: a further round whose slips are printed; called_off: a later one
    that was cancelled."""

    path: Path
    file: ResultsFile
    coming: Manifest | None
    called_off: bool = False


@dataclass(frozen=True, slots=True)
class OnlyANote:
    """The last round has left no results, and none of an earlier one are there."""

    note: Note


Found = Nothing | NotStarted | Answering | Ended | ResultsOut | OnlyANote


DAY = 86400  # seconds


class Rounds:
    """All boxes and results of one installation. Keeps boxes open, one connection each.

    What another user of the operating system has made in a shared folder is adopted before it is opened.
    """

    def __init__(self, settings: Settings) -> None:
        self._ballots, self._results = settings.ballots, settings.results
        self._lock = threading.Lock()
        self._open: dict[Path, tuple[int, Answering]] = {}

    def organisations(self) -> frozenset[str]:
        """Address parts of everybody who has a box, results or a note here."""
        with_results = (path.stem for path in self._results.glob("*.json"))
        noted = notes_for_staff.organisations(self._results)
        return frozenset((*with_results, *noted, *(box.manifest.public_id for box in self._boxes())))

    def find(self, public_id: str, *, today: date) -> Found:
        """What stands at this address on this day."""
        here = [one for one in self._boxes() if one.manifest.public_id == public_id]
        here.sort(key=lambda one: one.manifest.number)
        states = [(one.box.state, one) for one in here]
        live = [(state, one) for state, one in states if state is not State.PREPARED]
        coming = next((one.manifest for state, one in states if state is State.PREPARED), None)
        for state, one in live:
            if state is State.OPEN and today <= one.manifest.closes_on:
                return one
        return self._after(public_id, live[-1][1].manifest if live else None, coming)

    def _after(self, public_id: str, ended: Manifest | None, coming: Manifest | None) -> Found:
        """What stands there when nobody can answer."""
        path = results_file.path_in(self._results, public_id)
        results = results_file.read(path) if path in self._results.glob("*.json") else None
        note = None if ended or coming else notes_for_staff.find(self._results, public_id)
        later = note if note and (results is None or note.number > results.number) else None
        if results and (ended is None or results.number >= ended.number):
            return ResultsOut(path, results, coming, later is not None and later.why is Why.CALLED_OFF)
        if ended:
            return Ended(ended)
        if coming:
            return NotStarted(coming)
        return OnlyANote(later) if later else Nothing()

    def _boxes(self) -> list[Answering]:
        with self._lock:
            paths = boxes_in(self._ballots)
            for gone in self._open.keys() - set(paths):
                self._let_go(gone)
            return [found for path in paths if (found := self._opened(path))]

    def _opened(self, path: Path) -> Answering | None:
        try:
            found = os.stat(path)  # noqa: PTH116 - one call, one moment
            if path in self._open and self._open[path][0] != found.st_ino:
                self._let_go(path)
            if path not in self._open:
                self._open[path] = _newly_opened(path)
        except FileNotFoundError:
            return None
        one = self._open[path][1]
        if found.st_mtime % DAY:  # the office wrote into it, or somebody sends at this moment
            still_the_clock(path, one.manifest.opens_on)
        return one

    def _let_go(self, path: Path) -> None:
        _inode, one = self._open.pop(path)
        one.box.close()
        one.pages.close()


def _newly_opened(path: Path) -> tuple[int, Answering]:
    """With the number by which the file is known again; FileNotFoundError where it is gone."""
    adopt(path)
    inode = os.stat(path).st_ino  # noqa: PTH116 - one call, one moment
    box = Box(path)
    return inode, Answering(box, Pages(pages_beside(path), day=box.manifest.opens_on))
