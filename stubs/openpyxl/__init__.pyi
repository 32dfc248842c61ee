from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

class Cell:
    value: Any
    data_type: str
    coordinate: str
    number_format: str
    quotePrefix: bool  # noqa: N815 - its own name

class Worksheet:
    title: str
    freeze_panes: str | None
    tables: Mapping[str, Any]
    def iter_rows(self, *, values_only: bool = False) -> Iterator[tuple[Any, ...]]: ...

class Workbook:
    sheetnames: list[str]
    worksheets: list[Worksheet]
    def __getitem__(self, name: str) -> Worksheet: ...

def load_workbook(filename: Path | BinaryIO) -> Workbook: ...
