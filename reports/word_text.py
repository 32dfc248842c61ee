"""Text as a Word file can hold it: signs that no file of its kind may have become a space."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

Held = TypeVar("Held")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(value: Held) -> Held:
    """The same frozen value, however deep, with every text in it as Word can hold it: what somebody pasted into a name
    or a chapter stops no report."""
    if isinstance(value, str):
        return UNWRITABLE.sub(" ", value)  # type: ignore[return-value]  # a text for a text
    if isinstance(value, tuple):
        return tuple(map(writable, value))  # type: ignore[return-value]  # a tuple for a tuple
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: writable(getattr(value, f.name)) for f in fields(value) if f.init})
    return value
