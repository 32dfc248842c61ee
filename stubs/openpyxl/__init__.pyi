from collections.abc import Iterator
from pathlib import Path
from typing import Any

class Cell:
    value: Any
    data_type: str

class Worksheet:
    def iter_rows(self, *, values_only: bool = False) -> Iterator[tuple[Any, ...]]: ...

class Workbook:
    def __getitem__(self, name: str) -> Worksheet: ...

def load_workbook(filename: Path) -> Workbook: ...
