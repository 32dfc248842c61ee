"""Which report is made next: numbers of rows in a queue of Huey's. Losing it loses nothing, the rows know better."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey
from huey.api import TaskWrapper
from huey.exceptions import ConfigurationError
from huey.registry import Message
from huey.serializer import Serializer

from audit.refusals import Refusal
from audit.settings import Settings
from audit.wording import gettext as _

NAME = "steadyground"
TASK = "make"
SCHEMES = ("redis://", "rediss://", "unix://")
PATIENCE = 10.0  # seconds for a queue that another process writes


class NoSuchQueue(Refusal):
    """QUEUE_URL names nothing that this installation can use."""


class NumbersOnly(Serializer):
    """A message as JSON with one number in it. Huey's own way would run whatever somebody else put into the queue."""

    def _serialize(self, data: tuple[Any, ...]) -> bytes:
        message = Message(*data)
        return json.dumps([message.id, message.name, *message.args]).encode()

    def _deserialize(self, data: bytes) -> tuple[Any, ...]:
        found, name, number = json.loads(data)
        return Message(str(found), str(name), args=(int(number),), kwargs={}, retries=0, retry_delay=0)


@dataclass(frozen=True, slots=True)
class Queue:
    """huey: for the worker's consumer; task: what it does with a number."""

    huey: Huey
    task: TaskWrapper

    def put(self, work_id: int) -> None:
        """Say that this report is next after all others."""
        self.huey.enqueue(self.task.s(work_id))

    def __len__(self) -> int:
        return self.huey.pending_count()


def open_queue(settings: Settings, *, make: Callable[[int], None] = lambda _work_id: None) -> Queue:
    """The queue of this installation. make: what is done with a number; nothing for those who only put some in.

    NoSuchQueue.
    """
    huey = _in_redis(settings.queue_url, name=_own_name(settings)) if settings.queue_url else _in_a_file(settings)
    return Queue(huey, huey.task(name=TASK)(make))


def put_if_reached(settings: Settings, work_id: int) -> None:
    """For a page: a queue that is out of reach is no reason to lose what was asked. The worker looks for rows that wait
    by itself."""
    try:
        open_queue(settings).put(work_id)
    except (OSError, sqlite3.Error, _redis_errors()):
        return


def _in_a_file(settings: Settings) -> Huey:
    """The file made anew where it cannot be read: what waits is in the rows."""
    try:
        return _file(settings)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        settings.queue_file.unlink()
        return _file(settings)


def _file(settings: Settings) -> Huey:
    settings.queue_file.touch(mode=0o600)
    return SqliteHuey(
        NAME,
        filename=str(settings.queue_file),
        journal_mode="truncate",
        fsync=True,
        timeout=PATIENCE,
        results=False,
        serializer=NumbersOnly(),
    )


def _own_name(settings: Settings) -> str:
    """Several installations may share one Redis."""
    return f"{NAME}-{hashlib.sha256(bytes(settings.home)).hexdigest()[:12]}"


def _in_redis(url: str, *, name: str) -> Huey:
    if not url.startswith(SCHEMES):
        raise NoSuchQueue(
            _("QUEUE_URL begins with none of %(known)s. Name a Redis, or leave it out.", known=", ".join(SCHEMES))
        )
    try:
        return RedisHuey(name, url=url, results=False, serializer=NumbersOnly())
    except ConfigurationError:
        raise NoSuchQueue(
            _("QUEUE_URL needs the Python package redis. Install it, or leave QUEUE_URL out: a file does as well.")
        ) from None


def _redis_errors() -> type[Exception]:
    """What Redis raises; where it is not installed, something that nothing raises."""
    try:
        from redis import RedisError  # type: ignore[import-not-found,unused-ignore]  # few installations have it
    except ModuleNotFoundError:
        return ConfigurationError
    found: type[Exception] = RedisError
    return found
