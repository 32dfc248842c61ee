# What this project uses of fontTools, which ships no types.
from io import BytesIO
from os import PathLike
from types import TracebackType
from typing import Self

class TTFont:
    flavor: str | None
    def __init__(self, file: str | PathLike[str], *, recalcTimestamp: bool = ...) -> None: ...  # noqa: N803 - its name
    def save(self, file: BytesIO) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
