"""Kill the process between any two steps of closing: the release is there, or the sealed box is; never neither."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import Client

from audit import results_file
from audit.ballot.box import boxes_in, destroy, ledger_of, manifest_of, sealed_ballots, wraps_of
from audit.ballot.sealing import OVERHEAD, NotSealedForThisKey, open_ballot, seal
from audit.doors import close, launch
from audit.doors.close import (
    BOX_DESTROYED,
    CLOSING_BEGUN,
    COUNTED,
    OUTER_REMOVED,
    RELEASE_COMMITTED,
    RESULTS_WRITTEN,
    STEPS_OF_CLOSING,
    finish_interrupted,
)
from audit.keys import WrongPhrase, remove_layers
from audit.promise import Ledger
from audit.store.models import RoundState
from audit.store.queries import find_release, holders_of, one_organisation, one_round, outer_removed_of
from audit.wording import ROOT
from tests.attacks.twins import closing
from tests.attacks.verdicts import Verdict
from tests.builders import library
from tests.running import agencies
from tests.running.agencies import AFTER, LIGHT, OpenRound
from tests.staff.people import staff_app

ANSWERS = 14


def give(running: OpenRound, seat: int, *, phrase: str | None = None) -> close.Progress:
    with running.here.store() as session:
        return close.give_phrase(
            session,
            round_id=running.id,
            seat=seat,
            phrase=phrase or running.phrases[seat],
            settings=running.here.settings,
            library=library(),
            today=AFTER,
            cost=LIGHT,
        )


def killed_after(step: str, running: OpenRound, *, seat: int, twin: str = "") -> None:
    here = running.here
    command = [sys.executable, "-m", "tests.attacks.closing_process", str(here.settings.home), str(running.id)]
    command += [str(seat), running.phrases[seat], AFTER.isoformat(), step, twin]
    done = subprocess.run(command, cwd=ROOT, check=False)
    assert done.returncode == 9, "it died at the step"


def release_is_there(running: OpenRound) -> bool:
    with running.here.store() as session:
        found = find_release(session, round_id=running.id)
        closed = one_round(session, round_id=running.id).state is RoundState.CLOSED
        assert closed == (found is not None)
        return closed


def results_are_there(running: OpenRound) -> bool:
    with running.here.store() as session:
        public_id = one_organisation(session, organisation_id=running.here.organisation_id).public_id
    return results_file.path_in(running.here.settings.results, public_id).exists()


def restart(running: OpenRound) -> None:
    finish_interrupted(running.here.store, settings=running.here.settings)


def files_that_hold(needle: bytes, folder: Path) -> list[str]:
    return [str(f.relative_to(folder)) for f in folder.rglob("*") if f.is_file() and needle in f.read_bytes()]


@pytest.mark.parametrize("step", STEPS_OF_CLOSING)
def test_killed_after_any_step_there_is_a_release_or_a_box_and_after_the_restart_not_both(
    tmp_path: Path, step: str
) -> None:
    running = agencies.open_round(tmp_path, answers=ANSWERS)
    give(running, 1)
    killed_after(step, running, seat=2)
    assert release_is_there(running) or len(sealed_ballots(running.box)) == ANSWERS
    assert release_is_there(running) == (step in (RELEASE_COMMITTED, RESULTS_WRITTEN, BOX_DESTROYED))
    restart(running)
    assert release_is_there(running) != running.box.exists()
    assert release_is_there(running) == results_are_there(running)


@pytest.mark.parametrize("step", [CLOSING_BEGUN, COUNTED])
def test_killed_before_the_release_the_second_holder_ends_it_another_time(tmp_path: Path, step: str) -> None:
    running = agencies.open_round(tmp_path, answers=ANSWERS)
    give(running, 3)
    killed_after(step, running, seat=1)
    restart(running)
    assert ledger_of(running.box) is Ledger.ADDS_UP
    assert give(running, 1) is close.Progress.CLOSED
    assert release_is_there(running)
    assert results_are_there(running)
    assert boxes_in(running.here.settings.ballots) == ()


def test_when_the_box_is_destroyed_the_release_is_committed_and_the_results_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = agencies.open_round(tmp_path, answers=ANSWERS)
    destroyed: list[Path] = []

    def destroy_and_look(path: Path) -> None:
        assert release_is_there(running), "seen from another session"
        assert results_are_there(running)
        destroyed.append(path)
        destroy(path)

    monkeypatch.setattr(close, "destroy", destroy_and_look)
    give(running, 1)
    give(running, 2)
    assert destroyed == [running.box]


def test_killed_after_the_first_phrase_nothing_is_lost(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=ANSWERS)
    killed_after(OUTER_REMOVED, running, seat=1)
    restart(running)
    assert len(sealed_ballots(running.box)) == ANSWERS
    assert give(running, 3) is close.Progress.CLOSED


def test_a_box_whose_destruction_was_cut_short_is_gone_after_the_restart(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=ANSWERS)
    give(running, 1)
    killed_after(RESULTS_WRITTEN, running, seat=2)
    running.box.rename(running.box.with_name(running.box.name + ".going"))
    restart(running)
    assert list(running.here.settings.ballots.iterdir()) == []


def test_restarting_touches_no_box_of_a_round_that_is_not_over(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=ANSWERS)
    before = running.box.read_bytes()
    restart(running)
    assert running.box.read_bytes() == before


def test_one_phrase_never_opens_the_box_not_even_with_all_that_is_stored(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=ANSWERS)
    give(running, 1)
    with running.here.store() as session:
        salts = {h.seat: h.salt or b"" for h in holders_of(session, round_id=running.id)}
        stored = [o.blob for o in outer_removed_of(session, round_id=running.id)]
    everything = [*stored, *wraps_of(running.box).values()]
    for blob in everything:
        opened = _opened(blob, running, salts)
        assert opened is None or _opened(opened, running, salts) is None
        assert opened is None or len(opened) > 32, "a bare key is 32 bytes"


def _opened(blob: bytes, running: OpenRound, salts: dict[int, bytes]) -> bytes | None:
    try:
        return remove_layers((blob,), phrase=running.phrases[1], salt=salts[1], cost=LIGHT)[0]
    except WrongPhrase:
        return None


def test_after_the_close_no_file_holds_a_slip_a_key_or_a_sealed_ballot(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=ANSWERS)
    sealed = sealed_ballots(running.box)
    wraps = list(wraps_of(running.box).values())
    give(running, 1)
    with running.here.store() as session:
        stored = [o.blob for o in outer_removed_of(session, round_id=running.id)]
    assert files_that_hold(stored[0], tmp_path), "the search finds what is there"
    give(running, 2)
    secrets = [*sealed, *wraps, *stored, *(c.encode() for c in running.codes)]
    secrets += [phrase.encode() for phrase in running.phrases.values()]
    for needle in secrets:
        assert files_that_hold(needle, tmp_path) == []


def test_no_phrase_and_no_code_is_written_anywhere_while_the_round_is_open(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=ANSWERS)
    give(running, 1)
    for needle in (*running.phrases.values(), *running.codes):
        assert files_that_hold(needle.encode(), tmp_path) == []


def lost(folder: Path, twin: str) -> bool:
    """Whether there is a step after which neither the release nor the box is there."""
    for step in STEPS_OF_CLOSING:
        running = agencies.open_round(folder / step, answers=ANSWERS)
        give(running, 1)
        killed_after(step, running, seat=2, twin=twin)
        if not release_is_there(running) and not running.box.exists():
            return True
    return False


def test_attack_killed_at_every_step(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "killed-while-closing",
        rule="the box is destroyed before the release is committed",
        ours=lambda: lost(tmp_path / "ours", ""),
        twin=lambda: lost(tmp_path / "twin", closing.DESTROYED_FIRST),
    )


def one_phrase_opens(folder: Path, *, wrapped_once: bool) -> bool:
    """The leader has their own phrase and reads everything that is stored, also what their phrase has brought about."""
    with pytest.MonkeyPatch.context() as patch:
        if wrapped_once:
            patch.setattr(launch, "wrap", closing.wrapped_once)
        running = agencies.open_round(folder, answers=2)
    with running.here.store() as session:
        salts = {h.seat: h.salt or b"" for h in holders_of(session, round_id=running.id)}
    give(running, 1)
    with running.here.store() as session:
        stored = [o.blob for o in outer_removed_of(session, round_id=running.id)]
    blobs = [*wraps_of(running.box).values(), *stored]
    once = [opened for blob in blobs if (opened := _opened(blob, running, salts))]
    twice = [opened for blob in once if (opened := _opened(blob, running, salts))]
    return any(_is_the_key(key, running) for key in (*blobs, *once, *twice) if len(key) == 32)


def _is_the_key(key: bytes, running: OpenRound) -> bool:
    try:
        return bool(open_ballot(sealed_ballots(running.box)[0], key))
    except NotSealedForThisKey:
        return False


def test_attack_one_phrase_alone(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "one-phrase",
        rule="the key is wrapped once",
        ours=lambda: one_phrase_opens(tmp_path / "ours", wrapped_once=False),
        twin=lambda: one_phrase_opens(tmp_path / "twin", wrapped_once=True),
    )


def something_survives(folder: Path, twin: Callable[[Path], None] | None) -> bool:
    """Whether one file has both a slip and a ballot of the round, once the round is over."""
    running = agencies.open_round(folder, answers=ANSWERS)
    connection = sqlite3.connect(running.box)
    slips = [row[0] for row in connection.execute("SELECT id FROM voucher")]
    filled = [row[0] for row in connection.execute("SELECT id FROM ballot WHERE empty = 0")]
    connection.close()
    with pytest.MonkeyPatch.context() as patch:
        if twin is not None:
            patch.setattr(close, "destroy", twin)
        give(running, 1)
        give(running, 2)
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return any(any(s in raw for s in slips) and any(b in raw for b in filled) for raw in files)


def test_attack_files_that_survive_the_round(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "surviving-file",
        rule="a copy of the box is kept",
        ours=lambda: something_survives(tmp_path / "ours", None),
        twin=lambda: something_survives(tmp_path / "twin", closing.a_copy_is_kept),
    )


def a_stuffed_box_adds_up(folder: Path, *, unchecked: bool) -> bool:
    """A ballot of one's own making is put into the box by whoever has its disk; the results say nothing of it."""
    running = agencies.open_round(folder, answers=ANSWERS)
    (forged,) = agencies.ballots(running, 1)
    manifest = manifest_of(running.box)
    connection = sqlite3.connect(running.box)
    ((length,),) = connection.execute("SELECT length(sealed) FROM ballot LIMIT 1").fetchall()
    sealed = seal(forged, round_key=manifest.round_key, size=length - OVERHEAD)
    connection.execute("INSERT INTO ballot VALUES (?, 0, ?, ?)", (b"f" * 16, sealed, b"w" * 32))
    connection.commit()
    connection.close()
    with pytest.MonkeyPatch.context() as patch:
        if unchecked:
            patch.setattr(close, "ledger_of", lambda _path: Ledger.ADDS_UP)
        give(running, 1)
        give(running, 2)
    with running.here.store() as session:
        public_id = one_organisation(session, organisation_id=running.here.organisation_id).public_id
    page = Client(staff_app(running.here.settings, today=AFTER)).get(f"/{public_id}").text
    return "do not add up" not in page


def test_attack_a_ballot_put_in_behind_everybodys_back(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "ledger",
        rule="nobody compares slots and slips",
        ours=lambda: a_stuffed_box_adds_up(tmp_path / "ours", unchecked=False),
        twin=lambda: a_stuffed_box_adds_up(tmp_path / "twin", unchecked=True),
    )
