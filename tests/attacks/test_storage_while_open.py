"""Attack: read every file of an open round, look for a known answer."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from audit.ballot import box as boxes
from audit.ballot.box import Box
from audit.ballot.files import journal_beside, pages_beside
from audit.ballot.schema import BOX, PAGES
from audit.ballot.sealing import NotSealedForThisKey, open_ballot
from audit.method.answers import Ballot
from audit.method.groups import ROOT as EVERYBODY
from audit.settings import Settings
from tests.attacks.twins import boxes as twins
from tests.attacks.verdicts import Verdict
from tests.ballot.boxes import BALLOT, PRIVATE, Made, an_open_box, one_ballot, send
from tests.staff.people import Person, a_round, settings_in, staff_app

Rows = list[tuple[object, ...]]


def rows_of(path: Path, query: str) -> Rows:
    """What somebody with the file and no key reads."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.fixture
def halfway(tmp_path: Path) -> tuple[Settings, Made, Person]:
    """One person has sent, one is on the review."""
    settings = settings_in(tmp_path / "home")
    made = a_round(settings)
    app = staff_app(settings)
    for code in made.codes[:2]:
        person = Person(app)
        person.enters(code)
        person.press("next", place="2", role="1")
        person.answers_everything("3")
        if code == made.codes[0]:
            person.press("send")
    return settings, made, person


def test_a_known_answer_is_nowhere_in_any_file_of_an_open_round(halfway: tuple[Settings, Made, Person]) -> None:
    settings, made, _person = halfway
    files = [path for path in settings.home.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {made.path.name, pages_beside(made.path).name}
    connection = sqlite3.connect(made.path)
    names = {group for tree in (made.manifest.places, made.manifest.roles) for path in tree.paths for group in path}
    connection.close()
    for path in files:
        raw = path.read_bytes()
        for item in ("S.D1", "H.D8", "P.honest", '"answers"', '"step"'):
            assert item.encode() not in raw, f"{item} in {path.name}"
        for code in made.codes[:2]:
            assert code.encode() not in raw
            assert code.replace("-", "").encode() not in raw
        for name in names:  # the manifest names every group once, and nothing else does
            once = 1 if path == made.path else 0
            assert raw.count(name.encode()) == once * str(made.manifest).count(name), f"{name} in {path.name}"


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(elsewhere))
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    made = an_open_box(tmp_path / "ballots")
    box = Box(made.path)
    for code in made.codes:
        send(box, code)
    assert list(elsewhere.iterdir()) == []


def test_the_journal_is_empty_between_two_sends(halfway: tuple[Settings, Made, Person]) -> None:
    _settings, made, _person = halfway
    for path in (made.path, pages_beside(made.path)):
        assert journal_beside(path).stat().st_size == 0


def test_the_schema_is_what_the_promise_allows_and_nothing_else(halfway: tuple[Settings, Made, Person]) -> None:
    _settings, made, _person = halfway
    allowed = {
        "manifest": ["id", "state", "text"],
        "key_wrap": ["id", "outer_seat", "inner_seat", "blob"],
        "voucher": ["id", "h"],
        "draft": ["h", "blob", "tries"],
        "ballot": ["id", "empty", "sealed", "withdraw_h"],
        "sealed_comment": ["id", "empty", "sealed", "withdraw_h"],
        "withdrawn": ["id"],
    }
    for path, tables in ((made.path, allowed), (pages_beside(made.path), {"page_state": ["h", "blob"]})):
        found = rows_of(path, "SELECT type, name, sql FROM sqlite_master")
        assert {kind for kind, _name, _sql in found} == {"table"}
        assert {name for _kind, name, _sql in found} == set(tables)
        for _kind, name, sql in found:
            assert "WITHOUT ROWID" in str(sql)
            assert [row[1] for row in rows_of(path, f"PRAGMA table_info({name})")] == tables[str(name)]


def test_the_metadata_hold_the_same_tables_as_the_files() -> None:
    assert set(BOX.tables) | set(PAGES.tables) == {
        "manifest",
        "key_wrap",
        "voucher",
        "draft",
        "ballot",
        "sealed_comment",
        "withdrawn",
        "page_state",
    }


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("key_wrap", ("id", "blob")),
        ("voucher", ("id", "h")),
        ("draft", ("h", "blob")),
        ("ballot", ("id", "sealed", "withdraw_h")),
        ("sealed_comment", ("id", "sealed", "withdraw_h")),
    ],
)
def test_all_rows_of_a_table_are_equally_long(
    halfway: tuple[Settings, Made, Person], table: str, columns: tuple[str, ...]
) -> None:
    _settings, made, _person = halfway
    for column in columns:
        lengths = rows_of(made.path, f"SELECT DISTINCT length({column}) FROM {table}")  # noqa: S608 - our own names
        assert len(lengths) == 1, f"{table}.{column}"


def test_all_pages_are_equally_long_whatever_was_said(halfway: tuple[Settings, Made, Person]) -> None:
    _settings, made, person = halfway
    pages = pages_beside(made.path)
    person.press("stop")
    person.press("delete")
    person.press("finish")
    assert len(rows_of(pages, "SELECT 1 FROM page_state")) == 2
    assert len(rows_of(pages, "SELECT DISTINCT length(blob), length(h) FROM page_state")) == 1


