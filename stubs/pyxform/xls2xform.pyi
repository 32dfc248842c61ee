from typing import BinaryIO

class ConvertResult:
    xform: str
    warnings: list[str]

def convert(xlsform: BinaryIO, *, file_type: str | None = None) -> ConvertResult: ...
