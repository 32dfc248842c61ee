"""The box: its life, what it refuses, what it keeps to itself."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from audit.ballot import box as boxes
from audit.ballot import manifest as manifests
from audit.ballot.box import Box, BoxInUse, RoundNotOpen, SlipNotAccepted, State
from audit.ballot.files import GOING, finish_destroying
from audit.ballot.making import create_box
from audit.ballot.sealing import open_ballot
from audit.promise import Ledger
from tests.ballot.boxes import BALLOT, PEPPER, PRIVATE, a_box, a_manifest, an_open_box, box_size, send


def test_a_manifest_comes_back_as_it_was() -> None:
    manifest = a_manifest()
    assert manifests.from_json(manifests.as_json(manifest)) == manifest


def test_a_manifest_of_another_format_is_refused() -> None:
    text = manifests.as_json(a_manifest()).replace('"format": 1', '"format": 2')
    with pytest.raises(ValueError, match="format 2"):
        manifests.from_json(text)


def test_a_box_tells_its_manifest_and_its_wraps(tmp_path: Path) -> None:
    made = a_box(tmp_path)
    assert boxes.manifest_of(made.path) == made.manifest
    assert set(boxes.wraps_of(made.path)) == {(1, 2), (1, 3), (2, 1), (2, 3), (3, 1), (3, 2)}


def test_a_ballot_that_is_sent_can_be_opened_at_the_end(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    send(Box(made.path), made.codes[0])
    (sealed,) = boxes.sealed_ballots(made.path)
    assert open_ballot(sealed, PRIVATE.private_bytes_raw()) == BALLOT


def test_all_slips_fit_and_then_the_ledger_adds_up(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    box = Box(made.path)
    for code in made.codes:
        send(box, code)
    assert boxes.used_slots(made.path) == len(boxes.sealed_ballots(made.path)) == len(made.codes)
    assert boxes.ledger_of(made.path) is Ledger.ADDS_UP


@pytest.mark.parametrize("state", [State.PREPARED, State.CLOSING])
def test_nothing_is_taken_before_the_round_opens_or_once_it_closes(tmp_path: Path, state: State) -> None:
    made = a_box(tmp_path) if state is State.PREPARED else an_open_box(tmp_path)
    if state is State.CLOSING:
        boxes.begin_closing(made.path)
    box = Box(made.path)
    assert box.state is state
    with pytest.raises(RoundNotOpen):
        send(box, made.codes[0])
    assert boxes.used_slots(made.path) == 0


def test_a_send_that_is_on_its_way_when_closing_begins_is_refused(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    box = Box(made.path)
    assert box.state is State.OPEN
    boxes.begin_closing(made.path)
    with pytest.raises(RoundNotOpen):
        send(box, made.codes[0])


def test_a_box_that_is_closing_never_opens_again(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    boxes.begin_closing(made.path)
    with pytest.raises(RoundNotOpen):
        boxes.open_for_answers(made.path)


def test_a_refused_send_changes_no_byte(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    box = Box(made.path)
    send(box, made.codes[0])
    before = made.path.read_bytes()
    with pytest.raises(SlipNotAccepted):
        send(box, made.codes[0])
    assert made.path.read_bytes() == before


def test_slips_printed_again_open_and_the_old_ones_do_not(tmp_path: Path) -> None:
    old = a_box(tmp_path, seed=1)
    new = a_box(tmp_path, seed=2)
    boxes.open_for_answers(new.path)
    box = Box(new.path)
    with pytest.raises(SlipNotAccepted):
        send(box, old.codes[0])
    send(box, new.codes[0])


def test_slips_of_an_open_round_cannot_be_made_anew(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    with pytest.raises(BoxInUse):
        create_box(
            made.path,
            made.manifest,
            codes=made.codes,
            pepper=PEPPER,
            wraps=boxes.wraps_of(made.path),
            size=box_size(),
            chance=random.Random(5),
        )
    assert boxes.manifest_of(made.path) == made.manifest


@pytest.mark.parametrize(
    "tampered",
    [
        "DELETE FROM voucher WHERE id = (SELECT min(id) FROM voucher)",
        "DELETE FROM ballot WHERE id = (SELECT min(id) FROM ballot)",
        "INSERT INTO ballot SELECT randomblob(16), 0, sealed, withdraw_h FROM ballot LIMIT 1",
        "UPDATE ballot SET empty = 0 WHERE id = (SELECT min(id) FROM ballot WHERE empty = 1)",
    ],
)
def test_a_box_that_was_tampered_with_does_not_add_up(tmp_path: Path, tampered: str) -> None:
    made = an_open_box(tmp_path)
    send(Box(made.path), made.codes[0])
    with sqlite3.connect(made.path) as connection:
        connection.execute(tampered)
    connection.close()
    assert boxes.ledger_of(made.path) is Ledger.DOES_NOT


def test_a_destroyed_box_leaves_nothing_and_can_be_destroyed_again(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    send(Box(made.path), made.codes[0])
    assert boxes.boxes_in(tmp_path) == (made.path,)
    boxes.destroy(made.path)
    boxes.destroy(made.path)
    assert list(tmp_path.iterdir()) == []


def test_a_destruction_cut_short_hides_the_box_and_is_ended_later(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    made.path.rename(made.path.with_name(made.path.name + GOING))
    assert boxes.boxes_in(tmp_path) == ()
    finish_destroying(tmp_path)
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(GOING)]


def test_asking_for_a_destroyed_box_does_not_make_an_empty_one(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    boxes.destroy(made.path)
    with pytest.raises(FileNotFoundError):
        boxes.manifest_of(made.path)
    assert list(tmp_path.iterdir()) == []