def test_no_two_rows_of_a_box_share_a_key(halfway: tuple[Settings, Made, Person]) -> None:
    _settings, made, _person = halfway
    keys = [
        row[0]
        for table, column in (
            ("manifest", "id"),
            ("key_wrap", "id"),
            ("voucher", "id"),
            ("voucher", "h"),
            ("draft", "h"),
            ("ballot", "id"),
            ("ballot", "withdraw_h"),
            ("sealed_comment", "id"),
            ("sealed_comment", "withdraw_h"),
        )
        for row in rows_of(made.path, f"SELECT {column} FROM {table}")  # noqa: S608 - our own names
    ]
    keys += [row[0] for row in rows_of(pages_beside(made.path), "SELECT h FROM page_state")]
    assert len(set(keys)) == len(keys)


def test_no_row_says_that_its_slip_was_used(tmp_path: Path) -> None:
    """A used voucher is chance, like the hash of one that is still good: nothing else of it changes."""
    made = an_open_box(tmp_path)
    before = rows_of(made.path, "SELECT id, length(h), typeof(h) FROM voucher ORDER BY id")
    send(Box(made.path), made.codes[0])
    assert rows_of(made.path, "SELECT id, length(h), typeof(h) FROM voucher ORDER BY id") == before


def test_equal_answers_are_unequal_in_the_box(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    box = Box(made.path)
    for code in made.codes:
        send(box, code, BALLOT)
    assert len(rows_of(made.path, "SELECT DISTINCT sealed FROM ballot")) == len(made.codes)
    assert len(rows_of(made.path, "SELECT DISTINCT sealed FROM sealed_comment")) == len(made.codes)


def test_an_empty_slot_cannot_be_told_from_a_full_one_by_its_bytes(tmp_path: Path) -> None:
    """Frequencies of byte values, full against empty: chi square of two samples, 255 degrees of freedom."""
    made = an_open_box(tmp_path, slots=60)
    box = Box(made.path)
    for code in made.codes[:30]:
        send(box, code)
    counts = []
    slots = rows_of(made.path, "SELECT empty, hex(sealed) FROM ballot")
    for wanted in (0, 1):
        sealed = b"".join(bytes.fromhex(str(sealed)) for empty, sealed in slots if empty == wanted)
        counts.append([sealed.count(value) for value in range(256)])
    chi2 = sum((a - b) ** 2 / (a + b) for a, b in zip(*counts, strict=True) if a + b)
    assert chi2 < 400  # p < 1e-7


def test_no_key_of_the_box_opens_what_is_in_it(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    send(Box(made.path), made.codes[0])
    (sealed,) = boxes.sealed_ballots(made.path)
    for key in (made.manifest.round_key, X25519PrivateKey.generate().private_bytes_raw()):
        with pytest.raises(NotSealedForThisKey):
            open_ballot(sealed, key)
    assert open_ballot(sealed, PRIVATE.private_bytes_raw()) == BALLOT


def test_nobody_but_the_owner_may_read_the_files(halfway: tuple[Settings, Made, Person]) -> None:
    settings, _made, _person = halfway
    for path in settings.ballots.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600, path.name
    assert settings.ballots.stat().st_mode & 0o077 == 0


def test_the_connections_are_opened_as_the_promise_says(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    box = Box(made.path)
    asked = {"journal_mode": "truncate", "secure_delete": 1, "synchronous": 2, "temp_store": 2}
    with box.reading() as connection:
        for name, value in asked.items():
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() == value


def test_after_the_box_is_destroyed_no_file_pairs_voucher_and_ballot(halfway: tuple[Settings, Made, Person]) -> None:
    settings, made, _person = halfway
    boxes.begin_closing(made.path)
    boxes.destroy(made.path)
    assert list(settings.ballots.iterdir()) == []


Twin = Callable[[pytest.MonkeyPatch], None]
WithTwin = Callable[[Twin, Callable[[Path], bool]], bool]
SCHEMA = {
    "manifest": {"id", "state", "text"},
    "key_wrap": {"id", "outer_seat", "inner_seat", "blob"},
    "voucher": {"id", "h"},
    "draft": {"h", "blob", "tries"},
    "ballot": {"id", "empty", "sealed", "withdraw_h"},
    "sealed_comment": {"id", "empty", "sealed", "withdraw_h"},
    "withdrawn": {"id"},
    "page_state": {"h", "blob"},
}


def as_we_are(_patch: pytest.MonkeyPatch) -> None:
    """Every rule stands."""


@pytest.fixture
def in_world(tmp_path_factory: pytest.TempPathFactory) -> WithTwin:
    """Carries an attack out in a folder of its own, with one rule taken away."""

    def carry_out(twin: Twin, attack: Callable[[Path], bool]) -> bool:
        folder = tmp_path_factory.mktemp("world")
        (folder / "temporary").mkdir()
        with pytest.MonkeyPatch.context() as patch:
            for name in ("TMPDIR", "SQLITE_TMPDIR"):
                patch.setenv(name, str(folder / "temporary"))
            patch.setattr(tempfile, "tempdir", str(folder / "temporary"))
            twin(patch)
            return attack(folder)

    return carry_out


def two_people_with(folder: Path) -> Made:
    """One has sent, one is on the review; both said the same."""
    settings = settings_in(folder / "home")
    made = a_round(settings)
    app = staff_app(settings)
    for code in made.codes[:2]:
        person = Person(app)
        person.enters(code)
        person.press("next", place="2", role="1")
        person.answers_everything("3")
        if code == made.codes[0]:
            person.press("send")
    return made


def an_answer_is_found(folder: Path) -> bool:
    """Names of statements, in any file below, temporary ones and journals included."""
    two_people_with(folder)
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return any(item in raw for raw in files for item in (b"S.D1", b"H.D8", b"P.honest", b'"answers"'))


def a_draft_outlives_its_send(folder: Path) -> bool:
    """What was saved for later, looked for in every file once the ballot is sent."""
    made = an_open_box(folder)
    box = Box(made.path)
    one = one_ballot(box, made.codes[0])
    (length,) = rows_of(made.path, "SELECT length(blob) FROM draft")[0]
    assert isinstance(length, int)
    kept = random.Random(4).randbytes(length)
    box.save_draft(slip=one.slip, draft=one.draft, blob=kept)
    send(box, made.codes[0])
    return any(kept[:64] in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def lengths_differ(folder: Path) -> bool:
    """One who said all there is, one who said nothing."""
    made = an_open_box(folder)
    box = Box(made.path)
    send(box, made.codes[0])
    send(box, made.codes[1], Ballot(EVERYBODY, EVERYBODY, {}))
    return len(rows_of(made.path, "SELECT DISTINCT length(sealed) FROM ballot WHERE empty = 0")) > 1


def equal_answers_show(folder: Path) -> bool:
    """Three who said the same, through the pages."""
    settings = settings_in(folder / "home")
    made = a_round(settings)
    app = staff_app(settings)
    for code in made.codes[:3]:
        person = Person(app)
        person.enters(code)
        person.answers_everything("3")
        person.press("send")
    return len(rows_of(made.path, "SELECT DISTINCT sealed FROM ballot WHERE empty = 0")) < 3


def a_further_column(path: Path) -> bool:
    """Whether a table of the files has a column that nobody allowed, or a table, an index or a row number more."""
    for file in (path, pages_beside(path)):
        for kind, name, sql in rows_of(file, "SELECT type, name, sql FROM sqlite_master"):
            columns = {row[1] for row in rows_of(file, f"PRAGMA table_info({name})")}
            if kind != "table" or columns != SCHEMA.get(str(name)) or "WITHOUT ROWID" not in str(sql):
                return True
    return False


def with_a_time_of_sending(made: Made) -> Path:
    """As many web sites have it."""
    connection = sqlite3.connect(made.path)
    connection.execute("ALTER TABLE ballot ADD COLUMN sent_at TEXT")
    connection.commit()
    connection.close()
    return made.path


def test_attack_an_answer_in_the_pages_of_those_who_answer(verdict: Verdict, in_world: WithTwin) -> None:
    verdict(
        "answer-at-rest",
        rule="pages are kept as they are",
        ours=lambda: in_world(as_we_are, an_answer_is_found),
        twin=lambda: in_world(twins.no_sealed_pages, an_answer_is_found),
    )


def test_attack_an_answer_in_the_box(verdict: Verdict, in_world: WithTwin) -> None:
    verdict(
        "answer-at-rest",
        rule="ballots are kept as they are",
        ours=lambda: in_world(as_we_are, an_answer_is_found),
        twin=lambda: in_world(twins.no_sealed_ballots, an_answer_is_found),
    )


def test_attack_a_draft_that_was_sent_long_ago(verdict: Verdict, in_world: WithTwin) -> None:
    verdict(
        "answer-at-rest",
        rule="a write-ahead log",
        ours=lambda: in_world(as_we_are, a_draft_outlives_its_send),
        twin=lambda: in_world(twins.a_log_of_writes, a_draft_outlives_its_send),
    )


def test_attack_the_lengths_of_what_is_sealed(verdict: Verdict, in_world: WithTwin) -> None:
    verdict(
        "sealed-lengths",
        rule="no padding",
        ours=lambda: in_world(as_we_are, lengths_differ),
        twin=lambda: in_world(twins.no_padding, lengths_differ),
    )


def test_attack_equal_answers(verdict: Verdict, in_world: WithTwin) -> None:
    verdict(
        "equal-answers",
        rule="sealing without chance",
        ours=lambda: in_world(as_we_are, equal_answers_show),
        twin=lambda: in_world(twins.no_chance_in_the_seal, equal_answers_show),
    )


def test_attack_a_column_too_many(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "schema",
        rule="a ballot has its time",
        ours=lambda: a_further_column(an_open_box(tmp_path / "ours").path),
        twin=lambda: a_further_column(with_a_time_of_sending(an_open_box(tmp_path / "twin"))),
    )
