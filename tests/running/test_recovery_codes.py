"""The ten codes on paper: how they are kept, and what knowing them again costs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from sqlalchemy.orm import Session

from audit.keys import FULL_COST
from audit.running import recovery_codes, second_step
from audit.running.recovery_codes import find_kept, kept_of, new_codes
from audit.running.second_step import WrongCode
from audit.store.models import RecoveryCode
from audit.store.queries import count_recovery_codes, recovery_codes_of
from tests.running import agencies
from tests.running.agencies import LIGHT, NOW, PASSWORD, Agency

KEY = bytes(32)
OLD = "ABCD-EFGH-JKMN-PQRS"


@pytest.fixture(name="here")
def _here(tmp_path: Path) -> Agency:
    return agencies.agency(tmp_path)


def lists_made(session: Session, here: Agency) -> tuple[str, ...]:
    return second_step.new_recovery_codes(session, account_id=here.leader, password=PASSWORD, now=NOW, cost=LIGHT)


def opens(session: Session, here: Agency, typed: str) -> bool:
    """Whether this gets the leader past the second step."""
    try:
        second_step.answer(session, account_id=here.leader, raw="", typed=typed, now=NOW, key=KEY)
    except WrongCode:
        return False
    return True


def kept_as_before(session: Session, here: Agency, code: str) -> None:
    """A row of a store from when the hash was a quick one."""
    plain = f"{here.leader} {code.replace('-', '')}".encode()
    session.add(RecoveryCode(account_id=here.leader, code_hash=hashlib.sha256(plain).digest()))
    session.commit()


def test_codes_are_kept_as_slow_hashes_with_one_salt_a_list(here: Agency) -> None:
    with here.store() as session:
        code, *_others = lists_made(session, here)
        rows = recovery_codes_of(session, account_id=here.leader)
    assert len(rows) == 10
    ((cost, salt),) = {(row[:6], row[6:22]) for row in rows}
    assert cost == bytes((0, 0, 0, LIGHT.memory, LIGHT.passes, LIGHT.lanes))
    argon = Argon2id(salt=salt, length=32, iterations=1, lanes=1, memory_cost=8)
    plain = f"{here.leader} {code.replace('-', '')}".encode()
    assert argon.derive(plain) in {row[22:] for row in rows}


def test_codes_cost_as_much_as_a_password_where_nobody_says_otherwise() -> None:
    (kept,) = kept_of(new_codes()[:1], account_id=1)
    assert kept[:6] == bytes((0, 1, 0, 0, FULL_COST.passes, FULL_COST.lanes)), "64 MiB"
    assert FULL_COST.memory == 1 << 16


def test_another_list_has_another_salt() -> None:
    codes = new_codes()
    one, two = (kept_of(codes, account_id=1, cost=LIGHT) for _time in range(2))
    assert not set(one) & set(two)
    assert {find_kept(code, among=two, account_id=1) for code in codes} == set(two)


def test_a_code_of_one_person_is_none_of_another() -> None:
    codes = new_codes()
    kept = kept_of(codes, account_id=1, cost=LIGHT)
    assert find_kept(codes[0], among=kept, account_id=2) is None


def test_trying_a_code_is_one_slow_hash_whether_it_is_on_the_list_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = new_codes()
    kept = kept_of(codes, account_id=1, cost=LIGHT)
    done: list[str] = []
    slow = recovery_codes._slow

    def counted(head: bytes, signs: str, account_id: int) -> bytes:
        done.append(signs)
        return slow(head, signs, account_id)

    monkeypatch.setattr(recovery_codes, "_slow", counted)
    for typed, times in ((codes[9], 1), ("0000-0000-0000-0000", 1), ("123456", 0), ("", 0), (codes[0] * 50, 0)):
        done.clear()
        find_kept(typed, among=kept, account_id=1)
        assert len(done) == times, typed


def test_a_list_from_before_hashes_were_slow_still_opens_once_a_code(here: Agency) -> None:
    with here.store() as session:
        kept_as_before(session, here, OLD)
        assert not opens(session, here, "ABCD-EFGH-JKMN-PQRT")
        assert opens(session, here, OLD.lower())
        assert not opens(session, here, OLD)


def test_a_new_list_ends_one_from_before(here: Agency) -> None:
    with here.store() as session:
        kept_as_before(session, here, OLD)
        codes = lists_made(session, here)
        assert not opens(session, here, OLD)
        assert opens(session, here, codes[3])
        assert count_recovery_codes(session, account_id=here.leader) == 9
