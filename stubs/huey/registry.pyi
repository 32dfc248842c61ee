# What this project uses of Huey 3.5, which ships no types.
from typing import NamedTuple

class Message(NamedTuple):
    id: str
    name: str
    eta: object = None
    retries: int | None = None
    retry_delay: int | None = None
    priority: int | None = None
    args: tuple[int, ...] = ()
    kwargs: dict[str, object] = ...
