"""Attack: find out from the files in which order people sent."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from scipy.stats import spearmanr

from audit.answering.page_state import length_of
from audit.ballot.box import Box, sealed_ballots
from audit.ballot.files import journal_beside, pages_beside
from audit.ballot.pages import Pages
from audit.ballot.slips import hash_of
from tests.attacks.twins import boxes as twins
from tests.attacks.verdicts import Verdict
from tests.ballot.boxes import OPENS, PEPPER, Made, an_open_box, send

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


MANY = 150
Twin = Callable[[pytest.MonkeyPatch], None]
Turns = Mapping[bytes, int]


def as_we_are(_patch: pytest.MonkeyPatch) -> None:
    """Every rule stands."""


def some_send(folder: Path, twin: Twin, *, size: int = 0, many: int = MANY, seed: int = 17) -> tuple[Made, Turns]:
    """A box made and filled with one rule taken away, and the turn of each ballot that is in it."""
    chance = random.Random(seed)
    turn: dict[bytes, int] = {}
    with pytest.MonkeyPatch.context() as patch:
        twin(patch)
        made = an_open_box(folder, slots=2 * many, size=size)
        box = Box(made.path)
        for number, code in enumerate(made.codes[:many]):
            send(box, code, chance=chance)
            turn |= {key: number for key in filled_ids(made.path)["ballot"] if key not in turn}
        box.close()
    assert len(turn) == many
    return made, turn


def the_first_eight_lie_in_order(folder: Path, twin: Twin) -> bool:
    """SQLite fills a page from its end, so that eight rows put in one by one lie there backwards; seen in ten boxes."""
    rhos = []
    for number in range(10):
        made, turn = some_send(folder / str(number), twin, many=8, seed=number)
        raw = made.path.read_bytes()
        rhos.append(float(spearmanr(list(turn.values()), [raw.index(key) for key in turn]).statistic))
    return abs(sum(rhos) / len(rhos)) > 0.5  # without any order: standard deviation .12


def spilt_in_order(made: Made, turn: Turns) -> bool:
    """What spilt over lies in pages that were given out one after the other; the last bytes of a ballot are there."""
    connection = sqlite3.connect(made.path)
    sealed = dict(connection.execute("SELECT id, sealed FROM ballot WHERE empty = 0"))
    connection.close()
    raw = made.path.read_bytes()
    ends = [(number, raw.find(sealed[key][-40:])) for key, number in turn.items()]
    return rank_correlation([n for n, _ in ends], [at for _, at in ends]) > 0.5


def holes(path: Path) -> int:
    """Pages with a freed block, and free pages: something was here and has gone (SQLite's file format)."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[16:18], "big") or 1
    size = 65536 if size == 1 else size
    trees = [at + (100 if at == 0 else 0) for at in range(0, len(raw), size)]
    freed = sum(raw[at] in (2, 5, 10, 13) and raw[at + 1 : at + 3] != b"\0\0" for at in trees)
    return freed + int.from_bytes(raw[36:40], "big")


def holes_tell(folder: Path, twin: Twin) -> bool:
    """Whether twenty sends leave holes that an untouched box does not have."""
    untouched = holes(an_open_box(folder / "untouched", slots=40).path)
    return holes(some_send(folder / "used", twin, many=20)[0].path) != untouched


def some_column_tells(made: Made, turn: Turns) -> bool:
    """Any column of the ballots and comments, read as a number; the journal beside them has nothing to read."""
    connection = sqlite3.connect(made.path)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(ballot)")]
    rows = {row[0]: row for row in connection.execute(f"SELECT {', '.join(columns)} FROM ballot")}  # noqa: S608
    connection.close()
    journal = journal_beside(made.path)
    return bool(journal.exists() and journal.stat().st_size) or any(
        rank_correlation(list(turn.values()), [_as_number(rows[key][at]) for key in turn]) > 0.5
        for at, name in enumerate(columns)
        if name != "empty"
    )


def _as_number(value: object) -> int:
    return int.from_bytes(value[:8], "big") if isinstance(value, bytes) else int(str(value))


def pairs_right(path: Path, truth: Sequence[tuple[bytes, bytes]]) -> bool:
    """Slips and ballots put side by side as they come out of their tables, by row number where there is one."""
    connection = sqlite3.connect(path)
    columns = []
    for table, at in (("voucher", 0), ("ballot", 1)):
        ids = {pair[at] for pair in truth}
        try:
            rows = connection.execute(f"SELECT id FROM {table} ORDER BY rowid").fetchall()  # noqa: S608 - our own
        except sqlite3.OperationalError:
            rows = connection.execute(f"SELECT id FROM {table}").fetchall()  # noqa: S608 - our own names
        columns.append([row[0] for row in rows if row[0] in ids])
    connection.close()
    right = set(zip(*columns, strict=True)) & set(truth)
    return len(right) > len(truth) / 2


def who_sent_what(made: Made, turn: Turns) -> list[tuple[bytes, bytes]]:
    """Row of the slip, row of the ballot. Codes and turns are known to the test alone."""
    fresh = an_open_box(made.path.parent / "again", slots=2 * len(turn))  # the same seed: the same vouchers, unused
    connection = sqlite3.connect(fresh.path)
    vouchers = {h: key for key, h in connection.execute("SELECT id, h FROM voucher")}
    connection.close()
    ballots = {number: key for key, number in turn.items()}
    return [(vouchers[hash_of(code, PEPPER)], ballots[n]) for n, code in enumerate(made.codes[: len(turn)])]


def pairs_by_number(folder: Path, *, naive: bool) -> bool:
    """The same people in our box or, with naive, in ordinary tables."""
    made, turn = some_send(folder, as_we_are, many=40)
    truth = who_sent_what(made, turn)
    if naive:
        twins.an_ordinary_store(folder / "ordinary.sqlite", truth)
    return pairs_right(folder / "ordinary.sqlite" if naive else made.path, truth)


def snapshot(folder: Path, path: Path) -> dict[str, object]:
    """Every row of the box by table and key, and every other file."""
    connection = sqlite3.connect(path)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
    rows = {
        f"{table} {row[0].hex()}": row
        for table in tables
        for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - names come from the schema
    }
    connection.close()
    others = {str(f): f.read_bytes() for f in folder.rglob("*") if f.is_file() and f != path}
    return {**rows, **others}


def more_than_a_ballot(folder: Path, twin: Twin) -> bool:
    """What differs between the copies of a disk from before and after one send."""
    with pytest.MonkeyPatch.context() as patch:
        twin(patch)
        made = an_open_box(folder)
        box = Box(made.path)
        send(box, made.codes[0])
        before = snapshot(folder, made.path)
        send(box, made.codes[1])
        after = snapshot(folder, made.path)
        box.close()
    changed = sorted(key.split()[0] for key in before | after if before.get(key) != after.get(key))
    return changed != ["ballot", "draft", "sealed_comment", "voucher"]


def a_clock_tells(folder: Path, twin: Twin) -> bool:
    """Any file of the box, or of the pages beside it, that says it was written a moment ago."""
    with pytest.MonkeyPatch.context() as patch:
        twin(patch)
        made = an_open_box(folder)
        began = time.time() - 5
        send(Box(made.path), made.codes[0])
        Pages(pages_beside(made.path), day=OPENS).put(b"h" * 32, b"x" * 100)
        return any(path.stat().st_mtime > began for path in folder.iterdir())


def test_attack_where_ballots_lie_in_the_file(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "byte-offsets",
        rule="a row for each send, WITHOUT ROWID",
        ours=lambda: the_first_eight_lie_in_order(tmp_path / "ours", as_we_are),
        twin=lambda: the_first_eight_lie_in_order(tmp_path / "twin", twins.a_row_for_each_send),
    )


def test_attack_what_spills_into_further_pages(verdict: Verdict, tmp_path: Path) -> None:
    def grown_on_usual_pages(patch: pytest.MonkeyPatch) -> None:
        twins.a_row_for_each_send(patch)
        twins.usual_pages(patch)

    verdict(
        "overflow-pages",
        rule="a row for each send on pages of 4096 bytes",
        ours=lambda: spilt_in_order(*some_send(tmp_path / "ours", as_we_are, size=2048)),
        twin=lambda: spilt_in_order(*some_send(tmp_path / "twin", grown_on_usual_pages, size=2048)),
    )


def test_attack_holes_in_the_file(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "gaps",
        rule="used slips are deleted",
        ours=lambda: holes_tell(tmp_path / "ours", as_we_are),
        twin=lambda: holes_tell(tmp_path / "twin", twins.used_slips_are_deleted),
    )


def test_attack_every_column(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "columns",
        rule="a slot holds when it was filled",
        ours=lambda: some_column_tells(*some_send(tmp_path / "ours", as_we_are)),
        twin=lambda: some_column_tells(*some_send(tmp_path / "twin", twins.the_moment_is_kept)),
    )


def test_attack_row_numbers_of_slips_and_ballots(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "row-numbers",
        rule="ordinary tables, a row for whoever took part",
        ours=lambda: pairs_by_number(tmp_path / "ours", naive=False),
        twin=lambda: pairs_by_number(tmp_path / "twin", naive=True),
    )


def test_attack_two_copies_of_the_disk(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "counters",
        rule="the box counts who has sent",
        ours=lambda: more_than_a_ballot(tmp_path / "ours", as_we_are),
        twin=lambda: more_than_a_ballot(tmp_path / "twin", twins.a_counter_that_lives),
    )


def test_attack_the_times_of_the_files(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "file-times",
        rule="the clock of a file is left alone",
        ours=lambda: a_clock_tells(tmp_path / "ours", as_we_are),
        twin=lambda: a_clock_tells(tmp_path / "twin", twins.clocks_that_run),
    )
