# What this project uses of Huey 3.5, which ships no types.
from collections.abc import Callable

from huey.api import Task, TaskWrapper
from huey.consumer import Consumer
from huey.serializer import Serializer

class Huey:
    def task(self, *, name: str) -> Callable[[Callable[[int], None]], TaskWrapper]: ...
    def enqueue(self, task: Task) -> object: ...
    def pending_count(self) -> int: ...
    def flush(self) -> None: ...
    def create_consumer(self, *, workers: int, periodic: bool, max_delay: float) -> Consumer: ...

class SqliteHuey(Huey):
    def __init__(
        self,
        name: str,
        *,
        filename: str,
        journal_mode: str,
        fsync: bool,
        timeout: float,
        results: bool,
        serializer: Serializer,
    ) -> None: ...

class RedisHuey(Huey):
    def __init__(self, name: str, *, url: str, results: bool, serializer: Serializer) -> None: ...
