"""Slowing down whoever guesses: counted in memory, by a keyed hash of what was typed, never by an address."""

from __future__ import annotations

import hmac
import secrets
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock

from audit.refusals import Refusal
from audit.wording import gettext as _

PERIOD = timedelta(minutes=15)
TRIES_A_NAME = 5
TRIES_IN_ALL = 200
MOST_NAMES = 10_000


class TooManyTries(Refusal):
    """Somebody has guessed too often just now."""


class Throttle:
    """Five wrong tries a name in a quarter of an hour, two hundred over all names. A restart forgets everything."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._wrong: dict[bytes, deque[datetime]] = {}
        self._all: deque[datetime] = deque()
        self._lock = Lock()

    @contextmanager
    def attempt(self, name: str, *, now: datetime) -> Iterator[None]:
        """One try at something secret. TooManyTries before it; counted as wrong until it has turned out right, so that
        many tries at the same moment are as many tries."""
        with self._lock:
            self._refuse(name, now)
            self._count(name, now)
        yield
        with self._lock:
            self._wrong.pop(self._hashed(name), None)
            if self._all:
                self._all.pop()

    def is_spent(self, name: str, *, now: datetime) -> bool:
        """Whether this name has had the last of its tries."""
        with self._lock:
            return _recent(self._wrong.get(self._hashed(name), deque()), now) >= TRIES_A_NAME

    def check(self, name: str, *, now: datetime) -> None:
        """TooManyTries where this name, known or not, has had its wrong tries, or all names together have."""
        with self._lock:
            self._refuse(name, now)

    def count_wrong(self, name: str, *, now: datetime) -> None:
        """One more wrong try."""
        with self._lock:
            self._count(name, now)

    def forget(self, name: str) -> None:
        """Somebody got in: their wrong tries no longer count."""
        with self._lock:
            self._wrong.pop(self._hashed(name), None)

    def _refuse(self, name: str, now: datetime) -> None:
        mine = self._wrong.get(self._hashed(name), deque())
        if _recent(mine, now) >= TRIES_A_NAME or _recent(self._all, now) >= TRIES_IN_ALL:
            raise TooManyTries(_("There were many tries just now. Wait a quarter of an hour, then try again."))

    def _count(self, name: str, now: datetime) -> None:
        if len(self._wrong) >= MOST_NAMES:
            self._wrong = {name: tries for name, tries in self._wrong.items() if _recent(tries, now)}
        self._wrong.setdefault(self._hashed(name), deque()).append(now)
        self._all.append(now)

    def _hashed(self, name: str) -> bytes:
        return hmac.digest(self._key, name.strip().casefold().encode(), "sha256")


def _recent(tries: deque[datetime], now: datetime) -> int:
    while tries and now - tries[0] > PERIOD:
        tries.popleft()
    return len(tries)
