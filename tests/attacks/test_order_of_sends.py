"""Attack: find out from the files in which order people sent."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from scipy.stats import spearmanr

from audit.answering.page_state import length_of
from audit.ballot.box import Box, sealed_ballots
from audit.ballot.files import journal_beside, pages_beside
from audit.ballot.pages import Pages
from tests.ballot.boxes import OPENS, Made, an_open_box, send

SLOTS = 400
# |rho| of 200 pairs without any order: standard deviation .07, so one run in a thousand lies outside .23
NO_ORDER = 0.25


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, list[dict[str, set[bytes]]], list[int]]:
    """A box into which half of the slips were sent; what had changed after each send; the file's size after each."""
    made = an_open_box(tmp_path_factory.mktemp("order"), slots=SLOTS)
    box, chance = Box(made.path), random.Random(7)
    changes, sizes = [], [made.path.stat().st_size]
    seen = filled_ids(made.path)
    for code in made.codes[: SLOTS // 2]:
        send(box, code, chance=chance)
        now = filled_ids(made.path)
        changes.append({table: now[table] - seen[table] for table in now})
        seen = now
        sizes.append(made.path.stat().st_size)
    return made, changes, sizes


def filled_ids(path: Path) -> dict[str, set[bytes]]:
    """Ids of filled slots, by table."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return {
            table: {row[0] for row in connection.execute(f"SELECT id FROM {table} WHERE empty = 0")}  # noqa: S608
            for table in ("ballot", "sealed_comment")
        }
    finally:
        connection.close()


def rank_correlation(some: Sequence[int], others: Sequence[int]) -> float:
    """Spearman's rho without its sign."""
    return abs(float(spearmanr(some, others).statistic))


Filled = tuple[Made, list[dict[str, set[bytes]]], list[int]]


@pytest.mark.parametrize("table", ["ballot", "sealed_comment"])
def test_the_place_of_a_ballot_in_the_file_is_uncorrelated_with_its_turn(filled: Filled, table: str) -> None:
    made, changes, _sizes = filled
    raw = made.path.read_bytes()
    offsets = [raw.index(next(iter(change[table]))) for change in changes]
    assert rank_correlation(range(len(offsets)), offsets) < NO_ORDER


@pytest.mark.parametrize("column", ["id", "sealed", "withdraw_h"])
def test_no_column_of_a_ballot_is_correlated_with_its_turn(filled: Filled, column: str) -> None:
    made, changes, _sizes = filled
    connection = sqlite3.connect(made.path)
    values = dict(connection.execute(f"SELECT id, {column} FROM ballot"))  # noqa: S608 - our own names
    connection.close()
    numbers = [int.from_bytes(values[next(iter(change["ballot"]))][:6], "big") for change in changes]
    assert rank_correlation(range(len(numbers)), numbers) < NO_ORDER


def test_ballot_and_comment_of_one_person_do_not_lie_alike(filled: Filled) -> None:
    made, changes, _sizes = filled
    raw = made.path.read_bytes()
    ballots = [raw.index(next(iter(change["ballot"]))) for change in changes]
    comments = [raw.index(next(iter(change["sealed_comment"]))) for change in changes]
    assert rank_correlation(ballots, comments) < NO_ORDER


def test_each_send_fills_exactly_one_slot_of_each_kind_and_the_file_never_grows(filled: Filled) -> None:
    _made, changes, sizes = filled
    assert all(len(ids) == 1 for change in changes for ids in change.values())
    assert len(set(sizes)) == 1


def test_runs_of_filled_slots_tell_nothing_about_who_came_last(tmp_path: Path) -> None:
    """A slot after a filled one is not filled later than one after an empty one: chance is even over empty slots."""
    later = []
    for seed in range(30):
        chance = random.Random(seed)
        made = an_open_box(tmp_path / str(seed), slots=10, seed=seed + 1)
        box = Box(made.path)
        turn: dict[bytes, int] = {}
        for number, code in enumerate(made.codes[:6]):
            send(box, code, chance=chance)
            turn |= {key: number for key in filled_ids(made.path)["ballot"] if key not in turn}
        box.close()
        keys = sorted(turn)
        later += [turn[b] > turn[a] for a, b in pairwise(keys)]
    share = sum(later) / len(later)
    assert 0.35 < share < 0.65


def test_overwriting_leaves_no_free_page_and_no_hole(filled: Filled) -> None:
    made, _changes, _sizes = filled
    connection = sqlite3.connect(made.path)
    assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_send_changes_only_rows_that_lie_where_they_lay(filled: Filled) -> None:
    """Every id stands at the same byte before and after, used or not: nothing moved."""
    made, _changes, _sizes = filled
    before = made.path.read_bytes()
    connection = sqlite3.connect(made.path)
    keys = [
        row[0]
        for table, key in (("voucher", "id"), ("draft", "h"), ("ballot", "id"), ("sealed_comment", "id"))
        for row in connection.execute(f"SELECT {key} FROM {table}")  # noqa: S608 - our own names
    ]
    connection.close()
    places = [before.index(key) for key in keys]
    box = Box(made.path)
    send(box, made.codes[-1])
    box.close()
    after = made.path.read_bytes()
    assert [after.index(key) for key in keys] == places


SIZES = {"core": 0, "the longest that may be asked": 2048, "longer than any": 12_000}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_no_row_spills_into_a_further_page_where_order_would_show(tmp_path: Path, size: int) -> None:
    made = an_open_box(tmp_path, size=size)
    box = Box(made.path)
    for code in made.codes[:5]:
        send(box, code)
    Pages(pages_beside(made.path), day=OPENS).put(b"h" * 32, b"x" * length_of(box.size))
    box.close()
    assert spilt_pages(made.path) == spilt_pages(pages_beside(made.path)) == 0


def test_on_usual_pages_long_rows_would_have_spilt(tmp_path: Path) -> None:
    """What the attack looks for is there where the size of the pages is left as it is."""
    path = tmp_path / "naive.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE ballot (id BLOB PRIMARY KEY, sealed BLOB) WITHOUT ROWID")
    connection.execute("INSERT INTO ballot VALUES (?, ?)", (b"i" * 16, b"s" * 2048))
    connection.commit()
    connection.close()
    assert spilt_pages(path) > 0


def spilt_pages(path: Path) -> int:
    """How many overflow pages a file has: pages that do not begin as a b-tree page does (SQLite’s file format)."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[16:18], "big") or 1
    size = 65536 if size == 1 else size
    return sum(raw[at] not in (2, 5, 10, 13) for at in range(size, len(raw), size))


def test_the_files_say_midnight_of_the_first_day_after_every_write(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    send(Box(made.path), made.codes[0])
    pages = pages_beside(made.path)
    Pages(pages, day=OPENS).put(b"h" * 32, b"x" * 100)
    midnight = datetime(OPENS.year, OPENS.month, OPENS.day, tzinfo=UTC).timestamp()
    for path in (made.path, journal_beside(made.path), pages, journal_beside(pages)):
        assert (path.stat().st_mtime, path.stat().st_atime) == (midnight, midnight), path.name


def test_ballots_are_handed_over_in_an_order_that_means_nothing(filled: Filled) -> None:
    made, _changes, _sizes = filled
    assert sealed_ballots(made.path) != sealed_ballots(made.path)
    assert sorted(sealed_ballots(made.path)) == sorted(sealed_ballots(made.path))
