"""Attacks: read a saved draft; put the two rows of one person together; learn from gaps who saved or took back."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from scipy.stats import spearmanr

from audit.answering import drafts, operations, receipts
from audit.answering.page_state import PageState
from audit.answering.rounds import Answering, Rounds
from audit.ballot.box import Box
from audit.ballot.lengths import NONCE, SALT
from audit.ballot.slips import draft_hash_of, pepper_of
from audit.keys import FULL_COST, Cost, calm_words
from audit.settings import Settings
from tests.attacks.verdicts import Verdict
from tests.ballot.boxes import BALLOT, OPENS, Made
from tests.staff.people import Person, a_round, settings_in, staff_app

CHANCE = random.SystemRandom()
BUDGET = 3.0  # seconds that whoever tries words is given
QUICK = Cost(memory=64, passes=1, lanes=1)
NO_ORDER = 0.45  # |rho| of 60 pairs without any order: standard deviation .13


@dataclass(frozen=True, slots=True)
class Site:
    """One open round and where its files lie."""

    settings: Settings
    made: Made
    here: Answering
    pepper: bytes


def a_site(folder: Path, *, slots: int = 20) -> Site:
    settings = settings_in(folder)
    made = a_round(settings, slots=slots)
    here = Rounds(settings).find(made.manifest.public_id, today=OPENS)
    assert isinstance(here, Answering)
    return Site(settings, made, here, pepper_of(settings))


def saved(site: Site, code: str, *, cost: Cost | None = None) -> str:
    """The words with which somebody saved what they said."""
    state = PageState("review", code, BALLOT)
    more = {} if cost is None else {"cost": cost}
    return drafts.save_for_later(site.here, state, pepper=site.pepper, chance=CHANCE, **more)


def sent(site: Site, code: str) -> str:
    """The receipt of somebody who sent."""
    held = CHANCE.randbytes(32)
    state = PageState("review", code, BALLOT, receipt=True)
    operations.send(site.here, held, state, last_step="thanks", pepper=site.pepper, chance=CHANCE)
    last = operations.find_state(site.here, held)
    assert last is not None
    return last.shown


def rows(path: Path, query: str) -> list[Any]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


# draft-words


def guessed_from_the_file(site: Site, secrets: Iterator[str], key_of: Callable[[str, str, bytes], bytes]) -> bool:
    """Whoever has the disk, the pepper and the slip file tries secret after secret, as the program itself would make
    the key of each, until one opens a draft or the time is up."""
    code = site.made.codes[0]
    h = draft_hash_of(code, site.pepper)
    blob = dict(rows(site.made.path, "SELECT h, blob FROM draft"))[h]
    salt, nonce, sealed = blob[:SALT], blob[SALT : SALT + NONCE], blob[SALT + NONCE :]
    until = time.monotonic() + BUDGET
    for secret in secrets:
        try:
            return b'"step"' in AESGCM(key_of(code, secret, salt)).decrypt(nonce, sealed, h)
        except InvalidTag:
            if time.monotonic() > until:
                break
    return False


def three_words() -> Iterator[str]:
    while True:
        yield drafts.new_words(CHANCE)


def test_whoever_has_the_slip_file_does_not_find_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verdict: Verdict
) -> None:
    def our_key(code: str, words: str, salt: bytes) -> bytes:
        return drafts._key_of(code, words, salt=salt, cost=FULL_COST)

    def pin_key(code: str, pin: str, salt: bytes) -> bytes:
        return hashlib.sha256(salt + f"{code} {pin}".encode()).digest()

    def ours() -> bool:
        site = a_site(tmp_path / "ours")
        saved(site, site.made.codes[0])
        return guessed_from_the_file(site, three_words(), our_key)

    def twin() -> bool:
        site = a_site(tmp_path / "twin")
        with monkeypatch.context() as patch:
            patch.setattr(drafts, "new_words", lambda chance: f"{chance.randrange(10_000):04}")
            patch.setattr(drafts, "_key_of", lambda code, pin, *, salt, cost: pin_key(code, pin, salt))  # noqa: ARG005
            saved(site, site.made.codes[0])
        return guessed_from_the_file(site, (f"{pin:04}" for pin in range(10_000)), pin_key)

    verdict(
        "draft-words", rule="a PIN of four digits takes the place of three words and a slow hash", ours=ours, twin=twin
    )
    assert len(calm_words()) ** drafts.HOW_MANY > 7e9


def test_whoever_finds_a_slip_does_not_get_in_by_trying_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verdict: Verdict
) -> None:
    def gets_in_at_the_sixth_try(site: Site) -> bool:
        words, code = saved(site, site.made.codes[0]), site.made.codes[0]
        person = Person(staff_app(site.settings))
        person.press("start")
        for guess in ("acid acid acid",) * 5 + (words,):
            person.press("next", code=code, words=guess)
        return person.heading == "Your answers"

    def twin() -> bool:
        counted = Box.try_draft
        with monkeypatch.context() as patch:
            patch.setattr(Box, "try_draft", lambda self, h: (counted(self, h)[0], True))
            return gets_in_at_the_sixth_try(a_site(tmp_path / "twin"))

    verdict(
        "draft-words",
        rule="nothing locks a draft after five wrong tries",
        ours=lambda: gets_in_at_the_sixth_try(a_site(tmp_path / "ours")),
        twin=twin,
    )


def test_a_known_answer_and_the_language_are_nowhere_beside_a_saved_draft(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    words = saved(site, site.made.codes[0])
    saved(site, site.made.codes[0])
    for path in tmp_path.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            for known in (b"S.D1", b"T.D1", words.encode(), site.made.codes[0].encode()):
                assert known not in raw, path.name


# withdrawal-linked


def linked_rows(site: Site) -> bool:
    """Whether anybody with the file finds a ballot and a comment with the same mark."""
    sent(site, site.made.codes[0])
    ballots, comments = (
        {h for (h,) in rows(site.made.path, f"SELECT withdraw_h FROM {table} WHERE empty = 0")}  # noqa: S608 - our names
        for table in ("ballot", "sealed_comment")
    )
    return bool(ballots & comments)


def test_a_receipt_links_no_two_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verdict: Verdict) -> None:
    def same(receipt: str, pepper: bytes, *, of: str) -> bytes:  # noqa: ARG001 - the rule that it does without
        return hmac.new(pepper, f"receipt {receipt}".encode(), hashlib.sha256).digest()

    def twin() -> bool:
        with monkeypatch.context() as patch:
            patch.setattr(receipts, "receipt_hash_of", same)
            return linked_rows(a_site(tmp_path / "twin"))

    verdict(
        "withdrawal-linked",
        rule="both rows keep the same hash of the receipt",
        ours=lambda: linked_rows(a_site(tmp_path / "ours")),
        twin=twin,
    )


def test_nothing_in_the_file_is_a_plain_receipt_and_no_key_of_a_withdrawal_is_found_elsewhere(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    receipt = sent(site, site.made.codes[0])
    receipts.withdraw(site.here, receipt, pepper=site.pepper, chance=CHANCE)
    raw = site.made.path.read_bytes()
    assert receipt.encode() not in raw
    assert receipt.replace("-", "").encode() not in raw
    ((key,),) = rows(site.made.path, "SELECT id FROM withdrawn")
    assert raw.count(key) == 1


# gaps and order


@pytest.fixture(scope="module")
def busy(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Site, dict[bytes, int], int, list[bytes], list[bytes]]]:
    """A box in which people saved, saved again, came back, sent and took back; where every key lay before; the file's
    size before; in which order drafts were saved, and ids of withdrawals came."""
    site = a_site(tmp_path_factory.mktemp("busy"), slots=120)
    path = site.made.path
    places, size = where_keys_lie(path), path.stat().st_size
    for code in site.made.codes[:60]:
        saved(site, code, cost=QUICK)
    for code in site.made.codes[:60:3]:
        saved(site, code, cost=QUICK)
        site.here.box.try_draft(draft_hash_of(code, site.pepper))
    withdrawn: list[bytes] = []
    for code in site.made.codes[60:]:
        receipts.withdraw(site.here, sent(site, code), pepper=site.pepper, chance=CHANCE)
        withdrawn += [key for (key,) in rows(path, "SELECT id FROM withdrawn") if key not in withdrawn]
    order = [draft_hash_of(code, site.pepper) for code in site.made.codes[:60]]
    yield site, places, size, order, withdrawn
    site.here.box.close()


Busy = tuple[Site, dict[bytes, int], int, list[bytes], list[bytes]]
KEYS = (("voucher", "id"), ("draft", "h"), ("ballot", "id"), ("sealed_comment", "id"))


def where_keys_lie(path: Path) -> dict[bytes, int]:
    """The byte at which each row of a box begins."""
    raw = path.read_bytes()
    keys = itertools.chain.from_iterable(rows(path, f"SELECT {key} FROM {table}") for table, key in KEYS)  # noqa: S608
    return {key: raw.index(key) for (key,) in keys}


def test_saving_trying_and_taking_back_move_no_row_and_leave_no_hole(busy: Busy) -> None:
    site, places, size, _order, _withdrawn = busy
    path = site.made.path
    assert where_keys_lie(path) == places
    assert path.stat().st_size == size
    assert rows(path, "PRAGMA freelist_count") == [(0,)]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_every_row_of_a_table_is_as_long_as_every_other(busy: Busy) -> None:
    path = busy[0].made.path
    assert len(rows(path, "SELECT DISTINCT length(blob), typeof(tries), tries > 1 AND tries < 128 FROM draft")) == 1
    for table in ("ballot", "sealed_comment"):
        assert len(rows(path, f"SELECT DISTINCT length(sealed), length(withdraw_h) FROM {table}")) == 1  # noqa: S608


def test_no_column_of_a_draft_goes_with_the_order_of_saving(busy: Busy) -> None:
    site, _places, _size, order, _withdrawn = busy
    found = {h: (h, blob) for h, blob in rows(site.made.path, "SELECT h, blob FROM draft")}
    raw = site.made.path.read_bytes()
    for numbers in (
        [int.from_bytes(found[h][0][:6], "big") for h in order],
        [int.from_bytes(found[h][1][:6], "big") for h in order],
        [raw.index(h) for h in order],
    ):
        assert abs(float(spearmanr(range(len(order)), numbers).statistic)) < NO_ORDER


def test_taking_back_empties_no_slot_and_its_ids_are_in_no_order(busy: Busy) -> None:
    site, _places, _size, _order, withdrawn = busy
    assert len(withdrawn) == len(set(withdrawn)) == 60
    numbers = [int.from_bytes(key[:6], "big") for key in withdrawn]
    assert abs(float(spearmanr(range(len(numbers)), numbers).statistic)) < NO_ORDER
    assert rows(site.made.path, "SELECT count(*) FROM ballot WHERE empty = 0") == [(60,)]
    assert rows(site.made.path, "SELECT count(*) FROM sealed_comment WHERE empty = 0") == [(60,)]
