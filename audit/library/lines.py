"""The line of a TOML file that a problem is about, found in its text, since TOML readers do not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?")
_NAME = re.compile(r'\s*(?:id|item|of)\s*=\s*"([^"]*)"')

Place = tuple[tuple[str, int], ...]
"""A table, from the outside in: (("item", 3), ("item.provenance", 1)) is the first provenance of the third item."""


def line_of_place(text: str, place: Place, *, key: str = "") -> int:
    """The line of a key in a table, or of the table's header; of what is around it where that cannot be found."""
    lines = text.splitlines()
    at = -1
    for name, number in place:
        headers = [n for n in range(at + 1, len(lines)) if _header(lines[n]) == name]
        if len(headers) < number:
            break
        at = headers[number - 1]
    return _line_of_key(lines, at, key) or at + 1


def line_of_name(text: str, name: str, *, key: str = "", last: bool = False) -> int:
    """The line of a key in the first (or the last) table of that id, or of the id; 0 where there is no such table.

    name: what the table gives as its id, or as its item or string; "" is the head of the file.
    """
    lines = text.splitlines()
    if not name:
        return _line_of_key(lines, -1, key)
    found = [n for n, line in enumerate(lines) if (m := _NAME.match(line)) and m[1] == name]
    if not found:
        return 0
    at = found[-1 if last else 0]
    header = next((n for n in range(at, -1, -1) if _header(lines[n])), -1)
    return _line_of_key(lines, header, key) or at + 1


def line_with(text: str, part: str) -> int:
    """The first line that holds these characters; 0 where none does."""
    return next((n for n, line in enumerate(text.splitlines(), 1) if part in line), 0)


def _header(line: str) -> str:
    found = _HEADER.match(line)
    return found[1] if found else ""


def _line_of_key(lines: Sequence[str], header: int, key: str) -> int:
    """The line of a key under a header, before the next one; 0 where it is not there or none is asked for."""
    if not key:
        return 0
    wanted = re.compile(rf"\s*{re.escape(key)}\s*=")
    for n in range(header + 1, len(lines)):
        if _header(lines[n]):
            break
        if wanted.match(lines[n]):
            return n + 1
    return 0
